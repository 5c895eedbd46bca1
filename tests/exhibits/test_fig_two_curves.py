"""The two curves: the comparison follows the counts, whichever way round they are."""

from __future__ import annotations

import pandas as pd
import pytest
from small import processed, table

from analysis.exhibits import fig_two_curves as figure
from analysis.exhibits.theme import NARROW, WIDE
from analysis.facts.processed import Processed
from analysis.facts.topics import curves
from analysis.transforms.curves import SERIES

MONTHS = ("2025-01", "2025-02", "2025-03")


def counted(**new: tuple[int, int, int]) -> Processed:
    """The table of two curves from the new counts of three months; other series stay at none."""
    rows = []
    for series, side in SERIES.items():
        counts = pd.Series(new.get(series, (0, 0, 0)), index=list(MONTHS))
        rows += [
            {
                "series": series,
                "side": side,
                "month": month,
                "new_count": count,
                "cumulative_count": counts[:month].sum(),
                "demonstrations_count": 0,
                "source_ids": f"{series}-{month}" if count else None,
            }
            for month, count in counts.items()
        ]
    return processed(two_curves=table("two_curves", *rows))


def title(**new: tuple[int, int, int]) -> str:
    return figure.title(figure.data(counted(**new))).replace("\N{NO-BREAK SPACE}", " ")


def test_more_signed_than_plants_at_most_begun() -> None:
    assert title(
        instruments_signed=(1, 0, 3),
        construction_started=(1, 0, 0),
        construction_first_seen=(2, 0, 0),
        operation_started=(0, 1, 0),
    ) == (
        "More was signed than begun: since January 2025, four instruments signed or put in force, "
        "1–2 plants begun, one brought into operation"
    )


def test_the_reversed_counts_reverse_the_comparison() -> None:
    said = title(
        instruments_signed=(1, 0, 0),
        construction_started=(2, 0, 1),
        construction_first_seen=(2, 0, 1),
    )
    assert said.startswith("More was begun than signed: since January 2025, one instrument signed")
    assert "three plants begun, none brought into operation" in said


def test_a_count_within_the_bounds_of_the_other_decides_nothing() -> None:
    said = title(
        instruments_signed=(2, 0, 0),
        construction_started=(1, 0, 0),
        construction_first_seen=(3, 0, 0),
    )
    assert said.startswith("About as much was begun as signed")


def test_nothing_on_record_is_told_and_drawn() -> None:
    for tables in (counted(), processed()):
        rows = figure.data(tables)
        assert figure.title(rows).startswith("No instrument signed and no plant begun")
        assert "no step yet" in figure.description(rows)
        assert "Nothing on record" in figure.chart(rows, WIDE).to_json()


def test_a_month_rests_on_the_sources_of_all_that_is_counted_so_far() -> None:
    rows = figure.data(counted(instruments_signed=(0, 1, 1)))
    assert rows["month"].tolist() == ["2025-02", "2025-03"]
    assert rows["source_ids"].tolist() == [
        "instruments_signed-2025-02",
        "instruments_signed-2025-02|instruments_signed-2025-03",
    ]


def test_lines_begin_at_nothing_and_step_at_the_end_of_the_month() -> None:
    steps = figure._steps(figure.data(counted(instruments_signed=(2, 0, 1))))
    signed = steps[steps["series"] == figure.SIGNED]
    assert signed["day"].dt.strftime("%Y-%m-%d").tolist() == [
        *("2025-01-01", "2025-01-31", "2025-02-28", "2025-03-31")
    ]
    assert signed["cumulative_count"].tolist() == [0, 2, 2, 3]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_labels_at_the_line_ends_do_not_touch(width: int) -> None:
    rows = figure.data(
        counted(
            instruments_signed=(3, 0, 0),
            construction_started=(3, 0, 0),
            construction_first_seen=(3, 0, 0),
            money_committed=(3, 0, 0),
        )
    )
    ends = figure._ends(rows, 340, narrow=width == NARROW)
    line = figure.LINE_PX * figure._top(rows) / 340
    assert ends["place"].sort_values().diff().min() >= 0.99 * line


def test_the_busiest_month_is_named_only_if_it_stands_out() -> None:
    def named(*signed: int) -> bool:
        return bool(figure._busiest(figure.data(counted(instruments_signed=signed))))

    assert named(2, 6, 1)
    assert not named(4, 6, 1)  # hardly more than the next
    assert not named(0, 3, 0)  # too few to matter


def test_facts_count_what_came_after_the_busiest_month() -> None:
    found = {
        fact.id: fact
        for fact in curves.facts(
            counted(
                instruments_signed=(1, 5, 2),
                construction_first_seen=(1, 0, 0),
                construction_started=(1, 0, 0),
            )
        )
    }
    assert found["busiest-month"].text == "February\N{NO-BREAK SPACE}2025"
    assert found["instruments-signed"].value == 8
    assert found["instruments-signed-since-busiest-month"].text == "two"
    assert found["plants-begun-at-most-since-busiest-month"].value == 0
    assert found["plants-opened"].value == 0
    assert list(curves.facts(processed())) == []
