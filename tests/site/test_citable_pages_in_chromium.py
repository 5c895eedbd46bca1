"""The pages behind citations as readers open them: accessible, self-sufficient, explorable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = (
    "exhibits/index.html",
    "exhibits/fig-shares/index.html",
    "exhibits/tbl-areas/index.html",
    "exhibits/fig-shares/embed.html",
    "exhibits/tbl-areas/embed.html",
    "facts/promises-due/index.html",
    "records/index.html",
    "records/announcements/us-aus-framework-2025-10-20/index.html",
    "records/stockpile_programmes/us-national-defense-stockpile/index.html",
    "records/projects/mp-10x/index.html",
    "minerals/index.html",
    "minerals/rare_earths/index.html",
    "actors/index.html",
    "actors/usa/index.html",
    "sources/index.html",
    "cite/index.html",
    "corrections/index.html",
    "verify/index.html",
    "v/VERSION/index.html",
    "v/VERSION/exhibits/fig-shares/index.html",
    "v/VERSION/facts/promises-due/index.html",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => (one.open = true))"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(site: Path, serve: Any) -> Iterator[str]:
    """The address of the built site on this machine."""
    with serve(site) as address:
        yield address


@pytest.fixture(scope="module")
def version(site: Path) -> str:
    return json.loads((site / "exhibits" / "index.json").read_text("utf-8"))["data_version"]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_citable_page_with_all_open_has_no_accessibility_violation(
    browser: Browser, address: str, version: str, name: str, mode: Any
) -> None:
    context = browser.new_context(color_scheme=mode, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/{name.replace('VERSION', version)}")
    page.evaluate(OPEN_ALL)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = {}
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for one in Axe().run(page, options=options).response["violations"]:
            found[one["id"], width] = one["nodes"][0]["html"][:200]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert found == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_citable_page_asks_its_own_site_alone(
    page: Page, address: str, version: str, name: str
) -> None:
    said: list[str] = []
    page.on("request", lambda request: said.append(request.url))
    page.on("requestfailed", lambda request: said.append(f"failed {request.url}"))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.goto(f"{address}/{name.replace('VERSION', version)}", wait_until="networkidle")
    assert said
    assert [one for one in said if not one.startswith((address, "data:"))] == []


def test_a_frozen_page_uses_nothing_of_the_newest_version(
    page: Page, address: str, version: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(f"{address}/v/{version}/exhibits/fig-shares/index.html", wait_until="networkidle")
    elsewhere = [one for one in asked if not one.startswith((f"/v/{version}/", "data:"))]
    assert [one for one in elsewhere if not one.startswith("/report/theme/")] == []


def test_an_embedded_figure_opens_its_interactive_form_on_request_alone(
    page: Page, address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/exhibits/fig-shares/embed.html", wait_until="networkidle")
    assert not any("explore" in one or "vega" in one for one in asked)
    assert page.locator(".chart:visible").count() == 1
    page.locator("summary").click()
    drawn = page.frame_locator("iframe").locator("#chart svg")
    drawn.wait_for()
    assert page.locator(".chart:visible").count() == 0
    assert page.frame_locator("iframe").locator("#status").inner_text() == ""


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("fixed", ["", "#light", "#dark"])
def test_an_embed_takes_the_colours_of_the_reader_or_of_its_address(
    browser: Browser, address: str, system: Literal["light", "dark"], fixed: str
) -> None:
    page = browser.new_page(color_scheme=system)
    page.goto(f"{address}/exhibits/fig-shares/embed.html{fixed}")
    red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    assert (int(red) > 200) == ((fixed.strip("#") or system) == "light")
    page.close()


def test_the_page_of_a_figure_opens_its_interactive_form_in_place(page: Page, address: str) -> None:
    page.goto(f"{address}/exhibits/fig-shares/index.html")
    page.get_by_role("button", name="Explore").click()
    page.frame_locator(".explore-frame").locator("#chart svg").wait_for()


def test_a_number_leads_to_its_page(page: Page, address: str) -> None:
    page.goto(f"{address}/report/index.html")
    number = page.locator("main .fact[data-fact]").first
    name = number.get_attribute("data-fact")
    number.click()
    page.locator(".fact-card-page a").click()
    page.wait_for_url(f"{address}/facts/{name}/index.html")
    assert page.locator(".fact-value").inner_text()


def test_a_copied_citation_is_the_one_shown(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/facts/promises-due/index.html")
    page.get_by_role("button", name="Copy Harvard").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    shown = page.locator("#cite-harvard").text_content()
    context.close()
    assert copied == shown
    assert "Available at: https://" in copied
