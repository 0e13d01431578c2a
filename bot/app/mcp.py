"""MCP over standard input and output, put together for whoever runs the bot."""

import logging
import os
import secrets
import signal
from types import FrameType

from bot.app.answering import terminal_answering
from bot.app.services import Services, build_services
from bot.errors import SettingsError
from bot.service.answers.answering import Answering
from bot.service.answers.tool_calls import ToolCalls
from bot.service.asker import Asker
from bot.settings import Settings
from bot.slack.safe_traceback import safe_traceback

try:
    from bot.mcp.callers import CHANNEL, always
    from bot.mcp.server import build_server
    from bot.mcp.stdio import serve_stdio
except ImportError as error:
    raise SettingsError("MCP needs its library: install the bot with pip install 'sspr-bot[mcp]'.") from error

_log = logging.getLogger(__name__)


def run_stdio(settings: Settings, tenant: str | None = None) -> None:
    """Answer a client on standard input and output with the rights of whoever started us, until the input ends."""
    services = build_services(settings, tenant=tenant)
    _leave_on_signals(services)
    try:
        terminal = services.terminal()
        caller = always(Asker(terminal.id, terminal.role, terminal.user, terminal.zone, CHANNEL))
        serve_stdio(build_server(tool_calls(terminal_answering(services)), lambda _request: caller, explain))
    finally:
        services.close()


def _leave_on_signals(services: Services) -> None:
    """End at once on Ctrl-C and SIGTERM: the SDK waits for its input, which may stay open for ever."""

    def leave(number: int, _frame: FrameType | None) -> None:
        services.close()
        os._exit(128 + number)

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, leave)


def tool_calls(answering: Answering) -> ToolCalls:
    """Let programs ask what people may ask."""
    return ToolCalls(answering, lambda: secrets.token_hex(8))


def explain(error: Exception) -> str:
    """Log our own fault without a value in it; the sentence that goes back."""
    reference = secrets.token_hex(4)
    _log.error("A tool failed, reference %s: %s", reference, safe_traceback(error))
    return f"That did not work. Try again in a minute; if it stays so, give the reference {reference} to the operators."
