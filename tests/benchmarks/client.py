"""Sends signed commands to a bot from a few keep-alive connections: how many it answers a second, and its CPU for each.

python -m tests.benchmarks.client PORT PROCESS SECONDS TEXT

Prints the rate, and the seconds of CPU of the server's process an answer.

A `*` in the text is another number each time, a `@` another of the small tenant's people: `failures *h` and `status @` are
never the same question twice in a second.
"""

import hashlib
import hmac
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode

SECRET, USER, CHANNEL = "8f742231b10e8888abcd99yyyzzz85a5", "U0ADA", "C0HELPDESK"
_CONNECTIONS = 4


def main(port: int, process: int, seconds: float, text: str) -> None:
    """A short while to warm up, then the time that counts."""
    import psutil  # noqa: PLC0415 - a bot that takes the secret from here does without

    from tests.benchmarks.data import users  # noqa: PLC0415 - as above, and without pyarrow

    people, server = users(20_000), psutil.Process(process)
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        for span in (min(1.0, seconds), seconds):
            before, until = sum(server.cpu_times()[:2]), time.perf_counter() + span
            answered = sum(pool.map(lambda number: _ask(port, number, until, text, people), range(_CONNECTIONS)))  # noqa: B023
            cpu = sum(server.cpu_times()[:2]) - before
    print(answered / seconds, cpu / answered)  # noqa: T201


def _ask(port: int, number: int, until: float, text: str, people: Sequence[str]) -> int:
    """Questions one after the other; each must be answered with 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for answered in count():
        if time.perf_counter() >= until:
            connection.close()
            return answered
        asked = number + answered * _CONNECTIONS
        said = text.replace("*", str(1 + asked % 700)).replace("@", people[asked * 37 % len(people)])
        body = _body(f"{number}.{time.perf_counter_ns()}", said)
        connection.request("POST", "/slack/events", body, _headers(body))
        response = connection.getresponse()
        assert response.status == 200, (response.status, response.read())
        response.read()
    raise AssertionError


def _body(trigger: str, text: str) -> bytes:
    said = {
        "token": "x", "team_id": "T0HERE", "channel_id": CHANNEL, "channel_name": "helpdesk", "user_id": USER,
        "user_name": "ada", "command": "/sspr", "text": text, "api_app_id": "A0THEAPP", "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/commands", "is_enterprise_install": "false",
    }  # fmt: skip
    return urlencode(said).encode()


def _headers(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    due = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={due}",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
