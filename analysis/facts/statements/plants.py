"""What is built outside China, and how late."""

from __future__ import annotations

from analysis.facts.statements.words import Words, has_or_have, is_or_are, was_or_were


def pipeline(words: Words) -> str:
    """Of how many products most capacity does not operate."""
    if not words.has("pipeline-products"):
        return "No capacity outside China is known yet."
    half, none = "pipeline-products-below-half", "pipeline-products-none"
    every = words.value(half) == words.value("pipeline-products") > 1
    products = (
        f"All {words('pipeline-products')} products have"
        if every
        else f"Of {words('pipeline-products')} products, {words(half)} {has_or_have(words, half)}"
    )
    end = f", and {words(none)} {has_or_have(words, none)} none" if words.value(none) else ""
    return f"{products} less than half of the known capacity outside China in operation{end}."


def magnets(words: Words) -> str:
    """Magnets: what is known, what is likely, and what is needed."""
    name = "ndfeb-magnets"
    if not words.has(f"{name}-known"):
        return "No capacity for magnets outside China is known yet."
    sentence = (
        f"Of {words(f'{name}-known')} a year of known magnet capacity outside China, "
        f"{words(f'{name}-operating-share')} operates"
    )
    if words.has(f"{name}-range-low"):
        sentence += (
            f"; by the end of {words('likely-year')}, {words(f'{name}-range-low')} to "
            f"{words(f'{name}-range-high')} are likely to"
        )
    return f"{sentence}.{_magnet_need(words, name)}"


def _magnet_need(words: Words, name: str) -> str:
    """Whether all that may operate outside China would meet the need of one part of it."""
    if not words.has(f"{name}-need") or not words.has(f"{name}-range-high"):
        return ""
    old = words.value(f"{name}-old") if words.has(f"{name}-old") else 0.0
    most = words.value(f"{name}-range-high") + old
    verb = "less" if most < words.value(f"{name}-need") else "no less"
    added = f", with {words(f'{name}-old')} known from old figures alone," if old else ""
    return (
        f" The upper end of this range{added} is "
        f"{verb} than the need of {words(f'{name}-need')} ({words(f'{name}-need-place')}, "
        f"{words(f'{name}-need-year')}), where plants with a nameplate of "
        f"{words(f'{name}-operating-there')} operate; what they make is not known."
    )


def starts(words: Words) -> str:
    """How often projects under way went on to operate."""
    if not words.has("building-chance-high"):
        return "No project was yet watched long enough to say how often they start."
    return (
        f"Of {words('building-seen')} plants watched with money committed or works begun, "
        f"{words('building-started')} {was_or_were(words, 'building-started')} later seen to "
        f"operate; the chance to operate within a year lies between "
        f"{words('building-chance-low')} and {words('building-chance-high')}, by chance and by how "
        "long a plant without news counts as waiting."
    )


def slippage(words: Words) -> str:
    """What became of the first promised starts, in one sentence."""
    if not words.has("slippage-judged"):
        return "No promised start of a plant has come due yet."
    if words.value("slippage-in-time-high") < 50:
        opening = "Most plants miss the date first promised"
    elif words.value("slippage-in-time-low") > 50:
        opening = "Most plants keep the date first promised"
    else:
        opening = "Whether plants keep the date first promised is open"
    return (
        f"{opening}: of {words('slippage-judged')} projects that were due or given up, "
        f"{words('slippage-in-time')} operated in time and {words('slippage-overdue')} "
        f"{is_or_are(words, 'slippage-overdue')} still not known to operate."
    )


def lateness(words: Words) -> str:
    """The share in time with its interval, the generous reading, and what is only silence."""
    if not words.has("slippage-in-time-share"):
        return "No share can be given yet."
    return (
        f"The share in time is {words('slippage-in-time-share')}, with an interval from "
        f"{words('slippage-in-time-low')} to {words('slippage-in-time-high')}; if starting up by "
        f"the date is enough, it is {words('slippage-up-share')}. Of those not known to operate, "
        f"{words('slippage-unseen')} {has_or_have(words, 'slippage-unseen')} been without news for "
        "over a year."
    )


def plants(words: Words) -> str:
    """The plants outside China by progress."""
    if not words.has("projects"):
        return "No plant outside China is on record yet."
    return (
        f"The record holds {words('projects')} plants and phases outside China: "
        f"{words('projects-operating')} operating, {words('projects-building')} being built or "
        f"started up, {words('projects-planned')} planned and {words('projects-stopped')} stopped; "
        f"the status of {words('projects-unseen')} was last seen more than a year ago."
    )
