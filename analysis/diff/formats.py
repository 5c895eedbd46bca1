"""A diff as text, Markdown, JSON or HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from analysis.diff import words
from analysis.diff.comparison import Diff
from analysis.diff.outline import NOT_COMPARED, Line, Section, outline
from analysis.diff.page import diff_page
from analysis.exhibits.exhibit import escaped

NOTHING = "Nothing differs."
SHORTENED = "Shortened; --all shows everything."
INDENT = "  "


def formatted(diff: Diff, form: str, everything: bool = False) -> str:
    """A diff in one of the forms `text`, `md`, `json` and `html`, ending with a line end.

    `everything` leaves nothing out; JSON and HTML are always whole.
    """
    if form == "json":
        return json.dumps(diff.as_json(), ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        return diff_page(diff)
    writer = markdown if form == "md" else text
    return writer(diff, everything)


def sections(diff: Diff, everything: bool) -> list[Section]:
    """The sections of a diff; where nothing differs, what could not be compared."""
    found = outline(diff, everything)
    return found if diff else [section for section in found if section.title == NOT_COMPARED]


def text(diff: Diff, everything: bool = False) -> str:
    """A diff for the terminal."""
    parts = [words.states((diff.old, diff.new)), *([] if diff else [NOTHING])]
    parts += [
        "\n".join([section.title, *indented(section.lines, 1)])
        for section in sections(diff, everything)
    ]
    if diff and not everything:
        parts.append(SHORTENED)
    return "\n\n".join(parts) + "\n"


def indented(lines: Iterable[Line], depth: int) -> Iterator[str]:
    """Lines, each deeper than what it stands below."""
    for line in lines:
        yield INDENT * depth + line.text
        yield from indented(line.below, depth + 1)


def markdown(diff: Diff, everything: bool = False) -> str:
    """A diff for a comment or a change log; nothing in it is read as markup or as a mention."""
    title = literal(words.states((diff.old, diff.new)))
    parts = [f"## {title}", *([] if diff else [NOTHING])]
    for section in sections(diff, everything):
        parts += [f"### {section.title}", "\n".join(bullets(section.lines, 0))]
    if diff and not everything:
        parts.append(literal(SHORTENED))
    return "\n\n".join(parts) + "\n"


def bullets(lines: Iterable[Line], depth: int) -> Iterator[str]:
    """Lines as a list, each deeper than what it stands below."""
    for line in lines:
        yield f"{INDENT * depth}- {literal(line.text)}"
        yield from bullets(line.below, depth + 1)


def literal(text: str) -> str:
    """Text that Markdown takes as it is; an empty comment keeps `@name` from calling somebody."""
    return escaped(text).replace("\\@", "@<!-- -->")
