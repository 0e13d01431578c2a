"""The error handler of the whole app: explain a failure to the person, and go on."""

import logging
from collections.abc import Callable

from slack_bolt import BoltRequest, BoltResponse

from bot.slack.explain import explain
from bot.slack.safe_traceback import safe_traceback
from bot.slack.sending.replies import Replies

_log = logging.getLogger(__name__)


def on_failure(replies: Replies) -> Callable[[Exception, BoltRequest], BoltResponse]:
    """Build the handler for every listener and middleware, whoever wrote it."""

    def failed(error: Exception, request: BoltRequest) -> BoltResponse:
        message = explain(error, "A request")
        try:
            return replies.acknowledge(request, message)
        except Exception as again:  # noqa: BLE001 - the last stop: whatever it is, the bot goes on
            _log.error("... and the person could not be told: %s", safe_traceback(again))
            return BoltResponse(status=200)

    return failed
