"""Sentences that the data choose: no altered table may leave a false one.

A statement is a function from the facts to Markdown. Its numbers are facts; its words depend on
them. Each names the facts it uses through `Words`, so that an unknown fact is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.exhibits import facts, text

Records = Mapping[str, Mapping[str, Any]]

ANNOUNCED = "stockpile-announced-usd"
NO_MONEY = "no public money for stockpiles is on record"


@dataclass(frozen=True)
class Words:
    """The facts as a statement uses them: as a span of the prose, or as a number to compare."""

    records: Records

    def __call__(self, name: str) -> str:
        """The fact in the prose."""
        return facts.span(facts.known(self.records, name))

    def value(self, name: str) -> float:
        """The fact's number."""
        return float(facts.known(self.records, name)["value"])

    def text(self, name: str) -> str:
        """The fact as plain text, to choose words by."""
        return str(facts.known(self.records, name)["text"])

    def has(self, name: str) -> bool:
        """Whether the data have this fact at this vintage."""
        return name in self.records


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


def bought(words: Words) -> str:
    """What is known of purchases, as the end of a sentence; weak sources give no number."""
    if words.has("stockpile-purchased-strong-usd"):
        return f"{words('stockpile-purchased-strong-usd')} is documented as spent on material"
    return "no primary or reputable source documents a purchase"


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
        f"{words('plants-opened')} began to operate."
    )


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


def pipeline(words: Words) -> str:
    """Of how many products most capacity does not operate."""
    if not words.has("pipeline-products"):
        return "No capacity outside China is known yet."
    half, none = "pipeline-products-below-half", "pipeline-products-none"
    end = f", and {words(none)} {has_or_have(words, none)} none" if words.value(none) else ""
    return (
        f"Of {words('pipeline-products')} products, {words(half)} {has_or_have(words, half)} less "
        f"than half of the known capacity outside China in operation{end}."
    )


def magnets(words: Words) -> str:
    """Magnets: what is known, what is likely, and what is needed."""
    name = "ndfeb-magnets"
    if not words.has(f"{name}-known"):
        return "No capacity for magnets outside China is known yet."
    sentence = (
        f"Of {words(f'{name}-known')} a year of known magnet capacity outside China, "
        f"{words(f'{name}-operating-share')} operates"
    )
    if words.has(f"{name}-likely-low"):
        sentence += (
            f"; by the end of {words('likely-year')}, {words(f'{name}-likely-low')} to "
            f"{words(f'{name}-likely-high')} are likely to"
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
        f" The upper end of the simulated range is {words(f'{name}-range-high')}; this{added} is "
        f"{verb} than the need of {words(f'{name}-need')} ({words(f'{name}-need-place')}, "
        f"{words(f'{name}-need-year')}), where {words(f'{name}-operating-there')} of capacity "
        "operates."
    )


def starts(words: Words) -> str:
    """How often projects under way went on to operate."""
    if not words.has("building-chance-high"):
        return "No project was yet watched long enough to say how often they start."
    return (
        f"Of {words('building-seen')} projects seen with money committed or works begun, "
        f"{words('building-started')} {was_or_were(words, 'building-started')} later seen to "
        f"operate: a chance of {words('building-chance-low')} to {words('building-chance-high')} "
        "within a year, depending on how long a project without news counts as waiting."
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


def stands(words: Words, name: str) -> str:
    """The verb for a count of acts."""
    return "stands" if words.value(name) == 1 else "stand"


def has_or_have(words: Words, name: str) -> str:
    """The verb for a count."""
    return "has" if words.value(name) == 1 else "have"


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


def is_or_are(words: Words, name: str) -> str:
    """The verb for a count."""
    return "is" if words.value(name) == 1 else "are"


def was_or_were(words: Words, name: str) -> str:
    """The verb for a count in the past."""
    return "was" if words.value(name) == 1 else "were"


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


STATEMENTS: dict[str, Callable[[Words], str]] = {
    "actors": actors,
    "verdict": verdict,
    "tests": tests,
    "would-change": would_change,
    "bought": bought,
    "chain": chain,
    "money": money,
    "outcomes": outcomes,
    "projection": projection,
    "promises": promises,
    "roadmap": roadmap,
    "stages": stages,
    "curves": curves,
    "since-busiest": since_busiest,
    "ladder": ladder,
    "pipeline": pipeline,
    "magnets": magnets,
    "starts": starts,
    "slippage": slippage,
    "lateness": lateness,
    "plants": plants,
    "benchmarks": benchmarks,
    "buffer": buffer,
    "buffer-money": buffer_money,
    "buffer-needed": buffer_needed,
    "claims": claims,
    "claims-differ": claims_differ,
    "floor": floor,
    "floor-check": floor_check,
    "stockpiles": stockpiles,
    "support": support,
    "support-kind": support_kind,
}


def statement(name: str, records: Records) -> str:
    """The statement with this id in Markdown.

    Raises KeyError with the known ids.
    """
    if name not in STATEMENTS:
        raise KeyError(f"no statement {name!r}; there are {', '.join(sorted(STATEMENTS))}")
    return STATEMENTS[name](Words(records))
