"""Pages as templates of the theme: text from data is escaped wherever it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = "templates"


@cache
def environment(folder: Path) -> Environment:
    """The templates of a folder; an unknown name is an error, and every value is escaped."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a build fills the same few templates thousands of times
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(theme: Path, name: str, **values: Any) -> str:
    """A template of the theme's folder `templates`, filled."""
    return environment(theme / FOLDER).get_template(name).render(values)
