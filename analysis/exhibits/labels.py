"""Names as readers know them, for the codes of the tables."""

from __future__ import annotations

from functools import cache

import pycountry

# Names shorter or more usual than the standard's, and codes that are no countries.
NAMES = {
    "CHN": "China",
    "COD": "DR Congo",
    "EU": "European Union",
    "G7": "G7",
    "GBR": "United Kingdom",
    "IEA": "International Energy Agency",
    "KOR": "South Korea",
    "LAO": "Laos",
    "ROW": "Rest of the world",
    "RUS": "Russia",
    "TUR": "Türkiye",
    "USA": "United States",
    "VNM": "Vietnam",
    "WLD": "World",
}

STAGES = {
    "mining": "Mining",
    "refining": "Refining",
    "separation": "Separation",
    "metal_alloy": "Metal and alloy",
    "magnet": "Magnets",
    "anode": "Anode material",
    "cathode": "Cathode material",
    "recycling": "Recycling",
}

MINERALS = {
    "magnet_rare_earths": "magnet rare earths",
    "rare_earth_magnets": "rare earth magnets",
    "rare_earth_metals": "rare earth metals",
    "heavy_rare_earths": "heavy rare earths",
    "graphite_natural": "natural graphite",
    "graphite_battery_grade": "battery-grade graphite",
    "silicon_metal": "silicon",
    "magnesium_metal": "magnesium",
    "titanium_sponge": "titanium sponge",
    "manganese_sulphate_high_purity": "manganese sulphate",
    "phosphoric_acid_purified": "phosphoric acid",
}


@cache
def country(code: str) -> str:
    """The usual English name of a country code or bloc: `CHN` as `China`."""
    if code in NAMES:
        return NAMES[code]
    found = pycountry.countries.get(alpha_3=code)
    return getattr(found, "common_name", found.name) if found else code


def stage(code: str) -> str:
    """The name of a step of the value chain: `metal_alloy` as `Metal and alloy`."""
    return STAGES.get(code, code.replace("_", " ").capitalize())


def mineral(code: str) -> str:
    """The name of a mineral or product: `magnet_rare_earths` as `magnet rare earths`."""
    return MINERALS.get(code, code.replace("_", " "))
