"""Reads `_quarto.yml` and merges it with a document's front matter, as Quarto does.

Each layer first lets its `format.<name>` override its own general keys; then the document's layer
overrides the project's. Mappings merge, lists join. A path in `_quarto.yml` counts from the
project's folder, a path in a document from the document's folder; after the merge all paths count
from the document's folder.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import ADDRESS_VARIABLE, CONFIG
from analysis.render import quarto_words
from analysis.render.place import Place
from analysis.render.yamlrows import Yaml, read_yaml

PROJECT_KEYS = {"type", "output-dir", "render", "pre-render", "post-render", "resources"}
WEBSITE_KEYS = {"title", "description", "site-url", "search"}
EXECUTE_KEYS = {"echo", "eval", "include", "output", "daemon"}
COMMON_FORMAT_KEYS = {
    "bibliography", "citeproc", "csl", "keywords", "lang", "link-citations", "number-sections",
    "output-file", "template-partials", "title", "subtitle", "toc", "toc-depth", "toc-title",
}  # fmt: skip
FORMAT_KEYS = {
    "html": COMMON_FORMAT_KEYS | {"css", "minimal", "section-divs", "template", "theme"},
    "typst": COMMON_FORMAT_KEYS
    | {"font-paths", "fontsize", "mainfont", "margin", "papersize", "pdf-standard",
       "section-numbering"},
}  # fmt: skip
PATH_KEYS = ("bibliography", "css", "csl", "template", "template-partials")
STRUCTURE_KEYS = {"project", "format", "execute"}
HOOKS = ("pre-render", "post-render")

# Documents that Quarto never renders, whatever the patterns.
NEVER_RENDERED = ("README.", "CLAUDE.", "AGENTS.")

_GLOB = re.compile(r"[*?]")


@dataclass(frozen=True)
class Site:
    """A project that renders: its folder, its `_quarto.yml`, and the settings of all documents.

    The settings are those of `_quarto.yml` and, above them, of its `metadata-files`; what is asked
    for on the command line stands above those of every document.
    """

    root: Path
    yaml: Yaml
    settings: dict[str, Any]
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str | None:
        """Where the site is published, without a slash at its end; None if nobody said.

        The variable BRIEFING_SITE_URL stands above the setting `website.site-url`.
        """
        address = os.environ.get(ADDRESS_VARIABLE) or self.yaml.section("website").get("site-url")
        return str(address).rstrip("/") if address else None

    def hooks(self, name: str) -> list[list[str]]:
        """The commands of `pre-render` or `post-render`, each as words."""
        commands = as_list(self.yaml.section("project").get(name))
        return [shlex.split(str(command)) for command in commands]

    def documents(self) -> list[str]:
        """The documents to render, relative to the project, in the order of `project.render`.

        As in Quarto: a pattern holds at any depth unless it begins with `/`, a plain path counts
        from the project's folder, a folder stands for all in it, and `!` leaves out, wherever in
        the list it stands.
        """
        patterns = [str(p) for p in as_list(self.yaml.section("project").get("render"))]
        names = list(self._document_files())
        found: dict[str, None] = {}
        for pattern in [p for p in patterns if not p.startswith("!")] or ["*.qmd"]:
            anywhere = bool(_GLOB.search(pattern))
            found |= dict.fromkeys(_matching(names, self.root, pattern, anywhere))
        for pattern in (p[1:] for p in patterns if p.startswith("!")):
            for name in _matching(names, self.root, pattern, anywhere=True):
                found.pop(name, None)
        return list(found)

    def _document_files(self) -> Iterator[str]:
        """All documents of the project, by name; hidden and partial ones left out."""
        output = str(self.yaml.section("project").get("output-dir") or "_site").strip("/")
        for folder, folders, files in os.walk(self.root):
            below = Path(folder).relative_to(self.root)
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(("_", ".")) and (below / name).as_posix() != output
            )
            for name in sorted(files):
                if name.endswith(".qmd") and not name.startswith(("_", ".", *NEVER_RENDERED)):
                    yield (below / name).as_posix()


def _matching(names: list[str], root: Path, pattern: str, anywhere: bool) -> list[str]:
    """Those names that a pattern of `project.render` means."""
    bare = pattern.removeprefix("./").strip("/")
    if pattern.endswith("/") or (root / bare).is_dir():
        bare += "/**/*"
    start = "(?:.*/)?" if anywhere and not pattern.startswith("/") else ""
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", bare)
    meant = re.compile(start + "".join(signs.get(part, re.escape(part)) for part in parts))
    return [name for name in names if meant.fullmatch(name)]


def read_site(root: Path, asked: Mapping[str, str] | None = None) -> Site:
    """The project in a folder, with the settings `asked` for on the command line.

    Raises ProblemsError if `_quarto.yml` is missing, is not YAML or holds unknown keys.
    """
    path = root / CONFIG
    if not path.is_file():
        message, repair = "there is no such file", "render in the project's own folder"
        raise ProblemsError([Place(CONFIG).problem("missing-file", message, repair)])
    yaml = read_yaml(path.read_text(encoding="utf-8"), CONFIG)
    problems = [*_unknown(yaml, "project", PROJECT_KEYS), *setting_problems(yaml)]
    problems += _unknown(yaml, "website", WEBSITE_KEYS)
    beside = [*root.glob("_*"), *root.glob("*/_*")]
    names = (path.relative_to(root).as_posix() for path in sorted(beside))
    problems += quarto_words.file_problems(names)
    if problems:
        raise ProblemsError(problems)
    settings = yaml.values
    for name in as_list(yaml.values.get("metadata-files")):
        # A file that is not there yet: the pre-render command may write it.
        if (root / str(name)).is_file():
            text = (root / str(name)).read_text(encoding="utf-8")
            settings = merged(settings, read_yaml(text, str(name)).values)
    return Site(root, yaml, settings, asked or {})


def setting_problems(yaml: Yaml) -> list[Problem]:
    """Keys of `execute` and `format` that the report's vocabulary does not hold."""
    problems = list(_unknown(yaml, "execute", EXECUTE_KEYS))
    problems += quarto_words.key_problems(yaml)
    formats = yaml.values.get("format", {})
    for name in [formats] if isinstance(formats, str) else formats or {}:
        if name not in FORMAT_KEYS:
            message = f"the format is unknown; known are {_listed(FORMAT_KEYS)}"
            place = yaml.place("format", name)
            problems.append(place.problem("unknown-format", message, "remove it", str(name)))
        else:
            problems += _unknown(yaml, "format", FORMAT_KEYS[name], name)
    return problems


def _unknown(yaml: Yaml, section: str, known: set[str], *below: str) -> Iterator[Problem]:
    for key in yaml.section(section, *below):
        if key not in known:
            message = f"the key is unknown under {'.'.join((section, *below))}"
            repair = f"remove it, or use one of {_listed(known)}"
            place = yaml.place(section, *below, key)
            yield place.problem("unknown-key", message, repair, str(key))


def missing_files(yaml: Yaml, folder: Path, root: Path) -> list[Problem]:
    """Stylesheets, templates and bibliographies named in a layer that are not there.

    `folder` is where the layer's paths start, `root` the project's folder for paths with `/`.
    """
    layers: list[tuple[str, ...]] = [()]
    layers += [("format", name) for name in yaml.section("format")]
    problems = []
    for path in layers:
        values = yaml.section(*path)
        for key in (key for key in PATH_KEYS if key in values):
            for index, name in enumerate(as_list(values[key])):
                if not _resolved(str(name), folder, root).is_file():
                    message = f"the file named by {key} does not exist"
                    repair = "correct the path, or add the file"
                    place = yaml.place(*path, key, str(index))
                    problems.append(place.problem("missing-file", message, repair, str(name)))
    return problems


def formats(site: Site, front: Yaml, document: str) -> dict[str, dict[str, Any]]:
    """The formats of a document, each with all settings that hold for it."""
    folder = (site.root / document).parent
    base = _from_document(site.settings, site.root, folder)
    own = _from_root(front.values, site.root, folder)
    named = own.get("format") or base.get("format") or {"html": {}}
    names = [named] if isinstance(named, str) else list(named)
    layers = {name: merged(_layer(base, name), _layer(own, name)) for name in names}
    return {name: {**settings, **site.asked} for name, settings in layers.items()}


def _layer(values: dict[str, Any], name: str) -> dict[str, Any]:
    options = values.get("format")
    own = options.get(name) if isinstance(options, dict) else None
    general = {key: value for key, value in values.items() if key not in ("project", "format")}
    return merged(general, own if isinstance(own, dict) else {})


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Two layers of settings in one: the upper wins, mappings merge, lists join."""
    result = dict(below)
    for key, value in above.items():
        lower = result.get(key)
        if isinstance(lower, dict) and isinstance(value, dict):
            result[key] = merged(lower, value)
        elif isinstance(lower, list) and isinstance(value, list):
            result[key] = lower + [item for item in value if item not in lower]
        else:
            result[key] = value
    return result


def _from_document(node: Any, root: Path, folder: Path) -> Any:
    """The project's settings with each path to an existing file counted from `folder`."""
    if isinstance(node, dict):
        return {key: _from_document(value, root, folder) for key, value in node.items()}
    if isinstance(node, list):
        return [_from_document(value, root, folder) for value in node]
    if isinstance(node, str) and _names_a_file(node, root):
        return f"{os.path.relpath(root, folder)}/{node.lstrip('/')}"
    return node


def _from_root(node: Any, root: Path, folder: Path) -> Any:
    """A document's settings with each path that starts at the project's folder made relative."""
    if isinstance(node, dict):
        return {key: _from_root(value, root, folder) for key, value in node.items()}
    if isinstance(node, list):
        return [_from_root(value, root, folder) for value in node]
    if isinstance(node, str) and node.startswith("/") and _names_a_file(node, root):
        return f"{os.path.relpath(root, folder)}{node}"
    return node


def _names_a_file(value: str, root: Path) -> bool:
    if not 0 < len(value) < 250 or "\n" in value:
        return False
    path = root / value.lstrip("/")
    return path.is_file() or ("/" in value and path.is_dir())


def _resolved(name: str, folder: Path, root: Path) -> Path:
    return root / name.lstrip("/") if name.startswith("/") else folder / name


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))


def as_list(value: Any) -> list[Any]:
    """A setting that may be missing, single or a list, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
