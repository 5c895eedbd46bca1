"""Sparks: tiny pictures beside the key numbers, drawn from the same data as the figures.

They add no fact of their own, so screen readers pass over them and the PDF does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analysis.exhibits import fig_promises, fig_shares
from analysis.facts.processed import Processed
from analysis.transforms.funding import AGREED, stockpile_money, total_usd

WIDTH, HEIGHT, GAP = 160, 32, 3  # px
OPEN = "open"  # a deadline that has not come


def promises(processed: Processed) -> str:
    """One square per deadline that has come, best outcome first, coloured by outcome."""
    outcomes = fig_promises.data(processed)["outcome"]
    colours = fig_promises.OUTCOME_COLOURS
    due = sorted((outcome for outcome in outcomes if outcome != OPEN), key=list(colours).index)
    in_row = max(1, -(-len(due) // 2))  # two rows
    side = min((WIDTH + GAP) / in_row, (HEIGHT + GAP) / 2) - GAP
    return drawing(
        bar(
            (at % in_row) * (side + GAP),
            (at // in_row) * (side + GAP),
            side,
            side,
            colours[outcome],
        )
        for at, outcome in enumerate(due)
    )


def money(processed: Processed) -> str:
    """One bar per stage that money passes, as long as the sum that reached it."""
    money_known = stockpile_money(processed["funding"])
    sums = [total_usd(money_known, stage) for stage in AGREED]
    most, thick = max([*sums, 1.0]), (HEIGHT + GAP) / len(sums) - GAP
    return drawing(
        bar(0, at * (thick + GAP), max(1.0, WIDTH * usd / most), thick, "accent-2")
        for at, usd in enumerate(sums)
    )


def china(processed: Processed) -> str:
    """One column per step from mine to magnet: China's share in colour, the rest in grey."""
    shares = fig_shares.observed(fig_shares.data(processed))["share_pct"].tolist()
    wide = (WIDTH + GAP) / max(1, len(shares)) - GAP
    columns = []
    for at, share in enumerate(shares):
        x, high = at * (wide + GAP), HEIGHT * share / 100
        columns.append(bar(x, 0, wide, HEIGHT, "grey-5"))
        columns.append(bar(x, HEIGHT - high, wide, high, "accent"))
    return drawing(columns)


SPARKS: dict[str, Callable[[Processed], str]] = {
    "promises": promises,
    "money": money,
    "china": china,
}


def spark(name: str, processed: Processed) -> str:
    """Markdown: the spark with this name, for the page alone.

    Raises KeyError with the known names.
    """
    if name not in SPARKS:
        raise KeyError(f"no spark {name!r}; there are {', '.join(SPARKS)}")
    return f"`{SPARKS[name](processed)}`{{=html}}"


def bar(x: float, y: float, width: float, height: float, token: str) -> str:
    """A rectangle in the colour of a token, light or dark as the page."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="var(--{token})"/>'
    )


def drawing(parts: Iterable[str]) -> str:
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )
