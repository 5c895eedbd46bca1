"""The page "What if": its record, its rules held against those of the transforms, its controls."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from analysis.core.fonts import write_fonts
from analysis.core.project import Project
from analysis.documents import whatif
from analysis.facts.processed import Processed
from analysis.site.shell import shell
from analysis.transforms.statistics import count_of
from analysis.transforms.verdict import (
    RESULTS,
    answers,
    counted_result,
    counting,
    over_readings,
    records,
)

ROOT = Path(__file__).parents[2]
THEME = ROOT / "report" / "theme"
SETTINGS = 400
SEED = 11
HOSTILE = "</script><script>alert(1)</script> \"q\" & <img src=x onerror='alert(2)'>"
COMPUTE = """([record, settings]) => settings.map((setting) => {
  const { own, underSetting, history, written, read } = window.briefingRules;
  const asked = setting ?? own(record);
  return {
    now: underSetting(record, asked),
    months: history(record, asked),
    again: read(record, written(record, asked)),
  };
})"""

Serve = Callable[[Path], AbstractContextManager[str]]


def write_site(processed: Processed, folder: Path) -> Path:
    """A site with the page alone, in the report's own frame."""
    page = shell(Project(ROOT)).page(
        root="..",
        title="What if",
        subtitle="Other thresholds",
        description="Other thresholds",
        body=f"<p>Before it.</p>{whatif.markup(processed, THEME)}",
        head='<link rel="stylesheet" href="theme/whatif.css">',
    )
    (folder / "report").mkdir(parents=True)
    shutil.copytree(THEME, folder / "report" / "theme")
    write_fonts(folder / "report" / "theme" / "fonts")
    (folder / "report" / "theme" / "glossary.js").write_text("window.briefingTerms = [];")
    (folder / "report" / "whatif.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small_site(processed: Processed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(processed, tmp_path_factory.mktemp("whatif") / "site")


@pytest.fixture(scope="module")
def address(small_site: Path, serve: Serve) -> Iterator[str]:
    with serve(small_site) as host:
        yield f"{host}/report/whatif.html"


def drawn_settings(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Settings drawn with a seed: round thresholds, and such as a measure reaches exactly."""
    draw = random.Random(SEED)
    excluded = ["", "", "any_weak", "weak_alone", *record["exclusions"]]
    for _ in range(SETTINGS):
        tests = {}
        for test in record["tests"]:
            ends = [end for reading in test["readings"] for end in reading if end is not None]
            several = len(test["readings"]) > 1
            tests[test["id"]] = {
                "threshold": draw.choice([test["threshold"], draw.randint(0, 100), *ends]),
                "counts": draw.random() < 0.6,
                "reading": draw.randint(0, len(test["readings"])) if several else 0,
            }
        yield {"without": draw.choice(excluded), "tests": tests}


def measure(processed: Processed, test_id: str, setting: dict[str, Any]) -> tuple[float, ...]:
    """Value and bounds of a test under a setting, from the processed tables."""
    found, excluded = processed["verdict_readings"], processed["exclusions"]
    found = found[found["test_id"] == test_id]
    without = excluded[
        (excluded["without"] == setting["without"]) & (excluded["test_id"] == test_id)
    ]
    rows = (without if len(without) else found)[["value", "low", "high"]].to_numpy().tolist()
    reading = setting["tests"][test_id]["reading"]
    return over_readings([rows[reading - 1]] if reading else rows)


def answer(results: list[str]) -> tuple[str, str, str]:
    low, high = answers(count_of(pd.Series(results, dtype="str"), RESULTS))
    return low if low == high else "open", low, high


def by_python(processed: Processed, setting: dict[str, Any]) -> dict[str, Any]:
    """Results, answer and the answers of all months, by the functions of the transforms."""
    raw = records(processed["verdict_results"])
    begun = counting(processed["verdict_results"], processed.about.as_of)
    tests = [{**test, "threshold": setting["tests"][test["test_id"]]["threshold"]} for test in raw]
    chosen = {name: set_["counts"] for name, set_ in setting["tests"].items()}
    kept = [test for test in tests if chosen[test["test_id"]] or not begun[test["test_id"]]]
    results = {}
    for test in kept:
        _, low, high = measure(processed, test["test_id"], setting)
        results[test["test_id"]] = counted_result(low, high, test, chosen[test["test_id"]])
    months = []
    for day, rows in processed["verdict_history"].groupby("as_of"):
        then = counting(processed["verdict_results"], pd.Timestamp(str(day)).date())
        ends = rows.set_index("test_id")
        of_month = [
            counted_result(
                float(ends.loc[name, "low"]),
                float(ends.loc[name, "high"]),
                test,
                then[name] if begun[name] else chosen[name],
            )
            for test in kept
            for name in [test["test_id"]]
        ]
        months.append(answer(of_month))
    return {"results": results, "answer": answer(list(results.values())), "months": months}


@pytest.mark.browser
def test_the_page_computes_what_the_transforms_compute(page: Page, processed: Processed) -> None:
    record = whatif.record(processed)
    settings = list(drawn_settings(record))
    page.add_script_tag(path=str(THEME / "whatif-rules.js"))
    own, *found = page.evaluate(COMPUTE, [record, [None, *settings]])
    for setting, by_page in zip(settings, found, strict=True):
        expected = by_python(processed, setting)
        results = {one["id"]: one["result"] for one in by_page["now"]["tests"]}
        assert {name: kind for name, kind in results.items() if kind != "out"} == (
            expected["results"]
        )
        assert (
            tuple(by_page["now"][name] for name in ("level", "low", "high")) == (expected["answer"])
        )
        assert [
            tuple(month[name] for name in ("level", "low", "high")) for month in (by_page["months"])
        ] == expected["months"]
        assert by_page["again"] == setting
    assert {one["now"]["level"] for one in found} >= {"turning", "little", "not", "open"}
    results = processed["verdict_results"]
    assert [one["result"] for one in own["now"]["tests"]] == results["result"].tolist()
    assert own["now"]["count"] == {
        name: processed["verdict"][name].iloc[0] for name in own["now"]["count"]
    }
    history = processed["verdict_history"].drop_duplicates("as_of")
    assert [month["level"] for month in own["months"]] == history["level"].tolist()


@pytest.mark.browser
@pytest.mark.parametrize(
    "asked",
    [
        "promises=-5&promises.reading=9&money.reading=1.5&without=nobody",
        "promises=1e999&promises.reading=length&without=__proto__&__proto__=1",
        "promises=%3Cb%3E&nosuch=3&nosuch.counts=no&=&&%",
    ],
)
def test_what_an_address_asks_in_vain_stays_as_the_report_has_it(
    page: Page, processed: Processed, asked: str
) -> None:
    page.add_script_tag(path=str(THEME / "whatif-rules.js"))
    read = "([record, text]) => [briefingRules.read(record, text), briefingRules.own(record)]"
    found, own = page.evaluate(read, [whatif.record(processed), asked])
    assert found == own


def set_all(page: Page, value: str) -> None:
    for number in page.locator("[type=number]").all():
        number.fill(value)


def sentence(page: Page) -> str:
    return page.locator(".whatif-sentence").inner_text()


def test_the_table_shows_the_report_and_the_record_holds_every_measure(
    processed: Processed,
) -> None:
    record = whatif.record(processed)
    results = processed["verdict_results"]
    assert [test["id"] for test in record["tests"]] == results["test_id"].tolist()
    assert sum(len(test["readings"]) for test in record["tests"]) == len(
        processed["verdict_readings"]
    )
    held = [rows for found in record["exclusions"].values() for rows in found.values()]
    assert sum(map(len, held)) == len(processed["exclusions"])
    markup = whatif.markup(processed, THEME)
    for row in results.itertuples():
        assert f'<span class="whatif-question">{row.question}</span>' in markup


def test_a_scale_reaches_as_far_as_its_measure_and_threshold() -> None:
    row = pd.DataFrame({"threshold": [50.0, 120.5], "high": [130.2, float("nan")]})
    assert [whatif.most(each) for each in row.itertuples()] == [131, 121]


def test_without_months_and_exclusions_there_is_no_chart_and_no_source(
    processed: Processed,
) -> None:
    empty = {name: processed[name].iloc[:0] for name in ("verdict_history", "exclusions")}
    bare = replace(processed, tables={**processed.tables, **empty})
    markup = whatif.markup(bare, THEME)
    assert "whatif-past" not in markup
    assert whatif.record(bare)["months"] == []


@pytest.mark.browser
def test_extreme_thresholds_turn_the_answer(page: Page, address: str) -> None:
    """Four tests count, each with a measure between 0 and 95 per cent, and at least so much wanted;
    of refining, at most."""
    page.goto(address)
    mark = page.locator(".whatif-mark")
    assert sentence(page) == "Whether coordination turns into capacity is still open."
    assert mark.inner_text() == "The report’s own setting"
    set_all(page, "0")
    assert sentence(page) == "Coordination is turning into capacity."
    assert mark.inner_text() == "Your setting, not the report’s"
    set_all(page, "100")
    assert sentence(page) == "Coordination has not yet turned into capacity."
    page.locator("[data-set=promises] [type=number]").fill("0")
    assert sentence(page) == "Little of the coordination has turned into capacity."
    page.locator("[data-set=money] [type=number]").fill("0")
    assert sentence(page) == "Coordination is beginning to turn into capacity."
    page.locator("[data-set=starts] [type=checkbox]").uncheck()  # two of three are two thirds
    assert sentence(page) == "Coordination is turning into capacity."
    page.get_by_role("button", name="Back to the report’s setting").click()
    assert sentence(page) == "Whether coordination turns into capacity is still open."
    assert mark.inner_text() == "The report’s own setting"
    page.wait_for_url(address)
    assert page.locator("[data-set=promises] [type=number]").input_value() == "50"


@pytest.mark.browser
def test_a_setting_stands_in_the_address_also_from_disk(
    page: Page, address: str, small_site: Path, processed: Processed
) -> None:
    for place in (address, (small_site / "report" / "whatif.html").as_uri()):
        page.goto(place)
        page.locator("[data-set=promises] [type=number]").fill("40.5")
        page.locator("[data-set=money] select").select_option("money approved, all sources")
        page.locator("[data-set=refining] [type=checkbox]").check()
        page.locator("[name=without]").select_option("any_weak")
        version = processed.about.data_version
        wanted = (
            f"{place}#promises=40.5&money.reading=3&refining.counts=yes&without=any_weak"
            f"&data={version}"
        )
        page.wait_for_url(wanted)
        assert page.locator(".whatif-address a").inner_text() == wanted
        said = page.locator(".whatif-yours li").all_inner_texts()
        assert said == [
            "Are promises kept? Threshold 40.5% in place of 50%",
            "Does stockpile money move? Read as: money approved, all sources",
            "Is refining spread? Counted already",
            "Sources: Without every row that cites a weak source",
        ]
        shown = page.locator(".whatif-tests").inner_text()
        page.goto("about:blank")
        page.goto(wanted)
        assert page.locator(".whatif-tests").inner_text() == shown
        assert page.locator(".whatif-stale").is_hidden()
        page.goto(wanted.replace(f"data={version}", "data=0.0.1"))
        assert "version 0.0.1" in page.locator(".whatif-stale").inner_text()
        page.evaluate("location.hash = '#main'")
        assert page.locator(".whatif-tests").inner_text() == shown


@pytest.mark.browser
def test_a_threshold_that_is_none_changes_nothing(page: Page, address: str) -> None:
    page.goto(address)
    before = page.locator(".whatif-tests").inner_text()
    number = page.locator("[data-set=promises] [type=number]")
    for value in ("", "-3", "1e9"):
        number.fill(value)
        assert page.locator(".whatif-tests").inner_text() == before
    number.blur()
    assert number.input_value() == "50"


@pytest.mark.browser
def test_all_is_done_by_key(page: Page, address: str) -> None:
    page.goto(address)
    scale = page.locator("[data-set=promises] [type=range]")
    scale.focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("[data-test=promises] [data-part=wanted]").inner_text() == "at least 49%"
    assert scale.get_attribute("aria-valuetext") == "49%"
    for key, kind in (("Tab", "number"), ("Tab", "checkbox")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.type") == kind
    page.keyboard.press("Space")
    assert page.locator("[data-test=promises] [data-part=result]").inner_text() == "not counted"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.locator("[data-test=promises] [data-part=now]").inner_text() == "8%"
    reset = page.locator(".whatif-reset")
    reset.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "without"


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_set_page_can_be_read_by_all_and_does_not_scroll_sideways(
    browser: Browser, address: str, mode: Any, width: int
) -> None:
    context = browser.new_context(color_scheme=mode, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}#promises=5&money=95&starts.counts=no&refining.counts=yes&data=0.0.1")
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page).response
    context.close()
    assert wide == width
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


@pytest.mark.browser
def test_without_javascript_and_on_paper_the_table_stands_and_no_control(
    browser: Browser, page: Page, address: str, processed: Processed
) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    page.goto(f"{address}#promises=5")
    page.emulate_media(media="print")
    for shown in (plain, page):
        rows = shown.locator(".whatif-tests tbody tr:visible")
        assert rows.count() == len(processed["verdict_results"])
        assert shown.locator(".whatif :is(input, select, button):visible").count() == 0
    assert plain.locator(".whatif-mark").inner_text() == "The report’s own setting"
    assert page.locator(".whatif-yours li").all_inner_texts() == [
        "Are promises kept? Threshold 5% in place of 50%"
    ]
    plain.context.close()


def hostile(processed: Processed) -> Processed:
    """The tables with hostile text in all that the page prints."""
    changed = {
        "verdict_results": ("question", "measure", "unit"),
        "verdict_readings": ("reading",),
        "sources": ("title", "publisher"),
    }
    tables = dict(processed.tables)
    for name, columns in changed.items():
        tables[name] = tables[name].assign(
            **{column: tables[name][column] + HOSTILE for column in columns}
        )
    return replace(processed, tables=tables)


@pytest.mark.browser
def test_hostile_text_is_shown_and_not_run(
    page: Page, processed: Processed, tmp_path: Path, serve: Serve
) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    with serve(write_site(hostile(processed), tmp_path / "site")) as host:
        page.goto(f"{host}/report/whatif.html", wait_until="networkidle")
        page.locator("[data-set=money] select").select_option("2")
        page.locator("[name=without]").select_option(index=5)
        question = page.locator(".whatif-yours li").first.inner_text()
    assert HOSTILE in question
    assert page.locator(".whatif img, .whatif script:not([class], [src])").count() == 0
    assert said == []
