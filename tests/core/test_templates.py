"""Pages from templates: text from data stays text, and a name that nobody gave is an error."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from analysis.core.files import write_text
from analysis.core.templates import rendered


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    write_text(tmp_path / "templates" / "a.html", "{% if True %}\n<p>{{ said }}</p>\n{% endif %}\n")
    return tmp_path


def test_text_is_escaped_and_lines_of_the_template_leave_nothing(theme: Path) -> None:
    assert rendered(theme, "a.html", said='<b> & "') == "<p>&lt;b&gt; &amp; &#34;</p>\n"


def test_a_value_that_is_missing_is_an_error(theme: Path) -> None:
    with pytest.raises(jinja2.UndefinedError, match="'said' is undefined"):
        rendered(theme, "a.html")
