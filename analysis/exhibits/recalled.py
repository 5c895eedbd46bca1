"""The data of exhibits, computed only where a table that they read has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.core.cache import as_bytes, content_of, found, frame_of, keep
from analysis.facts.processed import Processed


@dataclass(frozen=True)
class Noting(Mapping[str, pd.DataFrame]):
    """Tables that note which of them are asked for."""

    tables: Mapping[str, pd.DataFrame]
    asked: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.asked.add(name)
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


def recalled(
    name: str, processed: Processed, compute: Callable[[Processed], pd.DataFrame]
) -> pd.DataFrame:
    """What `compute` makes of the tables, or what it made of them before.

    It reads nothing but tables and what they are of. So where those that it asked for the last time
    are the same, it would ask for the same again, and return the same. Parameters: what names its
    result, such as the id of an exhibit; the tables; the computation.
    """
    asked = found("asked", name)
    if asked is not None:
        content = found("data", made_from(name, processed, json.loads(asked)))
        if content is not None:
            return frame_of(content)
    noting = Noting(processed.tables)
    frame = compute(Processed(noting, processed.about))
    names = sorted(noting.asked)
    keep("asked", name, json.dumps(names).encode())
    keep("data", made_from(name, processed, names), as_bytes(frame))
    return frame


def made_from(name: str, processed: Processed, asked: Iterable[str]) -> str:
    """All that such a result depends on besides code and libraries."""
    states = [f"{each} {content_of(processed[each])}" for each in asked]
    return "\n".join([name, repr(processed.about), *states])
