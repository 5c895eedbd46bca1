"""What a disk refuses is a problem with a name that people know, and a repair that fits."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from analysis.core.problems import ProblemsError
from analysis.importing.disk import disk_explained


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "/x/prices.csv"),
            "prices.csv: cannot be read or written (No space left on device); nothing has changed; "
            "make room on the disk",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "/x/.lock"),
            "raw: cannot be read or written (Permission denied); nothing has changed; see who may "
            "use it; close it elsewhere",
        ),
        (
            OSError("broken"),
            "raw: cannot be read or written (broken); nothing has changed; see who may use it; "
            "close it elsewhere",
        ),
    ],
)
def test_a_failure_is_told_with_file_reason_and_repair(error: OSError, sentence: str) -> None:
    with pytest.raises(ProblemsError) as caught, disk_explained(Path("/x/raw")):
        raise error
    assert [problem.sentence() for problem in caught.value.problems] == [sentence]


def test_a_mistake_of_another_kind_is_not_the_disks() -> None:
    with pytest.raises(ValueError, match="other"), disk_explained(Path("/x")):
        raise ValueError("other")
