"""How far a command is: a bar with the time left on a terminal, a plain line a step elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

Tell = Callable[[str], None]


def silent(step: str) -> None:
    """Tell nobody."""


@contextmanager
def shown(steps: Mapping[str, int], stream: TextIO | None = None) -> Iterator[Tell]:
    """What tells the reader of `stream` (default: standard error) that a step begins.

    `steps` are all steps in their order, each with its share of the time, in any unit.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield lambda step: print(step, file=stream, flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task, names = bar.add_task("", total=sum(steps.values())), list(steps)

        def tell(step: str) -> None:
            before = sum(steps[name] for name in names[: names.index(step)])
            bar.update(task, description=step, completed=before)

        yield tell
