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
from bot.render.views import tenant_choice
from bot.service.ports import Clock, KeptQuestion, TokenStore
from bot.slack.directory.ttl_cache import TtlCache
from bot.slack.error_handler import report
from bot.slack.payloads import OLD_BUTTON, Json, asks, button_value, chosen_value, delivery_of, event_of
from bot.slack.sending.background import Background
from bot.slack.sending.replies import Replies, Tell
from bot.slack.tenants.choosing import Asked, Known, Several, choose, is_about_all, named
from bot.slack.tenants.stamp import stamped, tenant_of, unstamped

_CHOICE = re.compile(rf"{re.escape(tenant_choice.CHOOSE)}(\.\d+)?")
_REMEMBERED, _MOST = timedelta(hours=1), 20_000
_HOME = "home"


class TenantApps(Protocol):
    """The tenants, and the app of each."""

    def known(self) -> Known:
        """What tells them apart."""
        ...

    def names(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        """How they are called, by key."""
        ...

    def app(self, key: str) -> AbstractContextManager[App]:
        """The app of a tenant, which is not let go while it is in use."""
        ...

    def domain(self, user: str) -> str:
        """The domain of somebody's address; "" where Slack does not say."""
        ...

    def may(self, team: str | None, user: str, key: str) -> bool:
        """Whether somebody may ask about a tenant at all. In doubt, no."""
        ...

    def mine(self, team: str | None, user: str) -> tuple[str, ...]:
        """All tenants about which somebody may ask."""
        ...


class Router:
    """Takes the place of a Bolt app where there are many tenants."""

    def __init__(
        self, tenants: TenantApps, replies: Replies, tokens: TokenStore, background: Background, clock: Clock
    ) -> None:
        """`tokens` keeps what was asked while the tenant is being chosen; `background` does what takes longer."""
        self._tenants, self._replies, self._tokens, self._clock = tenants, replies, tokens, clock
        self._background = background
        self._answered: TtlCache[str, None] = TtlCache(_REMEMBERED, _MOST, clock)

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        """Answer one request of Slack's. Never raises."""
        try:
            return self._dispatch(request)
        except Exception as error:  # noqa: BLE001 - the last stop, as the apps have one
            return report(error, partial(self._replies.acknowledge, request)) or BoltResponse(status=200)

    def _dispatch(self, request: BoltRequest) -> BoltResponse:
        body = request.body
        key = tenant_of(body)
        if key is not None:
            if key not in {*self._tenants.known().keys, self._tenants.known().provider}:
                raise RefusedError(OLD_BUTTON)
            return self._sent(key, unstamped(body))
        actions = body.get("actions") or [{}]
        if _CHOICE.fullmatch(str(actions[0].get("action_id", ""))):
            return self._chosen(request, actions[0])
        if not asks(body):
            return self._unasked(request)
        found = choose(self._asked(request), self._tenants.known())
        if isinstance(found, str):
            plain = _with_text(body, named(_text(body))[1])
            later = "command" in body and found == self._tenants.known().provider and is_about_all(_text(plain))
            return self._sent_later(plain, found) if later else self._sent(found, plain)
        return self._ask_which(request, found)

    def _sent(self, key: str, body: Json) -> BoltResponse:
        with self._tenants.app(key) as app:
            response = app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        if response.body.startswith("{"):
            response.body = json.dumps(stamped(json.loads(response.body), key))
        return response

    def _sent_later(self, body: Json, key: str) -> BoltResponse:
        """Acknowledge a command at once: many tenants may take longer than Slack waits."""
        self._background.submit(lambda: self._look(body, key), self._tell(body))
        return BoltResponse(status=200)

    def _look(self, body: Json, key: str) -> None:
        self._replies.respond(body, tenant_choice.looking())
        self._respond(body, self._sent(key, body))

    def _respond(self, body: Json, answered: BoltResponse) -> None:
        if answered.body.startswith("{"):
            self._replies.respond_raw(body, json.loads(answered.body))

    def _tell(self, body: Json) -> Tell:
        return lambda message: self._replies.respond(body, message)

    def _unasked(self, request: BoltRequest) -> BoltResponse:
        """What happens in a channel without a question concerns the tenant whose channel it is."""
        known, event = self._tenants.known(), event_of(request.body) or {}
        channel = str(event.get("channel") or event.get("channel_id") or "")
        key = known.provider if channel in known.provider_channels else known.by_channel.get(channel)
        if key is None and event.get("type") == "app_home_opened":
            found = choose(self._asked(request), known)
            key = found if isinstance(found, str) else None
        return self._sent(key, request.body) if key else BoltResponse(status=200)

    def _asked(self, request: BoltRequest) -> Asked:
        team, user = request.context.team_id, request.context.user_id or ""
        return Asked(
            text=_text(request.body),
            channel=request.context.channel_id or "",
            domain=self._tenants.domain(user),
            may=lambda key: self._tenants.may(team, user, key),
            mine=lambda: self._tenants.mine(team, user),
        )

    def _ask_which(self, request: BoltRequest, found: Several) -> BoltResponse:
        delivery = delivery_of(request.body)
        if delivery and not self._answered.put_first(delivery, None):
            return BoltResponse(status=200)
        names, event = self._tenants.names(found.keys), event_of(request.body)
        if event and event.get("type") == "app_home_opened":
            self._replies.publish_home(str(event["user"]), tenant_choice.home(names))
            return BoltResponse(status=200)
        kept = KeptQuestion(_text(request.body), request.context.user_id or "", self._clock())
        return self._replies.acknowledge(request, tenant_choice.message(names, self._tokens.keep(kept)))

    def _chosen(self, request: BoltRequest, action: Json) -> BoltResponse:
        """Ask what was asked of the tenant that was chosen, for whoever asked it alone."""
        value = chosen_value(action) if "selected_option" in action else button_value(action)
        token, _, key = value.partition("|")
        team, user = request.context.team_id, request.context.user_id or ""
        if key not in self._tenants.known().keys or not self._tenants.may(team, user, key):
            raise RefusedError(OLD_BUTTON)
        if token == _HOME:
            return self._sent(key, _home_opened(request.body, user))
        kept = self._tokens.find(token, self._clock())
        if kept is None or kept.asker != user:
            raise RefusedError(OLD_BUTTON)
        command = {"command": "/sspr", "text": kept.text, "trigger_id": request.body.get("trigger_id", "")}
        command |= {"user_id": user, "team_id": team, "channel_id": request.context.channel_id or ""}
        command["response_url"] = request.body.get("response_url", "")
        self._respond(request.body, self._sent(key, command))
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


def _home_opened(body: Json, user: str) -> Json:
    event = {"type": "app_home_opened", "user": user, "tab": "home", "channel": ""}
    return {"type": "event_callback", "team_id": (body.get("team") or {}).get("id"), "event": event}
