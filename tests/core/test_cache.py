"""What is kept between builds is found again for the same content, and never for any other."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from analysis.core import cache
from analysis.core.cache import code_of, content_of, environment, tidy
from analysis.core.files import write_text


class Maker:
    """Counts how often something is made."""

    def __init__(self, content: bytes = b"made") -> None:
        self.content, self.times = content, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.content


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which results are kept."""
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_the_same_is_made_once(folder: Path) -> None:
    make = Maker()
    assert [cache.kept("word", "a", make) for _ in range(3)] == [b"made"] * 3
    assert make.times == 1
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("other", [("word", "b"), ("other", "a")])
def test_what_was_made_from_something_else_is_not_found(
    folder: Path, other: tuple[str, str]
) -> None:
    cache.kept("word", "a", Maker(b"stale"))
    assert cache.kept(*other, Maker(b"fresh")) == b"fresh"


def test_what_other_code_made_is_not_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.kept("word", "a", Maker(b"stale"))
    monkeypatch.setattr(cache, "made_by", lambda kind: "changed code")
    assert cache.kept("word", "a", Maker(b"fresh")) == b"fresh"


def test_a_result_rests_on_the_code_of_its_layer_and_of_those_below(tmp_path: Path) -> None:
    for name in ("core/a.py", "raw/b.py", "raw/c.json", "process.py", "site/d.py"):
        write_text(tmp_path / name, "")

    def reached(kind: str) -> list[str]:
        return [path.relative_to(tmp_path).as_posix() for path in code_of(kind, tmp_path)]

    assert reached("checked") == ["core/a.py", "raw/b.py", "raw/c.json"]
    assert reached("processed") == ["core/a.py", "process.py", "raw/b.py", "raw/c.json"]
    assert "site/d.py" in reached("a kind without a layer")


def test_the_layers_of_results_are_those_of_the_package() -> None:
    root = Path(__file__).parents[2]
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    from_the_ground = [layer.removeprefix("analysis.") for layer in reversed(layers)]
    assert list(cache.LAYERS) == from_the_ground[: len(cache.LAYERS)]
    assert set(cache.REACHES.values()) <= set(cache.LAYERS)


@pytest.mark.parametrize("damage", [b"", b"made", b"0\nmade", None])
def test_a_damaged_entry_is_made_anew(folder: Path, damage: bytes | None) -> None:
    cache.kept("word", "a", Maker())
    [entry] = folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:-1] if damage is None else damage)
    make = Maker()
    assert cache.kept("word", "a", make) == b"made"
    assert cache.kept("word", "a", make) == b"made"
    assert make.times == 1


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.FOLDER, raising=False)
    make = Maker()
    assert [cache.kept("word", "a", make) for _ in range(2)] == [b"made"] * 2
    assert make.times == 2


def test_the_last_used_entries_stay(folder: Path) -> None:
    for number, name in enumerate("abc"):
        cache.kept("word", name, Maker())
        for entry in folder.iterdir():
            os.utime(entry, (number, number))
    cache.kept("word", "a", Maker(b"not needed"))
    first = next(entry for entry in folder.iterdir() if entry.stat().st_mtime > 2)
    tidy(folder, most=1)
    assert list(folder.iterdir()) == [first]


def test_of_large_entries_fewer_stay(tmp_path: Path) -> None:
    """The newest is as large as all may be together; an older one of a byte goes before it."""
    for age, (name, size) in enumerate({"newest": 10, "older": 1, "oldest": 1}.items()):
        (tmp_path / name).write_bytes(b"x" * size)
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    tidy(tmp_path, most_bytes=11)
    assert {path.name for path in tmp_path.iterdir()} == {"newest", "older"}
    tidy(tmp_path, most_bytes=10)
    assert {path.name for path in tmp_path.iterdir()} == {"newest"}


@pytest.mark.parametrize(
    "other",
    [
        pd.DataFrame({"a": [0.1, 0.3]}),
        pd.DataFrame({"b": [0.1, 0.2]}),
        pd.DataFrame({"a": ["0.1", "0.2"]}),
        pd.DataFrame({"a": [0.1, 0.2]}, index=[1, 2]),
    ],
)
def test_frames_that_differ_have_other_contents(other: pd.DataFrame) -> None:
    frame = pd.DataFrame({"a": [0.1, 0.2]})
    assert content_of(frame) == content_of(frame.copy())
    assert content_of(frame) != content_of(other)


@pytest.mark.parametrize("before", [None, "kept"])
def test_a_variable_is_put_back(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFING_TEST", raising=False)
    if before is not None:
        monkeypatch.setenv("BRIEFING_TEST", before)
    with pytest.raises(RuntimeError), environment("BRIEFING_TEST", "inside"):
        assert os.environ["BRIEFING_TEST"] == "inside"
        raise RuntimeError
    assert os.environ.get("BRIEFING_TEST") == before


def test_a_frame_is_made_once_and_comes_back_exactly(folder: Path) -> None:
    frame = pd.DataFrame({"a": [0.1 + 0.2, None], "b": ["x", None]}, index=[3, 5])
    made = [cache.kept_frame("table", "a", lambda: frame), cache.kept_frame("table", "a", refuse)]
    for each in made:
        pd.testing.assert_frame_equal(each, frame, check_exact=True)


def refuse() -> pd.DataFrame:
    """Say that what was kept is made again."""
    raise AssertionError("it was kept")


def test_what_is_kept_is_known_without_reading_it(folder: Path) -> None:
    assert not cache.is_kept("word", "a")
    cache.keep("word", "a", b"made")
    assert cache.is_kept("word", "a")
    assert not cache.is_kept("word", "b")
