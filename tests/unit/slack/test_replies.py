"""An answer goes back to the Slack that the bot talks to, whatever a response URL says."""

from datetime import UTC, datetime
from threading import Event

import pytest
from flask import Flask, Response
from slack_sdk import WebClient

from bot.render.blocks.message import Message
from bot.render.blocks.text_twin import plain
from bot.serving import Server
from bot.slack.client import NOT_SLACK, SlackError
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.replies import Replies, private

HELLO = Message("dana@contoso.com failed", ())


def replies_to(api: str) -> Replies:
    return Replies(WebClient(base_url=api), DataBlocks(lambda: datetime.now(UTC)))


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
        for send in (replies.replace, lambda url, message: replies.respond({"response_url": url}, message)):
            with pytest.raises(SlackError) as refused:
                send(elsewhere, HELLO)
            assert refused.value.code == NOT_SLACK
    finally:
        server.stop()
    assert not asked.is_set()


def test_a_command_is_answered_in_words_where_slack_is_slow_to_take_the_table() -> None:
    let_go, flask, table = (
        Event(),
        Flask("slow"),
        Message(
            "3 people",
            ({"type": "data_table", "caption": "3 people", "rows": [[{"type": "raw_text", "text": "Person"}]]},),
        ),
    )

    @flask.post("/response/R1")
    def take() -> Response:
        let_go.wait(6)  # later than Slack waits for us, and sooner than a thread of the background would give up
        return Response("ok")

    server = Server(flask, "127.0.0.1", 0, threads=1, most_bytes=1000)
    server.start()
    api = f"http://127.0.0.1:{server.port}"
    try:
        answer = replies_to(f"{api}/api/").answer_command({"response_url": f"{api}/response/R1"}, table)
    finally:
        let_go.set()
        server.stop()
    assert answer == private(plain(table))
