"""The sentences of the briefing that the data choose, in two states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.facts.fact import SPOKEN
from analysis.facts.headline import NAMED
from analysis.facts.headline import STATEMENTS as HEADLINE
from analysis.facts.sentence_files import MissingFactError
from analysis.facts.statements import statement, statement_ids

Records = Mapping[str, Mapping[str, Any]]

BULLET = "- "


@dataclass(frozen=True)
class SentenceChange:
    """A sentence before and after, as plain text; None where it is not said."""

    id: str
    old: str | None
    new: str | None

    @property
    def is_headline(self) -> bool:
        """Whether it gives the answer, or says what would change it."""
        return self.id in HEADLINE

    def as_json(self) -> dict[str, str | None]:
        """The sentence as plain JSON values."""
        return asdict(self)


def sentence_changes(old: Records, new: Records) -> list[SentenceChange]:
    """The sentences that differ, those of the headline first."""
    both = [SentenceChange(name, plain(name, old), plain(name, new)) for name in statement_ids()]
    changed = [shortened(each) for each in both if each.old != each.new]
    return sorted(changed, key=lambda each: not each.is_headline)


def spoken(records: Records) -> set[str]:
    """The facts that the sentences name."""
    return {
        fact for name in statement_ids() for fact in NAMED.findall(markdown(name, records) or "")
    }


def shortened(each: SentenceChange) -> SentenceChange:
    """Of a list of sentences those that differ."""
    if each.old is None or each.new is None:
        return each
    old, new = each.old.splitlines(), each.new.splitlines()
    return SentenceChange(
        each.id,
        " ".join(line.removeprefix(BULLET) for line in old if line not in new) or None,
        " ".join(line.removeprefix(BULLET) for line in new if line not in old) or None,
    )


def plain(name: str, records: Records) -> str | None:
    """A sentence as plain text; None if these facts, of an older version, do not suffice."""
    text = markdown(name, records)
    return None if text is None else SPOKEN.sub(r"\1", text)


def markdown(name: str, records: Records) -> str | None:
    """A sentence with its facts in their spans; None if these facts do not suffice."""
    try:
        return statement(name, records)
    except MissingFactError:
        return None
