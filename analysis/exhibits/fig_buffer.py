"""Time bought against time needed: the stockpile's days beside the years that a plant takes."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.exhibits import blank
from analysis.exhibits.data_model import EVIDENCE, model, own
from analysis.exhibits.theme import colour, is_narrow
from analysis.facts import durations, labels, text
from analysis.facts.processed import Processed
from analysis.transforms.buffer import plant, time_needed
from analysis.transforms.quantities import DAYS_PER_YEAR

ID = "fig-buffer"

PANELS = {"bought": "Time bought", "needed": "Time needed"}
SHORTEST_YEARS, LONGEST_YEARS = 1 / 12, 100  # what the scale shows
TICKS = {1 / 12: "1 month", 1: "1 year", 10: "10 years", 100: "100 years"}
ROW_PX = 24
LABELS_PX, WORDS_PX = (160, 124), (176, 66)  # left and right of the scale: wide, narrow

MODEL = model(
    panel=own("str", "what the stockpile's days are (bought), or what building took (needed)"),
    kind=own("str", "aim, estimate, basket, mineral or stage of building"),
    name=own("str", "what the row is, in words"),
    days=own("float64", "days of use that are bought, or days that building took", "d"),
    days_low=own("float64", "lower end of the days", "d"),
    days_high=own("float64", "upper end of the days", "d"),
    weak=own("bool", "whether the row rests on weak evidence alone"),
    documents=own("int64", "documents behind the row", "documents"),
    **EVIDENCE,
    drawn=own("bool", "whether the figure has room for the row"),
)


def data(processed: Processed) -> pd.DataFrame:
    """What the stockpile's days are, and what plants and mines took."""
    parts = [
        _basket(processed["buffer_basket"]),
        _minerals(processed["buffer"]),
        _needed(processed["lead_times"]),
    ]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(drawn=rows["days"] <= LONGEST_YEARS * DAYS_PER_YEAR)


def _basket(basket: pd.DataFrame) -> pd.DataFrame:
    """The days aimed at, those that an analyst expects, those that the money buys."""
    priced = basket["minerals_priced"].astype("str") + " priced minerals"
    rows = [
        _row(basket, "aim", "Aim", "target_days"),
        _row(basket, "estimate", "Analyst, all minerals", "analyst_days"),
        _row(basket, "basket", priced, "days_bought", "days_bought_low", "days_bought_high"),
    ]
    return pd.concat(rows).dropna(subset=["days"])


def _row(
    basket: pd.DataFrame,
    kind: str,
    name: str | pd.Series,
    days: str,
    low: str = "",
    high: str = "",
) -> pd.DataFrame:
    """One kind of days of the basket as a row of the exhibit; no range where none is named."""
    return pd.DataFrame(
        {
            "panel": "bought",
            "kind": kind,
            "name": name,
            "days": basket[days],
            "days_low": basket[low or days],
            "days_high": basket[high or days],
            "weak": False,
            "documents": basket["source_ids"].str.count(r"\|") + 1,
            "source_ids": basket["source_ids"],
            "raw_keys": basket["raw_keys"],
        }
    )


def _minerals(minerals: pd.DataFrame) -> pd.DataFrame:
    """The days that all the money buys of each mineral alone, the shortest first."""
    priced = minerals[minerals["status"] == "priced"].sort_values(["days_alone", "mineral"])
    return pd.DataFrame(
        {
            "panel": "bought",
            "kind": "mineral",
            "name": priced["mineral"].map(labels.mineral).map(text.capitalised),
            "days": priced["days_alone"],
            "days_low": priced["days_alone_low"],
            "days_high": priced["days_alone_high"],
            "weak": False,
            "documents": priced["source_ids"].str.count(r"\|") + 1,
            "source_ids": priced["source_ids"],
            "raw_keys": priced["raw_keys"],
        }
    )


def _needed(lead_times: pd.DataFrame) -> pd.DataFrame:
    """What each stage took, from what was observed."""
    needed = time_needed(lead_times)
    rows = needed.rename(columns={"stage": "kind", "n_sources": "documents"})
    return rows.assign(panel="needed", name=needed["stage"].map(labels.LEAD_TIMES))


def aim_days(data: pd.DataFrame) -> float:
    """The days at which the stockpile aims; missing while no aim is known."""
    return float(data.loc[data["kind"] == "aim", "days"].max())


def title(data: pd.DataFrame) -> str:
    aim, built = aim_days(data), plant(data.rename(columns={"kind": "stage"}))
    if pd.isna(aim):
        return "No aim in days of supply is on record for the US stockpile"
    sentence = f"The US stockpile aims at {durations.words(aim)} of supply"
    if built.empty:
        return sentence
    row = built.iloc[0]
    less = "less" if aim < row["days_low"] else "no less"
    took = durations.span(row["days_low"], row["days_high"])
    return f"{sentence}, {less} than the {took} that a {row['name'].lower()} took to build"


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Days of US consumption that the stockpile aims at and that its money would buy, beside "
        "the time that plants, mines and qualification took; typical value and range, "
        "logarithmic scale"
    )


def description(data: pd.DataFrame) -> str:
    parts = []
    for panel, name in PANELS.items():
        rows = data[data["panel"] == panel]
        named = "; ".join(f"{row.name} {duration(row)}" for row in rows.itertuples(index=False))
        parts.append(f"{name}: {named or 'nothing on record'}")
    return f"Dots with ranges in panels that share a logarithmic scale of time. {'. '.join(parts)}."


def note(data: pd.DataFrame) -> str:
    hidden, needed = data[~data["drawn"]], data[data["panel"] == "needed"]
    parts = []
    if (data["kind"] == "mineral").any():
        parts.append(
            "Minerals: all announced money spent at recent prices on those with a price that "
            "fits, together or on one alone; whether so much is for sale is another question."
        )
    if len(hidden):
        names = text.enumeration(_lower(hidden))
        parts.append(f"Over {LONGEST_YEARS} years each and not drawn: {names}.")
    if len(needed):
        parts.append("A mine counts from discovery, a plant from the decision or the first works.")
    if needed["weak"].any():
        parts.append("Hollow dots rest on weak sources alone.")
    if (needed["documents"] == 1).any():
        single = text.enumeration(_lower(needed[needed["documents"] == 1]))
        parts.append(f"On one document each: {single}.")
    return " ".join(parts)


def _lower(rows: pd.DataFrame) -> list[str]:
    return rows["name"].str.lower().tolist()


def duration(row: object, ranges: bool = True) -> str:
    """The typical time of one row in words, with its range."""
    days, low, high = (getattr(row, name) for name in ("days", "days_low", "days_high"))
    if low == high or not ranges:
        return durations.words(days)
    return f"{durations.words(days)} ({durations.span(low, high)})"


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Two panels on one scale of time, words at the right of each row."""
    if data.empty:
        return blank.nothing_on_record(width)
    drawn = data[data["drawn"]]
    shown = [panel for panel in PANELS if (drawn["panel"] == panel).any()]
    panels = [_panel(drawn[drawn["panel"] == panel], panel, width) for panel in shown]
    return alt.vconcat(*panels, spacing=18).properties(padding=0)


def _panel(rows: pd.DataFrame, panel: str, width: int) -> alt.LayerChart | alt.FacetChart:
    """One panel: a line from the low to the high end, a dot at the typical value."""
    narrow = is_narrow(width)
    labels_px, words_px = LABELS_PX[narrow], WORDS_PX[narrow]
    inner = width - labels_px
    base = alt.Chart(_marks(rows, panel, narrow)).encode(
        y=alt.Y(
            "label:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=labels_px - 8, minExtent=labels_px, maxExtent=labels_px),
        )
    )
    names = " : ".join(f"datum.value == {value} ? '{name}'" for value, name in TICKS.items())
    x = alt.X(
        "low:Q",
        title=None,
        scale=alt.Scale(type="log", domain=_domain(inner, words_px), clamp=True, nice=False),
        axis=alt.Axis(values=list(TICKS), labelExpr=f"{names} : ''", labelAlign="left"),
    )
    stroke = alt.Stroke("stroke:N", scale=None)
    ranges = base.mark_rule(strokeWidth=3, opacity=0.45).encode(x=x, x2="high:Q", stroke=stroke)
    dots = base.mark_point(size=80, strokeWidth=2, opacity=1)
    dots = dots.encode(x="days:Q", stroke=stroke, fill=alt.Fill("fill:N", scale=None))
    words = base.mark_text(align="right", fontSize=12.5).encode(x=alt.value(inner), text="words:N")
    heading = alt.TitleParams(PANELS[panel], anchor="start", offset=8)
    layers = alt.layer(ranges, dots, words, width=inner, height=alt.Step(ROW_PX))
    return layers.properties(title=heading)


def _marks(rows: pd.DataFrame, panel: str, narrow: bool) -> pd.DataFrame:
    """Years, colours and words of the drawn rows."""
    strong = colour("accent" if panel == "bought" else "accent-2")
    alone = np.where(rows["kind"] == "mineral", " alone", "")
    years = {
        name: (rows[f"days{end}"] / DAYS_PER_YEAR).clip(upper=LONGEST_YEARS)
        for name, end in (("low", "_low"), ("days", ""), ("high", "_high"))
    }
    return pd.DataFrame(years).assign(
        label=rows["name"] if narrow else rows["name"] + alone,
        stroke=strong,
        fill=np.where(rows["weak"], colour("paper"), strong),
        words=[duration(row, ranges=not narrow) for row in rows.itertuples(index=False)],
    )


def _domain(inner_px: int, words_px: int) -> list[float]:
    """The ends of the scale, so that `LONGEST_YEARS` ends where the words begin."""
    decades = np.log10(LONGEST_YEARS / SHORTEST_YEARS) / (1 - words_px / inner_px)
    return [SHORTEST_YEARS, float(SHORTEST_YEARS * 10**decades)]
