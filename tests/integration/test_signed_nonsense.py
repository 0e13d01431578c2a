"""Whoever knows the signing secret may send anything: it is answered or refused, never met with an error of ours."""

import copy
import hashlib
import hmac
import json
import logging
import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import request

from bot.local_slack.workspace.messages import SeenMessage
from bot.slack.listeners.shortcuts import LOOK_UP, ON_MESSAGE
from tests.e2e.test_digest_dialogues import DAILY, FIRST, SECOND
from tests.support.slack_bot_fixture import ADA, HARPER, HELP, SECRET
from tests.support.whole_bot_fixture import WholeBot, whole_bot

MUTATIONS = int(os.environ.get("SSPR_TEST_FUZZ", "400"))
DEEP = "[" * 100_000
Sent = tuple[str, bytes]  # content type and body

ODD: tuple[object, ...] = (
    None, True, 0, -1, 1.5, "", "\0", "\ud800", "x" * 5000, [], [[]], [None], {}, {"id": 5}, {"text": None}, "{", "kept-9",
    "1-2|no_license", "7|7|7", "[]", "[1]", '["snoozed", "x|y", "z"]',
)  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeBot]:
    with whole_bot(tmp_path_factory.mktemp("fuzz")) as bot:
        yield bot


@pytest.fixture(scope="module")
def genuine(bot: WholeBot) -> list[Sent]:
    """What the local Slack sends while people use everything."""
    sent: list[Sent] = []
    bot.flask.before_request(lambda: sent.append((request.mimetype, request.get_data())))
    bot.load(FIRST)
    bot.ask(ADA, HELP, DAILY)
    for day, more in ((27, SECOND), (28, "")):
        bot.clock.go_to(day)
        bot.scheduler.drain()
        if more:
            bot.load(more)
    _dialogue(bot)
    bot.wait_idle()
    return sent


def _dialogue(bot: WholeBot) -> None:
    slack = bot.slack
    digest = _digest(bot)
    slack.message_shortcut(HARPER, HELP, digest.ts, ON_MESSAGE)
    slack.global_shortcut(HARPER, LOOK_UP)
    why = next(value for value in _options(digest.blocks) if value.endswith("|why"))
    slack.click(HARPER, HELP, digest.ts, "sspr.case.more", _block(digest.blocks, "sspr.case.more"), selected=why)
    slack.click(HARPER, HELP, _digest(bot).ts, "sspr.case.acknowledge")
    for verb, values in (("assign", {"to": ADA}), ("snooze", {"reason": "order"})):
        slack.click(HARPER, HELP, _digest(bot).ts, f"sspr.case.{verb}")
        slack.submit(HARPER, values)
    answer = bot.ask(HARPER, HELP, "failures 30d")
    for verb in _actions(answer.blocks):
        slack.click(HARPER, HELP, answer.ts, verb)
    slack.mention(HARPER, HELP, "stuck")
    slack.direct_message(HARPER, "status dana@contoso.com")
    slack.open_home(HARPER)
    slack.click_home(HARPER, "sspr.home.stuck")
    slack.click(ADA, HELP, bot.ask(ADA, HELP, "subscriptions").ts, "sspr.subscription.add")
    slack.submit(ADA, {"channel": HELP, "show": "counts"})
    slack.upload(ADA, slack.direct_channel(ADA), "march.csv", SECOND.encode())
    slack.upload(ADA, HELP, "march.csv", SECOND.encode(), text="<@U0THEBOT>")


def _digest(bot: WholeBot) -> SeenMessage:
    """The digest as it stands now: each decision writes it anew."""
    bot.wait_idle()
    return next(one for one in reversed(bot.slack.seen(HARPER, HELP)) if "sspr.case.more" in str(one.blocks))


def _elements(blocks: Any) -> Iterator[Any]:
    for block in blocks:
        yield from ((block, one) for one in (*block.get("elements", ()), block.get("accessory") or {}))


def _actions(blocks: Any) -> list[str]:
    return [one["action_id"] for _, one in _elements(blocks) if one.get("type") == "button" and "url" not in one]


def _options(blocks: Any) -> list[str]:
    return [option["value"] for _, one in _elements(blocks) for option in one.get("options", ())]


def _block(blocks: Any, action_id: str) -> str:
    return next(str(block["block_id"]) for block, one in _elements(blocks) if one.get("action_id") == action_id)


def test_the_dialogue_sends_every_kind_of_request(genuine: list[Sent]) -> None:
    kinds = {_kind(*one) for one in genuine}
    assert kinds >= {"/sspr", "block_actions", "view_submission", "message", "app_mention", "app_home_opened"}
    assert kinds >= {"file_shared", "message_action", "shortcut"}


def _kind(content_type: str, body: bytes) -> str:
    value, _ = _opened(content_type, body)
    return str(value.get("command") or (value.get("event") or value)["type"])


def test_mutated_requests_are_answered_or_refused(
    bot: WholeBot, genuine: list[Sent], caplog: pytest.LogCaptureFixture
) -> None:
    chance, seen = random.Random(20261128), dict[str, Sent]()
    for sent in genuine:
        seen.setdefault(_kind(*sent) + str(len(sent[1]) // 500), sent)
    with caplog.at_level(logging.ERROR):
        for number in range(MUTATIONS):
            content_type, body = chance.choice(list(seen.values()))
            mutated = _mutated(content_type, body, chance, bot.slack.context.workspace.new_trigger(HARPER))
            status = post(bot, content_type, mutated)
            assert status in (200, 400, 401, 404), (number, status, mutated)
            assert not caplog.records, (number, caplog.records[-1].getMessage(), mutated)
        bot.wait_idle()
    assert not caplog.records


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", DEEP),
        ("application/json", '{"type": "event_callback", "event": ' + DEEP),
        ("application/x-www-form-urlencoded", urlencode({"payload": DEEP})),
        ("application/x-www-form-urlencoded", urlencode({"payload": "7" * 5000})),
        ("application/x-www-form-urlencoded", "payload"),
        ("application/x-www-form-urlencoded", ""),
        ("application/x-www-form-urlencoded", "ssl_check=1&token=x"),
        ("application/x-www-form-urlencoded", "&".join(f"a{n}=1" for n in range(1000))),
        ("application/json", "[1]"),
        ("application/json", "null"),
        ("application/json", '{"type": "shortcut", "callback_id": "none", "trigger_id": "1.1", "view": null}'),
        ("application/json", '{"type": "event_callback", "event_id": "Ev1", "event": {"type": "none"}, "view": null}'),
        ("application/json", '{"type": "shortcut", "callback_id": "none", "trigger_id": "1.1", "container": "x"}'),
        ("application/json", '{"type": ["block_actions"]}'),
        ("text/plain", "command=%2Fsspr&text=help"),
        ("", "command=%2Fsspr&text=untyped"),
    ],
)
def test_what_slack_never_sends_is_refused(bot: WholeBot, content_type: str, body: str) -> None:
    assert post(bot, content_type, body.encode()) == 400


def test_only_the_body_counts_as_no_header_is_signed(bot: WholeBot) -> None:
    body = urlencode({"command": "/sspr", "text": "help", "user_id": HARPER, "team_id": "T0HERE", "channel_id": HELP})
    form = "application/x-www-form-urlencoded"
    assert post(bot, form, body.encode(), {"X-Slack-Bolt-Lazy-Only": "1"}) == 200


def post(bot: WholeBot, content_type: str, body: bytes, headers: dict[str, str] | None = None) -> int:
    timestamp = str(int(datetime.now(UTC).timestamp()))
    digest = hmac.new(SECRET.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    signed = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}", **(headers or {})}
    return (
        bot.flask.test_client()
        .post("/slack/events", data=body, headers=signed, content_type=content_type or None)
        .status_code
    )


def _opened(content_type: str, body: bytes) -> tuple[Any, Callable[[Any], bytes]]:
    """The value inside, and how it is packed again."""
    if content_type == "application/json":
        return json.loads(body), lambda value: json.dumps(value).encode()
    fields = dict(parse_qsl(body.decode()))
    if "payload" in fields:
        return json.loads(fields["payload"]), lambda value: urlencode({"payload": json.dumps(value)}).encode()
    return fields, lambda value: urlencode(value).encode()


def _mutated(content_type: str, body: bytes, chance: random.Random, fresh: str) -> bytes:
    """The same with one to three values gone, replaced or moved; now and then with bytes that are broken."""
    if chance.random() < 0.05:
        at = chance.randrange(len(body))
        return body[:at] + bytes(chance.randrange(256) for _ in range(3)) + body[at + 1 :]
    value, packed = _opened(content_type, body)
    value |= {name: fresh for name in ("event_id", "trigger_id") if name in value}  # else it counts as delivered
    for _ in range(chance.randint(1, 3)):
        _change(value, chance)
    try:
        return packed(value)
    except UnicodeEncodeError:
        return body[:-1]


def _change(value: Any, chance: random.Random) -> None:
    holder, key = chance.choice(list(_places(value)))
    if chance.random() < 0.3:
        del holder[key]
    else:
        holder[key] = copy.deepcopy(chance.choice(ODD))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _places(inner)
