"""Messages to people who can help themselves: what was sent, and when another one may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

MOST: Final = 4  # messages to one person, ever
APART: Final = timedelta(days=3)  # between a nudge and whatever came before it
_FROM, _TO = time(9), time(17)
_SATURDAY: Final = 5


class NoticeKind(StrEnum):
    """What is written down."""

    ON = "on"  # an admin let the bot write to people
    OFF = "off"
    SENT = "sent"
    STOP = "stop"  # a person wants no more


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of what was sent, or of who may be written to."""

    kind: NoticeKind
    at: datetime
    who: str  # a Slack user ID: who got it, or who decided
    user: str = ""  # the person's key in the reports; "" for what is about all
    topic: str = ""  # a cause, or what the nudge was about
    said: str = ""  # the words


def since_on(notices: Sequence[Notice]) -> datetime | None:
    """Since when people are written to; None where nobody is."""
    newest = next((one for one in reversed(notices) if one.kind in (NoticeKind.ON, NoticeKind.OFF)), None)
    return newest.at if newest and newest.kind is NoticeKind.ON else None


def may_send(notices: Sequence[Notice], user: str, topic: str, now: datetime, zone: ZoneInfo, *, nudge: bool) -> bool:
    """Whether one more message to a person is within the rules; `notices` are all lines of the tenant, oldest first.

    Only on weekdays from 9 to 17 where the person is, at most once a topic and day, at most four in all, and never
    after they asked for no more. A nudge keeps three days apart from whatever was sent before.
    """
    mine = [one for one in notices if one.user == user]
    if since_on(notices) is None or any(one.kind is NoticeKind.STOP for one in mine):
        return False
    sent = [one for one in mine if one.kind is NoticeKind.SENT]
    wall = now.astimezone(zone)
    if len(sent) >= MOST or wall.weekday() >= _SATURDAY or not _FROM <= wall.time() < _TO:
        return False
    if nudge and any(now - one.at < APART for one in sent):
        return False
    return not any(one.topic == topic and one.at.astimezone(zone).date() == wall.date() for one in sent)
