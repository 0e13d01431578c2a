"""The tenant that a message belongs to, carried by the ids of its buttons and forms: a press finds its way back.

It says whose answer this was and grants nothing: who presses is checked as if they had asked.
"""

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.client import WorkspaceClient
from bot.slack.payloads import Json

_MARK: Final = "~"
_STAMP = re.compile(r"(.*)~([a-z0-9-]{1,40})", re.DOTALL)
_STAMPED: Final = ("action_id", "callback_id")


def stamped(value: Any, tenant: str) -> Any:
    """A message or view in whose buttons, menus and forms the tenant stands; in one without any it stands nowhere."""
    if isinstance(value, Mapping):
        marked = {name: _id(name, item, tenant) or stamped(item, tenant) for name, item in value.items()}
        is_view = value.get("type") in ("modal", "home") and not value.get("callback_id")
        return marked | ({"callback_id": f"{_MARK}{tenant}"} if is_view and _can_be_pressed(value) else {})
    return [stamped(item, tenant) for item in value] if isinstance(value, list | tuple) else value


def _can_be_pressed(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "action_id" in value or any(map(_can_be_pressed, value.values()))
    return isinstance(value, list | tuple) and any(map(_can_be_pressed, value))


def _id(name: str, item: Any, tenant: str) -> str:
    return f"{item}{_MARK}{tenant}" if name in _STAMPED and isinstance(item, str) and not _STAMP.fullmatch(item) else ""


def tenant_of(body: Mapping[str, Any]) -> str | None:
    """The tenant in what was pressed or filled in; None where there is none."""
    ids = [str(action.get("action_id", "")) for action in body.get("actions") or ()]
    ids.append(str((body.get("view") or {}).get("callback_id") or ""))
    return next((found[2] for one in ids if (found := _STAMP.fullmatch(one))), None)


def unstamped(body: Mapping[str, Any]) -> Json:
    """The same request as the listeners know it."""
    plain = dict(body)
    if actions := body.get("actions"):
        plain["actions"] = [_plain(action) for action in actions]
    for name in ("view", "state"):
        if isinstance(part := body.get(name), Mapping):
            plain[name] = _plain(part)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_without(name): _without(item) if name in _STAMPED else _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _without(text: Any) -> Any:
    found = _STAMP.fullmatch(text) if isinstance(text, str) else None
    return found[1] if found else text


class TenantClient(WorkspaceClient):
    """A client whose messages carry the tenant that they belong to."""

    tenant = ""

    def api_call(self, api_method: str, *, json: Json | None = None, **others: Any) -> SlackResponse:
        """Call a method of Slack."""
        return super().api_call(api_method, json=stamped(json, self.tenant) if json else json, **others)


def client_of(client: WebClient, tenant: str) -> TenantClient:
    """The same workspace for one tenant."""
    made = TenantClient(
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        logger=client.logger,
        retry_handlers=copy.copy(client.retry_handlers),
    )
    made.ask_token, made.tenant = (lambda: client.token), tenant
    return made


def stamp_of(client: WebClient) -> Callable[[Json], Json]:
    """What puts the tenant into messages that go out beside the Web API."""
    if isinstance(client, TenantClient):
        return lambda message: stamped(message, client.tenant)
    return lambda message: message
