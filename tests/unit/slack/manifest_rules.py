"""Slack's rules for the parts of an app manifest that ours uses, checked without its schema.

The rules are those of the manifest schema 2.0.0 that Slack publishes (November 2026): no other keys, the types, the lengths.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_HTTP_URL = (r"https?://", "https://contoso.com")


@dataclass(frozen=True)
class Text:
    """A string of `least` to `most` characters that may have to match a pattern, for which there is an example."""

    least: int = 0
    most: int = 10_000
    pattern: tuple[str, str] | None = None


@dataclass(frozen=True)
class Items:
    """A list of `least` to `most` entries, all of one kind."""

    entry: "Rule"
    least: int = 0
    most: int = 10_000
    distinct: bool = False


@dataclass(frozen=True)
class Keys:
    """A mapping with some of these keys and no others."""

    rules: Mapping[str, "Rule"]
    required: frozenset[str] = frozenset()


Rule = Text | Items | Keys | type[bool] | type[int]

_PROMPTS = Items(Keys({"title": Text(), "message": Text()}, frozenset({"title", "message"})), most=4)
_FEATURES = Keys(
    {
        "app_home": Keys(
            {"home_tab_enabled": bool, "messages_tab_enabled": bool, "messages_tab_read_only_enabled": bool}
        ),
        "agent_view": Keys({"agent_description": Text(most=300), "suggested_prompts": _PROMPTS}),
        "assistant_view": Keys(
            {"assistant_description": Text(), "suggested_prompts": _PROMPTS}, frozenset({"assistant_description"})
        ),
        "bot_user": Keys({"display_name": Text(1, 80), "always_online": bool}, frozenset({"display_name"})),
        "shortcuts": Items(
            Keys(
                {
                    "name": Text(1, 24),
                    "type": Text(pattern=("message$|global$", "global")),
                    "callback_id": Text(1, 255),
                    "description": Text(1, 150),
                },
                frozenset({"name", "type", "callback_id", "description"}),
            ),
            1,
            10,
        ),
        "slash_commands": Items(
            Keys(
                {
                    "command": Text(2, 32, ("/", "/command")),
                    "description": Text(1, 2000),
                    "url": Text(most=3000, pattern=_HTTP_URL),
                    "usage_hint": Text(1, 1000),
                    "should_escape": bool,
                },
                frozenset({"command", "description"}),
            ),
            1,
            50,
        ),
    }
)
_SCOPES = Items(Text(most=50), most=255)
_EVENTS = Items(Text(most=50), most=100, distinct=True)
_ADDRESS = Text(most=3500, pattern=_HTTP_URL)
_SETTINGS = Keys(
    {
        "event_subscriptions": Keys({"request_url": _ADDRESS, "bot_events": _EVENTS, "user_events": _EVENTS}),
        "interactivity": Keys(
            {"is_enabled": bool, "request_url": _ADDRESS, "message_menu_options_url": _ADDRESS},
            frozenset({"is_enabled"}),
        ),
        "org_deploy_enabled": bool,
        "socket_mode_enabled": bool,
        "token_rotation_enabled": bool,
        "is_hosted": bool,
        "is_mcp_enabled": bool,
    }
)
MANIFEST = Keys(
    {
        "_metadata": Keys({"schema_version": int, "min_version": int, "major_version": int, "minor_version": int}),
        "display_information": Keys(
            {
                "name": Text(1, 35),
                "description": Text(1, 140),
                "background_color": Text(4, 7, (r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$", "#1f4e79")),
                "long_description": Text(175, 4000),
            },
            frozenset({"name"}),
        ),
        "features": _FEATURES,
        "oauth_config": Keys(
            {
                "redirect_urls": Items(Text(most=2500), most=1000, distinct=True),
                "scopes": Keys(dict.fromkeys(("bot", "user", "bot_optional", "user_optional"), _SCOPES)),
                "token_management_enabled": bool,
                "pkce_enabled": bool,
            }
        ),
        "settings": _SETTINGS,
    },
    frozenset({"display_information"}),
)


def faults(value: object, rule: Rule = MANIFEST, path: str = "") -> Iterator[str]:
    """What Slack would refuse, each as `where: what`."""
    match rule, value:
        case Keys(), dict():
            yield from _key_faults(value, rule, path)
        case Items(), list():
            yield from _item_faults(value, rule, path)
        case Text(), str():
            yield from _text_faults(value, rule, path)
        case type(), _ if type(value) is rule:
            pass
        case _:
            yield f"{path}: is a {type(value).__name__}, not a {_kind(rule)}"


def _kind(rule: Rule) -> str:
    match rule:
        case Keys():
            return "dict"
        case Items():
            return "list"
        case Text():
            return "str"
        case _:
            return rule.__name__


def _key_faults(value: Mapping[str, object], rule: Keys, path: str) -> Iterator[str]:
    yield from (f"{_below(path, key)}: is missing" for key in sorted(rule.required - set(value)))
    for key, inner in value.items():
        if key in rule.rules:
            yield from faults(inner, rule.rules[key], _below(path, key))
        else:
            yield f"{_below(path, key)}: is no key of Slack's, or one that has no rule here yet"


def _item_faults(value: list[object], rule: Items, path: str) -> Iterator[str]:
    if not rule.least <= len(value) <= rule.most:
        yield f"{path}: has {len(value)} entries, not {rule.least} to {rule.most}"
    if rule.distinct:
        yield from (f"{path}: names {one} twice" for one in sorted({str(one) for one in value if value.count(one) > 1}))
    for number, entry in enumerate(value):
        yield from faults(entry, rule.entry, _below(path, str(number)))


def _text_faults(value: str, rule: Text, path: str) -> Iterator[str]:
    if not rule.least <= len(value) <= rule.most:
        yield f"{path}: has {len(value)} characters, not {rule.least} to {rule.most}"
    if rule.pattern and not re.match(rule.pattern[0], value):
        yield f"{path}: does not look like {rule.pattern[1]}"


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
