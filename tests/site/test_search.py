"""The search's index: sections with their own words, without what is no prose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.exhibits.registry import exhibits
from analysis.facts.processed import Processed
from analysis.site.profiles.profile import Profile
from analysis.site.records.record import Line, Record
from analysis.site.search import (
    exhibit_entry,
    number_entry,
    profile_entry,
    record_entry,
    sections,
    write_index,
    write_synonyms,
)

PAGE = """<!DOCTYPE html><html><body><nav>Menu</nav><main>
<h1>Briefing</h1><p>Opening<br>words.</p><script>code()</script>
<section id="sec-a" class="level2"><h2>Promises</h2><p>Deadlines &amp; dates.</p>
<figure>Picture</figure>
<section id="sec-b" class="level3"><h3>Late ones</h3><p>Two.</p></section>
<p>After the inner section.</p></section>
</main><footer>Licence</footer></body></html>"""


def test_a_section_has_its_own_words_and_not_those_of_the_section_inside() -> None:
    found = {entry.address: entry for entry in sections(PAGE, "index.html")}
    assert list(found) == ["index.html", "index.html#sec-a", "index.html#sec-b"]
    assert found["index.html#sec-a"].words == "Deadlines & dates. After the inner section."
    assert found["index.html#sec-b"].heading == "Late ones"
    assert {entry.page for entry in found.values()} == {"Briefing"}


@pytest.mark.parametrize("column", ["<col>", '<col style="width: 9%" />', "<br/><img alt='' />"])
def test_an_element_without_end_ends_no_section(column: str) -> None:
    page = PAGE.replace("<p>Two.</p>", f"<table>{column}<td>9</td></table><p>Two.</p>")
    assert list(sections(page, "index.html")) == list(sections(PAGE, "index.html"))


def test_menus_scripts_figures_and_the_foot_are_left_out() -> None:
    words = " ".join(entry.words for entry in sections(PAGE, "index.html"))
    for left_out in ("Menu", "code", "Picture", "Licence"):
        assert left_out not in words


def test_the_index_is_a_script_of_data_and_repeats(tmp_path: Path, processed: Processed) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "index.html").write_text(PAGE, encoding="utf-8")
    written = []
    entries = list(map(exhibit_entry, exhibits(processed)))
    for _ in range(2):
        write_index(entries, tmp_path)
        written.append((tmp_path / "search" / "sections.js").read_bytes())
    assert written[0] == written[1]
    text = written[0].decode().removeprefix("window.briefingSections = ").removesuffix(";\n")
    rows = json.loads(text)
    assert ["passage", "Briefing", "Late ones", "index.html#sec-b", "Two."] in rows
    assert {kind for kind, *_ in rows} == {"passage", "figure"}


def test_a_record_is_found_by_who_and_what_it_concerns() -> None:
    details = [("Company", Line("Solvay")), ("Status", Line("Operating")), ("Makes", Line("Oxide"))]
    record = Record("projects", "works", "The works", "Refining, France", "", details, [], {}, {})
    entry = record_entry(record)
    assert (entry.kind, entry.heading, entry.words) == ("record", "The works", "Solvay Oxide")
    assert entry.address == "../records/projects/works/index.html"


def test_profiles_and_numbers_are_entries_of_their_own() -> None:
    tin = profile_entry(Profile("minerals", "tin", "Tin", ["24% mined in China"], [], []))
    assert (tin.kind, tin.heading, tin.address) == ("mineral", "Tin", "../minerals/tin/index.html")
    number = number_entry({"id": "acts", "label": "acts of partners", "text": "88"})
    assert (number.kind, number.page, number.heading) == ("number", "88", "acts of partners")


def test_synonyms_are_a_script_of_groups(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yml").write_text("- [dr congo, drc]\n", encoding="utf-8")
    write_synonyms(tmp_path, tmp_path)
    text = (tmp_path / "report" / "theme" / "synonyms.js").read_text("utf-8")
    assert json.loads(text.removeprefix("window.briefingSynonyms = ").removesuffix(";\n")) == [
        ["dr congo", "drc"]
    ]
