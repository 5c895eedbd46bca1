"""A build in a process of its own, so that it runs the code as it is now."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from analysis.core.problems import Problem

# Long enough for a build to remove what it began; then it is killed, and the next one does.
PATIENCE_S = 20


@dataclass(frozen=True)
class Outcome:
    """What came of a build: whether there is a new site, and problems, warnings among them."""

    is_fresh: bool
    problems: tuple[Problem, ...]

    def as_text(self) -> str:
        """One line of JSON."""
        listed = [problem.as_json() for problem in self.problems]
        return json.dumps({"is_fresh": self.is_fresh, "problems": listed})

    @classmethod
    def from_text(cls, text: str) -> Outcome:
        """The outcome that a line of JSON tells of."""
        told = json.loads(text)
        return cls(told["is_fresh"], tuple(Problem(**record) for record in told["problems"]))


def rebuild(root: Path, engine: str) -> Outcome:
    """Build the site of the project in `root`, unless nothing changed.

    The process that builds is ended if this one is told to end.
    """
    # `-P`: the same package that runs here, not one that happens to lie in the working folder.
    command = [sys.executable, "-P", "-m", "analysis.preview.child", str(root), engine]
    with subprocess.Popen(
        command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        # Ctrl-C is for this process; it ends the other in its own way. Unix, then Windows.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    ) as child:
        try:
            said, _ = child.communicate()
        except BaseException:
            end(child)
            raise
    return outcome_of(said, child.returncode)


def end(child: subprocess.Popen[str]) -> None:
    """End a process, gently first."""
    child.terminate()
    try:
        child.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()


def outcome_of(said: str, code: int) -> Outcome:
    """What a build that ended with `code` said in its last line."""
    lines = said.splitlines()
    try:
        return Outcome.from_text(lines[-1])
    except (IndexError, ValueError, TypeError, KeyError):
        message = f"the build ended with exit code {code} before it could say why"
        repair = "read what it wrote in the terminal"
        return Outcome(
            False,
            (
                Problem(
                    file="build",
                    rule="build",
                    message=message,
                    repair=repair,
                ),
            ),
        )
