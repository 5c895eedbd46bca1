"""Profile pages: text is escaped, numbers have anchors, links lead somewhere, all is light."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest
from lxml import html
from profile_rows import ACT, MARKET, SHARE
from small import AS_OF, table

from analysis.citation.publication import Publication
from analysis.core.project import Project
from analysis.facts.labels import country
from analysis.facts.measures import Measure
from analysis.facts.processed import About
from analysis.site.citable_pages import PagePlace
from analysis.site.profiles.pages import KINDS, citation, enough, write_profiles
from analysis.site.profiles.profile import Cell, Profile, Section, by_record
from analysis.site.shell import shell

ROOT = Path(__file__).parents[3]
HOSTILE = '</title><script>alert(1)</script> "q" & <i>f</i>'
MOST_BYTES = 1_500_000  # of all profiles and overviews


@pytest.fixture
def publication() -> Publication:
    return Publication.of(Project(ROOT), About("1.0.0", AS_OF, AS_OF))


@pytest.fixture
def written(
    profiles_of: Callable[..., dict[str, Profile]], publication: Publication, tmp_path: Path
) -> Path:
    """The pages of small profiles, with a hostile act and a hostile name."""
    found = profiles_of(
        ladder=table("ladder", ACT | {"title": HOSTILE, "parties": "CHN|USA", "counted": False}),
        concentration=table("concentration", MARKET),
        shares=table("shares", SHARE, *(SHARE | {"year": 2025 - at} for at in (1, 2))),
    )
    profiles = [replace(each, name=f"{each.name} {HOSTILE}") for each in found.values()]
    place = PagePlace(shell(Project(ROOT)), publication, "../..", False)
    measures = [Measure("mineral_profiles", "acts-not-counted", "acts", "select 1 < 2")]
    write_profiles(place, profiles, measures, tmp_path)
    return tmp_path


def test_text_of_the_tables_is_no_markup_and_pages_are_valid(written: Path) -> None:
    for path in written.glob("*/**/index.html"):
        text = path.read_text("utf-8")
        page = html.fromstring(text)
        assert page.xpath("//script[not(@src)] | //main//i") == []
        parser = html5lib.HTMLParser()
        parser.parse(text)
        assert [(place, code) for place, code, _ in parser.errors] == []


def test_every_number_has_an_anchor_and_its_definition_is_one_click_away(written: Path) -> None:
    page = html.parse(written / "minerals/gallium/index.html").getroot()
    assert page.xpath("//*[@id='share-refining']")[0].text_content().startswith("China 98%")
    [count] = page.xpath("//a[@id='acts-not-counted']")
    assert (count.text, count.get("href")) == ("1", "../../minerals/index.html#acts-not-counted")
    overview = html.parse(written / "minerals/index.html").getroot()
    assert overview.xpath("//details/pre[@id='acts-not-counted']/code")[0].text == "select 1 < 2"


def test_a_share_has_a_bar_with_its_range_and_a_line_of_its_years(written: Path) -> None:
    page = html.parse(written / "minerals/gallium/index.html").getroot()
    [bar] = page.xpath("//*[name()='svg'][contains(@class, 'share')]")
    assert bar.get("class") == "share china"
    assert bar.xpath("*[name()='path']/@d") == ["M90.0 4H98.0"]
    assert len(page.xpath("//*[name()='svg'][@class='history']")) == 1
    assert all(
        drawing.get("aria-hidden") == "true" for drawing in page.xpath("//main//*[name()='svg']")
    )


def test_a_profile_needs_three_rows() -> None:
    def profile(rows: int) -> Profile:
        section = Section("acts", "Acts", ("Act",), [[Cell("x")]] * rows)
        return Profile("minerals", "tin", "Tin", ["x"], [], [section])

    assert [each.size for each in enough([profile(2), profile(3)])] == [3]


def test_a_profile_is_cited_by_its_address_or_where_there_is_none_by_its_file(
    publication: Publication,
) -> None:
    tin = Profile("minerals", "tin", "Tin", ["24% mined in China in 2025"], [], [])
    said = "Tin: 24% mined in China in 2025. Mineral profile. Coordination versus capacity"
    at = replace(publication, address="https://example.org", is_draft=False)
    assert citation(tin, KINDS[0], at) == (
        f"{said}, data version 1.0.0, https://example.org/minerals/tin/"
    )
    assert citation(tin, KINDS[0], replace(at, address="")) == (
        f"{said}, data version 1.0.0, file minerals/tin/index.html"
    )


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Any]:
    """All profile pages and overviews of the built site."""
    files = [path for kind in KINDS for path in (site / kind.folder).rglob("index.html")]
    return {path: html.parse(path).getroot() for path in sorted(files)}


def test_the_overviews_lead_to_every_profile(site: Path, pages: dict[Path, Any]) -> None:
    for kind in KINDS:
        overview = site / kind.folder / "index.html"
        links = pages[overview].xpath("//ul[@class='profiles']//a/@href")
        listed = {(overview.parent / link).resolve() for link in links}
        assert listed == {path for path in pages if path.parents[1] == site / kind.folder}
    assert len(pages) > 60


def test_all_profiles_together_are_light(pages: dict[Path, Any]) -> None:
    assert sum(path.stat().st_size for path in pages) < MOST_BYTES


def test_no_profile_shows_a_code_in_place_of_a_country(pages: dict[Path, Any]) -> None:
    shown = {
        name
        for page in pages.values()
        for cell in page.xpath("//main//td | //main//li/text()[1]")
        for name in re.split(", | and ", str(getattr(cell, "text", cell)))
    }
    codes = {name for name in shown if re.fullmatch("[A-Z]{3}", name)}
    assert not [code for code in codes if country(code) != code]


def test_a_record_knows_the_profiles_that_lead_to_it() -> None:
    act = "records/announcements/pact/index.html"
    rows = [[Cell("a", act), Cell("b", "sources/index.html#s", lines=[Cell("c", f"{act}#d")])]]
    one, other = (
        Profile("minerals", name, name, ["x"], [], [Section("acts", "Acts", ("A", "B"), rows)])
        for name in ("gallium", "tin")
    )
    bare = replace(other, sections=[])
    assert by_record([one, bare])[act] == [one]
    assert [each.id for each in by_record([one, other])[act]] == ["gallium", "tin"]
