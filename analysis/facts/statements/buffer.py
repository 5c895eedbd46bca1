"""How much time the stockpile buys, and how much is needed."""

from __future__ import annotations

from analysis.facts.statements.words import Words


def buffer(words: Words) -> str:
    """The days that the US stockpile aims at, beside the plant of the best record."""
    if not words.has("buffer-aim"):
        return "No aim of the US stockpile in days of supply is on record."
    aim = f"The US stockpile aims at {words('buffer-aim')} of supply"
    if not words.has("buffer-plant"):
        return f"{aim}; no time of a plant on better than weak evidence is on record."
    less = "less" if words.value("buffer-aim-share") < 100 else "no less"
    return (
        f"{aim}, {less} than the {words('buffer-plant-low')} to {words('buffer-plant-high')} that "
        f"a {words('buffer-plant')} took to build."
    )


def buffer_money(words: Words) -> str:
    """What the aim costs, what the money buys, and what an analyst expects instead."""
    if not words.has("buffer-cost-usd"):
        return "What the aim would cost cannot be worked out yet."
    money = words.value("buffer-budget-usd")
    if words.value("buffer-cost-high-usd") < money:
        beside = "less than"
    elif words.value("buffer-cost-low-usd") >= money:
        beside = "no less than"
    else:
        beside = "less or more than"
    analyst = ""
    if words.has("buffer-analyst"):
        analyst = (
            f" An analyst, who counts all minerals, expects the money to last "
            f"{words('buffer-analyst')}."
        )
    return (
        f"For the {words('buffer-priced')} of {words('buffer-minerals')} listed minerals that can "
        f"be priced, the aim costs {words('buffer-cost-low-usd')} to "
        f"{words('buffer-cost-high-usd')}, {beside} the {words('buffer-budget-usd')} announced; "
        f"the money would buy {words('buffer-bought-low')} to {words('buffer-bought-high')} "
        f"of them, if so much is for sale.{analyst}"
    )


NEEDED = {
    "separation": "a separation plant",
    "magnet-plant": "a magnet plant",
    "refinery": "a refinery",
    "mine": "a mine, from discovery,",
}


def buffer_needed(words: Words) -> str:
    """How long plants and mines took, from the shortest to the longest on record."""
    parts = []
    for stage, name in NEEDED.items():
        if words.has(f"needed-{stage}"):
            low, high = f"needed-{stage}-low", f"needed-{stage}-high"
            took = words(low)
            if words.text(low) != words.text(high):
                took = f"{took} to {words(high)}"
            parts.append(f"{name} {took}")
    if not parts:
        return "How long plants take is not on record yet."
    return f"On record, the time taken was: {'; '.join(parts)}."
