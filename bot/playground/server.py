"""The HTTP side for the bot: Web API, response URLs, uploads and downloads; and the server that carries it."""

import json
from threading import Thread

from flask import Flask, Response, jsonify, request
from waitress import wasyncore
from waitress.channel import ClientDisconnected
from waitress.server import BaseWSGIServer, create_server

from bot.errors import BotError
from bot.playground.api.files import receive, visible_to_bot
from bot.playground.refusals import Refusal
from bot.playground.stage import Stage
from bot.playground.web_api import Dropped

_STRUCTURED = ("blocks", "view", "metadata", "files", "message")
THREADS = 16


def _token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else str(request.values.get("token", ""))


def _arguments() -> dict[str, object]:
    if request.is_json:
        body = request.get_json(silent=True)
        return body if isinstance(body, dict) else {}
    args: dict[str, object] = {name: value for name, value in request.values.items() if name != "token"}
    for name in _STRUCTURED:
        if isinstance(args.get(name), str):
            try:
                args[name] = json.loads(str(args[name]))
            except ValueError:
                continue
    return args


def _uploaded() -> bytes:
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    return next((sent.read() for sent in request.files.values()), b"")


def create_app(stage: Stage) -> Flask:
    """Build the application that the bot calls."""
    app = Flask(__name__, static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True  # so that a dropped connection reaches the server
    app.json.sort_keys = False  # type: ignore[attr-defined]

    @app.route("/api/<method>", methods=["GET", "POST"])
    def web_api(method: str) -> Response:
        try:
            answer = stage.api.call(method, _arguments(), _token())
        except Dropped:
            raise ClientDisconnected from None
        response = jsonify(answer.body)
        response.status_code = answer.status
        response.headers.update(answer.headers)
        return response

    @app.post("/response/<ticket>")
    def response_url(ticket: str) -> tuple[str, int]:
        args = _arguments()
        try:
            with stage.world.lock:
                stage.responses.use(ticket, args)
        except Refusal as refusal:
            stage.api.record("response_url", args, refusal.error)
            return refusal.error, 404 if refusal.error.endswith("_url") else 400
        stage.api.record("response_url", args)
        return "ok", 200

    @app.post("/upload/<file_id>")
    def upload(file_id: str) -> tuple[str, int]:
        data = _uploaded()
        with stage.world.lock:
            taken = receive(stage.world, file_id, data)
        return (f"OK - {len(data)}", 200) if taken else ("not expected", 400)

    @app.get("/files/<file_id>/<path:name>")
    def download(file_id: str, name: str) -> Response:
        with stage.world.lock:
            file = stage.world.files.get(file_id)
            allowed = file and file.name == name and visible_to_bot(stage.world, file)
        if not file or not allowed or not stage.api.knows(_token()):
            # Slack answers a stranger with its sign-in page, and with 200.
            return Response("<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        return Response(file.data or b"", content_type="application/octet-stream")

    return app


def _bound(app: Flask, port: int, sockets: dict[int, object]) -> BaseWSGIServer:
    try:
        return create_server(
            app,
            map=sockets,
            host="127.0.0.1",
            port=port,
            threads=THREADS,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        wasyncore.close_all(sockets, ignore_all=True)
        reason = "Stop the program that uses it, or choose another port; 0 takes a free one."
        raise BotError(f"Port {port} of 127.0.0.1 cannot be opened ({error.strerror}). {reason}") from error


class Server:
    """waitress on a thread of its own, on loopback."""

    def __init__(self, app: Flask, port: int) -> None:
        self._sockets: dict[int, object] = {}
        self._server = _bound(app, port, self._sockets)
        self.port = int(self._server.effective_port)
        self._thread = Thread(target=self._server.run, name="local-slack", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and give the port back."""
        # The loop's own thread closes the sockets: closing them from here would race with its select().
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets, ignore_all=True))
        self._thread.join(timeout=5)
        self._server.task_dispatcher.shutdown()
