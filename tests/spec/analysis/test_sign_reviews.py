"""What people say of signs, drawn: mutes end, closings are corrected, a share is given only of enough of them."""

from datetime import UTC, datetime, timedelta

import pytest
from statsmodels.stats.proportion import proportion_confint

from bot.analysis.cases.sign_reviews import ENOUGH, ReviewKind, SignKey, SignReview, SignStanding, standing

NOW = datetime(2017, 2, 28, 12, tzinfo=UTC)
KINDS = {"mute": "muted", "unmute": "unmuted", "reopen": "reopened"}


def said(drawn: str, sign: SignKey = SignKey.NIGHT) -> list[SignReview]:
    """`attack 3`: a closing of what was there up to the 3rd; `mute 5`: until the 5th of March."""
    reviews = []
    for word, day in (line.split() for line in drawn.split(", ") if line):
        kind = ReviewKind(KINDS.get(word, word))
        closes = kind in {ReviewKind.ATTACK, ReviewKind.INNOCENT}
        until = datetime(2017, 2, 28, tzinfo=UTC) + timedelta(days=int(day)) if word == "mute" else None
        at = datetime(2017, 2, int(day), tzinfo=UTC) if closes else None
        reviews.append(SignReview(sign, kind, "U0KIM", NOW, at, "why", until))
    return reviews


def counted(drawn: str) -> SignStanding:
    return standing(said(drawn), SignKey.NIGHT, NOW)


@pytest.mark.parametrize(
    ("drawn", "muted"),
    [
        ("", False),
        ("mute 5", True),
        ("mute 5, unmute 0", False),
        ("mute 0", False),  # it ended at midnight
        ("mute 5, attack 1", True),
        ("mute 5, mute 0", False),  # the newest counts
    ],
)
def test_a_mute_counts_until_its_end_or_until_it_is_taken_back(drawn: str, *, muted: bool) -> None:
    assert (counted(drawn).mute is not None) == muted


@pytest.mark.parametrize(
    ("drawn", "attacks", "closings"),
    [
        ("", 0, 0),
        ("attack 1, innocent 2, attack 3", 2, 3),
        ("attack 1, innocent 1", 0, 1),  # a correction of the same attempts
        ("attack 1, attack 1, attack 1", 1, 1),  # three people who close the same are one closing
        ("attack 1, innocent 2, reopen 0", 1, 1),
        ("attack 1, reopen 0, reopen 0", 0, 0),
    ],
)
def test_each_closing_counts_once(drawn: str, attacks: int, closings: int) -> None:
    known = counted(drawn)
    assert (known.attacks, known.closings) == (attacks, closings)


def test_what_is_said_of_one_sign_is_not_said_of_another() -> None:
    known = standing(said("attack 1, mute 5"), SignKey.BURST, NOW)
    assert (known.mute, known.closing, known.closings) == (None, None, 0)


@pytest.mark.parametrize("attacks", [0, 3, ENOUGH])
def test_the_share_has_wilsons_interval_from_ten_closings_on(attacks: int) -> None:
    days = [f"{'attack' if day <= attacks else 'innocent'} {day}" for day in range(1, ENOUGH + 1)]
    assert counted(", ".join(days[:-1])).precision is None
    found = counted(", ".join(days)).precision
    assert found == pytest.approx(proportion_confint(attacks, ENOUGH, method="wilson"), abs=1e-9)
