"""What became of the deadlines that governments set themselves."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.theme import colour, fitted, is_narrow
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.transforms.statistics import count_of

ID = "fig-promises"

HORIZON_DAYS = 120  # deadlines further ahead than this are counted but not drawn
OUTCOME_COLOURS = {
    "kept": "accent-2",
    "late": "warn",
    "broken": "accent",
    "in_part": "grey-2",
    "searched": "grey-3",
    "not_checked": "grey-3",
    "open": "grey-4",
}

MODEL = model(
    "promised_on",
    **taken("promises", "announcement_id", "title", "parties", "promise", "promised_on", "due_on"),
    **taken("promises", "fulfilled_on", "outcome", "days_after_deadline", "days_overdue"),
    drawn=own("bool", "whether the deadline is near enough to be drawn"),
    as_of=own("str", "day whose knowledge this is"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The partners' promises by deadline."""
    promises = processed["promises"]
    counted = promises[promises["counted"]]
    horizon = pd.Timestamp(processed.about.as_of) + pd.Timedelta(days=HORIZON_DAYS)
    due = pd.to_datetime(counted["due_on"])
    frame = counted.assign(drawn=due <= horizon, as_of=processed.about.as_of.isoformat())
    return frame.sort_values(["due_on", "announcement_id"], ignore_index=True)


def counts(data: pd.DataFrame) -> dict[str, int]:
    """Promises by outcome, and `due` for all whose day has come."""
    by_outcome = count_of(data["outcome"], OUTCOME_COLOURS)
    return by_outcome | {"due": len(data) - by_outcome["open"]}


def title(data: pd.DataFrame) -> str:
    found = counts(data)
    verb = "is" if found["kept"] == 1 else "are"
    return (
        f"Of {found['due']} deadlines that have passed, {text.count(found['kept'])} {verb} known "
        "to have been met on time"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Self-set deadlines of governments other than China: from promise (left end) to deadline "
        "(bar) and fulfilment (dot)"
    )


def description(data: pd.DataFrame) -> str:
    drawn = data[data["drawn"]]
    rows = "; ".join(
        f"{row.title}, due {text.day(row.due_on)}: {words(row)}" for row in drawn.itertuples()
    )
    return f"One line per promise, in order of deadline. {rows}."


def note(data: pd.DataFrame) -> str:
    far = int((~data["drawn"]).sum())
    return (
        "Not found: at least two searches past the deadline saw no fulfilment, which is not to say "
        f"that nothing happened. {text.capitalised(text.counted(far, 'promise'))} with later "
        f"deadlines {'is' if far == 1 else 'are'} not drawn."
    )


def words(row: object) -> str:
    """The outcome of one promise in words."""
    outcome, late = getattr(row, "outcome"), getattr(row, "days_after_deadline")  # noqa: B009
    overdue = getattr(row, "days_overdue")  # noqa: B009
    if outcome == "kept":
        return f"met {text.number(-late)} days early" if late < 0 else "met on the day"
    if outcome == "late":
        return (
            f"overdue by {text.number(overdue)} days"
            if pd.isna(late)
            else f"{text.number(late)} days late"
        )
    return labels.outcome(outcome)


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A line per promise with its words above it, so that a phone has room for both."""
    rows = _rows(data[data["drawn"]], characters=34 if is_narrow(width) else 88)
    as_of = pd.Timestamp(data["as_of"].iloc[0])
    first = max(rows["start"].min(), as_of - pd.DateOffset(months=24))
    domain = [alt_day(first), alt_day(max(rows["due"].max(), as_of) + pd.Timedelta(days=14))]
    x = alt.X(
        "start:T",
        title=None,
        scale=alt.Scale(domain=domain, clamp=True),
        axis=alt.Axis(format="%b %Y", tickCount=4 if is_narrow(width) else 8, grid=False),
    )
    y = alt.Y("announcement_id:N", sort=rows["announcement_id"].tolist(), axis=None)
    base = alt.Chart(rows).encode(y=y, color=alt.Color("colour:N", scale=None))
    spans = base.mark_rule(strokeWidth=3).encode(x=x, x2="due:T")
    late = base.transform_filter("isValid(datum.end)").mark_rule(strokeWidth=3, strokeDash=[2, 3])
    late = late.encode(x="due:T", x2="end:T")
    deadlines = base.mark_tick(orient="vertical", thickness=3, height=10).encode(x="due:T")
    dots = base.transform_filter("datum.fulfilled != null").mark_point(
        size=110, filled=True, opacity=1
    )
    dots = dots.encode(x="fulfilled:T")
    label: dict[str, Any] = {"align": "left", "dy": -11, "fontSize": 12, "limit": width - 4}
    labels = base.mark_text(**label).encode(
        x=alt.value(0), text="label:N", color=alt.value(colour("ink"))
    )
    today = alt.Chart(pd.DataFrame({"day": [as_of]})).mark_rule(strokeDash=[4, 4])
    today = today.encode(x="day:T")
    layers = alt.layer(today, spans, late, deadlines, dots, labels)
    return fitted(layers, width).properties(height=alt.Step(27))


def _rows(drawn: pd.DataFrame, characters: int) -> pd.DataFrame:
    """Days, colours and words of the drawn promises."""
    rows = drawn.assign(
        start=pd.to_datetime(drawn["promised_on"], format="ISO8601"),
        due=pd.to_datetime(drawn["due_on"]),
        fulfilled=pd.to_datetime(drawn["fulfilled_on"], format="ISO8601"),
        colour=[colour(OUTCOME_COLOURS[outcome]) for outcome in drawn["outcome"]],
    )
    overdue = rows["due"] + pd.to_timedelta(rows["days_overdue"].fillna(0), unit="D")
    rows["end"] = rows["fulfilled"].fillna(overdue.where(rows["days_overdue"].notna()))
    rows["label"] = [f"{short(row.title, characters)}: {words(row)}" for row in rows.itertuples()]
    columns = ["announcement_id", "start", "due", "fulfilled", "end", "colour", "label"]
    return rows[columns].astype({"announcement_id": "str"})


def short(title: str, characters: int) -> str:
    """A title cut at a word so that its outcome still fits on the line."""
    if len(title) <= characters:
        return title
    return title[:characters].rsplit(" ", 1)[0].rstrip(",;:(") + "…"


def alt_day(day: pd.Timestamp) -> alt.DateTime:
    """A day as Vega-Lite takes it in a domain."""
    return alt.DateTime(year=day.year, month=day.month, date=day.day)
