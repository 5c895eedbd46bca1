"""The site on this machine, built anew at each change: for whoever writes tables or documents."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable

from analysis.core.problems import errors
from analysis.core.project import Project
from analysis.preview.rebuild import Early, Outcome
from analysis.preview.server import Board, serving

Build = Callable[[str, Callable[[Early], None]], Outcome]
"""Gets the page that is looked at, and who shows it before the rest of the site is there."""


def preview(
    project: Project,
    port: int,
    changes: Iterable[None],
    build: Build,
    tell: Callable[[str | Outcome], None],
    with_browser: bool = True,
) -> None:
    """Serve the project's site, and build it at each of the `changes`, until they end.

    `tell` gets what a user wants to read: the address, and what came of each build. Pages that are
    open show the problems, and load again when there is a new site.
    Raises OSError if the port is taken.
    """
    board = Board(project.site)
    with serving(board, port) as address:
        tell(f"preview at {address}, until Ctrl-C")
        if with_browser:
            webbrowser.open(address)
        for _ in changes:
            board.is_building = True
            outcome = build(board.looked_at, board.show)
            board.early = None
            board.problems = [problem.sentence() for problem in errors(outcome.problems)]
            board.is_building = False
            tell(outcome)
