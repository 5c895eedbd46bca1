"""The pages behind citations as readers open them: accessible, self-sufficient, explorable."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
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
    drawn = page.frame_locator("iframe.on-light").locator("#chart svg")
    drawn.wait_for()
    assert page.locator(".chart:visible").count() == 0
    assert page.frame_locator("iframe.on-light").locator("#status").inner_text() == ""
    assert len([one for one in asked if "explore.html" in one]) == 1


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("fixed", ["", "#light", "#dark", "#auto"])
def test_an_embed_is_light_or_takes_the_colours_that_its_address_asks_for(
    browser: Browser, address: str, system: Literal["light", "dark"], fixed: str
) -> None:
    page = browser.new_page(color_scheme=system)
    page.goto(f"{address}/exhibits/fig-shares/embed.html{fixed}")
    red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    expected = {"": "light", "#auto": system}.get(fixed, fixed.strip("#"))
    assert (int(red) > 200) == (expected == "light")
    page.locator("summary").click()
    shown = page.locator("details iframe:visible")
    assert shown.get_attribute("src") == f"explore.html?own#{expected}"
    page.close()


@pytest.fixture
def host(page: Page, serve: Any, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Opens a page of another site with these contents."""
    with serve(tmp_path) as elsewhere:

        def opened(body: str) -> None:
            start = '<!DOCTYPE html><link rel="icon" href="data:,"><body style="margin:0">'
            (tmp_path / "index.html").write_text(start + body, encoding="utf-8")
            page.goto(f"{elsewhere}/index.html")

        yield opened


def code(page: Page, address: str, path: str, name: str) -> str:
    """A code to copy of a page of the site, with the address at which the site is served."""
    page.goto(f"{address}/{path}")
    text = page.locator(f"#{name}").text_content() or ""
    text = text.replace(' loading="lazy"', "")
    return re.sub(r'src="[^"]*/exhibits/', f'src="{address}/exhibits/', text)


def test_an_embed_follows_a_page_that_changes_its_colours(
    page: Page, address: str, host: Callable[[str], None]
) -> None:
    frame = code(page, address, "exhibits/fig-shares/index.html", "embed-live")
    follow = code(page, address, "cite/index.html", "embed-follow")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    host(f"{frame}<style>.dark{{color:#eee}}</style>{follow}")
    inner = page.frame_locator("iframe").locator("body")
    colour = "body => getComputedStyle(body).backgroundColor"
    light = inner.evaluate(colour)
    asked.clear()
    page.evaluate("document.body.className = 'dark'")
    page.wait_for_function("document.querySelector('iframe').dataset.colours === '#dark'")
    page.wait_for_timeout(200)
    assert inner.evaluate(colour) != light
    page.evaluate("document.body.className = ''")
    page.wait_for_timeout(200)
    assert inner.evaluate(colour) == light
    assert asked == []  # nothing is loaded again


@pytest.mark.parametrize("width", [320, 390, 599, 600, 760, 1200])
def test_a_frame_is_as_high_as_what_it_shows(
    page: Page, site: Path, address: str, host: Callable[[str], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    names = [path.parent.name for path in sorted(site.glob("exhibits/fig-*/embed.html"))]
    codes = [
        code(page, address, f"exhibits/{name}/index.html", "embed-live").replace(
            ' loading="lazy"', ""
        )
        for name in names
    ]
    host("".join(codes))
    for name, frame in zip(names, page.locator("iframe").all(), strict=True):
        room = frame.bounding_box()
        shown = frame.content_frame.locator("body").bounding_box()
        assert room is not None and shown is not None
        assert 0 <= room["height"] - shown["height"] <= 120, name


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
    page.get_by_text("Chicago, Harvard").click()
    page.get_by_role("button", name="Copy Harvard").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    shown = page.locator("#cite-harvard").text_content()
    context.close()
    assert copied == shown
    assert "Available at: https://" in copied


@pytest.mark.parametrize("name", ["fig-shares", "tbl-areas"])
def test_a_button_packs_what_an_article_needs(
    page: Page, site: Path, address: str, name: str
) -> None:
    page.goto(f"{address}/exhibits/{name}/index.html")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Pack all").click()
    assert saved.value.suggested_filename == f"{name}.zip"
    with zipfile.ZipFile(saved.value.path()) as kit:
        assert kit.testzip() is None
        packed = {entry.removeprefix(f"{name}/"): kit.read(entry) for entry in kit.namelist()}
    folder = site / "exhibits" / name
    record = json.loads((folder / f"{name}.json").read_text("utf-8"))
    for file in record["files"]:
        assert packed.pop(file) == (folder / file).read_bytes(), file
    texts = {file: content.decode() for file, content in packed.items()}
    assert sorted(texts) == ["README.txt", "alt.txt", "citations.txt", "credit.txt", "embed.txt"]
    assert texts["alt.txt"] == record["alt"]
    assert texts["credit.txt"].startswith(f"{record['kind'].capitalize()}: ")
    for style in ("apa", "chicago", "harvard", "bibtex", "ris", "csl-json"):
        assert record["citations"][style].strip() in texts["citations.txt"], style
    assert f"{name}/embed.html" in texts["embed.txt"]
    for part in (record["title"], record["note"], "  alt.txt", "CC BY 4.0"):
        assert part in texts["README.txt"]
    page.get_by_text(f"{name}.zip was saved.").wait_for()


def test_from_disk_the_page_says_how_to_pack_instead(page: Page, site: Path) -> None:
    page.goto((site / "exhibits" / "fig-shares" / "index.html").as_uri())
    assert not page.get_by_role("button", name="Pack all").is_visible()
    assert page.get_by_text("briefing kit fig-shares").is_visible()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_parts_of_a_figures_page_are_reached_from_its_top_and_stand_beside_each_other(
    browser: Browser, address: str, width: int, mode: Any
) -> None:
    page = browser.new_page(color_scheme=mode, viewport={"width": width, "height": 900})
    page.goto(f"{address}/exhibits/fig-promises/index.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    links = page.locator(".page-parts a")
    assert links.all_inner_texts()[:5] == ["Cite", "Embed", "Download", "Data", "Sources"]
    for link in links.all():
        assert page.locator(link.get_attribute("href") or "").count() == 1
    boxes = [page.locator(part).bounding_box() for part in ("#cite", "#downloads")]
    assert boxes[0] is not None and boxes[1] is not None
    assert (boxes[0]["y"] == boxes[1]["y"]) == (width == 1280)
    page.close()
