"""The pages behind permalinks: one per exhibit and per fact, newest and frozen."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from analysis.citation.catalogue import PACKAGE
from analysis.citation.changes import Change, exhibit_changes, fact_changes
from analysis.citation.editions import TABLES_NAME, Edition
from analysis.citation.publication import Publication
from analysis.citation.published import File
from analysis.citation.styles import CSL_STYLES, NAMES
from analysis.citation.works import credit_line, fact_title, number_line
from analysis.core.project import PDF_NAME
from analysis.core.templates import rendered
from analysis.facts.doubts import beside
from analysis.facts.formulas import FACT, TABLE
from analysis.facts.lineage import lineage
from analysis.facts.queries import at_address
from analysis.facts.text import day
from analysis.site.data_tables import data_table
from analysis.site.frames import frame, shape
from analysis.site.metadata import exhibit_head, fact_head, version_head
from analysis.site.raw_rows import RawRow
from analysis.site.reporting import way
from analysis.site.shell import Shell

SHOWN_KEYS = 12  # rows named at once; the rest opens
TOLD_ROWS = 4  # of these, with what stands in them
SHOWN_SOURCES = 6  # written out in full
NAMED_SOURCES = 24  # named after them, as links; the record of the page names all
OPENED_STYLES = ("apa",)  # of a figure; all others are one click away
# The parts of the page of a figure that its first lines lead to, by their ids.
PARTS = {
    "cite": "Cite",
    "embed": "Embed",
    "downloads": "Download",
    "data": "Data",
    "sources": "Sources",
    "changes": "What changed",
    "reply": "Reply",
}
FACT_PARTS = {
    "cite": "Cite",
    "query": "Compute",
    "rows": "Rows",
    "sources": "Sources",
    "changes": "What changed",
    "reply": "Reply",
}
FROZEN_STYLES = ("apa", "bibtex")  # of a number as it was; its newest page has every form
LINES_ABOVE_LINEAGE = 2  # the number and its formula, which the page says itself
UNPUBLISHED = (
    '<p id="unpublished">This copy of the site does not know where it is published, so that its '
    "citations name title, data version, file and content hash in place of an address. Whoever "
    "publishes it sets <code>website.site-url</code> in <code>_quarto.yml</code>, or builds with "
    "<code>--site-url</code>.</p>"
)
PROMISE = (
    '<p id="promise">What may change: the id of a figure, table or number keeps its address for '
    "ever, and one that is no more leaves a page that says why and what took its place. A column "
    "of a table keeps its name, meaning and unit; one that goes or is renamed is named in the "
    "change log of the version that drops it. New ids and columns may come with any version.</p>"
)
FILES_SAID = {
    ".svg": "vector picture",
    ".png": "picture at twice the size",
    ".vl.json": "Vega-Lite specification",
    ".csv": "all rows with their sources, in UTF-8, which Excel reads by Data, From Text/CSV",
    PACKAGE: "columns, sources and stamp of the CSV file",
    ".csl.json": "citation in CSL-JSON",
    ".json": "the record with its rows",
    ".bib": "citation for BibTeX",
    ".ris": "citation in RIS",
}


ATTACHED_SAID = {PDF_NAME: "The report as PDF", TABLES_NAME: "All tables, raw and processed (ZIP)"}


@dataclass(frozen=True)
class PagePlace:
    """Where a page lies and what it stands beside.

    Attributes:
        shell: the frame of the site's pages.
        publication: the current version.
        root: the way from the page to the site's root.
        frozen: whether it is the page of one version, not of the newest.
        earlier: released editions other than the page's own, for what changed.
        rows: what the raw rows say, by `table:key`; of older versions nothing is known.
        records: the way from the site's root to the page that tells of a raw row, by `table:key`.
        titles: what these pages tell of, by their way.
        displays: tables whose rows lead to records, as HTML by id.
    """

    shell: Shell
    publication: Publication
    root: str
    frozen: bool
    earlier: Sequence[Edition] = ()
    rows: Mapping[str, RawRow] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    displays: Mapping[str, str] = field(default_factory=dict)


def exhibit_page(place: PagePlace, edition: Edition, record: Mapping[str, Any]) -> str:
    """The page of a figure or table: what it shows, then each use of it as a part of the page."""
    name = record["id"]
    earlier = [(kept.version, kept.exhibit_records.get(name)) for kept in place.earlier]
    parts = {
        "cite": citations(record["citations"], exhibit_line(place, record), opened=OPENED_STYLES),
        "embed": embedding(place, edition, record),
        "sources": references(record["sources"], edition.exhibits["references"], NAMED_SOURCES),
        "changes": changed(place, earlier, record),
        "reply": replying(place, record["title"], f"exhibits/{name}/"),
    }
    theme, is_figure = place.shell.theme, record["kind"] == "figure"
    body = rendered(
        theme,
        "exhibit.html",
        record=record,
        display=place.displays.get(name, edition.displays[name]),
        explores=is_figure and not place.frozen,
        packs=not place.frozen,
        standing=standing(place, edition.version, record),
        files=[(file, file_said(file)) for file in record["files"]],
        table=data_table(theme, place.root, record, place.records) if is_figure else "",
        parts=[(id_, words) for id_, words in PARTS.items() if parts.get(id_) != ""],
        **parts,
    )
    packing = f'<script src="{place.root}/report/theme/kit.js" defer></script>\n'
    head = exhibit_head(place.publication, record, place.frozen)
    return place.shell.page(
        place.root,
        record["title"],
        record["subtitle"],
        record["alt"],
        body,
        head if place.frozen else head + packing,
    )


def fact_page(place: PagePlace, edition: Edition, record: Mapping[str, Any]) -> str:
    """The page of a number: whether it still holds, how to cite it, how it is computed, from what.

    Of a frozen version the page says what was, and the newest one the rest.
    """
    name = record["id"]
    earlier = [(kept.version, kept.fact_records.get(name)) for kept in place.earlier]
    parts = {
        "cite": citations(
            record["citations"],
            fact_line(place, record),
            FROZEN_STYLES if place.frozen else tuple(NAMES),
            OPENED_STYLES,
        ),
        "query": recomputing(place, record),
        "rows": section("rows", "Rows that it rests on", inputs(place, record)),
        "sources": references(
            record["sources"],
            edition.facts["references"],
            named=0 if place.frozen else NAMED_SOURCES,
        ),
        "changes": changed(place, earlier, record),
        "reply": replying(place, fact_title(record), f"facts/{name}/"),
    }
    description = fact_title(record)
    title = description.removesuffix(f": {record['text']}")
    body = rendered(
        place.shell.theme,
        "fact.html",
        record=record,
        state=fact_state(earlier, record),
        rule=rule(place, record["formula"]),
        standing=standing(place, edition.version, record),
        parts=[(id_, words) for id_, words in FACT_PARTS.items() if parts[id_]],
        **parts,
    )
    head = fact_head(place.publication, record, place.frozen)
    return place.shell.page(place.root, title, f"Fact {name}", description, body, head)


def fact_state(
    earlier: Iterable[tuple[str, Mapping[str, Any] | None]], record: Mapping[str, Any]
) -> str:
    """As of when a number holds, what it was in released versions, and how strong its sources are.

    Parameters: released versions with their records of the number, the newest first; the number.
    """
    counts = len(record["sources"])
    told = [f"As known on {day(record['as_of'])}."]
    before = [(version, old) for version, old in earlier if old is not None]
    if before:
        same = list(takewhile(lambda kept: kept[1]["text"] == record["text"], before))
        if same:
            told.append(f"The same since data version {same[-1][0]}.")
        for version, old in before[len(same) : len(same) + 1]:
            told.append(f"In data version {version} it was {old['text']}.")
    strength = f"; the strongest is {record['evidence']}" if record.get("evidence") else ""
    told.append(f"{counts} {'source' if counts == 1 else 'sources'}{strength}.")
    return " ".join(told)


def replying(place: PagePlace, title: str, path: str) -> str:
    """How to report an error on a page of what is newest; nothing where there is no contact."""
    reply = "" if place.frozen else way(place.publication, title, path)
    return rendered(place.shell.theme, "reply.html", reply=reply, root=place.root)


def cite_page(place: PagePlace, texts: Mapping[str, str]) -> str:
    """The page on how to cite the report, and where the citations of its parts are."""
    words = (
        "A figure or number names a producer of data first if at least half of what it shows rests "
        "on that producer; what the report compiled from many sources is its own, and its citation "
        "says on how many sources it rests: they all stand on its page. Every "
        f'<a href="{place.root}/exhibits/index.html">figure and table</a> and every '
        f'<a href="{place.root}/facts/index.html">number of the text</a> has an address of its '
        "own, with its citation. What is known of an announcement, a programme or a plant stands "
        f'on <a href="{place.root}/records/index.html">a page of each</a>, always the newest; '
        f'<a href="{place.root}/corrections/index.html">corrections and replies</a> on one of all. '
        "Citations use the address of the version, which does not change. "
        f'<a href="{place.root}/verify/index.html">Check a picture</a> that you found elsewhere.'
    )
    unpublished = "" if place.publication.address else UNPUBLISHED
    embedding = rendered(place.shell.theme, "following.html")
    own, whole = place.publication.doi, place.publication.concept_doi
    dois = rendered(place.shell.theme, "dois.html", own=own, whole=whole)
    body = f"<p>{words}</p>{dois}{PROMISE}{unpublished}{citations(texts)}{embedding}"
    title = "How to cite"
    return place.shell.page(place.root, title, place.publication.title, title, body)


def verify_page(place: PagePlace, report: File | None, signed: Sequence[str]) -> str:
    """The page that checks files in the reader's browser; `verify.js` does the work.

    Parameters: the place; the newest report as it was published, if it was; the versions that were
    signed, the newest first.
    """
    known = (
        f"<p>The report of data version {escape(report.version)} as PDF has the SHA-256 "
        f'<code class="digest">{report.sha256}</code>.</p>'
        if report
        else ""
    )
    body = (
        "<p>Every picture of this report carries a stamp: what it shows, from which data, and its "
        "numbers. This page reads the stamp and compares it with the newest version. Files stay "
        "on your machine.</p>"
        '<div class="drop-zone" id="drop-zone"><label for="verify-files">Drop files here, or '
        "choose them: SVG, PNG, PDF, or a CSV file together with its datapackage.json.</label> "
        '<input type="file" id="verify-files" multiple accept=".svg,.png,.pdf,.csv,.json" '
        'disabled></div><div id="findings" role="status"></div>'
        '<p id="verify-elsewhere">This page needs JavaScript and works on a published site, not '
        "from disk. <code>briefing verify FILE</code> does the same on the command line.</p>"
        "<p>A stamp is a record, not a signature: anybody could put it on another picture. So a "
        'file is called genuine only if its content is in the <a href="published.json">list of '
        "what was published</a>. A screenshot has no stamp, and nothing is proved about it. The "
        f"pages of a PDF are read by the command alone; this page knows the very files.</p>{known}"
        + rendered(place.shell.theme, "signed.html", versions=signed, root=place.root)
    )
    script = f'<script type="module" src="{place.root}/report/theme/verify.js"></script>\n'
    title = "Check a picture"
    return place.shell.page(
        place.root, title, "Is it genuine, and is it current?", title, body, script
    )


def version_page(place: PagePlace, edition: Edition) -> str:
    """The page behind a citation of the report: one version of it, with all that it shows."""
    version, exhibits = edition.version, edition.exhibits["exhibits"]
    kept = "".join(
        f'<li><a href="{name}">{words}</a></li>'
        for name, words in ATTACHED_SAID.items()
        if name in edition.attached
    )
    body = (
        f"<p>This page shows data version {escape(version)}, with what was known on "
        f"{escape(edition.exhibits['as_of'])}, and does not change. "
        f'<a href="{place.root}/report/index.html">The newest briefing</a> may differ.</p>'
        f"<ul>{kept}</ul>"
        + section("exhibits", "Figures and tables", links("exhibits/", exhibits))
        + section("facts", "Numbers", f"<p>{all_numbers(edition)}</p>")
        + citations(edition.exhibits["citations"])
    )
    head = version_head(place.publication, edition.exhibits["citations"])
    title = place.publication.title
    return place.shell.page(place.root, title, f"Data version {version}", title, body, head)


def all_numbers(edition: Edition) -> str:
    """Where the numbers of a version and its sources are listed."""
    count = len(edition.facts["facts"])
    return (
        f'<a href="facts/index.html">All {count} numbers of the text</a>, each with its formula, '
        'rows and sources; <a href="sources/index.html">all sources</a> in full.'
    )


def sources_page(place: PagePlace, texts: Mapping[str, str]) -> str:
    """All sources in full, each with an anchor of its own."""
    items = "".join(f'<li id="{name}">{texts[name]}</li>' for name in sorted(texts))
    title = "Sources"
    body = f'<ul class="full-references">{items}</ul>'
    return place.shell.page(place.root, title, "Everything that the report rests on", title, body)


def listing(place: PagePlace, title: str, records: Iterable[Mapping[str, Any]]) -> str:
    """The page that lists all exhibits or all facts."""
    machine = '<p>For machines: <a href="index.json">index.json</a>.</p>'
    body = links("", records) + machine
    return place.shell.page(place.root, title, "Each with a permanent address", title, body)


def links(folder: str, records: Iterable[Mapping[str, Any]]) -> str:
    """Links to the pages of exhibits or facts that lie in this folder."""
    items = "".join(
        f'<li><a href="{folder}{escape(record["id"])}/index.html">{escape(headline(record))}</a>'
        "</li>"
        for record in records
    )
    return f'<ul class="permalinks">{items}</ul>'


def headline(record: Mapping[str, Any]) -> str:
    """A record in one line."""
    return str(record["title"]) if "title" in record else fact_title(record)


def section(name: str, title: str, body: str) -> str:
    """A section of level two."""
    return f'<section id="{name}" class="level2"><h2>{escape(title)}</h2>{body}</section>'


def standing(place: PagePlace, version: str, record: Mapping[str, Any]) -> str:
    """Which version the page shows, and where the other form of it is."""
    path = f"{'exhibits' if 'columns' in record else 'facts'}/{escape(record['id'])}/index.html"
    if place.frozen:
        words = f"This page shows data version {escape(version)} and does not change. "
        words += f'<a href="{place.root}/{path}">What is newest</a> may differ.'
    elif place.publication.is_draft:
        words = f"This page shows a draft of the data, {escape(version)}: it was not released yet "
        words += "and may change."
    else:
        words = f"This page shows what is newest, data version {escape(version)}. "
        words += f'<a href="{place.root}/v/{escape(version)}/{path}">This version</a> keeps its '
        words += "own address, which citations use."
    return f'<p class="standing">{words}</p>'


def changed(
    place: PagePlace,
    earlier: Iterable[tuple[str, Mapping[str, Any] | None]],
    record: Mapping[str, Any],
) -> str:
    """On the newest page: what changed since each released version that had this record."""
    if place.frozen:
        return ""
    differences = exhibit_changes if "columns" in record else fact_changes
    parts = [
        f"<h3>Since data version {escape(version)}</h3>{change_list(differences(old, record))}"
        for version, old in earlier
        if old is not None
    ]
    return section("changes", "What changed", "".join(parts)) if parts else ""


def change_list(changes: Sequence[Change]) -> str:
    """Changes as a list; one sentence if there are none."""
    if not changes:
        return "<p>Nothing.</p>"
    items = [f"<li>{escape(change.sentence())}</li>" for change in changes]
    return folded(items, "ul", SHOWN_KEYS, "changes")


def folded(items: Sequence[str], tag: str, limit: int, what: str) -> str:
    """A list whose later items open on demand."""
    first = f"<{tag}>{''.join(items[:limit])}</{tag}>"
    rest = items[limit:]
    if not rest:
        return first
    summary = f"<summary>{len(rest)} more {what}</summary>"
    return f"{first}<details>{summary}<{tag}>{''.join(rest)}</{tag}></details>"


def exhibit_line(place: PagePlace, record: Mapping[str, Any]) -> tuple[str, str]:
    """The heading and text of the credit below a picture or table."""
    return "Credit line", credit_line(record, work(record), place.publication.licence_name)


def fact_line(place: PagePlace, record: Mapping[str, Any]) -> tuple[str, str] | None:
    """The heading and text of a number in one line; frozen pages have its citations alone."""
    return None if place.frozen else ("In one line", number_line(record, work(record)))


def work(record: Mapping[str, Any]) -> dict[str, Any]:
    """The CSL-JSON record of what a page shows."""
    [found] = json.loads(record["citations"]["csl-json"])
    return dict(found)


def citations(
    texts: Mapping[str, str],
    line: tuple[str, str] | None = None,
    styles: Sequence[str] = tuple(NAMES),
    opened: Sequence[str] = tuple(CSL_STYLES),
) -> str:
    """Citations in these styles, each with a button that copies it; those not `opened` folded.

    `line` is the heading and the text of a line to copy, which stands first.
    """
    first = copied("line", *line, "p", "line") if line else ""
    machine = [style for style in styles if style not in opened]
    printed = "".join(citation(style, texts[style]) for style in styles if style in opened)
    folded = "".join(citation(style, texts[style]) for style in machine)
    names = ", ".join(NAMES[style] for style in machine)
    more = f"<details><summary>{names}</summary>{folded}</details>"
    return section("cite", "How to cite", first + printed + more)


def citation(style: str, text: str) -> str:
    """One citation."""
    element = "p" if style in CSL_STYLES else "pre"
    return copied(style, NAMES[style], text, element, NAMES[style])


def copied(name: str, heading: str, text: str, element: str, what: str) -> str:
    """A text under a heading, with the button that copies it; `cite.js` shows the button."""
    focus = ' tabindex="0"' if element == "pre" else ""
    return (
        f'<div class="citation"><h3>{heading}</h3>'
        f'<{element} class="citation-text" id="cite-{name}"{focus}>{escape(text)}</{element}>'
        f'<button type="button" data-copy="cite-{name}" hidden>Copy {what}</button></div>'
    )


def file_said(name: str) -> str:
    """What a file is, by the first ending that fits."""
    return next(words for ending, words in FILES_SAID.items() if name.endswith(ending))


def embedding(place: PagePlace, edition: Edition, record: Mapping[str, Any]) -> str:
    """The code that shows the exhibit in another page, newest or frozen."""
    is_figure = record["kind"] == "figure"
    title = place.publication.title
    codes = [
        (key, heading, frame(record, shape(title, edition, record, has_explorer), at))
        for key, heading, at, has_explorer in (
            ("live", "Always the newest version", "address", is_figure),
            ("frozen", "This version for ever", "frozen_address", False),
        )
        if at == "address" or record[at] != record["address"]
    ]
    return rendered(place.shell.theme, "embedding.html", codes=codes, root=place.root)


def inputs(place: PagePlace, record: Mapping[str, Any]) -> str:
    """The raw rows behind a number: table, file, keys; first those that a second reader doubts."""
    if place.frozen:
        return counted_inputs(place, record)
    parts = [
        f"<h3>{table_link(place, 'raw', entry['table'])}</h3>"
        + folded(
            rows_in(place, entry, record.get("doubts", {})), "ul", SHOWN_KEYS, "rows or records"
        )
        for entry in record["inputs"]
    ]
    made = f"<p>Computed in {table_link(place, 'processed', record['processed_table'])}.</p>"
    return made + "".join(parts)


def counted_inputs(place: PagePlace, record: Mapping[str, Any]) -> str:
    """How many rows of each raw table are behind a number, and the doubtful ones by name.

    The tables of the version, which lie beside its frozen pages, name all of them.
    """
    return rendered(
        place.shell.theme,
        "counted_rows.html",
        record=record,
        doubtful=[beside(row, doubt) for row, doubt in record.get("doubts", {}).items()],
        tables=TABLES_NAME,
    )


def rows_in(place: PagePlace, entry: Mapping[str, Any], doubts: Mapping[str, str]) -> list[str]:
    """The rows of one raw table as items of a list, doubtful ones first with what is doubted.

    The first few say what stands in them, as far as the place knows; of the rest those of one
    record are one item.
    """
    words = {f"{entry['table']}:{key}": key for key in entry["keys"]}
    names = sorted(words, key=lambda name: name not in doubts)
    told = [name for name in names[:TOLD_ROWS] if name in place.rows]
    items: list[tuple[str, str, int, RawRow | None]] = [
        (name, beside(row_name(place, name, words[name]), doubts.get(name)), 1, place.rows[name])
        for name in told
    ]
    for first, *others in of_one_record(place, names[len(told) :], doubts):
        record = row_name(place, first, words[first], whole=bool(others))
        items.append((first, beside(record, doubts.get(first)), 1 + len(others), None))
    return [
        rendered(
            place.shell.theme,
            "raw_row.html",
            words=said,
            count=count,
            row=row,
            record=place.records.get(name),
            root=place.root,
        ).rstrip("\n")
        for name, said, count, row in items
    ]


def row_name(place: PagePlace, name: str, key: str, whole: bool = False) -> str:
    """A raw row as readers know it: what its page is about, and which of its rows it is.

    Parameters: the place; the row as `table:key`, and its key; `whole`: all rows of the page.
    """
    page = place.records.get(name)
    if page is None:
        return key
    record = Path(page).parent.name
    parts = [part for part in key.split("/") if part != record]
    source = place.rows[name].source if name in place.rows else ""
    which = [part.replace("_", " ") for part in parts if part and part != source]
    return ", ".join([place.titles.get(page, record), *([] if whole else which)])


def of_one_record(
    place: PagePlace, names: Iterable[str], doubts: Mapping[str, str]
) -> list[list[str]]:
    """Rows by `table:key`, those of one record together; a row in doubt stands by itself."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[name if name in doubts else place.records.get(name, name)].append(name)
    return list(groups.values())


def rule(place: PagePlace, formula: str) -> str:
    """A formula; the numbers and, on newest pages, the tables that it names are links."""
    words = FACT.sub(r'<a href="../\1/index.html">\g<0></a>', escape(formula))
    if place.frozen:
        return words
    return TABLE.sub(rf'<a href="{place.root}/data/\g<0>">\g<0></a>', words)


def recomputing(place: PagePlace, record: Mapping[str, Any]) -> str:
    """The query of a number, and the way from the raw rows; nothing where a version has no queries.

    On the newest pages of a published site the query names the tables by their addresses.
    """
    if not record.get("query"):
        return ""
    address, query = place.publication.address, record["query"]
    reaches = bool(address) and not place.frozen
    return rendered(
        place.shell.theme,
        "query.html",
        record=record,
        address=address,
        reaches=reaches,
        frozen=place.frozen,
        query=at_address(query, place.publication.live("data/")) if reaches else query,
        lineage="\n".join(islice(lineage(record), LINES_ABOVE_LINEAGE, None)),
    )


def table_link(place: PagePlace, folder: str, table: str) -> str:
    """A table by name, with a link to its newest form; frozen pages have all tables beside them."""
    name = escape(table)
    if place.frozen:
        return name
    return f'<a href="{place.root}/data/{folder}/{name}.csv">{name}</a>'


def references(sources: Sequence[str], texts: Mapping[str, str], named: int) -> str:
    """The sources, the most used first: some in full, so many more as links, the rest counted."""
    first, rest = sources[:SHOWN_SOURCES], sources[SHOWN_SOURCES:]
    items = "".join(f"<li>{texts[source]}</li>" for source in first)
    page = "../../sources/index.html"
    links = [f'<a href="{page}#{escape(s)}">{escape(s)}</a>' for s in rest[:named]]
    if len(rest) > named:
        links.append(f'{len(rest) - named} in full among <a href="{page}">all sources</a>')
    more = f"<p>And {len(rest)} more: {', '.join(links)}.</p>" if rest else ""
    return section("sources", "Sources", f'<ol class="full-references">{items}</ol>{more}')
