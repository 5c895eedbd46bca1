"""A diff or a review as one HTML file that needs nothing else: no script, no file, no host."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from analysis.diff import words
from analysis.diff.comparison import Diff
from analysis.diff.outline import SEEN
from analysis.diff.review import Review
from analysis.diff.wording import is_wording
from analysis.exhibits import theme

TEMPLATES = Path(__file__).parent / "templates"
WORD = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 400  # of a text that is compared word by word


@cache
def environment() -> jinja2.Environment:
    """The templates: whatever is put into them is escaped, and an unknown name is an error."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["printable"] = words.printable
    found.globals.update(
        words=words, old_words=old_words, new_words=new_words, is_wording=is_wording, seen=SEEN
    )
    return found


def diff_page(diff: Diff) -> str:
    """A diff as HTML."""
    return page(Review(diff, (), (), ()), is_review=False)


def review_page(review: Review) -> str:
    """A review as HTML, with the figures and with who answers for what moved."""
    return page(review, is_review=True)


def page(review: Review, is_review: bool) -> str:
    """The page of a review, or of its diff alone."""
    pictures = [
        {
            "id": each.id,
            # Our own drawings, in which every text of the data is escaped, and our own elements.
            "sides": [
                ("Before", each.old_title, each.old and Markup(each.old)),  # noqa: S704
                ("After", each.new_title, each.new and Markup(each.new)),  # noqa: S704
            ],
        }
        for each in review.pictures
    ]
    return (
        environment()
        .get_template("page.html")
        .render(
            review=review,
            diff=review.diff,
            pictures=pictures,
            is_review=is_review,
            tokens=theme.tokens(),
        )
    )


def old_words(old: str | None, new: str | None) -> Markup:
    """The old text, with the words marked that are gone."""
    return marked(old, new, "del")


def new_words(old: str | None, new: str | None) -> Markup:
    """The new text, with the words marked that are new."""
    return marked(new, old, "ins")


def marked(text: str | None, other: str | None, element: str) -> Markup:
    """A text in which the words that the other one lacks stand in an element; alone, as it is."""
    if other is None:
        return Markup("{0}").format(words.printable(text or ""))
    parts, others = pieces(text), pieces(other)
    if max(len(parts), len(others)) > MOST_WORDS:
        return Markup("<{0}>{1}</{0}>").format(Markup(element), "".join(parts))  # noqa: S704
    found = Markup("")
    for tag, start, end, _, _ in SequenceMatcher(None, parts, others, False).get_opcodes():
        piece = "".join(parts[start:end])
        if tag == "equal":
            found += piece
        elif piece:
            found += Markup("<{0}>{1}</{0}>").format(Markup(element), piece)  # noqa: S704
    return found


def pieces(text: str | None) -> list[str]:
    """The words of a text and the blanks between them."""
    return WORD.findall(words.printable(text)) if text else []
