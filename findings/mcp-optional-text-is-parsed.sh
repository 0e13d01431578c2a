#!/usr/bin/env bash
# mcp 2.3.0, MCPServer: a text argument that may be left out is parsed as JSON first.
#
# Guessed: `str | None` takes every text as it stands, as `str` does. Seen: with `str | None` the text "null" arrives as None,
# and a text that is a JSON object or list is refused ("Input should be a valid string"); numbers, quotes and "true" arrive
# as text. With `str` all of them arrive. So a pasted JSON line, or a person called null, reaches one tool and not the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "mcp==2.3.0"
seen=$("$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import anyio
from mcp import Client
from mcp.server import MCPServer

server = MCPServer("texts")


@server.tool()
def needed(text: str) -> str:
    return repr(text)


@server.tool()
def optional(text: str | None = None) -> str:
    return repr(text)


async def main():
    async with Client(server) as client:
        for text in ("null", '{"id": 1}', '["a"]', "5", '"quoted"'):
            for tool in ("needed", "optional"):
                result = await client.call_tool(tool, {"text": text})
                print(f"{tool} {text}: {'refused' if result.is_error else result.content[0].text}")


anyio.run(main)
PYTHON
)
expected="needed null: 'null'
optional null: None
needed {\"id\": 1}: '{\"id\": 1}'
optional {\"id\": 1}: refused
needed [\"a\"]: '[\"a\"]'
optional [\"a\"]: refused
needed 5: '5'
optional 5: '5'
needed \"quoted\": '\"quoted\"'
optional \"quoted\": '\"quoted\"'"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "mcp behaves otherwise now"; exit 1; }
