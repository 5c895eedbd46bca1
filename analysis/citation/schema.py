"""What catalogue and stamp hold, as JSON Schemas, and what breaks them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema


def text(name: str) -> str:
    """A schema of `schemas/` (`exhibits`, `facts`, `stamp`) as it is published."""
    return files("analysis.citation").joinpath(f"schemas/{name}.json").read_text("utf-8")


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(text(name)))


def invalid(document: Mapping[str, Any], name: str) -> list[str]:
    """What breaks a schema, as sentences."""
    return [
        f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(document)
    ]
