"""Names as readers know them, for the codes of the tables."""

from __future__ import annotations

from functools import cache

import pycountry

# Names shorter or more usual than the standard's, and codes that are no countries.
NAMES = {
    "XKX": "Kosovo",
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

# The steps of the magnet chain, of which separation is known of the heavy rare earths alone.
CHAIN = {
    "mining": "Mining",
    "refining": "Refining",
    "separation": "Heavy rare earth separation",
    "metal_alloy": "Metal and alloy",
    "magnet": "Magnets",
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
    "non_ferrous_metals": "non-ferrous metals",
    "titanium_sponge": "titanium sponge",
    "manganese_sulphate_high_purity": "manganese sulphate",
    "phosphoric_acid_purified": "phosphoric acid",
}

PRODUCTS = {
    "anode_material": "anode material",
    "antimony_metal": "antimony metal",
    "cobalt_sulphate": "cobalt sulphate",
    "didymium_and_dy_metal": "didymium and dysprosium metal",
    "dy_tb_oxide": "Dy and Tb oxide",
    "ndfeb_alloy": "NdFeB alloy",
    "ndfeb_magnets": "NdFeB magnets",
    "ndfeb_powder": "NdFeB powder",
    "ndpr_metal": "NdPr metal",
    "ndpr_oxide": "NdPr oxide",
    "nickel_cobalt_metal": "nickel and cobalt metal",
    "rare_earth_metal_and_alloy": "rare earth metal and alloy",
}

RESULTS = {
    "met": "met",
    "not_met": "not met",
    "undecided": "left open",
    "baseline": "base line",
    "unknown": "no data",
}

# The benchmarks of the Critical Raw Materials Act, by the stage that they concern.
BENCHMARKS = {
    "mining": "Extraction",
    "refining": "Processing",
    "recycling": "Recycling",
    "any": "Supply from one country",
}

# What has to be built or passed before there is metal; permits are part of a mine's time.
LEAD_TIMES = {
    "qualification": "Qualification",
    "separation": "Separation plant",
    "magnet_plant": "Magnet plant",
    "refinery": "Refinery",
    "mine": "Mine",
}

INSTRUMENTS = {
    "mou": "memorandum",
    "offtake": "joint purchasing",
    "plurilateral": "plurilateral agreement",
}

# Where a price is paid, as the sources say it.
MARKETS = {
    "china_domestic": "inside China",
    "export_china": "free on board in China",
    "rotterdam": "Europe",
    "us": "United States or place not named",
    "lme": "London Metal Exchange",
    "global": "place not named",
    "floor_contract": "agreed price floor",
}

STATUSES = {"feasibility": "feasibility study"}

# What became of a promise.
OUTCOMES = {
    "broken": "ended unmet",
    "in_part": "met in part",
    "searched": "searched for, not found",
    "not_checked": "not checked",
    "not_owed": "not known to be promised",
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


def product(code: str) -> str:
    """The name of a material and form: `ndfeb_magnets` as `NdFeB magnets`."""
    return PRODUCTS.get(code, code.replace("_", " "))


def instrument(code: str) -> str:
    """The kind of an announcement: `mou` as `memorandum`."""
    return INSTRUMENTS.get(code, code.replace("_", " "))


def market(code: str) -> str:
    """Where a price is paid: `lme` as `London Metal Exchange`."""
    return MARKETS.get(code, code.replace("_", " "))


def status(code: str) -> str:
    """How far a project is: `under_construction` as `under construction`."""
    return STATUSES.get(code, code.replace("_", " "))


def outcome(code: str) -> str:
    """What became of a promise or plant: `broken` as `ended unmet`, a status as its name."""
    return OUTCOMES.get(code, status(code))
