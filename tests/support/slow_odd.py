"""A slow, obvious twin of the signs of `odd`, but for bursts: one attempt after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.analysis.cases.sign_reviews import SignKey
from bot.reports.window import Window
from tests.support.oracle import Tried

DAY = timedelta(hours=24)
NIGHT = {22, 23, 0, 1, 2, 3, 4, 5}


@dataclass(frozen=True)
class Data:
    """What is loaded: attempts in the order of time, who registered when, and whom the directory lists as what."""

    attempts: Sequence[Tried]
    registered: Sequence[tuple[str, datetime]]
    deleted: Sequence[tuple[str, datetime]]  # by the person
    listed: Sequence[str]
    admins: Sequence[str]
    listed_at: datetime  # when the directory was last read
    touched: Sequence[str] = ()  # whom the audit log tells of beside resets


def signs(data: Data, window: Window, domain: str | None = None) -> dict[SignKey, list[Tried]]:
    """For each sign the attempts of the window that show it, of everybody or of a domain's people."""
    inside = [one for one in data.attempts if window.start <= one.at < window.end]
    inside = [one for one in inside if domain in (None, one.user.partition("@")[2])]
    done = [one for one in inside if one.result == "Succeeded"]
    blocks = [one for one in inside if one.result == "Blocked"]
    return {
        SignKey.REPEATED: [one for one in done if sum(other.user == one.user for other in done) >= 3],
        SignKey.ADMIN: [one for one in done if "admin" in one.role.lower() or one.user in data.admins],
        SignKey.AFTER_BLOCK: [one for one in done if _blocked_before(one, data, window)],
        SignKey.NEW_METHOD: [
            one for one in done if any(user == one.user and one.at <= at < one.at + DAY for user, at in data.registered)
        ],
        SignKey.SWAPPED_METHOD: [
            one
            for one in done
            if all(
                any(user == one.user and one.at <= at < one.at + DAY for user, at in rows)
                for rows in (data.registered, data.deleted)
            )
        ],
        SignKey.NIGHT: [one for one in done if _first_night(one, data, window)],
        SignKey.TWO_METHODS: [
            one for one in blocks if any(other.user == one.user and other.detail != one.detail for other in blocks)
        ],
        SignKey.UNKNOWN: [one for one in inside if _stranger(one.user, data)],
    }


def _stranger(user: str, data: Data) -> bool:
    """Whether the list lacks them, though it is newer than their first try, and no row shows that the account is there."""
    theirs = [one for one in data.attempts if one.user == user]
    has_account = user in (*data.listed, *data.touched, *dict(data.registered)) or any(
        one.result == "Succeeded" or "admin" in one.role.lower() for one in theirs
    )
    return bool(data.listed) and not has_account and min(one.at for one in theirs) <= data.listed_at


def _blocked_before(done: Tried, data: Data, window: Window) -> bool:
    return any(
        one.user == done.user and one.result == "Blocked" and one.at < done.at < one.at + DAY
        for one in data.attempts
        if window.start - DAY <= one.at < window.end
    )


def _first_night(done: Tried, data: Data, window: Window) -> bool:
    habit = [
        one.at
        for one in data.attempts
        if one.user == done.user and window.start - timedelta(weeks=8) <= one.at < window.start
    ]
    return done.at.hour in NIGHT and len(habit) >= 5 and not any(at.hour in NIGHT for at in habit)
