"""Sparks: tiny pictures beside the key numbers, drawn from the same data as the figures.

They add no fact of their own, so screen readers pass over them and the PDF does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analysis.exhibits import fig_promises
from analysis.facts.processed import Processed
from analysis.transforms.conversion import RUNGS_REACHED, under
from analysis.transforms.funding import AGREED, stockpile_money, total_usd
from analysis.transforms.ladder import FIRST_CAPACITY

WIDTH, HEIGHT, GAP = 160, 32, 3  # px
HIGHEST = max(RUNGS_REACHED)
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


def acts(processed: Processed) -> str:
    """One column per act that began as words or rules, as high as its rung, the highest first."""
    rungs = under(processed["act_paths"], "stated")["rung"].sort_values(ascending=False)
    wide = WIDTH / max(1, len(rungs))
    step = HEIGHT / (HIGHEST + 1)
    return drawing(
        bar(
            at * wide,
            HEIGHT - step * (rung + 1),
            0.8 * wide,
            step * (rung + 1),
            "accent-2" if rung >= FIRST_CAPACITY else "grey-4",
        )
        for at, rung in enumerate(rungs)
    )


SPARKS: dict[str, Callable[[Processed], str]] = {
    "promises": promises,
    "money": money,
    "acts": acts,
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
