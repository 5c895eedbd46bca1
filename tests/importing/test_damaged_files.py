"""Files that went wrong on their way: never a traceback, never a changed table."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from incoming import contents

from analysis.importing.bring_in import Outcome
from analysis.importing.export import export_workbook
from analysis.importing.words import described
from analysis.raw.tables import TABLES

INSERTED = [
    b"\0",
    b"=cmd()",
    b'"',
    b"\r",
    b"\xff\xfe",
    b"\x1b[2J",
    b";;;",
    b"\n\n",
    b"x" * 1_000_000,
]
Damage = Callable[[bytes, random.Random], bytes]


def flipped(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def holed(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.sample(range(len(content)), 2))
    return content[:first] + content[last:]


def inserted(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.choice(INSERTED) + content[at:]


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("damage", [flipped, cut, holed, inserted])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_damaged_file_is_a_plan_or_a_problem(
    bring: Callable[..., Outcome], raw_dir: Path, tmp_path: Path, damage: Damage, kind: str
) -> None:
    path = tmp_path / f"lead_times.{kind}"
    if kind == "xlsx":
        export_workbook(TABLES["lead_times"], raw_dir, path)
    else:
        path.write_bytes((raw_dir / "lead_times.csv").read_bytes())
    whole, before, chance = path.read_bytes(), contents(raw_dir), random.Random(damage.__name__)
    for _ in range(8):
        path.write_bytes(damage(whole, chance))
        outcome = bring(path, agree=False)
        assert all(line.isprintable() for line in described(outcome, everything=True))
        assert all(len(problem.sentence()) < 1000 for problem in outcome.problems)
    assert contents(raw_dir) == before
