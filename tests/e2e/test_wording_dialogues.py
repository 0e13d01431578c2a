"""How answers word what people met as wrong or unclear: hours with their zone, the asker as you, days, names of files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_digest_dialogues import DAILY, FIRST, HEAD, LICENSE, digest
from tests.e2e.test_file_dialogues import last_file
from tests.support.slack_bot_fixture import ADA, DANA, HARPER, HELP
from tests.support.whole_bot_fixture import WholeBot, whole_bot

NONE = ":information_source: *No attempts at all*"
NO_ALL_CLEAR = "in the loaded data. That is no all-clear."
_MOST_LINES = 12  # of a status before "More": a phone's screen


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(FIRST)
        yield bot


def texts(block: Any) -> Iterator[str]:
    """Every text of some blocks, in order."""
    if isinstance(block, dict):
        for key, value in block.items():
            yield from (value,) if key == "text" and isinstance(value, str) else texts(value)
    elif isinstance(block, list):
        for each in block:
            yield from texts(each)


def test_an_hour_of_another_zone_is_told_in_both(bot: WholeBot) -> None:
    assert "09:00 CET" in bot.ask(ADA, HELP, DAILY).text  # she lives there
    assert "08:00 UTC> for you, 09:00 in Berlin" in bot.ask(HARPER, HELP, "subscriptions").text


def test_the_first_digest_has_its_date_in_the_title_and_names_who_is_stuck_longest(bot: WholeBot) -> None:
    bot.ask(ADA, HELP, DAILY)
    bot.clock.go_to(27)
    bot.scheduler.drain()
    said = [*texts(digest(bot).blocks)]
    assert said[0] == "Password reset digest, Mon 27 Feb: 2 people failing now"
    assert "Catch-up" not in str(said)
    assert "Stuck longest" in str(digest(bot).blocks)
    assert said.index("dana@contoso.com") < said.index("bob@contoso.com")


def test_whoever_asks_about_themselves_is_addressed(bot: WholeBot) -> None:
    own = bot.ask(DANA, HELP, "status")
    assert "You (`dana@contoso.com`) *cannot reset right now*" in str(own.blocks)
    assert "Share to channel" not in [*texts(own.blocks)]
    assert "You (" not in bot.ask(HARPER, HELP, "status dana").text


def test_a_status_shows_the_verdict_the_reason_and_what_to_do_first(bot: WholeBot) -> None:
    verdict, first, *rest = texts(bot.ask(HARPER, HELP, "status bob@contoso.com").blocks)
    assert verdict.startswith(":no_entry: `bob@contoso.com` *cannot reset right now*")
    assert "assign a license" in first
    assert sum(text.count("\n") + 1 for text in (verdict, first, *rest[:2])) <= _MOST_LINES


def test_days_are_told_as_one_says_them(bot: WholeBot) -> None:
    for words, verdict in (
        ("failures today", f":x: *2 failed attempts by 2 people* today. Most: {LICENSE.partition('.')[0]} (2)."),
        ("failures sunday", f"{NONE} on Sunday 2017-02-26 {NO_ALL_CLEAR}"),
        ("failures yesterday", f"{NONE} yesterday {NO_ALL_CLEAR}"),
    ):
        assert bot.ask(HARPER, HELP, words).text == verdict
    for words in ("failures today", "failures sunday", "failures yesterday", "trend 7d", "data"):
        said = bot.ask(HARPER, HELP, words).text
        assert not [wrong for wrong in ("on today", "on yesterday", "in Sunday") if wrong in said], said


def test_a_person_is_spelled_in_small_letters_however_they_or_an_asker_type_them(bot: WholeBot) -> None:
    bot.load(f"{HEAD}DANA@Contoso.COM,User,2017-02-27T06:40:00Z,Mobile Phone,Failed,{LICENSE}\n")
    for words in ("status DANA@CONTOSO.COM", "stuck", "failures today by person"):
        said = "\n".join(texts(bot.ask(HARPER, HELP, words).blocks))
        assert "dana@contoso.com" in said
        assert not [wrong for wrong in ("DANA", "Dana@", "Contoso.COM") if wrong in said], said


def test_a_file_is_named_after_its_question(bot: WholeBot) -> None:
    bot.ask(HARPER, HELP, "export attempts all")
    bot.wait_idle()
    assert [file.name for file in last_file(bot.slack, HARPER).files] == ["attempts-2017-02-27.csv"]


READ_ALOUD = {
    "fix 0029": "`SSPR_0029` OnPremisesAdminActionRequired",
    "hr=80230818": "An error of the synchronization engine",
    "your account is not enabled for password reset": "may mean 2 things",
    "we're sorry, you can't reset your password at this time": "More than one refusal of the reset page says that",
    "AADSTS50126": "Nothing in the documents was found under `AADSTS50126`",
}


@pytest.mark.parametrize(("words", "said"), READ_ALOUD.items())
def test_what_callers_read_aloud_is_answered_or_honestly_unknown(bot: WholeBot, words: str, said: str) -> None:
    answer = bot.ask(HARPER, HELP, words)
    assert said in answer.text
    assert "AADSTS120016" not in answer.text
