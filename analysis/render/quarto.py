"""Finds and calls real Quarto, where it is installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from analysis.problems import ProblemsError
from analysis.project import CONFIG
from analysis.render.place import Place


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


def render(path: str, root: Path, output: Path, asked: Mapping[str, str] | None = None) -> None:
    """Let Quarto render the project in `root` into `output`, with the settings `asked` for.

    Hooks and cells find this Python and its commands first. Raises ProblemsError if Quarto fails.
    """
    binaries = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([binaries, os.environ.get("PATH", "")]),
        "QUARTO_PYTHON": sys.executable,
    }
    command = [path, "render", str(root), "--output-dir", str(output)]
    for name, value in (asked or {}).items():
        command += ["--metadata", f"{name}:{value}"]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if line.strip()][-5:]
        message = f"Quarto ends with exit code {done.returncode}: {' '.join(last)}"
        repair = "run `quarto render` in the project's folder to see all of it"
        raise ProblemsError([Place(CONFIG).problem("quarto", message, repair)])
