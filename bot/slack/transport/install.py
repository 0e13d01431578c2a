"""/slack/install and /slack/oauth_redirect: a workspace that is named in the settings installs the app by itself."""

import logging
import re
from collections.abc import Callable, Collection
from typing import Final
from urllib.parse import urljoin

from flask import Flask, Response, request
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth import OAuthStateStore
from slack_sdk.oauth.installation_store import Installation, InstallationStore
from typing_extensions import override

from bot.errors import BotError
from bot.slack.client import SlackError, ask
from bot.slack.installed import Tokens, team_of
from bot.slack.scopes import NEEDED, OPTIONAL

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_NOT_NAMED: Final = "This workspace is not one of those that this bot is for. Whoever runs it can add it."
_log = logging.getLogger(__name__)


class _NotNamedError(BoltError):
    """A workspace that nobody has named."""


class _Flow(OAuthFlow):
    """Bolt's own way, which keeps nothing of a workspace that is not named."""

    def __init__(
        self, settings: OAuthSettings, client: WebClient, tokens: Tokens, named: Callable[[], Collection[str]]
    ) -> None:
        quiet = logging.getLogger("bot.slack.oauth")
        quiet.setLevel(logging.ERROR)  # below it Bolt writes down codes
        super().__init__(client=client, logger=quiet, settings=settings)
        self._tokens, self._named = tokens, named

    @override
    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        team = team_of(installation)
        if team not in self._named():
            _log.warning("%s, which SSPR_TENANTS does not name, was refused the app", team)
            self._give_back(installation)
            raise _NotNamedError(_NOT_NAMED)
        try:
            self._tokens.save(installation)
        except BotError as error:
            raise BoltError(error.logged) from error
        _log.info("%s has installed the app", team)

    def _give_back(self, installation: Installation) -> None:
        try:
            ask(self.client.auth_revoke, token=installation.bot_token)
        except SlackError as error:
            _log.warning("Its token could not be given back: %s", error.code)


def install_flow(
    client_id: str,
    client_secret: str,
    client: WebClient,
    tokens: Tokens,
    states: OAuthStateStore,
    named: Callable[[], Collection[str]],
    *,
    public_url: str,
) -> OAuthFlow:
    """Put it together; `named` are the ids of those that may install the app."""
    settings = OAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=[*NEEDED, *OPTIONAL],
        user_scopes=[],
        redirect_uri=urljoin(public_url, REDIRECT),
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        install_page_rendering_enabled=False,
        authorization_url=urljoin(client.base_url, "/oauth/v2/authorize"),
        installation_store=InstallationStore(),  # never asked: see store_installation
        state_store=states,
    )
    flow = _Flow(settings, client, tokens, named)
    default = flow.default_callback_options

    def failed(args: FailureArgs) -> BoltResponse:
        reason = re.sub(r"\W", "", args.reason)[:40]  # Slack's word for it, or whatever somebody put into the address
        _log.warning("An installation did not succeed: %s %s", reason, args.error or "")
        if not isinstance(args.error, _NotNamedError):
            return default.failure(args)
        page = settings.redirect_uri_page_renderer.render_failure_page(str(args.error))
        return BoltResponse(status=403, headers={"Content-Type": "text/html; charset=utf-8"}, body=page)

    flow.success_handler, flow.failure_handler = default.success, failed
    settings.callback_options = CallbackOptions(default.success, failed)
    return flow


def add_install(flask: Flask, flow: OAuthFlow) -> None:
    """Add the two addresses."""

    @flask.get(INSTALL)
    def install() -> Response:
        return to_flask_response(flow.handle_installation(to_bolt_request(request)))

    @flask.get(REDIRECT)
    def redirect() -> Response:
        return to_flask_response(flow.handle_callback(to_bolt_request(request)))
