"""The charts' library for browsers is made once for each version, and never half."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import vl_convert

from analysis.core.files import write_text
from analysis.site.vega import BUNDLE, EXPORT, write_bundle


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the library was asked to bundle."""
    asked: list[str] = []

    def bundle(snippet: str) -> str:
        asked.append(snippet)
        return f"bundle {len(asked)}"

    monkeypatch.setattr(vl_convert, "javascript_bundle", bundle)
    return asked


def test_a_script_of_this_version_is_kept(tmp_path: Path, asked: list[Any]) -> None:
    folder = tmp_path / "vega"
    assert write_bundle(folder) == write_bundle(folder) == folder / BUNDLE
    assert asked == [EXPORT]
    assert (folder / "version.txt").read_text("ascii").startswith(version("vl-convert-python"))


@pytest.mark.parametrize("lost", [BUNDLE, "version.txt"])
def test_a_script_that_is_half_there_is_made_again(
    tmp_path: Path, asked: list[Any], lost: str
) -> None:
    write_bundle(tmp_path)
    (tmp_path / lost).unlink()
    assert write_bundle(tmp_path).read_text("utf-8") == "bundle 2"


def test_a_script_of_another_version_is_made_again(tmp_path: Path, asked: list[Any]) -> None:
    write_bundle(tmp_path)
    write_text(tmp_path / "version.txt", "0.0")
    assert write_bundle(tmp_path).read_text("utf-8") == "bundle 2"
