"""One citation, found by the id of what it cites."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from analysis.citation.catalogue import exhibit_record, of_exhibit, producers
from analysis.citation.publication import Publication
from analysis.citation.works import REPORT_ID, exhibit_work, fact_work, report_work
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import Project
from analysis.exhibits import registry
from analysis.exhibits.exhibit import Exhibit
from analysis.facts.processed import Processed, read_processed
from analysis.facts.records import read_records


def work(project: Project, name: str) -> dict[str, Any]:
    """The report (`report`), an exhibit or a fact as CSL-JSON, from the processed tables.

    Raises ProblemsError if nothing has this id, or if there are no processed tables.
    """
    require_processed(project)
    processed = read_processed(project.processed)
    publication = Publication.of(project, processed.about)
    if name == REPORT_ID:
        return report_work(publication)
    facts = read_records(project.processed)
    if name in facts:
        return fact_work(publication, facts[name], producers([facts[name]["sources"]], processed))
    if name not in registry.MODULES:
        raise ProblemsError([unknown_id(name, [REPORT_ID, *registry.MODULES, *facts])])
    _, exhibit, _ = exhibit_of(project, name)
    record = exhibit_record(publication, exhibit)
    return exhibit_work(publication, record, producers(of_exhibit(exhibit), processed))


def exhibit_of(project: Project, name: str) -> tuple[Publication, Exhibit, Processed]:
    """A figure or table, with the publication and the tables that it stands in.

    Raises ProblemsError if no exhibit has this id, or if there are no processed tables.
    """
    require_processed(project)
    if name not in registry.MODULES:
        raise ProblemsError([unknown_id(name, list(registry.MODULES))])
    processed = read_processed(project.processed)
    publication = Publication.of(project, processed.about)
    return publication, registry.exhibit(name, processed), processed


def fact(project: Project, name: str) -> dict[str, Any]:
    """The record of a fact.

    Raises ProblemsError if no fact has this id, or if there are no processed tables.
    """
    require_processed(project)
    facts = read_records(project.processed)
    if name not in facts:
        raise ProblemsError([unknown_id(name, list(facts))])
    return facts[name]


def unknown_id(name: str, known: list[str]) -> Problem:
    """The problem of an id that nothing has."""
    near = get_close_matches(name, known, n=3)
    repair = f"did you mean {', '.join(near)}?" if near else "exhibits/ and facts/ list all ids"
    return Problem(
        file="catalogue",
        value=name,
        rule="unknown-id",
        message="nothing has this id",
        repair=repair,
    )


def require_processed(project: Project) -> None:
    """Raise ProblemsError if the project has no processed tables yet."""
    if not (project.processed / "about.json").is_file():
        message, repair = "the project has no processed tables yet", "run briefing process"
        raise ProblemsError(
            [
                Problem(
                    file="data/processed",
                    rule="missing",
                    message=message,
                    repair=repair,
                )
            ]
        )
