"""The identity that signs a release: a key that stays with the publisher, a certificate for all.

Who has a certificate of an authority puts it, with those above it, beside its key. Who has none
makes one here. Others trust it because the site publishes it, and no further: the key of the root
that signed it is thrown away, so that nothing else can ever be signed by that root.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.x509 import CertificateBuilder, Name

KEY, CERTIFICATE = "key.pem", "certificate.pem"
YEARS = 10  # that a certificate made here is good for
USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Identity:
    """Who signs.

    Attributes:
        key: the private key of ES256 (P-256), as PEM.
        certificate: of the signer, then those above it, as PEM; this is published.
    """

    key: bytes
    certificate: bytes


def identity(folder: Path) -> Identity:
    """The identity in a folder.

    Raises ProblemsError if key or certificate are not there.
    """
    missing = [name for name in (KEY, CERTIFICATE) if not (folder / name).is_file()]
    message = "there is no such file to sign with"
    repair = "make an identity with briefing key new, or name the folder that holds yours"
    problems = [
        Problem(file=str(folder / name), rule="identity", message=message, repair=repair)
        for name in missing
    ]
    if problems:
        raise ProblemsError(problems)
    return Identity(*((folder / name).read_bytes() for name in (KEY, CERTIFICATE)))


def keep(made: Identity, folder: Path) -> None:
    """Write an identity into a folder; nobody but its owner can read the key.

    Raises ProblemsError if there is one already: what it signed could not be told from others.
    """
    if any((folder / name).exists() for name in (KEY, CERTIFICATE)):
        message, repair = "there is an identity already", "name another folder with --out"
        problem = Problem(file=str(folder), rule="identity", message=message, repair=repair)
        raise ProblemsError([problem])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEY).touch(mode=0o600)
    (folder / KEY).write_bytes(made.key)
    (folder / CERTIFICATE).write_bytes(made.certificate)


def new(name: str, now: dt.datetime) -> Identity:
    """An identity of this name from now on.

    Method: C2PA Technical Specification, certificate profile: the signer's certificate is signed by
    another one, may sign no others, and is for signatures of documents or mail.
    """
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    above, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = named(name, f"{name}, root")
    root = certificate(issuer, issuer, above.public_key(), now, "key_cert_sign")
    signer = certificate(named(name, name), issuer, own.public_key(), now, "digital_signature")
    signer = for_documents(signer, above.public_key())
    pem = serialization.Encoding.PEM
    parts = [one.sign(above, hashes.SHA256()).public_bytes(pem) for one in (signer, root)]
    form = serialization.PrivateFormat.PKCS8
    key = own.private_bytes(pem, form, serialization.NoEncryption())
    return Identity(key, b"".join(parts))


def named(organisation: str, common: str) -> Name:
    """The name in a certificate."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    pairs = {NameOID.ORGANIZATION_NAME: organisation, NameOID.COMMON_NAME: common}
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs.items()])


def certificate(
    subject: Name, issuer: Name, key: EllipticCurvePublicKey, now: dt.datetime, use: str
) -> CertificateBuilder:
    """A certificate to be signed, for one use: `key_cert_sign` makes it one that signs others."""
    from cryptography import x509

    is_root = use == "key_cert_sign"
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(is_root, 0 if is_root else None), True)
        .add_extension(x509.KeyUsage(**{name: name == use for name in USES}), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
    )


def for_documents(made: CertificateBuilder, above: EllipticCurvePublicKey) -> CertificateBuilder:
    """The same for signatures of documents, signed by the key `above`."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    return made.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False
    ).add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), False)


def number(chain: str) -> str:
    """The serial number of the signer's certificate, the first of those given as PEM."""
    from cryptography import x509

    return str(x509.load_pem_x509_certificate(chain.encode()).serial_number)
