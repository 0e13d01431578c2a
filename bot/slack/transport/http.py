"""HTTP mode: Slack's requests, and what those who run the bot want to know."""

import json
import logging
from collections.abc import Callable, Sequence

from flask import Flask, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from werkzeug.exceptions import HTTPException

from bot.errors import SettingsError
from bot.serving import Server
from bot.slack.safe_traceback import safe_traceback
from bot.slack.transport.request_verifier import MOST_BYTES, RequestVerifier

_log = logging.getLogger(__name__)
_THREADS = 16
OPERATIONS = ("/healthz", "/readyz", "/metrics")  # answered whatever else goes on

Readiness = Callable[[], Sequence[str]]  # what is not in order, a sentence each; nothing when all is


def operations_app(ready: Readiness, registry: CollectorRegistry, doubts: Readiness = tuple) -> Flask:
    """/healthz, /readyz and /metrics; with Socket Mode there is nothing more.

    `ready` tells what keeps the bot from its work; `doubts` what should be looked at though it answers: old data, say.
    """
    flask = Flask("sspr", static_folder=None)

    @flask.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @flask.get("/readyz")
    def readyz() -> tuple[Response, int]:
        problems = list(ready())
        told = jsonify(status="not ready" if problems else "ready", problems=problems, warnings=list(doubts()))
        return told, 503 if problems else 200

    @flask.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @flask.errorhandler(Exception)
    def failed(error: Exception) -> HTTPException | tuple[Response, int]:
        if isinstance(error, HTTPException):
            return error
        _log.error("An HTTP request failed: %s", safe_traceback(error))
        return jsonify(error="internal error"), 500

    return flask


def http_app(
    bolt: App, verifier: RequestVerifier, ready: Readiness, registry: CollectorRegistry, doubts: Readiness = tuple
) -> Flask:
    """The same with /slack/events, where Slack sends everything: events, commands, presses, modals."""
    flask = operations_app(ready, registry, doubts)
    flask.config["MAX_CONTENT_LENGTH"] = MOST_BYTES  # more is answered with 413, unread
    handler = SlackRequestHandler(bolt)

    @flask.post("/slack/events")
    def events() -> Response | tuple[Response, int]:
        timestamp, signature = (
            request.headers.get("X-Slack-Request-Timestamp"),
            request.headers.get("X-Slack-Signature"),
        )
        if not verifier.accepts(timestamp, signature, request.get_data()):
            return jsonify(error="invalid request"), 401
        if not _is_readable():
            return jsonify(error="unreadable body"), 400
        answer: Response = handler.handle(request)
        return answer

    return flask


def _is_readable() -> bool:
    """Whether the body is what it says it is: Bolt would meet anything else with an error of its own."""
    if request.is_json:
        return isinstance(request.get_json(silent=True), dict)
    try:
        return isinstance(json.loads(request.form.get("payload", "{}")), dict)
    except ValueError:
        return False


class HttpServer(Server):
    """The bot's own port. Raises SettingsError when it cannot be had."""

    def __init__(self, flask: Flask, host: str, port: int) -> None:
        try:
            super().__init__(flask, host, port, threads=_THREADS, most_bytes=MOST_BYTES, reserved=OPERATIONS)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise SettingsError(f"Cannot listen on {host}, port {port}: {why}. Set SSPR_HOST and SSPR_PORT.") from error
