"""Other software that writes a picture anew without changing what it shows."""

from __future__ import annotations

from xml.dom import minidom
from xml.etree import ElementTree

from lxml import etree


def by_element_tree(text: str) -> str:
    return ElementTree.tostring(ElementTree.fromstring(text), encoding="unicode")


def by_lxml(text: str) -> str:
    tree = etree.fromstring(text.encode())
    return etree.tostring(tree, encoding="utf-8", xml_declaration=True, pretty_print=True).decode()


def by_minidom(text: str) -> str:
    return minidom.parseString(text.encode()).toprettyxml(indent="\t")


def by_canonical_xml(text: str) -> str:
    return ElementTree.canonicalize(text)


def by_hand(text: str) -> str:
    """Other quotes, a comment, white space between elements."""
    return text.replace("><g", "><!-- an editor -->\n  <g").replace('fill="none"', "fill='none'")


WRITERS = [by_element_tree, by_lxml, by_minidom, by_canonical_xml, by_hand]
