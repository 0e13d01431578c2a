"""The manifest against Slack's rules, and against what the code really uses."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient

from bot.privacy import Role
from bot.render.views.prompts import prompts
from bot.slack.listeners.shortcuts import LOOK_UP, ON_MESSAGE
from tests.unit.slack.manifest_rules import faults

ROOT = Path(__file__).parents[3]

# What Slack asks for, event by event and method by method (docs.slack.dev, November 2026).
SCOPES_OF_EVENTS = {
    "app_home_opened": set[str](),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set[str](),
    "file_shared": {"files:read"},
    "link_shared": {"links:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "tokens_revoked": set[str](),
}
EVENTS_OF_LISTENERS = {"message": "message.im"}  # Bolt's name for a subscription; all others have the same
SCOPES_OF_METHODS = {
    "assistant_threads_setStatus": {"chat:write"},
    "assistant_threads_setSuggestedPrompts": {"assistant:write"},
    "apps_connections_open": set[str](),  # the app-level token's own scope
    "auth_revoke": set[str](),
    "auth_teams_list": set[str](),
    "auth_test": set[str](),
    "chat_delete": {"chat:write"},
    "chat_getPermalink": set[str](),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_unfurl": {"links:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history"},
    "files_delete": {"files:write"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "reactions_add": {"reactions:write"},
    "usergroups_users_list": {"usergroups:read"},
    "users_conversations": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "users_lookupByEmail": {"users:read.email"},
    "views_open": set[str](),
    "views_publish": set[str](),
    "views_push": set[str](),
    "views_update": set[str](),
}
SCOPES_OF_WORDS = {  # what is used without a method of its own
    r"app\.command\(": {"commands"},
    r'profile\.get\("email"\)': {"users:read.email"},
    r'"file_share"': {"files:read"},  # a message with files, which are fetched without a method
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return loaded


@pytest.fixture(scope="module")
def source() -> str:
    """All code that talks to the real Slack; the local one only imitates it."""
    files = [path for path in (ROOT / "bot").rglob("*.py") if "local_slack" not in path.parts]
    texts = {path: path.read_text() for path in files}
    return "\n".join(text for path, text in texts.items() if "slack" in path.parts or "slack_sdk" in text)


def replaced(manifest: dict[str, Any], key_path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    changed = copy.deepcopy(manifest)
    parent: Any = changed
    for key in key_path[:-1]:
        parent = parent[key]
    parent[key_path[-1]] = value
    return changed


def without(manifest: dict[str, Any], key_path: tuple[str, ...]) -> dict[str, Any]:
    """Without that key; in a list, without the first entry's."""
    changed = copy.deepcopy(manifest)
    parent: Any = changed
    for key in key_path[:-1]:
        parent = parent[key]
        parent = parent[0] if isinstance(parent, list) else parent
    del parent[key_path[-1]]
    return changed


def events_heard(source: str) -> set[str]:
    names = re.findall(r'(?:app\.event\(\s*|event\.get\("type"\) == )"([a-z_.]+)"', source)
    return {EVENTS_OF_LISTENERS.get(name, name) for name in names}


def methods_called(source: str) -> set[str]:
    named = set(re.findall(r"client\.([a-z]+_[a-zA-Z_0-9]+)\b", source))
    return {name for name in named if callable(getattr(WebClient, name, None))}


def all_urls(value: object) -> list[str]:
    if isinstance(value, dict):
        return [url for one in value.values() for url in all_urls(one)]
    if isinstance(value, list):
        return [url for one in value for url in all_urls(one)]
    return [value] if isinstance(value, str) and "://" in value else []


def test_slack_takes_the_manifest(manifest: dict[str, Any]) -> None:
    assert list(faults(manifest)) == []


REQUIRED = [
    ("display_information",),
    ("display_information", "name"),
    ("features", "bot_user", "display_name"),
    ("features", "slash_commands", "command"),
    ("features", "slash_commands", "description"),
    ("settings", "interactivity", "is_enabled"),
]


@pytest.mark.parametrize("key_path", REQUIRED, ids=".".join)
def test_a_manifest_without_a_key_that_slack_requires_is_refused(
    manifest: dict[str, Any], key_path: tuple[str, ...]
) -> None:
    assert [fault.rpartition(".")[2] for fault in faults(without(manifest, key_path))] == [
        f"{key_path[-1]}: is missing"
    ]


@pytest.mark.parametrize(
    ("key_path", "value", "fault"),
    [
        (("display_info",), {}, "display_info: is no key of Slack's"),
        (("display_information", "name"), "S" * 36, "display_information.name: has 36 characters, not 1 to 35"),
        (("display_information", "name"), "", "display_information.name: has 0 characters, not 1 to 35"),
        (("display_information", "long_description"), "Short.", "long_description: has 6 characters, not 175 to 4000"),
        (("display_information", "background_color"), "blue", "background_color: does not look like #1f4e79"),
        (("features", "app_home", "home_tab_enabled"), "yes", "home_tab_enabled: is a str, not a bool"),
        (("features", "bot_user", "always_on"), True, "features.bot_user.always_on: is no key of Slack's"),
        (("features", "slash_commands", 0, "command"), "sspr", "command: does not look like /command"),
        (("features", "slash_commands", 0, "url"), "ftp://contoso.com", "url: does not look like https://contoso.com"),
        (("features", "slash_commands"), [], "features.slash_commands: has 0 entries, not 1 to 50"),
        (("oauth_config", "scopes", "bot"), "chat:write", "oauth_config.scopes.bot: is a str, not a list"),
        (("oauth_config", "scopes", "bot", 0), 7, "oauth_config.scopes.bot.0: is a int, not a str"),
        (("settings", "event_subscriptions", "bot_events"), ["message.im"] * 2, "bot_events: names message.im twice"),
        (("settings", "socket_mode"), True, "settings.socket_mode: is no key of Slack's"),
        (("_metadata", "major_version"), True, "_metadata.major_version: is a bool, not a int"),
    ],
)
def test_what_slack_would_refuse_is_found(
    manifest: dict[str, Any], key_path: tuple[str | int, ...], value: object, fault: str
) -> None:
    found = list(faults(replaced(manifest, key_path, value)))
    assert any(fault in one for one in found), found


def test_the_scopes_are_those_that_the_code_needs(manifest: dict[str, Any], source: str) -> None:
    needed = set[str]().union(
        *(SCOPES_OF_EVENTS[event] for event in events_heard(source)),
        *(SCOPES_OF_METHODS[method] for method in methods_called(source)),
        *(scopes for word, scopes in SCOPES_OF_WORDS.items() if re.search(word, source)),
    )
    scopes = manifest["oauth_config"]["scopes"]
    assert sorted(scopes["bot"] + scopes["bot_optional"]) == sorted(needed)


def test_the_events_are_those_that_the_code_listens_to(manifest: dict[str, Any], source: str) -> None:
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == events_heard(source)


def test_the_commands_are_those_that_the_code_answers(manifest: dict[str, Any], source: str) -> None:
    offered = [command["command"] for command in manifest["features"]["slash_commands"]]
    assert offered == re.findall(r'app\.command\("([^"]+)"\)', source)


def test_no_scope_is_there_twice_and_none_is_a_users(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert list(scopes) == ["bot", "bot_optional"]
    both = scopes["bot"] + scopes["bot_optional"]
    assert len(both) == len(set(both))


def test_each_scope_has_its_reason_in_one_line(manifest: dict[str, Any]) -> None:
    lines = (ROOT / "manifest.yml").read_text().splitlines()
    scopes = manifest["oauth_config"]["scopes"]
    for scope in scopes["bot"] + scopes["bot_optional"]:
        above = lines[lines.index(f"      - {scope}") - 1].strip()
        assert re.fullmatch(r"# [A-Z].*\.", above), scope


def test_socket_mode_has_no_addresses_and_all_others_are_https(manifest: dict[str, Any]) -> None:
    urls = all_urls(manifest)
    assert all(url.startswith("https://") for url in urls)
    if manifest["settings"]["socket_mode_enabled"]:
        assert urls == []


def test_texts_are_as_long_as_slack_allows(manifest: dict[str, Any]) -> None:
    display, (command,) = manifest["display_information"], manifest["features"]["slash_commands"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", display["background_color"])
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000


def test_people_can_write_to_the_bot_and_press_its_buttons(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert manifest["features"]["bot_user"]["display_name"] == "sspr"


def test_the_shortcuts_are_those_that_the_code_answers(manifest: dict[str, Any]) -> None:
    offered = [shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]]
    assert offered == [ON_MESSAGE, LOOK_UP]


def test_the_suggestions_before_the_app_is_opened_are_those_that_anybody_may_ask(manifest: dict[str, Any]) -> None:
    view = manifest["features"]["agent_view"]
    assert view["suggested_prompts"] == prompts(Role.SELF)
    assert len(view["agent_description"]) <= 300
    assert "assistant_view" not in manifest["features"]
