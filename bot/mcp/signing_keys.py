"""The keys that an issuer signs its tokens with, from the issuer alone."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import jwt

from bot.errors import SourceError

_OLD: Final = 24 * 3600.0  # seconds after which the keys are fetched again
_AGAIN: Final = 60.0  # between two looks for a key that is not known
_SECONDS: Final = 5.0
_MOST_BYTES: Final = 1_000_000
_UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
_log = logging.getLogger(__name__)

Fetch = Callable[[str], bytes]


class SigningKeys:
    """Remember the keys of one issuer; a key that is not known is looked for, but not at every request."""

    def __init__(self, issuer: str, fetch: Fetch | None = None, seconds: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._fetch = fetch or _fetch
        self._seconds = seconds
        self._keys: Mapping[str, Any] | None = None
        self._fetched = self._tried = float("-inf")
        self._fetching = Lock()

    def key(self, name: str) -> Any | None:
        """The key of this name, None where the issuer has none such. Raises SourceError while none is known at all.

        One request at a time waits for the issuer; the others go by what is known.
        """
        if self._is_due(name) and self._fetching.acquire(blocking=False):
            try:
                self._renew()
            finally:
                self._fetching.release()
        if self._keys is None:
            raise SourceError("The issuer of tokens does not give its keys just now.")
        return self._keys.get(name)

    def _is_due(self, name: str) -> bool:
        now = self._seconds()
        wanted = self._keys is None or name not in self._keys or now - self._fetched > _OLD
        return wanted and now - self._tried > _AGAIN

    def _renew(self) -> None:
        """Fetch the keys; when that fails, the old ones go on counting."""
        self._tried = self._seconds()
        try:
            known = json.loads(self._fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"))
            if known["issuer"] != self._issuer or not _same_host(known["jwks_uri"], self._issuer):
                raise ValueError
            found = jwt.PyJWKSet.from_dict(json.loads(self._fetch(known["jwks_uri"])))
        except (OSError, httpx.HTTPError, httpx.InvalidURL, jwt.PyJWTError, *_UNREADABLE) as error:
            _log.warning("The issuer of MCP clients' tokens does not give its keys: %s", type(error).__name__)
        else:
            self._keys = {key.key_id: key for key in found.keys if key.key_id}
            self._fetched = self._tried


def _same_host(url: object, issuer: str) -> bool:
    return isinstance(url, str) and urlsplit(url)[:2] == urlsplit(issuer)[:2]


def _fetch(url: str) -> bytes:
    """Get a small document; a redirect leads nowhere."""
    with httpx.stream("GET", url, timeout=_SECONDS, follow_redirects=False) as response:
        if response.status_code != httpx.codes.OK:
            raise ValueError(response.status_code)
        found = b""
        for part in response.iter_bytes():
            found += part
            if len(found) > _MOST_BYTES:
                raise ValueError(len(found))
        return found
