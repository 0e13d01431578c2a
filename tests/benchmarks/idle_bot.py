"""The floor of an answer over HTTP: a Bolt app whose one listener says nothing, behind the bot's own server.

python -m tests.benchmarks.idle_bot PORT
"""

import sys
import threading
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from bot.slack.transport.http import HttpServer, http_app
from bot.slack.transport.request_verifier import RequestVerifier
from tests.benchmarks.client import SECRET


def main(port: int) -> None:
    """Serve until the process is ended."""
    bolt = App(
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id="T0HERE", bot_token="xoxb-1", bot_user_id="U0BOT"
        ),
        process_before_response=True,
        token_verification_enabled=False,
    )

    @bolt.command("/sspr")
    def nothing(ack: Ack) -> None:
        ack()

    verifier = RequestVerifier(SECRET, lambda: datetime.now(UTC))
    HttpServer(http_app(bolt, verifier, list, CollectorRegistry()), "127.0.0.1", port).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
