"""What travels inside the PDF of the report: the data and the stamp of each exhibit."""

from __future__ import annotations

from analysis.citation.catalogue import exhibit_record
from analysis.citation.publication import Publication
from analysis.citation.stamps import stamp, stamp_text
from analysis.exhibits.exhibit import Exhibit, single_block
from analysis.exhibits.table import quoted, string
from analysis.process import csv_text


def attachments(exhibit: Exhibit, publication: Publication) -> str:
    """Markdown that attaches an exhibit's CSV and stamp to the PDF and shows nothing.

    Typst reads a string literal over several lines, but a raw block must hold no blank line.
    """
    values = stamp(exhibit_record(publication, exhibit), publication.licence_url, None)
    files = [
        (f"{exhibit.id}.csv", "text/csv", "Data", csv_text(exhibit.data)),
        (f"{exhibit.id}.stamp.json", "application/json", "Provenance", stamp_text(values)),
    ]
    lines = "\n".join(attachment(*file, exhibit.title) for file in files)
    return f"```{{=typst}}\n{single_block(lines)}\n```\n"


def attachment(name: str, kind: str, what: str, text: str, title: str) -> str:
    """One file attached in Typst."""
    return (
        f'#pdf.attach({string(name)}, bytes({quoted(text)}), relationship: "data", '
        f"mime-type: {string(kind)}, description: {string(f'{what} of {title}')})"
    )
