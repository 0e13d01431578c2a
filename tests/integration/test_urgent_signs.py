"""`subscribe odd`: urgent signs reach their channel at once, each once, as far as the channel may read of people."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.answering import NobodyKnown, build_answering
from bot.digests.subscription import SubscriptionState
from bot.errors import RefusedError
from bot.local_slack.workspace.messages import SeenMessage
from tests.support.digest_fixture import ADMIN, AGENT, HELP, IDENTITY, PARTNERS, DigestBot, digest_bot
from tests.support.sqlite import sqlite_url

HEAD = "user | at | methods | result | detail | role"
BLOCKED = (
    "Mobile Phone | Blocked | User tried to verify a phone number too many times and is blocked for 24 hours | User"
)
DONE = "Mobile Phone | Succeeded | User successfully reset password"
QUIET = f"""{HEAD}
zoe@contoso.com | 2017-02-01T09:00:00Z | {DONE} | User
"""


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        yield bot


def begun(bot: DigestBot, words: str = "odd show:names tz:Europe/Berlin", channel: str = IDENTITY) -> None:
    """A channel that has asked for signs, and been told that they come."""
    bot.load(QUIET, "quiet.csv")
    bot.subscribe(words, channel)
    bot.clock.go_to(27, 9)
    bot.settle()
    assert len(bot.posts(channel)) == 1


def burst(minute: int = 0, *, hour: int = 12, who: str = "u", people: int = 8) -> str:
    rows = [f"{who}{n}@contoso.com | 2017-02-27T{hour:02}:{minute + n:02}:00Z | {BLOCKED}" for n in range(people)]
    return "\n".join([HEAD, *rows])


def admin_reset(at: str = "2017-02-27T12:00:00Z", who: str = "gil") -> str:
    return f"{HEAD}\n{who}@contoso.com | {at} | {DONE} | Company Administrator"


def told(bot: DigestBot, channel: str = IDENTITY) -> list[SeenMessage]:
    """What came after the first message."""
    return bot.posts(channel)[1:]


def at(bot: DigestBot, hour: int, minute: int = 0) -> None:
    bot.clock.go_to(27, hour, minute)
    bot.settle()


def test_the_first_message_says_that_signs_come_and_names_nobody(bot: DigestBot) -> None:
    bot.load(admin_reset("2017-02-26T12:00:00Z"), "before.csv")
    begun(bot)
    (first,) = bot.posts(IDENTITY)
    assert "Urgent signs come here from now on*, each once. The last 7 days show 1 urgent sign" in first.text
    assert "silence here is no all-clear" in str(first.blocks)
    assert "gil" not in str(first.blocks)


def test_an_urgent_sign_comes_at_once_and_once(bot: DigestBot) -> None:
    begun(bot)
    bot.load(burst(), "burst.csv")
    at(bot, 14)
    (sign,) = told(bot)
    assert "1 urgent sign worth a look now" in sign.text
    assert "*Many people blocked within a short time* (`burst`): 8 people, 8 attempts." in str(sign.blocks)
    assert "u7@contoso.com" in str(sign.blocks)
    assert "Innocent reasons: codes that arrive late" in str(sign.blocks)
    at(bot, 15)
    assert len(told(bot)) == 1


def test_the_same_burst_that_goes_on_is_not_told_again_and_another_one_is(bot: DigestBot) -> None:
    begun(bot)
    bot.load(burst(hour=5), "burst.csv")
    at(bot, 9, 30)
    bot.load(burst(10, hour=5, who="later"), "more.csv")
    at(bot, 10)
    assert len(told(bot)) == 1
    bot.load(burst(hour=13, who="other"), "other.csv")
    at(bot, 15)
    assert len(told(bot)) == 2
    assert "other7" in str(told(bot)[-1].blocks)


def test_a_burst_of_which_a_part_was_loaded_beside_another_sign_is_told(bot: DigestBot) -> None:
    begun(bot)
    bot.load(burst(people=3) + "\n" + admin_reset().partition("\n")[2], "part.csv")
    at(bot, 13, 30)
    assert "admin accounts" in str(told(bot)[0].blocks).lower()
    assert "burst" not in str(told(bot)[0].blocks)
    bot.load(burst(3, who="later"), "rest.csv")
    at(bot, 14)
    assert "(`burst`): 11 people" in str(told(bot)[1].blocks)


def test_a_person_is_told_once_a_day_and_again_after_it(bot: DigestBot) -> None:
    begun(bot)
    for hour in (10, 11):
        bot.load(admin_reset(f"2017-02-27T{hour:02}:00:00Z"), f"{hour}.csv")
        at(bot, hour + 2)
    assert len(told(bot)) == 1
    bot.load(admin_reset("2017-02-28T12:00:00Z"), "next.csv")
    bot.clock.go_to(28, 14)
    bot.settle()
    assert len(told(bot)) == 2


def test_what_came_before_the_subscription_or_is_not_urgent_is_not_told(bot: DigestBot) -> None:
    bot.load(burst(hour=5), "before.csv")
    begun(bot)
    days = "\n".join(f"ada@contoso.com | 2017-02-2{day}T12:00:00Z | {DONE} | User" for day in (4, 5, 6))
    bot.load(f"{HEAD}\n{days}", "repeated.csv")
    at(bot, 14)
    assert told(bot) == []


def test_a_late_load_of_days_ago_is_told_and_one_of_weeks_ago_is_not(bot: DigestBot) -> None:
    begun(bot)
    bot.load(admin_reset("2017-02-10T12:00:00Z"), "old.csv")
    at(bot, 13)
    assert told(bot) == []
    bot.load(admin_reset("2017-02-23T12:00:00Z"), "late.csv")
    at(bot, 14)
    assert len(told(bot)) == 1


def test_muted_and_closed_signs_are_not_told_nor_afterwards_what_showed_meanwhile(bot: DigestBot) -> None:
    begun(bot)
    answering = build_answering(bot.core, bot.digests.questions, NobodyKnown())
    answering.answer("triage burst mute 1d because a test of ours", AGENT)
    bot.load(burst(hour=10), "burst.csv")
    at(bot, 11, 30)
    assert told(bot) == []
    bot.clock.forward(hours=24)
    bot.load(admin_reset("2017-02-28T09:30:00Z"), "admin.csv")  # after the mute: what it covered stays untold
    bot.settle()
    assert "(`admin`)" in str(told(bot)[0].blocks)
    assert "(`burst`)" not in str(told(bot)[0].blocks)
    bot.load(burst(hour=10, who="other").replace("02-27", "02-28"), "other.csv")
    bot.clock.go_to(28, 12)
    bot.settle()
    assert "(`burst`): 8 people" in str(told(bot)[1].blocks)


def test_an_unmute_ends_the_mute_for_what_comes_after_it(bot: DigestBot) -> None:
    begun(bot)
    answering = build_answering(bot.core, bot.digests.questions, NobodyKnown())
    answering.answer("triage burst mute 3d because a test of ours", AGENT)
    bot.clock.forward(minutes=1)
    answering.answer("triage burst unmute", AGENT)
    bot.load(burst(hour=10), "burst.csv")
    at(bot, 11, 30)
    assert len(told(bot)) == 1


def test_quiet_hours_hold_it_and_their_end_tells_it(bot: DigestBot) -> None:
    begun(bot, "odd show:names quiet:10:00-15:00 tz:Europe/Berlin")
    bot.load(burst(), "burst.csv")
    at(bot, 14)
    assert told(bot) == []
    at(bot, 15, 1)
    assert len(told(bot)) == 1


def test_by_default_a_channel_reads_nothing_of_few_people_and_no_names_of_many(bot: DigestBot) -> None:
    begun(bot, "odd")
    bot.load(admin_reset(), "admin.csv")
    at(bot, 14)
    (few,) = told(bot)
    assert "Something urgent is worth a look now" in few.text
    assert "Signs about fewer than 5 people are left out" in few.text
    assert "gil" not in str(few.blocks)
    assert "admin" not in str(few.blocks).lower()
    bot.load(burst(), "burst.csv")
    at(bot, 15)
    assert "(`burst`): 8 people, 8 attempts." in str(told(bot)[1].blocks)
    assert "@contoso.com" not in str(told(bot)[1].blocks)


def test_masked_means_masked(bot: DigestBot) -> None:
    begun(bot, "odd show:masked")
    bot.load(admin_reset(), "admin.csv")
    at(bot, 14)
    assert "g***@contoso.com" in str(told(bot)[0].blocks)
    assert "gil@" not in str(told(bot)[0].blocks)


def test_a_channel_that_others_read_gets_nothing(bot: DigestBot) -> None:
    with pytest.raises(RefusedError, match="another organisation"):
        bot.subscribe("odd", PARTNERS)
    begun(bot)
    bot.slack.share(IDENTITY)
    bot.load(burst(), "burst.csv")
    at(bot, 14)
    assert told(bot) == []
    (paused,) = bot.digests.subscriptions.not_ended(IDENTITY)
    assert paused.state is SubscriptionState.PAUSED


def test_one_subscription_to_signs_is_enough_for_a_channel(bot: DigestBot) -> None:
    begun(bot)
    with pytest.raises(RefusedError, match="Urgent signs come to this channel already"):
        bot.subscribe("odd show:masked", IDENTITY)
    with pytest.raises(RefusedError, match="Only admins"):
        bot.digests.subscribing.subscribe(AGENT, HELP, bot.digests.subscriptions.not_ended(IDENTITY)[0].plan)


def test_it_is_listed_as_at_once_and_previewed_without_posting(bot: DigestBot) -> None:
    begun(bot)
    (one,) = bot.digests.subscribing.not_ended(IDENTITY)
    assert bot.digests.subscribing.shown(one).at_once
    bot.load(burst(), "burst.csv")
    bot.core.snapshots.refresh()
    bot.clock.go_to(27, 14)
    (preview,) = bot.digests.digesting.preview(one)
    assert "1 urgent sign worth a look now" in preview.text
    assert told(bot) == []


def test_digest_now_says_that_nothing_is_new_and_no_all_clear(bot: DigestBot) -> None:
    begun(bot)
    bot.clock.forward(minutes=5)
    bot.digests.digesting.send_now(ADMIN, IDENTITY)
    assert "No urgent sign is new" in told(bot)[0].text
    assert "That is no all-clear." in told(bot)[0].text


def test_a_clock_that_was_ahead_does_not_hold_signs_up(bot: DigestBot) -> None:
    begun(bot)
    now = bot.clock.now
    bot.clock.now += timedelta(days=400)
    bot.digests.digesting.send_now(ADMIN, IDENTITY)
    bot.clock.now = now
    before = len(told(bot))
    bot.load(burst(), "burst.csv")
    at(bot, 14)  # the clock is put right
    at(bot, 14, 1)
    assert len(told(bot)) == before + 1
