"""The height of an embedded exhibit is a formula of its width; Chromium measures it elsewhere."""

from __future__ import annotations

import pytest

from analysis.site.frames import BREAK, EDGES, Form, Shape, Words, bound, frame

RECORD = {"address": "https://a.example/x/", "title": 'Say "when" & <how>'}


def test_words_take_as_many_lines_as_their_signs_need() -> None:
    words = Words("four four four", size=10, line=12)
    assert words.height(EDGES + 50) == 2 * 12  # ten signs: "four four"
    assert words.height(EDGES + 70) == 12  # fourteen: all of it
    assert words.height(EDGES + 20) == 3 * 12


def test_no_width_between_needs_more_than_the_line() -> None:
    words = (Words("word " * 60, 15, 22), Words("long title " * 8, 18, 23))
    base, slope = bound(words, 50, 300, 600)
    needed = [sum(one.height(width) for one in words) + 50 for width in range(300, 601)]
    room = [base + slope * width for width in range(300, 601)]
    assert all(has >= needs for has, needs in zip(room, needed, strict=True))
    assert any(has == pytest.approx(needs) for has, needs in zip(room, needed, strict=True))
    assert slope < 0


def test_a_picture_shrinks_with_the_frame_and_never_grows() -> None:
    form = Form((340, 680), base=100, slope=0)
    assert form.height(EDGES + 170) == 340 + 100
    assert form.height(EDGES + 340) == form.height(EDGES + 600) == 680 + 100


def test_below_the_break_the_narrow_form_decides() -> None:
    shape = Shape(Form((720, 360), 100, 0), Form((340, 680), 100, 0))
    assert (shape.height(BREAK - 1), shape.height(EDGES + 720)) == (780, 460)


def test_nothing_in_a_title_ends_the_code() -> None:
    shape = Shape(Form((720, 360), 100, -0.01), Form((340, 680), 100, -0.1))
    code = frame(RECORD, shape, colours="#dark")
    assert 'title="Say &quot;when&quot; &amp; &lt;how&gt;"' in code
    assert 'src="https://a.example/x/embed.html#dark"' in code
    assert "min(680px,(100% - 24px)*2.000) + 100px - min(100%,1000px)*0.1)" in code
