"""What people here say of the signs of `odd`: muted until a day, or closed as an attack or as innocent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.later import later_import

if TYPE_CHECKING:
    from bot.analysis.statistics import proportion
else:  # questions name signs, and need no statistics
    proportion = later_import("bot.analysis.statistics.proportion")

ENOUGH: Final = 10  # closings; of fewer no share is given


class SignKey(StrEnum):
    """What is looked for."""

    REPEATED = "repeated"  # three resets or more by one person
    ADMIN = "admin"  # an admin account reset itself
    AFTER_BLOCK = "after block"  # a success within the 24 hours that a block lasts
    NEW_METHOD = "new method"  # a method registered within 24 hours of a success
    SWAPPED_METHOD = "swapped method"  # as before, and another one deleted by the person in these hours
    NIGHT = "night"  # a reset at night by somebody who never tried at night before
    TWO_METHODS = "two methods"  # one person blocked for two different reasons
    BURST = "burst"  # many people blocked within a short time, against what is usual
    USER_IDS = "user ids"  # many user IDs after which nothing followed, within a short time
    ADDRESS = "address"  # many people from one address, against what is usual of it
    UNKNOWN = "unknown"  # user IDs that the directory does not know


class ReviewKind(StrEnum):
    """What can be said of a sign."""

    MUTED = "muted"
    UNMUTED = "unmuted"
    ATTACK = "attack"
    INNOCENT = "innocent"
    REOPENED = "reopened"  # the newest closing is taken back


@dataclass(frozen=True, slots=True)
class SignReview:
    """What somebody said of one sign."""

    sign: SignKey
    kind: ReviewKind
    by: str  # a Slack user ID
    at: datetime
    last_at: datetime | None = None  # of a closing: the newest attempt of the sign that it is about
    reason: str = ""  # free words: for those who may see people
    until: datetime | None = None  # the end of a mute


@dataclass(frozen=True, slots=True)
class SignStanding:
    """What counts for one sign now. Each closing is about the attempts since the one before: none counts twice."""

    sign: SignKey
    mute: SignReview | None
    closing: SignReview | None  # the newest
    attacks: int  # closings as an attack
    closings: int
    precision: proportion.Interval | None  # Wilson's, of the closings that were attacks; None below ENOUGH of them


def standing(reviews: Iterable[SignReview], sign: SignKey, now: datetime) -> SignStanding:
    """What counts for a sign, given all reviews, oldest first. A closing of the same attempts replaces another."""
    mute: SignReview | None = None
    closed: list[SignReview] = []
    for one in reviews:
        if one.sign is not sign:
            continue
        if one.kind in {ReviewKind.MUTED, ReviewKind.UNMUTED}:
            mute = one if one.until and one.until > now else None
            continue
        if closed and (one.kind is ReviewKind.REOPENED or not _newer(one.last_at, closed[-1])):
            closed.pop()
        if one.kind is not ReviewKind.REOPENED:
            closed.append(one)
    attacks = sum(one.kind is ReviewKind.ATTACK for one in closed)
    share = proportion.Share(attacks / len(closed), len(closed)).interval() if len(closed) >= ENOUGH else None
    return SignStanding(sign, mute, closed[-1] if closed else None, attacks, len(closed), share)


def left_aside_until(reviews: Sequence[SignReview], sign: SignKey, now: datetime) -> datetime | None:
    """Up to when the attempts of a sign are left aside: to a mute's end, or a closing's newest attempt."""
    ends: list[datetime] = []
    until: datetime | None = None
    for one in reviews:
        if one.sign is sign and one.kind in {ReviewKind.MUTED, ReviewKind.UNMUTED}:
            ends += [min(until, one.at)] if until else []
            until = one.until
    closing = standing(reviews, sign, now).closing
    ends += [min(until, now)] if until else []
    ends += [closing.last_at] if closing and closing.last_at else []
    return max(ends, default=None)


def covers(closing: SignReview | None, last_at: datetime) -> bool:
    """Whether a closing is about all attempts up to the newest one."""
    return closing is not None and not _newer(last_at, closing)


def _newer(at: datetime | None, closing: SignReview) -> bool:
    return at is not None and (closing.last_at is None or at > closing.last_at)
