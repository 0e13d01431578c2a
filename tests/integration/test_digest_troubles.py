"""What goes wrong around a delivery: nothing is lost, nothing is posted twice, and somebody is told once."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.analysis.answers import TrendPoint
from bot.errors import RefusedError
from bot.local_slack.local_slack import LocalSlack
from bot.service.digests.ports import Source, State, Subscription
from tests.support.digest_fixture import (
    ADA,
    ADMIN,
    FIRST_DAY,
    HELP,
    IDENTITY,
    PARTNERS,
    SECOND_DAY,
    Stage,
    digest_stage,
    plan,
    poster_for,
    sqlite_url,
)
from tests.support.digest_parts import build_digests
from tests.support.digest_processes import files, marks


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with digest_stage(sqlite_url(tmp_path)) as stage:
        stage.load(FIRST_DAY)
        yield stage


def second_day(stage: Stage, words: str = "daily at 09:00 tz:Europe/Berlin show:names") -> Subscription:
    """The baseline is told, and a digest of four parts is due."""
    subscription = stage.subscribe(words)
    stage.clock.go_to(27)
    stage.settle()
    stage.load(SECOND_DAY, "second.csv")
    stage.clock.go_to(28)
    return subscription


def everything_once(stage: Stage, deliveries: int = 2) -> None:
    """The baseline's message, and the message, thread, picture and file of the digest after it."""
    found = marks(stage.slack, HELP)
    assert set(found.values()) == {1}
    assert len({delivery for delivery, _ in found}) == deliveries
    assert set(files(stage.slack, HELP).values()) == {1}


def direct_messages(stage: Stage) -> list[str]:
    return [message.text for message in stage.slack.seen(ADA, stage.slack.direct_channel(ADA))]


# ---- Slack is down, slow or strict


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.info", "files.completeUploadExternal"])
@pytest.mark.parametrize("after", [False, True])
def test_a_lost_connection_loses_nothing_and_repeats_nothing(stage: Stage, method: str, after: bool) -> None:
    subscription = second_day(stage)
    stage.slack.disturb(method, after=after)
    stage.settle()
    stage.clock.forward(minutes=10)
    stage.settle()
    everything_once(stage)
    assert stage.found(subscription).position == 4


def test_slack_down_for_hours_is_tried_again_and_the_operator_told_once(stage: Stage) -> None:
    subscription = second_day(stage)
    stage.slack.disturb("conversations.info", times=7, status=503)
    for _ in range(6):
        stage.settle()
        stage.clock.forward(minutes=16)
    stage.digests.clockwork.tick()
    assert stage.told == ["Digest 1 waits: Slack does not answer. I try again later."]
    assert [*stage.digests.clockwork.health().sentences()] == [
        "A digest due 2017-02-28 08:00 UTC is not delivered yet.",
        "Digest 1 for C0HELP waits: Slack does not answer. I try again later.",
    ]
    stage.settle()
    stage.clock.forward(minutes=16)
    stage.settle()
    everything_once(stage)
    assert stage.found(subscription).trouble == ""
    assert stage.digests.clockwork.health().ready


def test_slack_asking_to_wait_for_minutes_is_asked_again_no_sooner(stage: Stage) -> None:
    second_day(stage)
    stage.slack.disturb("chat.postMessage", retry_after=120)
    stage.settle()
    stage.clock.forward(seconds=119)
    stage.settle()
    assert len(stage.posts()) == 1
    stage.clock.forward(seconds=2)
    stage.settle()
    everything_once(stage)


def test_slack_down_over_the_next_slot_makes_one_digest_of_both_which_says_so(stage: Stage) -> None:
    subscription = second_day(stage)
    stage.slack.disturb("chat.postMessage", times=1)
    stage.settle()
    third = "user|at|result|detail\neve@contoso.com|2017-02-28T12:00:00Z|Failed|User does not have a license."
    stage.load(third, "third.csv")
    stage.clock.go_to(1, month=3)
    stage.settle()
    stage.settle()
    everything_once(stage)
    newest = stage.posts()[-1].text
    assert "Catch-up: covers 1 missed digest, the first due 2017-02-28 09:00 CET" in newest
    assert "2 people newly failing" in newest
    assert stage.found(subscription).position == 5


def test_a_begun_digest_is_finished_before_the_next_one(stage: Stage) -> None:
    second_day(stage)
    stage.slack.disturb("files.completeUploadExternal", times=1, status=503, after=True)  # the picture goes without
    stage.settle()
    stage.clock.go_to(1, month=3)
    stage.settle()
    stage.settle()
    everything_once(stage, deliveries=3)


def test_a_picture_that_slack_refuses_does_not_hold_up_the_digest(stage: Stage) -> None:
    second_day(stage)
    stage.slack.disturb("files.getUploadURLExternal", times=1, error="internal_error")
    stage.settle()
    assert files(stage.slack, HELP) == {"digest-2017-02-28.csv": 1}


def test_a_picture_that_cannot_be_drawn_does_not_hold_up_the_digest(stage: Stage, tmp_path: Path) -> None:
    def broken(points: Sequence[TrendPoint]) -> bytes | None:
        return None

    second_day(stage)
    digests = build_digests(stage.core, poster_for(stage.slack.api_url), picture=broken)
    digests.clockwork.settle()
    digests.clockwork.stop()
    assert files(stage.slack, HELP) == {"digest-2017-02-28.csv": 1}


def test_files_that_may_not_be_written_are_left_out_and_the_digest_counts_as_told(stage: Stage) -> None:
    subscription = second_day(stage)
    stage.slack.disturb("files.getUploadURLExternal", times=9, error="missing_scope")
    stage.settle()
    assert files(stage.slack, HELP) == {}
    assert stage.found(subscription).position == 4


# ---- the token is dead


def test_a_revoked_token_holds_every_digest_and_is_told_to_the_operator_once(stage: Stage) -> None:
    stage.subscribe()
    stage.digests.subscriptions.add(IDENTITY, plan("daily at 09:00"), ADA, stage.clock(), source=Source.SLACK)
    stage.slack.revoke_token()
    for _ in range(3):
        stage.clock.forward(hours=12)
        stage.settle()
    assert len(stage.told) == 1
    assert "Slack does not accept the bot's token" in stage.told[0]
    assert {one.state for one in stage.digests.subscribing.living()} == {State.ACTIVE}
    stage.slack.stage.api.revoked = False
    stage.clock.forward(minutes=20)
    stage.settle()
    assert len(stage.posts()) == 1
    assert len(stage.posts(IDENTITY)) == 1
    assert "Catch-up" in stage.slack.seen(ADA, HELP)[0].text


# ---- the channel is gone


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (lambda slack: slack.archive(HELP), "archived"),
        (lambda slack: slack.kick_bot(HELP), "not in this channel"),
        (lambda slack: slack.disturb("conversations.info", error="channel_not_found"), "cannot find this channel"),
    ],
)
def test_a_broken_channel_pauses_its_digest_and_the_subscriber_is_told_once(
    stage: Stage, deed: Callable[[LocalSlack], None], says: str
) -> None:
    subscription = second_day(stage)
    deed(stage.slack)
    for _ in range(3):
        stage.settle()
        stage.clock.forward(days=1)
    stage.settle()
    found = stage.found(subscription)
    assert (found.state, found.position) == (State.PAUSED, 2)
    assert says in found.trouble
    told = direct_messages(stage)
    assert len(told) == 1
    assert says in told[0]
    assert stage.digests.clockwork.health().paused == ((1, HELP, found.trouble),)
    assert stage.digests.clockwork.health().ready


def test_when_the_bot_is_invited_again_one_catch_up_tells_all_that_was_missed(stage: Stage) -> None:
    subscription = second_day(stage)
    stage.slack.kick_bot(HELP)
    stage.settle()
    stage.clock.go_to(6, 12, month=3)
    stage.settle()
    stage.slack.invite_bot(ADA, HELP)
    assert stage.digests.subscribing.resume(HELP)[0].number == subscription.number
    stage.settle()
    stage.settle()
    everything_once(stage)
    assert "Catch-up: covers 7 missed digests" in stage.posts()[-1].text
    assert stage.found(subscription).state is State.ACTIVE


def test_a_channel_that_became_shared_with_outsiders_gets_nothing(stage: Stage) -> None:
    with pytest.raises(RefusedError, match="shared with another organisation"):
        stage.digests.subscribing.subscribe(ADMIN, PARTNERS, plan("daily at 09:00"))
    stage.digests.subscriptions.add(PARTNERS, plan("daily at 09:00"), ADA, stage.clock(), source=Source.SLACK)
    stage.clock.forward(days=1)
    stage.settle()
    assert stage.posts(PARTNERS) == []
    assert "shared with another organisation" in direct_messages(stage)[0]


def test_a_channel_that_is_not_on_the_list_gets_nothing(stage: Stage) -> None:
    stage.subscribe()
    digests = build_digests(stage.core, poster_for(stage.slack.api_url), allowed=(IDENTITY,))
    stage.clock.go_to(27)
    digests.clockwork.settle()
    digests.clockwork.stop()
    assert stage.posts() == []
    assert "SSPR_DIGEST_CHANNELS" in digests.subscribing.living()[0].trouble


def test_a_subscriber_who_cannot_be_told_leaves_it_to_the_operator(stage: Stage) -> None:
    stage.subscribe()
    stage.slack.archive(HELP)
    stage.slack.disturb("chat.postMessage", error="user_not_found")
    stage.clock.go_to(27)
    stage.settle()
    assert stage.told == ["Digest 1 is paused: This channel is archived. Unarchive it, or subscribe another channel."]


# ---- the database is away


@pytest.mark.parametrize(
    "step", ["claimed", "frozen", "posted 1", "recorded 1", "posted 4", "before the position moves"]
)
def test_a_locked_database_loses_nothing_and_repeats_nothing(stage: Stage, tmp_path: Path, step: str) -> None:
    subscription = second_day(stage)
    held = sqlite3.connect(tmp_path / "sspr.db", isolation_level=None, check_same_thread=False)
    stage.core.engine.dispose()
    event.listen(stage.core.engine, "connect", lambda made, _: made.execute("PRAGMA busy_timeout = 50"))

    def lock(name: str) -> None:
        if name == step:
            held.execute("BEGIN IMMEDIATE")

    digests = build_digests(stage.core, poster_for(stage.slack.api_url), checkpoint=lock)
    digests.clockwork.settle()
    held.execute("ROLLBACK")
    held.close()
    digests.clockwork.stop()
    stage.clock.forward(minutes=6)
    stage.settle()
    everything_once(stage)
    assert stage.found(subscription).position == 4
