"""Who processes what: shares, benchmarks, actors."""

from __future__ import annotations

from analysis.facts import text
from analysis.facts.statements.words import Words


def chain(words: Words) -> str:
    """How China's share changes along the chain."""
    mine, refinery, magnet = (
        words.value(f"china-{stage}-share") for stage in ("mining", "refining", "magnet")
    )
    if mine < refinery < magnet:
        trend = "rises from step to step"
    elif mine > refinery > magnet:
        trend = "falls from step to step"
    else:
        trend = "neither rises nor falls throughout the chain"
    return (
        f"China’s share {trend}: {words('china-mining-share')} of the mining of "
        f"magnet rare earths, {words('china-refining-share')} of their refining and "
        f"{words('china-magnet-share')} of magnets."
    )


def projection(words: Words) -> str:
    """How far the share of China is projected to fall, where a projection is on record."""
    if not words.has("china-refining-projected-share"):
        return "No projection of these shares is on record."
    now = words.value("china-refining-share")
    later = words.value("china-refining-projected-share")
    verb = "fall" if later < now else "not fall"
    return (
        f"Refining is projected to {verb}: China’s share would be "
        f"{words('china-refining-projected-share')} in {words('china-refining-projected-year')}."
    )


BENCHMARKS = {"mining": "extraction", "refining": "processing", "recycling": "recycling"}


def benchmarks(words: Words) -> str:
    """How many materials meet the European benchmarks."""
    if not words.has("eu-benchmarks"):
        return "No position of a material against the European benchmarks is on record yet."
    missed, counted = words.value("eu-benchmarks-missed"), words.value("eu-benchmarks")
    if missed == counted:
        opening = "Most materials measured fall short of the European benchmarks"
    elif missed == 0:
        opening = "Most materials measured do not fall short of the European benchmarks"
    else:
        opening = "Most materials measured fall short of some European benchmarks"
    met = [
        f"{words(f'eu-{stage}-meet')} of {words(f'eu-{stage}-materials')} for {name}"
        for stage, name in BENCHMARKS.items()
        if words.has(f"eu-{stage}-materials")
    ]
    known = f"; certain to meet them are {text.enumeration(met)}" if met else ""
    return (
        f"{opening}{known}. Of these positions {words('eu-benchmarks-weak-share')} rest on weak "
        "sources."
    )


def actors(words: Words) -> str:
    """Who scores higher on which side."""
    if not words.has("actors-coordination"):
        return "No actor can be scored at this date."
    verb = "scores" if words.value("actors-coordination") == 1 else "score"
    return (
        f"Of {words('actors')} actors, compared by what they sign and by what they fund and build, "
        f"{words('actors-coordination')} {verb} higher on coordination than on capacity, each "
        f"relative to the leader of that side. Of these, {words('actors-robust')} "
        f"{'does' if words.value('actors-robust') == 1 else 'do'} so whatever the weights."
    )
