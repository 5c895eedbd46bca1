"""`briefing cite`, `verify` and `recompute` on the command line: words, JSON, exit codes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import Catalogue
from analysis.citation.editions import edition
from analysis.citation.published import LIST, published
from analysis.citation.stamps import stamp
from analysis.cli import app
from analysis.exhibits.exhibit import Exhibit

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, fresh_processed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with processed tables as the working folder."""
    shutil.copyfile(ROOT / "_quarto.yml", tmp_path / "_quarto.yml")
    shutil.copytree(fresh_processed, tmp_path / "data" / "processed")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "releases" / "0.1.0" / "exhibits").mkdir(parents=True)  # released: no draft
    return tmp_path


def test_a_citation_is_printed_in_the_style_asked_for(here: Path, listed: Catalogue) -> None:
    for name, style in (("fig-shares", "apa"), ("actors", "ris"), ("report", "csl-json")):
        done = CliRunner().invoke(app, ["cite", name, "--style", style])
        key = f"fact-{name}" if name == "actors" else name
        assert done.exit_code == 0
        assert done.stdout.strip() == listed.citations[key][style].strip()


def test_the_day_of_access_can_be_given(here: Path) -> None:
    arguments = ["cite", "report", "--style", "harvard", "--accessed", "2027-03-04"]
    assert "Accessed: 4 March 2027" in CliRunner().invoke(app, arguments).stdout


def test_an_unknown_id_names_the_nearest_ones(here: Path) -> None:
    done = CliRunner().invoke(app, ["cite", "fig-share"])
    assert done.exit_code == 1
    assert "did you mean fig-shares" in done.stderr


def test_without_processed_tables_the_repair_is_named(here: Path) -> None:
    shutil.rmtree(here / "data")
    done = CliRunner().invoke(app, ["cite", "report"])
    assert done.exit_code == 1
    assert "run briefing process" in done.stderr


def test_verify_speaks_to_people_and_to_machines(
    here: Path, listed: Catalogue, shown: Sequence[Exhibit]
) -> None:
    picture = shown[0].standalone()
    values = stamp(listed.exhibits["fig-shares"], "", carriers.svg_hash(picture))
    (here / "good.svg").write_text(carriers.stamped_svg(picture, values), encoding="utf-8")
    (here / "none.svg").write_text(picture, encoding="utf-8")
    held = published([edition(listed, shown, {})], None)
    (here / "_site" / LIST).parent.mkdir(parents=True)
    (here / "_site" / LIST).write_text(json.dumps(held.as_json()), encoding="utf-8")
    good = CliRunner().invoke(app, ["verify", "good.svg"])
    assert (good.exit_code, "genuine and current" in good.stdout) == (0, True)
    (here / "other.svg").write_text("<svg/>", encoding="utf-8")
    all_three = CliRunner().invoke(app, ["verify", ".", "--json"])
    assert all_three.exit_code == 12
    findings = json.loads(all_three.stdout)["findings"]
    assert [finding["status"] for finding in findings] == ["current", "current", "no stamp"]


def test_a_missing_file_is_a_problem(here: Path) -> None:
    done = CliRunner().invoke(app, ["verify", "nothing.png"])
    assert done.exit_code == 1
    assert "there is no such file or folder" in done.stderr


def test_recompute_names_what_differs_and_says_how_many_agree(here: Path) -> None:
    good = CliRunner().invoke(app, ["recompute", "acts", "sources"])
    assert good.stdout == "2 facts computed again, 0 differences\n"
    path = here / "data" / "processed" / "facts.json"
    path.write_text(path.read_text("utf-8").replace('"value": 88,', '"value": 87,', 1), "utf-8")
    bad = CliRunner().invoke(app, ["recompute", "acts", "--at", str(here)])
    assert bad.exit_code == 1
    assert bad.stdout.startswith("acts: published 87, computed 88\n")
