"""Reading in Chromium: explore a figure, sift a long table, look up a word, search, all by key."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
BUNDLE = "/vega/vega-bundle.js"
PACKED = {".html", ".css", ".js", ".json", ".svg"}  # what a server sends compressed
FIRST_VIEW_BYTES, WHOLE_PAGE_BYTES = 150_000, 600_000
LONG_TABLES = ("announcements", "projects", "stockpiles", "claims")


@pytest.fixture(scope="module")
def address(site: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve(site) as host:
        yield host


class Heard:
    """What a page asks for and complains about."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def bundles(self) -> int:
        return len([url for url in self.asked if url.endswith(BUNDLE)])


def explore(page: Page, place: int) -> Any:
    """Open the interactive form of one figure by key; returns its frame."""
    link = page.locator(".explore-link").nth(place)
    link.focus()
    page.keyboard.press("Enter")
    frame = page.locator(".explore-frame").last.element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("#chart svg")
    return frame


def test_the_charts_library_is_loaded_on_request_and_once(page: Page, address: str) -> None:
    heard = Heard(page)
    page.goto(f"{address}/report/index.html", wait_until="networkidle")
    assert heard.bundles() == 0
    explore(page, 0)
    explore(page, 1)
    assert heard.bundles() == 1
    assert heard.complaints == []
    assert [url for url in heard.asked if not url.startswith((address, "data:"))] == []


def test_every_figure_can_be_explored_in_place_and_put_back(page: Page, address: str) -> None:
    heard = Heard(page)
    page.goto(f"{address}/report/index.html")
    figures = page.locator("figure .exhibit:has(.chart)")
    assert page.locator(".explore-link").count() == figures.count() > 0
    for place in range(figures.count()):
        frame = explore(page, place)
        assert frame.locator("#status").inner_text() == ""
        assert figures.nth(place).locator(".chart:visible").count() == 0
        page.keyboard.press("Enter")
        assert figures.nth(place).locator(".chart:visible").count() == 1
    assert page.locator(".explore-frame").count() == 0
    assert heard.complaints == []


def test_the_frame_is_sandboxed_as_high_as_its_chart_and_follows_the_colours(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/report/index.html")
    frame = explore(page, 0)
    element = page.locator(".explore-frame")
    assert element.get_attribute("sandbox") == "allow-scripts"
    assert element.get_attribute("title")
    inside = "document.documentElement.scrollHeight"
    page.wait_for_function(
        "wanted => Math.abs(document.querySelector('.explore-frame').offsetHeight - wanted) < 2",
        arg=frame.evaluate("document.querySelector('main').scrollHeight"),
    )
    assert frame.evaluate(inside) <= element.evaluate("one => one.offsetHeight") + 1
    ground = "getComputedStyle(document.body).backgroundColor"
    for _ in range(2):  # system, light, dark
        page.locator(".colour-mode").press("Enter")
    is_dark = "document.documentElement.dataset.theme === 'dark'"
    frame.wait_for_function(is_dark, polling=100)  # ms; out of view a frame paints nothing
    assert frame.evaluate(ground) == page.evaluate(ground)


def test_a_mark_tells_its_values_in_words(page: Page, address: str) -> None:
    page.goto(f"{address}/exhibits/fig-shares/explore.html")
    page.locator("#chart svg path[aria-label], #chart svg .mark-rect path").first.hover()
    card = page.locator("#vg-tooltip-element")
    card.wait_for(state="visible")
    assert "share" in card.inner_text().lower()
    assert "null" not in card.inner_text()


def test_the_interactive_page_works_from_disk(page: Page, site: Path) -> None:
    for exhibit in sorted((site / "exhibits").glob("fig-*")):
        page.goto((exhibit / "explore.html").as_uri())
        page.wait_for_selector("#chart svg")
    page.goto((site / "report" / "index.html").as_uri())
    page.locator(".explore-link").first.click()
    page.wait_for_selector("#chart svg")  # from disk the link leads to that page


def count(page: Page) -> str:
    return page.locator(".table-count").inner_text()


@pytest.mark.parametrize("name", LONG_TABLES)
def test_a_long_table_is_whole_without_javascript(
    browser: Browser, page: Page, address: str, name: str
) -> None:
    page.goto(f"{address}/report/{name}.html")
    total = int(count(page).split()[2])
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{address}/report/{name}.html")
    assert plain.locator("tbody tr:not(.gt_group_heading_row)").count() == total > 0
    assert plain.locator(".table-controls").count() == 0
    plain.context.close()


def test_a_table_is_searched_filtered_and_linked(page: Page, address: str) -> None:
    page.goto(f"{address}/report/projects.html")
    everything = count(page)
    page.get_by_label("Country").select_option("Estonia")
    shown = page.locator("tbody tr:visible:not(.gt_group_heading_row)")
    assert shown.count() == int(count(page).split()[0]) > 0
    assert all("Estonia" in row for row in shown.all_inner_texts())
    page.get_by_label("Search").last.fill("no such plant")
    assert count(page) == "No row matches."
    page.get_by_label("Search").last.fill("magnet")
    page.wait_for_url(lambda url: "country=Estonia" in url and "q=magnet" in url)
    linked, words = page.url, count(page)
    page.goto("about:blank")
    page.goto(linked)
    assert count(page) == words
    page.get_by_role("button", name="Show all").click()
    assert count(page) == everything
    page.wait_for_url(lambda url: url.endswith("projects.html"))


def test_a_table_sorts_by_key_and_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/report/announcements.html")
    head = page.locator("thead th").first
    button = head.locator("button")
    first = page.locator("tbody tr:not(.gt_group_heading_row) th")
    before = first.all_inner_texts()
    button.focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator("tbody .gt_group_heading").count() == 0
    years = [int(words[-4:]) for words in first.all_inner_texts()]
    assert years == sorted(years, reverse=True)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert first.all_inner_texts() == before


def test_unknown_values_come_last_whichever_way_a_column_is_sorted(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/report/projects.html?sort=4.down")
    cells = page.locator("tbody tr td:nth-child(5)")
    for way in ("down", "up"):
        page.goto(f"{address}/report/projects.html?sort=4.{way}")
        words = cells.all_inner_texts()
        unknown = [text.strip() == "–" for text in words]
        assert unknown == sorted(unknown)
        known = [float(text.split()[0].replace(",", "")) for text in words if text.strip() != "–"]
        assert known == sorted(known, reverse=way == "down")


def test_a_word_is_explained_by_key_where_it_first_stands(page: Page, address: str) -> None:
    page.goto(f"{address}/report/index.html")
    words = page.locator("section.level2 .term")
    words.first.focus()
    section = words.first.locator("xpath=ancestor::section[contains(@class,'level2')]")
    names = section.locator(".term").evaluate_all("all => all.map(one => one.dataset.term)")
    assert len(names) == len(set(names)) > 0
    page.keyboard.press("Enter")
    assert words.first.get_attribute("aria-expanded") == "true"
    meaning = page.locator(".term-meaning")
    assert len(meaning.inner_text()) > 20
    page.keyboard.press("Escape")
    assert meaning.count() == 0
    page.keyboard.press("Enter")
    meaning.locator("a").click()
    assert page.locator("dt:has(:target), dt:target").count() == 1


def test_search_finds_sections_figures_and_rows_also_from_disk(
    page: Page, address: str, site: Path
) -> None:
    for host in (address, site.as_uri()):
        page.goto(f"{host}/report/search.html")
        page.locator(".search input").fill("price floor")
        page.locator(".search-results a").first.wait_for()
        found = page.locator(".search-results a").evaluate_all("all => all.map(one => one.href)")
        assert any("#sec-" in link for link in found)
        assert any("/exhibits/" in link for link in found)
        page.locator(".search input").fill("xyzzy")
        assert page.locator(".search-status").inner_text() == "Nothing found."
    page.goto(f"{address}/report/search.html?q=caremag")
    page.locator(".search-results a[href*='records/projects/']").first.click()
    assert "caremag" in page.locator("h1").inner_text().lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("China\u2019s share", "China's share"),
        ("price floor", "price-floor"),
        ("EU-US", "EU\u2013US"),
        ("Turkiye", "T\u00fcrkiye"),
        ("DRC", "DR Congo"),
        ("What has Japan done?", "Japan"),
    ],
)
def test_two_ways_to_write_a_question_find_the_same(
    page: Page, address: str, one: str, other: str
) -> None:
    page.goto(f"{address}/report/search.html")
    said = []
    for asked in (one, other):
        page.locator(".search input").fill(asked)
        said.append(page.locator(".search-status").inner_text())
    assert said[0] == said[1] != "Nothing found."


def test_the_company_of_every_plant_is_found(page: Page, address: str) -> None:
    companies = sorted({*pd.read_csv(ROOT / "data" / "raw" / "projects.csv")["company"]})
    page.goto(f"{address}/report/search.html")
    lost = []
    for company in companies:
        page.locator(".search input").fill(company)
        lost += (
            []
            if page.locator(".search-results a[href*='records/projects/']").count()
            else [company]
        )
    assert companies and lost == []


def test_results_are_grouped_and_a_profile_of_the_name_comes_first(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/report/search.html?q=gallium")
    heads = page.locator(".search-results h2").all_inner_texts()
    assert heads[0].startswith("Minerals")
    assert page.locator(".search-results a").first.get_attribute("href") == (
        "../minerals/gallium/index.html"
    )
    page.goto(f"{address}/report/search.html?q=DRC")
    assert page.locator(".search-results h2").first.inner_text().startswith("Governments")


def test_every_search_result_leads_somewhere(page: Page, address: str, site: Path) -> None:
    page.goto(f"{address}/report/search.html")
    links = page.evaluate("window.briefingSections.map(one => one[3])")
    report = site / "report"
    missing = [
        link
        for link in links
        if not (report / link.split("#")[0].split("?")[0]).resolve().is_file()
    ]
    assert links and missing == []


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_opened_parts_have_no_accessibility_violation(
    browser: Browser, address: str, mode: Any, width: int
) -> None:
    context = browser.new_context(color_scheme=mode, viewport={"width": width, "height": 900})
    page = context.new_page()
    found: list[Any] = []

    def scan() -> None:
        violations = Axe().run(page).response["violations"]
        found.extend((one["id"], one["nodes"][0]["html"][:200]) for one in violations)

    page.goto(f"{address}/report/index.html")
    page.locator("section.level2 .term").first.click()
    explore(page, 0)
    scan()
    page.goto(f"{address}/exhibits/fig-shares/explore.html")
    page.wait_for_selector("#chart svg")
    scan()
    page.goto(f"{address}/report/search.html?q=separation")
    scan()
    page.goto(f"{address}/report/projects.html?q=magnet&sort=1.down")
    scan()
    context.close()
    assert found == []


def test_headings_go_down_one_step_at_a_time_and_landmarks_are_there(
    page: Page, address: str, site: Path
) -> None:
    for path in sorted((site / "report").glob("*.html")):
        page.goto(f"{address}/report/{path.name}")
        levels = page.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4, h5')].map(one => +one.tagName[1])"
        )
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(lower - upper <= 1 for upper, lower in pairwise(levels))
        for landmark in ("banner", "main", "contentinfo"):
            assert page.get_by_role(landmark).count() == 1  # type: ignore[arg-type]
        unnamed = page.evaluate(
            "[...document.querySelectorAll('.table-scroll table')]"
            ".filter(one => !one.querySelector('thead th')).length"
        )
        assert unnamed == 0


def sent(site: Path, address: str, asked: list[str]) -> int:
    """The bytes that a server sends for these addresses, compressed where servers do so."""
    total = 0
    for url in dict.fromkeys(url.split("#")[0].split("?")[0] for url in asked):
        path = site / url.removeprefix(f"{address}/")
        content = path.read_bytes()
        total += len(gzip.compress(content, 6)) if path.suffix in PACKED else len(content)
    return total


def test_the_briefing_is_small(page: Page, address: str, site: Path) -> None:
    heard = Heard(page)
    page.goto(f"{address}/report/index.html", wait_until="networkidle")
    files = [url for url in heard.asked if url.startswith(address)]
    first = sent(site, address, files)
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".fact").last.click()
    page.wait_for_load_state("networkidle")
    whole = sent(site, address, [url for url in heard.asked if url.startswith(address)])
    assert first < FIRST_VIEW_BYTES
    assert first <= whole < WHOLE_PAGE_BYTES
