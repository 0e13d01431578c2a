"""The server as the SDK's own client meets it, in memory."""

import asyncio
import json
import logging
from io import StringIO
from typing import Any

import pytest

pytest.importorskip("mcp")

import anyio
from mcp import Client
from mcp.client.extension import advertise
from mcp.shared.exceptions import MCPError

from bot.errors import StoreError
from bot.local_slack.block_kit.surfaces import check_blocks
from bot.mcp.callers import Caller, Found, SlackCallers, always
from bot.mcp.server import build_server
from bot.privacy import Role
from bot.service.answers.tool_calls import NOTICE, ToolCalls
from tests.support.asking import answering, asker
from tests.unit.service.test_tool_calls import DATA, GIVEN

MODES = ("auto", "legacy")  # today's protocol, and the one with a handshake


def met(use: Any, caller: Caller | None = None, calls: ToolCalls | None = None, **options: Any) -> Any:
    """What a client gets that talks to the server as this caller."""
    made = calls or ToolCalls(answering(DATA), lambda: "9f3a")
    server = build_server(made, lambda _request: caller or always(asker(Role.ADMIN)), lambda _error: "Reference 1.")

    async def run() -> Any:
        async with Client(server, **options) as client:
            return await use(client)

    return anyio.run(run)


@pytest.mark.parametrize("mode", MODES)
def test_every_tool_is_listed_with_both_schemas_and_only_reads(mode: str) -> None:
    tools = met(lambda client: client.list_tools(), mode=mode).tools
    assert [tool.name for tool in tools] == list(GIVEN)
    for tool in tools:
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema["properties"]["question"]["properties"]["kind"]["const"] == tool.name.split("_")[0]
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert tool.meta == {"slack": {"supportsBlockKit": True}}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", GIVEN)
def test_the_sdks_own_client_takes_every_answer(name: str, mode: str) -> None:
    """It holds the values against the schema, and raises where they do not fit."""
    result = met(lambda client: client.call_tool(name, GIVEN[name]), mode=mode)
    (content,) = result.content
    assert content.text.startswith(f'{NOTICE}\n<report-data mark="9f3a">')
    assert not result.is_error
    assert result.structured_content["question"]["kind"] == name.split("_", maxsplit=1)[0]


@pytest.mark.parametrize("mode", MODES)
def test_a_refusal_is_a_sentence_alone(mode: str) -> None:
    result = met(lambda client: client.call_tool("failures", {"windows": "7d"}), mode=mode)
    assert result.is_error
    assert result.structured_content is None
    assert result.content[0].text.startswith("windows is no argument of failures; there are window, by,")


@pytest.mark.parametrize("mode", MODES)
def test_an_unknown_tool_is_an_error_that_names_the_known_ones(mode: str) -> None:
    async def use(client: Any) -> str:
        with pytest.raises(MCPError) as error:
            await client.call_tool("reset_password", {"user": "dana@contoso.com"})
        return error.value.message

    assert str(met(use, mode=mode)).startswith("There is no such tool; there are status, failures, ")


def test_the_instructions_say_what_is_data() -> None:
    async def use(client: Any) -> str:
        return str(client.instructions)

    for mode in MODES:
        assert NOTICE in met(use, mode=mode)


@pytest.mark.parametrize("mode", MODES)
def test_blocks_go_to_clients_that_announce_them_and_to_slack(mode: str) -> None:
    async def use(client: Any) -> Any:
        return (await client.call_tool("failures", {})).meta or {}

    assert "slack" not in met(use, mode=mode)
    announced = met(use, mode=mode, extensions=[advertise("io.slack/block-kit", {"mimeTypes": ["x"]})])
    signed = met(use, Caller(lambda _meta: asker(Role.ADMIN), shows_blocks=True), mode=mode)
    for meta in (announced, signed):
        assert meta["slack"]["blocks"]
        assert check_blocks(meta["slack"]["blocks"], "mcp") == []


class Always:
    def is_signed(self, *_: object) -> bool:
        return True

    accepts = is_signed


@pytest.mark.parametrize(
    ("meta", "text"),
    [
        ({"slack": {"user_id": "U1", "team_id": "T1"}}, NOTICE),
        ({"slack": {"user_id": "U2", "team_id": "T1"}}, "I answer people, not apps."),
        ({"slack": {"user_id": "U1"}}, "Slack does not say who asks, so I cannot answer."),
        ({"slack": {"user_id": 1, "team_id": "T1"}}, "Slack does not say who asks"),
        ({"slack": "U1"}, "Slack does not say who asks"),
        ({}, "Slack does not say who asks"),
    ],
)
def test_the_person_stands_in_what_slack_signed(meta: dict[str, Any], text: str) -> None:
    people: dict[tuple[str, str], Found] = {
        ("T1", "U1"): asker(Role.HELPDESK),
        ("T1", "U2"): "I answer people, not apps.",
    }
    caller = SlackCallers(Always(), lambda team, user: people[team, user]).caller("1", "v0=", b"", "tools/call")
    assert caller
    result = met(lambda client: client.call_tool("stuck", {}, meta=meta), caller)
    assert result.content[0].text.startswith(text)
    assert result.is_error is (text is not NOTICE)


def test_our_own_faults_are_a_sentence_without_a_word_of_theirs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("dana@contoso.com")

    calls = ToolCalls(answering(DATA), lambda: "m")
    monkeypatch.setattr(type(calls.answering), "answer", broken)
    with caplog.at_level(logging.DEBUG):
        result = met(lambda client: client.call_tool("status", {"person": "dana@contoso.com"}), calls=calls)
    assert result.is_error
    assert result.content[0].text == "Reference 1."
    assert "dana" not in caplog.text


def test_what_cannot_be_recorded_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise StoreError("This cannot be recorded in the access log just now.")

    calls = ToolCalls(answering(DATA), lambda: "m")
    monkeypatch.setattr(calls.answering.access_log, "record", full)
    result = met(lambda client: client.call_tool("stuck", {}), calls=calls)
    assert (result.is_error, result.content[0].text) == (True, "This cannot be recorded in the access log just now.")


def test_the_librarys_log_keeps_no_word_that_a_client_sent() -> None:
    met(lambda client: client.list_tools())
    written, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    root.addHandler(handler)  # as the bot's own; the one of pytest listens to every logger
    try:
        logger = logging.getLogger("mcp.server.streamable_http")
        try:
            raise ValueError("dana@contoso.com")  # noqa: TRY301
        except ValueError:
            logger.exception("Error handling dana@contoso.com")
        logger.warning("Invalid Host header: dana@contoso.com")
    finally:
        root.removeHandler(handler)
    assert "dana" not in written.getvalue()
    assert "The MCP library reports ValueError in mcp.server.streamable_http" in written.getvalue()


def test_many_calls_at_once_are_all_answered() -> None:
    async def use(client: Any) -> list[bool]:
        results = await asyncio.gather(*(client.call_tool("failures", {}) for _ in range(40)))
        return [result.is_error for result in results]

    assert met(use) == [False] * 40


def test_the_line_has_the_answer_once() -> None:
    """The text is words and the values are JSON: neither repeats the other whole."""
    result = met(lambda client: client.call_tool("stuck", {}))
    assert json.dumps(result.structured_content) not in result.content[0].text
    assert len(result.content) == 1
