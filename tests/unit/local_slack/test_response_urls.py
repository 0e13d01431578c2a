import pytest

from bot.local_slack.actions import visible
from bot.local_slack.web_api.response_urls import ResponseUrls
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.workspace import Workspace
from tests.unit.local_slack.conftest import Clock


@pytest.fixture
def ticket(responses: ResponseUrls) -> str:
    return responses.issue("U1", "C2").rpartition("/")[2]


def error(responses: ResponseUrls, ticket: str, **args: object) -> str | None:
    try:
        responses.use(ticket, args)
    except Refusal as refusal:
        return refusal.error
    return None


def test_it_writes_to_one_person_even_where_the_bot_is_not(
    workspace: Workspace, responses: ResponseUrls, ticket: str
) -> None:
    assert error(responses, ticket, text="psst") is None
    assert [m.text for m in visible.seen(workspace, "U1", "C2")] == ["psst"]
    assert visible.seen(workspace, "U2", "C2") == []


def test_it_writes_to_all_when_it_says_so(workspace: Workspace, responses: ResponseUrls, ticket: str) -> None:
    assert error(responses, ticket, text="hello", response_type="in_channel") is None
    assert [m.text for m in visible.seen(workspace, "U2", "C2")] == ["hello"]


def test_it_works_five_times(responses: ResponseUrls, ticket: str) -> None:
    errors = [error(responses, ticket, text="a") for _ in range(6)]
    assert errors == [None] * 5 + ["used_url"]


def test_it_works_for_thirty_minutes(responses: ResponseUrls, ticket: str, clock: Clock) -> None:
    clock.forward(minutes=30)
    assert error(responses, ticket, text="a") is None
    clock.forward(seconds=1)
    assert error(responses, ticket, text="a") == "expired_url"


def test_a_made_up_one_is_refused(responses: ResponseUrls) -> None:
    assert error(responses, "R404", text="a") == "invalid_url"


def test_what_slack_refuses_in_a_message_it_refuses_here(responses: ResponseUrls, ticket: str) -> None:
    assert error(responses, ticket, blocks=[]) == "no_text"
    assert error(responses, ticket, text="a", blocks=[{"type": "chart"}]) == "invalid_blocks"


def test_after_a_press_the_original_can_be_replaced_or_deleted(workspace: Workspace, responses: ResponseUrls) -> None:
    original = workspace.post("C1", "U0THEBOT", "first", only_for="U1")
    ticket = responses.issue("U1", "C1", original).rpartition("/")[2]
    assert error(responses, ticket, text="second", replace_original=True) is None
    (message,) = visible.seen(workspace, "U1", "C1")
    assert (message.ts, message.text) == (original.ts, "second")
    assert error(responses, ticket, delete_original=True) is None
    assert visible.seen(workspace, "U1", "C1") == []


def test_after_a_command_there_is_no_original_to_replace(
    workspace: Workspace, responses: ResponseUrls, ticket: str
) -> None:
    error(responses, ticket, text="first")
    error(responses, ticket, text="second", replace_original=True)
    assert [m.text for m in visible.seen(workspace, "U1", "C2")] == ["first", "second"]
