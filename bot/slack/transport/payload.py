"""What Slack sends, read once and checked, so that everything behind may rely on its shape.

Names and types are those of Slack's reference for slash commands, interaction payloads and events; a field that nobody
here or in Bolt reads is passed on unchecked.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeGuard
from urllib.parse import parse_qsl

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 100


def _storable(value: str) -> str:
    """Refuse NUL and half a surrogate pair: no database takes them, and Slack sends neither."""
    if "\0" in value:
        raise ValueError
    value.encode()
    return value


String = Annotated[str, AfterValidator(_storable)]


class _Shape(BaseModel):
    """Strings are strings and objects are objects; nothing is converted."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _WithId(_Shape):
    id: String
    team_id: String | None = None
    enterprise_id: String | None = None


class _Message(_Shape):
    user: String | _WithId | None = None
    thread_ts: String | None = None


class _Option(_Shape):
    value: String


class _Element(_Shape):
    """An element of a form, with what was chosen in it."""

    value: String | None = None
    selected_date: String | None = None
    selected_time: String | None = None
    selected_user: String | None = None
    selected_conversation: String | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None


class _Action(_Element):
    """A press or a choice."""

    type: String
    action_id: String
    block_id: String


class _State(_Shape):
    values: dict[String, dict[String, _Element]]


class _Text(_Shape):
    text: String


class _View(_Shape):
    id: String
    type: String
    callback_id: String
    private_metadata: String
    title: _Text | None = None
    state: _State | None = None
    team_id: String | None = None
    app_installed_team_id: String | None = None


def _not_null(view: _View | None) -> _View | None:
    """Refuse null, which Slack does not send: Bolt fails over it where nobody listens to the rest."""
    if view is None:
        raise ValueError
    return view


_ViewIfAny = Annotated[_View | None, AfterValidator(_not_null)]


class _Container(_Shape):
    is_ephemeral: bool = False
    thread_ts: String | None = None


class _ResponseUrl(_Shape):
    response_url: String | None = None


class _Body(_Shape):
    """What Bolt looks for in every body to see who, where and for which workspace."""

    enterprise: String | _WithId | None = None
    enterprise_id: String | None = None
    team: String | _WithId | None = None
    team_id: String | None = None
    user: String | _WithId | None = None
    user_id: String | None = None
    channel: String | _WithId | None = None
    channel_id: String | None = None
    message: _Message | None = None
    container: _Container | None = None
    view: _ViewIfAny = None
    response_url: String | None = None
    response_urls: list[_ResponseUrl] = []
    trigger_id: String | None = None


class _Press(_Body):
    type: Literal["block_actions"]
    actions: list[_Action] = Field(min_length=1)
    trigger_id: String


class _FormView(_View):
    state: _State


class _Submit(_Body):
    type: Literal["view_submission", "view_closed"]
    view: _FormView


class _Command(_Body):
    command: String
    text: String = ""


class _ShortcutMessage(_Message):
    text: String | None = None
    bot_id: String | None = None
    blocks: list[dict[String, Any]] | None = None
    attachments: list[dict[String, Any]] | None = None


class _GlobalShortcut(_Body):
    callback_id: String
    trigger_id: String


class _MessageShortcut(_GlobalShortcut):
    channel: _WithId
    message: _ShortcutMessage


class _Installation(_Shape):
    enterprise_id: String | None = None
    team_id: String | None = None


class _Event(_Shape):
    """Any event; Bolt looks for the same things in it."""

    type: String
    subtype: String | None = None
    user: String | _WithId | None = None
    user_id: String | None = None
    team: String | _WithId | None = None
    user_team: String | None = None
    bot_id: String | None = None
    channel: String | _WithId | None = None
    channel_id: String | None = None
    message: _Message | None = None
    previous_message: _Message | None = None
    thread_ts: String | None = None


class _Mention(_Event):
    channel: String
    user: String | None = None
    text: String
    ts: String


class _SharedFile(_Shape):
    id: String


class _Written(_Event):
    channel: String
    user: String | None = None
    text: String | None = None
    channel_type: String | None = None
    files: list[_SharedFile] | None = None


class _HomeOpened(_Event):
    user: String
    tab: String | None = None


class _FileShared(_Event):
    file_id: String


class _Joined(_Event):
    user: String
    channel: String


class _Link(_Shape):
    url: String


class _LinkShared(_Event):
    channel: String
    message_ts: String
    links: list[_Link]
    source: String | None = None
    is_bot_user_member: bool = False


class _Delivery(_Shape):
    type: Literal["event_callback"]
    event: _Event
    event_id: String
    view: _ViewIfAny = None
    team_id: String | None = None
    enterprise_id: String | None = None
    authorizations: list[_Installation] | None = None


class _Handshake(_Shape):
    type: Literal["url_verification"]
    challenge: String


_EVENTS: Mapping[object, type[_Event]] = {
    "app_home_opened": _HomeOpened,
    "app_mention": _Mention,
    "file_shared": _FileShared,
    "link_shared": _LinkShared,
    "member_joined_channel": _Joined,
    "message": _Written,
}
_BODIES: Mapping[object, type[BaseModel]] = {
    "block_actions": _Press,
    "event_callback": _Delivery,
    "message_action": _MessageShortcut,
    "shortcut": _GlobalShortcut,
    "url_verification": _Handshake,
    "view_closed": _Submit,
    "view_submission": _Submit,
}


def read_body(content_type: str, body: bytes) -> dict[str, Any] | None:
    """Read the body of a request; None when it is nothing that Slack would send to this app."""
    try:
        payload = _parsed(content_type, body.decode())
    except (ValueError, RecursionError):
        return None
    return payload if is_sound(payload) else None


def is_sound(payload: object) -> TypeGuard[dict[str, Any]]:
    """Whether a payload has the shape that Slack documents, as far as anything here reads it."""
    if not isinstance(payload, dict):
        return False
    model = _Command if "command" in payload else _BODIES.get(_hashable(payload.get("type")))
    if model is None:
        return False
    try:
        model.model_validate(payload)
        if model is _Delivery:
            _EVENTS.get(payload["event"]["type"], _Event).model_validate(payload["event"])
    except (ValidationError, RecursionError):
        return False
    return True


def _parsed(content_type: str, text: str) -> object:
    """The one JSON value, or the fields of a form; of an interaction's form what its one field holds."""
    if content_type == JSON_TYPE:
        return json.loads(text)
    if content_type != FORM_TYPE:
        return None
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    return json.loads(fields["payload"]) if "payload" in fields else fields


def _hashable(value: object) -> object:
    return value if isinstance(value, str) else None
