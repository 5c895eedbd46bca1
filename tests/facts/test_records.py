"""The facts as they are written, found by id."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.core.files import write_text
from analysis.facts.records import FACTS_FILE, read_records


def test_records_come_by_id_in_the_order_of_the_file(tmp_path: Path) -> None:
    facts = '{"facts": [{"id": "moons", "text": "zwölf"}, {"id": "acts", "text": "one"}]}'
    write_text(tmp_path / FACTS_FILE, facts)
    records = read_records(tmp_path)
    assert list(records) == ["moons", "acts"]
    assert records["moons"] == {"id": "moons", "text": "zwölf"}


def test_a_folder_without_facts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_records(tmp_path)
