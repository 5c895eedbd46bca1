"""The door to the data: tables in the types of their models, and sources by how often used."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest
from small import processed, table

from analysis.core.cache import FOLDER
from analysis.core.files import write_text
from analysis.core.project import ABOUT_FILE
from analysis.facts.processed import (
    About,
    Processed,
    read_processed,
    source_ids,
    table_of,
    typed,
    whole,
)
from analysis.transforms.graph import BY_NAME

ROOT = Path(__file__).parents[2]
ABOUT = '{"data_version": "1.2.0", "as_of": "2026-02-04", "newest": "2026-03-31"}'
TOMBSTONES = "gone_id,kind,successors,last_version,reason,source_ids,raw_keys\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one processed table."""
    write_text(tmp_path / ABOUT_FILE, ABOUT)
    write_text(tmp_path / "tombstones.csv", f"{TOMBSTONES}NA,fact,,0.1.0,None,,tombstones:NA\n")
    return tmp_path


def test_only_an_empty_cell_is_unknown(folder: Path) -> None:
    row = read_processed(folder)["tombstones"].iloc[0]
    assert (row["gone_id"], row["reason"], row["source_ids"]) == ("NA", "None", "")
    assert pd.isna(row["successors"])


def test_a_table_is_read_when_it_is_asked_for_and_again_when_it_was_written_anew(
    folder: Path,
) -> None:
    read = read_processed(folder)
    assert set(read.tables) == set(BY_NAME)
    assert len(read["tombstones"]) == 1
    write_text(folder / "tombstones.csv", TOMBSTONES)
    assert read["tombstones"].empty
    with pytest.raises(FileNotFoundError):
        read["shares"]


def test_every_table_comes_back_from_what_is_kept_as_it_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its types and unknown values; texts are not typed again."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    table_of.cache_clear()  # another test may have asked while nothing was kept
    asked = read_processed(ROOT / "data" / "processed")
    first = {name: asked[name] for name in BY_NAME}
    table_of.cache_clear()
    monkeypatch.setattr("analysis.facts.processed.typed", None)
    for name, frame in first.items():
        pd.testing.assert_frame_equal(asked[name], frame, check_exact=True)


def test_all_tables_at_once_stay_when_the_folder_goes() -> None:
    asked = processed(tombstones=table("tombstones"))
    assert whole(asked).tables == asked.tables
    assert type(whole(asked).tables) is dict


def test_a_cell_that_does_not_fit_its_model_is_refused(folder: Path) -> None:
    write_text(folder / "tombstones.csv", f"{TOMBSTONES}x,moon,,0.1.0,gone,,tombstones:x\n")
    with pytest.raises(pandera.errors.SchemaError, match="isin"):
        read_processed(folder)["tombstones"]


def test_yes_and_no_are_read_as_such_and_may_be_unknown() -> None:
    model = BY_NAME["roadmap_areas"].model
    texts = dict.fromkeys(model.to_schema().columns, None) | {
        "area_no": "1",
        "area": "security",
        "item": "an item",
        "raw_keys": "roadmap_areas:a",
    }
    rows = [texts | {"item_id": str(said), "signed": said} for said in ("True", "False", None)]
    read = typed(pd.DataFrame(rows), model)
    assert read["signed"].tolist() == [True, False, pd.NA]
    assert read["source_ids"].tolist() == ["", "", ""]


def test_sources_come_by_how_often_they_are_used_and_then_by_name() -> None:
    rows = pd.DataFrame({"source_ids": ["c|b", "b|a", "", None, "b|c"]})
    assert source_ids(rows) == ["b", "c", "a"]
    assert source_ids(rows.iloc[2:3]) == []


def test_sources_are_known_by_strength_and_publisher() -> None:
    sources = table(
        "sources",
        {"source_id": "a", "evidence": "weak"},
        {"source_id": "b", "evidence": "primary", "publisher": "USGS"},
        {"source_id": "c", "evidence": "weak", "publisher": "A blog"},
        title="A title",
        tier="primary",
        access="opened",
    )
    read = processed(sources=sources)
    assert read.publishers["b"] == ("primary", "USGS")
    assert read.publishers["a"] == ("weak", "")
    assert read.evidence(["a", "b", "c"]).to_dict() == {"weak": 2, "primary": 1}


@pytest.mark.parametrize(
    ("as_of", "stamp"),
    [
        (dt.date(2026, 11, 22), "data version 1.2.0"),
        (dt.date(2026, 2, 4), "data version 1.2.0, as known on 2026-02-04"),
    ],
)
def test_the_stamp_names_the_version_and_an_older_state(as_of: dt.date, stamp: str) -> None:
    about = About("1.2.0", as_of, dt.date(2026, 11, 22))
    assert about.stamp == stamp
    assert About.from_json(about.as_json()) == about


def test_an_unknown_table_is_answered_with_the_known_ones(processed: Processed) -> None:
    with pytest.raises(KeyError, match=r"no processed table 'share'; there are .*shares"):
        processed["share"]
