"""How fast the briefing can be read on a phone: size, first view, shifts, blocking.

Needs Chromium. Opens the built site `_site` as a phone with a processor four times slower and a
line of 1.6 Mbit/s and 150 ms, several times; notes the medians in `benchmarks/README.md`.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from typing import Any

from look import launched, served
from playwright.sync_api import Browser, sync_playwright
from results import machine, markdown_table, write_section

from analysis.core.project import Project

PAGES = (
    "index",
    "method",
    "data",
    "announcements",
    "projects",
    "stockpiles",
    "claims",
    "exhibits",
    "search",
)
RUNS = 3
SLOWER = 4  # times
LINE = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}  # ms, B/s
SETTLED_MS = 2500  # after loading, for late shifts and tasks
BUDGETS = {"largest paint, ms": 2000, "layout shift": 0.05, "blocking, ms": 100}

# Collected in the page from its first moment on; a task blocks by what it takes over 50 ms.
OBSERVE = """
window.measured = {paint: 0, shift: 0, blocking: 0};
const watch = (type, use) => new PerformanceObserver(
  (list) => list.getEntries().forEach(use)).observe({type, buffered: true});
watch("largest-contentful-paint", (one) => (measured.paint = one.startTime));
watch("layout-shift", (one) => (measured.shift += one.hadRecentInput ? 0 : one.value));
watch("longtask", (one) => (measured.blocking += Math.max(0, one.duration - 50)));
"""


@dataclass(frozen=True)
class Reading:
    """One visit of one page."""

    paint_ms: float
    shift: float
    blocking_ms: float
    received_kb: float


def visit(browser: Browser, address: str) -> Reading:
    """Open a page as a slow phone with an empty cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    received: list[float] = []
    tools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", {"offline": False, **LINE})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(OBSERVE)
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_timeout(SETTLED_MS)
    found: dict[str, Any] = page.evaluate("measured")
    context.close()
    return Reading(found["paint"], found["shift"], found["blocking"], sum(received) / 1000)


def main() -> None:
    project = Project.find()
    if not project.site.is_dir():
        sys.exit("There is no site yet: run `briefing build` first")
    rows = []
    with served(project.site) as address, sync_playwright() as playwright:
        browser = launched(playwright)
        for name in PAGES:
            visits = [visit(browser, f"{address}/report/{name}.html") for _ in range(RUNS)]
            paint = statistics.median(one.paint_ms for one in visits)
            shift = max(one.shift for one in visits)
            blocking = statistics.median(one.blocking_ms for one in visits)
            size = visits[0].received_kb
            rows.append((name, f"{paint:.0f}", f"{shift:.3f}", f"{blocking:.0f}", f"{size:.0f}"))
        browser.close()
    budgets = ", ".join(f"{what} {most}" for what, most in BUDGETS.items())
    table = markdown_table(("page", *BUDGETS, "received, kB"), rows)
    write_section("Reading on a slow phone", f"{table}\n\nBudgets: {budgets}. {machine()}")
    print(table)


if __name__ == "__main__":
    main()
