"""The HTTP side for the bot: Web API, response URLs, uploads and downloads; and the server that carries it."""

import json

from flask import Flask, Response, jsonify, request
from waitress.channel import ClientDisconnected

from bot.errors import BotError
from bot.local_slack.actions.context import Context
from bot.local_slack.web_api.methods.files import receive, visible_to_bot
from bot.local_slack.web_api.web_api import Dropped
from bot.local_slack.workspace.refusals import Refusal
from bot.serving import Server

_STRUCTURED = ("blocks", "view", "metadata", "files", "message")
THREADS = 16
MOST_BYTES = 200_000_000  # uploads of reports
UPLOAD_SECONDS = 120.0


def token() -> str:
    """The token of the present request."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else str(request.values.get("token", ""))


def arguments() -> dict[str, object]:
    """What the present request carries."""
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


def _half(whole: Response) -> Response:
    """An answer that ends before its end."""
    data = whole.get_data()
    return Response(iter([data[: len(data) // 2]]), headers={"Content-Length": str(len(data))}, mimetype=whole.mimetype)


def _uploaded() -> bytes:
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    return next((sent.read() for sent in request.files.values()), b"")


def call(context: Context, method: str) -> Response:
    """Answer a call of the Web API that the present request makes."""
    try:
        answer = context.api.call(method, arguments(), token())
    except Dropped:
        raise ClientDisconnected from None
    response = _half(jsonify(answer.body)) if answer.half else jsonify(answer.body)
    response.status_code = answer.status
    response.headers.update(answer.headers)
    return response


def create_app(context: Context) -> Flask:
    """Build the application that the bot calls."""
    app = Flask(__name__, static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True  # so that a dropped connection reaches the server
    app.json.sort_keys = False  # type: ignore[attr-defined]

    @app.route("/api/<method>", methods=["GET", "POST"])
    def web_api(method: str) -> Response:
        return call(context, method)

    @app.post("/response/<ticket>")
    def response_url(ticket: str) -> tuple[str, int]:
        args = arguments()
        try:
            with context.workspace.lock:
                context.responses.use(ticket, args)
        except Refusal as refusal:
            context.api.record("response_url", args, refusal.error)
            return refusal.error, 404 if refusal.error.endswith("_url") else 400
        context.api.record("response_url", args)
        return "ok", 200

    @app.post("/upload/<file_id>")
    def upload(file_id: str) -> tuple[str, int]:
        data = _uploaded()
        with context.workspace.lock:
            taken = receive(context.workspace, file_id, data)
        return (f"OK - {len(data)}", 200) if taken else ("not expected", 400)

    @app.get("/files/<file_id>/<path:name>")
    def download(file_id: str, name: str) -> Response:
        with context.workspace.lock:
            file = context.workspace.files.get(file_id)
            allowed = file and file.name == name and visible_to_bot(context.workspace, file)
        if not file or not allowed or not context.api.knows(token()):
            # Slack answers a stranger with its sign-in page, and with 200.
            return Response("<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        return Response(file.data or b"", content_type="application/octet-stream")

    return app


class LoopbackServer(Server):
    """A port of this machine. Raises BotError when it cannot be had."""

    def __init__(self, app: Flask, port: int) -> None:
        try:
            super().__init__(
                app, "127.0.0.1", port, threads=THREADS, most_bytes=MOST_BYTES, request_seconds=UPLOAD_SECONDS
            )
        except (OSError, ValueError) as error:
            reason = "Stop the program that uses it, or choose another port; 0 takes a free one."
            why = getattr(error, "strerror", None) or error
            raise BotError(f"Port {port} of 127.0.0.1 cannot be opened ({why}). {reason}") from error
