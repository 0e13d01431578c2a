#!/usr/bin/env bash
# mcp 2.3.0 (the Python SDK), a server over standard input and output, when the input ends while a handler runs.
#
# Guessed: the server answers what it has read and then ends, as filters do, so that `cat requests | server` can be used to
# try it. Seen: the handler is cancelled and its request gets the error -32000 "Connection closed", over the connection that
# is said to be closed; the process ends with 0. With the input held open until the answer is there, the same request gets
# its result. So a script has to keep the input open, and an error with these words need not mean that the server failed.
#
# Output seen:
#   input ends at once: {'code': -32000, 'message': 'Connection closed'}, exit 0
#   input ends later: {'tools': []}, exit 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "mcp==2.3.0"
cat > "$folder/server.py" <<'PYTHON'
import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import ListToolsResult


async def slow(context, params):
    await anyio.sleep(1)
    return ListToolsResult(tools=[])


async def main():
    server = Server("x", on_list_tools=slow)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


anyio.run(main)
PYTHON
cat > "$folder/client.py" <<'PYTHON'
import json
import subprocess
import sys

hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
messages = [
    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
]
for when in ("at once", "later"):
    server = subprocess.Popen([sys.executable, sys.argv[1]], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    server.stdin.write(json.dumps(messages[0]) + "\n")
    server.stdin.flush()
    lines = [server.stdout.readline()]
    server.stdin.write("".join(json.dumps(message) + "\n" for message in messages[1:]))
    server.stdin.flush()
    if when == "later":
        lines.append(server.stdout.readline())
    rest, _ = server.communicate()
    answers = {answer["id"]: answer for answer in map(json.loads, [*lines, *rest.splitlines()])}
    print(f"input ends {when}: {answers[2].get('result', answers[2].get('error'))}, exit {server.returncode}")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/client.py" "$folder/server.py")
expected="input ends at once: {'code': -32000, 'message': 'Connection closed'}, exit 0
input ends later: {'tools': []}, exit 0"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the SDK behaves otherwise now"; exit 1; }
