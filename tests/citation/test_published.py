"""What was published: every file of an edition, also of a draft under its release's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import Catalogue
from analysis.citation.editions import edition
from analysis.citation.published import distance, look, published, with_list
from analysis.exhibits import svg
from analysis.exhibits.exhibit import Exhibit


def test_a_figure_has_three_files_and_a_table_one(
    listed: Catalogue, shown: Sequence[Exhibit]
) -> None:
    held = published([edition(listed, shown, {})], None)
    assert [(file.id, file.kind) for file in held.files] == [
        ("fig-shares", "csv"),
        ("fig-shares", "svg"),
        ("fig-shares", "png"),
        ("tbl-areas", "csv"),
    ]
    assert held.versions == {"0.1.0"}


def test_a_draft_is_held_under_the_version_that_its_stamps_name(
    listed: Catalogue, shown: Sequence[Exhibit]
) -> None:
    draft = replace(edition(listed, shown, {}), version="0.1.0-draft")
    held = published([draft], None)
    svg_file = draft.files["fig-shares.svg"]
    stamp = carriers.svg_stamp(svg_file)
    assert isinstance(stamp, dict)
    assert held.holds("svg", stamp, carriers.svg_hash(svg_file))
    assert not held.holds("png", stamp, carriers.svg_hash(svg_file))
    assert not held.holds("svg", {**stamp, "data_version": "0.1.1"}, carriers.svg_hash(svg_file))


def test_of_a_release_its_own_list_is_taken_over(
    listed: Catalogue, shown: Sequence[Exhibit]
) -> None:
    kept = with_list(edition(listed, shown, {}))
    drawn_otherwise = replace(kept, files={**kept.files, "fig-shares.svg": "<svg/>"})
    assert published([drawn_otherwise], None) == published([edition(listed, shown, {})], None)
    assert all(file.sha256 for file in published([kept], None).files)


def test_a_picture_looks_like_itself_when_smaller_and_unlike_another(
    shown: Sequence[Exhibit],
) -> None:
    picture = svg.png(shown[0].standalone())
    assert distance(look(picture), look(carriers.stamped_png(picture, {}))) == 0
    assert look(b"\x89PNG\r\n\x1a\n") == ""
