"""A figure or table as one ZIP file for an article: pictures, data, words, citations, code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import unescape
from typing import Any

from analysis.citation.catalogue import PACKAGE, catalogue
from analysis.citation.editions import Edition, edition, packed, stamped_png
from analysis.citation.lookup import exhibit_of
from analysis.citation.publication import Publication
from analysis.citation.styles import NAMES
from analysis.citation.works import credit_line
from analysis.core.project import Project
from analysis.core.templates import rendered
from analysis.exhibits import forms
from analysis.exhibits.exhibit import Exhibit
from analysis.facts.processed import Processed
from analysis.site.citable_pages import file_said
from analysis.site.datapackages import data_package
from analysis.site.frames import frame, shape
from analysis.site.permalinks import CITATION_FILES

README = "README.txt"
SAID = {
    "alt.txt": "description for readers who cannot see it",
    "credit.txt": "credit line",
    "citations.txt": "citation in every form",
    "embed.txt": "code that shows the newest version in a page",
    README: "this text",
    # Without a stamp, since nothing of it stands on the site.
    ".pdf": "vector picture with its fonts, for print",
    "-outlined.svg": "vector picture whose text is outlines, for print; without a stamp",
    "-wide.png": "1200 x 630 px, for social cards; without a stamp",
    "-square.png": "1080 x 1080 px, for social cards; without a stamp",
}


def kit(project: Project, name: str) -> bytes:
    """The ZIP file of a figure or table, from the processed tables; the same bytes for the same.

    Raises ProblemsError if no exhibit has this id, or if there are no processed tables.
    """
    publication, exhibit, processed = exhibit_of(project, name)
    files = contents(publication, exhibit, processed)
    record = json.loads(files[f"{name}.json"])
    files[README] = readme(project, publication, record, [*files, README]).encode()
    return packed({f"{name}/{path}": content for path, content in files.items()})


def contents(publication: Publication, exhibit: Exhibit, processed: Processed) -> dict[str, bytes]:
    """The files of a kit but its README, by name."""
    listed = catalogue(publication, [exhibit], [], processed)
    kept, name = edition(listed, [exhibit], {}), exhibit.id
    record, texts = listed.exhibits[name], listed.references
    package = data_package(publication, record, texts, kept.files[f"{name}.csv"])
    code = frame(record, shape(publication.title, kept, record, exhibit.is_figure))
    words = {
        **kept.files,
        f"{name}.json": dense({**record, "references": texts}),
        PACKAGE: dense(package),
        "alt.txt": record["alt"],
        "credit.txt": credit_line(record, listed.works[name], publication.licence_name),
        "citations.txt": "\n\n".join(
            f"{NAMES[style]}\n{text}" for style, text in record["citations"].items()
        ),
        **{f"{name}.{end}": record["citations"][style] for end, style in CITATION_FILES.items()},
        **({"embed.txt": code} if publication.address else {}),
    }
    pictures = pictures_of(exhibit, kept) if exhibit.is_figure else {}
    return pictures | {path: text.encode() for path, text in words.items()}


def pictures_of(exhibit: Exhibit, kept: Edition) -> dict[str, bytes]:
    """A figure in every form besides its SVG, by name."""
    name, picture = exhibit.id, exhibit.standalone()
    return {
        f"{name}.png": stamped_png(kept, name),
        f"{name}.pdf": forms.pdf(picture, exhibit.title, exhibit.description),
        f"{name}-outlined.svg": forms.outlined(picture).encode(),
        **{f"{name}-{shape}.png": forms.card(exhibit, shape) for shape in forms.CARDS},
    }


def said(name: str) -> str:
    """What a file of a kit is."""
    own = (words for ending, words in SAID.items() if name.endswith(ending))
    return next(own, "") or file_said(name)


def dense(value: Any) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def readme(
    project: Project, publication: Publication, record: Mapping[str, Any], files: list[str]
) -> str:
    """What the kit holds, and what to write below the picture."""
    [work] = json.loads(record["citations"]["csl-json"])
    text = rendered(
        project.report / "theme",
        "kit.txt",
        **{key: record[key] for key in ("title", "subtitle", "note")},
        credit=credit_line(record, work, publication.licence_name),
        files=[(name, said(name)) for name in files],
        address=record["address"] if publication.address else "",
        site=publication.live("") if publication.address else "",
        licence=publication.licence,
        licence_url=publication.licence_url,
    )
    return unescape(text)  # plain text: what the template escaped for a page
