"""Posting to the local Slack, with faults on purpose: what is final, what may be tried again, and what was posted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.app.services import wall_clock
from bot.local_slack.local_slack import LocalSlack
from bot.render.blocks.message import Message
from bot.service.posting import NOT_ALLOWED, ChannelInfo, Mark, Poster, PostError
from bot.slack.client import web_client
from bot.slack.directory.bot_user import Identity
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.poster import SlackPoster
from tests.support.slack_bot_fixture import ALONE, BOARD, DANA, HARPER, HELP, PARTNERS, TOKEN, VIC, local_slack

SINCE = datetime.now(UTC) - timedelta(minutes=1)
DIGEST = Message("3 new failures", ({"type": "section", "text": {"type": "mrkdwn", "text": "3 new failures"}},))
MARK = Mark("d-17", 0)


@dataclass
class Naps:
    """Time that passes only by sleeping."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with local_slack() as slack:
        yield slack


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def poster(slack: LocalSlack, naps: Naps) -> Poster:
    client = web_client(TOKEN, slack.api_url)
    pace = ChannelRateLimit(monotonic=lambda: naps.now, sleep=naps.sleep)
    return SlackPoster(client, Identity(client), pace, DataBlocks(wall_clock))


def texts(slack: LocalSlack, channel: str = HELP) -> list[str]:
    return [message.text for message in slack.seen(DANA, channel)]


def failing(poster: Poster, channel: str = HELP) -> PostError:
    with pytest.raises(PostError) as caught:
        poster.post(channel, DIGEST, mark=MARK)
    return caught.value


def test_without_the_optional_scope_nothing_is_read_back_and_nothing_fails(slack: LocalSlack, poster: Poster) -> None:
    head = poster.post(HELP, DIGEST, mark=MARK)
    for method in ("conversations.history", "conversations.replies"):
        slack.inject_fault(method, error="missing_scope")
    assert poster.find(HELP, MARK, since=SINCE) is None
    assert poster.find_file(HELP, head, "failures.csv") is None


def test_a_digest_is_posted_threaded_changed_and_found_again(slack: LocalSlack, poster: Poster) -> None:
    head = poster.post(HELP, DIGEST, mark=MARK)
    part = poster.post(HELP, Message("the rest"), mark=Mark("d-17", 1), thread_ts=head)
    poster.update(HELP, head, Message("3 new failures, 1 recovered"), mark=MARK)
    assert texts(slack) == ["3 new failures, 1 recovered", "the rest"]
    assert slack.seen(DANA, HELP)[1].thread_ts == head
    assert poster.find(HELP, MARK, since=SINCE) == head
    assert poster.find(HELP, Mark("d-17", 1), since=SINCE, thread_ts=head) == part
    assert poster.find(HELP, Mark("d-17", 1), since=SINCE) is None
    assert poster.find(HELP, Mark("d-18", 0), since=SINCE) is None


def test_nothing_is_written_where_another_organisation_reads(slack: LocalSlack, poster: Poster) -> None:
    head = poster.post(HELP, DIGEST)
    slack.share(HELP)
    before = len([call for call in slack.calls if call.method != "conversations.info"])
    for write in (
        lambda: poster.post(HELP, DIGEST, thread_ts=head),
        lambda: poster.post(PARTNERS, DIGEST),
        lambda: poster.update(HELP, head, DIGEST),
        lambda: poster.upload(HELP, head, "digest.csv", b"dana", title="", alt=""),
    ):
        with pytest.raises(PostError, match="shared with another organisation") as refused:
            write()
        assert (refused.value.code, refused.value.transient) == (NOT_ALLOWED, False)
    assert len([call for call in slack.calls if call.method != "conversations.info"]) == before
    assert poster.find(HELP, MARK, since=SINCE) is None


def test_nothing_is_written_once_others_read_a_channel_while_slack_asked_to_wait(slack: LocalSlack) -> None:
    client = web_client(TOKEN, slack.api_url)
    pace = ChannelRateLimit(sleep=lambda _: slack.share(HELP))
    poster = SlackPoster(client, Identity(client), pace, DataBlocks(wall_clock))
    slack.inject_fault("chat.postMessage", retry_after=1)
    with pytest.raises(PostError, match="shared with another organisation"):
        poster.post(HELP, DIGEST)
    assert texts(slack) == []


def test_a_mark_is_found_behind_many_other_messages(slack: LocalSlack, poster: Poster) -> None:
    head = poster.post(HELP, DIGEST, mark=MARK)
    for number in range(450):
        slack.context.workspace.post(HELP, VIC, f"chatter {number}")
    assert poster.find(HELP, MARK, since=SINCE) == head


def test_a_mark_that_somebody_else_wrote_does_not_count(slack: LocalSlack, poster: Poster) -> None:
    forged = {"event_type": "sspr_digest", "event_payload": {"delivery": "d-17", "part": 0}}
    slack.context.workspace.post(HELP, VIC, "forged", metadata=forged)
    assert poster.find(HELP, MARK, since=SINCE) is None


def test_a_file_goes_to_the_thread_and_is_found_by_its_name(slack: LocalSlack, poster: Poster) -> None:
    head = poster.post(HELP, DIGEST)
    file = poster.upload(HELP, head, "failures.csv", b"user;detail\r\n", title="Failures", alt="")
    (seen,) = slack.seen(DANA, HELP)[1].files
    assert (seen.name, seen.title, slack.file_bytes(file)) == ("failures.csv", "Failures", b"user;detail\r\n")
    assert poster.find_file(HELP, head, "failures.csv") == file
    assert poster.find_file(HELP, head, "other.csv") is None


def test_a_picture_has_its_alternative_text(slack: LocalSlack, poster: Poster) -> None:
    head = poster.post(HELP, DIGEST)
    poster.upload(HELP, head, "trend.png", b"\x89PNG", title="14 days", alt="Failures fell from 9 to 2 a day")
    assert slack.seen(DANA, HELP)[1].files[0].alt_text == "Failures fell from 9 to 2 a day"


def test_places_are_described(slack: LocalSlack, poster: Poster) -> None:
    assert poster.channel_info(HELP) == ChannelInfo("helpdesk", archived=False, shared=False, member=True)
    assert poster.channel_info(PARTNERS) == ChannelInfo("with-fabrikam", archived=False, shared=True, member=True)
    assert poster.channel_info(ALONE) == ChannelInfo("lobby", archived=False, shared=False, member=False)
    slack.archive(HELP)
    assert poster.channel_info(HELP).archived
    with pytest.raises(PostError, match="If it is private, invite me"):
        poster.channel_info(BOARD)


def test_one_person_is_told_in_a_direct_message(slack: LocalSlack, poster: Poster) -> None:
    poster.post(poster.direct(HARPER), Message("Your digest could not be posted"))
    assert [one.text for one in slack.seen(HARPER, slack.direct_channel(HARPER))] == ["Your digest could not be posted"]


@pytest.mark.parametrize(
    ("channel", "code", "sentence"),
    [
        (BOARD, "channel_not_found", "If it is private, invite me"),
        (ALONE, "not_in_channel", "Invite me there with /invite @sspr"),
        ("C0NONE", "channel_not_found", "I cannot find this channel"),
    ],
)
def test_what_is_wrong_with_a_channel_is_final(poster: Poster, channel: str, code: str, sentence: str) -> None:
    failed = failing(poster, channel)
    assert (failed.code, failed.transient) == (code, False)
    assert sentence in str(failed)


def test_an_archived_channel_and_a_malformed_message_are_final(slack: LocalSlack, poster: Poster) -> None:
    with pytest.raises(PostError, match="malformed") as caught:
        poster.post(HELP, Message("text", ({"type": "chart"},)))
    assert not caught.value.transient
    slack.archive(HELP)
    assert (failing(poster).code, failing(poster).transient) == ("is_archived", False)


def test_a_revoked_token_is_the_operators_matter_and_loses_nothing(slack: LocalSlack, poster: Poster) -> None:
    poster.post(HELP, DIGEST)
    slack.revoke_token()
    failed = failing(poster)
    assert (failed.code, failed.transient) == ("token_revoked", True)
    assert "SLACK_BOT_TOKEN" in str(failed)


@pytest.mark.parametrize("fault", [{}, {"error": "internal_error"}, {"status": 503}, {"error": "fatal_error"}], ids=str)
def test_when_slack_does_not_answer_nothing_is_posted_twice(
    slack: LocalSlack, poster: Poster, fault: dict[str, Any]
) -> None:
    slack.inject_fault("chat.postMessage", after=True, **fault)
    assert failing(poster).transient
    assert texts(slack) == ["3 new failures"]  # it stands there, though the answer was lost
    assert poster.find(HELP, MARK, since=SINCE) is not None


def test_a_rate_limit_is_waited_out(slack: LocalSlack, poster: Poster, naps: Naps) -> None:
    slack.inject_fault("chat.postMessage", times=2, retry_after=7)
    poster.post(HELP, DIGEST)
    assert texts(slack) == ["3 new failures"]
    assert naps.slept == [7, 7]


def test_a_rate_limit_that_lasts_is_handed_back(slack: LocalSlack, poster: Poster, naps: Naps) -> None:
    slack.inject_fault("chat.postMessage", times=3, retry_after=2)
    failed = failing(poster)
    assert (failed.code, failed.transient, failed.retry_after) == ("ratelimited", True, 2)
    slack.inject_fault("chat.postMessage", retry_after=600)
    naps.slept.clear()
    assert failing(poster).retry_after == 600
    assert max(naps.slept, default=0) <= 1


def test_a_channel_gets_one_message_a_second_and_others_do_not_wait(
    slack: LocalSlack, poster: Poster, naps: Naps
) -> None:
    poster.post(HELP, DIGEST)
    poster.post(slack.direct_channel(VIC), DIGEST)
    assert naps.slept == []
    poster.post(HELP, DIGEST)
    assert naps.slept == [1]
