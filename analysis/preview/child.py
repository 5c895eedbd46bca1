"""What runs in the process of a build: `python -m analysis.preview.child ROOT ENGINE PAGE`.

Everything of the project is imported late: code that somebody just broke is a problem to show.
"""

from __future__ import annotations

import signal
import sys
import traceback
from pathlib import Path

from analysis.core.problems import Problem, ProblemsError
from analysis.preview.rebuild import Early, Outcome


def outcome(root: Path, engine: str, page: str = "") -> Outcome:
    """Build, and tell what came of it, whatever that is; before, of the page that is looked at."""
    try:
        from analysis.build import Request, build
        from analysis.core.project import Project
        from analysis.render.embedded import Ahead

        project = Project(root)
        request = Request(project, project.raw, project.site, engine)
        built = build(request, ahead=Ahead(page, tell_of))
    except ProblemsError as error:
        return Outcome(False, error.problems)
    except Exception as error:  # noqa: BLE001 - the preview goes on, and shows it
        return Outcome(False, (problem_of(error, root),))
    return Outcome(built.is_fresh, built.warnings)


def tell_of(page: str, text: str) -> None:
    """Tell of a page that is written before the rest of the site, in a line of standard output."""
    print(Early(page, text).as_text(), flush=True)


def problem_of(error: Exception, root: Path) -> Problem:
    """An error of disk or code as a problem, with the last place in the project it passed."""
    from analysis.core.files import disk_problem

    problem = disk_problem(error) if isinstance(error, OSError) else None
    if problem:
        return problem
    traceback.print_exception(error)
    passed = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        passed.append((error.filename, error.lineno))
    own = [(name, row) for name, row in passed if is_own(Path(name), root)]
    name, row = own[-1] if own else (str(root / "analysis"), None)
    message = f"the code raises {type(error).__name__}: {error}"
    place = Path(name).relative_to(root).as_posix()
    return Problem(
        file=place,
        row=row,
        rule="code",
        message=message,
        repair="mend the code; the terminal shows how it came there",
    )


def is_own(path: Path, root: Path) -> bool:
    """Whether a file is one of the project's, not of an environment inside it."""
    return path.is_relative_to(root) and "site-packages" not in path.parts


def main() -> None:
    """Build; the last line of standard output tells what came of it."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    root, engine, page = sys.argv[1:]
    print("\n" + outcome(Path(root), engine, page).as_text(), flush=True)


if __name__ == "__main__":
    main()
