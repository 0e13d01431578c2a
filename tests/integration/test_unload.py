"""A load is taken back by the command: what goes is said before, and every answer is as if it had never been."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.analysis.frames import arrays
from bot.analysis.frames.selection import everything
from bot.app.services import build_services
from bot.settings import Settings
from tests.support.command import Done, sspr
from tests.support.digest_fixture import FIRST_DAY, SECOND_DAY, DigestBot, digest_bot
from tests.support.sqlite import sqlite_url
from tests.support.steps_table import audit_report

HEAD = "User,Role,Date and Time,Methods Used,Result,Details\n"
BLOCKED = "User tried to verify a phone number too many times and is blocked for 24 hours"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
ANN = f"Ann@contoso.com,User,2017-02-27T08:00:00Z,Email,Failed,{LICENSE}\n"
BOB = f"bob@contoso.com,User,2017-02-27T09:00:00Z,Mobile Phone,Blocked,{BLOCKED}\n"
CYD = f"cyd@fabrikam.com,Guest,2017-02-28T07:00:00Z,Email,Failed,{LICENSE}\n"
QUESTIONS = ("status ann@contoso.com", "status bob@contoso.com", "failures 7d by domain", "stuck", "trend 30d", "data",
             "failures 7d domain:contoso.com", "registrations 30d", "compare this week with last")  # fmt: skip
NOW = ("--now", "2017-02-28T12:00:00Z")


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Mapping[str, str]:
    url = sqlite_url(tmp_path) if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    (tmp_path / "a.csv").write_text(HEAD + ANN + BOB)
    (tmp_path / "b.csv").write_text(HEAD + BOB + CYD)
    return {"SSPR_DATABASE_URL": url, "FOLDER": str(tmp_path)}


def load(settings: Mapping[str, str], name: str, *more: str) -> Done:
    return sspr("load", f"{settings['FOLDER']}/{name}", *more, settings=settings)


def answers(settings: Mapping[str, str], *more: str) -> list[object]:
    """All answers as JSON, without what tells of positions and when something was loaded."""
    found = []
    for question in QUESTIONS:
        done = sspr("ask", question, "--format", "json", *NOW, *more, settings=settings)
        found.append(json.loads(done.stdout, object_hook=_plain) if done.returncode == 0 else done.stderr)
    return found


def _plain(part: dict[str, object]) -> dict[str, object]:
    numbered = ("position", "number", "loaded_at", "opened_position", "last_position", "token")
    return {name: value for name, value in part.items() if name not in numbered}


def test_after_it_every_answer_is_as_if_the_file_had_never_been_loaded(settings: Mapping[str, str]) -> None:
    load(settings, "a.csv")
    load(settings, "b.csv")
    done = sspr("unload", "1", "--yes", settings=settings)
    assert done.returncode == 0, done.stderr
    load(settings, "b.csv", "--tenant", "b alone")
    mine, alone = answers(settings), answers(settings, "--tenant", "b alone")
    for question, left, right in zip(QUESTIONS, mine, alone, strict=True):
        assert _without_ages(left) == _without_ages(right), question


def _without_ages(answer: object) -> object:
    """Without the text, which says in minutes when a file was loaded."""
    return {name: part for name, part in answer.items() if name != "text"} if isinstance(answer, dict) else answer


def test_it_says_what_goes_and_changes_nothing_until_it_is_told_to(settings: Mapping[str, str]) -> None:
    load(settings, "a.csv")
    load(settings, "b.csv")
    asked = sspr("unload", "a.csv", settings=settings)
    assert asked.returncode == 1
    assert "Load 1 would be taken back" in asked.stdout
    assert "Goes: 1 attempt." in asked.stdout
    assert "other loads have brought it, too: 1 row." in asked.stdout
    assert "1 user ID is in no other load" in asked.stdout
    assert "Add --yes" in asked.stderr
    assert "ann" in sspr("ask", "status ann@contoso.com", *NOW, settings=settings).stdout.lower()
    done = json.loads(sspr("unload", "a.csv", "--yes", "--format", "json", settings=settings).stdout)
    assert (done["number"], done["gone"], done["stays"], done["people_gone"]) == (1, {"attempts": 1}, 1, 1)
    logged = [json.loads(line) for line in sspr("access-log", settings=settings).stdout.splitlines()]
    assert [(line["outcome"], line["rows"]) for line in logged if line["asked"] == "unload"] == [
        ("begun", None),
        ("done", 1),
    ]


def test_a_registration_that_failed_is_told_and_goes_with_its_load(settings: Mapping[str, str]) -> None:
    events = '[{"id":"1","feature":"registration","userPrincipalName":"dee@contoso.com","isSuccess":false,"authMethod":"email","failureReason":"","eventDateTime":"2017-02-28T08:00:00Z"}]'  # fmt: skip
    (Path(settings["FOLDER"]) / "e.json").write_text(events)
    load(settings, "a.csv")
    assert "1 row and 1 new" in load(settings, "e.json").stdout
    asked = ("ask", "status dee@contoso.com", *NOW)
    assert "2017-02-28 08:00 UTC, and failed" in sspr(*asked, settings=settings).stdout
    assert sspr("unload", "2", "--yes", settings=settings).returncode == 0
    assert "Tried to register" not in sspr(*asked, settings=settings).stdout


@pytest.mark.parametrize(
    ("name", "reason"),
    [("7", "There is no load 7"), ("none.csv", "No load is of a file none.csv"), ("1", "is taken back already")],
)
def test_what_cannot_be_taken_back_is_a_sentence(settings: Mapping[str, str], name: str, reason: str) -> None:
    load(settings, "a.csv")
    sspr("unload", "1", "--yes", settings=settings)
    done = sspr("unload", name, "--yes", settings=settings)
    assert (done.returncode, reason in done.stderr) == (1, True), done.stderr


def test_the_loads_are_listed_and_one_taken_back_is_not(settings: Mapping[str, str]) -> None:
    assert sspr("unload", settings=settings).stdout == "Nothing is loaded.\n"
    load(settings, "a.csv")
    load(settings, "b.csv")
    sspr("unload", "1", "--yes", settings=settings)
    listed = sspr("unload", settings=settings).stdout
    assert "b.csv" in listed
    assert "a.csv" not in listed


def test_the_same_file_can_be_loaded_again_and_a_watched_folder_leaves_it_alone(settings: Mapping[str, str]) -> None:
    load(settings, "a.csv")
    sspr("unload", "1", "--yes", settings=settings)
    services = build_services(Settings(SSPR_DATABASE_URL=settings["SSPR_DATABASE_URL"]))  # type: ignore[call-arg]
    assert services.load_once(Path(settings["FOLDER"]) / "a.csv") is None
    services.close()
    assert "2 new" in load(settings, "a.csv").stdout


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        yield bot


def test_what_digests_said_is_counted_and_stays_and_the_next_one_speaks_of_what_is_left(bot: DigestBot) -> None:
    bot.subscribe()
    bot.load(FIRST_DAY)
    bot.clock.go_to(27, 9)
    bot.settle()
    bot.load(SECOND_DAY, "second.csv")
    bot.clock.go_to(28, 9)
    bot.settle()
    before = [post.text for post in bot.posts()]
    with bot.core.unloading.prepared(2) as load:
        receipt = load.carry_out(bot.clock())
    assert (receipt.cases_reported, receipt.digests) == (1, 1)  # cyd; dana's began in the first file
    bot.core.snapshots.refresh()
    bot.clock.go_to(1, 9, month=3)
    bot.settle()
    assert [post.text for post in bot.posts()][:2] == before
    assert "cyd" not in bot.posts()[-1].text
    assert bot.told == []


STEPS = """
    2017-02-27T06:00:00Z | eve | c1 | flow | ok   | User submitted their user ID
    2017-02-27T06:01:00Z | eve | c1 | flow | fail | User does not have a license. You can add a license to the user to resolve this
"""
LATER_STEPS = "    2017-02-28T06:00:00Z | flo | c2 | flow | ok   | User submitted their user ID"
MORE_STEPS = "    2017-02-27T06:09:00Z | eve | c1 | flow | ok   | User was presented with verification options"


def test_an_attempt_that_a_load_had_lengthened_is_not_told_again_once_that_load_is_taken_back(bot: DigestBot) -> None:
    bot.subscribe()
    bot.core.ledger.record(audit_report(STEPS), "first.json", bot.clock())
    bot.clock.go_to(27, 9)
    bot.settle()
    bot.core.ledger.record(audit_report(MORE_STEPS), "second.json", bot.clock())
    ((longer,), position) = ends(bot)
    with bot.core.unloading.prepared(2) as load:
        receipt = load.carry_out(bot.clock())
    assert (receipt.gone, receipt.back) == ({"steps": 1}, 0)
    assert ends(bot) == ([longer - timedelta(minutes=8)], position)
    bot.core.ledger.record(audit_report(LATER_STEPS), "third.json", bot.clock())
    bot.clock.go_to(28, 9)
    bot.settle()
    assert "Of 1 person failing in the last digest" in bot.posts()[-1].text
    assert "*1* is still" in bot.posts()[-1].text
    assert "newly failing" not in bot.posts()[-1].text


def ends(bot: DigestBot) -> tuple[list[datetime], int]:
    """When each attempt ended, and where the newest stands."""
    bot.core.snapshots.refresh()
    snapshot = bot.core.snapshots.current()
    return list(arrays.moments(everything(snapshot.attempts).ended())), int(snapshot.attempts.values("position")[-1])
