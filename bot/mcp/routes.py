"""/mcp beside the bot's other routes: who asks is established here, before a word is read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, jsonify, request

from bot.errors import SourceError
from bot.mcp.callers import Caller, SlackCallers
from bot.mcp.endpoint import Busy, Endpoint
from bot.mcp.tokens import SCOPE, TokenCallers, TokenRefused

PATH: Final = "/mcp"
METADATA: Final = "/.well-known/oauth-protected-resource/mcp"
STRICT: Final = frozenset({PATH, METADATA})  # where the bot's own name and loopback alone are answered
_INVALID_REQUEST: Final = -32600  # of JSON-RPC
_SAYS: Final = {
    "invalid_token": "The token does not count here.",
    "insufficient_scope": f"The token has no person, or not the scope {SCOPE}.",
}


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways to say who asks; one of them at least."""

    slack: SlackCallers | None
    tokens: TokenCallers | None


def add_mcp(
    flask: Flask, endpoint: Endpoint, doors: Doors, *, url: str, scopes: Sequence[str], most_bytes: int
) -> None:
    """Serve /mcp, and where there are tokens the page that says who issues them. `url` is /mcp as clients know it."""
    flask.config["MAX_CONTENT_LENGTH"] = most_bytes  # more is answered with 413, unread
    metadata = f"{url.removesuffix(PATH)}{METADATA}" if doors.tokens else ""

    @flask.post(PATH, provide_automatic_options=False)
    def mcp() -> Response:
        body = request.get_data()
        try:
            caller = _caller(doors, body)
            status, headers, answer = endpoint.answer(caller, list(request.headers.items()), body)
        except TokenRefused as refused:
            status = HTTPStatus.FORBIDDEN if refused.why == "insufficient_scope" else HTTPStatus.UNAUTHORIZED
            return _refusal(status, _SAYS[refused.why], _challenge(metadata, refused.why))
        except _Unknown:
            return _refusal(HTTPStatus.UNAUTHORIZED, "Nothing in this request says who asks.", _challenge(metadata))
        except SourceError as away:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, str(away), {"Retry-After": "5"})
        except Busy:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, "Too much is asked at once.", {"Retry-After": "1"})
        return Response(answer, status, headers)

    if doors.tokens:
        issuer = doors.tokens.issuer

        @flask.get(METADATA)
        def resource() -> Response:
            return jsonify(
                resource=url,
                authorization_servers=[issuer],
                scopes_supported=list(scopes),
                bearer_methods_supported=["header"],
                resource_name="SSPR",
            )


class _Unknown(Exception):  # noqa: N818 - an answer rather than a fault
    """Nobody is named, or two are."""


def _caller(doors: Doors, body: bytes) -> Caller:
    """Who makes the request: Slack by its signature or a person by their token, never both."""
    timestamp, signature = request.headers.get("X-Slack-Request-Timestamp"), request.headers.get("X-Slack-Signature")
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    signed = timestamp is not None or signature is not None
    if signed and not kind and doors.slack:
        if caller := doors.slack.caller(timestamp, signature, body, _method(body)):
            return caller
    elif kind.casefold() == "bearer" and not signed and doors.tokens:
        return doors.tokens.caller(token.strip())
    raise _Unknown


def _method(body: bytes) -> object:
    """What a message asks for; a call where that cannot be read, as those are looked at hardest."""
    try:
        return json.loads(body)["method"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "tools/call"


def _challenge(metadata: str, why: str = "") -> dict[str, str]:
    """What a client needs to know in order to come back with a token."""
    if not metadata:
        return {}
    error = f'error="{why}", ' if why else ""
    return {"WWW-Authenticate": f'Bearer {error}resource_metadata="{metadata}"'}


def _refusal(status: int, sentence: str, headers: dict[str, str]) -> Response:
    error = {"jsonrpc": "2.0", "id": None, "error": {"code": _INVALID_REQUEST, "message": sentence}}
    answer = jsonify(error)
    answer.status_code = status
    answer.headers.update(headers)
    return answer
