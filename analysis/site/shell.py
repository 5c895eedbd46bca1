"""The frame of the report's pages, for pages that no document writes.

Pandoc fills the report's own template once, with marks where a page's parts go; hundreds of pages
are then made by replacing the marks.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from analysis.core.project import Project
from analysis.render import pandoc
from analysis.render.config import STRUCTURE_KEYS, as_list, read_site

ROOT, TITLE, SUBTITLE, DESCRIPTION, BODY = (
    f"MARK-OF-{part}" for part in ("ROOT", "TITLE", "SUBTITLE", "DESCRIPTION", "BODY")
)
THEME = f"{ROOT}/report/theme"


@dataclass(frozen=True)
class Shell:
    """The template with marks, and the folder of the theme, where parts of pages are templates."""

    text: str
    theme: Path

    def page(
        self, root: str, title: str, subtitle: str, description: str, body: str, head: str = ""
    ) -> str:
        """One page.

        Parameters: the way from the page's folder to the site's root (`../..`); title, subtitle
        and description as plain text; body and additions to the head as HTML.
        """
        script = f'<script src="{root}/report/theme/cite.js" defer></script>\n'
        parts = {
            ROOT: root,
            TITLE: escape(title),
            SUBTITLE: escape(subtitle),
            DESCRIPTION: escape(description),
            "</head>": f"{head}{script}</head>",
        }
        text = self.text
        for mark, value in parts.items():
            text = text.replace(mark, value)
        return text.replace(f"<p>{BODY}</p>", body)


def shell(project: Project) -> Shell:
    """The frame of a project's pages.

    Raises ProblemsError if pandoc cannot read the template.
    """
    settings = read_site(project.root).settings
    template = project.root / settings["format"]["html"]["template"]
    arguments = ["--from=markdown", "--to=html5", "--standalone", f"--template={template}"]
    with tempfile.TemporaryDirectory(prefix="shell-") as folder:
        metadata = Path(folder) / "metadata.json"
        metadata.write_text(json.dumps(marked(settings)), encoding="utf-8")
        arguments.append(f"--metadata-file={metadata}")
        text, _ = pandoc.run(arguments, BODY, str(template.name))
    return Shell(text, project.report / "theme")


def marked(settings: dict[str, Any]) -> dict[str, Any]:
    """The site's settings, with marks for what differs from page to page."""
    html = settings["format"]["html"]
    kept = {key: value for key, value in settings.items() if key not in STRUCTURE_KEYS}
    navigation = [
        {**entry, "href": placed(str(entry["href"]))} for entry in as_list(settings.get("site-nav"))
    ]
    return kept | {
        "title": TITLE,
        "pagetitle": TITLE,
        "subtitle": SUBTITLE,
        "description": DESCRIPTION,
        "css": [f"{ROOT}/{path}" for path in as_list(html.get("css"))],
        "theme-path": THEME,
        "site-root": ROOT,
        "site-home": placed("index.html"),
        "site-nav": navigation,
        "pdf": placed(str(settings["pdf"])) if "pdf" in settings else False,
        "cite-url": placed(str(settings["cite-url"])) if "cite-url" in settings else False,
        "bibliography": [],
        "as-of-text": False,
    }


def placed(target: str) -> str:
    """A link of the report's pages, which lie in one folder, as seen from anywhere."""
    return target if "://" in target else f"{ROOT}/report/{target}"
