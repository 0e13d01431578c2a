"""Signs of `odd` that are muted or closed, on a real database: who may, what the next answer says, and the way back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.analysis.odd import OddAnswer
from bot.app.answering import NobodyKnown, build_answering
from bot.errors import RefusedError
from bot.privacy import Role
from bot.service.answers.answering import Reply
from tests.support.digest_fixture import AGENT, DigestBot, core_for, digest_bot
from tests.support.sqlite import sqlite_url

DONE = "Mobile Phone | Succeeded | User successfully reset password"
HEAD = "user | at | methods | result | detail\n"
THREE = HEAD + "".join(f"dana@contoso.com | 2017-02-2{day}T12:00:00Z | {DONE}\n" for day in (4, 5, 6))
FOURTH = HEAD + f"dana@contoso.com | 2017-02-27T06:30:00Z | {DONE}\n"


def ask(bot: DigestBot, text: str, role: Role = Role.HELPDESK) -> Reply:
    answering = build_answering(bot.core, bot.digests.questions, NobodyKnown())
    return replace(answering, smallest_group=1).answer(text, replace(AGENT, role=role))


def says(bot: DigestBot, text: str, role: Role = Role.HELPDESK) -> str:
    return str(ask(bot, text, role).message.blocks)


def test_a_muted_sign_is_shown_as_muted_with_reason_and_end_until_then(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(THREE)
        assert "*1 sign worth a look*" in says(bot, "odd")
        muted = says(bot, "triage repeated mute 2d because Training of *new* people")
        assert "`repeated` is muted by <@U0HARPER> until" in muted
        assert "triage repeated unmute" in muted
        odd = says(bot, "odd")
        assert "No sign that is neither muted nor closed* in the last 7 days. And 1 muted or closed." in odd
        assert "(`repeated`): 1 person; muted by <@U0HARPER> until" in odd
        assert "Training of" in odd
        bot.clock.now += timedelta(days=2, minutes=1)
        assert "*1 sign worth a look*" in says(bot, "odd")


def test_a_mute_is_taken_back_and_stands_over_a_restart(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(THREE)
        ask(bot, "triage repeated mute until 2017-03-31 because training")
        other = core_for(sqlite_url(tmp_path), bot.clock)
        found = build_answering(other, bot.digests.questions, NobodyKnown()).answer("odd", AGENT).answer
        assert isinstance(found, OddAnswer)
        assert found.signs[0].is_quiet
        other.close()
        assert "not muted any more" in says(bot, "triage repeated unmute")
        assert "*1 sign worth a look*" in says(bot, "odd")
        with pytest.raises(RefusedError, match="is not muted"):
            ask(bot, "triage repeated unmute")


def test_those_who_may_not_see_people_read_that_it_is_muted_and_not_why(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(THREE)
        ask(bot, "triage repeated mute 2d because dana is on a trip")
        odd = ask(bot, "odd", Role.VIEWER)
        assert "muted by <@U0HARPER>" in str(odd.message.blocks)
        assert "on a trip" not in str(odd)
        refused = ask(bot, "triage repeated attack", Role.VIEWER).message.text
        assert "Only the helpdesk may decide about signs here." in refused


def test_a_closing_covers_what_was_there_and_ends_with_the_next_attempt(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(THREE)
        closed = says(bot, "triage repeated innocent because an old phone")
        assert "closed by <@U0HARPER> as innocent" in closed
        assert "0 of 1 closing was an attack: too few (below 10) to say how often it is one." in closed
        assert "nothing new since" in says(bot, "odd")
        ask(bot, "triage repeated attack")  # the same attempts: a correction
        assert "1 of 1 closing was an attack" in says(bot, "odd")
        bot.load(FOURTH)
        bot.core.snapshots.refresh()
        odd = says(bot, "odd")
        assert "*1 sign worth a look*" in odd
        assert "Seen again since it was closed by <@U0HARPER> as an attack" in odd
        assert "taken back" in says(bot, "triage repeated reopen")
        assert "closing" not in says(bot, "odd").replace("Each closing", "")


def test_what_cannot_be_said_is_refused_with_the_reason(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(THREE)
        for words, why in (
            ("triage night attack", "Nothing shows the sign `night`"),
            ("triage night reopen", "Nobody closed the sign"),
            ("triage night mute 0d because x", "still to come"),
            ("triage night mute 2017-02-01 because x", "still to come"),
            ("triage night mute 99w because x", "a year at most"),
        ):
            with pytest.raises(RefusedError, match=why):
                ask(bot, words)
        for words in ("triage night mute 2d", "triage night mute because x", "triage noon attack", "triage night"):
            assert ask(bot, words).question.kind == "misunderstood", words
        assert "Nobody has said anything of a sign yet." in ask(bot, "triage").message.text
