"""Where things lie in a project: the one place that knows the folder layout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CONFIG = "_quarto.yml"
# Environment variable: where the site is published, above the setting `website.site-url`.
ADDRESS_VARIABLE = "BRIEFING_SITE_URL"
PDF_NAME = "coordination-versus-capacity.pdf"
# The file of a built site that tells which inputs it was made from.
FINGERPRINT = "build.txt"
# Tells what the tables of a folder were made from, and that they are processed ones.
ABOUT_FILE = "about.json"


@dataclass(frozen=True)
class Project:
    """A checkout of the project, or the staged copy of it in which a build runs."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project that holds `start` (default: the working folder).

        Raises FileNotFoundError if no folder from `start` upwards holds `_quarto.yml`.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / CONFIG).is_file():
                return cls(folder)
        raise FileNotFoundError(
            f"no {CONFIG} in {here} or above it; run the command inside the project's folder"
        )

    @property
    def raw(self) -> Path:
        """The researched tables: the only input."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """What the transforms write."""
        return self.root / "data" / "processed"

    @property
    def report(self) -> Path:
        """The Quarto documents and their theme."""
        return self.root / "report"

    @property
    def sentences(self) -> Path:
        """The sentences that the data choose, as templates."""
        return self.report / "sentences"

    @property
    def releases(self) -> Path:
        """What released versions showed, one folder each."""
        return self.root / "releases"

    @property
    def site(self) -> Path:
        """The built site."""
        return self.root / "_site"

    @property
    def kept(self) -> Path:
        """What builds keep for the next one, to save time: see `analysis.core.cache`."""
        return self.root / ".kept"
