"""The facts as they are written: `facts.json` of a folder of processed tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FACTS_FILE = "facts.json"


def read_records(processed: Path) -> dict[str, dict[str, Any]]:
    """The record of each fact by its id, in the order of the file.

    Raises FileNotFoundError if the folder holds none.
    """
    document = json.loads((processed / FACTS_FILE).read_text(encoding="utf-8"))
    return {record["id"]: record for record in document["facts"]}
