"""A Microsoft Graph on loopback: pages, throttles, breaks and forbids, as seeded chance or the test says."""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

AUDITS = "/v1.0/auditLogs/directoryAudits"
REGISTRATIONS = "/v1.0/reports/authenticationMethods/userRegistrationDetails"
TOKEN = "token-1"
_TIMES = re.compile(r"activityDateTime ge (\S+) and activityDateTime le (\S+)")

Record = Mapping[str, Any]


@dataclass
class FakeGraph:
    """What it knows and how it behaves. Shares from 0 to 1 say how many answers go wrong in which way."""

    records: Sequence[Record] = ()
    people: Sequence[Record] = ()
    page: int = 1_000  # records at most, whatever is asked for
    throttled: float = 0.0
    failing: float = 0.0
    truncated: float = 0.0  # JSON that stops in the middle
    dropped: float = 0.0  # connections that break in the middle
    seed: int = 0
    retry_after: str | None = "1"
    lives: int | None = None  # requests before a token expires; the next is token-2 ...
    refusal: tuple[int, str, str] | None = None  # status, code and message for everything
    elsewhere: str = ""  # a host that next pages are said to be on
    on_audit_page: Callable[[int], None] = lambda _: None
    url: str = ""
    asked: list[str] = field(default_factory=list)  # paths with their queries, as they came
    audit_pages: int = 0  # that were answered well
    used: int = 0  # requests with the current token
    token: int = 1
    _continued: dict[str, tuple[list[Record], int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def answer(self, path: str, authorization: str) -> tuple[int, dict[str, str], bytes, int]:
        """Status, headers, body, and how much of the body really goes out."""
        with self._lock:
            self.asked.append(path)
            wrong = self._wrong(authorization)
            if wrong:
                return wrong
            parts = urlsplit(path)
            status, body = self._page(parts.path, parse_qs(parts.query))
            content = json.dumps(body).encode()
            draw = self.chance.random()
            if status == 200 and draw < self.truncated:
                return status, {}, content[: len(content) // 2], len(content) // 2
            if status == 200 and draw < self.truncated + self.dropped:
                return status, {}, content, len(content) // 2
            if status == 200 and parts.path == AUDITS:
                self.audit_pages += 1
                self.on_audit_page(self.audit_pages)
            return status, {}, content, len(content)

    def _wrong(self, authorization: str) -> tuple[int, dict[str, str], bytes, int] | None:
        if self.refusal:
            status, code, message = self.refusal
            return _error(status, code, message)
        self.used += 1
        if self.lives is not None and self.used > self.lives and authorization == f"Bearer token-{self.token}":
            self.token, self.used = self.token + 1, 0
        if authorization != f"Bearer token-{self.token}":
            return _error(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
        draw = self.chance.random()
        if draw < self.throttled:
            return _error(429, "TooManyRequests", "", {"Retry-After": self.retry_after} if self.retry_after else {})
        return _error(503, "ServiceUnavailable", "") if draw < self.throttled + self.failing else None

    def _page(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        name = path.removeprefix("/v1.0/")
        token = query.get("$skiptoken", [""])[0]
        if token:
            if token not in self._continued:
                return 400, {"error": {"code": "BadRequest", "message": "Skip token is not valid."}}
            rows, start = self._continued[token]
        elif path == AUDITS:
            rows, start = self._in_window(query), 0
        elif path == REGISTRATIONS:
            rows, start = list(self.people), 0
        else:
            return 404, {"error": {"code": "ResourceNotFound", "message": ""}}
        size = min(self.page, int(query.get("$top", [str(self.page)])[0]))
        body: dict[str, Any] = {"@odata.context": f"{self.url}/v1.0/$metadata#{name}"}
        if start + size < len(rows):
            following = f"{len(self._continued):x}-{self.chance.randrange(1 << 40):x}"
            self._continued[following] = rows, start + size
            body["@odata.nextLink"] = f"{self.elsewhere or self.url}{path}?$top={size}&$skiptoken={following}"
        return 200, {**body, "value": rows[start : start + size]}

    def _in_window(self, query: dict[str, list[str]]) -> list[Record]:
        """Newest first."""
        start, end = _TIMES.fullmatch(query["$filter"][0]).groups()  # type: ignore[union-attr]
        first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
        return [row for row in self.records if first <= datetime.fromisoformat(row["activityDateTime"]) <= last]

    def forget(self) -> None:
        """Links to next pages given so far lead nowhere."""
        self._continued.clear()

    @contextmanager
    def running(self) -> Iterator["FakeGraph"]:
        """Listens on a port of its own until the end of the block."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def person(user: str, **said: Any) -> dict[str, Any]:
    """A record of the registration details."""
    return {
        "id": f"id-of-{user}",
        "userPrincipalName": user,
        "userDisplayName": user.partition("@")[0].title(),
        "userType": "member",
        "isAdmin": False,
        "isSsprRegistered": True,
        "isSsprEnabled": True,
        "isSsprCapable": True,
        "methodsRegistered": ["mobilePhone", "email"],
        "lastUpdatedDateTime": "2026-11-22T03:04:05.1234567Z",
    } | said


def _error(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes, int]:
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    return status, headers or {}, body, len(body)


def _handler(graph: FakeGraph) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            status, headers, body, sent = graph.answer(self.path, self.headers.get("Authorization", ""))
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[:sent])
            if sent < len(body):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler
