"""The report as something that can be cited: its name, its address, its version, its licence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import CONFIG, Project
from analysis.facts.processed import About
from analysis.render.config import read_site

# Where no address is configured, addresses are paths from the site's own root: good inside it, and
# for nothing that leaves it.
NO_ADDRESS = ""
CONCEPT = "concept-doi"  # the setting
DOI_FILE = "doi.txt"  # of a released version
DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"&]+")
CONTACT = re.compile(r"https?://[^\s/?#]+/[^\s?#]*|[^\s@/?]+@[^\s@/?]+")


def was_released(folder: Path) -> bool:
    """Whether the folder of a version holds what it showed.

    One that was never released may have a folder too, with its tables, to be compared with.
    """
    return (folder / "exhibits").is_dir()


def registered(folder: Path) -> str:
    """The DOI that a released version was given; empty if it has none."""
    path = folder / DOI_FILE
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def web(address: str) -> str:
    """An address that leads somewhere from outside the site; empty if it is a path inside it."""
    return address if "://" in address else ""


def contact(text: str) -> str:
    """Where readers report errors, as it was set; ProblemsError if it is no address."""
    if text and not CONTACT.fullmatch(text):
        message, repair = "is no address to write to", "write https://... or an address of mail"
        problem = Problem(
            file=CONFIG,
            column="contact",
            value=text,
            rule="address",
            message=message,
            repair=repair,
        )
        raise ProblemsError([problem])
    return text


def registered_doi(text: str, file: str, column: str | None = None) -> str:
    """A DOI as it was given, or an empty text; ProblemsError if it is none.

    Parameters: the text; where it stands.
    """
    if text and not DOI.fullmatch(text):
        message, repair = "this is no DOI", "write it as 10.5281/zenodo.1, without an address"
        problem = Problem(
            file=file, column=column, value=text, rule="doi", message=message, repair=repair
        )
        raise ProblemsError([problem])
    return text


@dataclass(frozen=True)
class Publication:
    """One version of the report and the place where it is published.

    Attributes:
        title, author: of the report.
        address: of the site, without a slash at its end.
        licence, licence_url: of the text and the compilation.
        about: data version and vintage.
        contact: where readers report errors: a web address of new issues or one of mail; or empty.
        doi: what is registered for this version, as `10.5281/zenodo.1`; or empty.
        concept_doi: what is registered for all versions together; or empty.
        is_draft: whether no released version of this number shows the same.
    """

    title: str
    author: str
    address: str
    licence: str
    licence_url: str
    about: About
    contact: str = ""
    doi: str = ""
    concept_doi: str = ""
    is_draft: bool = False

    @classmethod
    def of(cls, project: Project, about: About) -> Publication:
        """The publication that a project's `_quarto.yml` describes; a draft if none was released.

        Raises ProblemsError if the file cannot be read.
        """
        site = read_site(project.root)
        made = cls.from_settings(site.settings, about, site.address)
        # Whether it shows what was released is found out where all of it is at hand.
        folder = project.releases / made.version
        return replace(made, is_draft=not was_released(folder), doi=registered(folder))

    @classmethod
    def from_settings(
        cls, settings: dict[str, Any], about: About, address: str | None = None
    ) -> Publication:
        """The publication that settings of `_quarto.yml` describe, at this address."""
        website = settings.get("website") or {}
        title = str(website.get("title") or settings.get("site-title") or "Report")
        return cls(
            title=title,
            author=str(settings.get("author-meta") or title),
            address=address or NO_ADDRESS,
            licence=str(settings.get("licence") or ""),
            licence_url=str(settings.get("licence-url") or ""),
            about=about,
            contact=contact(str(settings.get("contact") or "")),
            concept_doi=registered_doi(str(settings.get(CONCEPT) or ""), CONFIG, CONCEPT),
        )

    @property
    def version(self) -> str:
        """The data version; of an older state of knowledge also its day; marked if a draft."""
        about = self.about
        day = f"-as-of-{about.as_of.isoformat()}" if about.is_vintage else ""
        return f"{about.data_version}{day}{'-draft' if self.is_draft else ''}"

    @property
    def licence_name(self) -> str:
        """The licence without what it is of: `CC BY 4.0`."""
        return self.licence.partition(" (")[0]

    @property
    def year(self) -> int:
        return self.about.as_of.year

    def live(self, path: str) -> str:
        """The address of what is newest under this path (`exhibits/fig-shares/`)."""
        return f"{self.address}/{path}"

    def frozen(self, path: str) -> str:
        """The address of the same in this version, which never changes; a draft has none such."""
        return self.live(path) if self.is_draft else f"{self.address}/v/{self.version}/{path}"
