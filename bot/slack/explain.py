"""What a person reads when something failed, and what the log gets."""

import logging
import secrets

from bot.errors import BotError
from bot.render import problems
from bot.render.blocks.message import Message
from bot.slack.safe_traceback import safe_traceback

_log = logging.getLogger(__name__)


def explain(error: Exception, what: str) -> Message:
    """Turn a failure into a message: a BotError's own sentence, else a reference to the trace in the log.

    `what` names in the log what failed, as "A request".
    """
    if isinstance(error, BotError):
        return problems.problem(str(error))
    reference = secrets.token_hex(4)
    _log.error("%s failed, reference %s: %s", what, reference, safe_traceback(error))
    return problems.error(reference)
