#!/usr/bin/env bash
# mcp 2.3.0, Client(server) without a transport, call_tool(..., read_timeout_seconds=0.3) of a tool that works in a thread.
#
# Guessed: the client gives up after 0.3 s and raises, whatever the server does meanwhile. Seen: in the default mode the
# call runs the tool within itself; a tool that waits in the loop is timed out, one that works in a thread (any plain `def`
# of MCPServer) is waited for, and its answer is given as though it had come in time. With mode="legacy", in which messages
# go to and fro, both time out. A test of what happens on a timeout tests nothing in the default mode.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "mcp==2.3.0" "anyio==4.16.0"
seen=$("$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import time

import anyio
from mcp import Client
from mcp.server import MCPServer
from mcp.shared.exceptions import MCPError

server = MCPServer("waits")


@server.tool()
def thread() -> str:
    time.sleep(1.5)
    return "done"


@server.tool()
async def loop() -> str:
    await anyio.sleep(1.5)
    return "done"


async def main():
    for mode in ("auto", "legacy"):
        for tool in ("loop", "thread"):
            async with Client(server, mode=mode) as client:
                began = time.monotonic()
                try:
                    said = (await client.call_tool(tool, {}, read_timeout_seconds=0.3)).content[0].text
                except MCPError:
                    said = "timed out"
                took = "over a second" if time.monotonic() - began > 1 else "less"
                print(f"{mode}, {tool}: {said} after {took}")


anyio.run(main)
PYTHON
)
expected="auto, loop: timed out after less
auto, thread: done after over a second
legacy, loop: timed out after less
legacy, thread: timed out after less"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "mcp behaves otherwise now"; exit 1; }
