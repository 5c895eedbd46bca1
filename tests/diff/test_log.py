"""The change log: what an entry says of decisions, rows and searches."""

from __future__ import annotations

from collections.abc import Callable

from analysis.diff.comparison import compare
from analysis.diff.log import Entry, by_subject, entries, parents_of, told
from analysis.diff.states import State

Make = Callable[..., State]

MET = {"test-magnets-result": {"value": "met", "text": "met"}}
KEPT = {"promises-kept-of-due": {"text": "98 of 99"}}
MOVED = {"verdict-level": {"value": "little", "text": "little"}}


def decision(what: str, reason: str = "a plant opened; and more") -> dict[str, str]:
    said = ("2026-11-20", "an editor", "method", what, reason)
    return dict(zip(("decided_on", "by", "kind", "what", "reason"), said, strict=True))


def search(found: str, day: str = "2026-11-24") -> dict[str, str]:
    return {"subject_table": "promises", "subject_id": "a", "searched_on": day,
            "place": found, "words": "a", "language": "en", "found": found}  # fmt: skip


def log(old: State, new: State) -> list[Entry]:
    return entries(compare(old, new), old, new)


def test_a_decision_is_an_entry_with_its_day_its_kind_and_the_number_that_it_names(
    committed: State, altered: Make
) -> None:
    before = committed.facts["promises-kept-of-due"]["text"]
    new = altered(KEPT, {"decisions": [decision("promises-kept-of-due")]})
    (entry,) = log(committed, new)
    assert (entry.day, entry.kind, entry.version) == ("2026-11-20", "method", "after")
    assert entry.sentence == "promises kept of due: a plant opened"
    said = [number.rpartition(": ")[2] for number in entry.numbers]
    assert said == [f"98 of 99, before that {before}"]
    assert not entry.moves


def test_only_the_decision_on_the_answer_moves_the_answer_and_comes_first(
    committed: State, altered: Make
) -> None:
    made = [decision("magnets"), decision("verdict")]
    found = log(committed, altered(MOVED | MET, {"decisions": made}))
    assert [(entry.sentence, entry.moves) for entry in found] == [
        ("verdict: a plant opened", True),
        ("Is there magnet capacity? A plant opened", False),
    ]
    assert not any(entry.moves for entry in log(committed, altered(MET, {"decisions": made})))


def test_searches_of_a_day_are_one_entry_that_counts_what_was_looked_for_in_vain(
    committed: State, altered: Make
) -> None:
    made = [search("nothing"), search("nothing later than May"), search("something: a page")]
    found = log(committed, altered(rows={"searches": [*made, search("nothing", "2026-11-25")]}))
    assert [(entry.day, entry.kind, entry.sentence) for entry in found] == [
        ("2026-11-25", "looked", "1 of 1 search found nothing new"),
        ("2026-11-24", "looked", "2 of 3 searches found nothing new"),
    ]


def test_rows_of_evidence_and_corrections_are_counted_apart(
    committed: State, altered: Make
) -> None:
    plant = {"project_id": "new", "name": "Works", "mineral": "gallium", "source_id": "a"}
    mended = {"table": "projects", "key": "new", "column": "name", "action": "flag"}
    found = log(committed, altered(rows={"projects": [plant], "corrections": [mended]}))
    assert {entry.kind: entry.sentence for entry in found} == {
        "evidence": "1 row came, in the table projects",
        "correction": "1 row came, in the table corrections",
    }
    assert {entry.day for entry in found} == {committed.day}


def test_two_states_that_are_the_same_have_no_log(committed: State) -> None:
    assert log(committed, committed) == []


def test_a_row_is_about_its_minerals_and_about_those_of_the_plant_it_belongs_to(
    committed: State, altered: Make
) -> None:
    plant = {"project_id": "new", "name": "Works", "mineral": "gallium|indium", "country": "PER"}
    event = {"project_id": "new", "status": "announced", "status_on": "2026", "source_id": "a"}
    new = altered(rows={"projects": [plant], "project_history": [event]})
    found = by_subject(compare(committed, new), committed, new)
    assert {subject: len(rows) for subject, rows in found.items()} == {
        ("actors", "PER"): 2,
        ("minerals", "gallium"): 2,
        ("minerals", "indium"): 2,
    }


def test_rows_are_told_by_what_they_are_about_and_three_of_these_are_named(
    committed: State, altered: Make
) -> None:
    plants = [
        {"project_id": f"new-{n}", "name": f"Works {n}", "mineral": "gallium"} for n in range(5)
    ]
    events = [
        {"project_id": "new-0", "status": status, "status_on": "2026", "source_id": "a"}
        for status in ("announced", "financed")
    ]
    new = altered(rows={"projects": plants, "project_history": events})
    ((_, rows),) = by_subject(compare(committed, new), committed, new).items()
    parents = parents_of(committed, new)
    assert told(rows, parents) == (
        "Works 0: 3 rows added; Works 1: 1 row added; Works 2: 1 row added; and 2 more rows"
    )
    assert told(rows[:1], parents) == "Works 0: 1 row added"


def test_a_row_that_is_about_no_record_is_told_by_its_table(
    committed: State, altered: Make
) -> None:
    price = {"price_id": "p", "mineral": "gallium", "price": "1", "source_id": "a"}
    new = altered(rows={"prices": [price]})
    ((_, rows),) = by_subject(compare(committed, new), committed, new).items()
    assert told(rows, parents_of(committed, new)) == "the table of prices: 1 row added"
