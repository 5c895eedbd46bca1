"""Writes the profile pages: one a mineral or government, and an overview of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.citation.publication import Publication
from analysis.core.files import write_text
from analysis.core.templates import rendered
from analysis.documents.news import feed_of
from analysis.facts.measures import TABLES, Measure
from analysis.site.citable_pages import PagePlace
from analysis.site.profiles.profile import Profile

LEAST = 3  # rows on record from which on there is a profile


@dataclass(frozen=True)
class Kind:
    """A kind of profile: its folder, the table of its numbers, its names, what its bars show."""

    folder: str
    table: str
    title: str
    one: str
    subtitle: str
    key: str


KINDS = (
    Kind(
        "minerals",
        "mineral_profiles",
        "Minerals",
        "Mineral profile",
        "Who makes each, what was promised about it, what is built, held and paid",
        "Bars show the share of the largest producer, in orange if that is China.",
    ),
    Kind(
        "actors",
        "actor_profiles",
        "Governments",
        "Profile of a government",
        "What each signed, which deadlines it kept, what it pays for and what is built there",
        "Bars show its acts: grey on words and rules, blue on money, contracts or plants.",
    ),
)


def enough(profiles: Sequence[Profile]) -> list[Profile]:
    """The profiles of which enough is on record."""
    return [profile for profile in profiles if profile.size >= LEAST]


def write_profiles(
    place: PagePlace, profiles: Sequence[Profile], measures: Sequence[Measure], site: Path
) -> None:
    """Write all pages and overviews. `place.root` leads from a profile to the site's root."""
    for kind in KINDS:
        own = [profile for profile in profiles if profile.kind == kind.folder]
        for profile in own:
            feed = feed_of(f"{profile.kind}/{profile.id}")
            has_feed = (site / feed).is_file()  # of what never changed there is none
            page = profile_page(place, kind, profile, feed if has_feed else "")
            write_text(site / profile.path, page)
        counted = [each for each in measures if each.table == kind.table]
        page = overview(replace(place, root=".."), kind, own, counted)
        write_text(site / kind.folder / "index.html", page)


def profile_page(place: PagePlace, kind: Kind, profile: Profile, feed: str = "") -> str:
    """The page of one mineral or government; `feed` leads from the root to that of its changes."""
    about = place.publication.about
    body = rendered(
        place.shell.theme,
        "profile.html",
        profile=profile,
        kind=kind,
        root=place.root,
        feed=feed,
        citation=citation(profile, kind, place.publication),
    )
    subtitle = f"{kind.one}, {about.stamp}"
    head = rendered(place.shell.theme, "feed_link.html", root=place.root, feed=feed)
    return place.shell.page(place.root, profile.title, subtitle, profile.title, body, head)


def overview(
    place: PagePlace, kind: Kind, profiles: Sequence[Profile], measures: Sequence[Measure]
) -> str:
    """The page of all profiles of a kind, with how their numbers are computed."""
    body = rendered(
        place.shell.theme,
        "profiles.html",
        profiles=profiles,
        kind=kind,
        others=[other for other in KINDS if other is not kind],
        measures=measures,
        column=TABLES[kind.table],
        root=place.root,
    )
    return place.shell.page(place.root, kind.title, kind.subtitle, kind.subtitle, body)


def citation(profile: Profile, kind: Kind, publication: Publication) -> str:
    """How to cite the profile, in one line; without an address it names the file."""
    folder = profile.path.removesuffix("index.html")
    at = publication.live(folder) if publication.address else f"file {profile.path}"
    said = f"{profile.title}. {kind.one}. {publication.title}"
    return f"{said}, data version {publication.version}, {at}"
