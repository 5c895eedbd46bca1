"""Sparks show the data of their figures."""

from __future__ import annotations

import re

import pytest

from analysis.documents import sparks
from analysis.exhibits import fig_funding, fig_promises
from analysis.facts.processed import Processed
from analysis.transforms.conversion import under


def fills(markup: str) -> list[str]:
    return re.findall(r"var\(--([\w-]+)\)", markup)


def test_there_is_a_square_for_each_deadline_that_has_come(processed: Processed) -> None:
    outcomes = fig_promises.data(processed)["outcome"]
    squares = fills(sparks.promises(processed))
    assert len(squares) == (outcomes != "open").sum()
    kept = fig_promises.OUTCOME_COLOURS["kept"]
    assert squares.count(kept) == (outcomes == "kept").sum()


def test_money_has_one_bar_per_stage(processed: Processed) -> None:
    assert len(fills(sparks.money(processed))) == len(fig_funding.STAGES)
    widths = [float(width) for width in re.findall(r' width="([\d.]+)" h', sparks.money(processed))]
    assert widths[1:] == sorted(widths[1:], reverse=True)


def test_there_is_a_column_for_each_act_that_began_as_words_or_rules(processed: Processed) -> None:
    acts = under(processed["act_paths"], "stated")
    columns = fills(sparks.acts(processed))
    assert len(columns) == len(acts)
    assert columns.count("accent-2") == acts["money_months"].notna().sum()


@pytest.mark.parametrize("name", sparks.SPARKS)
def test_a_spark_is_for_the_page_alone_and_for_eyes_alone(processed: Processed, name: str) -> None:
    markup = sparks.spark(name, processed)
    assert markup.endswith("`{=html}")
    assert 'aria-hidden="true"' in markup
    assert "\n" not in markup


def test_an_unknown_spark_names_the_known_ones(processed: Processed) -> None:
    with pytest.raises(KeyError, match="promises, money, acts"):
        sparks.spark("tonnes", processed)
