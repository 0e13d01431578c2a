"""An urgent incident reaches its channels at once, once, and out of quiet hours; the next digest tells the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.digest_fixture import DAILY, FIRST_DAY, DigestBot, digest_bot
from tests.support.sqlite import sqlite_url

HEAD = "user | at | methods | result | detail"
UNREACHABLE = "We could not reach your on-premises password reset service. Check your sync machine's event log"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        yield bot


def failures(detail: str, *at: str, who: str = "u") -> str:
    rows = [f"{who}{n}@contoso.com | {time} | Mobile Phone | Failed | {detail}" for n, time in enumerate(at)]
    return "\n".join([HEAD, *rows])


OUTAGE = failures(UNREACHABLE, *(f"2017-02-27T12:0{minute}:00Z" for minute in range(4)))


def begun(bot: DigestBot, words: str = DAILY) -> None:
    """A subscription whose baseline stands in the channel since 09:00 of the 27th, Berlin time."""
    bot.load(FIRST_DAY)
    bot.subscribe(words)
    bot.clock.go_to(27, 9)
    bot.settle()
    assert len(bot.posts()) == 1


def test_four_unreachable_within_three_minutes_are_told_before_the_digests_hour(bot: DigestBot) -> None:
    begun(bot)
    bot.load(OUTAGE, "outage.csv")
    bot.clock.go_to(27, 13, 10)
    bot.settle()
    _, early = bot.posts()
    assert "Before its hour, as an urgent incident does not wait." in early.text
    assert "One incident: 4 people within 3 minutes" in str(early.blocks)
    bot.settle()
    assert len(bot.posts()) == 2


def test_more_of_the_same_incident_wait_for_the_digest(bot: DigestBot) -> None:
    begun(bot)
    bot.load(OUTAGE, "outage.csv")
    bot.clock.go_to(27, 13, 10)
    bot.settle()
    bot.load(failures(UNREACHABLE, "2017-02-27T12:05:00Z", "2017-02-27T12:06:00Z", who="later"), "more.csv")
    bot.clock.go_to(27, 13, 30)
    bot.settle()
    assert len(bot.posts()) == 2
    bot.clock.go_to(28, 9)
    bot.settle()
    assert "2 people newly failing" in bot.posts()[-1].text
    assert len(bot.posts()) == 3


def test_what_is_not_urgent_waits(bot: DigestBot) -> None:
    begun(bot)
    bot.load(failures(LICENSE, *(f"2017-02-27T12:0{minute}:00Z" for minute in range(9))), "licences.csv")
    bot.clock.go_to(27, 13, 10)
    bot.settle()
    assert len(bot.posts()) == 1


def test_quiet_hours_hold_it_and_their_end_tells_it(bot: DigestBot) -> None:
    begun(bot, f"{DAILY} quiet:13:00-15:00")
    bot.load(OUTAGE, "outage.csv")
    bot.clock.go_to(27, 13, 10)
    bot.settle()
    assert len(bot.posts()) == 1
    bot.clock.go_to(27, 15, 1)
    bot.settle()
    assert len(bot.posts()) == 2


def test_a_filter_that_leaves_it_out_keeps_it_out(bot: DigestBot) -> None:
    begun(bot, f"{DAILY} cause:no_license")
    bot.load(OUTAGE, "outage.csv")
    bot.clock.go_to(27, 13, 10)
    bot.settle()
    assert len(bot.posts()) == 1
