"""Finds and calls real Quarto, where it is installed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from analysis.core.cache import FOLDER
from analysis.core.files import write_text
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import CONFIG
from analysis.render.place import Place

LOG = "quarto.log"
MOST_COMPLAINTS = 4
# The contract's tests look into the PDF themselves; its validator is no part of Quarto.
HARMLESS = ("verapdf is not installed",)
FAILED = "WARN: Error encountered when rendering files"
WORDLESS = ("Typst compilation failed", "Render failed due to invalid YAML.")

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_ERROR = re.compile(
    r"(?:ERROR: |.*\.\.\.(?=error: ))?(?:error: )?(?P<words>"
    r"(?:(?<=ERROR: )|(?<=error: )).+|Error running filter.*|[\w.]*(?:Error|Exception|Pool): .+"
    r"|\(line .+)"
)
_DOCUMENT = re.compile(r"^\[ *\d+/\d+\] (\S+\.qmd)", re.MULTILINE)
_TYPST_PLACE = re.compile(r"┌─ (?P<place>\S+)")
_WARNING = re.compile(r"(?:\[WARNING\]|WARN:|WARNING \([^)]*\)|warning:)\s*(?P<words>.+)")


def executable() -> str | None:
    """The path of Quarto on PATH or in the quarto-cli package; None if there is none."""
    found = shutil.which("quarto")
    package = importlib.util.find_spec("quarto_cli")
    if found or package is None or package.origin is None:
        return found
    name = "quarto.exe" if sys.platform == "win32" else "quarto"
    paths = sorted(Path(package.origin).parent.glob(f"quarto-*/bin/{name}"))
    return str(paths[-1]) if paths else None


def version(path: str) -> str:
    """What Quarto says of its version; "unknown" if it says nothing."""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def render(
    path: str, root: Path, output: Path, asked: Mapping[str, str] | None = None
) -> list[Problem]:
    """Let Quarto render the project in `root` into `output`, with the settings `asked` for.

    Hooks and cells find this Python and its commands first. All that Quarto says is written to
    `quarto.log` among the kept results. Returns its warnings. Raises ProblemsError if it fails.
    """
    binaries = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([binaries, os.environ.get("PATH", "")]),
        "QUARTO_PYTHON": sys.executable,
    }
    command = [path, "render", str(root), "--output-dir", str(output)]
    dated = {"dated": "true"} if "SOURCE_DATE_EPOCH" in os.environ else {}
    for name, value in {**dated, **(asked or {})}.items():
        command += ["--metadata", f"{name}:{value}"]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    said = _ANSI.sub("", done.stderr)
    log = _logged(said)
    if done.returncode:
        place, value = Place(last_document(said) or CONFIG), f"exit code {done.returncode}"
        message = f"Quarto fails: {'; '.join(complaints(said)) or 'it does not say why'}"
        where = f"{log} holds all it said" if log else "`quarto render` shows all of it"
        repair = f"{where}; `briefing build --engine embedded` does without Quarto"
        raise ProblemsError([place.problem("quarto", message, repair, value)])
    return [_warning(words) for words in warnings(said)]


def last_document(said: str) -> str | None:
    """The document that Quarto had begun last; None before the first."""
    begun = _DOCUMENT.findall(said)
    return begun[-1] if begun else None


def complaints(said: str) -> list[str]:
    """The sentences with which Quarto, pandoc, Lua, Typst or Python say what is wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    found: dict[str, None] = {}
    for line, follows in pairwise([*lines, ""]):
        words = _ERROR.match(line)
        if words is None or words["words"] in WORDLESS:
            continue
        place = _TYPST_PLACE.match(follows)
        more = f" ({place['place']})" if place else f" {follows}" if line.endswith(":") else ""
        found[words["words"] + more] = None
    if not found:
        # Pandoc says what is wrong without any sign, as its last words.
        ends = [at for at, line in enumerate(lines) if line.startswith(FAILED)]
        found = dict.fromkeys(lines[at - 1] for at in ends if at)
    return list(found)[:MOST_COMPLAINTS]


def warnings(said: str) -> list[str]:
    """What Quarto, pandoc or Typst warn of, once each; what is known and harmless left out."""
    found = (_WARNING.match(line.strip()) for line in said.splitlines())
    words = dict.fromkeys(match["words"].strip() for match in found if match)
    left_out = (*HARMLESS, FAILED.removeprefix("WARN: "))
    return [each for each in words if not any(known in each for known in left_out)]


def _warning(words: str) -> Problem:
    repair = "mend what it names, so that a new warning stands out"
    return Place(CONFIG).problem("quarto", f"Quarto warns: {words}", repair, warning=True)


def _logged(said: str) -> Path | None:
    """Where all that Quarto said was written; None where nothing is kept."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return None
    log = Path(folder) / LOG
    try:
        write_text(log, said)
    except OSError:
        return None
    return log
