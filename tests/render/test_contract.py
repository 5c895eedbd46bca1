"""The contract holds for each engine's output, and each of its rules can be broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.render.contract import check_site

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
