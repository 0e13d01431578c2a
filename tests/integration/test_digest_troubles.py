"""What goes wrong around a delivery: nothing is lost, nothing is posted twice, and somebody is told once."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.digests.decision import CaseKey
from bot.digests.subscription import Subscription, SubscriptionOrigin, SubscriptionState
from bot.errors import RefusedError
from bot.local_slack.local_slack import LocalSlack
from bot.service.posting import PostError
from bot.storage.activity import WAIT
from tests.support.digest_fixture import (
    ADA,
    ADMIN,
    AGENT,
    DAILY,
    FIRST_DAY,
    HARPER,
    HELP,
    IDENTITY,
    PARTNERS,
    SECOND_DAY,
    DigestBot,
    digest_bot,
    plan,
    poster_for,
)
from tests.support.digest_parts import build_digests
from tests.support.digest_processes import files, marks
from tests.support.sqlite import sqlite_url


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(FIRST_DAY)
        yield bot


def second_day(bot: DigestBot, words: str = "daily at 09:00 tz:Europe/Berlin show:names marks:off") -> Subscription:
    """The baseline is told, and a digest of four parts is due; edits of the baseline would meet the troubles, too."""
    subscription = bot.subscribe(words)
    bot.clock.go_to(27)
    bot.settle()
    bot.load(SECOND_DAY, "second.csv")
    bot.clock.go_to(28)
    return subscription


def everything_once(bot: DigestBot, deliveries: int = 2) -> None:
    """The baseline's message, and the message, thread, picture and file of the digest after it."""
    found = marks(bot.slack, HELP)
    assert set(found.values()) == {1}
    assert len({delivery for delivery, _ in found}) == deliveries
    assert set(files(bot.slack, HELP).values()) == {1}


def direct_messages(bot: DigestBot) -> list[str]:
    return [message.text for message in bot.slack.seen(ADA, bot.slack.direct_channel(ADA))]


# ---- Slack is down, slow or strict


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.info", "files.completeUploadExternal"])
@pytest.mark.parametrize("after", [False, True])
def test_a_lost_connection_loses_nothing_and_repeats_nothing(bot: DigestBot, method: str, after: bool) -> None:
    subscription = second_day(bot)
    bot.slack.inject_fault(method, after=after)
    bot.settle()
    bot.clock.forward(minutes=10)
    bot.settle()
    everything_once(bot)
    assert bot.found(subscription).position == 4


def test_slack_down_for_hours_is_tried_again_and_the_operator_told_once(bot: DigestBot) -> None:
    subscription = second_day(bot, f"{DAILY} marks:off")  # no edit asks for the channel, too
    bot.slack.inject_fault("conversations.info", times=7, status=503)
    for _ in range(6):
        bot.settle()
        bot.clock.forward(minutes=16)
    bot.scheduler.run_once()
    assert bot.told == ["Digest 1 waits: Slack does not answer. I try again later."]
    assert [*bot.scheduler.health().sentences()] == [
        "A digest due 2017-02-28 08:00 UTC is not delivered yet.",
        "Digest 1 for C0HELP waits: Slack does not answer. I try again later.",
    ]
    bot.settle()
    bot.clock.forward(minutes=16)
    bot.settle()
    everything_once(bot)
    assert bot.found(subscription).problem == ""
    assert bot.scheduler.health().ready


def test_slack_asking_to_wait_for_minutes_is_asked_again_no_sooner(bot: DigestBot) -> None:
    second_day(bot)
    bot.slack.inject_fault("chat.postMessage", retry_after=120)
    bot.settle()
    bot.clock.forward(seconds=119)
    bot.settle()
    assert len(bot.posts()) == 1
    bot.clock.forward(seconds=2)
    bot.settle()
    everything_once(bot)


def test_slack_down_over_the_next_slot_makes_one_digest_of_both_which_says_so(bot: DigestBot) -> None:
    subscription = second_day(bot)
    bot.slack.inject_fault("chat.postMessage", times=1)
    bot.settle()
    third = "user|at|result|detail\neve@contoso.com|2017-02-28T12:00:00Z|Failed|User does not have a license."
    bot.load(third, "third.csv")
    bot.clock.go_to(1, month=3)
    bot.settle()
    bot.settle()
    everything_once(bot)
    newest = bot.posts()[-1].text
    assert "Catch-up: covers 1 missed digest, the first due 2017-02-28 09:00 CET" in newest
    assert "2 people newly failing" in newest
    assert bot.found(subscription).position == 5


def test_a_begun_digest_is_finished_before_the_next_one(bot: DigestBot) -> None:
    second_day(bot)
    bot.slack.inject_fault("files.completeUploadExternal", times=1, status=503, after=True)  # the picture goes without
    bot.settle()
    bot.clock.go_to(1, month=3)
    bot.settle()
    bot.settle()
    everything_once(bot, deliveries=3)


def test_files_that_may_not_be_written_are_left_out_and_the_digest_counts_as_told(bot: DigestBot) -> None:
    subscription = second_day(bot)
    bot.slack.inject_fault("files.getUploadURLExternal", times=9, error="missing_scope")
    bot.settle()
    assert files(bot.slack, HELP) == {}
    assert bot.found(subscription).position == 4


# ---- the token is dead


def test_a_revoked_token_holds_every_digest_and_is_told_to_the_operator_once(bot: DigestBot) -> None:
    bot.subscribe()
    bot.digests.subscriptions.add(IDENTITY, plan("daily at 09:00"), ADA, bot.clock(), origin=SubscriptionOrigin.SLACK)
    bot.slack.revoke_token()
    for _ in range(3):
        bot.clock.forward(hours=12)
        bot.settle()
    assert len(bot.told) == 1
    assert "Slack does not accept the bot's token" in bot.told[0]
    assert {one.state for one in bot.digests.subscribing.not_ended()} == {SubscriptionState.ACTIVE}
    bot.slack.context.api.revoked = False
    bot.clock.forward(minutes=20)
    bot.settle()
    assert len(bot.posts()) == 1
    assert len(bot.posts(IDENTITY)) == 1
    assert "Catch-up" in bot.slack.seen(ADA, HELP)[0].text


# ---- the channel is gone


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (lambda slack: slack.archive(HELP), "archived"),
        (lambda slack: slack.kick_bot(HELP), "not in this channel"),
        (lambda slack: slack.inject_fault("conversations.info", error="channel_not_found"), "cannot find this channel"),
    ],
)
def test_a_broken_channel_pauses_its_digest_and_the_subscriber_is_told_once(
    bot: DigestBot, deed: Callable[[LocalSlack], None], says: str
) -> None:
    subscription = second_day(bot)
    deed(bot.slack)
    for _ in range(3):
        bot.settle()
        bot.clock.forward(days=1)
    bot.settle()
    found = bot.found(subscription)
    assert (found.state, found.position) == (SubscriptionState.PAUSED, 2)
    assert says in found.problem
    told = direct_messages(bot)
    assert len(told) == 1
    assert says in told[0]
    assert bot.scheduler.health().paused == ((1, HELP, found.problem),)
    assert bot.scheduler.health().ready


def test_when_the_bot_is_invited_again_one_catch_up_tells_all_that_was_missed(bot: DigestBot) -> None:
    subscription = second_day(bot)
    bot.slack.kick_bot(HELP)
    bot.settle()
    bot.clock.go_to(6, 12, month=3)
    bot.settle()
    bot.slack.invite_bot(ADA, HELP)
    assert bot.digests.subscribing.resume(HELP)[0].number == subscription.number
    bot.settle()
    bot.settle()
    everything_once(bot)
    assert "Catch-up: covers 7 missed digests" in bot.posts()[-1].text
    assert bot.found(subscription).state is SubscriptionState.ACTIVE


def test_a_channel_that_became_shared_with_outsiders_gets_nothing(bot: DigestBot) -> None:
    with pytest.raises(RefusedError, match="shared with another organisation"):
        bot.digests.subscribing.subscribe(ADMIN, PARTNERS, plan("daily at 09:00"))
    bot.digests.subscriptions.add(PARTNERS, plan("daily at 09:00"), ADA, bot.clock(), origin=SubscriptionOrigin.SLACK)
    bot.clock.forward(days=1)
    bot.settle()
    assert bot.posts(PARTNERS) == []
    assert "shared with another organisation" in direct_messages(bot)[0]


def drained_with(bot: DigestBot, step: str, act: Callable[[], object]) -> None:
    """Deliver what is due; at one step something else happens."""

    def checkpoint(name: str) -> None:
        if name == step:
            act()

    _, scheduler = build_digests(bot.core, poster_for(bot.slack.api_url), checkpoint=checkpoint, tell=bot.told.append)
    scheduler.drain()
    scheduler.stop()


def writes(bot: DigestBot) -> int:
    """How often the bot has written to a channel so far, well or in vain."""
    return sum(call.method in ("chat.postMessage", "chat.update") for call in bot.slack.calls)


def test_a_channel_shared_in_the_middle_of_a_digest_gets_no_more_of_it(bot: DigestBot) -> None:
    subscription = second_day(bot)
    drained_with(bot, "recorded 1", lambda: bot.slack.share(HELP))
    assert (len(bot.posts()), bot.replies()) == (2, [])
    assert bot.found(subscription).state is SubscriptionState.PAUSED
    assert "shared with another organisation" in direct_messages(bot)[0]


def test_a_digest_is_not_edited_and_not_answered_once_others_read_it(bot: DigestBot) -> None:
    second_day(bot, f"{DAILY} marks:on")
    bot.settle()
    delivery = bot.digests.deliveries.newest(channel=HELP)
    assert delivery is not None
    bot.slack.share(HELP)
    before, seen = writes(bot), [(one.ts, one.text, one.blocks) for one in bot.slack.seen(ADA, HELP)]
    decided = bot.digests.deciding.assign(AGENT, CaseKey("cyd@contoso.com", "no_license"), HARPER)
    with pytest.raises(PostError, match="shared with another organisation"):
        bot.digests.edit_posted.announce(delivery.key, decided)
    bot.load(
        "user | at | methods | result | detail\ncyd@contoso.com | 2017-02-28T09:00:00Z | x | Succeeded | x", "ok.csv"
    )
    bot.core.snapshots.refresh()
    bot.settle()
    assert writes(bot) == before
    assert [(one.ts, one.text, one.blocks) for one in bot.slack.seen(ADA, HELP)] == seen


def test_an_edit_of_the_subscription_counts_from_the_next_message_on(bot: DigestBot) -> None:
    subscription = second_day(bot)
    counts = plan("daily at 09:00 tz:Europe/Berlin show:counts")
    drained_with(bot, "recorded 1", lambda: bot.digests.subscribing.change(ADMIN, subscription.number, counts))
    assert "The fixes and the people are in the thread." in str(bot.posts()[-1].blocks)
    assert "contoso.com" not in str([one.blocks for one in bot.replies()])
    assert all(b"contoso.com" not in bot.slack.file_bytes(file.id) for one in bot.replies() for file in one.files)
    assert bot.found(subscription).position == 4


def test_an_edit_counts_for_a_digest_that_is_tried_again_as_well(bot: DigestBot) -> None:
    subscription = second_day(bot)
    bot.slack.inject_fault("chat.postMessage", status=503)
    bot.settle()
    bot.digests.subscribing.change(ADMIN, subscription.number, plan("daily at 09:00 tz:Europe/Berlin show:counts"))
    bot.clock.forward(minutes=10)
    bot.settle()
    assert len(bot.posts()) == 2
    assert "cyd@contoso.com" not in str([one.blocks for one in (bot.posts()[-1], *bot.replies())])


def test_the_end_of_a_subscription_ends_a_digest_under_way(bot: DigestBot) -> None:
    subscription = second_day(bot)
    drained_with(bot, "recorded 1", lambda: bot.digests.subscribing.unsubscribe(ADMIN, HELP, str(subscription.number)))
    assert (len(bot.posts()), bot.replies()) == (2, [])
    bot.clock.forward(minutes=10)
    bot.settle()
    assert (len(bot.posts()), bot.replies()) == (2, [])
    assert bot.scheduler.health().ready


def test_a_channel_that_is_not_on_the_list_gets_nothing(bot: DigestBot) -> None:
    bot.subscribe()
    digests, scheduler = build_digests(bot.core, poster_for(bot.slack.api_url), allowed=(IDENTITY,))
    bot.clock.go_to(27)
    scheduler.drain()
    scheduler.stop()
    assert bot.posts() == []
    assert "SSPR_DIGEST_CHANNELS" in digests.subscribing.not_ended()[0].problem


def test_a_subscriber_who_cannot_be_told_leaves_it_to_the_operator(bot: DigestBot) -> None:
    bot.subscribe()
    bot.slack.archive(HELP)
    bot.slack.inject_fault("chat.postMessage", error="user_not_found")
    bot.clock.go_to(27)
    bot.settle()
    assert bot.told == ["Digest 1 is paused: This channel is archived. Unarchive it, or subscribe another channel."]


# ---- the database is away


@pytest.mark.parametrize(
    "step", ["claimed", "saved", "posted 1", "recorded 1", "posted 3", "before the position moves"]
)
def test_a_locked_database_loses_nothing_and_repeats_nothing(
    bot: DigestBot, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscription = second_day(bot)
    held = sqlite3.connect(tmp_path / "sspr.activity.db", isolation_level=None, check_same_thread=False)
    monkeypatch.setattr("bot.storage.database._WAIT_SECONDS", 0.05)

    def lock(name: str) -> None:
        if name == step:
            held.execute("BEGIN IMMEDIATE")

    _, scheduler = build_digests(bot.core, poster_for(bot.slack.api_url), checkpoint=lock)
    scheduler.drain()
    held.execute("ROLLBACK")
    held.close()
    scheduler.stop()
    bot.clock.forward(minutes=6)
    bot.settle()
    everything_once(bot)
    assert bot.found(subscription).position == 4


def test_a_delivery_waits_longer_for_another_write_than_a_request_would(bot: DigestBot, tmp_path: Path) -> None:
    subscription = second_day(bot)
    held = sqlite3.connect(tmp_path / "sspr.activity.db", isolation_level=None, check_same_thread=False)
    let_go = threading.Timer(1.5 * WAIT, held.rollback)

    def lock(name: str) -> None:
        if name == "claimed":
            held.execute("BEGIN IMMEDIATE")
            let_go.start()

    _, scheduler = build_digests(bot.core, poster_for(bot.slack.api_url), checkpoint=lock)
    scheduler.drain()
    scheduler.stop()
    held.close()
    everything_once(bot)
    assert bot.found(subscription).position == 4


# --- a filter that leads to a few people


@pytest.mark.parametrize(("result", "detail"), [("Failed", "User does not have a license."), ("Succeeded", "")])
def test_numbers_about_a_few_people_are_not_posted_whatever_they_would_be(
    bot: DigestBot, result: str, detail: str
) -> None:
    one = f"user | at | methods | result | detail\neve@board.contoso.com | 2017-02-27T06:45:00Z | Email | {result} | {detail}"
    bot.load(one, "board.csv")
    narrow = bot.subscribe("daily at 09:00 tz:Europe/Berlin show:counts domain:board.contoso.com")
    wide = bot.subscribe("daily at 09:00 tz:Europe/Berlin show:counts")
    bot.clock.go_to(27)
    bot.settle()
    assert "its filter names fewer than 5 people" in bot.found(narrow).problem
    assert bot.found(narrow).state is SubscriptionState.PAUSED
    assert [message for message in bot.posts() if "board.contoso.com" in str(message)] == []
    assert bot.found(wide).state is SubscriptionState.ACTIVE
    bot.digests.subscribing.change(ADMIN, narrow.number, plan(f"{DAILY} domain:board.contoso.com"))
    bot.clock.go_to(28)
    bot.settle()
    assert bot.found(narrow).state is SubscriptionState.ACTIVE
