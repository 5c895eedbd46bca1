"""The site as readers open it: served and from disk, narrow and wide, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

DOCUMENTS = sorted(path.stem for path in (Path(__file__).parents[2] / "report").glob("[!_]*.qmd"))
ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# In the dark only the colours are others; everything else was looked at in the light.
RULES = {"light": ALL_RULES, "dark": ("cat.color",)}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(site: Path, serve: Any) -> Iterator[str]:
    """The address of the built site on this machine."""
    with serve(site) as address:
        yield address


@pytest.fixture(scope="module", params=["light", "dark"])
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def coloured(browser: Browser, mode: Any) -> Iterator[BrowserContext]:
    opened = browser.new_context(color_scheme=mode, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_with_all_open_has_no_accessibility_violation(
    coloured: BrowserContext, mode: str, address: str, name: str, width: int
) -> None:
    page = coloured.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/report/{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    options = {
        "runOnly": {"type": "tag", "values": list(RULES[mode])},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options).response
    page.close()
    assert found["passes"]
    violations = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert violations == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_page_scrolls_sideways_on_the_smallest_phone(
    page: Page, address: str, name: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/report/{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def asked(page: Page, address: str) -> list[str]:
    """What a page asks for until it rests, with what it complains about."""
    said: list[str] = []
    page.on("request", lambda request: said.append(request.url))
    page.on("requestfailed", lambda request: said.append(f"failed {request.url}"))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
    page.goto(address, wait_until="networkidle")
    return said


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_served_page_asks_no_other_host_and_does_not_complain(
    page: Page, address: str, name: str
) -> None:
    said = asked(page, f"{address}/report/{name}.html")
    assert said[0] == f"{address}/report/{name}.html"
    assert [one for one in said if not one.startswith((address, "data:"))] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_opened_from_disk_asks_no_host_at_all(page: Page, site: Path, name: str) -> None:
    said = asked(page, (site / "report" / f"{name}.html").as_uri())
    requests = [one for one in said if not one.startswith(("warning", "error", "failed"))]
    assert requests
    assert [one for one in requests if not one.startswith((site.as_uri(), "data:"))] == []
    # Chromium takes every file for a host of its own: it loads fonts late, but it loads them.
    refused = ("Access to font at 'file:", "Failed to load resource: net::ERR_FAILED")
    complaints = [one.removeprefix("error: ") for one in said if one.startswith("error: ")]
    assert [one for one in complaints if not one.startswith(refused)] == []
    fonts = page.evaluate(
        "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)"
    )
    assert "Source Serif Pro" in fonts


@pytest.mark.parametrize("name", ["index", "announcements", "projects", "whatif"])
def test_hostile_text_runs_nothing(page: Page, other_builds: Any, serve: Any, name: str) -> None:
    with serve(other_builds.vintage) as address:
        said = asked(page, f"{address}/report/{name}.html")
    assert [one for one in said if not one.startswith((address, "data:"))] == []


def test_the_first_page_leads_to_the_briefing(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_url(f"{address}/report/index.html")
    assert page.locator("h1").inner_text() == "Coordination versus capacity"


def test_a_citation_in_a_sentence_runs_with_it(page: Page, address: str) -> None:
    page.goto(f"{address}/report/index.html")
    cited = page.locator("main span.citation")
    assert cited.count() > 0
    ways = cited.evaluate_all("all => all.map(one => getComputedStyle(one).display)")
    assert set(ways) == {"inline"}


def test_every_picture_fits_its_column(page: Page, address: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}/report/index.html")
        wide = page.evaluate(
            "[...document.querySelectorAll('.chart svg')].filter(one => one.clientWidth && "
            "one.getBoundingClientRect().right > innerWidth).map(one => one.id || one.outerHTML)"
        )
        assert wide == []
        figures = page.locator("figure .exhibit:has(.chart)")
        assert figures.count() > 0
        for index in range(figures.count()):
            assert figures.nth(index).locator(".chart:visible").count() == 1
