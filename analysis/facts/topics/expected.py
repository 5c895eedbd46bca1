"""What should be visible by now if acts lead to plants and if not, and what is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.facts import text
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import sourced
from analysis.transforms.expected import (
    LEAST_SUPPORT,
    STEPS,
)
from analysis.transforms.progress import DRAWS, SEED
from analysis.transforms.progress_shape import RATE_DRAWS

TABLE, LIKELIHOOD = "expected_by_now", "act_likelihood"
FILE = f"processed/{TABLE}.csv"

STEP_WORDS = {
    "decision": "money committed or works begun",
    "operation": "a plant that operates",
}
HYPOTHESIS_WORDS = {
    "works": "if acts lead to plants",
    "does_not": "if they do not",
}

ENDS = {"low": "min", "high": "max"}
"""The ends of the shares that fit, each with how it is found over all readings."""

MODEL = (
    "An act of processed/act_paths.csv leads to a plant with the chance share_pct of "
    "raw/hypotheses.csv; it then is a plan on its day, comes to money or works by the Weibull wait "
    "of processed/progress_shape.csv with move building_begun, and moves on by the chain of "
    "processed/progress_rates.csv (log rates and shapes drawn from normal distributions with the "
    "covariances of these tables) for age_months"
)


def facts(processed: Processed) -> Iterator[Fact]:
    """Acts seen and expected at each step, and the shares of acts that fit with what is seen."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    table = processed[TABLE]
    if table.empty:
        return
    yield Fact(
        id="expected-acts",
        label="acts of which it is asked what they should have led to by now",
        value=int(table["n_acts"].max()),
        unit="acts",
        formula=f"the value of n_acts in {FILE}: the rows of processed/act_paths.csv of one "
        "reading (facts/conversion-acts)",
        table=TABLE,
        rows=table,
    )
    for step in STEPS:
        rows = table[table["step"] == step]
        yield from _seen(step, rows)
        for hypothesis, part in rows.groupby("hypothesis", sort=False):
            if (step, hypothesis) != ("operation", "does_not"):
                yield _expected(step, str(hypothesis), part)
    for hypothesis, rows in table.groupby("hypothesis", sort=False):
        yield Fact(
            id=f"expected-{_name(str(hypothesis))}-share",
            label=f"share of acts that is supposed to lead to a plant, "
            f"{HYPOTHESIS_WORDS[str(hypothesis)]}",
            value=float(rows["share_pct"].iloc[0]),
            unit="%",
            formula=f"value of share_pct in raw/hypotheses.csv with hypothesis {hypothesis}",
            table=TABLE,
            rows=rows,
        )
    yield from _shares(processed[LIKELIHOOD])


def _name(hypothesis: str) -> str:
    return hypothesis.replace("_", "-")


def _seen(step: str, rows: pd.DataFrame) -> Iterator[Fact]:
    """Acts seen at a step, by stated links."""
    stated = rows[rows["reading"] == "stated"]
    if step == "decision":
        seen, acts = (int(stated[name].iloc[0]) for name in ("seen", "n_acts"))
        yield Fact(
            id=f"expected-{step}-seen-of-acts",
            label=f"acts that have led to {STEP_WORDS[step]}, of all that began as words or rules",
            value=seen / acts,
            unit="acts",
            said=f"{seen} of {acts}",
            formula=f"facts/expected-{step}-seen divided by facts/expected-acts; the text names "
            "both counts",
            table=TABLE,
            rows=stated,
        )
    yield Fact(
        id=f"expected-{step}-seen",
        label=f"acts that have led to {STEP_WORDS[step]}",
        value=int(stated["seen"].iloc[0]),
        unit="acts",
        formula=f"the value of seen in {FILE} with step {step} and reading stated: the count of "
        "the rows of processed/act_paths.csv with reading stated and "
        f"{'money' if step == 'decision' else 'operation'}_months (facts/conversion-acts)",
        table=TABLE,
        rows=stated,
    )


def _expected(step: str, hypothesis: str, rows: pd.DataFrame) -> Fact:
    """The interval of what one would see under one hypothesis, over both lengths of watch."""
    low, high = float(rows["low"].min()), float(rows["high"].max())
    return Fact(
        id=f"expected-{step}-{_name(hypothesis)}",
        label=f"acts that one would expect to have led to {STEP_WORDS[step]} by now, "
        f"{HYPOTHESIS_WORDS[hypothesis]}",
        value=float(rows["expected"].mean()),
        unit="acts",
        said=text.span(text.number(low), text.number(high)),
        formula=f"mean of expected over the rows of {FILE} with step {step} and hypothesis "
        f"{hypothesis}; said are the lowest low and the highest high, 5th and 95th percentiles of "
        f"{DRAWS:,} draws (numpy.random.default_rng([{SEED}, {STEPS.index(step)}])), of which "
        f"every {DRAWS // RATE_DRAWS} share their rates. {MODEL}",
        table=TABLE,
        rows=rows,
    )


def _shares(likelihood: pd.DataFrame) -> Iterator[Fact]:
    """The lowest and the highest share of acts that fits with what is seen, in both models."""
    if likelihood.empty:
        return
    for name, extreme in ENDS.items():
        yield Fact(
            id=f"expected-share-{name}",
            label=f"{name}est share of acts leading to a plant that fits with what is seen",
            value=float(likelihood[f"{name}_share_pct"].agg(extreme)),
            unit="%",
            formula=f"the {name}est {name}_share_pct in processed/{LIKELIHOOD}.csv, over all "
            "readings: the ends of the shares, in whole per cent, under which what was seen is at "
            f"least 1/{LEAST_SUPPORT} as likely as under the best one; that is the product over "
            "the acts of the chance of the step each was seen at, its mean over "
            f"{RATE_DRAWS:,} draws of the rates. {MODEL}",
            table=LIKELIHOOD,
            rows=likelihood,
        )
    for name, extreme in ENDS.items():
        yield Fact(
            id=f"expected-share-constant-{name}",
            label=f"{name}est share of acts leading to a plant that fits with what is seen, if "
            "plans come to money at a constant rate",
            value=float(likelihood[f"{name}_share_constant_pct"].agg(extreme)),
            unit="%",
            formula=f"the {name}est {name}_share_constant_pct in processed/{LIKELIHOOD}.csv: as "
            f"facts/expected-share-{name}, with the constant rate of building_begun in "
            "processed/progress_rates.csv in place of the wait of processed/progress_shape.csv",
            table=LIKELIHOOD,
            rows=likelihood,
        )
