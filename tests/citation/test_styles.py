"""Citations name producer, year, version and address in every form, and can be read back."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import bibtexparser
import pybtex.database
import pypandoc
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON

from analysis.citation.catalogue import Catalogue, of_exhibit, producers
from analysis.citation.styles import (
    CSL_STYLES,
    LATEX,
    NAMES,
    formatted,
    latex,
    style_text,
    undivided,
)
from analysis.citation.works import accessed_on, credited, fact_key
from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.exhibits.registry import exhibits, in_documents
from analysis.facts.processed import read_processed

AWKWARD = r"Shares: 61% of <b>mining</b> & “R&D” {50_000 t} #1 $5 ~x^2 \n"
WORK: dict[str, Any] = {
    "id": "fig-x",
    "type": "dataset",
    "title": AWKWARD,
    "author": [{"literal": "U.S. Geological Survey"}, {"literal": "Smith and Sons, Ltd"}],
    "genre": "Figure fig-x",
    "container-title": "Coordination versus capacity",
    "version": "1.2.0",
    "issued": {"date-parts": [[2026, 2, 4]]},
    "accessed": {"date-parts": [[2026, 2, 4]]},
    "publisher": "The project",
    "URL": "https://example.org/v/1.2.0/exhibits/fig-x/",
}


@pytest.mark.parametrize("style", NAMES)
def test_every_form_names_producer_year_version_and_address(listed: Catalogue, style: str) -> None:
    cited = [*listed.exhibits, *(fact_key(name) for name in listed.facts)]
    for name in cited:
        work, text = listed.works[name], listed.citations[name][style]
        for part in (work["author"][0]["literal"], "2026", work["version"], work["URL"]):
            known = latex(part) if style == "bibtex" and part != work["URL"] else part
            known = undivided(known) if style == "ris" else known
            assert known in text
        assert "/v/" in work["URL"]


def test_producers_come_before_the_report(listed: Catalogue) -> None:
    work = listed.works["fig-shares"]
    assert work["author"][0]["literal"] == "International Energy Agency"
    assert work["author"][-1]["literal"] == listed.publication.author
    for style in CSL_STYLES:
        text = listed.citations["fig-shares"][style]
        assert text.startswith("International Energy Agency")


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([], []),
        ([["A"]], ["A"]),
        ([["A", "B"]], ["A", "B"]),
        ([["A", "B", "C"]], []),
        ([["A"], ["A", "B"], ["C"]], ["A"]),  # 1½ of 3
        ([["A", "B", "C", "D"], ["A"], ["B"], ["C"]], []),  # 1¼ of 4 each but D
        ([["", ""], [""]], []),
        ([["A"], [""]], ["A"]),
    ],
)
def test_who_stands_behind_half_of_a_work_is_credited(
    rows: list[list[str]], named: list[str]
) -> None:
    assert credited(rows) == named


def test_a_data_set_names_its_producer_and_a_compilation_says_on_how_many_it_rests() -> None:
    project = Project(Path(__file__).parents[2])
    processed = read_processed(project.processed)
    found = {
        shown.id: producers(of_exhibit(shown), processed)
        for shown in exhibits(processed, in_documents(project))
    }
    assert {name: who for name, who in found.items() if who} == {
        "fig-shares": ["International Energy Agency"],
        "fig-concentration": ["U.S. Geological Survey"],
        "tbl-benchmarks": ["European Commission, Joint Research Centre"],
    }


def test_a_work_says_on_how_many_sources_it_rests(listed: Catalogue) -> None:
    count = len(listed.exhibits["fig-shares"]["sources"])
    assert f"based on {count} source" in listed.citations["fig-shares"]["apa"]


def test_keys_differ_by_version() -> None:
    later = {**WORK, "version": "1.3.0"}
    for style in ("bibtex", "ris", "csl-json"):
        assert "coordination-capacity-fig-x-1.2.0" in formatted([WORK], style)["fig-x"]
        assert "coordination-capacity-fig-x-1.3.0" in formatted([later], style)["fig-x"]


def test_the_citation_of_a_fact_names_the_table_of_its_rows(listed: Catalogue) -> None:
    name, record = next(iter(listed.facts.items()))
    assert (
        f"computed from table {record['processed_table']}"
        in listed.citations[fact_key(name)]["apa"]
    )


def test_bibtex_is_read_back_by_another_library() -> None:
    text = formatted([WORK], "bibtex")["fig-x"]
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    assert entry.key == "coordination-capacity-fig-x-1.2.0"
    # The reader turns LaTeX's circumflex into a look-alike of the plain one.
    assert fields["title"].strip("{}").replace("ˆ", "^") == AWKWARD
    assert fields["year"] == "2026"
    assert fields["version"] == "1.2.0"
    assert fields["url"] == WORK["URL"]
    assert fields["urldate"] == "2026-02-04"


def test_bibtex_is_read_back_by_the_library_of_its_makers_with_every_field() -> None:
    text = formatted([WORK], "bibtex")["fig-x"]
    [entry] = pybtex.database.parse_string(text, "bibtex").entries.values()
    assert entry.key == "coordination-capacity-fig-x-1.2.0"
    assert entry.type == "misc"
    assert [[*map(plain, person.last_names)] for person in entry.persons["author"]] == [
        ["U.S. Geological Survey"],
        ["Smith and Sons, Ltd"],
    ]
    assert all(not person.first_names for person in entry.persons["author"])
    assert {name.lower(): plain(value) for name, value in entry.fields.items()} == {
        "title": AWKWARD,
        "publisher": WORK["publisher"],
        "year": "2026",
        "month": "2",
        "version": WORK["version"],
        "howpublished": WORK["container-title"],
        "note": f"{WORK['genre']}; data version {WORK['version']}",
        "url": WORK["URL"],
        "urldate": "2026-02-04",
    }


def plain(value: str) -> str:
    """A field of BibTeX without braces and LaTeX."""
    for sign, written in LATEX.items():
        value = value.replace(written, "\0" + str(ord(sign)) + "\0")
    value = value.replace("{", "").replace("}", "")
    return re.sub("\0(\\d+)\0", lambda found: chr(int(found[1])), value)


def test_bibtex_is_read_back_by_pandoc_with_whole_corporate_authors() -> None:
    text = formatted([WORK], "bibtex")["fig-x"]
    (record,) = json.loads(pypandoc.convert_text(text, "csljson", "bibtex"))
    assert [author["literal"] for author in record["author"]] == [
        "U.S. Geological Survey",
        "Smith and Sons, Ltd",
    ]
    assert record["issued"]["date-parts"][0][:2] == [2026, 2]


def test_ris_is_read_back_by_another_library() -> None:
    (record,) = rispy.loads(formatted([WORK], "ris")["fig-x"])
    assert record["type_of_reference"] == "DATA"
    assert record["title"] == AWKWARD
    assert record["authors"] == ["U.S. Geological Survey", "Smith and Sons – Ltd"]
    assert record["year"] == "2026"
    assert record["edition"] == "1.2.0"
    assert record["urls"] == [WORK["URL"]]
    assert record["publisher"] == "The project"


def test_ris_is_read_back_with_every_field() -> None:
    (record,) = rispy.loads(formatted([WORK], "ris")["fig-x"])
    assert {name: value for name, value in record.items() if name != "unknown_tag"} == {
        "type_of_reference": "DATA",
        "authors": ["U.S. Geological Survey", "Smith and Sons – Ltd"],
        "title": AWKWARD,
        "secondary_title": WORK["container-title"],
        "year": "2026",
        "date": "2026/02/04",
        "edition": WORK["version"],
        "publisher": WORK["publisher"],
        "notes": [f"{WORK['genre']}; data version {WORK['version']}"],
        "urls": [WORK["URL"]],
        "access_date": "2026/02/04",
        "id": "coordination-capacity-fig-x-1.2.0",
    }


def test_ris_keeps_one_line_per_tag_whatever_the_text() -> None:
    text = formatted([WORK | {"title": "One\nER  - \ntwo"}], "ris")["fig-x"]
    (record,) = rispy.loads(text)
    assert record["title"] == "One ER - two"


def test_csl_json_is_the_record_itself() -> None:
    assert json.loads(formatted([WORK], "csl-json")["fig-x"]) == [
        {**WORK, "id": "coordination-capacity-fig-x-1.2.0"}
    ]


def test_csl_json_is_read_back_by_another_processor_with_every_field() -> None:
    [written] = json.loads(formatted([WORK], "csl-json")["fig-x"])
    [read] = CiteProcJSON([written]).values()
    assert (read.key, read.type) == (written["id"], "dataset")
    known = {name: value for name, value in written.items() if name not in ("id", "type")}
    assert set(read) - {"key", "type"} == {name.replace("-", "_") for name in known}
    assert [dict(name) for name in read["author"]] == WORK["author"]
    for field in ("issued", "accessed"):
        assert [read[field][part] for part in ("year", "month", "day")] == [2026, 2, 4]
    for name in ("title", "genre", "container-title", "version", "publisher", "URL"):
        assert str(read[name.replace("-", "_")]) == WORK[name]


def test_a_citation_does_not_depend_on_its_neighbours() -> None:
    others = [WORK | {"id": f"fig-{n}", "title": f"Other {n}"} for n in range(3)]
    for style in CSL_STYLES:
        assert formatted([*others, WORK], style)["fig-x"] == formatted([WORK], style)["fig-x"]
        assert "2026a" not in formatted([*others, WORK], style)["fig-x"]


def test_markup_in_a_title_stays_text() -> None:
    assert "‹b›mining‹/b›" in formatted([WORK], "apa")["fig-x"]


def test_a_reader_may_say_when_the_work_was_seen() -> None:
    seen = accessed_on(WORK, dt.date(2027, 1, 2))
    assert "Accessed: 2 January 2027" in formatted([seen], "harvard")["fig-x"]


@pytest.mark.parametrize("csl", CSL_STYLES.values())
def test_styles_come_without_marks_that_depend_on_the_list(csl: str) -> None:
    assert "disambiguate-add-year-suffix" not in style_text(csl)


@pytest.mark.parametrize(
    ("csl", "beginning"),
    [
        ("nature", "U.S. Geological Survey & Smith and Sons, Ltd. Shares: 61%"),
        ("ieee", "U.S. Geological Survey and Smith and Sons, Ltd, ‘Shares: 61%"),
        ("nature-communications", "U.S. Geological Survey & Smith"),  # only names another
    ],
)
def test_any_published_style_can_be_asked_for(csl: str, beginning: str) -> None:
    text = formatted([WORK], csl)["fig-x"]
    assert text.startswith(beginning)
    assert "1.2.0" in text


def test_a_style_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text(style_text("apa").replace("(", "["), encoding="utf-8")
    assert "[2026" in formatted([WORK], str(tmp_path / "own.csl"))["fig-x"]


def test_an_unknown_style_is_refused_with_those_that_are_near() -> None:
    with pytest.raises(ProblemsError) as caught:
        formatted([WORK], "natuer")
    [problem] = caught.value.problems
    assert problem.sentence().startswith('--style: "natuer" is no style of citations; did you mean')
    assert "nature" in problem.sentence()


def test_a_style_without_a_list_of_works_is_refused(tmp_path: Path) -> None:
    own = re.sub("<bibliography.*</bibliography>", "", style_text("apa"), flags=re.DOTALL)
    (tmp_path / "own.csl").write_text(own, encoding="utf-8")
    with pytest.raises(ProblemsError, match="without a list of works"):
        formatted([WORK], str(tmp_path / "own.csl"))
