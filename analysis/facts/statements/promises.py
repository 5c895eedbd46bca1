"""What was promised and signed, and what became of it."""

from __future__ import annotations

from analysis.facts.statements.words import Words, is_or_are, was_or_were


def promises(words: Words) -> str:
    """The outcome of the deadlines in one sentence."""
    unclear, due = words.value("promises-unclear"), words.value("promises-due")
    if not due:
        return "No deadline has come yet."
    weight = "Most deadlines pass without a trace" if unclear > due / 2 else "Deadlines pass"
    return (
        f"{weight}: of {words('promises-due')} that have come, {words('promises-kept')} "
        f"{is_or_are(words, 'promises-kept')} known to have been met on time."
    )


def outcomes(words: Words) -> str:
    """Counts of all outcomes."""
    return (
        f"Of these, {words('promises-kept')} {was_or_were(words, 'promises-kept')} met on time, "
        f"{words('promises-late')} {was_or_were(words, 'promises-late')} met late or "
        f"{is_or_are(words, 'promises-late')} overdue, {words('promises-broken')} "
        f"{was_or_were(words, 'promises-broken')} abandoned, and for {words('promises-unclear')} "
        f"nothing was found; {words('promises-open')} more {is_or_are(words, 'promises-open')} "
        f"still open."
    )


def roadmap(words: Words) -> str:
    """How far the items of the roadmap have come."""
    if words.value("roadmap-signed"):
        opening = (
            f"Of {words('roadmap-items')} items that the draft or the signed texts name, "
            f"{words('roadmap-signed')} {is_or_are(words, 'roadmap-signed')} reported in what was "
            "signed in April 2026"
        )
    else:
        opening = (
            f"Of {words('roadmap-items')} items on record, "
            f"{words('roadmap-signed')} {is_or_are(words, 'roadmap-signed')} known to be signed"
        )
    return (
        f"{opening}, {words('roadmap-started')} "
        f"{was_or_were(words, 'roadmap-started')} carried forward since, and "
        f"{words('roadmap-delivered')} {was_or_were(words, 'roadmap-delivered')} completed; "
        f"acts against {words('roadmap-contrary')} of them are on record."
    )


def curves(words: Words) -> str:
    """What was signed against what was begun, in one sentence."""
    if not words.has("instruments-signed"):
        return "Nothing signed and no plant begun is on record yet."
    signed, least, most = (
        words.value(name) for name in ("instruments-signed", "plants-begun", "plants-begun-at-most")
    )
    if signed > most:
        opening = "More was signed than begun"
    elif signed < least:
        opening = "More was begun than signed"
    else:
        opening = "About as much was begun as signed"
    acts = f"{words('instruments-signed')} instruments" if signed else "no instruments"
    begun = words("plants-begun")
    if least < most:
        begun = f"{begun} to {words('plants-begun-at-most')}"
    return (
        f"{opening}: since {words('curves-since')}, partner governments signed or put in force "
        f"{acts}; of plants outside China, {begun} began construction and "
        f"{words('plants-opened')} began to operate{_apart(words)}."
    )


def _apart(words: Words) -> str:
    """The demonstration plants, which are no plants for the market."""
    name = "plants-opened-demonstrations"
    if not words.has(name) or not words.value(name):
        return ""
    return f", {words(name)} pilot and demonstration plants not counted"


def since_busiest(words: Words) -> str:
    """What was signed and begun after the month in which most was signed."""
    if not words.has("busiest-month"):
        return "No month of signing is on record yet."
    begun = "plants-begun-at-most-since-busiest-month"
    at_most = "at most " if words.value(begun) else ""
    return (
        f"Most was signed in {words('busiest-month')}: {words('signed-in-busiest-month')} "
        f"instruments. After that month {words('instruments-signed-since-busiest-month')} more "
        f"{was_or_were(words, 'instruments-signed-since-busiest-month')} signed; of plants, "
        f"{at_most}{words(begun)} began construction and "
        f"{words('plants-opened-since-busiest-month')} began to operate."
    )


def ladder(words: Words) -> str:
    """On which side of the ladder the acts stand."""
    if not words.has("acts-coordination-share"):
        return "No act of partner governments is on record yet."
    share = words.value("acts-coordination-share")
    if share > 50:
        opening = "Most acts are still words or rules"
    elif share < 50:
        opening = "Most acts have reached money, contracts or plants"
    else:
        opening = "Half of the acts are still words or rules"
    return (
        f"{opening}: of {words('acts')} acts of partner governments, "
        f"{words('acts-coordination')} ({words('acts-coordination-share')}) "
        f"{stands(words, 'acts-coordination')} on the rungs of statements, frameworks and rules "
        f"and {words('acts-capacity')} on those of money, contracts and plants; "
        f"{words('acts-operating')} {stands(words, 'acts-operating')} on the rung of a plant that "
        "operates."
    )


def stands(words: Words, name: str) -> str:
    """The verb for a count of acts."""
    return "stands" if words.value(name) == 1 else "stand"


def claims(words: Words) -> str:
    """How the claims of the starting articles stand against the record."""
    if not words.has("claims"):
        return "No claim of the starting articles is on record yet."
    return (
        f"Of {words('claims')} claims in {words('claims-articles')} articles, the record bears out "
        f"{words('claims-true')} and contradicts {words('claims-false')}; on "
        f"{words('claims-unclear')} it is silent or unclear."
    )


def claims_differ(words: Words) -> str:
    """How often the articles agree with each other."""
    if not words.has("claims-shared") or not words.value("claims-shared"):
        return "No topic on record is shared by several articles."
    return (
        f"More than one article speaks of {words('claims-shared')} of {words('claims-topics')} "
        f"topics: on {words('claims-different')} they state different values, on "
        f"{words('claims-same')} the same; on the others they state none that can be compared."
    )
