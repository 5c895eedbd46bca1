"""Each word that Quarto treats as its own is refused where a document uses it for itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.core.problems import ProblemsError
from analysis.render import config, quarto_words, render
from analysis.render.quarto_words import Word, words

ROOT = Path(__file__).parents[2]
PAGE = "report/index.qmd"
FIRST = 4  # line of the body's first line

TABLE = "| a |\n|---|\n| 1 |\n\n: Numbers {{#tbl-{0} .{0}}}"


def written(kind: str, what: str, name: str) -> str:
    """Markdown that uses a word on an element."""
    sign = {"classes": ".", "ids": "#"}[what]
    return {
        "Div": f"::: {{{sign}{name}}}\n\na\n\n:::",
        "Span": f"A [b]{{{sign}{name}}} c",
        "Image": f"A ![words](x.png){{{sign}{name}}} c",
        "CodeBlock": f"```{{{sign}{name}}}\nx\n```",
        "Table": TABLE.format(name),
    }[kind]


def uses() -> Iterator[tuple[str, str]]:
    """Each word with a piece of a document that uses it."""
    for what in ("classes", "ids"):
        for kind in ("Div", "Span", "Image", "CodeBlock", "Table"):
            for word in words(what, kind):
                yield word.example, written(kind, what, word.example)
    for word in words("attributes"):
        yield word.example, f'::: {{{word.example}="1"}}\n\na\n\n:::'
    for word in words("typst"):
        yield word.example, f"```{{=typst}}\n#let {word.example}(body) = body\n```"


def refused(root: Path, site: Path) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(ProblemsError) as caught:
        render(root, site, "embedded")
    return [(found.file, found.row, found.value) for found in caught.value.problems]


def test_a_document_with_every_word_is_refused_word_by_word(
    make_project: Any, tmp_path: Path
) -> None:
    body, expected = "", []
    for name, text in uses():
        row = FIRST + body.count("\n")
        at = next(at for at, line in enumerate(text.split("\n")) if name in line)
        expected.append((PAGE, row + at, name))
        body += f"{text}\n\n"
    assert len(expected) > 55
    # A word that stands twice, as a class and as a function, is placed where it stands first.
    first = {name: row for _, row, name in reversed(expected)}
    found = refused(make_project(body), tmp_path / "site")
    quarto = [one for one in found if one[2] in first]
    assert {name for _, _, name in quarto} == set(first)
    rows = {row for _, row, _ in quarto}
    assert {row for _, row, _ in expected} - rows <= {
        row for _, row, name in expected if row != first[name]
    }


@pytest.mark.parametrize("word", words("typst"), ids=lambda word: word.example)
def test_a_template_that_would_replace_a_name_of_quartos_is_refused(
    word: Word, make_project: Any, tmp_path: Path, typst_front: str
) -> None:
    name = "report/template.typ/typst-template.typ"
    template = f"#let small-report(doc) = doc\n#let {word.example} = 1\n"
    found = refused(make_project("a\n", typst_front, **{name: template}), tmp_path / "site")
    assert found == [(name, 2, word.example)]


@pytest.mark.parametrize(
    "key", ["filters", "crossref", "reference-location", "brand", "lightbox", "author", "draft"]
)
def test_a_setting_that_only_quarto_follows_is_refused(
    key: str, make_project: Any, tmp_path: Path
) -> None:
    root = make_project("a\n", f"title: A\n{key}: x")
    assert refused(root, tmp_path / "site") == [(PAGE, 3, key)]
    (root / PAGE).write_text("---\ntitle: A\n---\n\na\n", encoding="utf-8")
    yaml = root / "_quarto.yml"
    rows = yaml.read_text(encoding="utf-8").count("\n")
    yaml.write_text(yaml.read_text(encoding="utf-8") + f"{key}: x\n", encoding="utf-8")
    assert refused(root, tmp_path / "site") == [("_quarto.yml", rows + 1, key)]


def test_settings_of_the_reports_own_are_left_alone(make_project: Any, tmp_path: Path) -> None:
    own = "licence: CC\nsite-nav: []\npdf: a.pdf\nlong-tables: true\ncite-url: c.html"
    assert render(make_project("a\n", f"title: A\n{own}"), tmp_path / "site", "embedded") == []


@pytest.mark.parametrize("word", words("files"), ids=lambda word: word.example)
def test_a_file_that_only_quarto_reads_is_refused(
    word: Word, make_project: Any, tmp_path: Path
) -> None:
    for name in (word.example, f"report/{word.example}"):
        root = make_project("a\n", **{name: "x: 1\n"})
        assert refused(root, tmp_path / "site") == [(name, None, None)]
        (root / name).unlink()


@pytest.mark.parametrize(
    "body",
    [
        "```\n{{< env HOME >}}\n```",
        "```{python}\n#| output: asis\nprint('{{' + '< env HOME >}}')\n```",
        "`{python} __import__('IPython').display.Markdown('{{' + '< meta title >}}')`",
        '```{=html}\n<b title="{{< env HOME >}}">a</b>\n```',
    ],
)
def test_a_shortcode_is_found_in_code_and_in_output_too(
    body: str, make_project: Any, messages: Any
) -> None:
    [said] = messages(make_project(f"{body}\n"))
    assert "this begins a shortcode, which Quarto runs even in code and in output" in said


def test_a_remark_on_code_is_refused(make_project: Any, tmp_path: Path) -> None:
    body = "```python\nx = 1  # <1>\n```\n\n1. A remark.\n"
    assert refused(make_project(body), tmp_path / "site") == [(PAGE, FIRST + 1, "# <1>")]


def test_the_output_of_a_cell_cannot_be_pretended(make_project: Any, tmp_path: Path) -> None:
    found = refused(make_project("::: {.cell-output}\na\n:::\n"), tmp_path / "site")
    assert found == [(PAGE, FIRST, "cell-output")]


@pytest.mark.parametrize("key", ["tip-a", "def-share", "Fig-a", "sol-1"])
def test_a_citation_that_quarto_takes_for_a_reference_is_refused(
    key: str, make_project: Any, messages: Any
) -> None:
    [said] = messages(make_project(f"See @{key}.\n"))
    assert f'"@{key}" there is nothing with this label' in said


@pytest.mark.parametrize(
    "body",
    [
        "::: {.columns}\n\na\n\n:::\n",
        "::: {#beside-a .beside}\n\na\n\n:::\n",
        "::: {.panel-note .callouts .remarkable}\n\na\n\n:::\n",
        "## Definitions {#definitions}\n\na\n",
    ],
)
def test_words_that_are_nobodys_are_free(body: str, make_project: Any, messages: Any) -> None:
    assert messages(make_project(body)) == []


def test_no_document_that_quarto_never_renders_is_rendered(make_project: Any) -> None:
    names = {f"report/{name}.qmd": "a\n" for name in ("README", "CLAUDE", "b")}
    assert config.read_site(make_project(**names)).documents() == [
        "report/b.qmd", "report/index.qmd",
    ]  # fmt: skip


def test_the_reports_own_template_is_free_of_quartos_names() -> None:
    for file in sorted((ROOT / "report" / "theme").glob("*.typ")):
        text = file.read_text(encoding="utf-8")
        assert list(quarto_words.template_problems(text, file.name)) == []
