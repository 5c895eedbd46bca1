"""The roadmap's table: a text that nobody saw is a question mark, and no act a dash."""

from __future__ import annotations

from small import processed, table

from analysis.exhibits import tbl_areas
from analysis.exhibits.exhibit import Exhibit

SHOWN = Exhibit(
    tbl_areas,
    processed(
        roadmap_areas=table(
            "roadmap_areas",
            {"item_id": "floor", "drafted": True, "signed": True, "started_on": "2026-04"},
            {"item_id": "stocks", "drafted": True},
            {"item_id": "other", "area_no": 0, "drafted": False, "signed": False,
             "contrary_on": "2026-05-02"},
            area_no=2,
            area="security of supply",
            item="an item",
        )
    ),
)  # fmt: skip


def test_the_title_counts_what_is_known_and_the_description_what_was_not_seen() -> None:
    assert SHOWN.title == (
        "Of 3 items of the EU-US roadmap, one are known to be signed, one to be started and none "
        "to be delivered"
    )
    assert SHOWN.description.endswith("of one items the signed text was not seen.")


def test_a_cell_tells_yes_no_and_not_seen_apart() -> None:
    cells = SHOWN.table.cells().replace("\N{NO-BREAK SPACE}", " ", regex=True)
    assert cells["signed"].tolist() == ["yes", "?", "no"]
    assert cells["started"].tolist() == ["Apr 2026", "\N{EN DASH}", "\N{EN DASH}"]
    assert cells["contrary"].tolist()[-1] == "2 May 2026"


def test_what_lies_outside_the_areas_has_no_number() -> None:
    assert tbl_areas.area_name(2, "security of supply") == "2. Security of supply"
    assert tbl_areas.area_name(0, "security of supply") == "Security of supply"
