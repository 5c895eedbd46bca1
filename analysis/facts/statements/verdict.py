"""The verdict, its tests, and what would change it."""

from __future__ import annotations

from analysis.facts.statements.money import bought
from analysis.facts.statements.words import Words, is_or_are

ANSWERS = {
    "turning": "Coordination is turning into capacity",
    "beginning": "Coordination is beginning to turn into capacity",
    "little": "Little of the coordination has turned into capacity",
    "not": "Coordination has not turned into capacity",
    "unknown": "Whether coordination turns into capacity cannot be said yet",
}


def verdict(words: Words) -> str:
    """The answer in one sentence with three numbers."""
    parts = []
    if words.has("promises-due") and words.value("promises-due"):
        parts.append(
            f"of {words('promises-due')} deadlines that have passed, {words('promises-kept')} "
            f"{is_or_are(words, 'promises-kept')} known to have been met on time"
        )
    if words.has("stockpile-announced-usd"):
        parts.append(
            f"of {words('stockpile-announced-usd')} announced for public stockpiles, "
            f"{bought(words)}"
        )
    if words.has("china-refining-share"):
        parts.append(
            f"China refined {words('china-refining-share')} of magnet rare earths in "
            f"{words('china-refining-year')}"
        )
    answer = ANSWERS[words.text("verdict-level")]
    return f"{answer}: {'; '.join(parts)}." if parts else f"{answer}."


def tests(words: Words) -> str:
    """The results of the tests in one sentence."""
    rest = ""
    if words.value("verdict-undecided"):
        rest += f"; the data leave {words('verdict-undecided')} open"
    if words.value("verdict-unknown"):
        rest += f"; for {words('verdict-unknown')} there are no data"
    return (
        f"Of {words('verdict-tests')} tests with stated thresholds, {words('verdict-met')} "
        f"{is_or_are(words, 'verdict-met')} met and {words('verdict-not-met')} "
        f"{is_or_are(words, 'verdict-not-met')} not{rest}."
    )


NEEDS = {
    "promises": "Promises: {wanted} of passed deadlines kept, against {now} now.",
    "ladder": "Acts: {wanted} of them resting on money, a contract or a plant, against {now} now.",
    "money": "Stockpile money: {wanted} of what is announced committed, against {now} now.",
    "refining": "Refining: China’s share at {wanted} or less, against {now} now.",
    "starts": "Plants: {wanted} of them operating by their first date, against {now} now.",
    "magnets": "Magnets: {wanted} of demand in North America and Europe met from plants there, "
    "against {now} now.",
    "time": "Time: a buffer of {wanted} of the time that a magnet plant takes, against {now} now.",
}


def would_change(words: Words) -> str:
    """What each test that is not met would need, as a list."""
    needed = [
        f"- {what.format(wanted=words(f'test-{test}-threshold'), now=words(f'test-{test}'))}"
        for test, what in NEEDS.items()
        if words.has(f"test-{test}") and words.text(f"test-{test}-result") != "met"
    ]
    if not needed:
        return "- Every test with data is met; one that no longer were would change it."
    return "\n".join(needed)


def weak_ends(words: Words) -> str:
    """What of the verdict rests on weak sources alone: never a headline, but an end of a test."""
    rule = "No number of the headline rests on one weak source alone."
    if not words.has("test-money") or not words.has("stockpile-committed-weak-usd"):
        return rule
    return (
        f"{rule} The upper end of the money test does: of {words('stockpile-committed-weak-usd')} "
        "that count as committed there only weak sources tell, so that its lower end leaves them "
        "out and no result hangs on them."
    )
