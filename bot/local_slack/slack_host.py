"""Several local workspaces behind one address, as Slack has them, and the installing of the app in each of them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, Response, jsonify, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bot.local_slack.actions.events import deliver
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.server import LoopbackServer, arguments, call, create_app, token
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import APP, BOT_USER
from bot.local_slack.workspace.refusals import Refusal

TOKEN_SECONDS = 43_200


@dataclass(slots=True)
class SlackHost:
    """One app with its client id and secret; `rotating` gives tokens that end, with one to renew them with."""

    workspaces: Sequence[LocalSlack]
    client_id: str
    client_secret: str
    rotating: bool = False
    port: int = 0
    _codes: dict[str, tuple[LocalSlack, str, str]] = field(default_factory=dict)  # with who said yes, and the way back
    _refresh: dict[str, LocalSlack] = field(default_factory=dict)
    _server: LoopbackServer | None = None

    def __enter__(self) -> Self:
        """Open the port and begin to answer."""
        root = Flask(__name__, static_folder=None)
        root.add_url_rule("/api/<method>", view_func=self._web_api, methods=["GET", "POST"])
        mounts: dict[str, Any] = {
            f"/{one.context.workspace.team_id}": create_app(one.context) for one in self.workspaces
        }
        root.wsgi_app = DispatcherMiddleware(root.wsgi_app, mounts)  # type: ignore[method-assign]
        self._server = LoopbackServer(root, self.port)
        self._server.start()
        for one in self.workspaces:
            one.context.workspace.base_url = f"{self.url}/{one.context.workspace.team_id}"
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        if self._server:
            self._server.stop()

    @property
    def url(self) -> str:
        """Where it is."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def api_url(self) -> str:
        """Where the bot's Web API client points to."""
        return f"{self.url}/api/"

    def allow(self, team: str, user: str, address: str) -> str:
        """Say yes, as somebody of a workspace, on the page to which the bot sent the browser; the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.url}/oauth/v2/authorize?")
        assert asked["client_id"] == self.client_id
        code, back = secrets.token_hex(8), asked["redirect_uri"]
        self._codes[code] = (self._workspace(team), user, back)
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def uninstall(self, team: str) -> None:
        """Take the app out of a workspace: its token ends, and the bot hears of it."""
        slack = self._workspace(team)
        slack.revoke_token()
        deliver(slack.context, "tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}})
        deliver(slack.context, "app_uninstalled", {"type": "app_uninstalled"})

    def _workspace(self, team: str) -> LocalSlack:
        return next(one for one in self.workspaces if one.context.workspace.team_id == team)

    def _web_api(self, method: str) -> Response:
        if method == "oauth.v2.access":
            return self._access(arguments())
        if method == "api.test":
            return jsonify(ok=True)
        holder = next((one for one in self.workspaces if one.context.api.is_token(token())), None)
        if holder is None:
            return jsonify(ok=False, error="invalid_auth" if token() else "not_authed")
        if method == "auth.revoke":
            holder.context.api.revoked = True
            return jsonify(ok=True, revoked=True)
        return call(holder.context, method)

    def _access(self, args: Mapping[str, object]) -> Response:
        try:
            slack, user = self._exchanged(args)
        except Refusal as refusal:
            return jsonify(refusal.as_json())
        return jsonify(self._granted(slack, user))

    def _exchanged(self, args: Mapping[str, object]) -> tuple[LocalSlack, str]:
        """The workspace of a code, with who said yes, or of what a token is renewed with; each is good for once."""
        given = request.authorization
        if given is None or (given.username, given.password) != (self.client_id, self.client_secret):
            raise Refusal("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            if (renewed := self._refresh.pop(str(args.get("refresh_token")), None)) is None:
                raise Refusal("invalid_refresh_token")
            return renewed, ""
        found = self._codes.pop(str(args.get("code")), None)
        if found is None or found[2] != args.get("redirect_uri"):
            raise Refusal("invalid_code")
        return found[:2]

    def _granted(self, slack: LocalSlack, user: str) -> Json:
        workspace = slack.context.workspace
        granted, organisation = f"xoxb-{secrets.token_hex(12)}", workspace.organisation
        slack.context.api.grant(granted)
        rotation: Json = {}
        if self.rotating:
            renew = f"xoxe-{secrets.token_hex(12)}"
            self._refresh[renew] = slack
            rotation = {"refresh_token": renew, "expires_in": TOKEN_SECONDS}
        return {
            "ok": True,
            "access_token": granted,
            "token_type": "bot",
            "scope": "commands,chat:write",
            "bot_user_id": BOT_USER,
            "app_id": APP,
            "team": None if organisation else {"id": workspace.team_id, "name": workspace.team},
            "enterprise": {"id": organisation, "name": workspace.team} if organisation else None,
            "is_enterprise_install": organisation is not None,
            **({"authed_user": {"id": user}} if user else {}),
            **rotation,
        }
