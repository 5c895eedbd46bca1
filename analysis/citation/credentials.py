"""Content Credentials (C2PA): who published a file, signed so that one changed byte shows.

A release is signed once, and its files are kept as they were signed; a build signs nothing. What a
file shows is proved by the list of what was published (`published.py`); the signature adds who
published it, which also those can check who know nothing of this report.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, NamedTuple

from analysis.citation.editions import Edition, stamped_png
from analysis.citation.identity import CERTIFICATE, Identity, number
from analysis.citation.publication import Publication, web
from analysis.citation.works import REPORT_ID
from analysis.core.problems import Problem, ProblemsError, printable
from analysis.core.project import PDF_NAME

TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
RECORD = "org.coordination-versus-capacity.record"
MADE_FROM_DATA = "http://cv.iptc.org/newscodes/digitalsourcetype/dataDrivenMedia"
# What the format itself writes into files that carry a manifest.
SIGNS = {"png": (b"caBX",), "svg": (b"c2pa:manifest",), "pdf": (b"c2pa",)}
# Nothing is fetched for a file, and no small picture of it is put beside it.
SETTINGS: Mapping[str, Any] = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}

UNREAD = "it carries Content Credentials, which need pip install '.[sign]' to be checked"
TRUSTED = "its Content Credentials are intact: signed by {who}, with a certificate published here"
STRANGE = (
    "its Content Credentials are intact, but signed with a certificate that was not published "
    "here; it bears the name {who}, which anybody may write into one"
)
BROKEN = "its Content Credentials do not hold: the file was changed after it was signed"
UNSOUND = "its Content Credentials do not hold: their certificate is not good, or not any more"


def is_there() -> bool:
    """Whether the library that signs and checks is installed."""
    return find_spec("c2pa") is not None


def require_library() -> None:
    """Raise ProblemsError if the library that signs is not installed."""
    if not is_there():
        message, repair = "c2pa-python is not installed", "install it with pip install '.[sign]'"
        problem = Problem(file="--sign", rule="sign", message=message, repair=repair)
        raise ProblemsError([problem])


def signed_edition(publication: Publication, kept: Edition, signer: Identity) -> Edition:
    """An edition to be kept, whose pictures and report are signed, with the certificate.

    Raises ProblemsError if the library cannot sign with this identity.
    """
    sign = partial(signed, signer=signer)
    files, pictures, attached = dict(kept.files), dict[str, bytes](), dict(kept.attached)
    for name, record in kept.exhibit_records.items():
        if f"{name}.svg" in files:
            said = statement(publication, record)
            drawn = files[f"{name}.svg"].encode()
            files[f"{name}.svg"] = sign(drawn, "svg", said).decode()
            pictures[f"{name}.png"] = sign(stamped_png(kept, name), "png", said)
    if PDF_NAME in attached:
        report = attached[PDF_NAME]
        attached[PDF_NAME] = sign(report, "pdf", report_statement(publication, kept, report))
    attached[CERTIFICATE] = signer.certificate
    return replace(kept, files=files, pictures=pictures, attached=attached)


def statement(publication: Publication, record: Mapping[str, Any]) -> dict[str, Any]:
    """What is signed of an exhibit, besides its bytes. Parameters: the publication, its record."""
    return {
        "id": record["id"],
        "title": record["title"],
        "data_version": publication.version,
        "content_hash": record["content_hash"],
        "licence": publication.licence_url,
        "sources": list(record["sources"]),
        **({"address": record["frozen_address"]} if web(record["frozen_address"]) else {}),
    }


def report_statement(publication: Publication, kept: Edition, report: bytes) -> dict[str, Any]:
    """What is signed of the report; the hash is of its bytes as every build of the version gives
    them, unsigned.
    """
    record = {
        "id": REPORT_ID,
        "title": publication.title,
        "content_hash": sha256(report).hexdigest(),
        "frozen_address": publication.frozen(PDF_NAME),
        "sources": sorted({*kept.exhibits["references"], *kept.facts["references"]}),
    }
    return statement(publication, record)


def signed(content: bytes, kind: str, said: Mapping[str, Any], signer: Identity) -> bytes:
    """A file with a manifest that says this of it.

    Raises ProblemsError if key and certificate cannot sign.
    """
    import c2pa

    # A time stamp would need an authority that is asked: none.
    by = c2pa.C2paSignerInfo("es256", signer.certificate, signer.key, None)
    written = io.BytesIO()
    try:
        with ExitStack() as stack:
            context = stack.enter_context(c2pa.Context(c2pa.Settings.from_dict({**SETTINGS})))
            builder = stack.enter_context(c2pa.Builder(manifest(said), context))
            hand = stack.enter_context(c2pa.Signer.from_info(by))
            builder.sign(hand, TYPES[kind], io.BytesIO(content), written)
    except c2pa.C2paError as error:
        message = f"cannot sign {said['id']} as {kind}: {error}"
        repair = "use a key of ES256 with its certificate, which is good today, and those above it"
        problem = Problem(file=CERTIFICATE, rule="sign", message=message, repair=repair)
        raise ProblemsError([problem]) from None
    return written.getvalue()


def manifest(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a file: by which program it was made, from data, and our own record."""
    made = {"action": "c2pa.created", "digitalSourceType": MADE_FROM_DATA}
    program = {"name": "briefing", "version": version("coordination-versus-capacity")}
    return {
        "claim_generator_info": [program],
        "title": said["title"],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [made]}},
            {"label": RECORD, "data": dict(said)},
        ],
    }


def credentials(content: bytes, kind: str, certificates: Iterable[str]) -> str:
    """What can be said of the Content Credentials of a file; empty if it has none.

    Parameters: the file and its kind; the certificates that this report published, as PEM.
    """
    if not any(sign in content for sign in SIGNS.get(kind, ())):
        return ""
    if not is_there():
        return UNREAD
    chains = tuple(certificates)
    found = read(content, kind, chains)
    if found is None:
        return ""
    if found.state == "Invalid":
        of_signer = found.failures and all(map(is_about_signer, found.failures))
        return UNSOUND if of_signer else BROKEN
    # Of an authority's root, certificates of others come too: ours is told by its number.
    is_ours = found.state == "Trusted" and found.number in map(number, chains)
    return (TRUSTED if is_ours else STRANGE).format(who=found.signer)


def is_about_signer(failure: str) -> bool:
    """Whether a failure is one of the certificate, not of the file."""
    return failure.startswith("signingCredential")


class Found(NamedTuple):
    """What the library finds of a manifest: its state, who signed with which certificate, and the
    codes of what fails.
    """

    state: str
    signer: str = ""
    number: str = ""
    failures: Sequence[str] = ()


def read(content: bytes, kind: str, chains: Iterable[str]) -> Found | None:
    """What is found of a file's manifest; None if there is none.

    Parameters: the file and its kind; the certificates that are trusted, with those above them.
    """
    import c2pa

    settings = {**SETTINGS, "trust": {"user_anchors": "".join(chains)}}
    try:
        with ExitStack() as stack:
            context = stack.enter_context(c2pa.Context(c2pa.Settings.from_dict(settings)))
            reader = c2pa.Reader(TYPES[kind], io.BytesIO(content), context=context)
            stack.enter_context(reader)
            results = reader.get_validation_results() or {}
            signature = (reader.get_active_manifest() or {}).get("signature_info") or {}
            return Found(
                str(reader.get_validation_state()),
                printable(str(signature.get("common_name"))),
                str(signature.get("cert_serial_number")),
                [one["code"] for one in results.get("activeManifest", {}).get("failure", [])],
            )
    except c2pa.C2paError as error:
        return None if "ManifestNotFound" in str(error) else Found("Invalid")
