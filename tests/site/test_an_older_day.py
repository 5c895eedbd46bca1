"""The briefing of an older day: it says so everywhere, and knows nothing of later."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html as reader

from analysis.facts.processed import Processed, read_processed
from analysis.facts.text import MONTHS, day

DAY = "2026-02-04"
LABEL = "4 February 2026"
STAMP = f"as known on {DAY}"


def words(text: str) -> str:
    return " ".join(text.split())


def pdf_text(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return words(subprocess.run(command, capture_output=True, check=True).stdout.decode())


@pytest.fixture(scope="module")
def folder(other_builds: Any) -> Path:
    """The processed tables of that day, as published."""
    return other_builds.vintage / "data" / "processed"


@pytest.fixture(scope="module")
def vintage(folder: Path) -> Processed:
    return read_processed(folder)


def test_an_older_day_stands_on_every_page_and_every_exhibit(other_builds: Any) -> None:
    for path in sorted((other_builds.vintage / "report").glob("*.html")):
        page = reader.parse(path).getroot()
        assert f"as known on {LABEL}" in words(page.xpath("//main")[0].text_content()), path.name
    for path in sorted((other_builds.vintage / "exhibits").glob("*/*.svg")):
        assert STAMP in words(path.read_text(encoding="utf-8")), path.name
    for folder in sorted((other_builds.vintage / "exhibits").glob("*-*/")):
        record = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
        assert record["as_of"] == "2026-02-04", folder.name


def test_an_older_day_knows_no_act_of_a_later_month(other_builds: Any) -> None:
    """What is said to have been done, in sentences and in words beside exhibits."""
    done = r"(signed|announced|adopted|action plan|took effect)[^.;]{0,30}"
    later = rf"{done}\b({'|'.join(MONTHS[2:])}) 2026"
    page = reader.parse(other_builds.vintage / "report" / "index.html").getroot()
    for part in page.xpath("//main//table | //main//svg | //main//*[@id='refs']"):
        part.drop_tree()
    said = words(page.xpath("//main")[0].text_content())
    assert re.findall(later, said) == []


def test_an_older_day_stands_on_the_pdf(other_builds: Any) -> None:
    text = pdf_text(other_builds.vintage / "report" / "coordination-versus-capacity.pdf")
    assert f"as known on {LABEL}" in text
    assert STAMP in text


def test_the_newest_state_is_not_called_an_older_one(site: Path) -> None:
    for path in sorted((site / "report").glob("*.html")):
        assert "as known on" not in words(reader.parse(path).getroot().text_content()), path.name


def test_the_tables_say_of_which_day_they_are(folder: Path, vintage: Processed) -> None:
    assert vintage.about.is_vintage
    shown = yaml.safe_load((folder / "metadata.yml").read_text(encoding="utf-8"))
    assert day(DAY) in shown["vintage"]
    document = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    assert {record["as_of"] for record in document["facts"]} == {DAY}


def test_no_source_of_a_later_day_is_cited(vintage: Processed) -> None:
    sources = vintage["sources"]
    assert sources[sources["published_on"].str[:10] > DAY]["source_id"].tolist() == []


def test_no_act_of_a_later_day_is_in_the_tables(vintage: Processed) -> None:
    """Deadlines, promised starts and the reading of sources may come after the day."""
    ahead = ("deadline", "due", "promise", "expected", "current_start", "accessed")
    found = {
        (name, column)
        for name, frame in vintage.tables.items()
        for column in frame.columns
        if column.endswith("_on") and not any(word in column for word in ahead)
        if (frame[column].dropna().astype("str") > DAY).any()
    }
    assert found == set()
