"""Codes, dates and sums of raw rows as a reader of their page meets them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.facts import text
from analysis.raw.tables import TABLES
from analysis.site.records.record import Row


def in_words(code: str | None) -> str:
    """A code without signs: `under_construction` as `under construction`."""
    return (code or "").replace("_", " ")


def meaning(table: str, column: str, code: str | None) -> str:
    """What the schema says that a code means; empty if the code is unknown."""
    vocabulary: Mapping[str, str] = TABLES[table].fields[column].metadata["vocabulary"]
    return vocabulary.get(code or "", "")


def with_meaning(table: str, column: str, code: str | None) -> str:
    """A code in words with its meaning: `Political: commitment without legal force`."""
    return f"{text.capitalised(in_words(code))}: {meaning(table, column, code)}" if code else ""


def names(codes: str | None, name: Callable[[str], str]) -> str:
    """A list of codes by their names, as prose that begins with a capital."""
    return text.capitalised(text.enumeration([name(code) for code in (codes or "").split("|")]))


def listed(codes: str | None) -> str:
    """A list of names as prose."""
    return text.enumeration((codes or "").split("|"))


def dated(interval: str | None) -> str:
    """A date in words; empty if unknown."""
    return text.day(interval) if interval else ""


def joined(*parts: str | None, by: str = "; ") -> str:
    """The parts that are known, as one text."""
    return by.join(part for part in parts if part)


def money(row: Row) -> str:
    """A sum in its own currency, and in dollars if that is another: `EUR 2 (USD 2.3)`."""
    amount, currency, usd = row["amount"], row["currency"], row["amount_usd"]
    in_dollars = text.usd(usd) if usd is not None else ""
    if amount is None or currency is None:
        return in_dollars or "sum not stated"
    own = f"{currency}{text.NO_BREAK_SPACE}{text.scaled(amount)}"
    return f"{own} ({in_dollars})" if in_dollars and currency != "USD" else own
