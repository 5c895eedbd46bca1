"""Ten questions that a journalist would ask, answered by clicks from the briefing's first page.

Each is clicked through as a reader would, on a phone and on a laptop: at most three clicks, or one
search with two. What is expected is counted from the tables that the site publishes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from analysis.facts import text

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
MOST_AFTER_SEARCH = 2


@dataclass
class Reader:
    """A reader who begins at the briefing and counts what it takes to get on."""

    page: Page
    tables: Path
    clicks: int = 0
    searches: int = 0

    def enter(self, target: str) -> None:
        """Follow the first link in sight to a page of this address."""
        self.follow(self.page.locator(f"a[href$='{target}']:visible").first)

    def choose(self, name: str) -> None:
        """Follow the link of this name in the text of the page."""
        link = self.page.locator("#main").get_by_role("link", name=name, exact=True)
        self.follow(link.first)

    def follow(self, link: Any) -> None:
        link.click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def search(self, words: str) -> None:
        self.page.get_by_role("searchbox").fill(words)
        self.searches += 1

    def sees(self, selector: str, words: str) -> None:
        """Assert that these words stand in a part of the page that is in sight."""
        part = self.page.locator(selector).filter(has_text=re.compile(words, re.IGNORECASE)).first
        expect(part).to_be_in_viewport()

    def lines(self, section: str) -> int:
        """How many rows the table of a section in sight has."""
        expect(self.page.locator(f"#{section} h2")).to_be_in_viewport()
        return self.page.locator(f"#{section} tbody tr").count()

    def rows(self, table: str) -> pd.DataFrame:
        return read(self.tables / "processed" / f"{table}.csv")

    def count(self, kind: str, subject: str, measure: str) -> int:
        """A number of a profile, as the table of profiles has it; none is 0."""
        rows = self.rows(f"{kind}_profiles").set_index([kind, "measure"])["value"]
        return int(rows.get((subject, measure), 0))


@cache
def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path)


def said(count: int) -> str:
    """A count as sentences write it, for a pattern."""
    return f"(?<![0-9]){text.count(count)}"


def who_makes_gallium(reader: Reader) -> None:
    reader.enter("minerals/index.html")
    reader.choose("Gallium")
    markets = reader.rows("concentration").query("mineral == 'gallium' and current")
    made = markets[markets["measure"] == "production"].iloc[0]
    assert made["top_country"] == "CHN"
    reader.sees("h1", f"Gallium: .*{text.percent(made['top_share_pct'])} refined in China")


def what_has_japan_done(reader: Reader) -> None:
    reader.enter("actors/index.html")
    reader.choose("Japan")
    reader.choose("Acts")
    acts = reader.rows("ladder")["parties"].str.split("|").map(lambda codes: "JPN" in codes)
    assert reader.lines("acts-by-date") == acts.sum() > 0


def did_the_us_keep_its_deadlines(reader: Reader) -> None:
    reader.enter("actors/index.html")
    reader.choose("United States")
    own = [reader.count("actor", "USA", f"deadlines{which}") for which in ("-kept", "", "-open")]
    kept, closed = own[0], own[1] - own[2]
    reader.sees(".findings li", f"{said(kept)} of {said(closed)} own deadlines")


def which_rare_earth_plants_are_late(reader: Reader) -> None:
    reader.enter("minerals/index.html")
    reader.choose("Rare earths")
    reader.choose("Late plants")
    late = [reader.count("mineral", "rare_earths", f"starts-{how}") for how in ("late", "overdue")]
    assert reader.lines("late") == sum(late) > 0


def how_much_does_korea_lean_on_china(reader: Reader) -> None:
    reader.enter("actors/index.html")
    reader.choose("South Korea")
    china, all_of_them = (
        reader.count("actor", "KOR", f"supplied{which}") for which in ("-by-china", "")
    )
    reader.sees(".findings li", f"{said(china)} of {said(all_of_them)} minerals .* from China")
    reader.choose("Reliance on imports")
    assert reader.lines("reliance") >= all_of_them


def what_does_dr_congo_lead(reader: Reader) -> None:
    reader.enter("search.html")
    reader.search("DRC")
    reader.choose("DR Congo")
    led = reader.count("actor", "COD", "markets-led")
    reader.sees(".findings li", f"largest producer in {said(led)} markets: cobalt")


def who_stockpiles_antimony(reader: Reader) -> None:
    reader.enter("minerals/index.html")
    reader.choose("Antimony")
    count = reader.count("mineral", "antimony", "programmes")
    reader.sees(".findings li", f"{said(count)} stockpile programmes name it .*United States")
    reader.choose("Stockpiles")
    assert reader.lines("stocks") >= count


def what_is_due_next_on_lithium(reader: Reader) -> None:
    reader.enter("minerals/index.html")
    reader.choose("Lithium")
    reader.choose("What is due next")
    days = reader.rows("watch").query("state == 'ahead'")
    own = days[days["minerals"].fillna("").str.split("|").map(lambda codes: "lithium" in codes)]
    reader.sees("#due tbody tr", re.escape(own.iloc[0]["name"]))


def has_cobalt_got_dearer(reader: Reader) -> None:
    reader.enter("minerals/index.html")
    reader.choose("Cobalt")
    change = reader.rows("mineral_profiles").set_index(["mineral", "measure"])["value"]
    value = change["cobalt", "price-change"]
    way = "more" if value > 0 else "less"
    reader.sees(".findings li", rf"cost {text.percent(abs(value))} {way} in \d+ than in \d+")


def how_is_a_count_made(reader: Reader) -> None:
    number = reader.page.locator("a.fact:visible").first
    name = number.get_attribute("data-fact")
    reader.follow(number)  # opens what is known of it in the page
    reader.follow(reader.page.locator(".fact-card-page a"))
    assert f"/facts/{name}/" in reader.page.url
    reader.page.locator("#fact-query").scroll_into_view_if_needed()
    reader.sees("#fact-query", "select")


QUESTIONS: tuple[Callable[[Reader], None], ...] = (
    who_makes_gallium,
    what_has_japan_done,
    did_the_us_keep_its_deadlines,
    which_rare_earth_plants_are_late,
    how_much_does_korea_lean_on_china,
    what_does_dr_congo_lead,
    who_stockpiles_antimony,
    what_is_due_next_on_lithium,
    has_cobalt_got_dearer,
    how_is_a_count_made,
)


@pytest.fixture(scope="module")
def address(site: Path, serve: Any) -> Iterator[str]:
    """The address of the built site on this machine."""
    with serve(site) as address:
        yield address


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.__name__)
def test_a_question_is_answered_in_a_few_clicks(
    page: Page, site: Path, address: str, question: Callable[[Reader], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}/report/index.html")
    reader = Reader(page, site / "data")
    question(reader)
    assert reader.searches <= 1
    assert reader.clicks <= (MOST_AFTER_SEARCH if reader.searches else MOST_CLICKS)


def test_on_a_phone_the_menu_is_one_line_and_works_by_keyboard(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/report/index.html")
    header = page.locator(".site-header").bounding_box()
    assert header is not None
    assert header["height"] < 72
    pages = page.locator("#site-pages")
    expect(pages).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(pages).to_be_visible()
    page.keyboard.press("Tab")
    expect(pages.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(pages).to_be_hidden()


def test_the_menu_opens_without_javascript_and_stands_open_where_there_is_room(
    browser: Any, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/report/index.html")
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Governments")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("link", name="Governments")).to_be_visible()
    context.close()
