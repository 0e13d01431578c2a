"""Calling Slack: one client as the bot needs it, and one error for all the ways in which Slack may not answer."""

import copy
import logging
from collections.abc import Callable
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.web import SlackResponse

from bot.errors import SourceError

NO_ANSWER = "no_answer"  # our own code for a lost connection
_RETRIES = 2
WHILE_SOMEBODY_WAITS = 2  # seconds; a command must be answered within three


class SlackError(SourceError):
    """Slack refused a call, or did not answer it."""

    def __init__(self, code: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__("Slack does not answer as it should. Please try again in a minute.")
        self.code = code
        self.status = status
        self.retry_after = retry_after


def web_client(token: str, base_url: str, *, seconds: int = 10) -> WebClient:
    """A client that waits out rate limits and tries again after server errors and lost connections."""
    log = logging.getLogger("bot.slack.web")
    log.setLevel(logging.INFO)  # below it the SDK writes down whole messages
    handlers = [
        ConnectionErrorRetryHandler(max_retry_count=1),
        RateLimitErrorRetryHandler(max_retry_count=_RETRIES),
        ServerErrorRetryHandler(max_retry_count=_RETRIES),
    ]
    return WebClient(token, base_url=base_url, timeout=seconds, logger=log, retry_handlers=list(handlers))


def impatient(client: WebClient, *, seconds: int) -> WebClient:
    """The same workspace, asked once and for a short time only."""
    quick = copy.copy(client)
    quick.timeout, quick.retry_handlers = seconds, []
    return quick


def ask(method: Callable[..., SlackResponse], **arguments: object) -> SlackResponse:
    """Call a method. Raises SlackError, whatever went wrong."""
    try:
        return method(**arguments)
    except SlackApiError as error:
        raise _told(error) from error
    except (SlackClientError, OSError, HTTPException) as error:
        raise SlackError(NO_ANSWER) from error


def _told(error: SlackApiError) -> SlackError:
    response = error.response
    if not isinstance(response, SlackResponse):
        return SlackError(NO_ANSWER)
    headers = {name.lower(): value for name, value in response.headers.items()}
    after = headers.get("retry-after")
    after = after[0] if isinstance(after, list) else after
    code = response.get("error") if isinstance(response.data, dict) else None
    wait = float(after) if after and str(after).isdecimal() else None
    return SlackError(str(code or NO_ANSWER), status=response.status_code, retry_after=wait)
