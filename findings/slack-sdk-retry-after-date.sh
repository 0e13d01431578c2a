#!/usr/bin/env bash
# slack_sdk 3.48.0: RateLimitErrorRetryHandler reads Retry-After as a whole number only.
#
# RFC 9110 lets the header be a date as well. Guessed: the handler waits until then, or falls back to its default of one
# second, as it does without the header. Seen: with a date (and with "2.5", which some proxies send) the call ends with
# a ValueError from int(), not with a SlackApiError, so that code which catches the SDK's errors misses it.
#
# Output seen:
#   slack_sdk 3.48.0
#   '1': ok after one retry
#   date: ValueError: invalid literal for int() with base 10: 'Sat, 28 Nov 2026 09:00:00 GMT'
#   '2.5': ValueError: invalid literal for int() with base 10: '2.5'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q slack_sdk==3.48.0
"$folder/venv/bin/python" - <<'PYTHON'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import slack_sdk.version
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

named = {"value": "", "left": 0}


class Limited(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        limited, named["left"] = named["left"] > 0, named["left"] - 1
        body = json.dumps({"ok": not limited, **({"error": "ratelimited"} if limited else {})}).encode()
        self.send_response(429 if limited else 200)
        if limited:
            self.send_header("Retry-After", named["value"])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Limited)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = WebClient(
    "xoxb-1",
    base_url=f"http://127.0.0.1:{server.server_port}/api/",
    retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)],
)


def call(value):
    named.update(value=value, left=1)
    try:
        return "ok after one retry" if client.auth_test()["ok"] else "not ok"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print("slack_sdk", slack_sdk.version.__version__)
date = "Sat, 28 Nov 2026 09:00:00 GMT"
seen = {"'1'": call("1"), "date": call(date), "'2.5'": call("2.5")}
for header, what in seen.items():
    print(f"{header}: {what}")
assert seen["'1'"] == "ok after one retry"
assert seen["date"] == f"ValueError: invalid literal for int() with base 10: {date!r}"
assert seen["'2.5'"] == "ValueError: invalid literal for int() with base 10: '2.5'"
PYTHON
