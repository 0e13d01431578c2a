"""The sign of life: while the bot is ready, and its address stays a secret."""

import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.schedule.dead_man import DeadMan


class Watcher(HTTPServer):
    """Counts who asks; answers as it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/a-secret"


class _Handler(BaseHTTPRequestHandler):
    server: Watcher

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    with Watcher() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_it_pings_while_the_bot_is_ready_and_not_otherwise(watcher: Watcher) -> None:
    problems: list[str] = []
    ping = DeadMan(watcher.url, lambda: problems)
    ping()
    problems.append("The database does not answer.")
    ping()
    problems.clear()
    ping()
    assert watcher.asked == ["/a-secret", "/a-secret"]


def test_a_failure_is_logged_once_and_without_the_address(watcher: Watcher, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ping = DeadMan(watcher.url, list)
    for status in (500, 500, 302, 200, 200):
        watcher.status = status
        ping()
    ours = [record.getMessage() for record in caplog.records if record.name == "bot.schedule.dead_man"]
    assert ours == [
        "The ping of SSPR_PING_URL did not succeed: HTTP 500",
        "The ping of SSPR_PING_URL did not succeed: HTTP 302",
        "The ping of SSPR_PING_URL is well again",
    ]
    assert watcher.asked == ["/a-secret"] * 5  # a redirect is not followed
    assert "a-secret" not in caplog.text


def test_a_watcher_that_is_away_harms_nothing(caplog: pytest.LogCaptureFixture) -> None:
    ping = DeadMan("http://127.0.0.1:9/a-secret", list)
    ping()
    ping()
    assert [record.getMessage() for record in caplog.records] == [
        "The ping of SSPR_PING_URL did not succeed: ConnectError"
    ]
