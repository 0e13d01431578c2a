"""Host and Origin of every request: a page in somebody's browser must not reach this port under a name of its own."""

import ipaddress
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request

SIGNED: Final = "/slack/events"  # what Slack signs no page can make, and Slack may know the bot by another name
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::[0-9]{1,5})?")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class HostGuard:
    """Refuse requests for other names than the bot's own, and from pages of other places."""

    urls: tuple[str, ...]  # where people and programs reach the bot

    def protect(self, flask: Flask, *, strict: frozenset[str]) -> None:
        """Check each request; on the `strict` paths addresses and names without a dot are refused as well."""

        @flask.before_request
        def check() -> tuple[Response, int] | None:
            if not self._is_ours(request.headers.get("Host"), strict=request.path in strict):
                return jsonify(error="This host is not served here."), HTTPStatus.MISDIRECTED_REQUEST
            if not self._may_come_from(request.headers.get("Origin")):
                return jsonify(error="Pages of other places may not ask here."), HTTPStatus.FORBIDDEN
            return None

    def _is_ours(self, host: str | None, *, strict: bool) -> bool:
        if request.path == SIGNED:
            return True
        match = _HOST.fullmatch((host or "").lower())
        name = match[1] if match else ""
        if name in {*(urlsplit(url).hostname for url in self.urls), *_LOOPBACK}:
            return True
        return not strict and bool(name) and ("." not in name or _is_address(name))

    def _may_come_from(self, origin: str | None) -> bool:
        if origin is None:
            return True
        asked = urlsplit(origin.lower())
        if asked[:2] in {urlsplit(url.lower())[:2] for url in self.urls}:
            return True
        match = _HOST.fullmatch(asked.netloc)
        return asked.scheme in {"http", "https"} and match is not None and match[1] in _LOOPBACK


def _is_address(name: str) -> bool:
    """Whether a host is an address: no name, so that nobody can turn it to another one."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
