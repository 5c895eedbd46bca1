"""The processed tables as exhibits and facts read them: the only door to the data."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis.core.cache import kept_frame
from analysis.core.project import ABOUT_FILE
from analysis.transforms.graph import BY_NAME


@dataclass(frozen=True)
class About:
    """What a set of processed tables was made from."""

    data_version: str
    as_of: dt.date
    newest: dt.date

    @property
    def is_vintage(self) -> bool:
        """Whether this is an older state of knowledge than the data hold."""
        return self.as_of < self.newest

    @property
    def stamp(self) -> str:
        """The words under every exhibit: data version, and the vintage if it is an older one."""
        words = f"data version {self.data_version}"
        return f"{words}, as known on {self.as_of.isoformat()}" if self.is_vintage else words

    def as_json(self) -> dict[str, str]:
        return {
            "data_version": self.data_version,
            "as_of": self.as_of.isoformat(),
            "newest": self.newest.isoformat(),
        }

    @classmethod
    def from_json(cls, record: Mapping[str, str]) -> About:
        return cls(
            record["data_version"],
            dt.date.fromisoformat(record["as_of"]),
            dt.date.fromisoformat(record["newest"]),
        )


@dataclass(frozen=True)
class Processed:
    """Tables by name, with what they were made from.

    `tables` holds one frame per processed table, in the types that its model declares.
    """

    tables: Mapping[str, pd.DataFrame]
    about: About

    def __getitem__(self, name: str) -> pd.DataFrame:
        try:
            return self.tables[name]
        except KeyError:
            known = ", ".join(sorted(self.tables))
            raise KeyError(f"no processed table {name!r}; there are {known}") from None

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources by id: title, publisher, published_on, tier, access, evidence."""
        return self["sources"].set_index("source_id")

    @cached_property
    def source_records(self) -> dict[str, dict[str, Any]]:
        """The sources by id, each by its columns; what is unknown is None."""
        known = self.sources.astype("object").where(self.sources.notna(), None)
        return {str(name): record for name, record in known.to_dict("index").items()}

    @cached_property
    def publishers(self) -> dict[str, tuple[str, str]]:
        """The evidence and the publisher of each source by id; empty where nobody is named."""
        named = self.sources[["evidence", "publisher"]].fillna({"publisher": ""})
        return dict(zip(named.index, named.itertuples(index=False, name=None), strict=True))

    def evidence(self, source_ids: Iterable[str]) -> pd.Series:
        """How many of these sources are primary, reputable or weak."""
        return self.sources.loc[list(source_ids), "evidence"].value_counts()


@dataclass(frozen=True)
class TablesOf(Mapping[str, pd.DataFrame]):
    """The tables of a processed folder by name, each read when it is first asked for."""

    folder: Path

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in BY_NAME:
            raise KeyError(name)
        path = self.folder / f"{name}.csv"
        return table_of(path, path.stat().st_mtime_ns, name)

    def __iter__(self) -> Iterator[str]:
        return iter(BY_NAME)

    def __len__(self) -> int:
        return len(BY_NAME)


@lru_cache(maxsize=len(BY_NAME))
def table_of(path: Path, written_at: int, name: str) -> pd.DataFrame:
    """A processed table in the types of its model, read once for each time it was written.

    A file that says the same was typed and checked before.
    """
    made_from = f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return kept_frame("read", made_from, lambda: typed(read_texts(path), BY_NAME[name].model))


def read_processed(folder: Path) -> Processed:
    """The tables of a processed folder, in the types that their models declare.

    Each is read when it is first asked for, and may raise then what does not fit its model.
    """
    about = About.from_json(json.loads((folder / ABOUT_FILE).read_text(encoding="utf-8")))
    return Processed(TablesOf(folder), about)


def whole(processed: Processed) -> Processed:
    """The same with all tables read, for whoever cannot wait: the folder may not stay."""
    return Processed(dict(processed.tables), processed.about)


def read_texts(path: Path) -> pd.DataFrame:
    """A processed table as texts; only an empty cell is unknown, `NA` and `None` are words."""
    return pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])


def typed(frame: pd.DataFrame, model: type[pa.DataFrameModel]) -> pd.DataFrame:
    """A frame of texts in the types of its model; empty cells stay unknown where that may be.

    A text that is never unknown, such as an empty list of sources, is read as the empty text.
    """
    for name, column in model.to_schema().columns.items():
        if "bool" in str(column.dtype).lower():
            frame[name] = frame[name].map({"True": True, "False": False}).astype("boolean")
        elif "str" in str(column.dtype) and not column.nullable:
            frame[name] = frame[name].fillna("")
    return model.validate(frame)


def source_ids(frame: pd.DataFrame) -> list[str]:
    """The sources of a frame's rows, the most used first, then by name.

    Reads the column `source_ids` (`|`-separated).
    """
    named = "|".join(frame["source_ids"].dropna().tolist()).split("|")
    counts = Counter(source for source in named if source)
    return sorted(counts, key=lambda source: (-counts[source], source))
