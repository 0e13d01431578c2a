"""What happens when a listener fails: a sentence for the person, a trace without values for the log, and on it goes."""

import logging
import secrets
from collections.abc import Callable

from slack_bolt import BoltRequest, BoltResponse

from bot.errors import BotError
from bot.render import problems
from bot.slack.safe_traceback import safe_traceback
from bot.slack.sending.replies import Replies

_log = logging.getLogger(__name__)


def on_failure(replies: Replies) -> Callable[[Exception, BoltRequest], BoltResponse]:
    """The error handler of the whole app: every listener and middleware, whoever wrote it."""

    def failed(error: Exception, request: BoltRequest) -> BoltResponse:
        if isinstance(error, BotError):
            message = problems.problem(str(error))
        else:
            reference = secrets.token_hex(4)
            _log.error("A request failed, reference %s: %s", reference, safe_traceback(error))
            message = problems.error(reference)
        try:
            return replies.acknowledge(request, message)
        except Exception as again:  # noqa: BLE001 - the last stop: whatever it is, the bot goes on
            _log.error("... and the person could not be told: %s", safe_traceback(again))
            return BoltResponse(status=200)

    return failed
