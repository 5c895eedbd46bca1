"""What the money did: stockpiles, support of projects, the price floor."""

from __future__ import annotations

from analysis.facts import text
from analysis.facts.statements.words import Words, has_or_have

ANNOUNCED = "stockpile-announced-usd"
NO_MONEY = "no public money for stockpiles is on record"


def bought(words: Words) -> str:
    """What is known of purchases, as the end of a sentence; weak sources give no number."""
    if words.has("stockpile-purchased-strong-usd"):
        return f"{words('stockpile-purchased-strong-usd')} is documented as spent on material"
    return "no primary or reputable source documents a purchase"


def money(words: Words) -> str:
    """What became of the stockpile money in one sentence."""
    if not words.has(ANNOUNCED):
        return f"{text.capitalised(NO_MONEY)}."
    return f"Public stockpiles were promised {words(ANNOUNCED)}; {bought(words)}."


def stages(words: Words) -> str:
    """The stockpile money stage by stage."""
    if not words.has(ANNOUNCED):
        return f"{text.capitalised(NO_MONEY)}."
    parts = [f"{words(ANNOUNCED)} was announced"]
    for stage in ("approved", "committed"):
        name = f"stockpile-{stage}-usd"
        parts.append(f"{words(name) if words.has(name) else 'nothing'} was {stage}")
    return f"Of these, {', '.join(parts)}, and {bought(words)}."


def _name(words: Words) -> str:
    return "names" if words.value("programmes-aiming") == 1 else "name"


def stockpiles(words: Words) -> str:
    """How many programmes have money, orders and material."""
    if not words.has("programmes-all"):
        return "No stockpile programme is on record yet."
    return (
        f"Of {words('programmes-all')} programmes and agreements to stockpile, "
        f"{words('programmes-aiming')} {_name(words)} what they want to hold, "
        f"{words('programmes-funded')} {has_or_have(words, 'programmes-funded')} public money on "
        f"record, {words('programmes-ordering')} {has_or_have(words, 'programmes-ordering')} "
        f"contracts, and {words('programmes-holding')} "
        f"{has_or_have(words, 'programmes-holding')} material in store."
    )


def support(words: Words) -> str:
    """Public money to projects by stage."""
    parts = [
        f"{words(f'support-{stage}-usd')} is {stage_words}"
        for stage, stage_words in (
            ("announced", "announced and not yet bound"),
            ("committed", "committed"),
            ("disbursed", "documented as paid out"),
        )
        if words.has(f"support-{stage}-usd")
    ]
    if not parts:
        return "No public money for projects is on record yet."
    sentence = f"Of public money for single projects, {text.enumeration(parts)}."
    if not words.has("support-disbursed-usd"):
        sentence += " No payment is documented."
    return sentence


def support_kind(words: Words) -> str:
    """How much of what is committed are loans, how weak the record is, and promises beside."""
    if not words.has("support-committed-usd"):
        return "What kind of support is committed is not on record yet."
    parts = []
    if words.has("support-committed-loan-share"):
        parts.append(f"loans make up {words('support-committed-loan-share')} of what is committed")
    parts.append(f"{words('support-committed-weak-share')} of it rests on weak sources")
    promised = [
        f"{words(f'support-{name}')} {one if words.value(f'support-{name}') == 1 else many}"
        for name, one, many in (
            ("floors", "project has a price floor", "projects have a price floor"),
            ("offtakes", "has a promise of purchase", "have a promise of purchase"),
        )
        if words.has(f"support-{name}")
    ]
    beside = f" Beside the money, {text.enumeration(promised)}." if promised else ""
    return f"{text.capitalised(text.enumeration(parts))}.{beside}"


def floor(words: Words) -> str:
    """Where the market stands beside the floor, and what was paid."""
    if not words.has("floor-usd-per-kg"):
        return "No market price is on record against a price floor yet."
    level = f"the floor of {words('floor-usd-per-kg')} per kg of NdPr oxide"
    if not words.has("floor-market-low"):
        return f"No monthly market price is on record beside {level}."
    value = words.value("floor-usd-per-kg")
    if words.value("floor-market-low") >= value:
        stood = "stood at or above"
    elif words.value("floor-market-high") < value:
        stood = "stood below"
    else:
        stood = "came up to"
    low, high = words("floor-market-low"), words("floor-market-high")
    return (
        f"In {words('floor-market-month')} the market, at {low} to {high}, {stood} {level}."
        f"{_floor_paid(words)}"
    )


def _floor_paid(words: Words) -> str:
    if not words.has("floor-paid-usd"):
        return " No payment is on record yet."
    quarters = "quarter" if words.value("floor-quarters") == 1 else "quarters"
    return (
        f" For {words('floor-quarters')} {quarters} the company reported "
        f"{words('floor-paid-usd')} of income from it."
    )


def floor_check(words: Words) -> str:
    """Whether the payments reported fit output and market price."""
    if not words.has("floor-checked") or not words.value("floor-checked"):
        return "No reported payment can be checked against a market price yet."
    larger = words.value("floor-exceeding")
    sentence = (
        f"Of {words('floor-checked')} payments that can be checked, {words('floor-exceeding')} "
        f"{'are' if larger > 1 else 'is'} larger than output and market price imply"
    )
    if not larger:
        return f"{sentence}."
    return (
        f"{sentence}; the contract also covers stocks and other material than the output, and "
        "which price it uses was not seen."
    )
