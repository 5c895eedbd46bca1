"""Runs the pandoc that comes with pypandoc-binary."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

from analysis.core.problems import Problem, ProblemsError
from analysis.render.place import Place
from analysis.render.tree import Blocks

RESOURCES = Path(__file__).parent / "resources"
# Metadata come from the front matter alone: a printed `---` is a rule, not a metadata block.
READER = "markdown-yaml_metadata_block"
# Pandoc reads names of files as the locale says; ours are UTF-8, whatever that is.
LOCALE = {"LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"}


@cache
def executable() -> str:
    """The path of pandoc; FileNotFoundError or OSError if the package holds none."""
    return str(pypandoc.get_pandoc_path())


def read(markdown: str, document: str) -> Blocks:
    """The blocks of a Markdown text.

    Raises ProblemsError naming `document` if pandoc fails.
    """
    output, _ = run(["--from", READER, "--to", "json"], markdown, document)
    blocks: list[dict[str, Any]] = json.loads(output)["blocks"]
    return blocks


def tree_json(blocks: Blocks) -> str:
    """The blocks as the JSON that pandoc reads."""
    return json.dumps(
        {"pandoc-api-version": _api_version(), "meta": {}, "blocks": blocks}, ensure_ascii=False
    )


@cache
def _api_version() -> list[int]:
    output, _ = run(["--from", READER, "--to", "json"], "", "")
    version: list[int] = json.loads(output)["pandoc-api-version"]
    return version


def bibliography_keys(path: Path, document: str) -> set[str]:
    """The citation keys of a bibliography in CSL JSON, BibTeX or any other form pandoc reads."""
    if path.suffix == ".json":
        records: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    else:
        output, _ = run(["--to", "csljson", str(path)], "", document)
        records = json.loads(output)
    return {str(record["id"]) for record in records}


def run(
    arguments: Sequence[str], text: str, document: str, folder: Path | None = None
) -> tuple[str, list[Problem]]:
    """Output and warnings of one run of pandoc on `text`, in `folder`.

    Raises ProblemsError naming `document` if pandoc fails.
    """
    # The user's own pandoc folder must not change what a document looks like.
    command = [executable(), f"--data-dir={RESOURCES}", *arguments]
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, **LOCALE},
        check=False,
    )
    if done.returncode:
        raise ProblemsError([_problem(document, done.stderr.strip())])
    lines = [line for line in done.stderr.splitlines() if line.startswith("[WARNING] ")]
    warnings = [_problem(document, line.removeprefix("[WARNING] "), warning=True) for line in lines]
    return done.stdout, warnings


def _problem(document: str, message: str, warning: bool = False) -> Problem:
    return Place(document).problem(
        "pandoc",
        f"pandoc says: {message}",
        "change what it names in the document, its template or its bibliography",
        warning=warning,
    )
