"""Calling Slack: one client as the bot needs it, and one error for all the ways in which Slack may not answer."""

import copy
import logging
import random
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web import SlackResponse

from bot.errors import SourceError
from bot.service.retry_after import seconds_to_wait
from bot.turns import waiting

NO_ANSWER = "no_answer"  # our own code for a lost connection; Slack may have done it
NOT_SENT = "not_sent"  # for one that has not been sent whole
NOT_SLACK = "not_slack"  # and for a response URL of another host
_RETRIES = 2
_LONGEST_WAIT = 30.0  # seconds; a thread is held for so long
WHILE_SOMEBODY_WAITS = 2  # seconds; a command must be answered within three
_SEEN_TWICE = frozenset({"chat.postMessage", "chat.postEphemeral", "files.completeUploadExternal"})
_NO_WORD = "Slack does not answer as it should. Please try again in a minute."
_PERHAPS = (
    "Slack did not say whether my answer arrived: it may or may not have reached you. If it did not, please try again "
    "in a minute."
)


class SlackError(SourceError):
    """Slack refused a call, or did not answer it."""

    def __init__(
        self, code: str, *, status: int | None = None, retry_after: float | None = None, perhaps_done: bool = False
    ) -> None:
        """`perhaps_done`: something was posted, and it may stand there all the same."""
        super().__init__(_PERHAPS if perhaps_done else _NO_WORD)
        self.code = code
        self.status = status
        self.retry_after = retry_after

    @property
    def logged(self) -> str:
        """Slack's own word for it."""
        return f"Slack says {self.code}."


class _RateLimitHandler(RateLimitErrorRetryHandler):
    """Wait as long as Slack asks, if that is not long. The SDK's own handler takes whole seconds alone."""

    def __init__(self, sleep: Callable[[float], None]) -> None:
        super().__init__(max_retry_count=_RETRIES)
        self._sleep = sleep

    def _can_retry(self, *, response: HttpResponse | None = None, **_: object) -> bool:
        limited = response is not None and response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        return limited and self._pause(response) <= _LONGEST_WAIT

    def prepare_for_next_attempt(self, *, state: RetryState, response: HttpResponse | None = None, **_: object) -> None:
        state.next_attempt_requested = True
        self._sleep(self._pause(response))
        state.increment_current_attempt()

    def _pause(self, response: HttpResponse | None) -> float:
        named = _wait(response.headers) if response else None
        return (1.0 if named is None else named) + random.random()  # noqa: S311 - so that not all come back at once


class _LostConnectionHandler(ConnectionErrorRetryHandler):
    """Try again; what people would see twice only where Slack cannot have had the whole request."""

    def _can_retry(self, *, request: HttpRequest, error: Exception | None = None, **others: Any) -> bool:
        sent = not isinstance(error, URLError)  # which is raised of nothing but connecting and sending
        return not (sent and _seen_twice(request)) and super()._can_retry(request=request, error=error, **others)


class _ServerErrorHandler(ServerErrorRetryHandler):
    """Try again what nobody sees twice: Slack may have done it before it failed."""

    def _can_retry(self, *, request: HttpRequest, **others: Any) -> bool:
        return not _seen_twice(request) and super()._can_retry(request=request, **others)


def _seen_twice(request: HttpRequest) -> bool:
    return request.url.rpartition("/")[2] in _SEEN_TWICE


class WorkspaceClient(WebClient):
    """A client that asks for its token with every call: a workspace may get another one at any time."""

    ask_token: Callable[[], str | None] | None = None
    _fixed: str | None = None

    @property
    def token(self) -> str | None:
        """The token as it is now."""
        return self.ask_token() if self.ask_token else self._fixed

    @token.setter
    def token(self, value: str | None) -> None:
        self._fixed, self.ask_token = value, None


def web_client(
    token: str | None,
    base_url: str,
    *,
    seconds: int = 10,
    sleep: Callable[[float], None] = time.sleep,
    quiet: bool = False,
) -> WorkspaceClient:
    """A client that waits out rate limits, and tries again what failed unless people would then see it twice.

    `quiet` for who says in its own words what went wrong.
    """
    log = logging.getLogger("bot.slack.web.quiet" if quiet else "bot.slack.web")
    log.setLevel(logging.CRITICAL if quiet else logging.INFO)  # below it the SDK writes down whole messages
    handlers = [
        _LostConnectionHandler(max_retry_count=1),
        _RateLimitHandler(sleep),
        _ServerErrorHandler(max_retry_count=_RETRIES),
    ]
    return WorkspaceClient(
        token, base_url=base_url, timeout=seconds, logger=log, retry_handlers=list(handlers), ssl=tls_of(base_url)
    )


def tls_of(url: str) -> ssl.SSLContext | None:
    """What connections to an address are checked with; None where they are not encrypted."""
    return _tls() if url.startswith("https:") else None


@cache
def _tls() -> ssl.SSLContext:
    """The system's certificates, read once: left to the SDK each call reads them anew, for 25 of its 40 ms of CPU."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])  # as http.client does to a context that it makes itself
    return context


def impatient(client: WebClient, *, seconds: int) -> WebClient:
    """The same workspace, asked once and for a short time only."""
    quick = copy.copy(client)
    quick.timeout, quick.retry_handlers = seconds, []
    return quick


def ask(method: Callable[..., SlackResponse], **arguments: object) -> SlackResponse:
    """Call a method. Raises SlackError, whatever went wrong."""
    posts = getattr(method, "__name__", "").replace("_", ".", 1) in _SEEN_TWICE
    try:
        with waiting():
            return method(**arguments)
    except SlackApiError as error:
        raise _slack_error(error, posts=posts) from error
    except URLError as error:  # raised of nothing but connecting and sending
        raise SlackError(NO_ANSWER) from error
    except (SlackClientError, OSError, HTTPException, ValueError, RecursionError) as error:
        raise SlackError(NO_ANSWER, perhaps_done=posts) from error


def _slack_error(error: SlackApiError, *, posts: bool) -> SlackError:
    response = error.response
    if not isinstance(response, SlackResponse):
        return SlackError(NO_ANSWER, perhaps_done=posts)
    code = response.get("error") if isinstance(response.data, dict) else None
    status, wait = response.status_code, _wait(response.headers)
    unsure = code is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return SlackError(str(code or NO_ANSWER), status=status, retry_after=wait, perhaps_done=posts and unsure)


def _wait(headers: Mapping[str, Any]) -> float | None:
    """The seconds that Slack asks to wait; None when it does not say."""
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    return seconds_to_wait(named[0] if isinstance(named, list) else named, datetime.now(UTC))


def slack_time(client: WebClient) -> datetime | None:
    """What time it is at Slack, to the second; None while it does not say."""
    try:
        quick = impatient(client, seconds=WHILE_SOMEBODY_WAITS)
        headers = ask(quick.auth_test if client.token else quick.api_test).headers  # without a token, what needs none
        said = next(value for name, value in headers.items() if name.lower() == "date")
        at = parsedate_to_datetime(said[0] if isinstance(said, list) else said)
    except (SlackError, StopIteration, ValueError, TypeError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
