"""The page's addresses: the page itself, what it shows, what it does."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, jsonify, make_response, redirect, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from bot.errors import BotError
from bot.local_slack.actions.users import UserActions
from bot.local_slack.page import guard
from bot.local_slack.page.acts import ACTS
from bot.local_slack.page.screen import screen, setting
from bot.local_slack.workspace.messages import Json, StoredFile

STATIC = Path(__file__).parent / "static"
_IMAGES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}


class Page:
    """The page of one workspace, for whoever has its key."""

    def __init__(self, users: UserActions) -> None:
        self.key = secrets.token_urlsafe(24)
        self.suggestions: tuple[tuple[str, str], ...] = ()
        self.controls: tuple[tuple[str, str, Callable[[], str]], ...] = ()
        self._users = users

    def add_to(self, app: Flask) -> None:
        """Serve the page from an application."""
        app.before_request(guard.only_from_here)
        app.add_url_rule("/", "page", self._enter)
        app.register_blueprint(self._blueprint())

    def _enter(self) -> AnyResponse:
        """Change the key in the address into a cookie, so that it does not stay in the history."""
        if "key" not in request.args:
            return self._document()
        response = redirect("/")
        response.set_cookie(guard.cookie_name(), request.args["key"], httponly=True, samesite="Strict")
        return response

    def _document(self) -> AnyResponse:
        guard.only_with_key(self.key)
        return guard.harden(make_response(send_from_directory(STATIC, "index.html")))

    def _blueprint(self) -> Blueprint:
        pages = Blueprint("local_slack", __name__)
        pages.before_request(lambda: guard.only_with_key(self.key))
        pages.after_request(guard.harden)
        pages.add_url_rule("/archives/<channel>/<message>", "archive", lambda **_: self._document())
        pages.add_url_rule("/static/<path:name>", "static", lambda name: send_from_directory(STATIC, name))
        pages.add_url_rule("/page/setting", "setting", self._setting)
        pages.add_url_rule("/page/screen", "screen", self._screen)
        pages.add_url_rule("/page/files/<file_id>/<path:name>", "file", self._file)
        for rule, view in (("act/<name>", self._act), ("control/<name>", self._control), ("upload", self._upload)):
            pages.add_url_rule(f"/page/{rule}", rule.partition("/")[0], _from_the_page(view), methods=["POST"])
        return pages

    def _setting(self) -> Response:
        suggestions = [{"text": text, "hint": hint} for text, hint in self.suggestions]
        controls = [{"id": name, "label": label} for name, label, _ in self.controls]
        shortcuts = [asdict(one) for one in self._users.context.shortcuts]
        known = setting(self._users.context.workspace)
        return jsonify({**known, "suggestions": suggestions, "controls": controls, "shortcuts": shortcuts})

    def _screen(self) -> Response:
        workspace = self._users.context.workspace
        clock = {"clock": workspace.clock().isoformat()}
        if request.args.get("after") == str(workspace.version):
            return jsonify(clock)
        return jsonify(screen(self._users, request.args["viewer"], request.args.get("channel", "")) | clock)

    def _act(self, name: str) -> Response:
        args = request.get_json()
        if name not in ACTS:
            abort(404)
        return _answer(lambda: ACTS[name](self._users, str(args["viewer"]), args))

    def _control(self, name: str) -> Response:
        runs = {known: run for known, _, run in self.controls}
        if name not in runs:
            abort(404)
        return _answer(lambda: {"said": runs[name]()})

    def _upload(self) -> Response:
        viewer, channel, name = (request.args[key] for key in ("viewer", "channel", "name"))
        data = request.get_data()
        return _answer(lambda: {"file": self._users.upload(viewer, channel, name, data)})

    def _file(self, file_id: str, name: str) -> Response:
        workspace = self._users.context.workspace
        with workspace.lock:
            file = workspace.files.get(file_id)
            sees = file and any(request.args.get("viewer") in workspace.members[channel] for channel in file.channels)
        if file is None or not sees:
            abort(404)
        return _content(file, name)


def _from_the_page(view: Callable[..., Response]) -> Callable[..., Response]:
    def checked(**args: str) -> Response:
        guard.only_from_the_page()
        return view(**args)

    return checked


def _answer(act: Callable[[], Json]) -> Response:
    """Do something, and turn what a person can act on into a sentence for the page."""
    try:
        return jsonify(act())
    except BotError as error:
        return jsonify({"problem": str(error)})


def _content(file: StoredFile, name: str) -> Response:
    """Show pictures, save everything else: a shared file never runs as a page of ours."""
    kind = _IMAGES.get(file.name.rpartition(".")[2].lower())
    response = Response(file.data or b"", content_type=kind or "application/octet-stream")
    response.headers.set("Content-Disposition", "inline" if kind else "attachment", filename=name)
    return response
