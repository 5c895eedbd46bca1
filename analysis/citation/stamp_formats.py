"""How stamps travel: in an SVG's metadata element, in a PNG's text chunk, attached to a PDF, and
in the Data Package beside a CSV file.

Every function is bytes or text in, bytes or text out. The hash of a picture leaves its stamp out:
for SVG it is over its elements in one form, for PNG over the decoded pixels, so that a file written
anew by other software with the same content stays genuine. So does a text around which an editor or
a spreadsheet put what it puts around every text: a byte order mark, line ends of Windows or one at
the end.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from xml.etree import ElementTree

from PIL import Image

from analysis.citation.stamps import read_stamp, stamp_text

BLANKS = " \t\r\n"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEYWORD = b"Coordination versus capacity"
IHDR_END = len(PNG_SIGNATURE) + 25  # the header chunk is always first and 25 bytes long

XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
SVG_METADATA = re.compile(r'<metadata id="provenance">.*?</metadata>', re.DOTALL)
METADATA, STAMP = (
    "{http://www.w3.org/2000/svg}metadata",
    "{urn:coordination-versus-capacity:stamp}stamp",
)

PDF_STREAM = re.compile(rb"/EmbeddedFile\b.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def svg_hash(text: str) -> str | None:
    """The hash of an SVG picture, whether it is stamped or not; None if it is no XML.

    It is over the elements, their attributes in order and their text, as JSON. White space between
    elements, quotes, prefixes, entities and comments are the business of who wrote the file.
    """
    root = svg_root(text)
    if root is None:
        return None
    form = json.dumps(svg_form(root), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(form.encode()).hexdigest()


def older_svg_hash(text: str) -> str:
    """The hash of an SVG picture as stamps held it until data version 0.2.0: over its text."""
    bare = XML_DECLARATION.sub("", plain_text(text)).strip(BLANKS)
    return hashlib.sha256(unstamped_svg(bare).encode()).hexdigest()


def svg_root(text: str) -> ElementTree.Element | None:
    """The root of an SVG picture; None if the text is no XML."""
    try:
        return ElementTree.fromstring(XML_DECLARATION.sub("", plain_text(text)).strip(BLANKS))
    except (ElementTree.ParseError, ValueError):
        return None


def svg_form(element: ElementTree.Element) -> list[Any]:
    """Name, sorted attributes and content of an element; the metadata of a stamp left out."""
    content: list[Any] = []
    text = element.text or ""
    for child in element:
        if not is_provenance(child):
            content += [text] if text.strip(BLANKS) else []
            content.append(svg_form(child))
            text = ""
        text += child.tail or ""
    content += [text] if text.strip(BLANKS) else []
    return [element.tag, sorted([name, value] for name, value in element.items()), content]


def is_provenance(element: ElementTree.Element) -> bool:
    """Whether an element is the metadata that holds the stamp."""
    return element.tag == METADATA and element.get("id") == "provenance"


def unstamped_svg(text: str) -> str:
    """The picture without its stamp."""
    return SVG_METADATA.sub("", text)


def stamped_svg(text: str, values: Mapping[str, Any]) -> str:
    """The picture with its stamp: Dublin Core for everybody, the whole stamp for `verify`."""
    metadata = (
        '<metadata id="provenance">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">'
        f"{''.join(dublin_core(values))}</rdf:Description></rdf:RDF>"
        '<stamp xmlns="urn:coordination-versus-capacity:stamp">'
        f"{stamp_text(values)}</stamp></metadata>"
    )
    return re.sub(r"<svg\b[^>]*>", lambda opening: opening[0] + metadata, text, count=1)


def dublin_core(values: Mapping[str, Any]) -> Iterator[str]:
    """The elements of Dublin Core that describe a stamped picture."""
    terms = {
        "title": values["title"],
        "description": values["subtitle"],
        "identifier": values["frozen_address"],
        "date": values["as_of"],
        "rights": values["licence"],
    }
    for name, value in terms.items():
        yield f"<dc:{name}>{escape(value)}</dc:{name}>"
    for source in values["sources"]:
        yield f"<dc:source>{escape(source)}</dc:source>"


def svg_stamp(text: str) -> dict[str, Any] | None:
    """The stamp in an SVG file; None if it has none."""
    root = svg_root(text)
    found = [] if root is None else [one for one in root.iter(METADATA) if is_provenance(one)]
    payload = found[0].findtext(f".//{STAMP}") if found else None
    return read_stamp(payload) if payload else None


def png_hash(content: bytes) -> str:
    """The hash of a PNG's size and pixels, decoded as eight-bit RGBA.

    Raises OSError if the file cannot be decoded.
    """
    with Image.open(io.BytesIO(content)) as image:
        pixels = image.convert("RGBA")
        size = f"{pixels.width}x{pixels.height}\n".encode()
        return hashlib.sha256(size + pixels.tobytes()).hexdigest()


def stamped_png(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The picture with its stamp in an uncompressed iTXt chunk right after the header.

    Format: PNG specification, third edition, section 11.3.3.4.
    """
    data = PNG_KEYWORD + b"\0\0\0\0\0" + stamp_text(values).encode()
    body = b"iTXt" + data
    chunk = struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    return content[:IHDR_END] + chunk + content[IHDR_END:]


def png_stamp(content: bytes) -> dict[str, Any] | None:
    """The stamp in a PNG file; None if it has none."""
    for kind, data in png_chunks(content):
        if kind == b"iTXt" and data.startswith(PNG_KEYWORD + b"\0\0\0\0\0"):
            text = data[len(PNG_KEYWORD) + 5 :]
            return read_stamp(text.decode("utf-8", "replace"))
    return None


def png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and data of each chunk, up to where the file is cut off."""
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length


def lean_png(content: bytes) -> bytes:
    """The same pixels in fewer bytes: compressed better, and without transparency if none is used.

    The charts' library writes quickly, not tightly.
    """
    with Image.open(io.BytesIO(content)) as image:
        is_opaque = image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255)
        lean = io.BytesIO()
        (image.convert("RGB") if is_opaque else image).save(lean, "PNG")
    return lean.getvalue()


def csv_hash(content: bytes) -> str:
    """The hash of a table as CSV."""
    text = plain_text(content.decode("utf-8", "replace")).rstrip("\n") + "\n"
    return hashlib.sha256(text.encode()).hexdigest()


def plain_text(text: str) -> str:
    """A text without a byte order mark, with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def csv_stamp(package: bytes, file: str) -> dict[str, Any] | None:
    """The stamp of a table in the Data Package beside it; None if the package has none for it."""
    try:
        described = json.loads(package)
        described_files = [resource["path"] for resource in described["resources"]]
        values = described["stamp"]
    except (ValueError, KeyError, TypeError):
        return None
    return read_stamp(json.dumps(values)) if file in described_files else None


def pdf_stamps(content: bytes) -> list[dict[str, Any]]:
    """The stamps attached to a PDF of the report, in the order of the file."""
    found = []
    for match in PDF_STREAM.finditer(content):
        text = inflated(match[1]).decode("utf-8", "replace")
        values = read_stamp(text) if text.startswith("{") else None
        if values is not None:
            found.append(values)
    return found


def inflated(stream: bytes) -> bytes:
    """The content of a PDF stream, which may be compressed or not."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
