"""The filters of the sentences: words that agree with a count, parts that become a list.

A count is the id of a fact, or a number that the code gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import jinja2
from jinja2.runtime import Context

from analysis.facts import text


@jinja2.pass_context
def one_or_more(context: Context, count: str | int, one: str, more: str) -> str:
    """Of two words the one that agrees with a count; none goes with many."""
    return one if number(context, count) == 1 else more


@jinja2.pass_context
def counted(context: Context, count: str | int, one: str, more: str | None = None) -> str:
    """A count with its noun: `no acts`, `one act`, `two acts`."""
    noun = one_or_more(context, count, one, more or f"{one}s")
    if not number(context, count):
        return f"no {noun}"
    return f"{context['fact'](count) if isinstance(count, str) else text.count(count)} {noun}"


def verb(one: str, more: str) -> Callable[[Context, str | int], str]:
    """A filter that gives the form of a verb for a count."""
    return jinja2.pass_context(lambda context, count: one_or_more(context, count, one, more))


def number(context: Context, count: str | int) -> float:
    """A count as a number."""
    return float(context["value"](count) if isinstance(count, str) else count)


def series(parts: Iterable[str], between: str) -> str:
    """Those parts that say something, with the same between them."""
    return between.join(part.strip() for part in parts if part.strip())


def enumeration(parts: Iterable[str]) -> str:
    """Those parts that say something as prose: `a, b and c`."""
    return text.enumeration([part.strip() for part in parts if part.strip()])


AGREEING: dict[str, Callable[..., str]] = {
    "is_or_are": verb("is", "are"),
    "was_or_were": verb("was", "were"),
    "has_or_have": verb("has", "have"),
    "one_or_more": one_or_more,
    "counted": counted,
}
"""The filters that stand behind a count."""

FILTERS = {
    **AGREEING,
    "series": series,
    "enumeration": enumeration,
    "in_words": text.count,
    "capitalised": text.capitalised,
}


def prose(rendered: str) -> str:
    """What a template gives, as Markdown: a line for each item of a list, else a single one.

    Line breaks count as blanks, and none stays before a comma, full stop, colon or semicolon.
    """
    items = re.split(r"\n\s*(?=- )", rendered)
    lines = [re.sub(r"[ \n]+", " ", item).strip(" ") for item in items]
    return re.sub(r" +(?=[,.;:])", "", "\n".join(line for line in lines if line))
