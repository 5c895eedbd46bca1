"""The figures as slides for those who brief others: PowerPoint, by pandoc.

One slide a figure: its finding as title, its picture with a description, its sources; measure,
description and caveats as the speaker's notes. The same tables give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import zipfile
from pathlib import Path

from analysis.citation.publication import Publication
from analysis.core import cache
from analysis.core.project import Project
from analysis.exhibits import svg
from analysis.exhibits.exhibit import Exhibit, escaped
from analysis.exhibits.registry import exhibits, in_documents
from analysis.facts.processed import Processed
from analysis.facts.statements import part
from analysis.render import pandoc

NAME = "coordination-versus-capacity.pptx"
TITLE_SIZE = 2000  # hundredths of a point: findings are sentences
FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # of a file in an archive that has no time


def slides(project: Project, processed: Processed) -> bytes:
    """All figures of the report as slides, in its order."""
    shown = exhibits(processed, in_documents(project))
    figures = [each for each in shown if each.is_figure]
    midnight = dt.datetime.combine(processed.about.as_of, dt.time(), dt.UTC)
    with (
        tempfile.TemporaryDirectory(prefix="briefing-slides-") as name,
        cache.environment("SOURCE_DATE_EPOCH", str(int(midnight.timestamp()))),
    ):
        folder = Path(name)
        for figure in figures:
            (folder / f"{figure.id}.png").write_bytes(svg.png(figure.wide.svg))
        text = "\n".join([front(Publication.of(project, processed.about), processed),
                          *map(slide, figures)])  # fmt: skip
        arguments = ["--from", "markdown", "--to", "pptx", "--slide-level", "2", "--output", NAME]
        pandoc.run(arguments, text, NAME, folder)
        return rewritten((folder / NAME).read_bytes())


def front(publication: Publication, processed: Processed) -> str:
    """The first slide: title, answer, version."""
    answer = part("answer", level=processed["verdict"].iloc[0]["level"])
    return (
        f"% {escaped(publication.title)}\n% {escaped(processed.about.stamp)}\n\n"
        f"## {escaped(answer)}\n\nState of knowledge: {processed.about.as_of}\n"
    )


def slide(figure: Exhibit) -> str:
    """One figure; the title of a picture in Markdown is what slides read aloud."""
    described = escaped(f"{figure.title}. {figure.description}").replace('"', '\\"')
    return (
        f"## {escaped(figure.title)}\n\n"
        f'![{escaped(figure.footer())}]({figure.id}.png "{described}")\n\n'
        f"::: notes\n{escaped(f'{figure.subtitle}. {figure.description} {figure.note}')}\n:::\n"
    )


def rewritten(archive: bytes) -> bytes:
    """What pandoc wrote with `readable` slides, in the same order, without times."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith(("ppt/slides/slide", "ppt/slideMasters/slideMaster")):
                content = readable(content.decode()).encode()
            entry = zipfile.ZipInfo(name, FIRST_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return made.getvalue()


def readable(xml: str) -> str:
    """Titles in a size that holds a sentence; descriptions of pictures without names of files.

    Pandoc puts the name of the file behind the description.
    """
    titles = r"(<p:titleStyle>.*?<a:defRPr[^>]*? sz=\")\d+"
    xml = re.sub(titles, rf"\g<1>{TITLE_SIZE}", xml, count=1, flags=re.DOTALL)
    return re.sub(r'(descr="[^"]*?)\s*[\w-]+\.png"', r'\1"', xml)
