"""HTTP mode: Slack's requests, and what those who run the bot want to know."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread

from flask import Flask, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from waitress import wasyncore
from waitress.server import create_server
from werkzeug.exceptions import HTTPException

from bot.errors import SettingsError
from bot.slack.anatomy import anatomy
from bot.slack.front_door import MOST_BYTES, FrontDoor

_log = logging.getLogger(__name__)
_THREADS = 16
_SECONDS_TO_FINISH = 5
_SECONDS_TO_NOTICE = 0.1  # that it shall stop

Readiness = Callable[[], Sequence[str]]  # what is not in order, a sentence each; nothing when all is


def operations_app(ready: Readiness, registry: CollectorRegistry) -> Flask:
    """/healthz, /readyz and /metrics; with Socket Mode there is nothing more."""
    flask = Flask("sspr", static_folder=None)

    @flask.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @flask.get("/readyz")
    def readyz() -> tuple[Response, int]:
        problems = list(ready())
        return jsonify(status="not ready" if problems else "ready", problems=problems), 503 if problems else 200

    @flask.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @flask.errorhandler(Exception)
    def failed(error: Exception) -> HTTPException | tuple[Response, int]:
        if isinstance(error, HTTPException):
            return error
        _log.error("An HTTP request failed: %s", anatomy(error))
        return jsonify(error="internal error"), 500

    return flask


def http_app(bolt: App, door: FrontDoor, ready: Readiness, registry: CollectorRegistry) -> Flask:
    """The same with /slack/events, where Slack sends everything: events, commands, presses, modals."""
    flask = operations_app(ready, registry)
    flask.config["MAX_CONTENT_LENGTH"] = MOST_BYTES  # more is answered with 413, unread
    handler = SlackRequestHandler(bolt)

    @flask.post("/slack/events")
    def events() -> Response | tuple[Response, int]:
        timestamp, signature = (
            request.headers.get("X-Slack-Request-Timestamp"),
            request.headers.get("X-Slack-Signature"),
        )
        if not door.admits(timestamp, signature, request.get_data()):
            return jsonify(error="invalid request"), 401
        answer: Response = handler.handle(request)
        return answer

    return flask


class HttpServer:
    """waitress on a thread of its own. The port is taken when it is made."""

    def __init__(self, flask: Flask, host: str, port: int) -> None:
        self._sockets: dict[int, object] = {}
        try:
            self._server = create_server(
                flask,
                map=self._sockets,
                host=host,
                port=port,
                threads=_THREADS,
                max_request_body_size=MOST_BYTES,
                clear_untrusted_proxy_headers=True,
                ident=None,
            )
        except (OSError, ValueError) as error:
            wasyncore.close_all(self._sockets, ignore_all=True)  # what waitress had opened before it failed
            why = getattr(error, "strerror", None) or error
            raise SettingsError(f"Cannot listen on {host}, port {port}: {why}. Set SSPR_HOST and SSPR_PORT.") from error
        listening = getattr(self._server, "effective_listen", None)  # there for names with several addresses
        self.port = int(listening[0][1] if listening else self._server.effective_port)
        self._stopping = Event()
        self._thread = Thread(target=self._serve, name="sspr-http", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, finish those under way, give the port back."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=_SECONDS_TO_FINISH)
        self._stopping.set()
        self._thread.join(timeout=_SECONDS_TO_FINISH)
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _serve(self) -> None:
        """Run the loop of waitress, which nothing but an exception in the main thread would end."""
        while not self._stopping.is_set() or self._unsent():
            wasyncore.loop(timeout=_SECONDS_TO_NOTICE, use_poll=True, map=self._sockets, count=1)

    def _unsent(self) -> bool:
        return any(getattr(channel, "total_outbufs_len", 0) for channel in list(self._sockets.values()))
