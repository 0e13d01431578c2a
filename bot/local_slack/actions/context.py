"""What every action of a person needs: the workspace, the bot's endpoint, the response URLs."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.local_slack.actions.bot_endpoint import BotEndpoint, Outcome
from bot.local_slack.web_api.response_urls import ResponseUrls
from bot.local_slack.web_api.web_api import WebApi
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import APP, Person
from bot.local_slack.workspace.workspace import Workspace

if TYPE_CHECKING:
    from bot.local_slack.actions.shortcuts import Shortcut

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one local Slack; `events` names the subscribed events, None for all."""

    workspace: Workspace
    endpoint: BotEndpoint
    responses: ResponseUrls
    api: WebApi
    events: Collection[str] | None = None
    shortcuts: "Collection[Shortcut]" = ()
    unfurl_domains: Collection[str] = ()

    def interact(self, kind: str, user: Person, payload: Json) -> Outcome:
        """Deliver an interaction: a press, a submit, a close."""
        organisation = self.workspace.organisation
        common: Json = {
            "type": kind,
            "token": "unused",
            "api_app_id": APP,
            "team": {"id": self.workspace.team_id, "domain": self.workspace.domain},
            "enterprise": {"id": organisation} if organisation else None,
            "is_enterprise_install": organisation is not None,
            "user": {
                "id": user.id,
                "username": user.handle,
                "name": user.handle,
                "team_id": self.workspace.team_of(user),
            },
        }
        with self.workspace.lock:  # the payload shows live state
            body = urlencode({"payload": json.dumps({**common, **payload})}).encode()
        return self.endpoint.send(body, FORM)
