"""What runs the cells of a document: Python, or the memory of what it answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

Output = dict[str, Any]


class Ended(Exception):
    """Python ended, or did not start."""


class Answering(Protocol):
    """Answers to the cells and expressions of documents, one document after the other."""

    def enter(self, folder: Path) -> None:
        """Begin a document: an empty namespace, in its folder, which is first to import from.

        Raises Ended if Python does not start.
        """

    def execute(self, code: str) -> list[Output]:
        """The outputs of a cell, each with `output_type` and Jupyter's content.

        Raises Ended if Python ended.
        """

    def evaluate(self, expressions: list[str]) -> list[Output]:
        """The result of each expression: `status` with `data`, or with `ename` and `evalue`."""
