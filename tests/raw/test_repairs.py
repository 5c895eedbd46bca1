"""What was probably meant is told, and told as two things where it may be two."""

from __future__ import annotations

import pytest

from analysis.raw import repairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.5", "write 1234.5"),
        ("1.234,5", "write 1234.5"),
        ("1 234", "write 1234"),
        ("1'234'567", "write 1234567"),
        ("1,234,567", "write 1234567"),
        ("1,234", "write 1234 or 1.234, whichever is meant"),
        ("1.234.567", "write 1234567"),
        ("12,5", "write 12.5"),
        ("12 %", "write 12"),
        ("$12.5", "write 12.5"),
        ("+3", "write 3"),
        ("\u221212", "write -12"),
        ("1E+05", "write 100000"),
        ("1.5e-3", "write 0.0015"),
        ("\u0661\u0662\u0663", "write 123"),
        ("\uff11\uff12", "write 12"),
        ("twelve", "write digits and a decimal point, without unit"),
        ("12 t", "write digits and a decimal point, without unit"),
    ],
)
def test_how_to_write_a_number(text: str, expected: str) -> None:
    assert repairs.number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2025.0", "write 2025"), ("2025,00", "write 2025"), ("2025.5", "write digits only")],
)
def test_how_to_write_a_whole_number(text: str, expected: str) -> None:
    assert repairs.whole(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31.12.2026", "write 2026-12-31"),
        ("3.4.2026", "write 2026-04-03"),
        ("12/31/2026", "write 2026-12-31"),
        ("31/12/2026", "write 2026-12-31"),
        ("03/04/2026", "write 2026-04-03 or 2026-03-04, whichever is meant"),
        ("04/04/2026", "write 2026-04-04"),
        ("2026-02-04 00:00:00", "write 2026-02-04"),
        ("2026-02-04T00:00:00Z", "write 2026-02-04"),
        ("Nov-25", "write 2025-11"),
        ("November 2025", "write 2025-11"),
        ("soon", "write YYYY"),
    ],
)
def test_how_to_write_a_date(text: str, expected: str) -> None:
    assert repairs.date(text, "YYYY") == expected
