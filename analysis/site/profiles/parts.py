"""Sections of minerals and governments alike: acts, deadlines, plants, money, what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from analysis.exhibits import tbl_announcements, tbl_projects
from analysis.exhibits.table import record_path
from analysis.facts import labels, text
from analysis.facts.fact import written
from analysis.facts.measures import FAMILIES, part, place
from analysis.facts.processed import Processed
from analysis.facts.statements import part as sentence
from analysis.site.profiles.profile import Cell, Count, Family, Section
from analysis.site.records.known import plain
from analysis.site.records.record import Row
from analysis.site.records.wording import in_words, names
from analysis.transforms.profiles import per_profile

AHEAD = 5  # days to come that a profile lists
STARTS = {
    "in_time": "started in time",
    "late": "started late",
    "overdue": "overdue",
    "not_due": "not due yet",
    "unseen": "due, not seen since",
    "stopped": "given up or on hold",
    "apart": "shown apart",
}

LATE = ("overdue", "late")
"""Outcomes of a first promised start that was missed, the one still open first."""

Of = Callable[[str], Iterable[str] | None]
Grouped = Mapping[str, Sequence[Row]]
Numbers = Mapping[str, tuple[float, str]]


def grouped(rows: pd.DataFrame, column: str, of: Of) -> Grouped:
    """The rows of a table by the profiles that a list of codes in it names."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in plain(per_profile(rows.dropna(subset=[column]), column, of)):
        found[row["profile"]].append(row)
    return found


def counts(rows: pd.DataFrame, profile: str) -> Mapping[str, Numbers]:
    """The numbers of each profile with their units, by measure, from a table of profiles."""
    found: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
    for row in plain(rows):
        found[row[profile]][row["measure"]] = (row["value"], row["unit"])
    return found


def findings(*said: str, otherwise: str) -> list[str]:
    """The sentences that say something; without any, that there is nothing to say."""
    return [words for words in said if words] or [sentence("no_such_row", what=otherwise)]


def numbers(found: Numbers) -> list[Family]:
    """The numbers of one profile by what is counted, all before their parts."""
    families = []
    for family, title in FAMILIES.items():
        own = sorted((name for name in found if name.partition("-")[0] == family), key=place)
        told = [Count(name, number(*found[name]), part(name)) for name in own]
        if told:
            families.append(Family(title, told))
    return families


def number(value: float, unit: str) -> str:
    """A computed number as a page prints it; a change with its sign."""
    if unit == "%":
        sign = "+" if round(value) > 0 else text.MINUS if round(value) < 0 else ""
        return sign + text.percent(abs(value)) if sign else "no change"
    return written(value, "USD") if unit == "USD" else text.number(value)


def source(processed: Processed, source_ids: str) -> Cell:
    """The publisher of the first source, with the way to all that is said of it."""
    first, _, more = source_ids.partition("|")
    publisher = processed.publishers[first][1] or first
    others = f"and {more.count('|') + 1} more" if more else ""
    return Cell(publisher, f"sources/index.html#{first}", remark=others)


def acts(rows: Sequence[Row], third: str) -> Section:
    """The acts of a profile, newest first. `third` is the column told beside: parties, minerals."""
    name = labels.country if third == "parties" else labels.mineral
    ordered = sorted(rows, key=lambda row: (row["announced_on"], row["title"]), reverse=True)
    return Section(
        "acts-by-date",
        "Acts",
        ("Date", "Act", third.capitalize(), "Rung"),
        [
            [
                Cell(text.short_day(row["announced_on"])),
                Cell(row["title"], record_path("announcements", row["announcement_id"])),
                Cell(few(row[third], name)),
                Cell(tbl_announcements.rung(row["rung"], row["rung_name"], row["counted"])),
            ]
            for row in ordered
        ],
        "Rungs 0 to 2 are words and rules, 3 to 6 money, contracts and plants. Acts of China, and "
        "those without a partner government, are not counted.",
    )


def few(codes: str | None, name: Callable[[str], str]) -> str:
    """The first names of a list, and how many more there are."""
    known = (codes or "").split("|") if codes else []
    return text.capitalised(text.shortened([name(code) for code in known], 3))


def deadlines(rows: Sequence[Row]) -> Section:
    """The deadlines that governments set themselves, newest first."""
    ordered = sorted(rows, key=lambda row: (row["deadline_on"], row["title"]), reverse=True)
    return Section(
        "deadlines-own",
        "Deadlines",
        ("Deadline", "Promise", "Outcome"),
        [
            [
                Cell(text.short_day(row["deadline_on"])),
                Cell(
                    text.capitalised(row["promise"] or row["title"]),
                    record_path("announcements", row["announcement_id"]),
                ),
                Cell(
                    text.capitalised(in_words(row["outcome"])),
                    remark="" if row["counted"] else "not counted",
                ),
            ]
            for row in ordered
        ],
    )


def plants(rows: Sequence[Row], slips: Mapping[str, Row], third: str) -> Section:
    """Plants and phases by step, with status and slippage. `third` heads a column: Country."""
    stages = {stage: at for at, stage in enumerate(labels.STAGES)}
    ordered = sorted(
        rows, key=lambda row: (stages.get(row["stage"], len(stages)), row["name"].lower())
    )
    return Section(
        "plants-on-record",
        "Plants outside China",
        ("Plant", "Step", third, "Tonnes a year", "Status", "Promised start"),
        [plant(row, slips.get(row["project_id"]), third) for row in ordered],
        "Totals and their phases both stand here: capacities must not be added.",
    )


def plant(row: Row, slip: Row | None, third: str) -> list[Cell]:
    """One plant. Parameters: its rows of the processed projects and slippage; the third column."""
    beside = labels.country(row["country"])
    if third == "Minerals":
        beside = names(row["mineral"], labels.mineral)
    tonnes = row["capacity_t_per_year"]
    return [
        Cell(row["name"], record_path("projects", row["project_id"])),
        Cell(labels.stage(row["stage"])),
        Cell(beside),
        Cell(
            tbl_projects.capacity(float("nan") if tonnes is None else tonnes, row["capacity_class"])
        ),
        Cell(tbl_projects.status(row["status"], row["status_on"])),
        started(slip),
    ]


def started(slip: Row | None) -> Cell:
    """What became of the start that was promised first."""
    if slip is None:
        return Cell(text.EN_DASH)
    outcome = slip["outcome"]
    months = round(slipped(slip))
    by = text.counted(months, "month") if months else ""
    least = "at least " if outcome == "overdue" else ""
    said = STARTS[outcome] + (f" by {least}{by}" if by else "")
    return Cell(text.short_day(slip["first_promise"]), remark=said)


def slipped(slip: Row) -> float:
    """The months by which a plant is late, so far as it has not started; none is 0."""
    return {"late": slip["slip_months"], "overdue": slip["at_least_months"]}.get(
        slip["outcome"]
    ) or 0.0


def late(rows: Sequence[Row], slips: Mapping[str, Row]) -> Section:
    """The plants that missed the start that was promised first, those not running yet before."""
    behind = [
        (row, slips[row["project_id"]])
        for row in rows
        if row["project_id"] in slips and slips[row["project_id"]]["outcome"] in LATE
    ]
    ordered = sorted(
        behind,
        key=lambda pair: (LATE.index(pair[1]["outcome"]), -slipped(pair[1]), pair[0]["name"]),
    )
    return Section(
        "late",
        "Late plants",
        ("Plant", "Step", "Status", "First promised start"),
        [
            [
                Cell(row["name"], record_path("projects", row["project_id"])),
                Cell(labels.stage(row["stage"])),
                Cell(tbl_projects.status(row["status"], row["status_on"])),
                started(slip),
            ]
            for row, slip in ordered
        ],
    )


def support(rows: Sequence[Row]) -> Section:
    """Public support of plants, the furthest stage first."""
    stages = ("disbursed", "committed", "announced")
    ordered = sorted(rows, key=lambda row: (stages.index(row["stage"]), -(row["amount_usd"] or 0)))
    return Section(
        "support",
        "Public money for plants, by stage",
        ("Stage", "Plant", "Funder", "Kind", "Amount"),
        [
            [
                Cell(text.capitalised(row["stage"])),
                Cell(row["project"], record_path("projects", row["project_id"])),
                Cell(row["funder"]),
                Cell(in_words(row["instrument"])),
                Cell(
                    "not stated" if row["amount_usd"] is None else text.usd(row["amount_usd"]),
                    remark="weak source" if row["evidence"] == "weak" else "",
                ),
            ]
            for row in ordered
        ],
        "What is announced binds nobody yet. Money for a plant of several minerals stands with "
        "each of them in full.",
    )


def due(rows: Sequence[Row]) -> Section:
    """The next days that were named, the nearest first."""
    ahead = [row for row in rows if row["state"] == "ahead"][:AHEAD]
    tables = {"promises": "announcements", "projects": "projects"}
    return Section(
        "due",
        "What is due next",
        ("By", "What", "Awaited"),
        [
            [
                Cell(text.short_day(row["due_on"])),
                Cell(row["name"], record_path(tables[row["table"]], row["key"])),
                Cell(text.capitalised(row["awaited"])),
            ]
            for row in ahead
        ],
    )


def supplied(rows: Sequence[Row], of_mineral: bool) -> Section:
    """On whom importers lean, one row a country of a mineral, or a mineral of a country."""
    first, name, key = (
        ("Importer", labels.country, "jurisdiction")
        if of_mineral
        else ("Mineral", labels.mineral, "mineral")
    )
    ordered = sorted(rows, key=lambda row: -(row["main_supplier_share_pct"] or 0))
    return Section(
        "reliance",
        "Reliance on imports",
        (first, "Net imports in consumption", "Main supplier", "Its share", "Year"),
        [
            [
                Cell(text.capitalised(name(row[key]))),
                Cell(net_imports(row)),
                Cell(labels.country(row["main_supplier"]) if row["main_supplier"] else ""),
                Cell(
                    percent(row["main_supplier_share_pct"]),
                    id=f"supplier-{row['jurisdiction']}-{row['mineral']}",
                    remark="weak source" if row["evidence_tier"] == "weak" else "",
                ),
                Cell(
                    text.number(row["year"]).replace(",", "") if row["year"] else "not stated",
                    f"sources/index.html#{row['source_ids'].partition('|')[0]}",
                ),
            ]
            for row in ordered
        ],
    )


def net_imports(row: Row) -> str:
    """Net imports in consumption: `at least 95%`, `net exporter`."""
    sign = row["nir_qualifier"]
    if sign == "E":
        return "net exporter"
    share = percent(row["net_import_reliance_pct"])
    return {">": "over ", "<": "under "}.get(sign or "", "") + share if share else ""


def percent(value: float | None) -> str:
    """A share, empty if unknown."""
    return "" if value is None else text.percent(value)
