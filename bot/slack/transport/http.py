"""HTTP mode: Slack's requests, and what those who run the bot want to know."""

import logging
from collections.abc import Callable, Sequence

from flask import Flask, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from slack_bolt import BoltRequest
from slack_bolt.adapter.flask.handler import to_flask_response
from werkzeug.exceptions import HTTPException

from bot.errors import SettingsError
from bot.render.lines.question_link import PATH
from bot.serving import Server
from bot.slack.safe_traceback import safe_traceback
from bot.slack.transport.dispatcher import Dispatcher
from bot.slack.transport.payload import read_body
from bot.slack.transport.request_verifier import MOST_BYTES, RequestVerifier
from bot.turns import LONGEST

_log = logging.getLogger(__name__)
_THREADS = 16
_LONGEST_QUESTION = 500
OPERATIONS = ("/healthz", "/readyz", "/metrics")  # answered whatever else goes on

Readiness = Callable[[], Sequence[str]]  # what is not in order, a sentence each; nothing when all is


def operations_app(ready: Readiness, registry: CollectorRegistry, warnings: Readiness = tuple) -> Flask:
    """/healthz, /readyz, /metrics, and what a link to a question shows in a browser; Socket Mode needs nothing more.

    `ready` lists what keeps the bot from its work, `warnings` what should be looked at though it answers.
    """
    flask = Flask("sspr", static_folder=None)

    @flask.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @flask.get("/readyz")
    def readyz() -> tuple[Response, int]:
        problems = list(ready())
        status = "not ready" if problems else "ready"
        return jsonify(status=status, problems=problems, warnings=list(warnings())), 503 if problems else 200

    @flask.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @flask.get(PATH)
    def asked() -> Response:
        question = " ".join(request.args.get("q", "").split())[:_LONGEST_QUESTION]
        says = f"This link is a question. Ask it in Slack, where only you see the answer:\n\n/sspr {question}\n"
        return Response(says, content_type="text/plain; charset=utf-8", headers={"X-Content-Type-Options": "nosniff"})

    @flask.errorhandler(Exception)
    def failed(error: Exception) -> HTTPException | tuple[Response, int]:
        if isinstance(error, HTTPException):
            return error
        _log.error("An HTTP request failed: %s", safe_traceback(error))
        return jsonify(error="internal error"), 500

    return flask


def http_app(
    bolt: Dispatcher,
    verifier: RequestVerifier,
    ready: Readiness,
    registry: CollectorRegistry,
    warnings: Readiness = tuple,
) -> Flask:
    """The same with /slack/events, where Slack sends everything: events, commands, presses, modals."""
    flask = operations_app(ready, registry, warnings)
    flask.config["MAX_CONTENT_LENGTH"] = MOST_BYTES  # more is answered with 413, unread

    @flask.post("/slack/events", provide_automatic_options=False)
    def events() -> Response | tuple[Response, int]:
        body, headers = request.get_data(), request.headers
        timestamp, signature = headers.get("X-Slack-Request-Timestamp"), headers.get("X-Slack-Signature")
        if not verifier.accepts(timestamp, signature, body):
            return jsonify(error="invalid request"), 401
        payload = read_body(request.mimetype, body)
        if payload is None:
            return jsonify(error="unreadable body"), 400
        # In this mode Bolt takes a body that was verified and read already. It gets no headers, as they are not signed.
        return to_flask_response(bolt.dispatch(BoltRequest(body=payload, mode="socket_mode")))

    return flask


class HttpServer(Server):
    """The bot's own port. Raises SettingsError when it cannot be had."""

    def __init__(self, flask: Flask, host: str, port: int) -> None:
        try:
            super().__init__(
                flask, host, port, threads=_THREADS, most_bytes=MOST_BYTES, reserved=OPERATIONS, turn_seconds=LONGEST
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise SettingsError(f"Cannot listen on {host}, port {port}: {why}. Set SSPR_HOST and SSPR_PORT.") from error
