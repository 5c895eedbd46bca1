"""The registry: each module by its id, in the order of the documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import small

from analysis.core.project import Project
from analysis.exhibits import registry
from analysis.facts.processed import Processed

ROOT = Path(__file__).parents[2]
IDS = list(registry.MODULES)


def test_ids_are_unique_and_say_whether_figure_or_table() -> None:
    assert len(IDS) == len(set(IDS))
    assert [name for name in IDS if not re.fullmatch(r"(fig|tbl)-[a-z]+(-[a-z]+)*", name)] == []


def test_each_module_is_named_after_its_exhibit() -> None:
    modules = {name: getattr(module, "__name__", "") for name, module in registry.MODULES.items()}
    assert modules == {name: f"analysis.exhibits.{name.replace('-', '_')}" for name in IDS}


def test_exhibits_come_as_the_documents_show_them_and_others_last(tmp_path: Path) -> None:
    cells = ['exhibit("tbl-verdict")', 'long_table("tbl-claims")', 'exhibit("fig-shares")']
    body = "\n".join(f"```{{python}}\n{cell}\n```\n" for cell in cells)
    (tmp_path / "_quarto.yml").write_text("project:\n  render: [b.qmd, a.qmd]\n", "utf-8")
    (tmp_path / "a.qmd").write_text('```{python}\nexhibit("fig-floor")\n```\n', "utf-8")
    (tmp_path / "b.qmd").write_text(f'{body}\nNo cell: exhibit("tbl-areas")\n', "utf-8")
    order = registry.in_documents(Project(tmp_path))
    assert order == ["tbl-verdict", "fig-shares", "fig-floor"]
    shown = [each.id for each in registry.exhibits(small.processed(), [*order, "fig-gone"])]
    assert shown == [*order, *(name for name in IDS if name not in order)]


def test_every_exhibit_stands_in_a_document() -> None:
    assert sorted(registry.in_documents(Project(ROOT))) == IDS


def test_an_unknown_exhibit_is_answered_with_the_known_ones(processed: Processed) -> None:
    with pytest.raises(KeyError, match=f"no exhibit 'fig-nothing'; there are .*{IDS[0]}"):
        registry.exhibit("fig-nothing", processed)
