"""Capacity outside China by product: what runs, what is planned, what is likely, what is needed."""

from __future__ import annotations

from collections.abc import Iterator

import altair as alt
import pandas as pd

from analysis.exhibits.blank import nothing_on_record
from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.legend import key, places
from analysis.exhibits.theme import colour, fitted, is_narrow
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.transforms.need import largest_need
from analysis.transforms.pipeline import (
    OLD,
    SIZE_UNKNOWN,
    STEPS,
    compared,
    known_capacity,
    less_than_half,
    size_unknown,
)
from analysis.transforms.prospects import REPORTED_YEAR as YEAR
from analysis.transforms.prospects import reported_outlook

ID = "fig-pipeline"

NEED = ("need", "operating_there", "live_there")
WORDS = {
    "operating": "operating",
    OLD: "operating, old figure",
    "commissioning": "starting up",
    "building": "being built",
    "planned": "planned",
}
OPACITY = {"operating": 1.0, OLD: 1.0, "commissioning": 0.68, "building": 0.42, "planned": 0.16}

LINE_PX, BAR_PX, ROW_PX = 16, 11, 37
RULE_PX = 3
EDGE = 0.01  # of the longest bar: room for the outline of marks at either end
GAP_PX = 32  # between the columns of panels
SHORT = {"North America and Europe": "N. America, Europe", "United States": "US"}
"""The panels have no room for the full names."""

MODEL = model(
    "year",
    **taken("pipeline_steps", "stage", "product"),
    measure=own(
        "str",
        "how far a capacity is; expected; need, and what operates or is not stopped in its place; "
        "or plants whose size nobody told",
    ),
    place=own("str", "outside China, or where the need is"),
    year=own("Int64", "year of the figure", "year", unknown=True),
    **taken("capacity_need", "basis", unknown=True),
    reading=own("str", "day until which plants without news are watched", unknown=True),
    t_per_year=own("float64", "capacity, or need", "t/yr", unknown=True),
    low_t=own("float64", "5th percentile of what is expected", "t/yr", unknown=True),
    high_t=own("float64", "95th percentile of what is expected", "t/yr", unknown=True),
    **taken("pipeline_steps", "n_projects", unknown=True),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The figures of each panel, one row a figure, in the order of the panels.

    The measure is a step of `STEPS`, `expected`, one of `NEED`, or `SIZE_UNKNOWN`.
    """
    recorded = compared(processed["pipeline_steps"])
    panels = recorded[["stage", "product", "material"]].drop_duplicates()
    unknown = panels.merge(size_unknown(processed["projects"], recorded))
    parts = [
        recorded.assign(place="outside China"),
        unknown.assign(place="outside China"),
        _expected(processed["expected_capacity"]),
        _needs(processed["capacity_need"]),
    ]
    rows = pd.concat([part for part in parts if len(part)] or [recorded], ignore_index=True)
    chosen = panels.drop(columns="material").merge(rows, on=["stage", "product"])
    return chosen.reindex(columns=list(MODEL.columns))


def _expected(capacity: pd.DataFrame) -> pd.DataFrame:
    """What is likely to operate at the end of the year, after both readings of the histories."""
    names = {
        "followed_to": "reading",
        "expected_t_per_year": "t_per_year",
        "low_t_per_year": "low_t",
        "high_t_per_year": "high_t",
    }
    columns = ["stage", "product", "year", "n_projects", "source_ids", "raw_keys", *names.values()]
    rows = reported_outlook(capacity).rename(columns=names)[columns]
    return rows.assign(measure="expected", place="outside China", basis="projection")


def _needs(needs: pd.DataFrame) -> pd.DataFrame:
    """For each product the largest demand that is like for like, and the capacity in its place."""
    rows = largest_need(needs)
    columns = ["stage", "product", "place", "year", "basis", "source_ids", "raw_keys"]
    figures = ("demand_t", "operating_t_per_year", "live_t_per_year")
    parts = [
        rows[columns].assign(measure=measure, t_per_year=rows[figure])
        for measure, figure in zip(NEED, figures, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _drawn(data: pd.DataFrame) -> pd.DataFrame:
    """What is on record, step by step."""
    return data[data["measure"].isin(STEPS)]


def title(data: pd.DataFrame) -> str:
    half, none, products = less_than_half(_drawn(data))
    if not products:
        return "No capacity of these products outside China is known"
    if not half:
        return (
            f"In {_of(products, products)} at least half of the known capacity outside China "
            "operates"
        )
    end = f"; in {text.count(none)}, none of it" if none else ""
    return (
        f"In {_of(half, products)} less than half of the known capacity outside China operates{end}"
    )


def _of(part: int, whole: int) -> str:
    """So many of all products: `all eight products`, `three of eight products`."""
    if part == whole:
        return "the one product" if whole == 1 else f"all {text.count(whole)} products"
    return f"{text.count(part)} of {text.counted(whole, 'product')}"


def subtitle(data: pd.DataFrame) -> str:
    return (
        f"Nameplate capacity by status, likely operating capacity at the end of {YEAR}, and need "
        "where known; tonnes a year, each product on its own scale"
    )


def note(data: pd.DataFrame) -> str:
    unknown, running = plants(data, *SIZE_UNKNOWN), plants(data, SIZE_UNKNOWN[1])
    verb = "is" if unknown == 1 else "are"
    return (
        f"{text.capitalised(text.counted(unknown, 'plant'))} of unknown size "
        f"({text.count(running)} operating) {verb} not drawn and would change the shares. Each "
        "line holds nine tenths of the simulated outcomes: the upper one if plants without news "
        "count as waiting, the lower one if they are counted until last seen. Old figures are "
        "left out."
    )


def plants(data: pd.DataFrame, *measures: str) -> int:
    """Plants of these measures, those of one stage counted once."""
    rows = data[data["measure"].isin(measures)].drop_duplicates(["measure", "raw_keys"])
    return int(rows["n_projects"].sum())


def description(data: pd.DataFrame) -> str:
    parts = [
        f"{labels.product(str(product))}: {'; '.join(words for words in _words(rows) if words)}"
        for product, rows in data.groupby("product", sort=False)
    ]
    return f"One panel of bars a product. {'. '.join(parts)}."


def _words(rows: pd.DataFrame) -> tuple[str, str, str]:
    """What a panel says: on record and operating, likely at the end of the year, need."""
    found = known_capacity(_drawn(rows)).iloc[0]
    running = found["running"]
    share = text.percent(100 * running / found["live"]) if running else "none"
    unknown = plants(rows, *SIZE_UNKNOWN)
    more = f"; {text.counted(unknown, 'plant')} of unknown size" if unknown else ""
    recorded = f"{text.tonnes(found['live'], 3)} known, {share} operating{more}"
    return recorded, _likely_words(rows), _need_words(rows)


def _likely_words(rows: pd.DataFrame) -> str:
    likely = rows[rows["measure"] == "expected"]
    if likely.empty:
        return ""
    return f"End of {YEAR}: likely {_span(pd.concat([likely['low_t'], likely['high_t']]))}"


def _need_words(rows: pd.DataFrame) -> str:
    there = rows[rows["measure"].isin(NEED)]
    if there.empty:
        return ""
    t = there.set_index("measure")["t_per_year"]
    first = there.iloc[0]
    place = SHORT.get(first["place"], first["place"])
    basis = ", projected" if first["basis"] == "projection" else ""
    running = text.precise(t["operating_there"], 2)
    return (
        f"{place}: {running} of {text.tonnes(t['live_there'])} operating, "
        f"need {text.tonnes(t['need'])} ({first['year']}{basis})"
    )


def _span(values: pd.Series) -> str:
    """The least and the largest of some masses: `13,000–20,000 t`."""
    low, high = text.precise(values.min(), 3), text.precise(values.max(), 3)
    return f"{text.span(low, high)}{text.NO_BREAK_SPACE}t"


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A key, then one panel a product: words above each bar, so that a phone has room for both."""
    if data.empty:
        return nothing_on_record(width)
    columns = 1 if is_narrow(width) else 2
    panel_width = (width - GAP_PX * (columns - 1)) // columns
    panels = [
        _panel(rows, str(product), panel_width)
        for product, rows in data.groupby("product", sort=False)
    ]
    grid = alt.concat(*panels, columns=columns, spacing={"row": 14, "column": GAP_PX})
    return alt.vconcat(_key(width), grid, spacing=18).properties(padding=0)


def _panel(rows: pd.DataFrame, product: str, width: int) -> alt.LayerChart:
    """The three bars of one product, each under its words."""
    longest = _longest(rows)
    x = alt.X(
        "start:Q",
        axis=None,
        scale=alt.Scale(domain=[-EDGE * longest, (1 + EDGE) * longest], nice=False),
    )
    layers = [*_recorded(rows, x), *_likely(rows, x), *_need(rows, x), _captions(rows)]
    heading = alt.TitleParams(text.capitalised(labels.product(product)), anchor="start", offset=6)
    return alt.LayerChart(layer=layers).properties(width=width, height=3 * ROW_PX, title=heading)


def _longest(rows: pd.DataFrame) -> float:
    """The end of the longest bar of a panel, t/yr."""
    single = rows[~rows["measure"].isin(STEPS)]
    lengths = [
        known_capacity(_drawn(rows))["live"].iloc[0],
        single["t_per_year"].max(),
        single["high_t"].max(),
    ]
    return max(length for length in lengths if not pd.isna(length))


def _bar(frame: pd.DataFrame, row: int, x: alt.X) -> alt.Chart:
    """Pieces of one bar: start, end (t/yr), fill and opacity."""
    top = row * ROW_PX + LINE_PX + 2
    mark = alt.Chart(frame).mark_bar(stroke=colour("paper"), strokeWidth=0.8)
    return mark.encode(
        x=x,
        x2="end:Q",
        y=alt.value(top),
        y2=alt.value(top + BAR_PX),
        fill=alt.Fill("fill:N", scale=None),
        fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
    )


def _recorded(rows: pd.DataFrame, x: alt.X) -> Iterator[alt.Chart]:
    """The bar of what is on record, in shades by status."""
    drawn = _drawn(rows)
    end = drawn["t_per_year"].cumsum()
    pieces = pd.DataFrame(
        {
            "start": end - drawn["t_per_year"],
            "end": end,
            "fill": drawn["measure"].map(_fill),
            "opacity": drawn["measure"].map(OPACITY),
        }
    )
    yield _bar(pieces, 0, x)


def _fill(measure: str) -> str:
    """Stripes for old figures, one hue for all others."""
    return colour("accent-2-soft" if measure == OLD else "accent-2")


def _likely(rows: pd.DataFrame, x: alt.X) -> Iterator[alt.Chart]:
    """The intervals of what is likely, one a reading of the histories, the cautious one above."""
    likely = rows[rows["measure"] == "expected"]
    for place, reading in enumerate(likely.itertuples()):
        frame = pd.DataFrame({"start": [reading.low_t], "end": [reading.high_t]})
        rule = alt.Chart(frame).mark_rule(color=colour("accent-2"), strokeWidth=RULE_PX)
        top = ROW_PX + LINE_PX + 4 + place * 2 * RULE_PX
        yield rule.encode(x=x, x2="end:Q", y=alt.value(top))


def _need(rows: pd.DataFrame, x: alt.X) -> Iterator[alt.Chart]:
    """The capacity in the place of the need, and the need as a tick across it."""
    t = rows[rows["measure"].isin(NEED)]
    if t.empty:
        return
    there = t.set_index("measure")["t_per_year"]
    running, live = there["operating_there"], there["live_there"]
    pieces = pd.DataFrame(
        {
            "start": [0.0, running],
            "end": [running, live],
            "fill": [colour("accent-2"), colour("grey-5")],
            "opacity": 1.0,
        }
    )
    yield _bar(pieces, 2, x)
    top = 2 * ROW_PX + LINE_PX - 1
    tick = alt.Chart(pd.DataFrame({"start": [there["need"]]}))
    tick = tick.mark_rule(color=colour("ink"), strokeWidth=3)
    yield tick.encode(x=x, y=alt.value(top), y2=alt.value(top + BAR_PX + 6))


def _captions(rows: pd.DataFrame) -> alt.Chart:
    """The words above the bars."""
    words = [text.capitalised(line) for line in _words(rows)]
    words[2] = words[2] or "No need on record in the same form"
    frame = pd.DataFrame({"words": words, "y": [row * ROW_PX + LINE_PX - 3 for row in range(3)]})
    mark = alt.Chart(frame).mark_text(align="left", baseline="bottom", fontSize=12)
    return mark.encode(
        x=alt.value(0),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 3 * ROW_PX], reverse=True)),
        text="words:N",
    )


def _key(width: int) -> alt.LayerChart:
    """What the shades and signs stand for."""
    names = [*(WORDS[name] for name in STEPS), f"likely in {YEAR}", "need"]
    entries = places(names, width).assign(sign=[*STEPS, "likely", "need"])
    squares = entries[entries["sign"].isin(STEPS)].assign(
        fill=lambda rows: rows["sign"].map(_fill), opacity=lambda rows: rows["sign"].map(OPACITY)
    )
    shades = alt.Chart(squares).mark_square(size=170, xOffset=8, opacity=1)
    shades = shades.encode(
        x="x:Q",
        y="y:Q",
        fill=alt.Fill("fill:N", scale=None),
        fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
    )
    tick = alt.Chart(entries[entries["sign"] == "need"])
    tick = tick.mark_tick(
        orient="vertical", color=colour("ink"), thickness=3, size=15, opacity=1, xOffset=8
    )
    signs = [shades, tick.encode(x="x:Q", y="y:Q"), *_key_lines(entries)]
    return key(entries, signs, width)


def _key_lines(entries: pd.DataFrame) -> list[alt.Chart]:
    """The intervals in small."""
    line = entries[entries["sign"] == "likely"]
    return [
        alt.Chart(line.assign(start=line["x"] + start, end=line["x"] + end))
        .mark_rule(color=colour("accent-2"), strokeWidth=RULE_PX, yOffset=offset)
        .encode(x="start:Q", x2="end:Q", y="y:Q")
        for start, end, offset in ((2, 13, -RULE_PX), (6, 18, RULE_PX))
    ]


def explore(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """One product at a time, chosen by the reader: every figure on record with its range."""
    rows = data[data["t_per_year"].notna()]
    if rows.empty:
        return chart(data, width)
    figures = rows["measure"].replace("_", " ", regex=True).map(text.capitalised)
    readings = rows["reading"].map({"as_of": "cautious", "last_seen": "hopeful"})
    rows = rows.assign(
        figure=figures + (", " + readings).fillna(""),
        product=rows["product"].map(labels.product).map(text.capitalised),
    )
    products = list(dict.fromkeys(rows["product"]))
    choice = alt.binding_select(options=products, name="Product ")
    chosen = alt.selection_point(fields=["product"], bind=choice, value=products[0])
    shown = ["product", "figure", "t_per_year", "low_t", "high_t", "n_projects", "place", "year"]
    base = alt.Chart(rows[shown]).transform_filter(chosen)
    base = base.encode(y=alt.Y("figure:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)))
    x = alt.X("t_per_year:Q", title="Tonnes a year", axis=alt.Axis(tickCount=4))
    bars = base.mark_bar(color=colour("accent-2"), height=16).encode(x=x).add_params(chosen)
    ranges = base.transform_filter("isValid(datum.low_t)").mark_rule(
        color=colour("ink"), strokeWidth=2
    )
    return fitted(alt.layer(bars, ranges.encode(x="low_t:Q", x2="high_t:Q")), width).properties(
        height=alt.Step(30)
    )
