#!/usr/bin/env bash
# slack_sdk 3.48.0: a connection that ends before the answer is tried again, one that ends within it is not.
#
# Guessed: ConnectionErrorRetryHandler, which WebClient has by default, takes both for a lost connection. Seen: without a
# byte of an answer the request goes out a second time, so that a message which was posted stands there twice; with half
# an answer it goes out once and the call ends with http.client.IncompleteRead, which is none of the SDK's errors.
#
# Output seen:
#   slack_sdk 3.48.0
#   closed before the answer: ok, 2 requests
#   closed within the answer: IncompleteRead, 1 requests
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q slack_sdk==3.48.0
"$folder/venv/bin/python" - <<'PYTHON'
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import slack_sdk.version
from slack_sdk import WebClient

logging.disable(logging.CRITICAL)
seen = {"cut": None, "requests": 0}


class Lossy(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen["requests"] += 1
        body = json.dumps({"ok": True, "channel": "C1", "ts": "1.0"}).encode()
        cut = seen["cut"] if seen["requests"] == 1 else len(body)
        if cut:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:cut])
        self.close_connection = True

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Lossy)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = WebClient("xoxb-1", base_url=f"http://127.0.0.1:{server.server_port}/api/")


def post(cut):
    seen.update(cut=cut, requests=0)
    try:
        said = "ok" if client.chat_postMessage(channel="C1", text="hello")["ok"] else "not ok"
    except Exception as error:
        said = type(error).__name__
    return f"{said}, {seen['requests']} requests"


print("slack_sdk", slack_sdk.version.__version__)
before, within = post(0), post(10)
print("closed before the answer:", before)
print("closed within the answer:", within)
assert before == "ok, 2 requests"
assert within == "IncompleteRead, 1 requests"
PYTHON
