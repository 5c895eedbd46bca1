"""A terminal sees a bar that goes away; whoever reads a pipe gets lines without control signs."""

from __future__ import annotations

import io

from analysis.core.progress import shown

STEPS = {"first": 1, "second": 3}


class Terminal(io.StringIO):
    """Takes what is written, and says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO) -> str:
    with shown(STEPS, stream) as tell:
        for step in STEPS:
            tell(step)
    return stream.getvalue()


def test_a_pipe_gets_a_plain_line_for_each_step() -> None:
    assert told(io.StringIO()) == "first\nsecond\n"


def test_a_terminal_sees_the_step_and_keeps_nothing_of_the_bar(monkeypatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    written = told(Terminal())
    assert "second" in written
    assert written.endswith("\x1b[2K")  # the bar's line is erased
