"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the project.

What is written anew lies in `tests/data/recipes`, as it lies in the project; what a recipe adds to
a file that is there stands below, behind the words that it follows.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.core.project import Project

NEW = Path(__file__).parent / "data" / "recipes"
ADDED = {
    "analysis/raw/tables.py": {
        "    trade,\n": "    visits,\n",
        "TABLES: dict[str, Table] = {\n    table.name: table\n    for table in (\n": """\
        Table(
            "site_visits",
            visits.SiteVisits,
            "a visit to a plant",
            ("project_id", "visited_on"),
            {"project_id": "projects", "source_id": "sources"},
            ("visited_on",),
        ),
""",
    },
    "analysis/raw/checks/__init__.py": {
        "from analysis.core.problems import Problem\n": "from analysis.raw.checks import visits\n",
        "    (keys.unique_keys, ()),\n": (
            '    (visits.open_plants, ("site_visits", "projects")),\n'
        ),
    },
    "analysis/transforms/graph.py": {
        "    verdict,\n": "    visits,\n",
        "TABLES: tuple[ProcessedTable, ...] = (\n": """\
    ProcessedTable(
        "plant_visits",
        "how often a plant was visited",
        visits.PlantVisits,
        visits.plant_visits,
        ("raw/site_visits",),
    ),
""",
    },
    "analysis/facts/topics/__init__.py": {
        "    verdict,\n": "    visits,\n",
        "    verdict.facts,\n": "    visits.facts,\n",
    },
    "report/sentences/plants.md.j2": {
        "#}\n": """
{# How many plants were visited. #}
{% macro plants_visited() %}
{% if has("plants-visited") %}
Of the plants, {{ fact("plants-visited") }} {{ "plants-visited" | was_or_were }} visited.
{% endif %}
{% endmacro %}
"""
    },
    "report/background.qmd": {
        "## Comparisons {#sec-comparisons}\n": """
```{python}
say("plants-visited")
```

```{python}
#| label: tbl-visits
exhibit("tbl-visits")
```
"""
    },
}


@pytest.fixture(scope="module")
def followed(made_once, checkout) -> Project:
    """A copy of the project in which the recipes were followed, with its tables made anew."""

    def follow(folder: Path) -> None:
        project = checkout(folder / "project")
        shutil.copytree(NEW, project.root, dirs_exist_ok=True)
        for name, pieces in ADDED.items():
            path = project.root / name
            text = path.read_text("utf-8")
            for words, piece in pieces.items():
                assert words in text, f"{name} has no longer {words!r}"
                text = text.replace(words, words + piece, 1)
            path.write_text(text, "utf-8")
        for command in ("descriptor", "process"):
            ran = briefing(project, command)
            assert ran.returncode == 0, ran.stdout + ran.stderr

    return Project(made_once("recipes", follow) / "project")


def python(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the copy's package, in the copy."""
    # A pytest of its own is no worker of this one: it would share the folders of all runs.
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
    }
    environment = inherited | {"PYTHONPATH": str(project.root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def briefing(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return python(project, "-c", "from analysis.cli import main; main()", *arguments)


def test_a_raw_table_becomes_a_fact_with_its_query(followed: Project) -> None:
    document = json.loads((followed.processed / "facts.json").read_text("utf-8"))
    fact = next(each for each in document["facts"] if each["id"] == "plants-visited")
    assert (fact["value"], fact["query"]) == (
        1,
        "select count(distinct project_id) from 'raw/site_visits.csv'",
    )
    assert fact["inputs"][0] == {
        "table": "site_visits",
        "keys": ["mp-independence/2025-11-20", "mp-independence/2026-02-26"],
    }
    ran = briefing(followed, "recompute", "plants-visited")
    assert (ran.returncode, "0 differences" in ran.stdout) == (0, True), ran.stdout + ran.stderr


def test_its_check_refuses_a_bad_row_by_name(followed: Project, tmp_path: Path) -> None:
    spoiled = tmp_path / "project"
    shutil.copytree(followed.root, spoiled)
    with (spoiled / "data" / "raw" / "site_visits.csv").open("a", encoding="utf-8") as rows:
        rows.write("lynas-seadrift,2026-02-26,mp-2026-02-26-10x\n")
    ran = briefing(Project(spoiled), "check")
    assert ran.returncode == 1
    assert (
        'error: site_visits.csv row 4, project_id: "lynas-seadrift" is a plant that was '
        "cancelled; name another plant"
    ) in ran.stderr


def test_a_sentence_is_said_with_the_number_of_the_day(followed: Project) -> None:
    script = "from analysis.documents.cells import say; print(say('plants-visited').data)"
    ran = python(followed, "-c", script)
    assert ran.stdout == (
        "Of the plants, [one](../facts/plants-visited/index.html)"
        '{.fact data-fact="plants-visited"} was visited.\n'
    ), ran.stderr


def test_the_tests_that_the_recipes_name_pass(followed: Project) -> None:
    asked = ("tests/exhibits", "tests/facts", "-k", "tbl-visits or statements")
    ran = python(followed, "-m", "pytest", "-q", "-p", "no:cacheprovider", *asked)
    assert ran.returncode == 0, ran.stdout[-3000:]
