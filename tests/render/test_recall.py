"""Cells run again only if something that they may read changed; what stays is shown as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.core import cache
from analysis.render import render

COUNTED = """
```{{python}}
#| output: asis
with open({runs!r}, "a") as file:
    file.write("x")
print(open({read!r}).read())
```

`{{python}} 1 + 1` and {prose}
"""


class Report:
    """A page and its PDF that show a file, and count how often their cell ran."""

    def __init__(self, make_project: Any, front: str, folder: Path) -> None:
        self.make_project, self.front, self.folder = make_project, front, folder
        self.runs, self.read = folder / "runs", folder / "read.txt"
        self.runs.touch()
        self.read.write_text("first")
        self.prose, self.other, self.warns = "prose", "1", ""

    def rendered(self, rests_on: str = "state 1") -> str:
        body = COUNTED.format(runs=str(self.runs), read=str(self.read), prose=self.prose)
        other = f"---\ntitle: B\n---\n`{{python}} {self.other}`\n"
        files = {"report/other.qmd": other + self.warns}
        root = self.make_project(body, self.front, **files)
        site = self.folder / "site"
        self.problems = render(root, site, "embedded", rests_on=rests_on)
        self.pdf = (site / "report" / "index.pdf").read_bytes()
        return (site / "report" / "index.html").read_text(encoding="utf-8")

    @property
    def times(self) -> int:
        return len(self.runs.read_text())


@pytest.fixture
def report(
    make_project: Any, typst_front: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Report:
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    return Report(make_project, typst_front, tmp_path)


def test_another_sentence_is_shown_and_no_cell_runs(report: Report) -> None:
    assert "2 and prose" in report.rendered()
    report.prose = "other words"
    page = report.rendered()
    assert "2 and other words" in page
    assert "first" in page
    assert report.times == 1


def test_nothing_changed_gives_the_same_bytes_without_a_run(report: Report) -> None:
    before = (report.rendered(), report.pdf)
    assert (report.rendered(), report.pdf) == before
    assert report.times == 1


def test_cells_run_again_if_what_they_may_read_changed(report: Report) -> None:
    report.rendered()
    report.read.write_text("second")
    assert "second" in report.rendered("state 2")
    assert report.times == 2


def test_cells_run_again_if_a_cell_of_another_document_changed(report: Report) -> None:
    report.rendered()
    report.other = "2"
    report.rendered()
    assert report.times == 2


def test_nothing_stays_if_nobody_says_what_it_rests_on(report: Report) -> None:
    report.rendered("")
    report.rendered("")
    assert report.times == 2


def test_a_warning_is_told_again_each_time(report: Report) -> None:
    report.warns = "\n```{python}\nimport sys\nprint('look', file=sys.stderr)\n```\n"
    report.rendered()
    first = report.problems
    report.rendered()
    assert [problem.rule for problem in first] == ["cell-warning"]
    assert report.problems == first
