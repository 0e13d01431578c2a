"""`sspr mcp` as a process that a client starts: it answers, writes nothing else, and ends when it is to end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp")

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from bot.app.services import Services, build_services
from bot.settings import Settings
from bot.sources.terminal_user import terminal_id
from tests.support.mcp_bot import REPORT
from tests.support.sqlite import sqlite_url

SECONDS = 60  # a process that takes longer hangs
DANAS = {"person": "dana@contoso.com"}


@contextmanager
def opened(folder: Path) -> Iterator[Services]:
    services = build_services(Settings.model_validate({"SSPR_DATABASE_URL": sqlite_url(folder)}))
    try:
        yield services
    finally:
        services.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with opened(tmp_path) as services:
        services.loading.load("activity.csv", BytesIO(REPORT.encode()))
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SSPR_", "SLACK_"))}
    return clean | {"SSPR_DATABASE_URL": sqlite_url(folder), "SSPR_LOG_LEVEL": "DEBUG"}


def started(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "mcp"], cwd=folder, env=environment(folder), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def asked(folder: Path) -> list[tuple[object, ...]]:
    with opened(folder) as services:
        lines = services.access_log.lines()
        return [
            tuple(line[name] or None for name in ("who", "channel", "asked", "subject", "outcome")) for line in lines
        ]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_sdks_client_starts_it_and_asks(folder: Path, mode: str) -> None:
    async def use() -> Any:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "bot", "mcp"], env=environment(folder), cwd=folder
        )
        async with Client(stdio_client(command), mode=mode) as client:
            assert len((await client.list_tools()).tools) == 9
            return await client.call_tool("status", DANAS)

    result = anyio.run(use)
    assert "dana@contoso.com cannot reset" in result.content[0].text
    assert result.structured_content["answer"]["user"] == "dana@contoso.com"
    assert asked(folder) == [(terminal_id(), "mcp", "status", "dana@contoso.com", "answered")]


def test_an_old_client_of_lines_is_served_and_nothing_else_is_written(folder: Path) -> None:
    client = {"name": "old", "version": "1"}
    first = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": client}
    messages: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": first},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
        {"id": 3, "method": "tools/call", "params": {"name": "stuck", "arguments": {}}},
        {"id": 4, "method": "tools/call", "params": {"name": "failures", "arguments": {"windows": "7d"}}},
        {"id": 5, "method": "tools/call", "params": {"name": "subscribe", "arguments": {}}},
    ]
    process = started(folder)
    assert process.stdin
    assert process.stdout
    answers: dict[int, Any] = {}
    for message in messages:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        process.stdin.flush()
        if "id" in message:
            answer = json.loads(process.stdout.readline())  # each line is a message, or this fails
            answers[answer["id"]] = answer
    rest, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, rest) == (0, "")
    assert answers[1]["result"]["protocolVersion"] == "2024-11-05"
    assert len(answers[2]["result"]["tools"]) == 9
    assert "6 people are stuck" in answers[3]["result"]["content"][0]["text"]
    assert answers[4]["result"]["isError"]
    assert answers[5]["error"]["code"] == -32602
    assert "dana" not in errors
    assert "Traceback" not in errors
    assert [line[2] for line in asked(folder)] == ["stuck"]


def test_lines_that_are_no_messages_do_not_end_it(folder: Path) -> None:
    process = started(folder)
    assert process.stdin
    assert process.stdout
    ping = json.dumps({"jsonrpc": "2.0", "id": 9, "method": "ping"})
    first = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    hello = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": first})
    lines = ["dana@contoso.com", "{", "[]", "[" * 10_000, "null", "", hello, '{"jsonrpc":"2.0","method":7}', ping]
    process.stdin.write("\n".join(lines) + "\n")
    process.stdin.flush()
    while json.loads(process.stdout.readline()).get("id") != 9:
        pass
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert "dana" not in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_though_its_input_stays_open(folder: Path, number: signal.Signals) -> None:
    process = started(folder)
    assert process.stdin
    assert process.stdout
    call = {"name": "failures", "arguments": {}}
    first = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": first}) + "\n")
    process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}) + "\n")
    process.stdin.flush()
    for _ in range(2):
        assert "result" in json.loads(process.stdout.readline())
    process.send_signal(number)
    assert process.wait(timeout=SECONDS) == 128 + number
    _, errors = process.communicate()
    assert errors == ""
    assert [line[2] for line in asked(folder)] == ["failures"]  # what waited to be written was


def test_nothing_else_waits_for_the_library() -> None:
    modules = "bot.cli, bot.app.running, bot.app.answering, bot.app.checking, bot.app.demo"
    check = (
        f"import sys, {modules}; print(sorted({{'mcp', 'mcp_types', 'jwt', 'starlette', 'anyio'}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=SECONDS)
    assert done.stdout == "[]\n"


def test_without_the_library_it_is_one_sentence(tmp_path: Path) -> None:
    """A folder in front of the path, in which mcp is a module that cannot be imported."""
    (tmp_path / "mcp.py").write_text("raise ImportError('not installed')")
    env = environment(tmp_path) | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "mcp"], env=env, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert done.returncode == 1
    assert done.stderr == "MCP needs its library: install the bot with pip install 'sspr-bot[mcp]'.\n"
