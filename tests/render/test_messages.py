"""Every problem of a document is named: file, line, what is wrong, how to mend it.

In each case the body of `report/index.qmd` begins at line 4, below its front matter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

PAGE = "report/index.qmd"
FORMAT_KEYS = (
    "bibliography, citeproc, csl, css, keywords, lang, link-citations, minimal, number-sections, "
    "output-file, section-divs, subtitle, template, template-partials, theme, title, toc, "
    "toc-depth, toc-title"
)

TEMPLATE = "format:\n  html:\n    template: report/page.html\n"

IN_THE_BODY = {
    "another language": (
        "```{r}\n1\n```\n",
        [f'{PAGE}:4: "r" the cell\'s language is unknown; write the cell in python'],
    ),
    "another language inline": (
        "A `{r} 1` b\n",
        [f'{PAGE}:4: "r" the expression\'s language is unknown; write it in python'],
    ),
    "an expression over two lines": (
        "A `{python} 1 +\n1` b\n",
        [
            f"{PAGE}:4: the expression does not end on its line; "
            "write `{python} expression` on one line"
        ],
    ),
    "options in the braces": (
        "```{python, echo=false}\n1\n```\n",
        [
            f'{PAGE}:4: "echo=false" options in the braces of a cell are not read; '
            "write them as lines `#| option: value` below the fence"
        ],
    ),
    "an indented cell": (
        "- a\n\n  ```{python}\n  1\n  ```\n",
        [f"{PAGE}:6: the cell is indented; start its fence at the line's beginning"],
    ),
    "unknown options": (
        "```{python}\n#| fig-cap: x\n#| echo: maybe\n1\n```\n",
        [
            f'{PAGE}:5: "fig-cap" the cell option is unknown; known are include, output, label, '
            "echo, eval; remove it",
            f'{PAGE}:6: "maybe" the cell option echo takes true, false; correct its value',
        ],
    ),
    "a figure's label on a cell": (
        "```{python}\n#| label: fig-x\n1\n```\n",
        [
            f'{PAGE}:5: "fig-x" a cell\'s label makes no figure or table here; '
            "let the cell print a division `::: {#label}` with its caption as last line"
        ],
    ),
    "an unknown shortcode": (
        "{{< video x.mp4 >}}\n",
        [
            f'{PAGE}:4: "{{{{< video x.mp4 >}}}}" the shortcode is unknown; only include is known; '
            "write what it stands for"
        ],
    ),
    "an include within a line": (
        "A {{< include x.qmd >}}\n",
        [
            f'{PAGE}:4: "{{{{< include x.qmd >}}}}" an include shares its line; '
            "give it a line of its own"
        ],
    ),
    "a missing include": (
        "{{< include no.qmd >}}\n",
        [f'{PAGE}:4: "report/no.qmd" the project has no such file to include; correct its path'],
    ),
    "an include from outside": (
        "{{< include ../../secret.qmd >}}\n",
        [f'{PAGE}:4: "../secret.qmd" the project has no such file to include; correct its path'],
    ),
    "an open code fence and division": (
        "::: {.x}\n\n```{python}\n1\n",
        [
            f"{PAGE}:6: the code fence is not closed; close it with ```",
            f"{PAGE}:4: the division is not closed; close it with a line `:::`",
        ],
    ),
    "a division closed twice": (
        "::: {.x}\n:::\n\n:::\n",
        [f"{PAGE}:7: this closes no division; remove it, or open one above"],
    ),
    "a fence within a paragraph": (
        "A line\n::: {.x}\n\nb\n\n:::\n",
        [f'{PAGE}:5: ":::" the division\'s fence is read as text; put an empty line before it'],
    ),
    "classes of Quarto's machinery": (
        "::: {.callout-note}\na\n:::\n\n::: {.panel-tabset}\nb\n:::\n\n[c]{.column-margin}\n",
        [
            f'{PAGE}:{line}: "{name}" the class is Quarto\'s own, which makes {makes} of it; '
            "use a word of the report's own"
            for line, name, makes in (
                (4, "callout-note", "a callout"),
                (8, "panel-tabset", "tabs"),
                (12, "column-margin", "a note in the margin"),
            )
        ],
    ),
    "an unknown condition": (
        '::: {.content-visible when-format="pdf"}\na\n:::\n',
        [
            f'{PAGE}:4: "when-format=pdf" the condition is unknown; known are when-format and '
            "unless-format; give it the value html or typst"
        ],
    ),
    "an unknown raw format": (
        "```{=latex}\n\\x\n```\n",
        [
            f'{PAGE}:5: "latex" raw text of this kind is not shown; known are html and typst; '
            "write it in Markdown"
        ],
    ),
    "unknown references": (
        "## A {#sec-a}\n\nSee @fig-x and [-@tbl-y; @sec-a].\n",
        [
            f'{PAGE}:6: "@fig-x" there is nothing with this label; use one of sec-a',
            f'{PAGE}:6: "@tbl-y" there is nothing with this label; use one of sec-a',
        ],
    ),
    "a reference where nothing has a label": (
        "See @eq-x.\n",
        [
            f'{PAGE}:4: "@eq-x" there is nothing with this label; '
            "label a numbered heading, a figure or a table"
        ],
    ),
    "an unknown citation": (
        "Says @nobody2020.\n",
        [
            f'{PAGE}:4: "@nobody2020" the bibliography has no such source; '
            "correct the key, or write the address as a link"
        ],
    ),
    "a label used twice": (
        "## A {#sec-a}\n\n## B {#sec-a}\n",
        [f'{PAGE}:6: "sec-a" the label is already used above; give each label once'],
    ),
    "pictures without words": (
        "![](x.png)\n",
        [
            f'{PAGE}:4: "x.png" the picture has no alternative text; '
            'write {fig-alt="..."} behind it'
        ],
    ),
    "captions without label": (
        '![A caption](y.png){fig-alt="z"}\n\n| a |\n|---|\n| 1 |\n\n: Numbers\n',
        [
            f'{PAGE}:{line}: "{words}" a caption needs a label; '
            "write {#fig-...} or {#tbl-...} behind it"
            for line, words in ((4, "A caption"), (10, "Numbers"))
        ],
    ),
    "a figure without caption": (
        "::: {#fig-x}\n\n```{=html}\n<b>x</b>\n```\n\n:::\n",
        [
            f'{PAGE}:4: "fig-x" the figure or table has no caption; '
            "make its last paragraph the caption"
        ],
    ),
    "a link to no document": (
        "[x](other.qmd#sec-a)\n",
        [f'{PAGE}:4: "other.qmd#sec-a" no such document is rendered; correct the link'],
    ),
    "a failing cell": (
        "```{python}\n#| label: numbers\n1\n\nraise KeyError('x')\n```\n",
        [
            f"{PAGE}:4: the cell numbers raises KeyError in its line 4: 'x'; "
            "mend the cell, or what it calls"
        ],
    ),
    "a failing function of a cell": (
        "```{python}\ndef f():\n    return 1 / 0\n```\n\n```{python}\n\nf()\n```\n",
        [
            f"{PAGE}:9: the cell raises ZeroDivisionError in its line 2: division by zero; "
            "mend the cell, or what it calls"
        ],
    ),
    "a cell that is not Python": (
        "```{python}\nx = 1\nx = = 2\n```\n",
        [
            f"{PAGE}:4: the cell raises SyntaxError in its line 2: invalid syntax; "
            "mend the cell, or what it calls"
        ],
    ),
    "a cell that finds problems in the data": (
        "```{python}\nfrom analysis.core.problems import Problem, ProblemsError\n"
        "raise ProblemsError([Problem(file='a.csv', row=3, column='b', value='c', rule='date', "
        "message='is no date', repair='mend it')])\n"
        "```\n",
        [f'{PAGE}:4: the cell finds: a.csv row 3, b: "c" is no date; mend it; mend what it names'],
    ),
    "a cell that ends Python": (
        "```{python}\nimport os\nos._exit(1)\n```\n",
        [f"{PAGE}:4: the cell ended Python; do not exit in a cell"],
    ),
    "a failing expression": (
        "A `{python} 1 / 0` b\n",
        [f'{PAGE}:4: "1 / 0" the expression raises ZeroDivisionError: division by zero; mend it'],
    ),
    "a result for HTML alone": (
        "```{python}\nfrom IPython.display import HTML\nHTML('<b>x</b>')\n```\n",
        [
            f"{PAGE}:4: the result has no form that both HTML and PDF can show; "
            "print Markdown, or return IPython.display.Markdown"
        ],
    ),
    "a warning of a cell": (
        "```{python}\nimport warnings\n\nwarnings.warn('old')\n```\n",
        [
            f"{PAGE}:4: the cell writes to standard error: UserWarning: old; "
            "mend its cause, or silence the warning in the cell"
        ],
    ),
}


@pytest.mark.parametrize("case", IN_THE_BODY)
def test_the_message_names(case: str, make_project: Any, messages: Any, tmp_path: Path) -> None:
    body, expected = IN_THE_BODY[case]
    (tmp_path / "secret.qmd").write_text("secret", encoding="utf-8")
    assert messages(make_project(body)) == expected


IN_THE_PDF = {
    "a formula": (
        "The $x^2$ of it costs $5 and $6.\n",
        '"x^2" a formula has no alternative text in the PDF; write it in words and symbols, '
        "or show it in HTML alone; a dollar sign is `\\$`",
        12,
    ),
    "an error of Typst": (
        "```{=typst}\n#nope()\n```\n",
        "Typst says: unknown variable: nope; mend what it names in the raw Typst or the template",
        None,
    ),
    "a drawing without words": (
        "```{=typst}\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' "
        'height=\'9\'></svg>"), format: "svg")\n```\n',
        "Typst says: PDF/UA-1 error: missing alt text; "
        "make sure your images and equations have alt text",
        None,
    ),
    "a font that is not there": (
        '```{=typst}\n#text(font: "No Such Sans")[x]\n```\n',
        "Typst says: unknown font family: no such sans; "
        "mend what it names in the raw Typst or the template",
        None,
    ),
    "a package of another host": (
        '```{=typst}\n#import "@preview/cetz:0.3.0"\n```\n',
        '"@preview/cetz:0.3.0" Typst would fetch this from another host; write it in the template',
        None,
    ),
}


@pytest.mark.parametrize("case", IN_THE_PDF)
def test_in_the_pdf_the_message_names(
    case: str, make_project: Any, messages: Any, typst_front: str
) -> None:
    body, sentence, row = IN_THE_PDF[case]
    place = f"{PAGE}:{row}" if row else PAGE
    assert messages(make_project(body, typst_front)) == [f"{place}: {sentence}"]


def test_a_citation_in_the_pdf_needs_citeproc(
    make_project: Any, messages: Any, typst_front: str
) -> None:
    front = typst_front.replace("    citeproc: true\n", "") + "bibliography: sources.json\n"
    sources = '[{"id": "a2020", "type": "report", "title": "A"}]'
    root = make_project("Says @a2020.\n", front, **{"report/sources.json": sources})
    assert messages(root) == [
        f"{PAGE}:1: citations need pandoc's citeproc, in HTML and PDF alike; "
        "write `citeproc: true` under format.typst"
    ]


def test_unknown_settings_are_named_with_their_lines(make_project: Any, messages: Any) -> None:
    front = "title: A\nformat:\n  html:\n    code-fold: true\n  docx: {}\nexecute:\n  cache: true\n"
    assert messages(make_project("", front)) == [
        f'{PAGE}:8: "cache" the key is unknown under execute; '
        "remove it, or use one of daemon, echo, eval, include, output",
        f'{PAGE}:5: "code-fold" the key is unknown under format.html; '
        f"remove it, or use one of {FORMAT_KEYS}",
        f'{PAGE}:6: "docx" the format is unknown; known are html, typst; remove it',
    ]


def test_unknown_settings_of_the_project_are_named(make_project: Any, messages: Any) -> None:
    config = "project:\n  type: website\n  preview: {}\nwebsite:\n  navbar: {}\n"
    assert messages(make_project("", **{"_quarto.yml": config})) == [
        '_quarto.yml:3: "preview" the key is unknown under project; remove it, or use one of '
        "output-dir, post-render, pre-render, render, resources, type",
        '_quarto.yml:5: "navbar" the key is unknown under website; '
        "remove it, or use one of description, search, site-url, title",
    ]


def test_missing_files_are_named(make_project: Any, messages: Any) -> None:
    front = (
        "title: A\nbibliography: no.json\nformat:\n  html:\n"
        "    css: [no.css]\n    template: no.html\n"
    )
    assert messages(make_project("", front)) == [
        f'{PAGE}:{row}: "{name}" the file named by {key} does not exist; '
        "correct the path, or add the file"
        for row, name, key in (
            (3, "no.json", "bibliography"),
            (6, "no.css", "css"),
            (7, "no.html", "template"),
        )
    ]


def test_front_matter_that_is_not_yaml_is_named(make_project: Any, messages: Any) -> None:
    assert messages(make_project("", "title: [A\nb: c")) == [
        f"{PAGE}:3: this is not YAML: expected ',' or ']', but got ':'; "
        "mend the indentation or quote the value"
    ]


def test_front_matter_without_end_is_named(make_project: Any, messages: Any) -> None:
    root = make_project("")
    (root / PAGE).write_text("---\ntitle: A\n", encoding="utf-8")
    assert messages(root) == [
        f"{PAGE}:1: the front matter does not end; close it with a line `---`"
    ]


def test_an_include_that_leads_back_is_named_in_its_file(make_project: Any, messages: Any) -> None:
    files = {
        "report/_a.qmd": "x\n{{< include _b.qmd >}}\n",
        "report/_b.qmd": "{{< include _a.qmd >}}\n",
    }
    assert messages(make_project("{{< include _a.qmd >}}\n", **files)) == [
        'report/_b.qmd:1: "report/_a.qmd" the include leads back to itself '
        "(report/index.qmd -> report/_a.qmd -> report/_b.qmd -> report/_a.qmd); remove it"
    ]


def test_a_problem_in_an_included_file_names_that_file(make_project: Any, messages: Any) -> None:
    files = {"report/_a.qmd": "x\n\nSee @fig-no.\n"}
    assert messages(make_project("{{< include _a.qmd >}}\n", **files)) == [
        'report/_a.qmd:3: "@fig-no" there is nothing with this label; '
        "label a numbered heading, a figure or a table"
    ]


def test_front_matter_in_an_included_file_is_named(make_project: Any, messages: Any) -> None:
    files = {"report/_a.qmd": "---\ntitle: B\n---\n"}
    assert messages(make_project("{{< include _a.qmd >}}\n", **files)) == [
        "report/_a.qmd:1: an included file has no front matter of its own; remove it"
    ]


def test_a_format_without_template_is_named(make_project: Any, messages: Any) -> None:
    front = "title: A\nformat:\n  html: {}\n  typst:\n    pdf-standard: ua-1\n"
    config = "project:\n  render: [report/*.qmd]\n"
    assert messages(make_project("", front, **{"_quarto.yml": config})) == [
        f'{PAGE}:1: "html" the format needs a template of the project; '
        "name it under format.html.template",
        f'{PAGE}:1: "typst" the format needs typst-show.typ and typst-template.typ of the project; '
        "name it under format.typst.template-partials",
    ]


def test_a_file_in_another_encoding_is_named(make_project: Any, messages: Any) -> None:
    root = make_project("")
    (root / PAGE).write_bytes("---\ntitle: Ä\n---\n".encode("latin-1"))
    assert messages(root) == [f"{PAGE}: the file is not UTF-8 text; save it in UTF-8"]


def test_a_project_without_documents_is_named(make_project: Any, messages: Any) -> None:
    root = make_project("")
    (root / PAGE).unlink()
    assert messages(root) == [
        "_quarto.yml:3: the project has no document; name documents under project.render"
    ]


def test_a_folder_without_project_is_named(tmp_path: Path, messages: Any) -> None:
    assert messages(tmp_path) == [
        "_quarto.yml: there is no such file; render in the project's own folder"
    ]


def test_the_problems_of_all_documents_come_together(make_project: Any, messages: Any) -> None:
    other = "---\ntitle: B\n---\n\n```{python}\n1 / 0\n```\n"
    root = make_project("```{python}\nraise OSError('full')\n```\n", **{"report/b.qmd": other})
    assert messages(root) == [
        "report/b.qmd:5: the cell raises ZeroDivisionError in its line 1: division by zero; "
        "mend the cell, or what it calls",
        f"{PAGE}:4: the cell raises OSError in its line 1: full; mend the cell, or what it calls",
    ]


def test_a_failing_command_before_rendering_is_named(make_project: Any, messages: Any) -> None:
    config = "project:\n  render: [report/*.qmd]\n  pre-render: python3 -c 'exit(3)'\n"
    assert messages(make_project("", **{"_quarto.yml": config})) == [
        '_quarto.yml:3: "python3 -c exit(3)" the pre-render command fails with exit code 3; '
        "run it in the project's folder to see why"
    ]


def test_a_command_that_does_not_exist_is_named(make_project: Any, messages: Any) -> None:
    config = f"project:\n  render: [report/*.qmd]\n  post-render: no-such-command\n{TEMPLATE}"
    assert messages(make_project("", **{"_quarto.yml": config})) == [
        '_quarto.yml:3: "no-such-command" the post-render command does not start: '
        "No such file or directory; run it in the project's folder to see why"
    ]
