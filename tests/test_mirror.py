"""The tests mirror the package: each module has a test file of its own name, or a reason."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]

# By the test that holds them, and why not by one of their own. No line is left for a new module.
ELSEWHERE = {
    ("raw/test_domains.py", "columns alone: good and bad cells are tried on all of them"): (
        *("raw/schemas/announcements", "raw/schemas/claims", "raw/schemas/corrections"),
        *("raw/schemas/decisions", "raw/schemas/method", "raw/schemas/production"),
        *("raw/schemas/projects", "raw/schemas/review", "raw/schemas/sources"),
        *("raw/schemas/stockpiles", "raw/schemas/trade"),
    ),
    ("render/test_messages.py", "parts of one engine, seen in what it says of documents"): (
        *("render/answering", "render/embedded", "render/kernel", "render/source"),
        *("render/tree", "render/vocabulary"),
    ),
    ("render/test_site.py", "writes one page, seen in the page"): ("render/html",),
    ("preview/test_preview.py", "processes and threads of one server, seen while it runs"): (
        *("preview/child", "preview/rebuild", "preview/server", "preview/watch"),
    ),
    ("importing/test_files.py", "what a file holds, seen in files as people send them"): (
        *("importing/sheets", "importing/workbooks"),
    ),
    ("citation/test_permalinks.py", "what is listed and published, seen in a site's folders"): (
        *("citation/catalogue", "citation/editions", "citation/publication"),
        *("site/citable_pages", "site/embeds"),
        *("site/permalinks", "site/publish", "site/shell", "site/subjects"),
    ),
    ("citation/test_verify.py", "what is found in files, seen in files that were altered"): (
        *("citation/files_to_verify", "citation/stamps"),
    ),
    ("citation/test_commands.py", "what a command looks up, seen in what it prints"): (
        "citation/lookup",
    ),
    ("citation/test_datapackages.py", "writes one file, seen in the file"): ("site/datapackages",),
    ("citation/test_workbook.py", "writes one file, seen in the file"): ("site/workbook",),
    ("site/records/test_pages.py", "parts of one page, seen in the pages of small records"): (
        *("site/records/collected", "site/records/known"),
        *("site/records/record", "site/records/wording"),
    ),
    ("site/profiles/test_pages.py", "parts of one page, seen in the pages of small profiles"): (
        *("site/profiles/collected", "site/profiles/profile"),
    ),
    ("diff/test_formats.py", "one diff put into words, seen in the words"): (
        *("diff/comparison", "diff/outline", "diff/page", "diff/review", "diff/words"),
    ),
    ("site/test_report_pdf.py", "what travels in the PDF, seen in the PDF"): (
        "documents/attachments",
    ),
    ("test_cli.py", "what a command prints of a project and a machine"): (
        *("documents/cells", "doctor"),
    ),
}


def modules() -> set[str]:
    """The modules of the package, by path without ending."""
    package = ROOT / "analysis"
    paths = (path.relative_to(package) for path in package.rglob("*.py"))
    return {path.with_suffix("").as_posix() for path in paths if path.stem[:2] != "__"}


def test_each_module_has_a_test_of_its_own_or_a_reason_why_not() -> None:
    without = {
        name
        for name in modules()
        if not (ROOT / "tests" / name).with_name(f"test_{Path(name).name}.py").is_file()
    }
    listed = [name for names in ELSEWHERE.values() for name in names]
    assert sorted(without - {*listed}) == [], "write its test, with values worked out by hand"
    assert sorted({*listed} - without) == [], "has a test of its own, or is no more: drop its line"
    assert len(listed) == len(set(listed))


def test_the_tests_that_hold_others_are_there() -> None:
    assert [file for file, _ in ELSEWHERE if not (ROOT / "tests" / file).is_file()] == []
