"""Processed tables that are computed only when something that they read has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from analysis.core.cache import content_of, kept_frame
from analysis.transforms.graph import MONTHS, ProcessedTable, computed


class Kept:
    """Computes the tables of one state of the data, for `compute_all`.

    A table that comes out as it was leaves those that read it as they are.
    """

    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def __call__(self, table: ProcessedTable, given: Sequence[Any]) -> pd.DataFrame:
        """The table: the one that was kept, if code and all that it reads are the same."""
        if MONTHS in table.reads:  # kept by themselves, and waited for when gone through
            return computed(table, given)
        states = [self.state(name, value) for name, value in zip(table.reads, given, strict=True)]
        made_from = "\n".join([table.name, *states])
        return kept_frame("table", made_from, partial(computed, table, given))

    def state(self, name: str, value: Any) -> str:
        """What stands under a name, as text that differs if it does; looked at once."""
        if name not in self.states:
            self.states[name] = state_of(value)
        return self.states[name]


def state_of(value: Any) -> str:
    """What a transform reads, as text that differs if it does."""
    if isinstance(value, Mapping):
        return "\n".join(f"{name} {state_of(each)}" for name, each in sorted(value.items()))
    return content_of(value) if isinstance(value, pd.DataFrame) else str(value)
