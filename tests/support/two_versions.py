"""The one datum in which the two versions of these tests differ."""

from __future__ import annotations

from pathlib import Path

# China's share of metal and alloy in 2023, in per cent.
DATUM = "rare_earth_metals,metal_alloy,2023,CHN,95,"


def set_share(raw: Path, share: str) -> None:
    """Write another share into `production.csv` of a folder of raw tables."""
    table = raw / "production.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count(DATUM) == 1
    table.write_text(text.replace(DATUM, DATUM.replace(",95,", f",{share},")), encoding="utf-8")
