"""Dates that must follow each other."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import listed, problems_at
from analysis.raw.intervals import first_day, is_interval, last_day
from analysis.raw.schemas.announcements import SEARCHED
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]

UNSETTLED = ("in_part", "searched", "not_checked")
"""Judgements of a promise whose deadline has passed and that is neither kept nor not kept."""

LEAST_SEARCHES = 2
Rule = tuple[pd.Series, str, str]

# Drafting, agreeing and signing may come before the day an act is made public; the rest may not.
AFTER_THE_ACT = ("in_force", "funded", "delivered", "extended", "suspended", "missed", "cancelled")


def days(texts: pd.Series, last: bool = False) -> pd.Series:
    """First or last days of interval texts; NaT where a text is no date (reported elsewhere)."""
    day_of = last_day if last else first_day
    known = {text: day_of(text) for text in texts.dropna().unique() if is_interval(text)}
    return pd.to_datetime(texts.map(known))


def newest_reading(tables: Tables) -> pd.Timestamp:
    """The newest day on which a source was read: the present, as far as the data go."""
    return days(tables["sources"]["accessed_on"], last=True).max()


def milestones(tables: Tables) -> list[Problem]:
    """What an announcement led to does not come before it."""
    events = tables["milestones"]
    acts = tables["announcements"].drop_duplicates("announcement_id").set_index("announcement_id")
    announced = days(events["announcement_id"].map(acts["announced_on"]))
    wrong = events["status"].isin(AFTER_THE_ACT) & (days(events["event_on"], True) < announced)
    return problems_at(
        TABLES["milestones"],
        events,
        wrong,
        "event_on",
        "before-announcement",
        "is before the announcement, which an event of this status cannot be",
        "mend the date, or the status",
    )


def deadlines(tables: Tables) -> list[Problem]:
    """A promise is not older than its announcement, a deadline not older than its promise."""
    problems = []
    acts, promises = tables["announcements"], tables["promises"]
    by_id = acts.drop_duplicates("announcement_id").set_index("announcement_id")
    announced = promises["announcement_id"].map(by_id["announced_on"])
    for name, frame, column, earlier, start in (
        ("announcements", acts, "deadline_on", "the announcement", acts["announced_on"]),
        ("promises", promises, "deadline_on", "the promise", promises["promised_on"]),
        ("promises", promises, "fulfilled_on", "the promise", promises["promised_on"]),
        ("promises", promises, "promised_on", "the announcement", announced),
    ):
        problems += problems_at(
            TABLES[name],
            frame,
            days(frame[column], True) < days(start),
            column,
            "order-of-dates",
            f"is before {earlier}",
            "mend one of the two dates",
        )
    return problems


def outcomes(tables: Tables) -> list[Problem]:
    """The judgement of a promise agrees with its dates."""
    promises = tables["promises"]
    errors = _denied_by_fulfilment(promises) + _denied_by_deadline(promises, newest_reading(tables))
    found = [
        problem
        for wrong, message, repair in errors
        for problem in problems_at(
            TABLES["promises"], promises, wrong, "outcome", "outcome", message, repair
        )
    ]
    return found + _still_open(promises, newest_reading(tables))


def _denied_by_fulfilment(promises: pd.DataFrame) -> list[Rule]:
    """Judgements that do not go with the date of fulfilment, with message and repair."""
    outcome, done = promises["outcome"], promises["fulfilled_on"].notna()
    deadline = days(promises["deadline_on"], True)
    return [
        (
            (outcome == "kept") & ~done,
            "says kept, but fulfilled_on is empty",
            "give the date of fulfilment or judge it otherwise",
        ),
        (
            (outcome == "kept") & (days(promises["fulfilled_on"]) > deadline),
            "says kept, but it was fulfilled after the deadline",
            "write late, or mend a date",
        ),
        (
            (outcome == "late") & (days(promises["fulfilled_on"], True) <= deadline),
            "says late, but it was fulfilled by the deadline",
            "write kept, or mend a date",
        ),
        (
            ~outcome.isin(["kept", "late"]) & done,
            "does not go with a date of fulfilment",
            "write kept or late, or empty fulfilled_on",
        ),
    ]


def _denied_by_deadline(promises: pd.DataFrame, now: pd.Timestamp) -> list[Rule]:
    """Judgements that come before the deadline, with message and repair."""
    outcome, done = promises["outcome"], promises["fulfilled_on"].notna()
    ahead = days(promises["deadline_on"], True) >= now
    return [
        (
            (outcome == "late") & ~done & ahead,
            "says late, but the deadline has not passed and nothing was fulfilled",
            "write open, or mend the deadline",
        ),
        (
            outcome.isin(UNSETTLED) & ahead,
            "is judged as past, but the deadline has not passed",
            "write open, or mend the deadline",
        ),
    ]


def searched(tables: Tables) -> list[Problem]:
    """Nothing is found only where it was looked for, and who owes nothing is said why.

    A promise of which nothing was found has at least two searches that reach past its deadline, one
    of them in the promisor's own register.
    """
    promises, searches = tables["promises"], tables["searches"]
    looked = searches[searches["subject_table"] == "promises"].merge(
        promises, left_on="subject_id", right_on="announcement_id"
    )
    late = days(looked["reads_to"].fillna(looked["searched_on"]), True)
    looked = looked[late > days(looked["deadline_on"], True)]
    times = looked.groupby("announcement_id").size()
    own = looked.groupby("announcement_id")["is_own_register"].any()
    key = promises["announcement_id"]
    enough = (key.map(times).fillna(0) >= LEAST_SEARCHES) & key.isin(own.index[own])
    known = {f"{name}:{row}" for name in SEARCHED for row in tables[name][TABLES[name].key[0]]}
    lost = ~(searches["subject_table"] + ":" + searches["subject_id"]).isin(known)
    unexplained = promises["is_own"].eq(False) & promises["not_own_reason"].isna()
    return [
        *problems_at(
            TABLES["promises"],
            promises,
            (promises["outcome"] == "searched") & ~enough,
            "outcome",
            "searches",
            "says that nothing was found, but searches.csv does not hold two searches past the "
            "deadline, one of them in an own register",
            "write not_checked, or add the searches",
        ),
        *problems_at(
            TABLES["promises"],
            promises,
            unexplained.fillna(False).astype(bool),
            "not_own_reason",
            "not-own",
            "is empty, though it is no promise of who sets the date",
            "say why it is none",
        ),
        *problems_at(
            TABLES["searches"],
            searches,
            lost,
            "subject_id",
            "foreign-key",
            "is not in the table that subject_table names",
            "correct the name, or the table",
        ),
    ]


def _still_open(promises: pd.DataFrame, now: pd.Timestamp) -> list[Problem]:
    passed = days(promises["deadline_on"], True) < now
    return problems_at(
        TABLES["promises"],
        promises,
        (promises["outcome"] == "open") & passed,
        "outcome",
        "outcome",
        f"says open, but the deadline passed before the newest reading ({now.date()})",
        "look again for what became of it",
        "warning",
    )


def promises_judged(tables: Tables) -> list[Problem]:
    """Each announcement that set itself a deadline is judged."""
    acts = tables["announcements"]
    judged = acts["announcement_id"].isin(tables["promises"]["announcement_id"])
    return problems_at(
        TABLES["announcements"],
        acts,
        acts["deadline_on"].notna() & ~judged,
        "deadline_on",
        "not-judged",
        "is a deadline without a row in promises.csv",
        "judge it there, as not_checked if nobody looked yet",
        "warning",
    )


def periods(tables: Tables) -> list[Problem]:
    """A period ends after it starts."""
    effects = tables["disruption"]
    return problems_at(
        TABLES["disruption"],
        effects,
        days(effects["to_on"], True) < days(effects["from_on"]),
        "to_on",
        "order-of-dates",
        "is before the start of the period",
        "mend one of the two dates",
    )


def events_before_reading(tables: Tables) -> list[Problem]:
    """Nothing is reported to have happened after its source was read."""
    sources = tables["sources"].drop_duplicates("source_id").set_index("source_id")
    published = days(tables["sources"]["published_on"])
    problems = problems_at(
        TABLES["sources"],
        tables["sources"],
        published > days(tables["sources"]["accessed_on"], True),
        "published_on",
        "order-of-dates",
        "is after the day the source was read",
        "mend one of the two dates",
    )
    for name, frame in tables.items():
        for column in TABLES[name].known_on:
            read = days(frame["source_id"].map(sources["accessed_on"]), True)
            problems += problems_at(
                TABLES[name],
                frame,
                days(frame[column]) > read,
                column,
                "order-of-dates",
                "is after the day its source was read",
                "mend the date, or name a newer source",
            )
    return problems


def archived_copies(tables: Tables) -> list[Problem]:
    """A copy is made of what was published, and not after the present of the tables."""
    sources, now = tables["sources"], newest_reading(tables)
    made = sources["archived_on"]
    rules: list[Rule] = [
        (
            days(made, last=True) < days(sources["published_on"]),
            "is before the document was published",
            "mend one of the two dates",
        ),
        (
            days(made) > now,
            f"is after the newest reading ({now.date()})",
            "mend the date, or accessed_on of what was read since",
        ),
    ]
    return [
        problem
        for wrong, message, repair in rules
        for problem in problems_at(
            TABLES["sources"], sources, wrong, "archived_on", "order-of-dates", message, repair
        )
    ]


def mended_rows(tables: Tables) -> list[Problem]:
    """A row is not mended before the second reading that found fault with it."""
    frame = tables["second_readings"]
    return problems_at(
        TABLES["second_readings"],
        frame,
        days(frame["mended_on"], last=True) < days(frame["read_on"]),
        "mended_on",
        "order-of-dates",
        "is before the second reading",
        "mend one of the two dates",
    )


def sources_before_events(tables: Tables) -> list[Problem]:
    """Rows whose source is older than the event: a plan told as an event, or a wrong date."""
    sources = tables["sources"].drop_duplicates("source_id").set_index("source_id")
    problems = []
    for name in ("announcements", "milestones", "project_history", "project_support"):
        if name not in tables:
            continue
        frame, column = tables[name], TABLES[name].known_on[0]
        published = days(frame["source_id"].map(sources["published_on"]), True)
        problems += problems_at(
            TABLES[name],
            frame,
            published < days(frame[column]),
            column,
            "source-before-event",
            "is after its source was published; the source can only have announced it",
            "name a source of that day or later, or say in the note that it was planned",
            "warning",
        )
    return problems


def future_figures(tables: Tables) -> list[Problem]:
    """A figure for a year to come is a projection."""
    problems = []
    year = newest_reading(tables).year
    for name in ("production", "demand"):
        if name not in tables:
            continue
        frame = tables[name]
        problems += problems_at(
            TABLES[name],
            frame,
            (frame["year"] > year) & (frame["basis"] != "projection"),
            "basis",
            "basis",
            f"does not go with a year after {year}",
            "write projection, or mend the year",
        )
    return problems


def vague_dates(tables: Tables) -> list[Problem]:
    """Announcements dated by a year alone: often the year of an article, not of the act."""
    acts = tables["announcements"]
    vague = acts.loc[acts["announced_on"].str.len() == 4, "announcement_id"]
    if vague.empty:
        return []
    return [
        Problem(
            file=TABLES["announcements"].file,
            column="announced_on",
            rule="vague-date",
            message=f"{len(vague)} announced only by a year: {listed(vague)}",
            repair="find the day, because the year may be that of an article",
            severity="warning",
            count=len(vague),
        )
    ]
