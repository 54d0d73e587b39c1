"""Thirty-six months, whatever the day: Decision 148/QD-TTg, reckoned as the Civil Code says."""

import calendar
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.validity import CertificateState, add_months, expiry_of, points_fit, state_on

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2200, 1, 1))
IN_FORCE = (CertificateState.IN_FORCE, CertificateState.EXPIRING)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-11-30", 3, "2026-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2023-12-26", 36, "2026-12-26"),
        ("2023-12-31", 0, "2023-12-31"),
    ],
)
def test_months_are_clamped_to_the_month_s_end(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@given(DAYS)
def test_never_later_than_thirty_six_months(decided: datetime.date) -> None:
    last = expiry_of(decided)
    assert (last.year, last.month) == (decided.year + 3, decided.month)
    assert last.day == min(decided.day, calendar.monthrange(last.year, last.month)[1])


@given(DAYS, DAYS)
def test_a_later_decision_never_expires_earlier(one: datetime.date, other: datetime.date) -> None:
    assert expiry_of(min(one, other)) <= expiry_of(max(one, other))


@given(DAYS, DAYS, st.none() | DAYS)
def test_in_force_exactly_between_decision_and_last_day(
    decided: datetime.date, today: datetime.date, revoked: datetime.date | None
) -> None:
    running = decided <= today <= expiry_of(decided)
    standing = revoked is None or revoked > today
    assert (state_on(today, decided, revoked) in IN_FORCE) == (running and standing)


@given(DAYS, st.integers(0, 2000))
def test_once_over_it_never_comes_back(decided: datetime.date, days: int) -> None:
    after = expiry_of(decided) + datetime.timedelta(days=1 + days)
    assert state_on(after, decided) == CertificateState.EXPIRED


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2023-03-09", CertificateState.NOT_YET),
        ("2023-03-10", CertificateState.IN_FORCE),
        ("2025-09-09", CertificateState.IN_FORCE),
        ("2025-09-10", CertificateState.EXPIRING),
        ("2026-03-10", CertificateState.EXPIRING),
        ("2026-03-11", CertificateState.EXPIRED),
    ],
)
def test_the_states_of_one_certificate(today: str, state: CertificateState) -> None:
    assert state_on(day(today), day("2023-03-10")) == state


@pytest.mark.parametrize(
    ("stars", "points", "fit"),
    [(5, "100", True), (5, "90", True), (4, "90", False), (4, "89.99", True), (4, "70", True),
     (3, "70", False), (3, "50", True), (3, "49.99", False), (5, "89.99", False)],
)  # fmt: skip
def test_points_of_the_stars(stars: int, points: str, fit: bool) -> None:
    assert points_fit(stars, Decimal(points)) is fit
