"""The SDK's loop behind our own server: as many at once as there is room for, and an end that waits."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

pytest.importorskip("mcp")

from bot.mcp.callers import always
from bot.mcp.endpoint import CALLER, Busy, Endpoint
from bot.mcp.server import build_server
from bot.privacy import Role
from bot.service.answers.tool_calls import ToolCalls
from tests.support.asking import answering, asker
from tests.unit.service.test_tool_calls import DATA

HEADERS = [("Content-Type", "application/json"), ("Host", "localhost"), ("Authorization", "Bearer x")]
ADMIN = always(asker(Role.ADMIN))


def message(number: int) -> bytes:
    call = {"name": "data", "arguments": {}}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": call}).encode()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Calls wait for it."""
    opened = Event()
    real = ToolCalls.call

    def wait(self: ToolCalls, *given: Any) -> Any:
        assert opened.wait(30)
        return real(self, *given)

    monkeypatch.setattr(ToolCalls, "call", wait)
    return opened


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    calls = ToolCalls(answering(DATA), lambda: "m")
    made = Endpoint(build_server(calls, lambda request: request.scope[CALLER], str), 1_000_000)
    made.start()
    yield made
    made.stop()


def test_beyond_eight_at_once_clients_are_turned_away(endpoint: Endpoint, gate: Event) -> None:
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(endpoint.answer, ADMIN, HEADERS, message(number)) for number in range(8)]
        turned_away = 0
        while turned_away == 0:  # until all eight are in
            try:
                endpoint.answer(ADMIN, HEADERS, b"{}")
            except Busy:
                turned_away += 1
        gate.set()
        assert [future.result()[0] for future in waiting] == [200] * 8
    assert endpoint.answer(ADMIN, HEADERS, message(9))[0] == 200


def test_nothing_is_answered_before_the_start_and_after_the_end() -> None:
    calls = ToolCalls(answering(DATA), lambda: "m")
    endpoint = Endpoint(build_server(calls, lambda request: request.scope[CALLER], str), 1_000_000)
    with pytest.raises(Busy):
        endpoint.answer(ADMIN, HEADERS, message(1))
    endpoint.start()
    assert endpoint.answer(ADMIN, HEADERS, message(1))[0] == 200
    endpoint.stop()
    with pytest.raises(Busy):
        endpoint.answer(ADMIN, HEADERS, message(1))


def test_what_proved_who_asks_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    calls = ToolCalls(answering(DATA), lambda: "m")

    def caller(request: Any) -> Any:
        seen.extend(request.headers.keys())
        return request.scope[CALLER]

    endpoint = Endpoint(build_server(calls, caller, str), 1_000_000)
    endpoint.start()
    try:
        endpoint.answer(ADMIN, [*HEADERS, ("X-Slack-Signature", "v0=x"), ("Cookie", "a=b")], message(1))
    finally:
        endpoint.stop()
    assert sorted(seen) == ["accept", "content-type", "host"]
