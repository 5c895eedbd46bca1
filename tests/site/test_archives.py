"""What archives and machines read of the report, held to what they ask for."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from analysis.citation.publication import Publication
from analysis.core.templates import rendered
from analysis.facts.processed import About
from analysis.site.archives import codemeta, for_language_models, zenodo

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 2, 4)

# Of developers.zenodo.org, "Deposit metadata": what is required, and its vocabularies.
ZENODO = {
    "type": "object",
    "required": ["title", "description", "upload_type", "creators", "access_right", "license"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 3},
        "description": {"type": "string", "minLength": 3},
        "upload_type": {"enum": ["dataset", "publication", "software"]},
        "version": {"type": "string"},
        "publication_date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {"name": {"type": "string"}, "affiliation": {}, "orcid": {}},
            },
        },
        "license": {"type": "string", "pattern": "^[a-z0-9.-]+$"},
        "access_right": {"enum": ["open"]},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "doi": {"type": "string", "pattern": r"^10\.\d{4,9}/\S+$"},
        "related_identifiers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["identifier", "relation"],
                "additionalProperties": False,
                "properties": {"identifier": {}, "relation": {"enum": ["isVersionOf"]}},
            },
        },
    },
}
# Of codemeta.github.io, version 3.0: the terms that are used here.
CODEMETA = {
    *("@context", "type", "name", "description", "version", "dateModified", "author", "license"),
    *("keywords", "programmingLanguage", "url", "identifier", "sameAs"),
}


@pytest.fixture(params=["", "https://a.org"])
def publication(request: pytest.FixtureRequest) -> Publication:
    about = About("1.2.0", DAY, DAY)
    return Publication("Report", "The project", request.param, "CC BY 4.0", "https://b.org", about)


def test_zenodo_gets_what_it_requires_in_its_own_words(publication: Publication) -> None:
    jsonschema.validate(zenodo(publication), ZENODO)


def test_a_reserved_doi_stands_in_both(publication: Publication) -> None:
    registered = replace(publication, doi="10.5281/zenodo.7")
    jsonschema.validate(zenodo(registered), ZENODO)
    assert zenodo(registered)["doi"] == "10.5281/zenodo.7"
    assert codemeta(registered)["identifier"] == "https://doi.org/10.5281/zenodo.7"
    whole = replace(registered, concept_doi="10.5281/zenodo.6")
    jsonschema.validate(zenodo(whole), ZENODO)
    [related] = zenodo(whole)["related_identifiers"]
    assert related == {"identifier": "10.5281/zenodo.6", "relation": "isVersionOf"}
    assert codemeta(whole)["sameAs"] == "https://doi.org/10.5281/zenodo.6"


def test_codemeta_uses_terms_of_its_context_alone(publication: Publication) -> None:
    made = codemeta(publication)
    assert made["@context"] == "https://w3id.org/codemeta/3.0"
    assert set(made) <= CODEMETA
    assert made["author"] == [{"type": "Organization", "name": "The project"}]
    assert made.get("url") == (f"{publication.address}/" if publication.address else None)


def test_the_citation_file_is_what_its_schema_asks_for() -> None:
    check = [str(Path(sys.executable).parent / "check-jsonschema")]
    check += ["--builtin-schema", "vendor.citation-file-format", str(ROOT / "CITATION.cff")]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_machines_are_told_where_the_numbers_stand_and_to_name_the_version(
    publication: Publication,
) -> None:
    text = for_language_models(publication, ROOT / "report" / "theme")
    assert text.startswith("# Report\n\n> Whether government")
    assert "data version 1.2.0" in text
    links = re.findall(r"\]\(([^)]*)\)", text)
    start = f"{publication.address}/" if publication.address else ""
    assert links[0] == f"{start}facts/index.json"
    assert all(link.startswith(start) for link in links)


def test_the_page_on_citing_tells_the_dois_apart() -> None:
    theme = ROOT / "report" / "theme"
    both = rendered(theme, "dois.html", whole="10.5281/zenodo.6", own="10.5281/zenodo.7")
    assert both.count("https://doi.org/10.5281/zenodo.6") == 1
    assert "This version has" in both and "zenodo.7" in both
    assert "This version" not in rendered(theme, "dois.html", whole="10.5281/zenodo.6", own="")
    assert rendered(theme, "dois.html", whole="", own="10.5281/zenodo.7").strip() == ""
