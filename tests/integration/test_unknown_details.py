"""The queue of unknown details, and a cause given to one of them: by an admin, kept, in every answer, as TOML."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.answering import NobodyKnown, build_answering
from bot.errors import RefusedError
from bot.privacy import Role
from bot.render.cases.unknown_details import Mapped
from bot.reports.own_causes import code_of
from bot.service.answers.answering import Reply
from tests.support.digest_fixture import ADMIN, DigestBot, core_for, digest_bot
from tests.support.sqlite import sqlite_url

TEXT = 'User failed the "face check" option'
WEEK = f"""
    user             | at                   | methods      | result    | detail
    dana@contoso.com | 2017-02-26T06:00:00Z |              | Failed    | {TEXT}
    bob@contoso.com  | 2017-02-27T06:30:00Z |              | Failed    | {TEXT.upper()}.
    cyd@contoso.com  | 2017-02-27T06:40:00Z |              | Failed    | User does not have a license. You can add a license to the user to resolve this
"""
CODE = code_of(TEXT)


def ask(bot: DigestBot, text: str, role: Role = Role.ADMIN) -> Reply:
    return build_answering(bot.core, bot.digests.questions, NobodyKnown()).answer(text, replace(ADMIN, role=role))


def test_spellings_are_one_detail_with_counts_and_first_seen(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(WEEK)
        says = str(ask(bot, "unknown").message.blocks)
        assert "1 detail stands in no document*: 2 rows in all loaded data." in says
        assert f"`{CODE}`" in says
        assert "2 rows, 2 people" in says
        assert f"map {CODE} to no_license" in says
        assert "map " not in str(ask(bot, "unknown", Role.VIEWER).message.blocks)


def test_a_given_cause_counts_in_every_answer_and_after_a_restart_and_can_be_taken_back(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(WEEK)
        assert "cause *Not known" not in str(ask(bot, "stuck cause:no_license").message.blocks)
        assert "1 person is stuck" in ask(bot, "stuck cause:no_license").message.text
        done = ask(bot, f"map {CODE} to no_license")
        assert "counts as *No license* from now on, in all answers (2 rows, 2 people)" in done.message.text
        assert "3 people are stuck" in ask(bot, "stuck cause:no_license").message.text
        assert "No unknown detail" in ask(bot, "unknown").message.text
        other = core_for(sqlite_url(tmp_path), bot.clock)
        assert {str(cause) for cause in other.snapshots.current().attempts.pandas["cause"]} == {"no_license"}
        other.close()
        assert "is unknown again" in ask(bot, f"map {CODE} to nothing").message.text
        assert "1 person is stuck" in ask(bot, "stuck cause:no_license").message.text


def test_another_replica_sees_it_with_its_next_look(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(WEEK)
        other = core_for(sqlite_url(tmp_path), bot.clock)
        assert "unrecognised" in set(other.snapshots.current().attempts.pandas["cause"])
        ask(bot, f"map {CODE} to no_license")
        assert other.snapshots.refresh()
        assert "unrecognised" not in set(other.snapshots.current().attempts.pandas["cause"])
        assert not other.snapshots.refresh()
        other.close()


def test_what_was_given_is_valid_toml_for_the_catalogue(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(WEEK)
        ask(bot, f"map {CODE} to no_license")
        listed = ask(bot, "map").answer
        assert isinstance(listed, Mapped)
        (entry,) = tomllib.loads(listed.toml)["detail"]
        assert entry == {
            "key": f"failed.{CODE}",
            "text": TEXT,
            "result": "Failed",
            "cause": "no_license",
            "meaning": "",
        }


def test_who_may_give_a_cause_and_to_what(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(WEEK)
        for role in (Role.VIEWER, Role.HELPDESK):
            assert "Only admins may give a detail a cause." in ask(bot, f"map {CODE} to no_license", role).message.text
        with pytest.raises(RefusedError, match="u00000 is no unknown detail"):
            ask(bot, "map u00000 to no_license")
        with pytest.raises(RefusedError, match="unrecognised says nothing"):
            ask(bot, f"map {CODE} to unrecognised")
        assert ask(bot, f"map {CODE} to no_licens").question.kind == "misunderstood"
