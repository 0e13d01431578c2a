"""Calling Slack: whatever it says, or does not say, the caller gets an answer or a SlackError."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.error import URLError

import pytest
from flask import Flask, Response

from bot.serving import Server
from bot.slack.client import SlackError, ask, impatient, web_client
from bot.slack.tenants.stamp import client_of
from tests.support.slack_bot_fixture import ADA, HELP, TOKEN, local_slack

IN_20_SECONDS = "a date"


@pytest.mark.parametrize(
    ("named", "least", "most"),
    [(3, 3, 4), (2.5, 2.5, 3.5), ("0", 0, 1), (None, 1, 2), ("soon", 1, 2), (IN_20_SECONDS, 1, 21)],
)
def test_a_rate_limit_is_waited_out_however_it_names_the_time(
    named: float | str | None, least: float, most: float
) -> None:
    naps: list[float] = []
    with local_slack() as slack:
        client = web_client(TOKEN, slack.api_url, sleep=naps.append)
        if named == IN_20_SECONDS:  # from now, not from when the tests were collected
            named = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
        slack.inject_fault("auth.test", error="ratelimited", status=429, retry_after=named)
        assert ask(client.auth_test)["ok"]
    assert len(naps) == 1
    assert least <= naps[0] <= most


@pytest.mark.parametrize(("named", "wait"), [("2.5", 2.5), ("600", 600.0), ("soon", None), (None, None)])
def test_a_longer_wait_is_the_callers_to_decide(named: str | None, wait: float | None) -> None:
    naps: list[float] = []
    with local_slack() as slack:
        client = impatient(web_client(TOKEN, slack.api_url, sleep=naps.append), seconds=5)
        slack.inject_fault("auth.test", error="ratelimited", status=429, retry_after=named)
        with pytest.raises(SlackError) as limited:
            ask(client.auth_test)
    assert (limited.value.code, limited.value.retry_after, naps) == ("ratelimited", wait, [])


def test_ten_minutes_are_not_waited_in_a_thread() -> None:
    naps: list[float] = []
    with local_slack() as slack:
        client = web_client(TOKEN, slack.api_url, sleep=naps.append)
        slack.inject_fault("auth.test", error="ratelimited", status=429, retry_after=600)
        with pytest.raises(SlackError):
            ask(client.auth_test)
    assert naps == []


@pytest.mark.parametrize("fault", [{}, {"half": True}, {"status": 500}, {"status": 503}])
@pytest.mark.parametrize("method", ["chat_postMessage", "chat_postEphemeral"])
def test_what_slack_may_have_posted_is_not_posted_again(method: str, fault: dict[str, Any]) -> None:
    with local_slack() as slack:
        slack.inject_fault(f"chat.{method.removeprefix('chat_')}", after=True, **fault)
        client = web_client(TOKEN, slack.api_url)
        with pytest.raises(SlackError):
            ask(getattr(client, method), channel=HELP, user=ADA, text="hello")
        assert [message.text for message in slack.seen(ADA, HELP)] == ["hello"]


@pytest.mark.parametrize("fault", [{}, {"status": 500}])
def test_what_nobody_sees_twice_is_asked_again(fault: dict[str, Any]) -> None:
    with local_slack() as slack:
        slack.inject_fault("auth.test", after=True, **fault)
        assert ask(web_client(TOKEN, slack.api_url).auth_test)["ok"]


def test_a_post_that_never_reached_slack_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with local_slack() as slack:
        client = web_client(TOKEN, slack.api_url)
        reach, refused = client._perform_urllib_http_request_internal, iter([URLError("no way"), None])

        def request(*arguments: Any) -> Any:
            if error := next(refused):
                raise error
            return reach(*arguments)

        monkeypatch.setattr(client, "_perform_urllib_http_request_internal", request)
        ask(client.chat_postMessage, channel=HELP, text="hello")
        assert [message.text for message in slack.seen(ADA, HELP)] == ["hello"]


@pytest.fixture(params=["[" * 100_000, '{"ok": true, "n": ' + "7" * 5000 + "}", "<html>", ""])
def odd_api(request: pytest.FixtureRequest) -> Iterator[str]:
    flask = Flask("odd")
    flask.add_url_rule(
        "/api/<path:_method>",
        view_func=lambda _method: Response(request.param, content_type="application/json"),
        methods=["POST"],
    )
    server = Server(flask, "127.0.0.1", 0, threads=1, most_bytes=1000)
    server.start()
    yield f"http://127.0.0.1:{server.port}/api/"
    server.stop()


def test_json_that_cannot_be_read_is_no_answer(odd_api: str) -> None:
    with pytest.raises(SlackError) as failed:
        ask(web_client(TOKEN, odd_api).auth_test)
    assert failed.value.code


def test_every_client_checks_slacks_certificate_with_those_that_were_read_once() -> None:
    client = web_client(TOKEN, "https://slack.com/api/")
    others = (
        impatient(client, seconds=1),
        client_of(client, "contoso"),
        web_client("xoxb-2", "https://slack.com/api/"),
    )
    assert client.ssl is not None
    assert (client.ssl.verify_mode, client.ssl.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert [one.ssl is client.ssl for one in others] == [True, True, True]
    assert web_client(TOKEN, "http://127.0.0.1:9/api/").ssl is None
