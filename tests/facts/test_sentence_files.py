"""A mistake in a file of sentences is told with file, line and repair, never as a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.core.files import write_text
from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.facts.sentence_files import MissingFactError, problems, read, unknown_facts
from analysis.facts.statements import part, statement, statement_ids

FACTS: dict[str, dict[str, Any]] = {
    "acts": {"id": "acts", "value": 1, "text": "one"},
    "plants-open": {"id": "plants-open", "value": 2, "text": "two"},
    "empty": {"id": "empty", "value": 0, "text": "none"},
    "level": {"id": "level", "value": "not", "text": "not"},
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without anything, in whose folder the test runs."""
    write_text(tmp_path / "_quarto.yml", "")
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def written(project: Project, body: str, name: str = "money") -> None:
    write_text(project.sentences / f"{name}.md.j2", body)


def said(project: Project, body: str) -> str:
    """What a sentence of this text gives."""
    written(project, f"{{% macro spent() %}}\n{body}\n{{% endmacro %}}\n")
    return statement("spent", FACTS)


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ('{{ fact("acts") }} act', '[one](../facts/acts/index.html){.fact data-fact="acts"} act'),
        ('{{ "acts" | is_or_are }}, {{ "plants-open" | is_or_are }}', "is, are"),
        ('{{ "acts" | was_or_were }}, {{ "empty" | was_or_were }}', "was, were"),
        ('{{ "acts" | one_or_more("it", "them") }}', "it"),
        (
            '{{ "acts" | counted("act") }}',
            '[one](../facts/acts/index.html){.fact data-fact="acts"} act',
        ),
        (
            '{{ "plants-open" | counted("act") }}',
            '[two](../facts/plants-open/index.html){.fact data-fact="plants-open"} acts',
        ),
        ('{{ "empty" | counted("mine", "mines") }}', "no mines"),
        ('{{ ["a", " b\n", "", "c"] | enumeration }}', "a, b and c"),
        ('{{ ["a", "", "b"] | series("; ") }}', "a; b"),
        ('No\nline{% if has("acts") %}\n\n , no\n{% endif %} break\n.', "No line, no break."),
        ("- a\n  b\n- c", "- a b\n- c"),
        ("USD\N{NO-BREAK SPACE}5", "USD\N{NO-BREAK SPACE}5"),
        ('{{ "yes" if value("acts") < value("plants-open") and not has("x") }}', "yes"),
        ('{{ text("level") }}', "not"),
    ],
)
def test_what_a_sentence_may_hold(project: Project, body: str, markdown: str) -> None:
    assert said(project, body) == markdown


def test_a_sentence_says_another_one_of_another_file(project: Project) -> None:
    written(project, "{% macro was_bought() %}nothing{% endmacro %}", "zinc")
    assert said(project, 'Bought: {{ say("was-bought") }}.') == "Bought: nothing."
    assert statement_ids() == ["spent", "was-bought"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            'Of {{ fact("act") }}.',
            "report/sentences/money.md.j2:2: no fact 'act'; did you mean acts?",
        ),
        (
            'A\n{{ fakt("acts") }}.',
            'report/sentences/money.md.j2:3: "fakt" means nothing in a sentence; write fact',
        ),
        (
            '{{ "acts" | is_or_was }}',
            "report/sentences/money.md.j2:2: No filter named 'is_or_was'; mend this line; "
            "CONTRIBUTING.md says what may stand there",
        ),
        (
            '{% if has("acts") %}\na',
            "report/sentences/money.md.j2:4: Encountered unknown tag 'endmacro'. You probably made "
            "a nesting mistake. Jinja is expecting this tag, but currently looking for 'elif' or "
            "'else' or 'endif'. The innermost block that needs to be closed is 'if'; mend "
            "this line; CONTRIBUTING.md says what may stand there",
        ),
        (
            '\n{{ value("level") }}',
            "report/sentences/money.md.j2:3: could not convert string to float: 'not'; mend this "
            "line; CONTRIBUTING.md says what may stand there",
        ),
        (
            'A\n\n{{ say("bougt") }}.',
            "report/sentences/money.md.j2:4: no statement 'bougt'; there are spent",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(project: Project, body: str, sentence: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        said(project, body)
    assert [problem.sentence() for problem in raised.value.problems] == [sentence]


def test_a_fact_that_is_missing_is_told_apart_from_other_mistakes(project: Project) -> None:
    with pytest.raises(MissingFactError):
        said(project, '{{ fact("gone") }}')
    with pytest.raises(ProblemsError) as raised:
        said(project, "{{ 1 / 0 }}")
    assert not isinstance(raised.value, MissingFactError)


def test_all_mistakes_of_all_files_are_told_at_once(project: Project) -> None:
    written(project, "{% macro a() %}{{ b }}{% endmacro %}", "one")
    written(project, "\n{% macro a() %}{% endmacro %}", "two")
    written(project, "{{", "zinc")
    assert [problem.sentence() for problem in problems(project)] == [
        "report/sentences/zinc.md.j2:1: unexpected 'end of template'; "
        "mend this line; CONTRIBUTING.md says what may stand there",
        'report/sentences/one.md.j2:1: "b" means nothing in a sentence; write fact or has or say '
        "or text or value",
        'report/sentences/two.md.j2:2: "a" is the name of a macro in report/sentences/one.md.j2 '
        "already; give one of them another name",
    ]


def test_a_project_without_sentences_is_told_so(project: Project) -> None:
    assert [problem.sentence() for problem in problems(project)] == [
        "report/sentences: holds no file *.md.j2; bring the folder back from the project's history"
    ]


def test_a_file_of_another_encoding_is_told(project: Project) -> None:
    written(project, "")
    (project.sentences / "money.md.j2").write_bytes("{# é #}".encode("latin-1"))
    assert [problem.sentence() for problem in problems(project)] == [
        "report/sentences: holds a file with signs that are not UTF-8; save it as UTF-8"
    ]


def test_an_id_that_is_no_fact_is_found_without_rendering(project: Project) -> None:
    asking = '{% if has("akts") %}{{ fact("acts") }}{% endif %}'
    written(
        project,
        f'{{% macro a() %}}\n{asking}\n{{{{ "plants-opened" | is_or_are }}}}\n{{% endmacro %}}',
    )
    found = unknown_facts(read(project.sentences), FACTS)
    assert [(problem.severity, problem.sentence()) for problem in found] == [
        ("warning", 'report/sentences/money.md.j2:2: "akts" is no fact of the tables; write acts'),
        (
            "warning",
            'report/sentences/money.md.j2:3: "plants-opened" is no fact of the tables; write '
            "plants-open",
        ),
    ]


def test_a_fact_that_is_asked_for_and_printed_may_be_missing(project: Project) -> None:
    written(project, '{% macro a() %}{% if has("x") %}{{ fact("x") }}{% endif %}{% endmacro %}')
    assert list(unknown_facts(read(project.sentences), FACTS)) == []


def test_a_part_that_the_code_asks_for_and_that_is_gone_is_told(project: Project) -> None:
    written(project, "{% macro answer() %}{% endmacro %}")
    with pytest.raises(ProblemsError) as raised:
        part("answer", level="not")
    assert [problem.sentence() for problem in raised.value.problems] == [
        'report/sentences: "answer" is no macro with parameters there; bring the macro back from '
        "the project's history"
    ]


def test_a_saved_file_is_read_again(project: Project) -> None:
    assert said(project, "Before.") == "Before."
    assert said(project, "After.") == "After."
