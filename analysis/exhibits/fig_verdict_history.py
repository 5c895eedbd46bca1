"""The tests of the verdict month by month: what was met, what not, what nobody could tell."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.theme import colour, fitted, is_narrow
from analysis.facts import text
from analysis.facts.processed import Processed

ID = "fig-verdict-history"

RESULTS = {
    "met": ("accent-2", "met"),
    "undecided": ("grey-4", "left open by the data"),
    "not_met": ("accent", "not met"),
    "baseline": ("grey-5", "not counted yet"),
    "unknown": ("paper", "no data"),
}

MODEL = model(
    "month",
    **taken("verdict_history", "month", "as_of", "level", "test_id"),
    **taken("verdict_results", "question"),
    **taken("verdict_history", "value", "low", "high", "threshold", "direction", "unit", "result"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """Each test at the end of each month."""
    history = processed["verdict_history"]
    questions = processed["verdict_results"].set_index("test_id")["question"]
    return history.assign(question=history["test_id"].map(questions))


def newest(data: pd.DataFrame) -> pd.DataFrame:
    """The tests of the last month."""
    return data[data["month"] == data["month"].max()]


def title(data: pd.DataFrame) -> str:
    if data.empty:
        return "No month is on record yet"
    months = data["month"].nunique()
    met = int((newest(data)["result"] == "met").sum())
    ever = data.loc[data["result"] == "met", "test_id"].nunique()
    tests = data["test_id"].nunique()
    if not ever and not (data["result"] == "not_met").any():
        return (
            f"Through all {text.counted(months, 'month')} none of the {text.count(tests)} tests "
            "could be decided"
        )
    if not ever:
        return f"In none of {months} months was any of the {text.count(tests)} tests met"
    return (
        f"{text.capitalised(text.count(met))} of {text.count(tests)} tests "
        f"{'is' if met == 1 else 'are'} met now, {text.count(ever)} "
        f"{'was' if ever == 1 else 'were'} met at some time in {months} months"
    )


def subtitle(data: pd.DataFrame) -> str:
    shown = [words for token, words in RESULTS.values()]
    first, last = (text.day(month) for month in (data["month"].min(), data["month"].max()))
    return (
        f"Result of each test as known at the end of each month, {first} to {last}: "
        f"{', '.join(shown)}"
        if len(data)
        else "Result of each test as known at the end of each month"
    )


def description(data: pd.DataFrame) -> str:
    rows = []
    for question, months in data.groupby("question", sort=False):
        counts = months["result"].value_counts()
        said = ", ".join(
            f"{RESULTS[result][1]} in {text.counted(int(number), 'month')}"
            for result, number in counts.items()
        )
        rows.append(f"{question} {said}; now {now(newest(months).iloc[0])}")
    return f"One row of coloured cells per test, one cell per month. {'. '.join(rows)}."


def note(data: pd.DataFrame) -> str:
    return (
        "Every month is computed from what was known then, by today’s rules and thresholds. A test "
        "is left open where its interval lies on both sides of the threshold."
    )


def now(row: pd.Series) -> str:
    """The newest value of a test against its threshold, in words."""
    if pd.isna(row["value"]):
        return "no data"
    value, low, high, bar = (
        f"{text.number(row[name])}{row['unit']}" for name in ("value", "low", "high", "threshold")
    )
    measured = value if low == high else f"between {low} and {high}"
    wanted = "at least" if row["direction"] == "at_least" else "at most"
    return f"{measured}, wanted {wanted} {bar}"


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A strip of cells per test, its question and newest value above it."""
    tests = list(dict.fromkeys(data["test_id"]))
    cells = data[["month", "test_id", "result"]].assign(
        colour=[colour(RESULTS[result][0]) for result in data["result"]],
        date=pd.to_datetime(data["month"]),
    )
    lines = pd.DataFrame(
        [
            {"test_id": row["test_id"], "question": row["question"], "now": now(row)}
            for _, row in newest(data).iterrows()
        ],
        columns=["test_id", "question", "now"],
    )
    y = alt.Y("test_id:N", sort=tests, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    x = alt.X(
        "yearmonth(date):O",
        title=None,
        axis=alt.Axis(
            format="%b %Y",
            labelAngle=0,
            labelExpr="month(datum.value) % 6 == 0 ? datum.label : ''",
            labelOverlap=False,
            labelFlush=True,
        ),
    )
    strips = alt.Chart(cells).mark_rect(height=16, yOffset=8, stroke=colour("paper"))
    strips = strips.encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    words = alt.Chart(lines).mark_text(align="left", dy=-13, fontSize=13, fontWeight=600)
    words = words.encode(x=alt.value(0), y=y, text="question:N")
    values = alt.Chart(lines).mark_text(align="right", dy=-13, fontSize=12, color=colour("ink-2"))
    values = values.encode(x=alt.value("width"), y=y, text="now:N")
    layers = [strips, words] if is_narrow(width) else [strips, words, values]
    return fitted(alt.layer(*layers), width).properties(height=alt.Step(50))
