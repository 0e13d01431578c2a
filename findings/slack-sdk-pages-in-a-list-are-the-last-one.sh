#!/usr/bin/env bash
# slack_sdk 3.48.0, the pages of WebClient and AsyncWebClient, kept for later.
#
# Guessed: `for page in client.users_list()` gives a response for each page, and list(...) keeps them. Seen: the response is
# its own iterator and gives itself each time with other data inside: a loop that uses each page at once is right, and a list
# of the pages holds the last one as often as there are pages, so that most people are missing and some come many times.
# A queue to a worker, or a task begun for each page, meets the same, and after a loop the response itself holds the last
# page. page.data is another dict for each page: that is what can be kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "slack_sdk==3.48.0" "aiohttp==3.14.5"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from urllib.parse import parse_qs

from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

FOLLOWING = {"": "U2", "U2": "U3", "U3": ""}


class Slack(BaseHTTPRequestHandler):
    def do_POST(self):
        query = self.path.partition("?")[2] + "&" + self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        cursor = parse_qs(query).get("cursor", [""])[0]
        page = {"members": [{"id": cursor or "U1"}], "response_metadata": {"next_cursor": FOLLOWING[cursor]}}
        body = json.dumps({"ok": True, **page}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_):
        pass


def people(pages):
    return " ".join(page["members"][0]["id"] for page in pages)


async def from_async(url):
    return [page async for page in await AsyncWebClient("xoxb-1", base_url=url).users_list()]


server = ThreadingHTTPServer(("127.0.0.1", 0), Slack)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/api/"
client = WebClient("xoxb-1", base_url=url)
response = client.users_list()
print("slack_sdk", version("slack_sdk"))
print("in a loop:", " ".join(people([page]) for page in response))
print("the response after it:", people([response]))
print("in a list:", people(list(client.users_list())))
print("in a list, async:", people(asyncio.run(from_async(url))))
print("page.data in a list:", people([page.data for page in client.users_list()]))
server.shutdown()
PYTHON
)
expected="slack_sdk 3.48.0
in a loop: U1 U2 U3
the response after it: U3
in a list: U3 U3 U3
in a list, async: U3 U3 U3
page.data in a list: U1 U2 U3"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "The SDK behaves otherwise now"; exit 1; }
