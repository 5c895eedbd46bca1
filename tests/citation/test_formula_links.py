"""On the page of a number its formula leads to the tables and numbers that it names."""

from __future__ import annotations

from typing import Any, cast

from analysis.site.citable_pages import PagePlace, rule

FORMULA = "sum of <net> over raw/prices.csv & facts/acts-money, divided by facts/acts."


def place(frozen: bool) -> PagePlace:
    """A page two folders below the site's root."""
    return PagePlace(cast(Any, None), cast(Any, None), "../..", frozen)


def test_the_newest_page_links_tables_and_numbers_and_escapes_the_rest() -> None:
    assert rule(place(frozen=False), FORMULA) == (
        'sum of &lt;net&gt; over <a href="../../data/raw/prices.csv">raw/prices.csv</a> &amp; '
        '<a href="../acts-money/index.html">facts/acts-money</a>, divided by '
        '<a href="../acts/index.html">facts/acts</a>.'
    )


def test_a_frozen_page_links_no_table_because_those_are_the_newest() -> None:
    assert rule(place(frozen=True), FORMULA) == (
        "sum of &lt;net&gt; over raw/prices.csv &amp; "
        '<a href="../acts-money/index.html">facts/acts-money</a>, divided by '
        '<a href="../acts/index.html">facts/acts</a>.'
    )
