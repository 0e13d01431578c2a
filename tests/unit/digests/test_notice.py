"""When a person who can help themselves may be written to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digests.notice import Notice, NoticeKind, may_send, since_on

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2017, 2, 27, 10, tzinfo=UTC)  # 11:00 in Berlin
ON = Notice(NoticeKind.ON, MONDAY - timedelta(days=30), "U0ADA")


def sent(topic: str, user: str = "dana@contoso.com", **ago: float) -> Notice:
    return Notice(NoticeKind.SENT, MONDAY - timedelta(**ago), "U0DANA", user, topic)


STOP = Notice(NoticeKind.STOP, MONDAY - timedelta(days=1), "U0DANA", "dana@contoso.com")
FOUR = [sent(f"cause {days}", days=days) for days in (20, 15, 10, 8)]


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        ([ON], True),
        ([], False),
        ([ON, Notice(NoticeKind.OFF, MONDAY, "U0ADA")], False),
        ([ON, sent("no_cookies", hours=2)], False),
        ([ON, sent("no_cookies", days=1)], True),
        ([ON, sent("weak_password", hours=2)], True),
        ([ON, *FOUR[:3]], True),
        ([ON, *FOUR], False),
        ([ON, STOP], False),
        ([ON, sent("no_cookies", user="bob@contoso.com", hours=2)], True),
    ],
)
def test_switch_caps_and_the_wish_for_no_more(lines: list[Notice], allowed: bool) -> None:
    assert may_send(lines, "dana@contoso.com", "no_cookies", MONDAY, BERLIN, nudge=False) is allowed


@pytest.mark.parametrize(
    ("at", "allowed"),
    [("2017-02-27T08:00", True), ("2017-02-27T07:59", False), ("2017-02-27T15:59", True), ("2017-02-27T16:00", False),
     ("2017-03-04T10:00", False), ("2017-03-05T10:00", False)],
)  # fmt: skip
def test_only_in_working_hours_where_the_person_is(at: str, allowed: bool) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert may_send([ON], "dana@contoso.com", "no_cookies", now, BERLIN, nudge=False) is allowed


@pytest.mark.parametrize(("days", "allowed"), [(1, False), (2.9, False), (3, True)])
def test_a_nudge_keeps_three_days_apart(days: float, allowed: bool) -> None:
    assert may_send([ON, sent("register", days=days)], "dana@contoso.com", "x", MONDAY, BERLIN, nudge=True) is allowed


def test_it_is_off_until_somebody_switches_it_on() -> None:
    assert since_on([]) is None
    assert since_on([ON]) == ON.at
