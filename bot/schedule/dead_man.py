"""A sign of life for whoever watches from outside: an address that is asked for while the bot is ready."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import httpx

EVERY: Final = timedelta(minutes=1)
_SECONDS: Final = 10
_log = logging.getLogger(__name__)


class DeadMan:
    """Asks for an address while nothing keeps the bot from its work; the watcher alarms when that stays away.

    Nothing about the data goes out. The address may be a secret and is in no log.
    """

    def __init__(self, url: str, problems: Callable[[], Sequence[str]]) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every address
        self._url = url
        self._problems = problems
        self._failure = ""

    def __call__(self) -> None:
        """Ping, unless the bot is not ready. Never raises; a failure is logged once, until it goes well again."""
        if self._problems():
            return
        failure = self._ping()
        if failure and failure != self._failure:
            _log.warning("The ping of SSPR_PING_URL did not succeed: %s", failure)
        if self._failure and not failure:
            _log.info("The ping of SSPR_PING_URL is well again")
        self._failure = failure

    def _ping(self) -> str:
        """What went wrong; "" when the watcher took it."""
        try:
            answer = httpx.get(self._url, timeout=_SECONDS, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        return "" if answer.is_success else f"HTTP {answer.status_code}"
