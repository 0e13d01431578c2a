from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.digests.subscription import SubscriptionOrigin, SubscriptionState
from bot.errors import RefusedError
from tests.support.digest_fixture import ADA, ADMIN, AGENT, HELP, DigestBot, digest_bot, plan
from tests.support.sqlite import sqlite_url


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        yield bot


def test_only_admins_subscribe_and_that_somebody_tried_is_recorded(bot: DigestBot) -> None:
    with pytest.raises(RefusedError, match="Only admins"):
        bot.digests.subscribing.subscribe(AGENT, HELP, plan("daily"))
    bot.subscribe()
    bot.core.access_log.flush()
    assert [(line["asked"], line["outcome"]) for line in bot.core.access_log.lines()] == [
        ("subscribe", "refused"),
        ("subscribe", "done"),
    ]


@pytest.mark.parametrize(
    ("channel", "says"),
    [("C0PARTNERS", "shared with another organisation"), ("C0NOWHERE", "cannot find"), ("D0ADA", "ask there")],
)
def test_a_channel_that_cannot_have_one_is_refused_with_what_to_do(bot: DigestBot, channel: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        bot.digests.subscribing.subscribe(ADMIN, channel, plan("daily"))


def test_the_same_digest_twice_is_refused_and_another_one_is_not(bot: DigestBot) -> None:
    bot.subscribe()
    with pytest.raises(RefusedError, match="already"):
        bot.subscribe()
    assert bot.subscribe("weekly on mon").number == 2


def test_subscribing_anew_what_is_paused_goes_on_with_it(bot: DigestBot) -> None:
    one = bot.subscribe()
    bot.digests.subscriptions.pause(one.number, "archived")
    assert bot.subscribe() == one


def test_unsubscribing_needs_to_know_which_of_several(bot: DigestBot) -> None:
    bot.subscribe()
    bot.subscribe("weekly on mon")
    subscribing = bot.digests.subscribing
    with pytest.raises(RefusedError, match="1, 2 or all"):
        subscribing.unsubscribe(ADMIN, HELP)
    assert subscribing.unsubscribe(ADMIN, HELP, "7") == ()
    assert [one.number for one in subscribing.unsubscribe(ADMIN, HELP, "2")] == [2]
    assert [one.number for one in subscribing.unsubscribe(ADMIN, HELP)] == [1]
    assert subscribing.not_ended(HELP) == ()


def test_what_the_file_set_up_is_changed_in_the_file(bot: DigestBot) -> None:
    one = bot.digests.subscriptions.add(HELP, plan("daily"), ADA, bot.clock(), origin=SubscriptionOrigin.FILE, name="x")
    with pytest.raises(RefusedError, match="configuration file"):
        bot.digests.subscribing.unsubscribe(ADMIN, HELP)
    with pytest.raises(RefusedError, match="configuration file"):
        bot.digests.subscribing.change(ADMIN, one.number, plan("hourly"))


def test_a_changed_plan_resumes_a_paused_digest_and_ended_ones_are_gone(bot: DigestBot) -> None:
    one = bot.subscribe()
    bot.digests.subscriptions.pause(one.number, "archived")
    assert bot.digests.subscribing.next_at(bot.found(one)) is None
    changed = bot.digests.subscribing.change(ADMIN, one.number, replace(one.plan, recovery_marks=True))
    assert (changed.state, changed.problem, changed.plan.recovery_marks) == (SubscriptionState.ACTIVE, "", True)
    bot.digests.subscribing.unsubscribe(ADMIN, HELP)
    with pytest.raises(RefusedError, match="no digest 1 any more"):
        bot.digests.subscribing.found(1)
