"""Microsoft Graph as a source: the directory's audit log and its registration details, page by page."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, urlsplit

import httpx

from bot.errors import SourceError
from bot.reports.window import Window
from bot.service.loading.ports import Page
from bot.sources.graph_client import GraphClient, Tokens
from bot.sources.graph_rate_limit import GraphRateLimit

AUDITS: Final = "/v1.0/auditLogs/directoryAudits"
REGISTRATIONS: Final = "/v1.0/reports/authenticationMethods/userRegistrationDetails"
_PAGE: Final = 999  # records; the most that is known to work
_TIMEOUT: Final = httpx.Timeout(120, connect=15)
_CHECK_MAX_WAIT: Final = 20.0  # seconds; who checks is waiting
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Graph:
    """The two reports that the bot pulls."""

    client: GraphClient

    def audit_page(self, window: Window, link: str) -> Page:
        """Fetch a page of the audit log: the window's first when `link` is empty.

        Only time is filtered there: filters by service have been seen to bring nothing, without an error.
        """
        return self.client.page(link or self._audits(window, _PAGE))

    def roster_page(self, link: str) -> Page:
        """Fetch a page of everybody's registration state."""
        return self.client.page(link or f"{self.client.base}{REGISTRATIONS}")

    def checks(self, now: datetime) -> tuple[tuple[str, str | None], ...]:
        """Check what Graph lets us read: each report with None when all is well, else with why not."""
        quick = replace(self, client=replace(self.client, max_wait=_CHECK_MAX_WAIT))
        newest = Window(now - timedelta(hours=1), now, "the last hour")
        return (
            ("graph audit log", _problem(lambda: quick.client.page(self._audits(newest, 1)))),
            ("graph registration details", _problem(lambda: quick.roster_page(""))),
        )

    def close(self) -> None:
        """Let go of the connections."""
        self.client.http.close()

    def _audits(self, window: Window, most: int) -> str:
        times = f"activityDateTime ge {_odata_time(window.start)} and activityDateTime le {_odata_time(window.end)}"
        return f"{self.client.base}{AUDITS}?$filter={quote(times, safe=':')}&$top={most}"


def open_graph(
    url: str,
    tokens: Tokens,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    jitter: Callable[[], float] = random.random,
) -> Graph:
    """Open Graph at `url`. Raises SourceError when the address cannot be right."""
    base = url.rstrip("/")
    parts = urlsplit(base)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise SourceError(f"SSPR_GRAPH_URL must begin with https://, or the token travels in the open: {base}")
    if parts.path or parts.query:
        raise SourceError(f"SSPR_GRAPH_URL is the bare host, like https://graph.microsoft.com, not {base}")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every address, and links to next pages are secrets
    client = GraphClient(base, tokens, httpx.Client(timeout=_TIMEOUT), GraphRateLimit(clock, sleep), sleep, jitter)
    return Graph(client)


def _problem(asked: Callable[[], Page]) -> str | None:
    try:
        asked()
    except SourceError as error:
        return str(error)
    return None


def _odata_time(at: datetime) -> str:
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
