"""While no line of the access log can be written, nobody is named on any surface: asked, pressed, opened."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.local_slack.workspace.messages import Json, SeenMessage
from bot.questions.question_types import QUESTION_TYPES
from bot.slack.listeners.shortcuts import ON_MESSAGE
from tests.support.slack_bot_fixture import ADA, DANA, HARPER, HELP
from tests.support.whole_bot_fixture import WholeBot, whole_bot

HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
BLOCKED = "User tried to verify a phone number too many times and is blocked for 24 hours"
PEOPLE = tuple(f"p{number}@contoso.com" for number in range(9))
ONE = PEOPLE[3]
DEEDS = ("subscribe", "unsubscribe", "map", "digest")  # which change what others see, or ask for one that is to come
ASKED = (
    *(example for kind in QUESTION_TYPES if kind.name not in DEEDS for example in (*kind.examples, *kind.free)),
    *("status p", f"status {ONE}", f"why {ONE}", "digest preview", "failures 30d", "resets by person", "export stuck"),
)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    """Two digests have been posted, the second one with new cases."""
    with whole_bot(tmp_path) as bot:
        bot.load(_report(PEOPLE[:5], day=27))
        bot.ask(ADA, HELP, "subscribe daily at 09:00 tz:Europe/Berlin show:names")
        bot.clock.go_to(28)
        bot.scheduler.drain()
        bot.load(_report(PEOPLE[5:], day=28))
        bot.clock.go_to(1, month=3)
        bot.scheduler.drain()
        yield bot


def _report(people: Sequence[str], *, day: int) -> str:
    details = [LICENSE, BLOCKED]
    rows = (
        f"{user},User,2017-02-{day}T06:0{number}:00Z,Mobile Phone,Failed,{details[number % 2]}\n"
        for number, user in enumerate(people)
    )
    return HEAD + "".join(rows)


@contextmanager
def full_log(bot: WholeBot) -> Iterator[None]:
    """The database takes no line of the access log, and everything else."""
    bot.core.access_log.flush()
    with bot.core.activity.engine.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    try:
        yield
    finally:
        with bot.core.activity.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER full"))


def named_by(bot: WholeBot, user: str, act: Callable[[], object]) -> set[str]:
    """Whom this person reads of after doing something, and did not before."""
    before = {message.ts: str(message) for message in _seen(bot, user)}
    act()
    bot.wait_idle()
    new = [message for message in _seen(bot, user) if before.get(message.ts) != str(message)]
    shown = json.dumps([new, bot.slack.modal(user), bot.slack.home(user)], default=str)
    if bot.slack.modal(user):
        bot.slack.close_modal(user)
    return {person for person in PEOPLE if person in shown}


def _seen(bot: WholeBot, user: str) -> list[SeenMessage]:
    return [*bot.slack.seen(user, HELP), *bot.slack.seen(user, bot.slack.direct_channel(user))]


def _pressable(message: SeenMessage) -> Iterator[tuple[str, str, str | None]]:
    """Each button, and each choice of each menu, of a message: action id, block and what is chosen."""
    for block in message.blocks:
        for element in _elements(block):
            options = [option["value"] for option in element.get("options", ())]
            if "url" not in element:
                yield from ((element["action_id"], block["block_id"], chosen) for chosen in options or [None])


def _elements(part: object) -> Iterator[Json]:
    if isinstance(part, dict):
        if "action_id" in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _elements(one)


def test_no_question_names_anybody(bot: WholeBot) -> None:
    with full_log(bot):
        for asked in ASKED:
            by_command = named_by(bot, HARPER, partial(bot.slack.command, HARPER, HELP, "/sspr", asked))
            by_message = named_by(bot, HARPER, partial(bot.slack.direct_message, HARPER, asked))
            assert (by_command | by_message) - {ONE} <= set(), asked  # whom one has typed is no secret
        assert named_by(bot, HARPER, lambda: bot.slack.open_home(HARPER)) == set()
        bot.slack.say(DANA, HELP, "it does not let me in")
        newest = bot.slack.seen(HARPER, HELP)[-1].ts
        assert named_by(bot, HARPER, lambda: bot.slack.message_shortcut(HARPER, HELP, newest, ON_MESSAGE)) == set()


def press_all(bot: WholeBot, message: SeenMessage) -> dict[tuple[str, str | None], set[str]]:
    """Whom each press of a message names; presses that name nobody are left out."""
    found = {}
    for action, block, chosen in _pressable(message):
        act = partial(bot.slack.click, HARPER, HELP, message.ts, action, block, selected=chosen)
        if named := named_by(bot, HARPER, act):
            found[action, chosen] = named
    return found


@pytest.mark.parametrize("asked", ["failures 30d by cause", "stuck", "odd 30d", "digest preview", "data", "unknown"])
def test_no_button_names_anybody(bot: WholeBot, asked: str) -> None:
    answer = bot.ask(HARPER, HELP, asked)
    with full_log(bot):
        assert press_all(bot, answer) == {}


def test_no_button_of_a_digest_names_anybody(bot: WholeBot) -> None:
    posted = [message for message in bot.slack.seen(HARPER, HELP) if not message.ephemeral]
    with full_log(bot):
        assert [found for message in posted if (found := press_all(bot, message))] == []
