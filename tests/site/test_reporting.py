"""Readers who find an error reach the editors with page and version named; or see no link."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.citation.publication import Publication
from analysis.core.problems import ProblemsError
from analysis.facts.processed import About
from analysis.site.reporting import way

DAY = dt.date(2026, 2, 4)
REPORT = Publication("Report", "We", "https://a.org", "", "", About("1.2.0", DAY, DAY))
TITLE = "Share: 5% & “more”, 1+1 <b>"


def test_a_mail_names_page_and_version_and_asks_for_a_source() -> None:
    parts = urlsplit(way(replace(REPORT, contact="desk@a.org"), TITLE, "facts/share/"))
    fields = parse_qs(parts.query.replace("+", "%2B"))
    assert (parts.scheme, parts.path) == ("mailto", "desk@a.org")
    assert fields["subject"] == [TITLE]
    assert fields["body"][0].startswith("https://a.org/facts/share/\nData version 1.2.0\n")
    assert "+" not in parts.query, "mail programs show a plus as it stands"


def test_an_issue_has_the_same_as_title_and_body() -> None:
    parts = urlsplit(way(replace(REPORT, contact="https://b.org/new"), TITLE, "facts/share/"))
    assert parts[:3] == ("https", "b.org", "/new")
    assert parse_qs(parts.query)["title"] == [TITLE]


def test_a_site_without_address_names_the_way_inside_it_and_one_without_contact_nothing() -> None:
    there = replace(REPORT, address="", contact="desk@a.org")
    assert "body=facts%2Fshare%2F%0A" in way(there, TITLE, "facts/share/")
    assert way(REPORT, TITLE, "facts/share/") == ""


@pytest.mark.parametrize("contact", ["desk", "javascript:alert(1)", "a@b@c", "https://a.org/?q=1"])
def test_what_is_no_address_is_refused(contact: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        Publication.from_settings({"contact": contact}, REPORT.about)
    assert [problem.sentence() for problem in caught.value.problems] == [
        f'_quarto.yml, contact: "{contact}" is no address to write to; '
        "write https://... or an address of mail"
    ]
