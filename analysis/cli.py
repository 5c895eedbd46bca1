"""The command line: what can be asked for; the work is done elsewhere.

Exit codes: 0 done, 1 problems in data or documents, 2 wrong usage; `verify` has its own.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.core.files import contents, disk_problem, save, there
from analysis.core.problems import Problem, ProblemsError, errors
from analysis.core.project import ABOUT_FILE, Project

if TYPE_CHECKING:
    from analysis.citation.verify import Current
    from analysis.importing.bring_in import Outcome
    from analysis.raw.tables import Table

app = typer.Typer(
    help="Coordination versus capacity: check the tables, compute, render and verify the briefing.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class Engine(StrEnum):
    """Who renders the documents."""

    auto = "auto"
    quarto = "quarto"
    embedded = "embedded"


class Paper(StrEnum):
    """The sizes of paper that the PDF is designed for."""

    a4 = "a4"
    us_letter = "us-letter"


class DiffForm(StrEnum):
    """How a diff is written."""

    text = "text"
    md = "md"
    json = "json"
    html = "html"


class Form(StrEnum):
    """How the list of what is due is written."""

    text = "text"
    json = "json"
    ics = "ics"


RawOption = Annotated[
    Path | None,
    typer.Option("--raw", help="Folder of raw tables (default: data/raw of the project)."),
]
IDENTITY = Path(typer.get_app_dir("coordination-versus-capacity"))
IdentityOption = Annotated[
    Path, typer.Option(metavar="FOLDER", help="Holds key.pem and certificate.pem of the publisher.")
]
AsOfOption = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        envvar="BRIEFING_AS_OF",
        help="State of knowledge on this day (default: all that the data know).",
    ),
]


@contextmanager
def problems_shown() -> Iterator[None]:
    """Print problems instead of a traceback and end with exit code 1."""
    try:
        yield
    except ProblemsError as error:
        print_problems(error.problems)
        raise typer.Exit(1) from None
    except OSError as error:
        problem = disk_problem(error)
        if problem is None:
            raise
        print_problems([problem])
        raise typer.Exit(1) from None


def print_problems(problems: Iterable[Problem]) -> None:
    """One line a problem, errors first, and a closing count, to standard error."""
    listed = sorted(problems, key=lambda p: (p.severity, p.file, p.row or 0, p.column or ""))
    for problem in listed:
        typer.echo(f"{problem.severity}: {problem.sentence()}", err=True)
    stopping = len(errors(listed))
    typer.echo(f"{stopping} errors, {len(listed) - stopping} warnings", err=True)


def project() -> Project:
    """The project of the working folder; outside one, wrong usage."""
    try:
        return Project.find()
    except FileNotFoundError as error:
        raise typer.BadParameter(str(error)) from None


def existing_folder(folder: Path) -> Path:
    """The folder itself; wrong usage if there is none."""
    if not there(folder):
        raise typer.BadParameter(f"there is no folder {folder}")
    return folder


def known_table(name: str) -> Table:
    """The raw table of that name; wrong usage if there is none."""
    from analysis.raw.reading import nearest
    from analysis.raw.tables import TABLES

    if name not in TABLES:
        like = nearest(name, TABLES)
        hint = f"; nearest is {like}" if like else f"; there are {', '.join(TABLES)}"
        raise typer.BadParameter(f"there is no table {name}{hint}")
    return TABLES[name]


def replaceable(folder: Path, mark: str) -> Path:
    """The folder itself; wrong usage if it holds what no run of ours wrote, as `mark` would show.

    Results replace a folder whole: a mistyped name must not cost somebody's files.
    """
    is_taken = folder.is_file() or (folder.is_dir() and bool(contents(folder)))
    if is_taken and not (folder / mark).is_file():
        raise typer.BadParameter(f"{folder} holds other files; name a new or an empty folder")
    return folder


def web_address(text: str) -> str:
    """The address itself, without a slash at its end; wrong usage if it is none."""
    if text and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
        raise typer.BadParameter(f"{text} is no address; write it from https:// on")
    return text.rstrip("/")


def installed(engine: Engine) -> str:
    """The engine's name; wrong usage if it is asked for and not there."""
    from analysis.render import choose_engine

    try:
        choose_engine(engine.value)
    except LookupError as error:
        raise typer.BadParameter(str(error)) from None
    return engine.value


def day(moment: dt.datetime | None) -> dt.date | None:
    """The day of an option's moment."""
    return moment.date() if moment else None


def show_version(wanted: bool) -> None:
    """Print the versions of code and data, and stop."""
    if not wanted:
        return
    from importlib.metadata import version

    from analysis.raw.load import data_version

    try:
        data = data_version(Project.find().raw)
    except FileNotFoundError:
        data = "none here"
    typer.echo(f"briefing {version('coordination-versus-capacity')}, data {data}")
    raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=show_version, is_eager=True, help="Versions of code and data."
        ),
    ] = False,
) -> None:
    """Coordination versus capacity: check the tables, compute, render and verify the briefing."""


@app.command(epilog="Example: briefing build --as-of 2026-02-04 --out vintage")
def build(
    engine: Annotated[Engine, typer.Option(help="Who renders the documents.")] = Engine.auto,
    raw: RawOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the site (default: _site of the project).")
    ] = None,
    as_of: AsOfOption = None,
    paper: Annotated[Paper, typer.Option(help="Paper of the PDF.")] = Paper.a4,
    site_url: Annotated[
        str, typer.Option(help="Where the site will be published (default: as in _quarto.yml).")
    ] = "",
    force: Annotated[bool, typer.Option(help="Build even if nothing changed.")] = False,
    why: Annotated[
        bool, typer.Option("--explain", help="Say what is made anew, because of which file.")
    ] = False,
) -> None:
    """Build the site: HTML, PDF, exhibits and data."""
    from analysis.build import SHARES, Request, build, explain
    from analysis.core.progress import shown
    from analysis.core.project import FINGERPRINT

    here = project()
    request = Request(
        here,
        existing_folder(raw or here.raw),
        replaceable(out.resolve(), FINGERPRINT) if out else here.site,
        installed(engine),
        day(as_of),
        paper.value,
        web_address(site_url),
    )
    with problems_shown():
        if why:
            typer.echo("\n".join(explain(request)))
        with shown(SHARES) as tell:
            built = build(request, force, tell)
    if built.warnings:
        print_problems(built.warnings)
    typer.echo("built" if built.is_fresh else "nothing changed since the last build")
    typer.echo(f"HTML  {built.html}")
    typer.echo(f"PDF   {built.pdf}")


@app.command(epilog="Example: briefing process --raw data/raw --processed data/processed")
def process(
    raw: RawOption = None,
    processed: Annotated[
        Path | None,
        typer.Option(help="Folder for the results (default: data/processed of the project)."),
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """Run the transforms: raw tables in, processed tables and facts out."""
    from analysis.last_run import process_if_changed

    here = project()
    target = replaceable(processed, ABOUT_FILE) if processed else here.processed
    with problems_shown():
        typer.echo(process_if_changed(here, existing_folder(raw or here.raw), target, day(as_of)))


@app.command(epilog="Example: briefing check --raw my-tables --json")
def check(
    raw: RawOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the problems as JSON to standard output.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Show the accepted warnings too.")
    ] = False,
) -> None:
    """List every problem of tables and sentences: file, row, column, value, rule, repair."""
    from analysis.facts import sentence_files
    from analysis.last_run import check_if_changed

    folder = existing_folder(raw or project().raw)
    problems, accepted = check_if_changed(folder, None if raw else project())
    if not raw:
        problems += sentence_files.problems(project())
    stopping = len(errors(problems))
    if as_json:
        counts = {"errors": stopping, "warnings": len(problems) - stopping}
        listed = [problem.as_json() for problem in problems]
        standing = [problem.as_json() for problem in accepted]
        said = {"problems": listed, "accepted": standing, **counts}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        print_problems([*problems, *accepted] if everything else problems)
        if accepted and not everything:
            typer.echo(f"{len(accepted)} warnings are accepted; --all shows them", err=True)
    raise typer.Exit(1 if stopping else 0)


@app.command("import", epilog="Example: briefing import update.xlsx --table projects")
def import_(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER", help="csv, tsv, xlsx, xls, ods, parquet, json, or a folder."
        ),
    ],
    table: Annotated[
        str | None, typer.Option(help="The table that it is (default: seen from its columns).")
    ] = None,
    renamed: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="OLD=NEW", help="What a heading means; `OLD=` leaves the column out."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show the plan unshortened.")] = False,
    raw: RawOption = None,
) -> None:
    """Bring rows into the raw tables: show the plan, check the whole, ask, and only then write."""
    from analysis.importing.bring_in import Request, bring_in, renamings
    from analysis.importing.words import agreement, closing, described

    folder = existing_folder(raw or project().raw)
    try:
        request = Request(
            source, folder, known_table(table) if table else None, renamings(renamed or [])
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None

    def agree(outcome: Outcome) -> bool:
        typer.echo("\n".join(described(outcome, everything)))
        return agreement(outcome, yes, sys.stdin.isatty(), typer.confirm)

    with problems_shown():
        outcome = bring_in(request, agree)
    if outcome.problems or outcome.plan.is_empty:
        typer.echo("\n".join(described(outcome, everything)))
    if outcome.problems:
        print_problems(outcome.problems)
    typer.echo(closing(outcome, yes))
    raise typer.Exit(0 if outcome.is_done else 1)


@app.command(epilog="Example: briefing export projects --xlsx")
def export(
    name: Annotated[str, typer.Argument(metavar="TABLE", help="A raw table, as `projects`.")],
    as_workbook: Annotated[
        bool, typer.Option("--xlsx", help="A workbook with notes and drop-downs, to edit.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="The file (default: TABLE.csv or TABLE.xlsx, here).")
    ] = None,
    raw: RawOption = None,
) -> None:
    """Write a raw table as a file to send around, edit and import back."""
    from analysis.importing.export import export_csv, export_workbook

    table = known_table(name)
    folder = existing_folder(raw or project().raw)
    target = out or Path(f"{name}.xlsx" if as_workbook else f"{name}.csv")
    if target.exists():
        raise typer.BadParameter(f"{target} is there already; name another file with --out")
    with problems_shown():
        (export_workbook if as_workbook else export_csv)(table, folder, target)
    typer.echo(target)


@app.command(epilog="Example: briefing cite fig-shares --style ris")
def cite(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A figure, a table, a number, or `report`.")
    ],
    style: Annotated[
        str,
        typer.Option(
            help="apa, chicago, harvard, bibtex, ris, csl-json, or a CSL style by name or file."
        ),
    ] = "apa",
    accessed: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of access (default: the day of the data)."),
    ] = None,
) -> None:
    """Print how to cite the report, a figure, a table or a number."""
    from analysis.citation.lookup import work
    from analysis.citation.styles import formatted
    from analysis.citation.works import accessed_on

    with problems_shown():
        cited = work(project(), name)
        seen = day(accessed)
        found = formatted([accessed_on(cited, seen) if seen else cited], style)
    typer.echo(found[cited["id"]].rstrip("\n"))


@app.command(epilog="Example: briefing kit fig-shares")
def kit(
    name: Annotated[str, typer.Argument(metavar="ID", help="A figure or a table.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The ZIP file (default: ID.zip, here).")
    ] = None,
) -> None:
    """Write what an article needs of a figure: pictures, data, words, citations, embed code."""
    from analysis.site.kit import kit

    target = out or Path(f"{name}.zip")
    if target.exists():
        raise typer.BadParameter(f"{target} is there already; name another file with --out")
    with problems_shown():
        save(kit(project(), name), target)
    typer.echo(target)


@app.command(epilog="Example: briefing slides --out talk.pptx")
def slides(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="PowerPoint file.")] = None,
) -> None:
    """Write the figures as slides: finding, picture, sources, notes for the speaker."""
    from analysis.citation.lookup import require_processed
    from analysis.core import cache
    from analysis.facts.processed import read_processed
    from analysis.site import slides as made

    here, target = project(), out or Path(made.NAME)
    with problems_shown(), cache.keeping(here.kept):
        require_processed(here)
        save(made.slides(here, read_processed(here.processed)), target)
    typer.echo(f"slides written to {target}")


@app.command(epilog="Example: briefing lineage actors")
def lineage(
    name: Annotated[str, typer.Argument(metavar="FACT", help="A number of the report.")],
) -> None:
    """Print the way of a number: its formula, and the tables below it down to the raw rows."""
    from analysis.citation.lookup import fact
    from analysis.facts.lineage import lineage

    with problems_shown():
        typer.echo("\n".join(lineage(fact(project(), name))))


@app.command(epilog="Example: briefing recompute acts --at https://example.org/report")
def recompute(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[FACT]...", help="Numbers (default: all).")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="FOLDER|URL", help="Whose numbers and tables (default: here)."),
    ] = None,
) -> None:
    """Compute the numbers again from the tables, by their queries alone, and name differences."""
    from analysis.citation.locations import place
    from analysis.citation.recompute import recompute

    with problems_shown():
        count, differences = recompute(place(at or str(project().root)), names or [])
    for found in differences:
        typer.echo(f"{found.fact}: published {found.published}, computed {found.computed}")
    typer.echo(f"{count} facts computed again, {len(differences)} differences")
    raise typer.Exit(1 if differences else 0)


@app.command(epilog="Example: briefing verify fig-shares.png --against https://example.org/report")
def verify(
    names: Annotated[
        list[str],
        typer.Argument(metavar="FILE|FOLDER|URL...", help="Files, folders, addresses of sites."),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER|URL", help="Compare with this built site, not with the project."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the findings as JSON to standard output.")
    ] = False,
) -> None:
    """Say whether pictures and tables are genuine, and which numbers changed since.

    Exit codes: 0 current, 10 superseded, 11 altered, 12 no stamp; of several files the highest.
    """
    from analysis.citation import verify

    with problems_shown():
        findings = verify.verify(names, newest(against, names))
    if as_json:
        listed = [finding.as_json() for finding in findings]
        typer.echo(json.dumps({"findings": listed}, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            typer.echo("\n".join(finding.sentences()))
    raise typer.Exit(verify.exit_code(findings))


def newest(against: str | None, names: Iterable[str]) -> Current:
    """What files are compared with: the site named, the project, or the site that is verified."""
    from analysis.citation.locations import is_site_address, place
    from analysis.citation.verify import current_of_project, current_of_site

    if against:
        return current_of_site(place(against))
    try:
        return current_of_project(Project.find())
    except FileNotFoundError:
        site = next((name for name in names if is_site_address(name)), None)
    if site is None:
        raise typer.BadParameter("outside a project, name a site to compare with: --against URL")
    return current_of_site(place(site))


@app.command(epilog="Example: briefing release 1.2.0 --sign")
def release(
    version: Annotated[str, typer.Argument(metavar="X.Y.Z", help="The new data version.")],
    doi: Annotated[
        str, typer.Option(metavar="10.…", help="What an archive reserved for this version.")
    ] = "",
    sign: Annotated[
        bool, typer.Option("--sign", help="Put Content Credentials into pictures and report.")
    ] = False,
    identity: IdentityOption = IDENTITY,
) -> None:
    """Give the data a version, write what changed, and keep what this version shows."""
    from analysis.citation.identity import identity as read
    from analysis.release import release

    here = project()
    with problems_shown():
        made = release(here, version, doi=doi, signer=read(identity) if sign else None)
    typer.echo(made.entry)
    typer.echo(f"kept in {made.folder}; nothing was committed or pushed. To record it:\n")
    typer.echo("\n".join(f"  {command}" for command in made.commands))


keys = typer.Typer(help="The identity that signs releases.", no_args_is_help=True)
app.add_typer(keys, name="key")


@keys.command("new", epilog='Example: briefing key new "Institute of Minerals"')
def key_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The publisher, as readers see it.")],
    out: IdentityOption = IDENTITY,
) -> None:
    """Make a key and a certificate, for who has none, outside every repository."""
    from analysis.citation import identity

    above = [out.resolve(), *out.resolve().parents]
    inside = next((folder for folder in above if (folder / ".git").exists()), None)
    if inside:
        raise typer.BadParameter(f"{out} lies in the repository {inside}; a key must not")
    with problems_shown():
        identity.keep(identity.new(name, dt.datetime.now(dt.UTC)), out)
    typer.echo(f"key          {out / identity.KEY} (keep it to yourself)")
    typer.echo(f"certificate  {out / identity.CERTIFICATE} (a signed release publishes it)")


@app.command(epilog="Example: briefing due --until 2027-03-31 --format ics --out due.ics")
def due(
    until: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Last day of the list (default: 180 days after the newest reading).",
        ),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How the list is written.")] = Form.text,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to write (default: print it).")
    ] = None,
    raw: RawOption = None,
) -> None:
    """List what is due: promises, starts, silent plants, searches, sources, new editions."""
    from analysis.worklists.due import listed, written

    here = project()
    with problems_shown():
        work = listed(here, existing_folder(raw or here.raw), day(until))
        content = written(work, form.value)
        if out:
            save(content, out)
    typer.echo(f"{len(work.items)} items written to {out}\n" if out else content, nl=False)


@app.command(epilog="Example: briefing sources --check --since 2026-11-01")
def sources(
    check: Annotated[
        bool, typer.Option("--check", help="Ask the addresses: which moved, which are gone.")
    ] = False,
    since: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only sources read on this day or later."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="With --check: exit code 1 if an address is amiss.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the list as JSON to standard output.")
    ] = False,
    raw: RawOption = None,
) -> None:
    """List the sources by what rests on them, weak ones first; nothing is ever written."""
    from analysis.worklists import source_list
    from analysis.worklists.addresses import NoNetworkError, look_at_all

    here = project()
    with problems_shown():
        found = source_list.listed(here, existing_folder(raw or here.raw), day(since))
    if check:
        try:
            answers = look_at_all(found["url"].dropna())
        except NoNetworkError as error:
            typer.echo(f"{error}; is there a network?", err=True)
            raise typer.Exit(1 if strict else 0) from None
        found = source_list.with_answers(found, answers)
    written = source_list.answers_as_text if check else source_list.as_text
    typer.echo((source_list.as_json if as_json else written)(found), nl=False)
    raise typer.Exit(1 if check and strict and source_list.is_amiss(found) else 0)


@app.command(epilog="Example: briefing diff 0.1.0 --format md")
def diff(
    old: Annotated[
        str,
        typer.Argument(metavar="A", help="A released version, a git revision, a folder of tables."),
    ],
    new: Annotated[
        str | None, typer.Argument(metavar="[B]", help="Another one (default: the working tree).")
    ] = None,
    form: Annotated[DiffForm, typer.Option("--format", help="How it is written.")] = DiffForm.text,
    everything: Annotated[bool, typer.Option("--all", help="Leave nothing out.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="File to write (default: standard output).")
    ] = None,
) -> None:
    """Say what changed between two states: verdict, numbers and why, exhibits, rows."""
    from analysis.diff.comparison import compare
    from analysis.diff.formats import formatted
    from analysis.diff.states import find_state, of_working_tree

    here = project()
    with problems_shown():
        before = find_state(here, old)
        after = find_state(here, new) if new else of_working_tree(here)
        written = formatted(compare(before, after), form.value, everything)
        if out:
            save(written.encode(), out)
    typer.echo(f"written to {out}\n" if out else written, nl=False)


@app.command(epilog="Example: briefing review 0.1.0 --out review.html")
def review(
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[A]", help="What to compare with (default: the last release, else HEAD)."
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="The HTML file to write.")] = Path("review.html"),
) -> None:
    """Write what a signature would change, as one HTML file; needs no build.

    Exit code 1 if a test of the verdict or the headline moves without a line in decisions.csv.
    """
    from analysis.diff.page import review_page
    from analysis.diff.review import review
    from analysis.diff.states import find_state, last_release_or_commit, of_working_tree

    here = project()
    with problems_shown():
        before = find_state(here, old) if old else last_release_or_commit(here)
        made = review(here, before, of_working_tree(here))
        save(review_page(made).encode(), out)
        typer.echo(f"written to {out}")
        if made.unanswered:
            raise ProblemsError(made.problems())


@app.command(epilog="Example: briefing doctor")
def doctor() -> None:
    """Say which engine would render, with which versions, and what is missing."""
    from analysis.doctor import report

    for line in report():
        typer.echo(line)


@app.command(epilog="Example: briefing preview --port 8080")
def preview(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where to serve (0: wherever is free).")
    ] = 4949,
    engine: Annotated[Engine, typer.Option(help="Who renders the documents.")] = Engine.auto,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
) -> None:
    """Show the site on this machine and build it anew at each change, until Ctrl-C."""
    from functools import partial

    from analysis.preview import preview, server
    from analysis.preview.rebuild import Outcome, rebuild
    from analysis.preview.watch import changes

    def tell(news: str | Outcome) -> None:
        if isinstance(news, Outcome):
            if news.problems:
                print_problems(news.problems)
            news = "built" if news.is_fresh else "no new site"
        typer.echo(news)

    here, build = project(), partial(rebuild, project().root, installed(engine))
    try:
        preview(here, port, changes(here), build, tell, not no_browser)
    except KeyboardInterrupt:
        typer.echo("preview ended")
    except OSError as error:
        if not server.is_taken(error):
            raise
        message = f"port {port} is taken, perhaps by another preview; name another one: --port 0"
        raise typer.BadParameter(message) from None


@app.command(hidden=True, epilog="Example: briefing publish")
def publish() -> None:
    """Write exhibits, data and assets into the rendered site (the post-render step)."""
    import os

    from analysis.last_run import publish_if_changed

    here = project()
    with problems_shown():
        publish_if_changed(here, Path(os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", here.site)))


@app.command(hidden=True, epilog="Example: briefing fonts")
def fonts() -> None:
    """Write the fonts of the theme from the installed packages (a pre-render step)."""
    from analysis.core.fonts import write_fonts

    write_fonts(project().report / "theme" / "fonts")


@app.command(epilog="Example: briefing descriptor")
def descriptor() -> None:
    """Write data/raw/datapackage.json anew from the schemas."""
    from analysis.raw.descriptor import write_descriptor

    write_descriptor(project().raw)


def main() -> None:
    """Entry point of the console command."""
    # Being told to end is as Ctrl-C is: what is under way is cleaned up.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sys.exit(app())
