"""Tables spoilt at random: no traceback, nothing written, no number out of its domain.

Each spoilt table costs a whole check, so that the suite spoils few: BRIEFING_CORRUPTIONS=20 spoils
twenty in each of fifteen ways.
"""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.core.problems import errors
from analysis.raw.load import as_written, check
from analysis.raw.tables import TABLES

SEED = 20261126
EACH = int(os.environ.get("BRIEFING_CORRUPTIONS", "2"))
HOSTILE = ['=HYPERLINK("x")', "</script><script>", "{{< env HOME >}}", "\x0b", "NA", "$a$", "1e999"]
Spoil = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def without_part(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 4000) :]


def swapped_columns(chance: random.Random, content: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode())))
    one, other = chance.sample(range(len(rows[0])), 2)
    for row in rows[1:]:
        row[one], row[other] = row[other], row[one]
    return as_bytes(rows)


def mixed_encoding(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    at = chance.randrange(1, len(lines))
    lines[at] = ("ü,".encode("cp1252") + lines[at])[: len(lines[at])]
    return b"".join(lines)


def huge_cell(chance: random.Random, content: bytes) -> bytes:
    return with_cell(chance, content, "x" * 1_000_000)


def hostile_cell(chance: random.Random, content: bytes) -> bytes:
    return with_cell(chance, content, chance.choice(HOSTILE))


def control_signs(chance: random.Random, content: bytes) -> bytes:
    signs = [0, 1, 7, 8, 11, 12, 14, 27, 31, 127, 0x200B, 0x202E, 0xFEFF, 0xFFFD]
    return with_cell(chance, content, f"a{chr(chance.choice(signs))}b")


def strange_number(chance: random.Random, content: bytes) -> bytes:
    return with_cell(chance, content, chance.choice(["-1", "1e30", "9" * 40, "NaN", "inf", "١٢"]))


def other_delimiter(chance: random.Random, content: bytes) -> bytes:
    return content.replace(b",", chance.choice([b";", b"\t", b"|", b" "]))


def padded(chance: random.Random, content: bytes) -> bytes:
    return content.replace(b"\n", b",,\n") + b",,,,\n" * chance.randint(1, 9)


def repeated_rows(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines + chance.sample(lines, min(3, len(lines))))


def no_header(chance: random.Random, content: bytes) -> bytes:
    return content.partition(b"\n")[2]


def only_header(chance: random.Random, content: bytes) -> bytes:
    return content.partition(b"\n")[0] + b"\n"


def shuffled_header(chance: random.Random, content: bytes) -> bytes:
    head, line_end, body = content.partition(b"\n")
    names = head.split(b",")
    chance.shuffle(names)
    return b",".join(names) + line_end + body


SPOILS: list[Spoil] = [
    flipped, cut, without_part, swapped_columns, mixed_encoding, huge_cell, hostile_cell,
    control_signs, strange_number, other_delimiter, padded, repeated_rows, no_header, only_header,
    shuffled_header,
]  # fmt: skip


def as_bytes(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def with_cell(chance: random.Random, content: bytes, value: str) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode())))
    row = chance.randrange(1, len(rows))
    rows[row][chance.randrange(len(rows[row]))] = value
    return as_bytes(rows)


def out_of_domain(folder: Path) -> list[str]:
    """Numbers that passed as numbers of their column and cannot be."""
    found = []
    for name, frame in as_written(folder).items():
        for column in (c for c in TABLES[name].fields if TABLES[name].kind(c) == "number"):
            values = frame[column].dropna()
            found += [f"{name}.{column}: {value}" for value in values[values.abs() > 1e15]]
    return found


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_table_is_told_and_nothing_is_changed(
    spoil: Spoil, real_dir: Path, tmp_path: Path
) -> None:
    chance = random.Random(f"{SEED}-{spoil.__name__}")
    folder = tmp_path / "raw"
    shutil.copytree(real_dir, folder)
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    filled = [name for name in sorted(TABLES) if whole[f"{name}.csv"].count(b"\n") > 2]
    for _ in range(EACH):
        path = folder / f"{chance.choice(filled)}.csv"
        path.write_bytes(spoil(chance, whole[path.name]))
        spoilt = path.read_bytes()
        problems = check(folder)
        assert path.read_bytes() == spoilt
        for problem in problems:
            sentence = problem.sentence()
            assert len(sentence) < 3000
            assert problem.repair
            assert not any(ord(sign) < 32 for sign in sentence if sign != "\n"), sentence
        if not errors(problems):
            assert out_of_domain(folder) == []
        path.write_bytes(whole[path.name])
