"""The exhibits: each module of this folder whose name begins with `fig_` or `tbl_`.

They stand in the order in which the documents show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from analysis.core.project import CONFIG, Project
from analysis.exhibits.exhibit import Exhibit, FigureModule, TableModule
from analysis.facts.processed import Processed
from analysis.render.config import read_site
from analysis.render.source import Cell, read_source

MODULE = re.compile(r"(fig|tbl)_\w+")
CALL = re.compile(r"""^exhibit\(["'](?P<id>[\w-]+)["']\)""", re.MULTILINE)


def found() -> dict[str, FigureModule | TableModule]:
    """The exhibits' modules by id, in the order of their names."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    loaded = [import_module(f"{__package__}.{name}") for name in names if MODULE.fullmatch(name)]
    modules = [cast(FigureModule | TableModule, module) for module in loaded]
    return {module.ID: module for module in modules}


MODULES: Mapping[str, FigureModule | TableModule] = found()


def exhibits(processed: Processed, order: Iterable[str] = ()) -> list[Exhibit]:
    """All exhibits over these tables: first those that `order` names, then the others by id."""
    names = dict.fromkeys([*(name for name in order if name in MODULES), *MODULES])
    return [Exhibit(MODULES[name], processed) for name in names]


def exhibit(name: str, processed: Processed) -> Exhibit:
    """The exhibit with this id.

    Raises KeyError with the known ids.
    """
    if name not in MODULES:
        raise KeyError(f"no exhibit {name!r}; there are {', '.join(MODULES)}")
    return Exhibit(MODULES[name], processed)


def in_documents(project: Project) -> list[str]:
    """The ids of the exhibits as a reader first meets them; none for a project of tables alone.

    Raises ProblemsError if a document cannot be read.
    """
    if not (project.root / CONFIG).is_file():
        return []
    sources = [read_source(project.root, name)[0] for name in read_site(project.root).documents()]
    cells = [part for source in sources for part in source.parts if isinstance(part, Cell)]
    return list(dict.fromkeys(call["id"] for cell in cells for call in CALL.finditer(cell.text)))
