"""The glossary: one meaning a spelling, anchors that hold, text that stays text."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.core.problems import ProblemsError
from analysis.documents import glossary

REPORT = Path(__file__).parents[2] / "report"


def written(folder: Path, text: str) -> Path:
    (folder / glossary.FILE).write_text(text, encoding="utf-8")
    return folder


def test_the_terms_of_the_report_have_meanings_and_own_anchors_in_order() -> None:
    terms = glossary.read_glossary(REPORT)
    assert len({term.anchor for term in terms}) == len(terms) > 20
    assert all(term.meaning.endswith(".") for term in terms)
    names = [term.term.lower() for term in terms]
    assert names == sorted(names)


def test_all_bad_entries_are_named_together(tmp_path: Path) -> None:
    text = """
- {term: Oxide, forms: [oxide], meaning: A compound.}
- {term: Rust, forms: [Oxide], meaning: Iron oxide.}
- {term: Slag, forms: [slag]}
"""
    with pytest.raises(ProblemsError) as raised:
        glossary.read_glossary(written(tmp_path, text))
    found = [(problem.rule, problem.value) for problem in raised.value.problems]
    assert found == [("glossary-spelling", "Rust"), ("glossary-keys", "Slag")]


def test_meanings_are_plain_text_on_the_page(tmp_path: Path) -> None:
    text = "- {term: A, forms: [a], meaning: 'x <b>*y*</b> [z](q)'}\n"
    page = glossary.markdown(glossary.read_glossary(written(tmp_path, text)))
    assert "[A]{#term-a}" in page
    assert r"\<b\>\*y\*" in page


def test_the_script_holds_only_terms_with_spellings(tmp_path: Path) -> None:
    text = "- {term: A, forms: [], meaning: M.}\n- {term: B, forms: [b], meaning: '</script>'}\n"
    glossary.write_script(written(tmp_path, text), tmp_path)
    script = (tmp_path / "report" / "theme" / "glossary.js").read_text(encoding="utf-8")
    assert script == 'window.briefingTerms = [["term-b",["b"],"\\u003c/script>"]];\n'
