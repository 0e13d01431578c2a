"""`sspr run` as a process of its own: it starts, answers, watches its folder, says what is wrong, and ends when told."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.app.demo import ADA, CHANNELS, GROUPS, PEOPLE
from bot.app.services import wall_clock
from bot.local_slack.local_slack import LocalSlack

SECRET, TOKEN = "a-signing-secret", "xoxb-of-a-test"
REPORT = """\
User,Role,Date and Time,Method(s) Used,Result,Details
dana@contoso.com,User,2017-02-27T12:00:00Z,,Failed,User does not have a license.
"""


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret=SECRET,
        bot_token=TOKEN,
        people=PEOPLE,
        channels=CHANNELS,
        user_groups=GROUPS,
        clock=wall_clock,
    ) as local:
        yield local


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(place: Path, slack: LocalSlack | None, **settings: str) -> Iterator[subprocess.Popen[str]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SSPR_", "SLACK_"))}
    clean |= {"SSPR_DATABASE_URL": f"sqlite:///{place / 'sspr.db'}", "SLACK_BOT_TOKEN": TOKEN}
    clean |= {"SLACK_SIGNING_SECRET": SECRET} | ({"SSPR_SLACK_API_URL": slack.api_url} if slack else {}) | settings
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=place, env=clean, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def until(holds: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)


def post(
    url: str, body: str, *, kind: str = "application/x-www-form-urlencoded", secret: str = SECRET
) -> tuple[int, str]:
    at = str(int(time.time()))
    signed = SignatureVerifier(secret).generate_signature(timestamp=at, body=body) or ""
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": signed}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body.encode(), headers), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def command(text: str) -> str:
    return urlencode(
        {"command": "/sspr", "text": text, "user_id": ADA, "team_id": "T0HERE", "channel_id": "C0HELPDESK",
         "channel_name": "helpdesk", "response_url": "http://127.0.0.1:9/never", "trigger_id": "1.2", "api_app_id": "A0THEAPP"}
    )  # fmt: skip


def test_it_answers_over_http_loads_what_is_dropped_and_ends_when_told(tmp_path: Path, slack: LocalSlack) -> None:
    port, reports = free_port(), tmp_path / "reports"
    base = f"http://127.0.0.1:{port}"
    with running(tmp_path, slack, SSPR_PORT=str(port), SSPR_REPORTS_DIR=str(reports), SSPR_ADMINS=ADA) as process:
        until(lambda: get(f"{base}/healthz")[0] == 200)
        until(reports.is_dir)
        (reports / "feb.csv").write_text(REPORT)
        until(lambda: "sspr_attempts 1.0" in get(f"{base}/metrics")[1])
        status, ready = get(f"{base}/readyz")
        assert status == 200
        assert json.loads(ready)["warnings"] == [
            "The data is stale: its newest row is from 2017-02-27 12:00 UTC; load a newer report."
        ]
        status, answer = post(f"{base}/slack/events", command("status dana@contoso"))
        assert status == 200
        assert "cannot reset as of" in json.loads(answer)["text"]
        assert post(f"{base}/slack/events", command("data"), secret="another secret")[0] == 401
        assert post(f"{base}/slack/events", "{not json", kind="application/json")[0] == 400
        assert post(f"{base}/slack/events", "payload=%7Bnot+json")[0] == 400
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert process.stderr
        told = process.stderr.read()
    assert "dana" not in told
    assert "Traceback" not in told


def test_it_serves_mcp_clients_beside_slack(tmp_path: Path, slack: LocalSlack) -> None:
    pytest.importorskip("mcp")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    listed = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})
    meta = {"slack": {"user_id": ADA, "team_id": "T0HERE"}}
    data = {"name": "data", "arguments": {}, "_meta": meta}
    asked = json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": data})
    url = "https://sspr.contoso.com/mcp"
    with running(tmp_path, slack, SSPR_PORT=str(port), SSPR_ADMINS=ADA, SSPR_MCP_URL=url) as process:
        until(lambda: get(f"{base}/healthz")[0] == 200)
        status, answer = post(f"{base}/mcp", listed, kind="application/json")
        assert (status, len(json.loads(answer)["result"]["tools"])) == (200, 9)
        status, answer = post(f"{base}/mcp", asked, kind="application/json")
        assert "There is no data to answer from" in json.loads(answer)["result"]["content"][0]["text"]
        assert post(f"{base}/mcp", listed, kind="application/json", secret="another")[0] == 401
        assert post(f"{base}/slack/events", command("data"))[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert process.stderr
        assert "Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "abc"}, "SLACK_BOT_TOKEN begins with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-another"}, "Slack refuses SLACK_BOT_TOKEN (invalid_auth)"),
        ({"SLACK_SIGNING_SECRET": ""}, "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set"),
        ({"SSPR_DATABASE_URL": "sqlite:////proc/x/sspr.db"}, "cannot be opened"),
        ({"SSPR_SUBSCRIPTIONS": "nowhere.toml"}, "nowhere.toml cannot be read"),
    ],
)
def test_what_is_wrong_at_start_is_one_sentence_and_exit_code_1(
    tmp_path: Path, slack: LocalSlack, settings: dict[str, str], sentence: str
) -> None:
    with running(tmp_path, slack, SSPR_PORT="0", **settings) as process:
        assert process.wait(timeout=60) == 1
        assert process.stderr
        told = process.stderr.read()
    assert sentence in told
    assert "Traceback" not in told


def test_a_port_in_use_is_said(tmp_path: Path, slack: LocalSlack) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with running(tmp_path, slack, SSPR_PORT=port) as process:
            assert process.wait(timeout=60) == 1
            assert process.stderr
            assert f"Cannot listen on 127.0.0.1, port {port}" in process.stderr.read()


def test_a_bot_that_never_reached_slack_is_not_ready(tmp_path: Path) -> None:
    port = free_port()
    settings = {"SSPR_PORT": str(port), "SSPR_SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/"}
    with running(tmp_path, None, **settings) as process:
        until(lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200)
        status, ready = get(f"http://127.0.0.1:{port}/readyz")
        assert (status, json.loads(ready)["status"]) == (503, "not ready")
        assert "Slack has not answered yet" in " ".join(json.loads(ready)["problems"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
