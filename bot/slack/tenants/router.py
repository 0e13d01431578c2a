"""The door of a bot with many tenants: each request goes to the app of one of them, which checks who asks.

Only which tenant is meant is decided here. A tenant's app knows no other one, so that none can get into its answers.
"""

import copy
import json
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import Protocol

from slack_bolt import App, BoltRequest, BoltResponse

from bot.errors import RefusedError
from bot.render import problems
from bot.render.views import tenant_choice
from bot.service.ports import Clock, KeptQuestion, TokenStore
from bot.slack.directory.ttl_cache import TtlCache
from bot.slack.error_handler import report
from bot.slack.installed import taken_away
from bot.slack.payloads import (
    OLD_BUTTON,
    Json,
    asks,
    button_value,
    chosen_value,
    delivery_of,
    event_of,
    installed_in,
)
from bot.slack.sending.background import Background
from bot.slack.sending.replies import Replies
from bot.slack.tenants.choosing import Asked, Known, Several, choose, is_about_all, named
from bot.slack.tenants.stamp import stamped, tenant_of, unstamped

_CHOICE = re.compile(rf"{re.escape(tenant_choice.CHOOSE)}(\.\d+)?")
_REMEMBERED, _MOST = timedelta(hours=1), 20_000
_HOME = "home"
_UNKNOWN = "I answer only people of the workspaces that I was installed for."


class TenantApps(Protocol):
    """The tenants, and the app of each."""

    def is_known(self, team: str) -> bool:
        """Whether anybody of a workspace is answered."""
        ...

    def forget(self, team: str) -> None:
        """Let go of a workspace that has taken the app away."""
        ...

    def replies(self, team: str) -> Replies:
        """What answers in a workspace."""
        ...

    def known(self, team: str) -> Known:
        """What tells the tenants apart that are there for a workspace."""
        ...

    def names(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        """How they are called, by key."""
        ...

    def app(self, team: str, key: str) -> AbstractContextManager[App]:
        """The app of a tenant for a workspace, which is not let go while it is in use."""
        ...

    def domain(self, team: str, user: str) -> str:
        """The domain of somebody's address; "" where Slack does not say."""
        ...

    def may(self, team: str, user: str, key: str) -> bool:
        """Whether somebody may ask about a tenant at all. In doubt, no."""
        ...

    def mine(self, team: str, user: str) -> tuple[str, ...]:
        """All tenants about which somebody may ask."""
        ...


class Router:
    """Takes the place of a Bolt app where there are many tenants."""

    def __init__(self, tenants: TenantApps, tokens: TokenStore, background: Background, clock: Clock) -> None:
        """`tokens` keeps what was asked while the tenant is being chosen; `background` does what takes longer."""
        self._tenants, self._tokens, self._clock = tenants, tokens, clock
        self._background = background
        self._answered: TtlCache[str, None] = TtlCache(_REMEMBERED, _MOST, clock)

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        """Answer one request of Slack's. Never raises."""
        team = installed_in(request.context) or ""
        replies = self._tenants.replies(team)
        try:
            return self._dispatch(team, request)
        except Exception as error:  # noqa: BLE001 - the last stop, as the apps have one
            return report(error, partial(replies.acknowledge, request)) or BoltResponse(status=200)

    def _dispatch(self, team: str, request: BoltRequest) -> BoltResponse:
        if taken_away(event_of(request.body)):
            self._tenants.forget(team)
            return BoltResponse(status=200)
        return self._known(team, request) if self._tenants.is_known(team) else self._unknown(team, request)

    def _known(self, team: str, request: BoltRequest) -> BoltResponse:
        body = request.body
        key = tenant_of(body)
        if key is not None:
            if key not in {*self._tenants.known(team).keys, self._tenants.known(team).provider}:
                raise RefusedError(OLD_BUTTON)
            return self._sent(team, key, unstamped(body))
        actions = body.get("actions") or [{}]
        if _CHOICE.fullmatch(str(actions[0].get("action_id", ""))):
            return self._chosen(team, request, actions[0])
        if not asks(body):
            return self._unasked(team, request)
        found = choose(self._asked(team, request), self._tenants.known(team))
        if isinstance(found, str):
            plain = _with_text(body, named(_text(body))[1])
            later = "command" in body and found == self._tenants.known(team).provider and is_about_all(_text(plain))
            return self._sent_later(team, plain, found) if later else self._sent(team, found, plain)
        return self._ask_which(team, request, found)

    def _unknown(self, team: str, request: BoltRequest) -> BoltResponse:
        """Tell whoever typed a command; there is nothing to write to anybody else with."""
        if "command" not in request.body:
            return BoltResponse(status=200)
        return self._tenants.replies(team).acknowledge(request, problems.refusal(_UNKNOWN, myself=False))

    def _sent(self, team: str, key: str, body: Json) -> BoltResponse:
        with self._tenants.app(team, key) as app:
            response = app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        if response.body.startswith("{"):
            response.body = json.dumps(stamped(json.loads(response.body), key))
        return response

    def _sent_later(self, team: str, body: Json, key: str) -> BoltResponse:
        """Acknowledge a command at once: many tenants may take longer than Slack waits."""
        replies = self._tenants.replies(team)
        self._background.submit(lambda: self._look(team, body, key), lambda message: replies.respond(body, message))
        return BoltResponse(status=200)

    def _look(self, team: str, body: Json, key: str) -> None:
        self._tenants.replies(team).respond(body, tenant_choice.looking())
        self._respond(team, body, self._sent(team, key, body))

    def _respond(self, team: str, body: Json, answered: BoltResponse) -> None:
        if answered.body.startswith("{"):
            self._tenants.replies(team).respond_raw(body, json.loads(answered.body))

    def _unasked(self, team: str, request: BoltRequest) -> BoltResponse:
        """What happens in a channel without a question concerns the tenant whose channel it is."""
        known, event = self._tenants.known(team), event_of(request.body) or {}
        channel = str(event.get("channel") or event.get("channel_id") or "")
        key = known.provider if channel in known.provider_channels else known.by_channel.get(channel)
        if key is None and event.get("type") == "app_home_opened":
            found = choose(self._asked(team, request), known)
            key = found if isinstance(found, str) else None
        return self._sent(team, key, request.body) if key else BoltResponse(status=200)

    def _asked(self, team: str, request: BoltRequest) -> Asked:
        user = request.context.user_id or ""
        return Asked(
            text=_text(request.body),
            channel=request.context.channel_id or "",
            domain=self._tenants.domain(team, user),
            domain_of=lambda mentioned: self._tenants.domain(team, mentioned),
            may=lambda key: self._tenants.may(team, user, key),
            mine=lambda: self._tenants.mine(team, user),
        )

    def _ask_which(self, team: str, request: BoltRequest, found: Several) -> BoltResponse:
        delivery = delivery_of(request.body)
        if delivery and not self._answered.put_first(delivery, None):
            return BoltResponse(status=200)
        names, event, replies = self._tenants.names(found.keys), event_of(request.body), self._tenants.replies(team)
        if event and event.get("type") == "app_home_opened":
            replies.publish_home(str(event["user"]), tenant_choice.home(names))
            return BoltResponse(status=200)
        kept = KeptQuestion(_text(request.body), request.context.user_id or "", self._clock())
        return replies.acknowledge(request, tenant_choice.message(names, self._tokens.keep(kept)))

    def _chosen(self, team: str, request: BoltRequest, action: Json) -> BoltResponse:
        """Ask what was asked of the tenant that was chosen, for whoever asked it alone."""
        value = chosen_value(action) if "selected_option" in action else button_value(action)
        token, _, key = value.partition("|")
        context = request.context
        user = context.user_id or ""
        if key not in self._tenants.known(team).keys or not self._tenants.may(team, user, key):
            raise RefusedError(OLD_BUTTON)
        come_from: Json = {"team_id": context.team_id, "enterprise_id": context.enterprise_id}
        come_from["is_enterprise_install"] = context.is_enterprise_install
        if token == _HOME:
            event = {"type": "app_home_opened", "user": user, "tab": "home", "channel": ""}
            return self._sent(team, key, {"type": "event_callback", **come_from, "event": event})
        kept = self._tokens.find(token, self._clock())
        if kept is None or kept.asker != user:
            raise RefusedError(OLD_BUTTON)
        command = {"command": "/sspr", "text": kept.text, "trigger_id": request.body.get("trigger_id", "")}
        command |= {"user_id": user, "channel_id": context.channel_id or "", **come_from}
        command["response_url"] = request.body.get("response_url", "")
        self._respond(team, request.body, self._sent(team, key, command))
        return BoltResponse(status=200)


def _text(body: Mapping[str, object]) -> str:
    event = event_of(body)
    return str((event or body).get("text") or "") if event or "command" in body else ""


def _with_text(body: Json, text: str) -> Json:
    """The request with these words; without a tenant's key they mean the same to its app."""
    if text == _text(body):
        return body
    changed = copy.copy(body)
    if event := event_of(body):
        changed["event"] = {**event, "text": text}
    else:
        changed["text"] = text
    return changed
