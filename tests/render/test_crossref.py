"""Numbers of sections, figures and tables, and the references to them."""

from __future__ import annotations

import pytest

from analysis.render import crossref, pandoc
from analysis.render.tree import Blocks, text


def blocks(markdown: str) -> Blocks:
    return pandoc.read(markdown, "report/index.qmd")


def html(markdown: str, format_name: str = "html") -> str:
    shown = crossref.visible(blocks(markdown), format_name)
    numbers = crossref.labels(shown)
    shown = crossref.resolved(shown, numbers, format_name)
    output, _ = pandoc.run(["--from", "json", "--to", format_name], pandoc.tree_json(shown), "")
    return " ".join(output.split())


def test_the_highest_level_in_use_counts_as_the_first() -> None:
    tree = blocks("## A\n\n### B\n\n### C\n\n## D\n\n## E {.unnumbered}\n\n## F\n\n### G\n")
    assert list(crossref.section_numbers(tree)) == [
        ("a", "1"), ("b", "1.1"), ("c", "1.2"), ("d", "2"), ("f", "3"), ("g", "3.1"),
    ]  # fmt: skip


def test_the_tenth_section_keeps_its_zero() -> None:
    tree = blocks("\n\n".join(f"## S{number}" for number in range(1, 11)))
    assert list(crossref.section_numbers(tree))[-1] == ("s10", "10")


def test_figures_and_tables_count_apart_in_the_order_of_the_document() -> None:
    tree = blocks(
        "![A](a.png){#fig-b}\n\n| x |\n|---|\n| 1 |\n\n: C {#tbl-a}\n\n"
        "::: {.wide}\n::: {#fig-a}\nx\n\nCaption.\n:::\n:::\n"
    )
    assert crossref.labels(tree) == {"fig-b": "1", "tbl-a": "1", "fig-a": "2"}


def test_an_unnumbered_section_cannot_be_referred_to() -> None:
    assert crossref.labels(blocks("## A {#sec-a .unnumbered}\n")) == {}


FLOATS = "::: {#fig-a}\nx\n\nOf A.\n:::\n\n::: {#fig-b}\nx\n\nOf B.\n:::\n\n"


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("@fig-b", '<a href="#fig-b" class="quarto-xref">Figure 2</a>'),
        ("[-@fig-b]", '<a href="#fig-b" class="quarto-xref">2</a>'),
        ("[Chart @fig-b]", '<a href="#fig-b" class="quarto-xref">Chart 2</a>'),
        (
            "[@fig-a; @fig-b]",
            '<a href="#fig-a" class="quarto-xref">Figure 1</a>, '
            '<a href="#fig-b" class="quarto-xref">Figure 2</a>',
        ),
    ],
)
def test_a_reference_becomes_a_link_with_the_number(reference: str, shown: str) -> None:
    assert f"<p>See {shown}.</p>" in html(f"{FLOATS}See {reference}.\n").replace("\u00a0", " ")


def test_in_typst_a_reference_leaves_the_number_to_typst() -> None:
    assert "#ref(<fig-b>, supplement: [Figure])." in html(f"{FLOATS}See @fig-b.\n", "typst")


def test_each_format_shows_its_own_parts() -> None:
    tree = blocks(
        '::: {.content-visible when-format="html"}\npage\n:::\n\n'
        '::: {.content-visible unless-format="html"}\nprint\n:::\n\n'
        '::: {.content-hidden when-format="typst"}\nweb\n:::\n\n'
        '[inline]{.content-visible when-format="typst"} `<b>`{=html}`#x`{=typst}\n'
    )
    assert [text(block) for block in crossref.visible(tree, "html")] == ["page", "web", " "]
    assert [text(block) for block in crossref.visible(tree, "typst")] == ["print", "inline "]


def test_a_caption_keeps_its_identifier_from_run_to_run() -> None:
    tree = blocks(FLOATS)
    first = crossref.with_floats(tree, crossref.labels(tree), "html")
    assert first == crossref.with_floats(tree, crossref.labels(tree), "html")
    assert tree == blocks(FLOATS)
