"""The SDK's HTTP side in this process: requests of our own server go to its loop, which runs in a thread."""

from contextlib import ExitStack
from threading import BoundedSemaphore
from typing import Any, Final

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from bot.mcp.callers import Caller
from bot.turns import waiting

CALLER: Final = "sspr.caller"  # in the scope of a request: who makes it
_MOST_AT_ONCE: Final = 8  # so that Slack's own requests always find a thread
_OURS: Final = frozenset({"authorization", "x-slack-signature", "x-slack-request-timestamp", "accept", "cookie"})

Answer = tuple[int, list[tuple[str, str]], bytes]


class Busy(Exception):  # noqa: N818 - an answer rather than a fault
    """As many requests are being answered as may be at once."""


class Endpoint:
    """Answer one POST after the other, each on its own: no session, no stream."""

    def __init__(self, server: Server[Any], most_bytes: int) -> None:
        self._manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=most_bytes
        )
        self._room = BoundedSemaphore(_MOST_AT_ONCE)
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None

    def start(self) -> None:
        """Begin."""
        self._portal = self._stack.enter_context(start_blocking_portal())
        self._stack.enter_context(self._portal.wrap_async_context_manager(self._manager.run()))

    def stop(self) -> None:
        """End; whoever lets requests in has stopped before."""
        self._portal = None
        self._stack.close()

    def answer(self, caller: Caller, headers: list[tuple[str, str]], body: bytes) -> Answer:
        """Answer a request of somebody who was admitted: status, headers, body. Raises Busy."""
        if self._portal is None or not self._room.acquire(blocking=False):
            raise Busy
        try:
            with waiting():
                return self._portal.call(self._exchange, caller, headers, body)
        finally:
            self._room.release()

    async def _exchange(self, caller: Caller, headers: list[tuple[str, str]], body: bytes) -> Answer:
        sent: list[Any] = []
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if given:
                return given.pop()
            return await anyio.sleep_forever()

        async def send(message: Any) -> None:
            sent.append(message)

        await self._manager.handle_request(_scope(caller, headers), receive, send)
        start, *parts = sent
        answered = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
        return start["status"], answered, b"".join(part.get("body", b"") for part in parts)


def _scope(caller: Caller, headers: list[tuple[str, str]]) -> dict[str, Any]:
    """A request as the SDK takes it, without what proved who makes it; JSON is the only answer."""
    kept = [(name.lower(), value) for name, value in headers if name.lower() not in _OURS]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "root_path": "",
        "query_string": b"",
        "headers": [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in (*kept, ("accept", "application/json"))
        ],
        "client": None,
        "server": None,
        CALLER: caller,
    }
