"""What must hold between the values of the raw tables.

Each check is a function from the tables to problems, with the tables that it needs. A check is
left out when a file that it needs could not be read; that file has a problem of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.checks import chronology, evidence, keys, links, money, plants, remarks, shares
from analysis.raw.schemas.announcements import LINKED, SEARCHED

Tables = Mapping[str, pd.DataFrame]
Check = Callable[[Tables], list[Problem]]

CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (keys.unique_keys, ()),
    (keys.references, ()),
    (keys.lists, ()),
    (keys.places, ()),
    (keys.repeated_facts, ()),
    (keys.figures_have_units, ()),
    (chronology.milestones, ("announcements", "milestones")),
    (chronology.deadlines, ("announcements", "promises")),
    (chronology.outcomes, ("promises", "sources")),
    (chronology.promises_judged, ("announcements", "promises")),
    (chronology.searched, ("searches", *SEARCHED)),
    (links.linked_rows, ("act_links", *LINKED)),
    (links.effects, ("act_links", *LINKED, "project_history")),
    (links.cautions, ("act_links",)),
    (chronology.periods, ("disruption",)),
    (chronology.events_before_reading, ("sources",)),
    (chronology.archived_copies, ("sources",)),
    (chronology.mended_rows, ("second_readings",)),
    (chronology.sources_before_events, ("sources",)),
    (chronology.future_figures, ("sources",)),
    (chronology.vague_dates, ("announcements",)),
    (shares.sums, ("production",)),
    (shares.totals, ("production",)),
    (shares.match_quantities, ("production",)),
    (shares.withheld, ("production",)),
    (shares.falls, ("disruption",)),
    (money.dollars, ("exchange_rates",)),
    (money.prices, ("prices", "exchange_rates", "unit_conversions")),
    (plants.containment, ("projects",)),
    (plants.status_agrees, ("projects", "project_history")),
    (plants.status_fresh, ("projects", "sources")),
    (plants.lead_times, ("lead_times",)),
    (evidence.shared_addresses, ("sources",)),
    (evidence.archived_copies, ("sources",)),
    (evidence.uncited, ("sources",)),
    (evidence.untitled, ("sources",)),
    (evidence.named_in_text, ("sources",)),
    (evidence.tiers, ("sources", "publishers", "tier_exceptions")),
    (evidence.audits, ("audits",)),
    (evidence.mended_rows, ("second_readings",)),
    (keys.named_rows, keys.NAMING_ROWS),
    (remarks.said_alone, ()),
)


def run(tables: Tables) -> list[Problem]:
    """The problems of all checks whose tables are there."""
    return [
        problem
        for check, needed in CHECKS
        if all(name in tables for name in needed)
        for problem in check(tables)
    ]
