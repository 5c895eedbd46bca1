"""What the person who decides reads."""

from __future__ import annotations

import pytest
from incoming import row, rows

from analysis.importing.bring_in import Outcome
from analysis.importing.plan import Removal, plan
from analysis.importing.sheets import visible
from analysis.importing.words import agreement, closing, contrast, described, shown

NAME = "milestones"
WEAK = ["act", "2026-02", "signed", "", "weak"]


def outcome(count: int = 1) -> Outcome:
    """A plan with one row changed, one superseded by a better source, and `count` new ones."""
    today = {
        "sources": rows(
            "sources", ["s", "", "p", "", "", "2026", "news", "weak", "opened", "", ""]
        ),
        NAME: rows(NAME, WEAK, ["b", "2026", "signed", "old", "s"]),
    }
    cells = {"event_on": "2026", "status": "signed", "note": "new", "source_id": "s"}
    came = [row(at, announcement_id=f"n{at}", **cells) for at in range(count)]
    came.append(row(90, announcement_id="b", **cells))
    came.append(row(91, announcement_id="act", **cells | {"event_on": "2026-02"}))
    columns = ("announcement_id", "event_on", "status", "source_id")
    gone = Removal("removed.csv", 2, NAME, columns, "act|2026-02|signed|weak")
    return Outcome(plan(today, {NAME: came}, [gone]))


def test_the_sum_comes_first_then_what_changed_then_the_rest() -> None:
    assert described(outcome()) == [
        "table            added     changed   identical  superseded",
        "milestones           2           1           0           1",
        "all                  2           1           0           1",
        "",
        "Columns that change",
        "  milestones: note 1",
        "",
        "Changed in milestones",
        "  b/2026/signed/s",
        "    note: old -> new",
        "",
        "New in milestones",
        "  + n0/2026/signed/s",
        "",
        "Superseded in milestones",
        "  - act/2026-02/signed/weak",
        "    now from s",
        "",
        "Where new rows stand",
        "  at the end: milestones",
        "  in the place of the superseded row, where it says the same from elsewhere",
        "",
    ]


def test_long_lists_are_shortened_and_say_how_to_see_all() -> None:
    lines = described(outcome(20))
    assert "  ... 12 more; --all shows them" in lines
    assert sum(line.startswith("  + ") for line in lines) == 8
    everything = described(outcome(20), everything=True)
    assert sum(line.startswith("  + ") for line in everything) == 20
    assert not any("--all" in line for line in everything)


def test_rows_that_change_their_source_alone_are_counted() -> None:
    today = {
        "sources": rows("sources"),
        "lead_times": rows(
            "lead_times", ["a", "mine", "s", "observed", "", "1", "", "USA", "", "old"]
        ),
    }
    made = plan(today, {"lead_times": [row(2, lead_time_id="a", source_id="new")]})
    lines = described(Outcome(made))
    assert "  in 1 row the source alone; --all shows them" in lines
    assert "  new (named by 1 row)" in lines
    assert "    source_id: old -> new" in described(Outcome(made), everything=True)


def test_long_texts_show_where_they_differ() -> None:
    same = "x" * 200
    assert contrast(f"{same} one", f"{same} two") == f"…{'x' * 19} one -> …{'x' * 19} two"
    assert contrast("", "new") == "(empty) -> new"
    assert len(shown(same)) == 70


def test_nothing_in_a_cell_can_steer_the_terminal() -> None:
    assert visible("a\x1b[31mb\u202ec\nd") == "a�[31mb�c�d"


@pytest.mark.parametrize(
    ("yes", "is_asked", "answer", "guesses", "agreed"),
    [
        (True, False, False, [], True),
        (True, True, False, ["g"], False),  # a guess is confirmed by name only
        (False, True, True, ["g"], True),  # or by a person who has read it
        (False, True, False, [], False),
        (False, False, True, [], False),
    ],
)
def test_who_agrees(
    yes: bool, is_asked: bool, answer: bool, guesses: list[str], agreed: bool
) -> None:
    assert agreement(Outcome(guesses=guesses), yes, is_asked, lambda _: answer) is agreed


def test_the_last_line_says_what_to_do() -> None:
    assert closing(outcome(), yes=False) == "nothing was written; --yes writes it"
    assert closing(Outcome(), yes=False).startswith("nothing to write")
    guessed = outcome()
    guessed.guesses = ["g"]
    assert "confirm the guesses" in closing(guessed, yes=True)
