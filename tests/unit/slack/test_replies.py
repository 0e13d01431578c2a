"""An answer goes back to the Slack that the bot talks to, whatever a response URL says."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Event

import pytest
from flask import Flask, Response, jsonify
from slack_sdk import WebClient

from bot.render.blocks.message import Message
from bot.render.blocks.text_twin import plain
from bot.serving import Server
from bot.slack.client import NOT_SLACK, SlackError, web_client
from bot.slack.sending.background import Background
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.replies import Replies, private

HELLO = Message("dana@contoso.com failed", ())


def replies_to(api: str) -> Replies:
    return Replies(WebClient(base_url=api), DataBlocks(lambda: datetime.now(UTC)), Background())


@pytest.mark.parametrize(
    ("api", "url", "ours"),
    [
        ("https://slack.com/api/", "https://hooks.slack.com/actions/T1/2/x", True),
        ("https://slack.com/api/", "https://hooks.slack.com/commands/T1/2/x", True),
        ("https://slack-gov.com/api/", "https://hooks.slack-gov.com/actions/T1/2/x", True),
        ("http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/response/R1", True),
        ("https://slack.com/api/", "http://hooks.slack.com/actions/T1/2/x", False),
        ("https://slack.com/api/", "https://hooks.slack-gov.com/actions/T1/2/x", False),
        ("https://slack.com/api/", "https://evil.example/actions", False),
        ("https://slack.com/api/", "https://slack.com.evil.example/", False),
        ("https://slack.com/api/", "https://evilslack.com/", False),
        ("https://slack.com/api/", "https://hooks.slack.com@evil.example/", False),
        ("https://slack.com/api/", "https://evil.example\\.slack.com/", False),
        ("https://slack.com/api/", "https://hooks.slack.com:8443/", False),
        ("https://slack.com/api/", "//hooks.slack.com/", False),
        ("https://slack.com/api/", "file:///etc/passwd", False),
        ("https://slack.com/api/", "https://[", False),
        ("https://slack.com/api/", "", False),
        ("http://127.0.0.1:8080/api/", "http://127.0.0.1:8081/response/R1", False),
    ],
)
def test_only_slacks_own_hosts_are_answered(api: str, url: str, ours: bool) -> None:
    assert replies_to(api)._is_slacks(url) is ours


def test_nothing_at_all_is_sent_elsewhere() -> None:
    asked, flask = Event(), Flask("elsewhere")
    flask.before_request(asked.set)
    server = Server(flask, "127.0.0.1", 0, threads=1, most_bytes=1000)
    server.start()
    elsewhere = f"http://127.0.0.1:{server.port}/response/R1"
    replies = replies_to("http://127.0.0.1:1/api/")
    try:
        for send in (replies.replace, lambda url, message: replies.answer_press({"response_url": url}, message)):
            with pytest.raises(SlackError) as refused:
                send(elsewhere, HELLO)
            assert refused.value.code == NOT_SLACK
    finally:
        server.stop()
    assert not asked.is_set()


TABLE = Message(
    "3 people",
    ({"type": "data_table", "caption": "3 people", "rows": [[{"type": "raw_text", "text": "Person"}]]},),
)
MENTION = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.0"}
DIRECT = {"type": "message", "channel": "D1", "user": "U1", "ts": "1.0"}
HOME = {"type": "app_home_opened", "user": "U1"}


class SlowSlack:
    """Takes what it gets at once, and says so when it is let go."""

    def __init__(self) -> None:
        self.let_go, self.taken = Event(), list[str]()
        flask = Flask("slow")
        for path in ("/api/<method>", "/response/<method>"):
            flask.add_url_rule(path, path, self._take, methods=["POST"])
        self.server = Server(flask, "127.0.0.1", 0, threads=2, most_bytes=100_000)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.press = {"response_url": f"{self.url}/response/R1"}

    def _take(self, method: str) -> Response:
        self.taken.append(method)
        self.let_go.wait(60)
        return jsonify(ok=True, channel="C1", ts="2.0")


@pytest.fixture
def slow() -> Iterator[SlowSlack]:
    slack = SlowSlack()
    slack.server.start()
    yield slack
    slack.let_go.set()
    slack.server.stop()


@pytest.mark.parametrize(
    ("send", "method"),
    [
        (lambda replies, _: replies.reply(MENTION, TABLE), "chat.postMessage"),
        (lambda replies, _: replies.reply(DIRECT, HELLO), "chat.postMessage"),
        (lambda replies, _: replies.reply_privately(MENTION, TABLE), "chat.postEphemeral"),
        (lambda replies, _: replies.reply_privately(DIRECT, HELLO), "chat.postMessage"),
        (lambda replies, _: replies.reply_privately(HOME, HELLO), "views.publish"),
        (lambda replies, _: replies.publish_home("U1", {}), "views.publish"),
        (lambda replies, _: replies.update_modal("V1", {}), "views.update"),
        (lambda replies, press: replies.answer_press(press, TABLE), "R1"),
        (lambda replies, press: replies.respond_raw(press, {"text": "hello"}), "R1"),
        (lambda replies, press: replies.delete(press), "R1"),
    ],
)
def test_a_request_ends_while_slack_is_slow_and_what_it_sent_comes_once(
    slow: SlowSlack, send: Callable[[Replies, dict[str, str]], None], method: str
) -> None:
    background = Background(patience=0)
    client = web_client("xoxb-1", f"{slow.url}/api/")
    send(Replies(client, DataBlocks(lambda: datetime.now(UTC)), background), slow.press)
    assert not slow.let_go.is_set()  # the request is over, and Slack has not answered
    slow.let_go.set()
    assert background.wait_idle(30)
    assert slow.taken == [method]


def test_a_modal_is_asked_for_once_and_no_longer_than_its_trigger_lives(slow: SlowSlack) -> None:
    client = web_client("xoxb-1", f"{slow.url}/api/")
    replies = Replies(client, DataBlocks(lambda: datetime.now(UTC)), Background())
    with pytest.raises(SlackError):
        replies.open_modal({"trigger_id": "T1"}, {})
    assert not slow.let_go.is_set()
    assert slow.taken == ["views.open"]


def test_a_command_is_answered_in_words_where_slack_is_slow_to_take_the_table(slow: SlowSlack) -> None:
    answer = replies_to(f"{slow.url}/api/").answer_command(slow.press, TABLE)
    assert answer is not None
    words = private(plain(TABLE))["blocks"]
    assert answer["blocks"][: len(words)] == words
    assert "may still come" in str(answer["blocks"][len(words) :])  # whoever then sees it twice knows why


def test_a_command_is_answered_in_words_where_response_urls_do_not_work() -> None:
    replies = replies_to("http://127.0.0.1:1/api/")
    assert replies.answer_command({"response_url": "http://127.0.0.1:1/response/R1"}, TABLE) == private(plain(TABLE))
