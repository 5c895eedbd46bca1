"""A problem of a document names its place: the line that was read, else the whole file."""

from __future__ import annotations

import pytest

from analysis.render.place import Line, Place, locate

LINES = [Line(text, Place("a.qmd", row)) for row, text in ((3, "# One"), (5, "two"), (9, "# Two"))]


@pytest.mark.parametrize(
    ("pattern", "occurrence", "place"),
    [
        ("^# ", 0, Place("a.qmd", 3)),
        ("^# ", 1, Place("a.qmd", 9)),
        ("^# ", 7, Place("a.qmd", 9)),
        ("(?i)two", 0, Place("a.qmd", 5)),
        ("three", 0, Place("b.qmd")),
    ],
)
def test_a_pattern_is_found_where_it_stands(pattern: str, occurrence: int, place: Place) -> None:
    assert locate(LINES, "b.qmd", pattern, occurrence) == place


def test_a_problem_stands_at_its_place_and_may_be_a_warning() -> None:
    problem = Place("a.qmd", 3).problem("word", "is no word", "write another", "xyz")
    assert problem.sentence() == 'a.qmd:3: "xyz" is no word; write another'
    assert problem.severity == "error"
    assert Place("a.qmd").problem("word", "x", "y", warning=True).severity == "warning"
