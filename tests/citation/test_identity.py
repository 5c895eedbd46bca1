"""An identity is a key that only its owner reads, and a certificate that may sign no other."""

from __future__ import annotations

import datetime as dt
import stat
import sys
from pathlib import Path

import pytest

x509 = pytest.importorskip("cryptography.x509")

from analysis.citation.identity import (  # noqa: E402 - what it needs may not be installed
    CERTIFICATE,
    KEY,
    Identity,
    identity,
    keep,
    new,
    number,
)
from analysis.core.problems import ProblemsError  # noqa: E402

NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def made() -> Identity:
    return new("Institute of Minerals", NOW)


def test_the_certificate_names_the_publisher_and_may_sign_documents_and_no_certificate(
    made: Identity,
) -> None:
    signer, root = x509.load_pem_x509_certificates(made.certificate)
    assert signer.subject.rfc4514_string() == "CN=Institute of Minerals,O=Institute of Minerals"
    assert signer.issuer == root.subject == root.issuer
    signer.verify_directly_issued_by(root)
    limits = [
        one.extensions.get_extension_for_class(x509.BasicConstraints).value
        for one in (signer, root)
    ]
    assert [limit.ca for limit in limits] == [False, True]
    usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and not usage.key_cert_sign
    assert number(made.certificate.decode()) == str(signer.serial_number)
    assert signer.not_valid_before_utc == NOW
    assert signer.not_valid_after_utc == NOW + dt.timedelta(days=3650)


def test_the_key_of_the_root_is_kept_nowhere(made: Identity) -> None:
    assert made.key.count(b"BEGIN PRIVATE KEY") == 1
    assert b"PRIVATE" not in made.certificate


def test_what_is_kept_is_read_back_and_never_written_over(made: Identity, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "identity"
    keep(made, folder)
    assert identity(folder) == made
    with pytest.raises(ProblemsError, match="there is an identity already"):
        keep(new("Somebody", NOW), folder)
    assert identity(folder) == made
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / KEY).stat().st_mode) == 0o600


def test_a_folder_without_an_identity_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / CERTIFICATE).touch()
    with pytest.raises(ProblemsError, match=r"key\.pem: .*briefing key new"):
        identity(tmp_path)
