"""Formulas: a fact whose words name no rule is refused, and what they name exists and suffices."""

from __future__ import annotations

import datetime as dt
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import linalg, stats

from analysis.facts.fact import overrides, with_corrections
from analysis.facts.formulas import named_facts, named_tables, without_rule
from analysis.facts.processed import Processed
from analysis.facts.topics.rules import either_of
from analysis.facts.topics.verdict import MEASURED
from analysis.process import TABLES_OF_FORMULAS, refusals
from analysis.raw.load import load
from analysis.transforms.graph import TABLES as PROCESSED
from analysis.transforms.starts import timeline
from analysis.transforms.verdict import MEASURES

Records = dict[str, dict[str, Any]]

RAW = Path(__file__).parents[2] / "data" / "raw"
TABLES = {"raw": {"prices"}, "processed": {"shares"}}
REPAIR = "say in its formula which rows of which table are counted, added or compared, and how"
SUFFICES = "count of the rows of processed/shares.csv"


def records(**formulas: str) -> Records:
    """Facts with nothing but a formula."""
    return {name: {"formula": formula} for name, formula in formulas.items()}


@pytest.mark.parametrize(
    "formula",
    [
        SUFFICES,
        "highest price in raw/prices.csv; see the method page for the reason",
        "100 x facts/other divided by the sum of facts/other and facts/share",
        "Median of raw/prices.csv. Shown with two digits",
    ],
)
def test_a_formula_with_a_table_or_a_fact_and_an_operation_names_a_rule(formula: str) -> None:
    assert without_rule(records(share=formula, other=SUFFICES), TABLES) == []


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("see the method page, section on the verdict", "has a formula that only points elsewhere"),
        ("See processed/shares.csv", "has a formula that only points elsewhere"),
        ("described in raw/prices.csv; see there", "has a formula that only points elsewhere"),
        ("count of acts on this rung", "has a formula that names no table and no other fact"),
        ("sum; see raw/prices.csv", "has a formula that names no table and no other fact"),
        ("facts/share divided by facts/share", "has a formula that refers to itself alone"),
        ("sum of facts/one", "has a formula that leads back to itself and to no table"),
        (
            "as processed/shares.csv has it",
            "has a formula without an operation, which is one of count, sum, mean, median, "
            "percentile, lowest, highest, divided by, less, first, last, latest, newest, value",
        ),
        (
            "sum of raw/shares.csv and facts/none",
            "has a formula that names raw/shares.csv, facts/none, which does not exist",
        ),
    ],
)
def test_a_formula_that_names_no_rule_is_refused(formula: str, fault: str) -> None:
    found = without_rule(records(share=formula, one="first of facts/share"), TABLES)
    mine = [problem.sentence() for problem in found if problem.column == "share"]
    assert mine == [f'facts.json, share: "{formula}" {fault}; {REPAIR}']


def test_facts_may_lead_to_a_table_through_others() -> None:
    chain = records(a="sum of facts/b", b="sum of facts/c", c=SUFFICES)
    assert without_rule(chain, TABLES) == []


def test_a_circle_of_facts_is_refused_as_a_whole() -> None:
    circle = records(a="sum of facts/b", b="sum of facts/a", c=SUFFICES)
    assert [problem.column for problem in without_rule(circle, TABLES)] == ["a", "b"]


def test_a_long_formula_is_shown_by_its_beginning() -> None:
    (problem,) = without_rule(records(share="words " * 40), TABLES)
    assert problem.value == ("words " * 13).strip() + " …"


def test_what_is_published_is_refused_for_one_formula_without_a_rule(facts: Records) -> None:
    assert refusals(facts) == []
    altered = {**facts, "acts": facts["acts"] | {"formula": "count of acts"}}
    assert [(problem.column, problem.rule) for problem in refusals(altered)] == [
        ("acts", "formula")
    ]


# The formulas of the report.


def test_every_table_and_fact_that_a_formula_names_exists(facts: Records) -> None:
    tables = {pair for record in facts.values() for pair in named_tables(record["formula"])}
    others = {name for record in facts.values() for name in named_facts(record["formula"])}
    assert tables <= {(at, name) for at, names in TABLES_OF_FORMULAS.items() for name in names}
    assert others <= set(facts)
    assert len(tables) > 30
    assert others


def test_every_column_and_value_that_a_formula_names_exists(
    facts: Records, processed: Processed
) -> None:
    raw = [pd.read_csv(path, dtype="str") for path in sorted(RAW.glob("*.csv"))]
    there = {"default_rng"} | allowed_values()
    for frame in [*raw, *processed.tables.values()]:
        there.update(frame.columns)
        texts = [frame[name] for name in frame if str(frame[name].dtype) == "str"]
        there.update(value for column in texts for value in column.dropna().unique())
    parts = {part for value in there for part in value.split("|")}
    named = {
        word
        for record in facts.values()
        for word in re.findall(r"(?<![\w/])[a-z]+(?:_[a-z0-9]+)+\b", record["formula"])
    }
    assert named - parts == set()


def allowed_values() -> set[str]:
    """The values that columns may have, whether or not one has them today."""
    checks = [
        check.statistics
        for table in PROCESSED
        for column in table.model.to_schema().columns.values()
        for check in column.checks
    ]
    package = json.loads((RAW / "datapackage.json").read_text(encoding="utf-8"))
    fields = [field for table in package["resources"] for field in table["schema"]["fields"]]
    lists = [
        *(statistics.get("allowed_values", ()) for statistics in checks),
        *(field.get("constraints", {}).get("enum", ()) for field in fields),
    ]
    return {str(value) for values in lists for value in values}


def test_no_formula_is_a_pointer_or_ends_in_a_full_stop(facts: Records) -> None:
    assert [name for name, fact in facts.items() if "see the method" in fact["formula"]] == []
    assert [name for name, fact in facts.items() if fact["formula"].endswith(".")] == []


def test_every_measure_of_the_verdict_is_told_in_words() -> None:
    assert set(MEASURED) == set(MEASURES)


@pytest.mark.parametrize("product", ["ndfeb-magnets"])
def test_likely_capacity_follows_from_its_words(
    facts: Records, processed: Processed, product: str
) -> None:
    """As a stranger would: every number and status is read from the formula."""
    words = facts[f"{product}-range-low"]["formula"]
    reading = {name: re.search(pattern, words) for name, pattern in PATTERNS.items()}
    said = {name: found[1] for name, found in reading.items() if found}
    assert set(said) == set(PATTERNS)
    plants = processed["projects"].query(
        f"stage == '{said['stage']}' and product == '{said['product']}' and net_t_per_year > 0 "
        "and capacity_class == 'firm' and status not in ['suspended', 'cancelled']"
    )
    as_of = dt.date.fromisoformat(facts[f"{product}-range-low"]["as_of"])
    years = (dt.date(int(said["year"]), 12, 31) - as_of).days / float(said["days"])
    draws, seed = int(said["draws"].replace(",", "")), int(said["seed"])
    alike = int(said["alike"])

    def uniform(name: str, count: int = draws) -> np.ndarray:
        return np.random.default_rng([seed, zlib.crc32(name.encode())]).random(count)

    def shared(name: str) -> np.ndarray:
        return uniform(name, draws // alike)

    raw = load(RAW)
    seen = timeline(raw["projects"], raw["project_history"], as_of).groupby("project_id")["on"]
    waited = (pd.Timestamp(as_of) - seen.min()).dt.days / float(said["days"])
    waits = processed["progress_shape"].query(f"move == '{said['move']}'").set_index("followed_to")
    drawn = []
    for followed_to, part in processed["progress_rates"].groupby("followed_to"):
        rates = drawn_rates(part, shared)
        wait = drawn_wait(waits.loc[followed_to], said["move"], shared)
        chances = {
            str(plant.project_id): np.repeat(
                plan_chances(rates, wait, waited[plant.project_id], years)
                if STATES[plant.status] == 0
                else chain_chances(rates, years)[:, STATES[plant.status]],
                alike,
            )
            for plant in plants.itertuples()
            if plant.status != "operating"
        }
        drawn.append(outcomes(plants, chances, uniform))
    expected = {
        "range-low": min(np.percentile(part, 5) for part in drawn),
        "range-high": max(np.percentile(part, 95) for part in drawn),
    }
    for figure, value in expected.items():
        assert facts[f"{product}-{figure}"]["value"] == pytest.approx(value, rel=1e-3)


PATTERNS = {
    "stage": r"with stage (\w+)",
    "product": r"and product (\w+)",
    "draws": r"in ([\d,]+) draws",
    "alike": r"of which every (\d+) share their rates",
    "move": r"progress_shape.csv with move (\w+)",
    "seed": r"default_rng\(\[(\d+),",
    "year": r"31 December (\d{4})",
    "days": r"\(days / ([\d.]+)\)",
}
STATES = {
    **dict.fromkeys(("announced", "feasibility", "permitted"), 0),
    **dict.fromkeys(("financed", "under_construction"), 1),
    "commissioning": 2,
}


Uniform = Callable[[str], np.ndarray]


def drawn_rates(rates: pd.DataFrame, uniform: Uniform) -> np.ndarray:
    """The rates of the four moves, one row a draw."""
    factor = np.linalg.cholesky(rates.filter(like="covariance_").to_numpy())
    normal = stats.norm.ppf([uniform(move) for move in rates["move"]])
    return np.asarray(np.exp(rates["log_rate"].to_numpy() + (factor @ normal).T))


def drawn_wait(wait: pd.Series, move: str, uniform: Uniform) -> np.ndarray:
    """Rate and shape of the wait of plans, one row a draw."""
    shared = wait["covariance_log_rate_shape"]
    covariance = [[wait["variance_log_rate"], shared], [shared, wait["variance_log_shape"]]]
    normal = stats.norm.ppf([uniform(f"{move}, {name}") for name in ("rate", "shape")])
    moved = (np.linalg.cholesky(np.array(covariance, dtype=float)) @ normal).T
    return np.asarray(np.exp(wait[["log_rate", "log_shape"]].to_numpy(float) + moved))


def matrices(rates: np.ndarray) -> np.ndarray:
    """Q of each draw."""
    q = np.zeros((len(rates), 5, 5))
    for state in range(3):
        q[:, state, state + 1], q[:, state, 4] = rates[:, state], rates[:, 3]
        q[:, state, state] = -rates[:, state] - rates[:, 3]
    return q


def chain_chances(rates: np.ndarray, years: float) -> np.ndarray:
    """The chance to operate from each live state, one row a draw."""
    return np.asarray(linalg.expm(matrices(rates) * years)[:, :3, 3])


def plan_chances(rates: np.ndarray, wait: np.ndarray, waited: float, years: float) -> np.ndarray:
    """The chance of a plan to operate, one a draw: summed over small steps to its decision."""
    steps = 400
    step, middle = years / steps, linalg.expm(matrices(rates) * years / steps / 2)
    after = [middle[:, 1, 3]]  # in half a step, in one and a half, and so on, from its decision
    power, whole = middle, middle @ middle
    for _ in range(steps - 1):
        power = power @ whole
        after.append(power[:, 1, 3])
    at = waited + step * np.arange(steps + 1)
    left = np.exp(-((wait[:, :1] * at) ** wait[:, 1:]) + (wait[:, :1] * waited) ** wait[:, 1:])
    decided = (left[:, :-1] - left[:, 1:]) * np.exp(-rates[:, 3:] * (at[:-1] - waited + step / 2))
    return np.asarray((decided * np.stack(after[::-1], axis=1)).sum(axis=1))


def outcomes(plants: pd.DataFrame, chances: dict[str, np.ndarray], uniform: Uniform) -> np.ndarray:
    """The capacity that operates in each draw."""
    total: Any = 0.0
    for plant in plants.itertuples():
        name = str(plant.project_id)
        total += plant.net_t_per_year * (
            uniform(name) <= chances[name] if name in chances else True
        )
    return np.asarray(total)


def test_likely_capacity_rests_on_the_histories_behind_the_chances(facts: Records) -> None:
    tables = {group["table"] for group in facts["ndfeb-magnets-range-low"]["inputs"]}
    assert {"projects", "project_history"} <= tables


# Corrections among the inputs.


def test_a_correction_that_changed_a_row_is_an_input_of_what_rests_on_it() -> None:
    inputs = [{"table": "announcements", "keys": ["deal"]}, {"table": "prices", "keys": ["1"]}]
    corrections = pd.DataFrame(
        {
            "table": ["announcements", "announcements", "prices"],
            "key": ["deal", "other", "1"],
            "action": ["override", "override", "flag"],
            "row_key": [
                "corrections:announcements/deal/parties",
                "corrections:announcements/other/parties",
                "corrections:prices/1/price",
            ],
        }
    )
    assert with_corrections(inputs, overrides(corrections)) == [
        {"table": "announcements", "keys": ["deal"]},
        {"table": "corrections", "keys": ["announcements/deal/parties"]},
        {"table": "prices", "keys": ["1"]},
    ]
    assert with_corrections(inputs[1:], overrides(corrections)) == inputs[1:]


def test_the_acts_name_the_correction_of_their_parties(facts: Records) -> None:
    corrected = [group for group in facts["acts"]["inputs"] if group["table"] == "corrections"]
    assert corrected
    assert "raw/corrections.csv" in facts["acts"]["formula"]


@pytest.mark.parametrize(
    ("words", "expected"), [("a", "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")]
)
def test_values_are_joined_as_one_says_them(words: tuple[str, ...], expected: str) -> None:
    assert either_of(words) == expected
