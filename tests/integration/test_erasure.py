"""A person taken out: no table, no file and no message names her any more, counts stay, a load does not bring her back."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select

from bot.app import erasing
from bot.app.services import Services, build_services
from bot.errors import RefusedError
from bot.reports.receipt import Receipt
from bot.reports.roster import roster_of
from bot.settings import Settings
from bot.storage.erasure.sweep import CODECS, kind_of
from bot.storage.ledger.roster import Rosters
from bot.storage.tables import metadata
from tests.support import audit_writers, sample_week
from tests.support.command import sspr
from tests.support.digest_fixture import poster_for
from tests.support.slack_bot_fixture import ADA, HARPER, HELP
from tests.support.sqlite import sqlite_url
from tests.support.whole_bot_fixture import WholeBot, whole_bot

CYD, ID = "Cyd.Oné@contoso.com", "0000abcd-0000-4000-8000-00000000cyd0".replace("cyd0", "0cd0")
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
FIRST = HEAD + "".join(
    f"p{n}@contoso.com,User,2017-02-27T06:{n:02}:00Z,Mobile Phone,Failed,{LICENSE}\n" for n in range(9)
)
SECOND = (
    HEAD
    + f"{CYD},User,2017-02-27T13:00:00Z,Mobile Phone,Failed,{LICENSE}\n"
    + f"{CYD.upper()},User,2017-02-27T13:05:00Z,Mobile Phone,Failed,{LICENSE}\n"
    + f"eve@contoso.com,User,2017-02-27T14:00:00Z,Mobile Phone,Failed,{LICENSE}\n"
    + f"{CYD},User,not a time,,Failed,{LICENSE}\n"
    + f"bob@contoso.com,User,2017-02-27T15:00:00Z,Mobile Phone,Failed,The manager of {CYD} has no license.\n"
    + "".join(f"q{n}@contoso.com,User,2017-02-27T16:{n:02}:00Z,Mobile Phone,Failed,{LICENSE}\n" for n in range(40))
)
REGISTRATIONS = f"User,Role,Date and Time,Data Registered\n{CYD},User,2017-02-20T08:00:00Z,Mobile Phone\n"


def audit_log() -> bytes:
    """Her own steps, and a reset that she did as an admin for somebody else."""
    begun = datetime(2017, 2, 20, 8, 0, 0, 250_000, tzinfo=UTC)
    who = (CYD, "eve@contoso.com")
    drawn = [
        audit_writers.Attempt(who[n % 2], begun + timedelta(hours=3 * n), one.result, one.key, one.detail, one.options)
        for n, one in enumerate(sample_week.attempts()[:8])
    ]
    records = audit_writers.records(audit_writers.steps_of(drawn))
    for record in records:
        text = json.dumps(record)
        record.clear()
        record.update(
            json.loads(
                text.replace(audit_writers.guid(0xABC), ID) if CYD in text or json.dumps(CYD)[1:-1] in text else text
            )
        )
    return json.dumps({"value": records}).encode()


@dataclass(frozen=True)
class Erased:
    """A bot in which she was everywhere, and what its owner did."""

    bot: WholeBot
    folder: Path
    done: erasing.Erased


def fill(services: Services) -> None:
    services.loading.load("audit.json", BytesIO(audit_log()))
    services.loading.load("registrations.csv", BytesIO(REGISTRATIONS.encode()))
    record = {
        "id": ID,
        "userPrincipalName": CYD,
        "isSsprRegistered": True,
        "isSsprEnabled": True,
        "methodsRegistered": ["mobilePhone"],
    }
    Rosters(services.tenant).record(
        roster_of([record, {**record, "id": "", "userPrincipalName": "eve@contoso.com"}]), "r", services.clock()
    )


@contextmanager
def filled(folder: Path) -> Iterator[WholeBot]:
    with whole_bot(folder) as bot:
        bot.load(FIRST)
        fill(bot.core)
        bot.ask(ADA, HELP, "subscribe daily at 09:00 tz:Europe/Berlin show:names")
        bot.clock.go_to(27)
        bot.scheduler.drain()
        bot.load(SECOND, f"export of {CYD}.csv")
        bot.clock.go_to(28)
        bot.scheduler.drain()
        for words in (f"status {CYD}", f"why {CYD}", "stuck", f"status {CYD}"):
            bot.ask(HARPER, HELP, words)
        bot.core.tokens.flush()
        bot.core.access_log.flush()
        yield bot


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    folder = tmp_path_factory.mktemp("erased")
    with filled(folder) as bot:
        assert held_by(bot.core) >= {"people", "deliveries", "delivery_parts", "delivery_cases", "load_inputs", "loads",
                                     "rejected_rows", "words"}  # fmt: skip
        yield Erased(bot, folder, erasing.erase(bot.core, CYD.lower(), lambda _: poster_for(bot.slack.api_url)))


SPELLINGS = {form for name in (CYD, ID) for form in (name, name.lower(), name.upper(), json.dumps(name)[1:-1])}
SPELLINGS |= {json.dumps(CYD.lower())[1:-1], json.dumps(CYD.upper())[1:-1]}
NAMED = re.compile("|".join(map(re.escape, SPELLINGS)), re.IGNORECASE)


def held_by(services: Services) -> set[str]:
    """The tables that name her, everything unpacked that is packed."""
    found = set()
    for place in (services.tenant, services.activity):
        with place.reading() as (connection, _):
            for table in metadata.sorted_tables:
                for row in connection.execute(select(table)).mappings():
                    for column in table.c:
                        value: Any = row[column]
                        if isinstance(value, bytes):
                            value = CODECS[f"{table.name}.{column.name}"][0](value)
                            value = value.to_csv() if hasattr(value, "to_csv") else value
                        if NAMED.search(value if isinstance(value, str) else json.dumps(value, default=str)):
                            found.add(table.name)
    return found


def test_no_table_names_her(erased: Erased) -> None:
    assert held_by(erased.bot.core) == set()


def test_no_byte_of_any_file_names_her(erased: Erased) -> None:
    assert erased.done.files_clean
    files = [path for path in erased.folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"sspr.db", "sspr.activity.db"}
    for path in files:
        data = path.read_bytes()
        for name in SPELLINGS:
            for code in ("utf-8", "utf-16-le"):
                assert name.encode(code).lower() not in data.lower(), (path.name, name)


def test_nothing_in_the_channel_names_her_but_what_only_one_person_sees(erased: Erased) -> None:
    bot = erased.bot
    assert erased.done.slack_left == []
    assert erased.done.slack_done >= 2  # the thread of the digest, its file
    seen = [message for message in bot.slack.seen(HARPER, HELP) if not message.ephemeral]
    assert len(seen) > 2
    assert [message.text for message in seen if NAMED.search(str(message))] == []
    files = [file for message in seen for file in message.files]
    assert [file.name for file in files if NAMED.search(bot.slack.file_bytes(file.id).decode())] == []
    assert "eve@contoso.com" in str(seen)  # the others are still there


def test_counts_stay(erased: Erased, tmp_path: Path) -> None:
    with filled(tmp_path) as before:
        one, other = before.core.snapshots.current(), erased.bot.core.snapshots.current()
        assert len(one.attempts) == len(other.attempts)
        assert (
            one.attempts.pandas["result"].value_counts().to_dict()
            == other.attempts.pandas["result"].value_counts().to_dict()
        )
        assert one.attempts.pandas["user"].nunique() == other.attempts.pandas["user"].nunique()
        assert len(one.registrations) == len(other.registrations)
        assert one.position == other.position
        asked = "failures 2017-02-01..2017-03-01 by domain"
        texts = [bot.ask(HARPER, HELP, asked).text for bot in (before, erased.bot)]
        assert texts[0] == texts[1]


def test_nobody_is_asked_to_help_her(erased: Erased) -> None:
    text = erased.bot.ask(HARPER, HELP, "stuck").text + str(erased.bot.last(HARPER, HELP))
    assert "erased-1" not in text
    assert "eve@contoso.com" in text


def test_the_access_log_keeps_its_lines_and_its_chain(erased: Erased) -> None:
    log = erased.bot.core.access_log
    found = log.verify()
    assert found.problem == ""
    assert found.erased == erased.done.log_lines >= 3
    kinds = [(line["asked"], line["outcome"]) for line in log.lines()]
    assert kinds.count(("status", "answered")) >= 2
    assert ("erase", "done") in kinds


def test_the_receipt_says_how_much_and_not_who(erased: Erased) -> None:
    with erased.bot.core.tenant.reading() as (connection, _):
        rows = connection.execute(select(metadata.tables["erasures"])).mappings().all()
    assert [row["instead"] for row in rows] == ["erased-1@contoso.com"]
    assert set(rows[0]["counts"]) >= {"people", "load_inputs", "rejected_rows", "roster", "step_origins"}
    assert not NAMED.search(json.dumps(dict(rows[0])))


def load(bot: WholeBot, name: str, data: bytes) -> Receipt:
    (receipt,) = bot.core.loading.load_all(name, BytesIO(data)).receipts
    return receipt


def test_the_same_reports_again_do_not_bring_her_back_and_say_so(tmp_path: Path) -> None:
    with filled(tmp_path) as bot:
        erasing.erase(bot.core, CYD, lambda _: poster_for(bot.slack.api_url))
        size = len(bot.core.snapshots.current().attempts)
        again = load(bot, "again.csv", SECOND.encode())
        assert (again.rows, again.new, again.changed, again.skipped) == (43, 0, 0, 0)
        assert any("2 rows are of people who were erased, and left out." in warning for warning in again.warnings)
        assert [row.raw for row in again.rejected] == ["(a person who was erased)"]
        assert load(bot, "again.json", audit_log()).new == 0
        assert load(bot, "registrations.csv", REGISTRATIONS.encode()).new == 0
        assert len(bot.core.snapshots.current().attempts) == size
        assert held_by(bot.core) == set()  # bob's detail named her, too


def test_an_erased_person_may_come_back_when_that_is_asked_for(tmp_path: Path) -> None:
    with filled(tmp_path) as bot:
        erasing.erase(bot.core, CYD, lambda _: poster_for(bot.slack.api_url))
        erasing.lift(bot.core, CYD)
        assert load(bot, "again.csv", SECOND.encode()).new >= 2
        with pytest.raises(RefusedError, match="Nobody of that name was erased"):
            erasing.lift(bot.core, "nobody@contoso.com")


def test_a_load_can_still_be_taken_back(tmp_path: Path) -> None:
    with filled(tmp_path) as bot:
        erasing.erase(bot.core, CYD, lambda _: poster_for(bot.slack.api_url))
        number = max(one.number for one in bot.core.unloading.loads())
        before = len(bot.core.snapshots.current().attempts)
        with bot.core.unloading.prepared(number) as prepared:
            receipt = prepared.carry_out(bot.clock())
        bot.core.snapshots.refresh()
        assert receipt.gone["attempts"] == 44
        assert len(bot.core.snapshots.current().attempts) == before - 44
        assert held_by(bot.core) == set()


def test_without_a_token_it_says_what_still_stands_in_slack(tmp_path: Path) -> None:
    with filled(tmp_path) as bot:
        done = erasing.erase(bot.core, CYD, None)
        assert len(done.slack_left) >= 2
        assert all(left.endswith("SLACK_BOT_TOKEN is not set") for left in done.slack_left)
        assert not NAMED.search(str(done.slack_left))


def test_postgresql_is_swept_as_well(postgres_url: str, tmp_path: Path) -> None:
    services = build_services(Settings(SSPR_DATABASE_URL=postgres_url))  # type: ignore[call-arg]
    try:
        services.loading.load(f"export of {CYD}.csv", BytesIO(SECOND.encode()))
        fill(services)
        services.access_log.record(services.terminal(), "status", CYD, "answered")
        assert held_by(services) >= {"people", "load_inputs", "loads", "rejected_rows", "words", "access_log"}
        rows = len(services.snapshots.current().attempts)
        done = erasing.erase(services, CYD, None)
        assert held_by(services) == set()
        assert (done.log_lines, services.access_log.verify().problem) == (1, "")
        services.snapshots.refresh()
        assert len(services.snapshots.current().attempts) == rows
    finally:
        services.close()


@pytest.mark.parametrize("person", ["nobody@contoso.com", "cyd.one@contoso.com", "  ", "contoso.com"])
def test_nobody_is_erased_by_a_slip(person: str, tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    (tmp_path / "second.csv").write_text(SECOND)
    settings = {"SSPR_DATABASE_URL": url}
    sspr("load", str(tmp_path / "second.csv"), settings=settings)
    done = sspr("erase", person, "--yes", settings=settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert sspr("erase", CYD, settings=settings).stderr == "Nothing was changed. Add --yes to erase the person.\n"
    assert (
        "Erased. The rows that stay are those of erased-1@contoso.com."
        in sspr("erase", CYD, "--yes", settings=settings).stdout
    )
    again = sspr("erase", CYD, "--yes", settings=settings)
    assert (again.returncode, "erased-1@contoso.com" in again.stdout) == (0, True)  # to do it again does no harm


def test_somebody_called_like_a_word_takes_no_word_with_him(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    (tmp_path / "odd.csv").write_text(FIRST + f"User,User,2017-02-27T13:00:00Z,Mobile Phone,Failed,{LICENSE}\n")
    settings = {"SSPR_DATABASE_URL": url}
    sspr("load", str(tmp_path / "odd.csv"), settings=settings)
    assert sspr("erase", "user", "--yes", settings=settings).returncode == 0
    services = build_services(Settings(SSPR_DATABASE_URL=url))  # type: ignore[call-arg]
    attempts = services.snapshots.current().attempts.pandas
    services.close()
    assert set(attempts["role"]) == {"User"}
    assert set(attempts["detail"]) == {"failed.no_license"}
    assert "erased-1" in set(attempts["user"].astype(str))


def test_every_column_of_bytes_can_be_looked_into() -> None:
    held = {
        f"{table.name}.{one.name}" for table in metadata.sorted_tables for one in table.c if kind_of(one) == "bytes"
    }
    assert held == set(CODECS)
    assert held == {
        f"{table.name}.{one.name}"
        for table in metadata.sorted_tables
        for one in table.c
        if isinstance(one.type, LargeBinary)
    }
