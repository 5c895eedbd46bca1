"""YAML with the line of each key: a problem names the nearest line above it."""

from __future__ import annotations

import pytest

from analysis.core.problems import ProblemsError
from analysis.render.place import Place
from analysis.render.yamlrows import read_yaml

TEXT = """project:
  render: [a.qmd,
    b.qmd]
  type: website

format: html
"""


def test_each_key_and_item_has_its_line() -> None:
    read = read_yaml(TEXT, "_quarto.yml", first_row=11)
    assert read.rows == {
        ("project",): 11,
        ("project", "render"): 12,
        ("project", "render", "0"): 12,
        ("project", "render", "1"): 13,
        ("project", "type"): 14,
        ("format",): 16,
    }
    assert read.place("project", "type") == Place("_quarto.yml", 14)
    assert read.place("project", "title", "short") == Place("_quarto.yml", 11)
    assert read.place("title") == Place("_quarto.yml")


def test_a_section_is_the_mapping_under_a_key_or_empty() -> None:
    read = read_yaml(TEXT, "_quarto.yml")
    assert read.section("project")["type"] == "website"
    assert read.section("project", "type") == read.section("format", "html") == {}


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert read_yaml("\n", "a.yml").values == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: [", "a.yml:6: this is not YAML: "),
        ("- a\n- b\n", "a.yml:5: YAML here must be a mapping; write lines of the form "),
    ],
)
def test_what_is_no_mapping_is_a_problem_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_yaml(text, "a.yml", first_row=5)
    [problem] = caught.value.problems
    assert problem.sentence().startswith(sentence)
