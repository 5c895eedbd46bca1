"""The look of the report: palette, contrast, pages in Chromium, structure of the PDF."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypandoc
import pytest
import typst
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from analysis.core.fonts import write_fonts
from analysis.documents.glossary import write_script
from analysis.exhibits import theme

THEME = Path(__file__).parents[1] / "report" / "theme"
TOKENS = theme.tokens()
MODES = ("light", "dark")

READING = (
    "ink",
    "ink-2",
    "ink-3",
    "accent",
    "accent-2",
    "grey-1",
    "grey-2",
    "warn",
    "good",
    "link",
)
DRAWING = (*READING, "grey-3", "focus")
AA_TEXT, AA_DRAWING = 4.5, 3.0  # contrast ratios of WCAG 2.2, criteria 1.4.3 and 1.4.11
GREYSCALE_DIFFERENCE = 1.6  # between the two subjects, so that they part in a grey print


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_the_definition_gives() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["paper", "paper-2"])
def test_text_colours_can_be_read_and_drawn_ones_be_seen(mode: str, ground: str) -> None:
    palette = TOKENS[mode]
    assert {
        name
        for names, least in ((READING, AA_TEXT), (DRAWING, AA_DRAWING))
        for name in names
        if contrast(palette[name], palette[ground]) < least
    } == set()


@pytest.mark.parametrize("mode", MODES)
def test_text_can_be_read_on_the_soft_colours(mode: str) -> None:
    palette = TOKENS[mode]
    for soft in ("accent-soft", "accent-2-soft"):
        assert contrast(palette["ink"], palette[soft]) >= AA_TEXT


@pytest.mark.parametrize("mode", MODES)
def test_the_two_subjects_part_in_a_grey_print(mode: str) -> None:
    assert contrast(TOKENS[mode]["accent"], TOKENS[mode]["accent-2"]) >= GREYSCALE_DIFFERENCE


@pytest.mark.parametrize("mode", MODES)
def test_the_recorded_contrasts_are_those_of_the_colours(mode: str) -> None:
    palette = TOKENS[mode]
    computed = {
        name: round(contrast(value, palette["paper"]), 2) for name, value in palette.items()
    }
    assert TOKENS["contrast_on_paper"][mode] == computed


def test_the_style_sheet_declares_the_same_colours() -> None:
    style = (THEME / "briefing.css").read_text(encoding="utf-8")
    declared = re.findall(r"--([a-z0-9-]+): light-dark\((#\w{6}), (#\w{6})\);", style)
    assert {name: light for name, light, _ in declared} == TOKENS["light"]
    assert {name: dark for name, _, dark in declared} == TOKENS["dark"]


def test_the_pdf_uses_the_same_colours() -> None:
    template = (THEME / "typst-template.typ").read_text(encoding="utf-8")
    names = {"rule-colour": "rule", "panel": "paper-2"}
    used = re.findall(r'^#let cvc-([a-z0-9-]+) = rgb\("(#\w{6})"\)', template, flags=re.MULTILINE)
    assert {names.get(name, name): value for name, value in used}.items() <= TOKENS["light"].items()
    assert len(used) > 3


# A page with one of everything, through the template.

CHART = (
    '<svg role="img" aria-labelledby="{0}-t" viewBox="0 0 {1} 100" width="{1}" height="100">'
    '<title id="{0}-t">Bars by country</title><rect width="80" height="40" fill="#b8430f"/></svg>'
)
CELLS = "".join(f"<td>separation {number}</td>" for number in range(9))
HEADS = "".join(f'<th scope="col">Year {number}</th>' for number in range(9))
WIDE_TABLE = (
    f'<table><thead><tr><th scope="col">Plant</th>{HEADS}</tr></thead>'
    f'<tbody><tr><th scope="row">Caremag</th>{CELLS}</tr></tbody></table>'
)
BODY = f"""
::: {{.verdict}}
Coordination has outrun capacity:
[47 instruments](../facts/signed/index.html){{.fact data-fact="signed"}} were signed.
:::

::: {{.key-numbers}}
::: {{.key-number}}
[91 %](../facts/share/index.html){{.fact data-fact="share"}}

of separation took place in China
:::
:::

## What was promised {{#sec-promised}}

Text with [a link](#sec-built) and [91 %](../facts/share/index.html){{.fact data-fact="share"}}.

::: {{.beside}}
What counts as a promise.
:::

```{{=html}}
<div id="fig-a" class="quarto-float"><figure class="quarto-float quarto-float-fig">
<div aria-describedby="fig-a-caption"><div class="exhibit">
<div class="chart chart-wide">{CHART.format("w", 720)}</div>
<div class="chart chart-narrow">{CHART.format("n", 340)}</div>
<details class="exhibit-data"><summary>Data</summary>
<div class="table-scroll" tabindex="0" role="region" aria-label="Data of the figure">{WIDE_TABLE}
</div></details>
<p class="exhibit-links"><a href="fig-a.svg">SVG</a></p></div></div>
<figcaption id="fig-a-caption" class="quarto-float-caption-bottom">Figure 1:
<span class="exhibit-title">China leads.</span> <span class="exhibit-subtitle">Per cent.</span>
<span class="exhibit-source">Source: IEA; data version 0.1.0.</span></figcaption>
</figure></div>
{WIDE_TABLE}
```

## What was built {{#sec-built}}

Text.
"""
METADATA = {
    "title": "Coordination versus capacity",
    "pagetitle": "Briefing",
    "site-title": "Coordination versus capacity",
    "subtitle": "A question",
    "lang": "en-GB",
    "data-version": "0.1.0",
    "pdf": "report.pdf",
    "licence": "CC BY 4.0",
    "site-nav": [
        {"text": "Briefing", "href": "index.html"},
        {"text": "Method", "href": "method.html"},
    ],
}
FACT = {
    "id": "signed",
    "label": "Instruments signed",
    "text": "47 instruments",
    "formula": "rows on the rungs <0 to 2>",
    "inputs": [{"table": "announcements.csv", "keys": ["a-1", "a-2"]}],
    "sources": [f"source-{number}" for number in range(6)],
    "as_of": "2026-11-20",
    "data_version": "0.1.0",
    "citations": {"apa": "Producer (2026). Instruments signed: 47, data version 0.1.0."},
}


@pytest.fixture(scope="module")
def page_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built page with its theme, its fonts and its facts."""
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(
        THEME, root / "report" / "theme", ignore=shutil.ignore_patterns("fonts", "*.typ")
    )
    write_fonts(root / "report" / "theme" / "fonts")
    write_script(THEME.parent, root)
    metadata = root / "metadata.json"
    metadata.write_text(json.dumps(METADATA), encoding="utf-8")
    options = ["--template", str(THEME / "page.html"), "--metadata-file", str(metadata)]
    options += ["--css", "theme/briefing.css", "--toc", "--number-sections", "--section-divs"]
    page = pypandoc.convert_text(BODY, "html", format="markdown", extra_args=options)
    (root / "report" / "index.html").write_text(page, encoding="utf-8")
    record = root / "facts" / "signed" / "signed.json"
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps(FACT), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def address(
    page_folder: Path, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    with serve(page_folder) as host:
        yield f"{host}/report/index.html"


def shown_card(page: Page) -> str:
    page.wait_for_selector(".fact-card")
    return page.locator(".fact-card").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_with_all_open_has_no_accessibility_violation(
    browser: Browser, address: str, mode: Any, width: int
) -> None:
    context = browser.new_context(
        color_scheme=mode, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    page.locator(".verdict .fact").click()
    assert "Instruments signed" in shown_card(page)
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_width_needs_sideways_scrolling_and_one_chart_is_shown(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".chart:visible").count() == 1
    assert page.locator(".chart-narrow").is_visible() == (width < 700)


@pytest.mark.browser
def test_the_contents_stand_open_beside_the_text_or_fold_above_it(page: Page, address: str) -> None:
    link = page.locator("#TOC a").first
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    assert link.is_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert not link.is_visible()
    page.locator("#TOC summary").click()
    assert link.is_visible()


@pytest.mark.browser
def test_the_page_asks_no_other_host_and_obeys_its_own_policy(page: Page, address: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    host = address.removesuffix("report/index.html")
    assert [url for url in asked if not url.startswith((host, "data:"))] == []
    assert complaints == []
    loaded = "[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)"
    assert {"Source Serif Pro", "Source Sans Pro"} <= {
        name.strip('"') for name in page.evaluate(loaded)
    }


@pytest.mark.browser
def test_the_choice_of_colours_survives_a_reload(page: Page, address: str) -> None:
    page.goto(address)
    ground = "getComputedStyle(document.body).backgroundColor"
    switch = page.locator(".colour-mode")
    light = page.evaluate(ground)
    switch.click()
    assert page.evaluate(ground) == light
    switch.click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    assert "dark" in (switch.text_content() or "")


@pytest.mark.browser
def test_a_fact_opens_by_key_says_what_it_is_and_gives_the_focus_back(
    page: Page, address: str
) -> None:
    page.goto(address)
    page.locator(".verdict .fact").focus()
    page.keyboard.press("Enter")
    card = shown_card(page)
    for words in (
        "Instruments signed",
        "rows on the rungs <0 to 2>",
        "announcements.csv: a-1, a-2",
    ):
        assert words in card
    assert "0.1.0" in card
    assert "source-3" in card
    assert "and 2 more" in card
    assert "source-4" not in card
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.fact-card') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".fact-card").count() == 0
    assert page.evaluate("document.activeElement.dataset.fact") == "signed"


@pytest.mark.browser
def test_a_card_shows_the_beginning_of_a_long_formula_and_leads_to_the_rest(
    page: Page, address: str, page_folder: Path
) -> None:
    record = page_folder / "facts" / "signed" / "signed.json"
    whole = record.read_text(encoding="utf-8")
    long = json.dumps(FACT | {"formula": "count of rows " * 40 + "end"})
    try:
        record.write_text(long, encoding="utf-8")
        page.goto(address)
        page.locator("[data-fact=signed]").first.click()
        card = shown_card(page)
    finally:
        record.write_text(whole, encoding="utf-8")
    formula = next(line for line in card.splitlines() if line.startswith("count of rows"))
    assert formula.endswith(" …")
    assert 200 < len(formula) < 250
    assert page.locator(".fact-card-page a").count() == 1


@pytest.mark.browser
def test_a_card_gives_the_citation_and_the_address_of_its_number(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}#fact-signed")
    copied = []
    for name in ("Copy citation", "Copy link"):
        page.get_by_role("button", name=name).click()
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    context.close()
    assert copied == [
        "Producer (2026). Instruments signed: 47, data version 0.1.0.",
        address.replace("report/index.html", "facts/signed/"),
    ]


@pytest.mark.browser
def test_a_link_to_a_fact_opens_its_card(page: Page, address: str) -> None:
    page.goto(f"{address}#fact-signed")
    assert "47 instruments" in shown_card(page)


@pytest.mark.browser
def test_a_page_opened_from_disk_has_its_look_and_its_cards(page: Page, page_folder: Path) -> None:
    page.goto((page_folder / "report" / "index.html").as_uri())
    page.locator(".verdict .fact").click()
    card = shown_card(page)
    assert "signed" in card
    link = page.locator(".fact-card-page a")
    assert link.get_attribute("href") == "../facts/signed/index.html"
    page.wait_for_function("document.fonts.check('1rem \"Source Serif Pro\"')")
    assert "Source Serif Pro" in page.evaluate("getComputedStyle(document.body).fontFamily")


@pytest.mark.browser
def test_without_javascript_the_page_is_whole_and_offers_nothing_dead(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".verdict").is_visible()
    assert not page.locator(".colour-mode").is_visible()
    assert page.locator(".fact").first.get_attribute("role") is None
    page.locator("summary", has_text="Data").click()
    assert page.locator(".exhibit-data table").is_visible()
    context.close()


@pytest.mark.browser
def test_a_wide_table_scrolls_in_itself_by_key_with_its_first_column_in_place(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(address)
    region = page.locator(".level2 > .table-scroll")
    assert region.get_attribute("tabindex") == "0"
    region.evaluate("one => (one.scrollLeft = 200)")
    edges = "one => [one, one.querySelector('tbody th')].map(e => e.getBoundingClientRect().left)"
    box, first_cell = region.evaluate(edges)
    assert region.evaluate("one => one.scrollLeft") == 200
    assert first_cell == pytest.approx(box, abs=1)


# The report on paper

ROWS = ", ".join(f"[plant {number}], [{number}]" for number in range(120))
TYPST_BODY = f"""
#block[
Coordination has outrun capacity: 47 were signed.

]
<verdict>

= What was promised
<sec-promised>
#block[
Most were late.

] <summary-promised>
See @fig-a.#footnote[A note.]

#figure([
#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='720' height='90'/>"), alt: "Bars")
], caption: figure.caption(position: bottom, [#strong[China leads.] #emph[Per cent.] Source: IEA.]),
kind: "quarto-float-fig", supplement: "Figure")
<fig-a>

#figure([
#table(columns: 2, table.header([Plant], [Slip]), {ROWS})
], caption: figure.caption(position: top, [#strong[Plants slip.] Source: companies.]),
kind: "quarto-float-tbl", supplement: "Table")
<tbl-a>
"""


def typeset(folder: Path, body: str, **metadata: Any) -> bytes:
    """The PDF of some Typst through the two partials, as PDF/UA-1, without a warning."""
    write_fonts(folder / "fonts")
    for partial in ("typst-template.typ", "typst-show.typ"):
        shutil.copy(THEME / partial, folder / partial)
    (folder / "template.typ").write_text(
        "#set document(date: none)\n${typst-template.typ()}\n\n${typst-show.typ()}\n\n$body$\n",
        encoding="utf-8",
    )
    (folder / "metadata.json").write_text(json.dumps(METADATA | metadata), encoding="utf-8")
    options = ["--template", str(folder / "template.typ"), "--metadata-file"]
    source = pypandoc.convert_text(
        body,
        "typst",
        format="markdown",
        extra_args=[*options, str(folder / "metadata.json"), "--toc"],
    )
    (folder / "main.typ").write_text(source, encoding="utf-8")
    content, warnings = typst.compile_with_warnings(
        str(folder / "main.typ"),
        font_paths=[str(folder / "fonts")],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert [warning.message for warning in warnings] == []
    assert isinstance(content, bytes)
    return content


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small report with one of everything."""
    metadata = {"author": ["A project"], "toc": True, "section-numbering": "1.1.a"}
    body = f"```{{=typst}}\n{TYPST_BODY}\n```\n"
    return typeset(tmp_path_factory.mktemp("paper"), body, **metadata)


def tags(element: Any) -> Iterator[Any]:
    """Every structure element below one, in reading order."""
    if isinstance(element, pikepdf.Array):
        for child in list(element):
            yield from tags(child)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        if "/K" in element:
            yield from tags(element.K)


def test_the_pdf_is_tagged_and_says_what_it_is(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == METADATA["title"]
        assert str(pdf.docinfo["/Author"]) == "A project"
        names = [str(element.S) for element in tags(pdf.Root.StructTreeRoot.K)]
        assert names[0] == "/Document"
        for name in ("/Title", "/TOC", "/H1", "/Figure", "/Caption", "/Table", "/TH"):
            assert name in names
        figures = [one for one in tags(pdf.Root.StructTreeRoot.K) if one.S == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == ["Bars"]


def test_the_pdf_carries_the_reports_own_fonts(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as pdf:
        fonts = {
            str(font.BaseFont).split("+")[-1]
            for page in pdf.pages
            for font in page.resources.Font.values()
        }
    assert {"SourceSerifPro-Regular", "SourceSerifPro-Semibold", "SourceSansPro-Regular"} <= {
        font.removesuffix("-Identity-H") for font in fonts
    }


def page_texts(report: bytes) -> list[str]:
    """The text of each page, in reading order."""
    command = ["pdftotext", "-", "-"]
    found = subprocess.run(command, input=report, capture_output=True, check=True)
    return found.stdout.decode("utf-8").split("\f")[:-1]


def test_the_verdict_stands_on_the_cover_and_only_there(report: bytes) -> None:
    cover, *others = page_texts(report)
    assert "Coordination has outrun capacity: 47 were signed." in " ".join(cover.split())
    assert "0.1.0" in cover
    assert not any("outrun" in page for page in others)


def test_a_long_table_runs_over_pages_that_repeat_its_header(report: bytes) -> None:
    pages = [page for page in page_texts(report) if "plant 1" in page or "plant 9" in page]
    assert len(pages) >= 2
    assert all("Slip" in page.split() for page in pages)


def test_a_caption_heads_its_picture_and_the_source_closes_it(report: bytes) -> None:
    text = " ".join(" ".join(page_texts(report)).split())
    assert "Figure 1 China leads. Per cent. Source: IEA." in text
    assert "Table 1 Plants slip. Plant Slip plant 0 0" in text
    assert "plant 119 119 Source: companies." in text


LINKS = (
    "# A {#sec-a}\n\n[a](method.qmd) [b](method.qmd#sec-f) [c](../data/processed/x.csv) "
    "[d](/top.html) [e](https://example.net/d.qmd) [f](mailto:a@example.net) [g](#sec-a)\n"
)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"site-address": "https://example.org/small"},
            [
                "https://example.org/small/report/method.html",
                "https://example.org/small/report/method.html#sec-f",
                "https://example.org/small/data/processed/x.csv",
                "https://example.org/small/top.html",
            ],
        ),
        ({}, ["method.html", "method.html#sec-f", "../data/processed/x.csv", "/top.html"]),
    ],
)
def test_links_of_the_pdf_lead_to_the_site_and_inside_it_stay_inside(
    tmp_path: Path, settings: dict[str, str], expected: list[str]
) -> None:
    with pikepdf.open(BytesIO(typeset(tmp_path, LINKS, **settings))) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        found = [str(note.A.URI) for note in notes if "/URI" in note.get("/A", {})]
    elsewhere = ["https://example.net/d.qmd", "mailto:a@example.net"]
    assert found == [*expected, *elsewhere]
    # The contents lead there too.
    assert [str(note.Dest) for note in notes if "/Dest" in note] == ["sec-a", "sec-a"]


def test_every_name_of_the_typst_template_has_a_prefix_of_its_own() -> None:
    template = (THEME / "typst-template.typ").read_text(encoding="utf-8")
    names = re.findall(r"^#let ([\w-]+)", template, flags=re.MULTILINE)
    assert len(names) > 20
    assert [name for name in names if not name.startswith("cvc-")] == []
    assert re.findall(r"^#(?:show|set|import)\b.*", template, flags=re.MULTILINE) == []
