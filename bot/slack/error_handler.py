"""What happens when something fails: a sentence for the person, a trace without values for the log, and on it goes."""

import logging
import secrets
from collections.abc import Callable
from functools import partial

from slack_bolt import BoltRequest, BoltResponse

from bot.errors import BotError
from bot.render import problems
from bot.render.blocks.message import Message
from bot.slack.safe_traceback import safe_traceback

Acknowledge = Callable[[BoltRequest, Message], BoltResponse]
_log = logging.getLogger(__name__)


def on_failure(acknowledge: Acknowledge) -> Callable[[Exception, BoltRequest], BoltResponse]:
    """Make the error handler of the whole app: for every listener and middleware, whoever wrote it."""

    def failed(error: Exception, request: BoltRequest) -> BoltResponse:
        answered = report(error, partial(acknowledge, request))
        return answered or BoltResponse(status=200)

    return failed


def report(error: Exception, tell: Callable[[Message], BoltResponse | None] | None) -> BoltResponse | None:
    """Tell a person what failed, if anybody can be told; our own faults are logged with a reference. Never raises."""
    if isinstance(error, BotError):
        message = problems.problem(str(error))
    else:
        reference = secrets.token_hex(4)
        _log.error("Something failed, reference %s: %s", reference, safe_traceback(error))
        message = problems.error(reference)
    try:
        return tell(message) if tell else None
    except BotError as again:  # Slack does not take it: the button is too old, the channel gone
        _log.warning("The person could not be told that something failed: %s", again.logged)
    except Exception as again:  # noqa: BLE001 - the last stop: whatever it is, the bot goes on
        _log.error("The person could not be told that something failed: %s", safe_traceback(again))
    return None
