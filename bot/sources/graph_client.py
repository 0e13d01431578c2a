"""One page of Microsoft Graph at a time: paced, patient with what passes, clear about what does not."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final, Protocol
from urllib.parse import urlsplit

import httpx

from bot.errors import SourceError
from bot.service.loading.ports import LinkExpired, Page
from bot.service.retry_after import seconds_to_wait
from bot.sources.graph_errors import endless, gave_up, other_host, refusal, too_large, too_long
from bot.sources.graph_rate_limit import GraphRateLimit

TRIES: Final = 8  # of one page that fails
MAX_WAIT: Final = 900.0  # seconds that one page may keep us waiting
MOST_PAGES: Final = 20_000  # of one pull: 20 million records
MOST_BYTES: Final = 64_000_000  # of one page, unpacked
_OF_TRANSFER: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_LONGEST: Final = 60.0  # between two tries, unless Graph names a longer time
_GONE: Final = frozenset({400, 404, 410})  # what a link to a next page gets once Graph has forgotten it
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504, 509})


class Tokens(Protocol):
    """Gives the token that requests carry."""

    def token(self) -> str:
        """Return one that should be good now."""
        ...

    def renew(self) -> None:
        """Get another one, as the last was refused. Raises SourceError when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class GraphClient:
    """Reads pages. `sleep` and `jitter` (0 to 1) are the caller's, so that tests do not wait."""

    base: str
    tokens: Tokens
    http: httpx.Client
    rate_limit: GraphRateLimit
    sleep: Callable[[float], None]
    jitter: Callable[[], float]
    max_wait: float = MAX_WAIT
    followed: set[str] = field(default_factory=set)  # links to pages that came: none leads back

    def page(self, url: str) -> Page:
        """Fetch the page behind a link, which is used as it is. Raises SourceError when it does not come."""
        if not self._is_ours(url):
            raise other_host(self.base)
        tries, waited, renewed = 0, 0.0, False
        while True:
            self.rate_limit.wait()
            response = self._ask(url)
            page = _page(response)
            if page is not None:
                return self._checked(page, url)
            if response is not None and response.status_code == HTTPStatus.UNAUTHORIZED and not renewed:
                self.tokens.renew()
                renewed = True
                continue
            if response is not None and not response.is_success and response.status_code not in _PASSING:
                raise self._refusal(response, url)
            named = _retry_after(response)
            pause = self._back_off(tries) if named is None else named
            tries, waited = tries + (named is None), waited + pause
            if tries >= TRIES or waited > self.max_wait:
                raise gave_up(self.base, response, waited)
            self.sleep(pause)

    def _refusal(self, response: httpx.Response, url: str) -> SourceError:
        why = refusal(response, self.base)
        return LinkExpired(str(why)) if response.status_code in _GONE and "skiptoken" in url else why

    def _ask(self, url: str) -> httpx.Response | None:
        """Send one request; None when the line broke before there was a whole answer."""
        headers = {"Authorization": f"Bearer {self.tokens.token()}", "Accept": "application/json"}
        try:
            with self.http.stream("GET", url, headers=headers) as response:
                return _read(response, self.base)
        except (httpx.TransportError, httpx.DecodingError):
            return None

    def _checked(self, page: Page, url: str) -> Page:
        if page.link and not self._is_ours(page.link):
            raise other_host(self.base)
        if page.link == url or page.link in self.followed:
            raise endless(self.base)
        if len(self.followed) >= MOST_PAGES:
            raise too_long(self.base, MOST_PAGES)
        self.followed.add(url)
        return page

    def _is_ours(self, url: str) -> bool:
        try:
            ours, other = urlsplit(self.base), urlsplit(str(httpx.URL(url)))
        except (httpx.InvalidURL, ValueError):
            return False
        return (ours.scheme, ours.netloc.lower()) == (other.scheme, other.netloc.lower())

    def _back_off(self, tries: int) -> float:
        """How long to wait: twice as long each time, and never in step with others."""
        return float(min(_LONGEST, 2.0**tries)) * (0.5 + self.jitter() / 2)


def _read(response: httpx.Response, base: str) -> httpx.Response:
    """Read an answer as far as one may be long: what is packed may be a thousand times its size."""
    pieces, size = list[bytes](), 0
    for piece in response.iter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise too_large(base, MOST_BYTES)
    plain = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in _OF_TRANSFER]
    return httpx.Response(response.status_code, headers=plain, content=b"".join(pieces), request=response.request)


def _page(response: httpx.Response | None) -> Page | None:
    """Read a good answer; None for every other one, broken JSON included."""
    if response is None or response.status_code != HTTPStatus.OK:
        return None
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    records = body.get("value") if isinstance(body, dict) else None
    if not isinstance(records, list):
        return None
    return Page(response.content, tuple(record for record in records if isinstance(record, dict)),
                str(body.get("@odata.nextLink") or ""))  # fmt: skip


def _retry_after(response: httpx.Response | None) -> float | None:
    """Read the seconds that Graph asks to wait, where it names them."""
    named = seconds_to_wait(response.headers.get("Retry-After"), datetime.now(UTC)) if response is not None else None
    return None if named is None else max(1.0, named)
