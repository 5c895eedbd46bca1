"""What the summary on two pages prints besides sentences: the tests in short, how to cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.citation.publication import Publication
from analysis.citation.styles import formatted
from analysis.citation.works import REPORT_ID, report_work
from analysis.exhibits.exhibit import escaped
from analysis.exhibits.tbl_verdict import WITHOUT_WEAK
from analysis.facts import fact as facts
from analysis.facts.labels import RESULTS
from analysis.facts.processed import Processed

WANTED = {"at_least": "at least", "at_most": "at most"}
NO_DATA = "no data"


def short_tests(processed: Processed, records: Mapping[str, Mapping[str, Any]]) -> str:
    """Markdown: a table of the verdict's tests; every number in it is a fact."""
    lines = [
        "| Test | Now | Wanted | Result | Without weak sources |",
        "|:-----------|:----|:-------|:-----|:--------|",
    ]
    left = processed["sensitivity_summary"].set_index("test_id")["without_weak"]
    for row in processed["verdict_results"].itertuples(index=False):
        measure, threshold = f"test-{row.test_id}", f"test-{row.test_id}-threshold"
        now = facts.spoken(records[measure]) if measure in records else NO_DATA
        wanted = f"{WANTED[row.direction]} {facts.spoken(facts.known(records, threshold))}"
        weak = evidence(measure, WITHOUT_WEAK[left[row.test_id]], records)
        cells = (escaped(row.question), now, wanted, RESULTS[row.result], weak)
        lines.append(f"| {' | '.join(cells)} |")
    table = "\n".join(lines)
    return f"::: {{#tests-short .tests-short}}\n\n{table}\n\n:::\n"


def evidence(measure: str, left: str, records: Mapping[str, Mapping[str, Any]]) -> str:
    """What a result comes to without weak sources, and how many of its sources are weak."""
    if f"{measure}-sources" not in records:
        return left
    weak, all_of_them = (
        facts.spoken(facts.known(records, f"{measure}-{name}"))
        for name in ("weak-sources", "sources")
    )
    return f"{left}; {weak} of {all_of_them} weak"


def citation(publication: Publication) -> str:
    """Markdown: how to cite the report, in the style of the APA."""
    return escaped(formatted([report_work(publication)], "apa")[REPORT_ID].strip()) + "\n"
