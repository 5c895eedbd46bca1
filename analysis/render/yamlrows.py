"""YAML values together with the line of each key, so that a problem can name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from analysis.core.problems import ProblemsError
from analysis.render.place import Place

Path = tuple[str, ...]


@dataclass(frozen=True)
class Yaml:
    """A mapping read from a file; `rows` holds the line of each key, by its path."""

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[Path, int] = field(default_factory=dict)

    def place(self, *path: str) -> Place:
        """Where the key lies, or the nearest key above it that has a line."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.rows:
                return Place(self.file, self.rows[path[:end]])
        return Place(self.file)

    def section(self, *path: str) -> dict[str, Any]:
        """The mapping under a key; empty where there is none."""
        values: Any = self.values
        for key in path:
            values = values.get(key) if isinstance(values, dict) else None
        return values if isinstance(values, dict) else {}


def read_yaml(text: str, file: str, first_row: int = 1) -> Yaml:
    """The mapping in `text`, whose first line is line `first_row` of `file`.

    Raises ProblemsError if it is not YAML, or not a mapping.
    """
    try:
        values = yaml.safe_load(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = first_row + mark.line if mark else first_row
        message = f"this is not YAML: {getattr(error, 'problem', None) or error}"
        repair = "mend the indentation or quote the value"
        raise ProblemsError([Place(file, row).problem("yaml", message, repair)]) from None
    if values is None:
        return Yaml(file)
    if not isinstance(values, dict):
        message, repair = "YAML here must be a mapping", "write lines of the form `key: value`"
        raise ProblemsError([Place(file, first_row).problem("yaml", message, repair)])
    return Yaml(file, values, _rows(node, first_row, ()))


def _rows(node: yaml.Node, first_row: int, path: Path) -> dict[Path, int]:
    rows = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            rows[*path, key.value] = first_row + key.start_mark.line
            rows |= _rows(value, first_row, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            rows[*path, str(index)] = first_row + item.start_mark.line
            rows |= _rows(item, first_row, (*path, str(index)))
    return rows
