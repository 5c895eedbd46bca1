"""How stamps travel: in an SVG's metadata element, in a PNG's text chunk, attached to a PDF, and
in the Data Package beside a CSV file.

Every function is bytes or text in, bytes or text out. The hash of a picture leaves its stamp out:
for SVG it is over its elements in one form, for PNG over the decoded pixels, for PDF over what its
pages are made of, so that a file written anew by other software with the same content stays
genuine. So does a text around which an editor or
a spreadsheet put what it puts around every text: a byte order mark, line ends of Windows or one at
the end.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from xml.etree import ElementTree

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from analysis.citation.stamps import Stamp, read_stamp, stamp_text

BLANKS = " \t\r\n"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEYWORD = "Coordination versus capacity"

XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
SVG_METADATA = re.compile(r'<metadata id="provenance">.*?</metadata>', re.DOTALL)
METADATA, STAMP = (
    "{http://www.w3.org/2000/svg}metadata",
    "{urn:coordination-versus-capacity:stamp}stamp",
)


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


def svg_stamp(text: str) -> Stamp:
    """The stamp in an SVG file; None if it has none."""
    root = svg_root(text)
    found = [] if root is None else [one for one in root.iter(METADATA) if is_provenance(one)]
    payload = found[0].findtext(f".//{STAMP}") if found else None
    return read_stamp(payload) if payload else None


def decoded(content: bytes) -> Image.Image | None:
    """A PNG with its pixels; None if they cannot be decoded, or are too many to be one of ours."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.load()
            return image
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def png_hash(content: bytes) -> str:
    """The hash of a PNG's size and pixels, decoded as eight-bit RGBA.

    Raises ValueError if the file cannot be decoded.
    """
    image = decoded(content)
    if image is None:
        raise ValueError("this is no PNG, or it is cut off")
    pixels = image.convert("RGBA")
    size = f"{pixels.width}x{pixels.height}\n".encode()
    return hashlib.sha256(size + pixels.tobytes()).hexdigest()


def stamped_png(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The picture with its stamp in a text chunk before the pixels, which are packed anew.

    The charts' library writes quickly, not tightly, and transparency that nothing uses.
    """
    texts = PngInfo()
    texts.add_itxt(PNG_KEYWORD, stamp_text(values))
    with Image.open(io.BytesIO(content)) as image:
        is_opaque = image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255)
        written = io.BytesIO()
        (image.convert("RGB") if is_opaque else image).save(written, "PNG", pnginfo=texts)
    return written.getvalue()


def png_stamp(content: bytes) -> Stamp:
    """The stamp in a PNG file, in whichever kind of text chunk; None if it has none."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            text = {**image.info}.get(PNG_KEYWORD)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return read_stamp(str(text)) if text else None


def csv_hash(content: bytes) -> str:
    """The hash of a table as CSV."""
    text = plain_text(content.decode("utf-8", "replace")).rstrip("\n") + "\n"
    return hashlib.sha256(text.encode()).hexdigest()


def plain_text(text: str) -> str:
    """A text without a byte order mark, with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def csv_stamp(package: bytes, file: str) -> Stamp:
    """The stamp of a table in the Data Package beside it; None if the package has none for it."""
    try:
        described = json.loads(package)
        described_files = [resource["path"] for resource in described["resources"]]
        values = described["stamp"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return read_stamp(json.dumps(values)) if file in described_files else None


def pdf_stamps(content: bytes) -> list[Stamp]:
    """The stamps attached to a PDF of the report, by the names of the files they are in."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            texts = [file.get_file().read_bytes() for _, file in sorted(pdf.attachments.items())]
    except UNREADABLE_PDF():
        return []
    found = (read_stamp(text.decode("utf-8", "replace")) for text in texts if text[:1] == b"{")
    return [stamp for stamp in found if stamp is not None]


def pdf_hash(content: bytes) -> str | None:
    """The hash of what a PDF's pages are made of, in their order; None if it cannot be read.

    Streams count by what they hold and not by how they are packed, and objects by what they are and
    not by their numbers: a file that was only packed anew has the same hash. What is attached, and
    what is said about the whole file, do not count.
    """
    import pikepdf

    digest, known = hashlib.sha256(), dict[tuple[int, int], int]()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for page in pdf.pages:
                for part in pdf_parts(page.obj, known):
                    digest.update(part + b"\0")
    except UNREADABLE_PDF():
        return None
    return digest.hexdigest()


def UNREADABLE_PDF() -> tuple[type[Exception], ...]:  # noqa: N802 - stands where a constant would
    """What pikepdf raises for a file that is no sound PDF; known once it is imported."""
    import pikepdf

    return (pikepdf.PdfError, ValueError, RecursionError, RuntimeError)


PDF_BESIDE = frozenset(("/Parent", "/P", "/StructParent", "/StructParents", "/Length", "/Filter"))
"""Keys of PDF objects that say how they hang together or are packed, and not what they show."""

PDF_PACKING = PDF_BESIDE | {"/DecodeParms"}


def pdf_parts(value: Any, known: dict[tuple[int, int], int]) -> Iterator[bytes]:
    """An object of a PDF and all below it, as bytes; what was told before is named by its place."""
    import pikepdf

    if isinstance(value, pikepdf.Object) and value.is_indirect:
        if value.objgen in known:
            yield f"again {known[value.objgen]}".encode()
            return
        known[value.objgen] = len(known)
    if isinstance(value, pikepdf.Stream):
        yield hashlib.sha256(value.read_bytes(pikepdf.StreamDecodeLevel.generalized)).digest()
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted(set(value.keys()) - PDF_PACKING):
            yield key.encode()
            yield from pdf_parts(value[key], known)
    elif isinstance(value, pikepdf.Array):
        yield str(len(value)).encode()
        for item in value:
            yield from pdf_parts(item, known)
    else:
        yield repr(value).encode()
