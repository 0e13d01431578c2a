"""Who may use the page: a browser on this machine that was given the key."""

import secrets
from urllib.parse import urlsplit

from flask import Response, abort, request

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def only_from_here() -> None:
    """Refuse a request for another host's name: a web site that points its name here would send one."""
    if urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
        abort(403, "This page answers on this machine only.")


def only_with_key(key: str) -> None:
    """Refuse a request without the cookie that the key was changed into."""
    cookie = request.cookies.get(cookie_name(), "")
    if not secrets.compare_digest(cookie.encode(), key.encode()):
        abort(403, "Open the address that was printed when this workspace was started; it carries a key.")


def only_from_the_page() -> None:
    """Refuse an act that another site's page sent: it cannot set this header."""
    if request.headers.get("X-Local-Slack") != "page":
        abort(403, "Only the page itself may do this.")


def cookie_name() -> str:
    """Name the cookie by the port: cookies of one host are shared by all its ports."""
    return f"local_slack_{urlsplit(f'//{request.host}').port or 80}"


def harden(response: Response) -> Response:
    """Tell the browser to load nothing from elsewhere and to guess no types."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
