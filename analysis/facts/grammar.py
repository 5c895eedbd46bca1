"""The filters of the sentences: words that agree with a count, parts that become a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import jinja2
from jinja2.runtime import Context

from analysis.facts import text


@jinja2.pass_context
def one_or_more(context: Context, name: str, one: str, more: str) -> str:
    """Of two words the one that agrees with the count of this fact; none goes with many."""
    return one if context["value"](name) == 1 else more


@jinja2.pass_context
def counted(context: Context, name: str, one: str, more: str | None = None) -> str:
    """The count of this fact with its noun: `no acts`, `one act`, `two acts`."""
    noun = one_or_more(context, name, one, more or f"{one}s")
    return f"{context['fact'](name)} {noun}" if context["value"](name) else f"no {noun}"


def verb(one: str, more: str) -> Callable[[Context, str], str]:
    """A filter that gives the form of a verb for the count of a fact."""
    return jinja2.pass_context(lambda context, name: one_or_more(context, name, one, more))


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
"""The filters that stand behind the id of a fact."""

FILTERS = {**AGREEING, "series": series, "enumeration": enumeration}


def prose(rendered: str) -> str:
    """What a template gives, as Markdown: a line for each item of a list, else a single one.

    Line breaks count as blanks, and none stays before a comma, full stop, colon or semicolon.
    """
    items = re.split(r"\n\s*(?=- )", rendered)
    lines = [re.sub(r"[ \n]+", " ", item).strip(" ") for item in items]
    return re.sub(r" +(?=[,.;:])", "", "\n".join(line for line in lines if line))
