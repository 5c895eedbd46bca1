"""The contract holds for each engine's output, and each of its rules can be broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from site_contract import check_site

FACTS = {"china-refining-share": "91 %"}


@pytest.fixture
def site(sample_site: Path, tmp_path: Path) -> Path:
    """A copy of the rendered sample, with the page to which one of its links leads."""
    copy = tmp_path / "site"
    shutil.copytree(sample_site, copy)
    (copy / "data").mkdir()
    page = '<!DOCTYPE html><html lang="en"><title>Data</title><h1>Data</h1></html>'
    (copy / "data" / "index.html").write_text(page, encoding="utf-8")
    return copy


def broken(site: Path, change: Callable[[str], str], name: str = "report/index.html") -> list[str]:
    """The rules that a changed page breaks, each with its value."""
    path = site / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")
    return [f"{problem.rule} {problem.value or ''}".strip() for problem in check_site(site, FACTS)]


def test_the_sample_holds_the_contract(site: Path) -> None:
    assert check_site(site, FACTS) == []


def test_captions_carry_the_stamp_that_is_asked_for(site: Path) -> None:
    problems = check_site(site, FACTS, stamp="data version 0.1")
    assert [(problem.rule, problem.value) for problem in problems] == [
        ("stamp", "tbl-areas"),
        ("stamp", "tbl-terms"),
    ]


def test_without_its_data_page_a_link_is_dead(site: Path) -> None:
    (site / "data" / "index.html").unlink()
    assert [problem.sentence() for problem in check_site(site, FACTS)] == [
        'report/index.html: "../data/index.html" the link leads to no file of the site; '
        "mend the document, its template or the engine"
    ]


XREF = '<a href="#fig-shares" class="quarto-xref">'
BREAKS = {
    "title": ("<title>Coordination versus capacity</title>", "<title> </title>"),
    "lang": ('<html lang="en">', "<html>"),
    "unique-id sec-sub": ('id="sec-capacity"', 'id="sec-sub"'),
    "one-h1": ('<h1 class="title">Coordination versus capacity</h1>', ""),
    "heading-order": ("<h3 ", "<h5 "),
    "dead-link ../report/method.html#sec-no": ("method.html#sec-formulas", "method.html#sec-no"),
    "foreign-host https://example.net/a.css": ("../report/theme/b", "https://example.net/a.css?"),
    "missing-resource none.svg": ('src="sample.svg"', 'src="none.svg"'),
    "foreign-host //b.net/b.png": ("<main>", '<main style="color: url(//b.net/b.png)">'),
    "alt-text sample.svg": (' alt="Bar chart: refining by country"', ""),
    "unresolved ?@": ("Without prefix", "Without ?@fig-x prefix"),
    "unresolved @fig-x": ("Without prefix", "Without @fig-x prefix"),
    "unresolved [@": ("Without prefix", "Without [@iea prefix"),
    "numbering fig-buffer": ("Figure\u00a02: China", "Figure\u00a03: China"),
    "reference Figure\u00a07": (f"{XREF}Figure\u00a01", f"{XREF}Figure\u00a07"),
    "fact china-refining-share": (">91 %</span>", ">92 %</span>"),
    "head-once description": (
        "</head>", '<meta name="description" content="a"><meta name="description"></head>',
    ),
    "head-once linked data": (
        "</head>", 2 * '<script type="application/ld+json">{}</script>' + "</head>",
    ),
    "head-once link canonical": ("</head>", 2 * '<link rel="canonical" href="#main">' + "</head>"),
    "fact other": ('data-fact="china-refining-share"', 'data-fact="other"'),
}  # fmt: skip


@pytest.mark.parametrize("rule", BREAKS)
def test_a_page_breaks_the_rule(site: Path, rule: str) -> None:
    before, after = BREAKS[rule]

    def change(page: str) -> str:
        return page.replace("&nbsp;", "\u00a0").replace(before, after)

    assert rule in [found[: len(rule)] for found in broken(site, change)]


@pytest.mark.parametrize(
    ("drawing", "named"),
    [
        ('<svg role="img" id="d"><title>Bars</title></svg>', True),
        ('<svg role="img" id="d" aria-label="Bars"></svg>', True),
        ('<svg role="img" id="d" aria-labelledby="e"><desc id="e">Bars</desc></svg>', True),
        ('<svg role="img" id="d" aria-labelledby="none"></svg>', False),
        ('<svg role="img" id="d"></svg>', False),
    ],
)
def test_a_drawing_has_an_accessible_name(site: Path, drawing: str, named: bool) -> None:
    found = broken(site, lambda page: page.replace("</main>", f"{drawing}</main>"))
    assert found == ([] if named else ["alt-text d"])


def test_code_is_not_taken_for_a_reference(site: Path) -> None:
    code = "<pre><code>See ?@fig-x [@b]</code></pre></main>"
    assert broken(site, lambda page: page.replace("</main>", code)) == []


def test_a_stylesheet_loads_what_the_site_has(site: Path) -> None:
    added = (
        "@import url(https://example.net/c.css); @import 'none.css';"
        "a { src: url(data:font/woff2,x) url(#mask) url(../sample.svg) }"
    )
    found = broken(site, lambda css: css + added, "report/theme/briefing.css")
    assert found == ["foreign-host https://example.net/c.css", "missing-resource none.css"]


def test_the_pdf_holds_the_facts_of_its_page(site: Path) -> None:
    added = '<span data-fact="china-refining-share">91 %</span><i data-fact="x">17 tonnes</i>'
    path = site / "report" / "index.html"
    page = path.read_text(encoding="utf-8").replace("</main>", f"{added}</main>")
    path.write_text(page, encoding="utf-8")
    found = [problem.sentence() for problem in check_site(site, {**FACTS, "x": "17 tonnes"})]
    assert found == [
        'report/coordination-versus-capacity.pdf: "x" the PDF does not say 17 tonnes; '
        "mend the document, its template or the engine"
    ]


def test_a_bare_pdf_breaks_every_rule(site: Path) -> None:
    import pikepdf

    bare = pikepdf.new()
    bare.add_blank_page()
    bare.save(site / "report" / "bare.pdf")
    assert [problem.rule for problem in check_site(site, FACTS)] == [
        "pdf-tagged", "pdf-title", "pdf-language", "pdf-bookmarks", "pdf-title",
    ]  # fmt: skip


def rules(site: Path, address: str | None = None) -> list[str]:
    problems = check_site(site, FACTS, address=address)
    return [f"{problem.rule} {problem.value or ''}".strip() for problem in problems]


def test_a_site_without_a_first_page_breaks_the_contract(site: Path) -> None:
    (site / "index.html").unlink()
    assert rules(site) == ["front-page"]


@pytest.mark.parametrize("target", ["report/method.html", "data/index.html"])
def test_the_first_page_leads_to_the_briefing(site: Path, target: str) -> None:
    page = f'<html lang="en"><title>A</title><meta http-equiv="refresh" content="0; url={target}">'
    (site / "index.html").write_text(page, encoding="utf-8")
    assert rules(site) == [f"front-page {target}"]


def test_a_page_from_outside_the_project_breaks_the_contract(site: Path) -> None:
    page = '<html lang="en"><title>A</title><h1>A</h1>'
    (site / "tests" / "report").mkdir(parents=True)
    (site / "tests" / "report" / "a.html").write_text(page, encoding="utf-8")
    assert rules(site) == ["foreign-page tests"]


def test_authors_may_be_several(site: Path) -> None:
    several = '<meta name="citation_author" content="A"><meta name="citation_author" content="B">'
    assert broken(site, lambda page: page.replace("</head>", f"{several}</head>")) == []


def write_search(site: Path, addresses: list[str]) -> None:
    rows = [["passage", "Page", "Heading", address, "words"] for address in addresses]
    (site / "search").mkdir()
    (site / "search" / "sections.js").write_text(f"window.x = {json.dumps(rows)};\n")


def test_a_search_that_knows_all_sections_holds(site: Path) -> None:
    write_search(site, sections_of(site))
    assert rules(site) == []


def sections_of(site: Path) -> list[str]:
    from lxml import html

    return [
        f"{path.name}#{name}"
        for path in sorted((site / "report").glob("*.html"))
        for name in html.parse(path).xpath("//section/@id")
    ]


def test_a_section_that_the_search_lacks_is_found(site: Path) -> None:
    first, *others = sections_of(site)
    write_search(site, others)
    assert rules(site) == [f"search {first}"]


@pytest.mark.parametrize("address", ["none.html", "index.html#sec-none", "../facts/none/"])
def test_a_result_that_leads_nowhere_is_found(site: Path, address: str) -> None:
    write_search(site, [*sections_of(site), address])
    assert rules(site) == [f"search {address}"]


def write_linking_pdf(path: Path, links: list[str]) -> None:
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as document:
        notes = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=link),
            )
            for link in links
        ]
        document.pages[0].Annots = document.make_indirect(pikepdf.Array(notes))
        document.save(path)


def test_links_of_the_pdf_that_lead_nowhere_are_found(site: Path) -> None:
    home = "https://example.org/small"
    links = [
        f"{home}/report/method.html#sec-formulas", f"{home}/data/", "https://example.net/x",
        "mailto:a@example.net", f"{home}/report/none.html", "method.qmd", "../data/index.html",
    ]  # fmt: skip
    path = site / "report" / "coordination-versus-capacity.pdf"
    write_linking_pdf(path, links)
    dead = [f"pdf-link {home}/report/none.html", "pdf-link method.qmd"]
    found = [rule for rule in rules(site, home) if rule.startswith("pdf-link")]
    assert set(dead) <= set(found)
    assert "pdf-link ../data/index.html" not in found
    assert not any("example.net" in rule or "formulas" in rule for rule in found)
