"""What the documents call: `exhibit(id)`, `fact(id)`, `say(id)`.

A cell is one line. Everything is read from `data/processed` of the project that holds the
document, so that plain `quarto render` and `briefing build` show the same.
"""

from __future__ import annotations

import functools
from typing import Any

from IPython.display import Markdown

from analysis.citation.publication import Publication
from analysis.core import cache
from analysis.core.project import Project
from analysis.documents import glossary as terms
from analysis.documents import long_tables, news, pages, readings, sparks, summary
from analysis.documents import watch as days
from analysis.documents import whatif as settings
from analysis.documents.attachments import attachments
from analysis.documents.changes import changes_page
from analysis.exhibits import registry
from analysis.facts import fact as facts
from analysis.facts import statements
from analysis.facts.processed import Processed, read_processed
from analysis.facts.records import read_records


@functools.cache
def _processed() -> Processed:
    cache.keep_from_now_on(Project.find().kept)
    return read_processed(Project.find().processed)


@functools.cache
def _publication() -> Publication:
    return Publication.of(Project.find(), _processed().about)


@functools.cache
def _facts() -> dict[str, dict[str, Any]]:
    return read_records(Project.find().processed)


def exhibit(name: str) -> None:
    """Print the figure or table with this id as a numbered float; attach its data to the PDF.

    Raises KeyError with the known ids.
    """
    shown = registry.exhibit(name, _processed())
    print(shown.markdown())
    print(attachments(shown, _publication()))


def long_table(name: str) -> None:
    """Print a table that readers can search, filter and sort, on a page of its own.

    Raises KeyError with the known ids.
    """
    print(long_tables.markdown(registry.exhibit(name, _processed())))


def fact(name: str) -> Markdown:
    """The fact with this id, as a link of the prose to its page.

    Raises KeyError with the nearest known ids.
    """
    return Markdown(facts.spoken(facts.known(_facts(), name)))


def stamp() -> Markdown:
    """Data version and state of knowledge, for captions that the document itself writes."""
    return Markdown(_processed().about.stamp)


def say(name: str) -> Markdown:
    """The sentence with this id, chosen by the data; its numbers are facts.

    Raises KeyError with the known ids.
    """
    return Markdown(statements.statement(name, _facts()))


def spark(name: str) -> Markdown:
    """The tiny picture with this name, beside a key number.

    Raises KeyError with the known names.
    """
    return Markdown(sparks.spark(name, _processed()))


def points(name: str) -> None:
    """Print the list with this id, each line chosen by the data.

    Raises KeyError with the known ids.
    """
    print(statements.statement(name, _facts()))


def method_table() -> None:
    """Print the processed tables with what one row of each is."""
    print(pages.processed_tables())


def codebook() -> None:
    """Print every column of every table, raw and processed, table by table."""
    cache.keep_from_now_on(Project.find().kept)
    print(pages.codebook())


def downloads() -> None:
    """Print the list of all tables as links to their files."""
    print(pages.downloads(_processed()))


def audits() -> None:
    """Print how many rows of each audit a second reader found right."""
    print(readings.audits(_processed()))


def second_readings() -> None:
    """Print what second readers found in the rows that they judged by name, by table."""
    print(readings.second_readings(_processed()))


def whatif() -> None:
    """Print the tests of the verdict with controls to set them otherwise."""
    print(settings.markdown(_processed(), Project.find().report / "theme"))


def new() -> None:
    """Print the last entries of the change log."""
    cache.keep_from_now_on(Project.find().kept)
    print(news.lead(Project.find()))


def feeds() -> None:
    """Print the list of the feeds of the change log."""
    cache.keep_from_now_on(Project.find().kept)
    print(news.feeds(Project.find()))


def short_tests() -> None:
    """Print the tests of the verdict in short."""
    print(summary.short_tests(_processed(), _facts()))


def citation() -> None:
    """Print how to cite the report."""
    print(summary.citation(_publication()))


def next_days() -> None:
    """Print the next days to watch."""
    print(days.upcoming(_processed()))


def gallery(kind: str) -> None:
    """Print all exhibits of a kind (`figure` or `table`) with small pictures and their files."""
    order = registry.in_documents(Project.find())
    print(pages.gallery(registry.exhibits(_processed(), order), kind))


def changes() -> None:
    """Print what changed from release to release, the newest first."""
    cache.keep_from_now_on(Project.find().kept)
    print(changes_page(Project.find()))


def glossary() -> None:
    """Print the words of the field with what they mean."""
    print(terms.markdown(terms.read_glossary(Project.find().report)))
