"""What was signed and what was started, month by month: the picture of the question."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.exhibits.blank import nothing_on_record
from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.theme import colour, fitted, is_narrow
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.curves import (
    BEGUN,
    BEGUN_AT_MOST,
    FIRST_MONTH,
    INCOMPLETE_MONTHS,
    MONEY,
    RUNNING,
    SIGNED,
    SINCE,
    totals,
)
from analysis.transforms.provenance import join_unique

ID = "fig-two-curves"

# Drawn in this order, so that the subject lies on top.
COLOURS = {MONEY: "grey-3", BEGUN_AT_MOST: "accent-2", BEGUN: "accent-2", RUNNING: "accent-2"}
COLOURS |= {SIGNED: "accent"}
WIDTHS = {MONEY: 1.5, BEGUN_AT_MOST: 1.2, BEGUN: 2, RUNNING: 3.5, SIGNED: 3}
DASHED, UNBROKEN = [4, 3], [1, 0]  # px; dashes mark the upper bound

HEIGHT, HEIGHT_NARROW = 340, 380  # px
LABELS_PX, LABELS_NARROW_PX = 200, 112  # px, right of the last month
WORTH_NAMING = 5  # acts signed in one month
EXPLORED_COLOURS = (
    "accent",
    "grey-2",
    "accent-2",
    "grey-3",
    "good",
)  # of the interactive form, series by series
LINE_PX = 15  # px, from one line of a label to the next

MODEL = model(
    "month",
    **taken("two_curves", "series", "side", "month"),
    month_end=own("str", "last day of the month, at the latest the day whose knowledge this is"),
    **taken("two_curves", "new_count", "cumulative_count"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """New and cumulative counts of acts and plants, by series and month.

    Evidence is that of all that is counted so far. Months before the first of a series are left
    out.
    """
    curves = processed["two_curves"]
    as_of = pd.Timestamp(processed.about.as_of)
    month_end = pd.PeriodIndex(curves["month"], freq="M").end_time.normalize()
    frame = curves.assign(
        month_end=month_end.where(month_end <= as_of, as_of).strftime("%Y-%m-%d"),
        **{name: _so_far(curves, name) for name in ("source_ids", "raw_keys")},
    )
    return frame[frame["cumulative_count"] > 0].reset_index(drop=True)


def _so_far(curves: pd.DataFrame, column: str) -> pd.Series:
    """For each month the parts of the column up to it, joined by `|`, within its series."""
    parts: dict[str, list[object]] = {}
    joined = []
    for series, value in zip(curves["series"], curves[column], strict=True):
        parts.setdefault(series, []).append(value)
        joined.append(join_unique(parts[series]))
    return pd.Series(joined, index=curves.index, dtype="str")


def plants_begun(data: pd.DataFrame) -> str:
    """The range of plants that began construction, in words: `15–22 plants`."""
    least, most = totals(data)[BEGUN], totals(data)[BEGUN_AT_MOST]
    if least == most:
        return text.counted(most, "plant")
    return f"{text.span(text.number(least), text.number(most))} plants"


def title(data: pd.DataFrame) -> str:
    found = totals(data)
    since = text.day(FIRST_MONTH)
    signed = text.counted(found[SIGNED], "instrument")
    if not any(found.values()):
        return f"No instrument signed and no plant begun is on record since {since}"
    return (
        f"{comparison(data)}: since {since}, {signed} signed or put in force, "
        f"{plants_begun(data)} begun, {text.count(found[RUNNING])} brought into operation"
    )


def comparison(data: pd.DataFrame) -> str:
    """Whether more was signed than begun, whichever bound of the plants is true."""
    found = totals(data)
    if found[SIGNED] > found[BEGUN_AT_MOST]:
        return "More was signed than begun"
    if found[SIGNED] < found[BEGUN]:
        return "More was begun than signed"
    return "About as much was begun as signed"


def subtitle(data: pd.DataFrame) -> str:
    last = FIRST_MONTH if data.empty else data["month"].max()
    months = text.span(text.day(FIRST_MONTH), text.day(last))
    return (
        "Instruments of partner governments, and plants after the mine outside China, cumulative "
        f"count, {months}"
    )


def description(data: pd.DataFrame) -> str:
    found = totals(data)
    path = "; ".join(
        f"by {text.day(month)} {counts[SIGNED]} instruments signed, plants begun {counts[BEGUN]}, "
        f"brought into operation {counts[RUNNING]}"
        for month, counts in _halfyearly(data)
    )
    return (
        f"Step lines on one axis of counts, from nothing: {path or 'no step yet'}. Plants begun, "
        f"if those first seen under construction are added: {found[BEGUN_AT_MOST]}. "
        f"Acts that bind money: {found[MONEY]}."
    )


def _halfyearly(data: pd.DataFrame) -> list[tuple[str, dict[str, int]]]:
    """The counts of every sixth month, and of the last."""
    if data.empty:
        return []
    months = pd.period_range(FIRST_MONTH, data["month"].max(), freq="M").astype("str").tolist()
    chosen = sorted({*months[5::6], months[-1]})
    return [(month, totals(data[data["month"] <= month])) for month in chosen]


def note(data: pd.DataFrame) -> str:
    return (
        "The curves compare pace, not weight, and show no cause. Dashed: with plants that were "
        "already being built when first seen. Shaded: the newest "
        f"{text.counted(INCOMPLETE_MONTHS, 'month')}, still incomplete."
    )


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Step lines from zero, the range of plants begun as a band, words at the line ends."""
    if data.empty:
        return nothing_on_record(width)
    narrow = is_narrow(width)
    height = HEIGHT_NARROW if narrow else HEIGHT
    room = LABELS_NARROW_PX if narrow else LABELS_PX
    steps, ends = _steps(data), _ends(data, height, narrow)
    first, last = steps["day"].min(), steps["day"].max()
    beyond = (last - first) * (room / (width - room - 40))
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(domain=[_date(first), _date(last + beyond)], nice=False),
        axis=alt.Axis(values=_ticks(first, last, 12 if narrow else 6), format="%b %Y", grid=False),
    )
    y = alt.Y(
        "cumulative_count:Q",
        title=None,
        scale=alt.Scale(domain=[0, _top(data)], nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=5),
    )
    layers: list[alt.Chart] = [
        *_incomplete(first, last, x),
        _band(steps, x, y),
        *(_line(steps, series, x, y) for series in COLOURS),
    ]
    layers += _busiest(data)
    words = (
        alt.Chart(ends)
        .mark_text(align="left", dx=8, fontSize=13, baseline="middle")
        .encode(
            x=alt.X("day:T"),
            y=alt.Y("place:Q"),
            text="words:N",
            color=alt.Color("colour:N", scale=None),
        )
    )
    bold = words.transform_filter("datum.first").mark_text(
        align="left", dx=8, fontSize=13, baseline="middle", fontWeight=600
    )
    layers += [bold, words.transform_filter("!datum.first")]
    return fitted(alt.LayerChart(layer=layers), width).properties(height=height)


def _steps(data: pd.DataFrame) -> pd.DataFrame:
    """The corners of the lines: nothing on the first day, then each month's count at its end."""
    frame = data[["series", "month_end", "cumulative_count"]].assign(
        day=pd.to_datetime(data["month_end"])
    )
    zero = pd.DataFrame(
        {"series": list(COLOURS), "day": pd.Timestamp(SINCE), "cumulative_count": 0}
    )
    frame = pd.concat([zero, frame[["series", "day", "cumulative_count"]]], ignore_index=True)
    every = frame.pivot_table(index="day", columns="series", values="cumulative_count").ffill()
    return every.reset_index().melt("day", value_name="cumulative_count")


def _top(data: pd.DataFrame) -> float:
    """The end of the axis of counts: a little above the highest line."""
    return max(1.06 * data["cumulative_count"].max(), 4)


def _line(steps: pd.DataFrame, series: str, x: alt.X, y: alt.Y) -> alt.Chart:
    """One series as a step line."""
    return (
        alt.Chart(steps[steps["series"] == series])
        .mark_line(
            interpolate="step-after",
            color=colour(COLOURS[series]),
            strokeWidth=WIDTHS[series],
            strokeDash=DASHED if series == BEGUN_AT_MOST else UNBROKEN,
        )
        .encode(x=x, y=y)
    )


def _incomplete(first: pd.Timestamp, last: pd.Timestamp, x: alt.X) -> list[alt.Chart]:
    """The newest months, shaded and named."""
    begin = max(first, last - pd.DateOffset(months=INCOMPLETE_MONTHS))
    span = alt.Chart(pd.DataFrame([{"day": begin, "end": last, "words": "incomplete"}]))
    top = alt.value(0)
    return [
        span.mark_rect(color=colour("rule"), opacity=0.45).encode(x=x, x2="end:T"),
        span.mark_text(
            align="right", baseline="top", dx=-4, dy=4, fontSize=12, color=colour("ink-3")
        ).encode(x="end:T", y=top, text="words:N"),
    ]


def _band(steps: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """The range between plants seen to begin and those that were perhaps begun."""
    both = steps.pivot_table(index="day", columns="series", values="cumulative_count").reset_index()
    return (
        alt.Chart(both)
        .mark_area(interpolate="step-after", color=colour("accent-2"), opacity=0.12)
        .encode(x=x, y=alt.Y(f"{BEGUN}:Q"), y2=f"{BEGUN_AT_MOST}:Q")
    )


def _busiest(data: pd.DataFrame) -> list[alt.Chart]:
    """The name of the month in which most was signed, beside its step, if it stands out."""
    signed = data[data["series"] == SIGNED]
    first, second = [*signed["new_count"].nlargest(2), 0, 0][:2]
    if first < 2 * second or first < WORTH_NAMING:
        return []
    month = signed.loc[signed["new_count"].idxmax()]
    words = f"{text.number(first)} in {text.day(month['month'])}"
    middle = month["cumulative_count"] - first / 2
    place = pd.DataFrame(
        [{"day": pd.Timestamp(month["month_end"]), "place": middle, "words": words}]
    )
    label = alt.Chart(place).mark_text(
        align="right", dx=-7, fontSize=12.5, color=colour("accent"), baseline="bottom"
    )
    return [label.encode(x="day:T", y="place:Q", text="words:N")]


def _ends(data: pd.DataFrame, height: int, narrow: bool) -> pd.DataFrame:
    """The words at the end of each line, moved apart so that none covers another."""
    found = totals(data)
    begun = text.span(text.number(found[BEGUN]), text.number(found[BEGUN_AT_MOST]))
    labels = {
        SIGNED: f"{found[SIGNED]} instrument{'s' * (found[SIGNED] != 1)} signed",
        BEGUN: f"{begun} plant{'s' * (found[BEGUN_AT_MOST] != 1)} begun",
        MONEY: f"{found[MONEY]} {'act binds' if found[MONEY] == 1 else 'acts bind'} money",
        RUNNING: f"{found[RUNNING]} began operating",
    }
    breadth = 14 if narrow else 40
    lines = {name: _wrapped(words, breadth) for name, words in labels.items()}
    per_px = _top(data) / height
    heights = {name: (len(parts) * LINE_PX + 3) * per_px for name, parts in lines.items()}
    middles = {name: float(found[name]) for name in lines}
    middles[BEGUN] = (found[BEGUN] + found[BEGUN_AT_MOST]) / 2
    places = _apart(middles, heights)
    last = pd.to_datetime(data["month_end"]).max()
    return pd.DataFrame(
        [
            {
                "day": last,
                "place": places[name] - (line - (len(parts) - 1) / 2) * LINE_PX * per_px,
                "words": words,
                "first": line == 0,
                "colour": colour(COLOURS[name] if name != MONEY else "ink-3"),
            }
            for name, parts in lines.items()
            for line, words in enumerate(parts)
        ]
    )


def _wrapped(words: str, characters: int) -> list[str]:
    """Words in lines of at most so many characters."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= characters:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _apart(middles: dict[str, float], heights: dict[str, float]) -> dict[str, float]:
    """Places near the middles at which labels of these heights do not touch, lowest first."""
    places: dict[str, float] = {}
    floor = 0.0
    for name in sorted(middles, key=lambda name: middles[name]):
        places[name] = max(middles[name], floor + heights[name] / 2)
        floor = places[name] + heights[name] / 2
    return places


def _ticks(first: pd.Timestamp, last: pd.Timestamp, months: int) -> list[alt.DateTime]:
    """The days at which the axis of time is labelled: every so many months from the first."""
    return [_date(day) for day in pd.date_range(first, last, freq=pd.DateOffset(months=months))]


def _date(day: pd.Timestamp) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def explore(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """All curves as steps with a point a month; a click in the key picks one of them."""
    names = {series: text.capitalised(series.replace("_", " ")) for series in data["series"]}
    columns = ["month", "month_end", "new_count", "cumulative_count"]
    rows = data[columns].assign(series=data["series"].map(names))
    picked = alt.selection_point(fields=["series"], bind="legend")
    curves = alt.Chart(rows).encode(
        x=alt.X("month_end:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=6)),
        y=alt.Y("cumulative_count:Q", title=f"Count since {SINCE:%B %Y}"),
        color=alt.Color(
            "series:N",
            sort=list(names.values()),
            scale=alt.Scale(range=[colour(token) for token in EXPLORED_COLOURS]),
            legend=alt.Legend(title=None, columns=1 if is_narrow(width) else 2, labelLimit=260),
        ),
        opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.12)),
    )
    lines = curves.mark_line(interpolate="step-after")
    return fitted(alt.layer(lines, curves.mark_point().add_params(picked)), width)
