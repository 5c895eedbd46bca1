"""The price floor for neodymium-praseodymium against the market, and its payments checked."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.exhibits import blank
from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.fig_promises import alt_day
from analysis.exhibits.theme import colour, fitted, is_narrow
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.floor import YEAR_CHARACTERS, newest_month, reported
from analysis.transforms.spans import spans

ID = "fig-floor"

MARKET_COLOURS = ("accent-2", "grey-2", "good", "warn")  # of the interactive form

USD_PER_MILLION = 1e6
PRICES_PX, PAYMENT_PX = 210, 30  # height of the prices, and of one payment
LEFT_PX = 64  # room for the names of the quarters
WORDS_PX = (200, 84)  # room for the words at the right of a payment: wide, narrow
MARGIN = pd.Timedelta(days=20)  # after the last day, so that the line ends inside

MODEL = model(
    "period",
    part=own("str", "a market price (price) or a payment of the floor (payment)"),
    period=own("str", "day of the price, or reported period such as 2026-Q1"),
    **taken("floor_prices", "market", unknown=True),
    **taken("floor_prices", "price_usd_per_kg", "price_untaxed_usd_per_kg", unknown=True),
    **taken("floor_prices", "floor_usd_per_kg", "in_force"),
    **taken("floor_prices", "reference", unknown=True),
    **taken("floor_payments", "output_t", unknown=True),
    **taken("floor_payments", "implied_low_usd", "implied_high_usd", "reported_usd", unknown=True),
    as_of=own("str", "day whose knowledge this is"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """Market prices beside the floor, and the payments of the periods in which it ran."""
    prices = processed["floor_prices"].rename(columns={"priced_on": "period"})
    payments = reported(processed["floor_payments"])
    both = pd.concat(
        [prices.assign(part="price"), payments.assign(part="payment")], ignore_index=True
    )
    return both.assign(as_of=processed.about.as_of.isoformat())


def prices(data: pd.DataFrame) -> pd.DataFrame:
    """The market prices."""
    return data[data["part"] == "price"].rename(columns={"period": "priced_on"})


def payments(data: pd.DataFrame) -> pd.DataFrame:
    """The reported payments, whether or not they can be checked."""
    return data[data["part"] == "payment"]


def floor(data: pd.DataFrame) -> float:
    """The floor in USD/kg; missing while none is known."""
    return float(data["floor_usd_per_kg"].max())


def title(data: pd.DataFrame) -> str:
    if prices(data).empty:
        return "No market price is on record against a price floor for NdPr"
    dollars = f"floor of {text.usd(floor(data))} per kg of NdPr"
    rows = newest_month(prices(data))
    if rows.empty:
        return f"No monthly market price is on record beside the {dollars}"
    month = text.day(rows["priced_on"].str[:7].iloc[0])
    low, high = rows["price_untaxed_usd_per_kg"].min(), rows["price_usd_per_kg"].max()
    if low >= floor(data):
        return f"In {month} the market stood at or above the {dollars}"
    if high < floor(data):
        return f"In {month} the market stood below the {dollars}"
    return f"By {month} the market had come up to the {dollars}"


def subtitle(data: pd.DataFrame) -> str:
    years = prices(data)["priced_on"].str[:4]
    span = f", {text.span(years.min(), years.max())}" if len(years) else ""
    return (
        f"Market price of NdPr oxide, US dollars per kg{span}, and quarterly payments, million "
        "US dollars: reported, and implied by output or sales and market price"
    )


def description(data: pd.DataFrame) -> str:
    quoted = "; ".join(
        f"{text.day(row.priced_on)} {price_words(row)}" for row in prices(data).itertuples()
    )
    paid = "; ".join(
        f"{text.quarter(row.period)} {payment_words(row)}" for row in payments(data).itertuples()
    )
    level = "none on record" if pd.isna(floor(data)) else f"{text.usd(floor(data))} per kg"
    return (
        f"Prices over time against a line for the floor, {level}: {quoted or 'none on record'}. "
        f"Payments in million US dollars: {paid or 'none on record'}."
    )


def price_words(row: object) -> str:
    """One price in US dollars, with its range where tax makes one."""
    low, high = (getattr(row, f"price_{name}usd_per_kg") for name in ("untaxed_", ""))
    return text.span(text.number(low), text.number(high))


def payment_words(row: object) -> str:
    """What was reported and what is implied, in million US dollars."""
    reported = f"{_millions(getattr(row, 'reported_usd'))} reported"  # noqa: B009
    implied = implied_words(row)
    return f"{reported}, {implied} implied" if implied else f"{reported}, no price on record"


def implied_words(row: object) -> str:
    """The range of the implied payment in million US dollars; empty if there is no price."""
    low, high = (getattr(row, f"implied_{end}_usd") for end in ("low", "high"))
    return "" if pd.isna(low) else text.span(_millions(low), _millions(high))


def _millions(usd: float) -> str:
    return text.number(usd / USD_PER_MILLION)


def note(data: pd.DataFrame) -> str:
    return (
        "Bars are averages of a year, dots prices of a month or day, with and without the 13% tax "
        "of Chinese home prices. Which price the contract uses was not seen: what is implied takes "
        "the mean of the quarter or of an earlier one."
    )


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Prices above, payments below."""
    if prices(data).empty:
        return blank.nothing_on_record(width)
    panels = [_price_panel(data, width)]
    if len(payments(data)):
        panels.append(_payment_panel(payments(data), width))
    return alt.vconcat(*panels, spacing=20).properties(padding=0)


def _price_panel(data: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    """Averages of years as bars in time, single prices as dots, the floor as a line."""
    rows = _dated(prices(data))
    level = floor(data)
    x = alt.X(
        "start:T",
        title=None,
        scale=alt.Scale(domain=[alt_day(rows["start"].min()), alt_day(_today(data) + MARGIN)]),
        axis=alt.Axis(format="%Y", tickCount="year", grid=False, labelAlign="left"),
    )
    y = alt.Y(
        "high:Q",
        title=None,
        scale=alt.Scale(domain=[0, float(max(rows["high"].max(), level)) * 1.12], nice=False),
        axis=alt.Axis(tickCount=4, minExtent=LEFT_PX, maxExtent=LEFT_PX),
    )
    base = alt.Chart(rows).encode(x=x, y=y)
    years = base.transform_filter("datum.yearly")
    averages = years.mark_rule(strokeWidth=4, color=colour("grey-3")).encode(x2="end:T")
    values = years.mark_text(dy=-10, fontSize=12.5).encode(x="middle:T", text="words:N")
    halo = values.mark_text(dy=-10, fontSize=12.5, stroke=colour("paper"), strokeWidth=4)
    single = base.transform_filter("!datum.yearly").encode(x="middle:T")
    taxes = single.mark_rule(strokeWidth=2, color=colour("grey-1")).encode(y2="low:Q")
    dots = single.mark_point(size=36, filled=True, opacity=1, color=colour("grey-1"))
    ends = alt.layer(dots, dots.encode(y="low:Q"))
    heading = alt.TitleParams("Market price, USD per kg", anchor="start", offset=8)
    layers = [averages, halo, values, taxes, ends, *_floor_line(data, rows, level)]
    layered = alt.layer(*layers, width=width - LEFT_PX, height=PRICES_PX)
    return layered.properties(title=heading)


def _floor_line(data: pd.DataFrame, rows: pd.DataFrame, level: float) -> list[alt.Chart]:
    """The floor, dashed before it took effect, and its label."""
    first, last = rows["start"].min(), _today(data)
    quarters = payments(data)["period"].str.replace("-", "")
    start = pd.Period(quarters.min(), "Q").start_time if len(quarters) else last
    base = alt.Chart(
        pd.DataFrame(
            {
                "from": [first, start],
                "to": [start, last],
                "level": level,
                "words": [f"Floor {text.number(level)}", ""],
                "dash": [True, False],
            }
        )
    ).encode(x="from:T", y="level:Q")
    line = base.mark_rule(strokeWidth=2.5, color=colour("accent")).encode(
        x2="to:T",
        strokeDash=alt.condition("datum.dash", alt.value([4, 4]), alt.value([1, 0])),
    )
    words = base.mark_text(align="left", dy=-9, fontWeight=600, color=colour("accent"))
    return [line, words.encode(text="words:N")]


def _today(data: pd.DataFrame) -> pd.Timestamp:
    """The day up to which the floor is drawn: that of the vintage."""
    return pd.Timestamp(data["as_of"].iloc[0])


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Where each price begins and ends in time, its range and its words."""
    dated = spans(rows["priced_on"])
    start, end = dated["begin"], dated["end"] + pd.Timedelta(days=1)
    return pd.DataFrame(
        {
            "start": start,
            "end": end,
            "middle": start + (end - start) / 2,
            "yearly": rows["priced_on"].str.len() == YEAR_CHARACTERS,
            "low": rows["price_untaxed_usd_per_kg"],
            "high": rows["price_usd_per_kg"],
            "words": [price_words(row) for row in rows.itertuples()],
        }
    )


def _payment_panel(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    """One row per quarter: the implied range hatched, the reported payment as a dot."""
    narrow = is_narrow(width)
    inner = width - LEFT_PX
    marks = pd.DataFrame(
        {
            "label": rows["period"].map(text.quarter),
            "low": rows["implied_low_usd"] / USD_PER_MILLION,
            "high": rows["implied_high_usd"] / USD_PER_MILLION,
            "reported": rows["reported_usd"] / USD_PER_MILLION,
            "words": [
                _short_words(row) if narrow else payment_words(row) for row in rows.itertuples()
            ],
        }
    )
    highest = float(np.nanmax(marks[["high", "reported"]].to_numpy()))
    room = inner / (inner - WORDS_PX[narrow])
    y = alt.Y(
        "label:N",
        sort=None,
        title=None,
        axis=alt.Axis(minExtent=LEFT_PX, maxExtent=LEFT_PX),
    )
    base = alt.Chart(marks).encode(y=y)
    x = alt.X(
        "low:Q",
        title=None,
        scale=alt.Scale(domain=[0, highest * room], nice=False),
        axis=alt.Axis(values=_ticks(highest), format="d"),
    )
    bars = base.mark_bar(height=14, fill=colour("accent-2-soft")).encode(x=x, x2="high:Q")
    dots = base.mark_point(size=90, filled=True, opacity=1, color=colour("accent-2"))
    words = base.mark_text(align="right", fontSize=12.5).encode(x=alt.value(inner), text="words:N")
    lines = ["Payments, USD million: reported (dot)", "and implied by output and price (hatched)"]
    heading = alt.TitleParams(lines if narrow else " ".join(lines), anchor="start", offset=8)
    layers = alt.layer(
        bars, dots.encode(x="reported:Q"), words, width=inner, height=alt.Step(PAYMENT_PX)
    )
    return layers.properties(title=heading)


def _short_words(row: object) -> str:
    """`51 (17–26)` for a phone; without a price, the reported payment alone."""
    reported, implied = _millions(getattr(row, "reported_usd")), implied_words(row)  # noqa: B009
    return f"{reported} ({implied})" if implied else reported


def _ticks(highest: float) -> list[int]:
    """Round values from nothing to the highest payment."""
    step = 20 if highest > 40 else 10
    return list(range(0, int(highest) + 1, step))


def explore(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Every price on record against the floor; a click in the key picks one market."""
    rows = data[data["part"] == "price"]
    names = rows["market"].str.replace("_", " ").str.replace("china", "China").map(text.capitalised)
    columns = ["period", "price_usd_per_kg", "price_untaxed_usd_per_kg", "floor_usd_per_kg"]
    rows = rows[columns].assign(market=names)
    picked = alt.selection_point(fields=["market"], bind="legend")
    base = alt.Chart(rows).encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=-90 if is_narrow(width) else -45))
    )
    prices = base.mark_point(size=110).add_params(picked)
    prices = prices.encode(
        y=alt.Y("price_usd_per_kg:Q", title="USD per kg"),
        color=alt.Color(
            "market:N",
            scale=alt.Scale(range=[colour(token) for token in MARKET_COLOURS]),
            legend=alt.Legend(title=None, columns=2),
        ),
        opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.15)),
    )
    floor = base.mark_line(color=colour("accent"), strokeWidth=2).encode(y="floor_usd_per_kg:Q")
    return fitted(alt.layer(floor, prices), width).properties(height=280)
