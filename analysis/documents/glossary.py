"""The words of the field: one list, shown on the glossary page and at first use on the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from analysis.core.files import script_json, write_text
from analysis.core.problems import Problem, ProblemsError
from analysis.exhibits.exhibit import escaped

FILE = "glossary.yml"
KEYS = {"term", "forms", "meaning"}


@dataclass(frozen=True)
class Term:
    """One entry: its heading, the spellings explained at first use, its meaning in plain words."""

    term: str
    forms: tuple[str, ...]
    meaning: str

    @property
    def anchor(self) -> str:
        """Its place on the glossary page: `Net import reliance` as `term-net-import-reliance`."""
        return "term-" + re.sub(r"\W+", "-", self.term.lower()).strip("-")


def read_glossary(report: Path) -> list[Term]:
    """The terms of `glossary.yml` in the folder of the documents, in its order.

    Raises ProblemsError with all entries that lack a key or repeat a spelling.
    """
    entries = yaml.safe_load((report / FILE).read_text(encoding="utf-8"))
    problems, seen = [], set[str]()
    for entry in entries:
        name = str(entry.get("term", ""))
        if set(entry) != KEYS:
            message = f"a term has the keys {', '.join(sorted(KEYS))}"
            problems.append(_problem(name, "glossary-keys", message, "add or remove keys"))
            continue
        forms = {form.lower() for form in entry["forms"]}
        if forms & seen:
            message = f"another term has the spelling {', '.join(sorted(forms & seen))}"
            problems.append(_problem(name, "glossary-spelling", message, "keep it in one of them"))
        seen |= forms
    if problems:
        raise ProblemsError(problems)
    return [Term(each["term"], tuple(each["forms"]), each["meaning"]) for each in entries]


def _problem(term: str, rule: str, message: str, repair: str) -> Problem:
    return Problem(
        file=f"report/{FILE}",
        value=term,
        rule=rule,
        message=message,
        repair=repair,
    )


def markdown(terms: list[Term]) -> str:
    """The glossary as a definition list, each term with an anchor."""
    return "\n".join(
        f"[{escaped(each.term)}]{{#{each.anchor}}}\n:   {escaped(each.meaning)}\n" for each in terms
    )


def write_script(report: Path, site: Path) -> None:
    """Write the terms for `report/theme/terms.js`, which explains them at first use."""
    terms = [
        [each.anchor, list(each.forms), each.meaning]
        for each in read_glossary(report)
        if each.forms
    ]
    content = f"window.briefingTerms = {script_json(terms)};\n"
    write_text(site / "report" / "theme" / "glossary.js", content)
