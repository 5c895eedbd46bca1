"""The documents behind every row, and the names of the minerals."""

from __future__ import annotations

from analysis.raw.schemas.fields import (
    RawTable,
    address,
    choice,
    digest,
    identifier,
    interval,
    text,
)

KINDS = {
    "official": "government or international body",
    "statistics": "statistical publication",
    "company": "company, or a filing of one",
    "news": "press",
    "analysis": "study, comment or private notes",
}
TIERS = {
    "primary": "the body that acted or measured",
    "reputable": "press or analysts with editors",
    "weak": "unknown mirror, aggregator or forum",
    "subject": "one of the five articles under examination",
}
ACCESS = {
    "opened": "read itself",
    "copy": "read through a copy",
    "quoted": "seen only as quoted elsewhere; weaker than its tier",
}
GROUPS = {
    "rare_earths": "rare earth elements and their compounds",
    "magnets": "magnets and magnet alloy",
    "battery_materials": "battery metals and materials",
    "minor_metals": "metals won mostly as by-products",
    "alloy_metals": "metals for steel and alloys",
    "light_metals": "aluminium, magnesium, titanium and their ores",
    "base_metals": "copper, lead, tin, zinc, zirconium",
    "precious_metals": "gold and platinum metals",
    "industrial_minerals": "non-metals and uranium",
    "collective": "a party's own collective name",
}


class Sources(RawTable):
    """A document that somebody read."""

    source_id: str = identifier("document")
    title: str = text("title", nullable=True)
    publisher: str = text("who published it")
    url: str = address("where it was found", nullable=True)
    place: str = text("place in the document: page, heading, table", nullable=True)
    archived_url: str = address("where a copy of it is kept", nullable=True)
    archived_on: str = interval("when that copy was made", nullable=True)
    content_sha256: str = digest("SHA-256 of the file that was read", nullable=True)
    published_on: str = interval("when it was published", nullable=True)
    accessed_on: str = interval("when it was read")
    kind: str = choice("kind of document", KINDS)
    tier: str = choice("standing of the publisher", TIERS)
    access: str = choice("how it was read", ACCESS)
    licence: str = text("licence or legal status, where known", nullable=True)
    note: str = text("remarks", nullable=True)


class Minerals(RawTable):
    """The names that the other tables use for minerals, products and collections of them."""

    mineral: str = identifier("name as used in the tables")
    name: str = text("name as printed")
    group: str = choice("group", GROUPS)
    told_with: str = identifier(
        "mineral on whose profile it is told, if not its own", nullable=True
    )
    note: str = text("what it covers", nullable=True)
