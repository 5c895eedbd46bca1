"""Codes of the tables become the names that readers know."""

from __future__ import annotations

import pytest

from analysis.facts import labels
from analysis.facts.processed import Processed


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CHN", "China"),
        ("EU", "European Union"),
        ("ROW", "Rest of the world"),
        ("BOL", "Bolivia"),
        ("XQZ", "XQZ"),
    ],
)
def test_countries_and_blocs_have_their_usual_names(code: str, name: str) -> None:
    assert labels.country(code) == name


def test_steps_and_minerals_read_as_words() -> None:
    assert labels.stage("metal_alloy") == "Metal and alloy"
    assert labels.stage("ore_sorting") == "Ore sorting"
    assert labels.mineral("graphite_natural") == "natural graphite"
    assert labels.mineral("cobalt") == "cobalt"


def test_no_code_of_the_tables_reaches_a_reader(processed: Processed) -> None:
    shares = processed["shares"]
    assert [code for code in set(shares["country"]) if labels.country(code) == code != "G7"] == []
    words = [labels.mineral(code) for code in set(shares["mineral"])]
    assert [word for word in words if "_" in word] == []
