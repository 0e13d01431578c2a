"""Socket Mode against a websocket of our own: commands and events in, acknowledgements out, and a clean end."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import SettingsError, SourceError
from bot.slack.access import Access, Grants
from bot.slack.app import build_app
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.directory.users import Users
from bot.slack.listeners.feedback import Feedback
from bot.slack.sending.background import Background
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.transport.socket_mode import SocketMode
from tests.support.canned_slack import TEAM, CannedSlack, refusal
from tests.support.fake_answering import FakeAnswering, RememberedShares
from tests.support.socket_slack import SocketSlack

PERSON = {"team_id": TEAM, "tz": "UTC", "is_admin": True, "profile": {"email": "ada@contoso.com"}}
COMMAND = {"command": "/sspr", "text": "failures 7d", "team_id": TEAM, "user_id": "U1", "channel_id": "C1"}
MENTION = {"type": "app_mention", "user": "U1", "text": "<@U0THEBOT> help", "channel": "C1", "ts": "1.2"}


@dataclass(frozen=True, slots=True)
class Line:
    slack: SocketSlack
    mode: SocketMode
    bot: FakeAnswering
    client: CannedSlack


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


def socket_mode(client: CannedSlack, bot: FakeAnswering) -> SocketMode:
    def clock() -> datetime:
        return datetime.now(UTC)

    identity = Identity(client)
    access = Access(Users(client, identity, clock), identity, Grants(), ZoneInfo("UTC"))
    channels = Channels(client, clock)
    app = build_app(
        client=client,
        answering=bot,
        background=Background(),
        access=access,
        channels=channels,
        clock=clock,
        feedback=Feedback(clock),
        shares=RememberedShares(),
        data_blocks=DataBlocks(clock),
    )
    return SocketMode(app, "xapp-of-the-tests", client, ping_seconds=0.2)


@pytest.fixture
def line() -> Iterator[Line]:
    slack, bot = SocketSlack(), FakeAnswering()
    client = CannedSlack(
        {
            "apps.connections.open": {"ok": True, "url": slack.url},
            "users.info": {"ok": True, "user": PERSON},
            "conversations.info": {"ok": True, "channel": {"id": "C1"}},
            "chat.postMessage": {"ok": True, "ts": "1.3"},
            "chat.postEphemeral": {"ok": True, "message_ts": "1.3"},
        }
    )
    mode = socket_mode(client, bot)
    mode.start()
    try:
        yield Line(slack, mode, bot, client)
    finally:
        mode.stop()
        slack.close()


def soon(fact: Callable[[], bool]) -> bool:
    end = monotonic() + 5
    while not fact() and monotonic() < end:
        sleep(0.01)
    return fact()


def envelope(number: int, kind: str, payload: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"envelope_id": f"e{number}", "type": kind, "payload": payload, **more}


def test_a_command_is_answered_in_its_acknowledgement(line: Line) -> None:
    line.slack.send(line.slack.line(), envelope(1, "slash_commands", COMMAND))
    ack = line.slack.ack()
    assert ack["envelope_id"] == "e1"
    assert ack["payload"]["text"] == "admin asked: failures 7d"
    assert ack["payload"]["response_type"] == "ephemeral"


def test_an_event_that_comes_again_is_acknowledged_and_answered_once(line: Line) -> None:
    event = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": MENTION}
    connection = line.slack.line()
    line.slack.send(connection, envelope(1, "events_api", event))
    assert line.slack.ack()["envelope_id"] == "e1"
    line.slack.send(connection, envelope(2, "events_api", event, retry_attempt=1, retry_reason="timeout"))
    assert line.slack.ack()["envelope_id"] == "e2"
    assert len(line.bot.asked) == 1
    assert line.client.times("chat.postMessage") == 1


def test_a_press_that_comes_again_is_done_once(line: Line) -> None:
    press = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U1", "team_id": TEAM},
        "trigger_id": "1.press",
        "view": {"id": "V1", "type": "home", "callback_id": "", "private_metadata": ""},
        "actions": [{"type": "button", "action_id": "sspr.answer.all", "value": "kept-1", "block_id": "b"}],
    }
    line.client.answers["views.open"] = {"ok": True}
    connection = line.slack.line()
    line.slack.send(connection, envelope(1, "slash_commands", COMMAND))
    line.slack.ack()
    for number in (2, 3):
        line.slack.send(connection, envelope(number, "interactive", press))
        assert line.slack.ack()["envelope_id"] == f"e{number}"
    assert line.client.times("views.open") == 1


def test_a_fault_of_ours_is_told_over_the_socket_too(line: Line) -> None:
    line.slack.send(line.slack.line(), envelope(1, "slash_commands", {**COMMAND, "text": "boom"}))
    assert "That did not work." in line.slack.ack()["payload"]["text"]


def test_when_slack_asks_for_it_the_bot_connects_anew(line: Line) -> None:
    first = line.slack.line()
    line.slack.send(first, {"type": "disconnect", "reason": "refresh_requested"})
    second = line.slack.line()
    line.slack.send(second, envelope(1, "slash_commands", COMMAND))
    assert line.slack.ack()["envelope_id"] == "e1"
    assert line.mode.problems() == []


def test_a_lost_line_is_noticed_and_renewed(line: Line) -> None:
    assert line.mode.connected
    line.slack.line().close()
    line.slack.send(line.slack.line(), envelope(1, "slash_commands", COMMAND))
    assert line.slack.ack()["envelope_id"] == "e1"


def test_readiness_says_that_the_line_is_down(line: Line) -> None:
    line.slack.line()
    line.client.answers["apps.connections.open"] = refusal("internal_error")
    line.slack.close()
    assert soon(lambda: not line.mode.connected)
    assert line.mode.problems() == ["The Socket Mode connection to Slack is down."]


def test_after_the_end_no_thread_is_left(line: Line) -> None:
    line.slack.line()
    line.mode.stop()
    assert not line.mode.connected
    ours = [thread for thread in threading.enumerate() if "IntervalRunner" in repr(thread)]
    assert ours == []


@pytest.mark.parametrize(
    ("fault", "error", "sentence"),
    [
        (refusal("invalid_auth"), SettingsError, r"refuses SLACK_APP_TOKEN \(invalid_auth\)"),
        (ConnectionRefusedError(), SourceError, "cannot be reached"),
    ],
)
def test_what_is_wrong_at_the_start_is_a_sentence(fault: Any, error: type[Exception], sentence: str) -> None:
    mode = socket_mode(CannedSlack({"apps.connections.open": fault}), FakeAnswering())
    with pytest.raises(error, match=sentence):
        mode.start()


def test_what_cannot_be_read_is_acknowledged_and_goes_no_further(line: Line) -> None:
    connection = line.slack.line()
    line.slack.send(connection, envelope(1, "interactive", {"type": "block_actions", "actions": []}))
    assert line.slack.ack() == {"envelope_id": "e1"}
    line.slack.send(connection, envelope(2, "slash_commands", COMMAND))
    assert line.slack.ack()["envelope_id"] == "e2"
    assert len(line.bot.asked) == 1
