import pytest

from bot.local_slack.web_api.faults import Fault
from bot.local_slack.web_api.web_api import Dropped, WebApi
from bot.local_slack.workspace.workspace import Workspace
from tests.unit.local_slack.conftest import TOKEN, Bot


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", TOKEN, None),
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-other", "invalid_auth"),
        ("chat.write", TOKEN, "unknown_method"),
        ("apps.connections.open", "xapp-1", "not_allowed"),
    ],
)
def test_who_may_call_what(bot: Bot, method: str, token: str, error: str | None) -> None:
    assert bot.error(method, token=token) == error


def test_a_revoked_token_is_told_apart_from_a_wrong_one(bot: Bot) -> None:
    bot.api.revoked = True
    assert bot.error("auth.test") == "token_revoked"


def test_every_call_is_recorded_with_how_it_ended(bot: Bot) -> None:
    bot("chat.postMessage", channel="C1", text="a")
    bot("chat.postMessage", channel="C404", text="a")
    assert [(call.method, call.error) for call in bot.api.calls] == [
        ("chat.postMessage", None),
        ("chat.postMessage", "channel_not_found"),
    ]


def test_a_method_beyond_the_granted_scopes_is_refused(workspace: Workspace) -> None:
    bot = Bot(WebApi(workspace, bot_token=TOKEN, scopes={"chat:write"}))
    assert bot("chat.postMessage", channel="C1", text="a")["ok"]
    assert bot.answer.headers["x-oauth-scopes"] == "chat:write"
    refused = bot("users.info", user="U1")
    assert (refused["error"], refused["needed"]) == ("missing_scope", "users:read")


def test_the_strict_workspace_takes_one_message_a_second_and_channel(workspace: Workspace) -> None:
    now = [0.0]
    bot = Bot(WebApi(workspace, bot_token=TOKEN, rate_limited=True, monotonic=lambda: now[0]))
    assert bot.error("chat.postMessage", channel="C1", text="a") is None
    assert bot.error("chat.postMessage", channel="G1", text="a") is None
    assert bot.error("chat.postMessage", channel="C1", text="b") == "ratelimited"
    assert (bot.answer.status, bot.answer.headers["Retry-After"]) == (429, "1")
    now[0] = 1.0
    assert bot.error("chat.postMessage", channel="C1", text="b") is None


def posts(bot: Bot) -> int:
    return len(bot("conversations.history", channel="C1")["messages"])


def test_a_planned_fault_comes_as_often_as_planned(bot: Bot) -> None:
    bot.api.faults.plan(Fault("chat.postMessage", times=2, error="fatal_error"))
    errors = [bot.error("chat.postMessage", channel="C1", text="a") for _ in range(3)]
    assert errors == ["fatal_error", "fatal_error", None]
    assert posts(bot) == 1


def test_a_fault_may_come_after_the_work(bot: Bot) -> None:
    bot.api.faults.plan(Fault("chat.postMessage", status=500, after=True))
    bot("chat.postMessage", channel="C1", text="a")
    assert bot.answer.status == 500
    assert posts(bot) == 1


def test_a_fault_without_a_kind_loses_the_answer(bot: Bot) -> None:
    bot.api.faults.plan(Fault("chat.postMessage", after=True))
    bot.api.faults.plan(Fault("chat.postMessage"))
    for _ in range(2):
        with pytest.raises(Dropped):
            bot("chat.postMessage", channel="C1", text="a")
    assert posts(bot) == 1


def test_a_rate_limit_says_when_to_come_back(bot: Bot) -> None:
    bot.api.faults.plan(Fault("users.info", retry_after=30))
    assert bot.error("users.info", user="U1") == "ratelimited"
    assert (bot.answer.status, bot.answer.headers["Retry-After"]) == (429, "30")


def test_a_slow_answer_is_still_the_right_one(bot: Bot) -> None:
    bot.api.faults.plan(Fault("users.info", delay=0.0))
    assert bot("users.info", user="U1")["ok"]
