#!/usr/bin/env bash
# slack_bolt 1.30.0, a listener that calls ack() and raises right after it (process_before_response=False, the default).
#
# Guessed: what is acknowledged stays so: Slack gets its 200 at once, and the error is a matter of the log. Seen: where the
# listener fails within the 10 ms between two looks of the thread that waits for ack(), the runner's handling of the error
# sets the response to None again. The waiting thread then sees no acknowledgement at all, waits the whole three seconds and
# answers 404 "unhandled request", so that the person is shown a failure. The same listener that fails 50 ms later is
# answered 200 at once. 1.22.0 does the same where the threads meet so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "slack_bolt==1.30.0" "slack_sdk==3.48.0"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import json
import logging
import time

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

logging.disable(logging.CRITICAL)
click = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "team": {"id": "T1"},
    "actions": [{"type": "button", "action_id": "go", "block_id": "b"}],
}


def authorize(**_):
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")


def answers(pause):
    """What five clicks are answered, and whether after seconds, by a listener that fails so long after its ack()."""
    app = App(signing_secret="s", request_verification_enabled=False, authorize=authorize)

    @app.action("go")
    def listener(ack):
        ack()
        time.sleep(pause)
        raise ValueError("after the acknowledgement")

    seen = set()
    for _ in range(5):
        began = time.monotonic()
        answer = app.dispatch(BoltRequest(body=json.dumps(click), headers={"content-type": ["application/json"]}))
        late = "after three seconds" if time.monotonic() - began > 2.5 else "at once"
        seen.add(f"{answer.status} {answer.body} {late}")
    return sorted(seen)


print("fails at once:", *[one for one in answers(0) if one.startswith("404")])
print("fails later:", *answers(0.3))
PYTHON
)
expected='fails at once: 404 {"error": "unhandled request"} after three seconds
fails later: 200  at once'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Bolt behaves otherwise now"; exit 1; }
