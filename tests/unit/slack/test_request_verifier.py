"""What the verifier lets in in HTTP mode, and what is turned away with 401 or 413 and never with a traceback."""

import logging
import time
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry, Counter
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.errors import SettingsError
from bot.slack.transport.http import HttpServer, http_app, operations_app
from bot.slack.transport.request_verifier import RequestVerifier

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = b"command=%2Fsspr&text=help"


def signed(body: bytes, at: datetime = NOON, secret: str = SECRET) -> tuple[str, str, bytes]:
    timestamp = str(int(at.timestamp()))
    return timestamp, str(SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)), body


def test_what_slack_signed_comes_in_once() -> None:
    verifier = RequestVerifier(SECRET, lambda: NOON)
    assert [verifier.accepts(*signed(BODY)) for _ in range(3)] == [True, False, False]
    assert verifier.accepts(*signed(BODY + b"&again=1"))


@pytest.mark.parametrize(
    ("minutes", "admitted"), [(-6, False), (-5, True), (-4, True), (0, True), (4, True), (5, True), (6, False)]
)
def test_a_signature_is_good_for_five_minutes_either_way(minutes: int, admitted: bool) -> None:
    assert RequestVerifier(SECRET, lambda: NOON).accepts(*signed(BODY, NOON + timedelta(minutes=minutes))) is admitted


def test_a_replay_is_remembered_for_as_long_as_its_signature_is_good() -> None:
    now = [NOON]
    verifier = RequestVerifier(SECRET, lambda: now[0])
    early = signed(BODY, NOON + timedelta(minutes=5))
    assert verifier.accepts(*early)
    now[0] += timedelta(minutes=9, seconds=59)
    assert not verifier.accepts(*early)


STAMP, SIGNATURE, _ = signed(BODY)
ODD = {
    "no timestamp": (None, SIGNATURE),
    "no signature": (STAMP, None),
    "neither": (None, None),
    "letters": ("abc", SIGNATURE),
    "negative": ("-1", SIGNATURE),
    "a fraction": (f"{STAMP}.5", SIGNATURE),
    "digits that int() does not take": ("²²", SIGNATURE),
    "digits of another script": ("\u0661\u0667", SIGNATURE),
    "a timestamp as long as a book": ("9" * 5000, SIGNATURE),
    "a signature in another script": (STAMP, "v0=é" + "0" * 63),
    "a short signature": (STAMP, SIGNATURE[:-1]),
    "no version": (STAMP, SIGNATURE[3:]),
    "another version": (STAMP, "v1" + SIGNATURE[2:]),
    "capitals": (STAMP, SIGNATURE.upper()),
    "another secret": (STAMP, signed(BODY, secret="other")[1]),
    "another time": (str(int(STAMP) + 1), SIGNATURE),
}


@pytest.mark.parametrize(("timestamp", "signature"), ODD.values(), ids=ODD)
def test_odd_headers_are_refused(timestamp: str | None, signature: str | None) -> None:
    verifier = RequestVerifier(SECRET, lambda: NOON)
    assert not verifier.accepts(timestamp, signature, BODY)
    assert verifier.accepts(STAMP, SIGNATURE, BODY)  # a refused try does not use the signature up


@pytest.mark.parametrize("secret", ["", "   "])
def test_an_empty_signing_secret_is_refused_at_the_start(secret: str) -> None:
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET is empty"):
        RequestVerifier(secret, lambda: NOON)


# --- over HTTP


@pytest.fixture
def web() -> FlaskClient:
    app = App(
        client=WebClient(), signing_secret=SECRET, authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1")
    )
    verifier = RequestVerifier(SECRET, lambda: datetime.now(UTC))
    return http_app(app, verifier, list, CollectorRegistry()).test_client()


def headers(body: bytes) -> dict[str, str]:
    timestamp, signature, _ = signed(body, datetime.now(UTC))
    kind = "application/x-www-form-urlencoded"
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature, "Content-Type": kind}


@pytest.mark.parametrize(("timestamp", "signature"), ODD.values(), ids=ODD)
def test_odd_headers_are_401_and_leave_no_body_in_the_log(
    web: FlaskClient, timestamp: str | None, signature: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pairs = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    # WSGI hands header bytes on as latin-1
    sent = {name: value.encode().decode("latin-1") for name, value in pairs.items() if value is not None}
    answer = web.post("/slack/events", data=b"text=dana%40contoso.com", headers=sent)
    assert answer.status_code == 401
    assert "dana" not in caplog.text


def test_an_unsigned_ssl_check_is_nothing_special(web: FlaskClient) -> None:
    assert web.post("/slack/events", data={"ssl_check": "1", "token": "x"}).status_code == 401


def test_a_body_that_is_no_text_is_401(web: FlaskClient) -> None:
    body = b"\xff\xfe{"
    timestamp = str(int(time.time()))
    answer = web.post("/slack/events", data=body, headers={**headers(BODY), "X-Slack-Request-Timestamp": timestamp})
    assert answer.status_code == 401


@pytest.mark.parametrize(("size", "status"), [(1_000_000, 401), (1_000_001, 413)])
def test_more_than_a_megabyte_is_413(web: FlaskClient, size: int, status: int) -> None:
    assert web.post("/slack/events", data=b"x" * size).status_code == status


def test_slacks_own_check_of_the_address_is_answered(web: FlaskClient) -> None:
    body = b'{"type": "url_verification", "challenge": "abc"}'
    answer = web.post("/slack/events", data=body, headers={**headers(body), "Content-Type": "application/json"})
    assert (answer.status_code, answer.json) == (200, {"challenge": "abc"})


def test_signed_nonsense_is_no_traceback(web: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    body = b'{"text": "dana@contoso.com'
    answer = web.post("/slack/events", data=body, headers=headers(body))
    assert (answer.status_code, answer.json) == (400, {"error": "unreadable body"})
    assert caplog.text == ""


def test_other_methods_and_addresses_are_not_there(web: FlaskClient) -> None:
    assert [web.get(path).status_code for path in ("/slack/events", "/", "/slack/install")] == [405, 404, 404]
    assert [web.open("/slack/events", method=method).status_code for method in ("OPTIONS", "PUT", "HEAD")] == [405] * 3


# --- for those who run the bot


def test_operators_see_health_readiness_and_numbers() -> None:
    registry, problems = CollectorRegistry(), ["The database is locked."]
    Counter("sspr_answers", "Answers given", registry=registry).inc()
    web = operations_app(lambda: problems, registry, lambda: ["The data is stale."]).test_client()
    assert web.get("/healthz").json == {"status": "ok"}
    ready = web.get("/readyz")
    told = {"status": "not ready", "problems": ["The database is locked."], "warnings": ["The data is stale."]}
    assert (ready.status_code, ready.json) == (503, told)
    problems.clear()
    assert web.get("/readyz").status_code == 200
    assert "sspr_answers_total 1.0" in web.get("/metrics").text
    assert web.post("/slack/events").status_code == 404


def test_a_port_in_use_is_named() -> None:
    flask = operations_app(list, CollectorRegistry())
    server = HttpServer(flask, "127.0.0.1", 0)
    server.start()
    try:
        with pytest.raises(SettingsError, match=f"port {server.port}: Address already in use. Set SSPR_HOST"):
            HttpServer(flask, "127.0.0.1", server.port)
    finally:
        server.stop()


def test_an_answer_under_way_is_finished_before_the_server_ends() -> None:
    flask, begun, go = operations_app(list, CollectorRegistry()), Event(), Event()

    @flask.get("/slow")
    def slow() -> str:
        begun.set()
        go.wait(timeout=5)
        return "x" * 100_000

    server = HttpServer(flask, "localhost", 0)
    server.start()
    answers: list[int] = []

    def ask() -> None:
        with urlopen(f"http://localhost:{server.port}/slow", timeout=5) as answer:
            answers.append(len(answer.read()))

    asker = Thread(target=ask)
    asker.start()
    assert begun.wait(timeout=5)
    end = Thread(target=server.stop)
    end.start()
    go.set()
    end.join(timeout=10)
    asker.join(timeout=5)
    assert answers == [100_000]


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(SettingsError, match=r"Cannot listen on 192\.0\.2\.1, port 0: Cannot assign"):
        HttpServer(operations_app(list, CollectorRegistry()), "192.0.2.1", 0)
