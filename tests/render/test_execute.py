"""What cells and expressions put into a page, and in which Python they run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.render import render
from analysis.render.execute import imported_modules
from analysis.render.source import read_source


@pytest.fixture
def main_of(make_project: Any, tmp_path: Path) -> Any:
    """A function that renders a page with a body and returns its lines below the title."""

    def main(body: str, **files: str) -> str:
        render(make_project(body, **files), tmp_path / "site", "embedded")
        page = (tmp_path / "site" / "report" / "index.html").read_text(encoding="utf-8")
        return page.partition("</h1>\n")[2].rpartition("\n</main>")[0]

    return main


def cell(code: str, *options: str) -> str:
    lines = [f"#| {option}" for option in options]
    return "\n".join(["", "```{python}", *lines, code, "```", ""])


def test_what_an_asis_cell_prints_is_markdown(main_of: Any) -> None:
    assert main_of(cell("print('*a*')", "output: asis")) == "<p><em>a</em></p>"


def test_what_another_cell_prints_is_shown_as_it_is(main_of: Any) -> None:
    assert main_of(cell("print('*a* ```')")) == (
        '<div class="cell">\n<div class="cell-output cell-output-stdout">\n'
        "<pre><code>*a* ```</code></pre>\n</div>\n</div>"
    )


def test_a_markdown_result_is_markdown(main_of: Any) -> None:
    code = "from IPython.display import Markdown\nMarkdown('*a*')"
    assert "<p><em>a</em></p>" in main_of(cell(code))


def test_a_plain_result_is_shown_as_python_writes_it(main_of: Any) -> None:
    assert "<pre><code>[1, 2]</code></pre>" in main_of(cell("[1, 2]"))


def test_a_cell_may_show_its_code_and_bear_a_label(main_of: Any) -> None:
    page = main_of(cell("x = 1", "echo: true", "label: setup"))
    assert page.startswith('<div id="setup" class="cell">')
    assert 'class="sourceCode python cell-code"' in page


@pytest.mark.parametrize("option", ["include: false", "output: false", "eval: false"])
def test_a_cell_may_show_nothing(main_of: Any, option: str) -> None:
    assert main_of(cell("print('a')", option)) == ""


def test_a_cell_that_is_not_evaluated_does_not_run(main_of: Any) -> None:
    assert main_of(cell("raise OSError", "eval: false", "include: false")) == ""


def test_an_inline_markdown_object_is_markdown(main_of: Any) -> None:
    code = "from IPython.display import Markdown\nfact = Markdown('[9 %]{.fact data-fact=\"f\"}')"
    assert main_of(cell(code) + "\nIt is `{python} fact`.") == (
        '<p>It is <span class="fact" data-fact="f">9 %</span>.</p>'
    )


def test_an_inline_string_means_nothing_in_markdown(main_of: Any) -> None:
    text = r"""*a* [b](c) `d` <e> $f$ @g #h \i ~j~ ^k^ 'l' -- {m}"""
    page = main_of(cell(f"text = {text!r}") + "\nIt is `{python} text`.")
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    assert page == f"<p>It is {escaped}.</p>"


def test_inline_numbers_are_shown_as_python_writes_them(main_of: Any) -> None:
    assert main_of("Is `{python} 1.50` or `{python} 10**3`.") == "<p>Is 1.5 or 1000.</p>"


def test_expressions_in_code_are_left_alone(main_of: Any) -> None:
    assert "`{python} 1/0`" in main_of("```\n`{python} 1/0`\n```\n")


def test_code_that_begins_a_line_opens_no_block(main_of: Any) -> None:
    assert main_of("``` a ``` and\n`{python} 1 + 1`\n") == "<p><code>a</code> and 2</p>"


def test_a_byte_order_mark_does_not_hide_the_front_matter(
    make_project: Any, tmp_path: Path
) -> None:
    root = make_project("a\n")
    page = root / "report" / "index.qmd"
    page.write_bytes(b"\xef\xbb\xbf" + page.read_bytes().replace(b"\n", b"\r\n"))
    render(root, tmp_path / "site", "embedded")
    html = (tmp_path / "site" / "report" / "index.html").read_text(encoding="utf-8")
    assert "<title>A page</title>" in html
    assert "<p>a</p>" in html


def test_a_cell_runs_in_the_documents_folder_and_imports_from_it(main_of: Any) -> None:
    body = cell("import os, beside") + "\n`{python} os.getcwd()[-14:]`, `{python} beside.NAME`\n"
    page = main_of(body, **{"report/beside.py": "NAME = 'neighbour'\n"})
    assert page == "<p>project/report, neighbour</p>"


def test_documents_share_the_process_but_not_their_names(make_project: Any, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    note = f"import os\nopen({str(pids)!r}, 'a').write(str(os.getpid()) + ' ')"
    first = "---\ntitle: A\n---\n" + cell(f"secret = _hidden = 1\n{note}")
    root = make_project(
        cell(note)
        + "\n`{python} sorted({'secret', '_hidden', '_os', '_names'} & set(globals()))`\n",
        **{"report/a.qmd": first},
    )
    render(root, tmp_path / "site", "embedded")
    page = (tmp_path / "site" / "report" / "index.html").read_text(encoding="utf-8")
    assert "<p>[]</p>" in page
    processes = pids.read_text().split()
    assert len(processes) == 2
    assert len(set(processes)) == 1


def test_cells_run_once_for_html_and_pdf(
    make_project: Any, tmp_path: Path, typst_front: str
) -> None:
    runs = tmp_path / "runs"
    code = f"open({str(runs)!r}, 'a').write('x')\nNone"
    render(make_project(cell(code), typst_front), tmp_path / "site", "embedded")
    assert (tmp_path / "site" / "report" / "index.pdf").is_file()
    assert runs.read_text() == "x"


def test_installed_modules_are_known_before_the_cells_run(make_project: Any) -> None:
    body = cell("import os, beside\nfrom collections.abc import Iterable\nimport os.path as p")
    root = make_project(body + cell("x = ="), **{"report/beside.py": ""})
    source, _ = read_source(root, "report/index.qmd")
    assert imported_modules(source, root / "report") == ["os", "collections.abc", "os.path"]


def test_an_import_that_fails_is_named_at_its_cell(make_project: Any, messages: Any) -> None:
    assert messages(make_project(cell("import no_such_module"))) == [
        "report/index.qmd:5: the cell raises ModuleNotFoundError in its line 1: "
        "No module named 'no_such_module'; mend the cell, or what it calls"
    ]


def test_a_python_that_does_not_start_is_named(
    make_project: Any, messages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    assert messages(make_project(cell("1"))) == [
        "report/index.qmd: Python does not start for the cells; check that ipykernel is installed"
    ]


def test_included_lines_are_executed_too(main_of: Any) -> None:
    files = {"report/_a.qmd": "`{python} x + 1`\n", "report/_b.qmd": "{{< include _a.qmd >}}\n"}
    body = cell("x = 1") + "\n{{< include _b.qmd >}}\n{{< include /report/_a.qmd >}}\n"
    assert main_of(body, **files) == "<p>2</p>\n<p>2</p>"


def test_the_environment_reaches_the_cells(main_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AS_OF", "2026-02-04")
    assert main_of("`{python} __import__('os').environ['AS_OF']`\n") == "<p>2026-02-04</p>"
