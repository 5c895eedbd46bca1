"""Pandoc's document tree as plain JSON values: walk it, change it, build its elements.

An element is a dict with `t` (its name) and, mostly, `c` (its content), as in pandoc's own JSON
(https://hackage.haskell.org/package/pandoc-types). Trees are never changed in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Element = dict[str, Any]
Blocks = list[Element]
Change = Callable[[Element], Element | list[Element]]


def rewritten(node: Any, change: Change) -> Any:
    """A copy of the tree in which `change` has replaced each element of each list, innermost first.

    `change` returns the element itself, another one, or a list of elements to put in its place.
    """
    if isinstance(node, dict):
        return {key: rewritten(value, change) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    result: list[Any] = []
    for child in node:
        inner = rewritten(child, change)
        replaced = change(inner) if is_element(inner) else inner
        if is_element(inner) and isinstance(replaced, list):
            result.extend(replaced)
        else:
            result.append(replaced)
    return result


def elements(node: Any) -> Iterator[Element]:
    """Every element of the tree, in the order of the document."""
    waiting = [node]
    while waiting:
        first = waiting.pop()
        if isinstance(first, dict):
            if "t" in first:
                yield first
            waiting.extend(reversed(first.values()))
        elif isinstance(first, list):
            waiting.extend(reversed(first))


def is_element(node: Any) -> bool:
    """Whether a JSON value is an element of the tree."""
    return isinstance(node, dict) and "t" in node


# Where the elements that have attributes have them.
POSITION = {"Header": 1} | dict.fromkeys(("Div", "Span", "Figure", "Table", "Image"), 0)
POSITION |= dict.fromkeys(("Link", "Code", "CodeBlock"), 0)


def attributes(element: Element) -> tuple[str, list[str], list[list[str]]]:
    """Identifier, classes and key-value pairs of an element that has them; else empty ones."""
    if element["t"] not in POSITION:
        return "", [], []
    identifier, classes, pairs = element["c"][POSITION[element["t"]]]
    return identifier, classes, pairs


def attribute(element: Element, key: str) -> str | None:
    """The value of one key of the element's attributes."""
    return dict(attributes(element)[2]).get(key)


def text(node: Any) -> str:
    """The words of a tree, without markup."""
    plain = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
    parts = []
    for element in elements(node):
        if element["t"] == "Str":
            parts.append(element["c"])
        elif element["t"] in ("Code", "Math"):
            parts.append(element["c"][1])
        else:
            parts.append(plain.get(element["t"], ""))
    return "".join(parts)


def string(words: str) -> Element:
    """A run of text."""
    return {"t": "Str", "c": words}


def raw_block(kind: str, content: str) -> Element:
    """A block that only the writer named `kind` puts out, as it is."""
    return {"t": "RawBlock", "c": [kind, content]}


def raw_inline(kind: str, content: str) -> Element:
    """A run that only the writer named `kind` puts out, as it is."""
    return {"t": "RawInline", "c": [kind, content]}


def plain(inlines: list[Element]) -> Element:
    """A block of inlines that is not a paragraph."""
    return {"t": "Plain", "c": inlines}


def div(
    blocks: Blocks,
    identifier: str = "",
    classes: list[str] | None = None,
    pairs: list[list[str]] | None = None,
) -> Element:
    """A division with attributes."""
    return {"t": "Div", "c": [[identifier, classes or [], pairs or []], blocks]}


def span(inlines: list[Element], classes: list[str]) -> Element:
    """A run of inlines with classes."""
    return {"t": "Span", "c": [["", classes, []], inlines]}


def link(inlines: list[Element], target: str, classes: list[str]) -> Element:
    """A link with classes."""
    return {"t": "Link", "c": [["", classes, []], inlines, [target, ""]]}
