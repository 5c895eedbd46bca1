"""A build in a process of its own, so that it runs the code as it is now."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.core.problems import Problem

# Long enough for a build to remove what it began; then it is killed, and the next one does.
PATIENCE_S = 20
EARLY = "page ahead: "


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


@dataclass(frozen=True)
class Early:
    """A page that is written before the rest of the site: its place there, and its text."""

    page: str
    text: str

    @property
    def mark(self) -> str:
        """What tells this text from any other."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def as_text(self) -> str:
        """One line, which nothing else begins like."""
        return EARLY + json.dumps([self.page, self.text])

    @classmethod
    def from_text(cls, line: str) -> Early | None:
        """The page that a line tells of; None if it is another line."""
        if not line.startswith(EARLY):
            return None
        try:
            page, text = json.loads(line.removeprefix(EARLY))
        except (ValueError, TypeError):
            return None
        return cls(page, text)


def rebuild(root: Path, engine: str, page: str, show: Callable[[Early], None]) -> Outcome:
    """Build the site of the project in `root`, unless nothing changed.

    `show` gets the `page` that is looked at as soon as it is written, before the rest of the site.
    The process that builds is ended if this one is told to end.
    """
    # `-P`: the same package that runs here, not one that happens to lie in the working folder.
    command = [sys.executable, "-P", "-m", "analysis.preview.child", str(root), engine, page]
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
        last = ""
        try:
            assert child.stdout is not None
            for line in child.stdout:
                early = Early.from_text(line)
                if early:
                    show(early)
                last = line
            child.wait()
        except BaseException:
            end(child)
            raise
    return outcome_of(last, child.returncode)


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
