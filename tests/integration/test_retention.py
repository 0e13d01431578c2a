"""SSPR_KEEP_DAYS: what is older goes from every table and file, what is newer stays as it was, a load brings nothing back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.app.retention import MonthlyRetention, build_retention, carry_out
from bot.app.services import Services, build_services
from bot.errors import StoreError
from bot.reports.receipt import Receipt
from bot.settings import Settings
from bot.storage.ledger.inputs import unpacked
from bot.storage.retention.keep import QUIET, old_steps
from bot.storage.tables import attempts, delivery_cases, load_inputs, people, retentions, step_origins, steps
from tests.integration.test_erasure import audit_log
from tests.support import audit_writers
from tests.support.command import sspr
from tests.support.slack_bot_fixture import ADA, HELP
from tests.support.sqlite import sqlite_url
from tests.support.whole_bot_fixture import whole_bot

NOW = datetime(2018, 3, 1, 12, tzinfo=UTC)
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
OLD, NEW = NOW - timedelta(days=400), NOW - timedelta(days=10)


def csv(*rows: tuple[str, datetime]) -> bytes:
    return (
        HEAD + "".join(f"{who}@contoso.com,User,{at:%Y-%m-%dT%H:%M:%SZ},Email,Failed,{LICENSE}\n" for who, at in rows)
    ).encode()


def audit(*rows: tuple[str, datetime]) -> bytes:
    drawn = [
        audit_writers.Attempt(f"{who}@contoso.com", at, "Failed", "failed.no_license", LICENSE) for who, at in rows
    ]
    return audit_writers.portal_csv(audit_writers.steps_of(drawn))


CLASSIC = csv(("oldie", OLD), ("both", OLD), ("both", NEW), ("newbie", NEW))
AUDIT = audit(("stepold", OLD), ("stepboth", OLD), ("stepboth", NEW))


class Clock:
    """Moved by hand."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return sqlite_url(tmp_path) if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


def opened(url: str, keep: str, clock: Clock) -> Services:
    settings = {"SSPR_DATABASE_URL": url, "SSPR_KEEP_DAYS": keep, "SSPR_ACCESS_LOG_KEY": "a key"}
    return build_services(Settings.model_validate(settings), clock=clock)


def load(services: Services, name: str, data: bytes) -> Receipt:
    (receipt,) = services.loading.load_all(name, BytesIO(data)).receipts
    return receipt


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def filled(url: str, clock: Clock) -> str:
    """All loaded while nothing was said about how long it is kept."""
    services = opened(url, "", clock)
    load(services, "classic.csv", CLASSIC)
    load(services, "audit.csv", AUDIT)
    services.close()
    return url


def micros(at: datetime) -> float:
    return at.timestamp() * 1e6


def names(services: Services) -> set[str]:
    with services.tenant.reading() as (connection, _):
        return {key.partition("@")[0] for key in connection.execute(select(people.c.key)).scalars()}


def count(services: Services, table: object) -> int:
    with services.tenant.reading() as (connection, _):
        return connection.execute(select(func.count()).select_from(table)).scalar() or 0  # type: ignore[arg-type]


def attempts_of(services: Services) -> list[tuple[str, str]]:
    frame = services.snapshots.current().attempts.pandas
    return sorted(
        (str(user).partition("@")[0], f"{at:%Y}") for user, at in zip(frame["user"], frame["at"], strict=True)
    )


def test_facts_that_are_older_go_with_their_people_and_steps(filled: str, clock: Clock, tmp_path: Path) -> None:
    services = opened(filled, "facts:365", clock)
    assert len(attempts_of(services)) == 7
    counts = carry_out(services)
    assert attempts_of(services) == [("both", "2018"), ("newbie", "2018"), ("stepboth", "2018")]
    assert names(services) == {"both", "newbie", "stepboth"}
    assert (counts["attempts"], counts["people"]) == (4, 2)
    assert count(services, steps) > 0
    with services.tenant.reading() as (connection, _):
        assert (connection.execute(select(func.min(steps.c.at))).scalar() or 0) > micros(NOW - timedelta(days=366))
        (receipt,) = connection.execute(select(retentions)).mappings()
    assert (receipt["days"], receipt["counts"]["attempts"]) == ({"facts": 365}, 4)
    services.close()
    for path in tmp_path.glob("sspr*"):
        assert b"oldie" not in path.read_bytes(), path.name
        assert b"stepold" not in path.read_bytes(), path.name


def test_a_round_that_finds_nothing_old_changes_nothing(filled: str, clock: Clock) -> None:
    services = opened(filled, "facts:3650 steps:3650 origins:3650 deliveries:3650 access-log:3650", clock)
    assert carry_out(services) == {}
    assert carry_out(services) == {}
    services.close()


def test_a_load_does_not_bring_back_what_is_too_old(filled: str, clock: Clock) -> None:
    services = opened(filled, "facts:365", clock)
    carry_out(services)
    again = load(services, "classic again.csv", CLASSIC)
    assert (again.rows, again.new, again.repeated, again.skipped) == (2, 0, 2, 0)
    assert "2 rows are older than SSPR_KEEP_DAYS keeps, and left out." in again.warnings
    assert load(services, "audit again.csv", AUDIT).new == 0
    assert attempts_of(services) == [("both", "2018"), ("newbie", "2018"), ("stepboth", "2018")]
    services.close()


@pytest.mark.parametrize(("report", "stays"), [(CLASSIC, {"both", "newbie"}), (AUDIT, {"stepboth"})])
def test_who_is_left_out_of_a_load_is_named_nowhere(url: str, clock: Clock, report: bytes, stays: set[str]) -> None:
    services = opened(url, "facts:365 steps:365", clock)
    load(services, "report.csv", report)
    assert names(services) == stays
    with services.tenant.reading() as (connection, _):
        for content in connection.execute(select(load_inputs.c.content)).scalars():
            frame = unpacked(content)
            assert {user.partition("@")[0] for user in frame["user"].cat.categories} == stays
    services.close()


def test_what_is_newer_can_still_be_taken_back(filled: str, clock: Clock) -> None:
    services = opened(filled, "facts:365", clock)
    carry_out(services)
    load(services, "wrong.csv", csv(("wrong", NEW)))
    with services.unloading.prepared(3) as prepared:
        assert prepared.carry_out(NOW).gone == {"attempts": 1}
    services.snapshots.refresh()
    assert attempts_of(services) == [("both", "2018"), ("newbie", "2018"), ("stepboth", "2018")]
    services.close()


def test_steps_go_before_what_they_tell_and_are_never_folded_again(filled: str, clock: Clock) -> None:
    services = opened(filled, "steps:35", clock)
    before = attempts_of(services)
    held = count(services, steps)
    carry_out(services)
    assert count(services, steps) < held
    assert attempts_of(services) == before
    load(services, "more.csv", audit(("stepold", NEW), ("stepboth", NEW + timedelta(days=3))))
    assert attempts_of(services) == sorted([*before, ("stepold", "2018"), ("stepboth", "2018")])
    assert load(services, "audit again.csv", AUDIT).new == 0
    assert attempts_of(services) == sorted([*before, ("stepold", "2018"), ("stepboth", "2018")])
    with pytest.raises(StoreError, match="Nothing can be taken back"), services.unloading.prepared(1):
        pass
    services.close()


def test_where_somebody_acted_from_goes_first(filled: str, clock: Clock) -> None:
    services = opened(filled, "origins:30", clock)
    held, facts = count(services, step_origins), count(services, attempts)
    carry_out(services)
    assert 0 < count(services, step_origins) < held
    assert count(services, attempts) == facts
    load(services, "audit again.csv", audit(("other", OLD)))
    with services.tenant.reading() as (connection, _):
        assert (connection.execute(select(func.min(step_origins.c.at))).scalar() or 0) > micros(
            NOW - timedelta(days=30)
        )
    services.close()


def test_the_access_log_loses_its_oldest_lines_and_still_verifies(url: str, clock: Clock) -> None:
    services = opened(url, "access-log:90", clock)
    for days in (400, 300, 200, 10, 5):
        clock.now = NOW - timedelta(days=days)
        services.access_log.record(services.terminal(), "status", f"x{days}@contoso.com", "answered")
    services.access_log.flush()
    noted = services.access_log.verify()
    clock.now = NOW
    assert carry_out(services)["access_log"] == 3
    log = services.access_log
    assert [line["number"] for line in log.lines()] == [4, 5, 6]
    found = log.verify()
    assert (found.problem, found.lines, found.no_longer) == ("", 6, 3)
    assert "lines 1 to 3 are no longer kept" in found.note
    assert log.verify((noted.lines, noted.head)).problem == ""
    assert log.verify((2, "0" * 64)).problem == "line 2 is no longer kept; compare with a head noted after line 3"
    assert "was made anew" in log.verify((3, "0" * 64)).problem or "were made anew" in log.verify((3, "0" * 64)).problem
    log.record(services.terminal(), "status", "x@contoso.com", "answered")
    assert log.verify().problem == ""
    clock.now = NOW + timedelta(days=1000)
    carry_out(services)  # all of them
    assert (log.verify().problem, log.verify().lines) == ("", 8)
    log.record(services.terminal(), "status", "x@contoso.com", "answered")
    with services.activity.writing() as (connection, _):  # without the line that tells where it begins
        connection.exec_driver_sql("DELETE FROM access_log WHERE number = 8")
    assert log.verify().problem == "line 1 was changed, or one before it is gone"
    services.close()


def test_a_log_that_is_not_whole_loses_no_line(url: str, clock: Clock) -> None:
    services = opened(url, "access-log:90", clock)
    clock.now = NOW - timedelta(days=200)
    for _ in range(3):
        services.access_log.record(services.terminal(), "status", "x@contoso.com", "answered")
    clock.now = NOW
    with services.activity.writing() as (connection, _):
        connection.exec_driver_sql("UPDATE access_log SET outcome = 'refused' WHERE number = 2")
    with pytest.raises(StoreError, match="No line was taken away"):
        carry_out(services)
    assert len(list(services.access_log.lines())) == 3
    services.close()


def test_digests_that_are_older_go_and_later_ones_stay(tmp_path: Path) -> None:
    with whole_bot(tmp_path) as bot:
        bot.load(HEAD + f"dana@contoso.com,User,2017-02-27T06:00:00Z,Email,Failed,{LICENSE}\n")
        bot.core.loading.load("audit.json", BytesIO(audit_log()))
        bot.ask(ADA, HELP, "subscribe daily at 09:00 tz:Europe/Berlin show:names")
        for day, name in ((27, "eve"), (28, "kim")):
            bot.clock.go_to(day)
            bot.load(HEAD + f"{name}@contoso.com,User,2017-02-{day - 1}T18:00:00Z,Email,Failed,{LICENSE}\n")
            bot.scheduler.drain()
        settings = bot.core.settings.model_copy(update={"keep_days": {"deliveries": 35}})
        bot.clock.go_to(4, hour=8, month=4)
        services = build_services(settings, clock=bot.clock)
        assert carry_out(services)["deliveries"] == 1
        with services.activity.reading() as (connection, _):
            left = set(connection.execute(select(delivery_cases.c.user)).scalars())
        assert left == {"kim@contoso.com"}
        services.close()


def test_a_round_is_due_once_a_month(url: str, clock: Clock) -> None:
    services = opened(url, "facts:365", clock)
    monthly = MonthlyRetention(services, lambda: "")
    for at in (NOW, NOW + timedelta(days=20), NOW + timedelta(days=31), NOW + timedelta(days=32)):
        clock.now = at
        monthly()
    assert count(services, retentions) == 2
    assert not build_retention(opened_without(services)).is_due(clock.now + timedelta(days=60))
    services.close()


def test_a_clock_that_is_not_trusted_takes_nothing_away(url: str, clock: Clock) -> None:
    services = opened(url, "facts:365", clock)
    before, doubt = count(services, attempts), "The clock is five years ahead."
    clock.now = NOW + timedelta(days=5 * 365)
    MonthlyRetention(services, lambda: doubt)()
    assert (count(services, attempts), count(services, retentions)) == (before, 0)
    build_retention(services).carry_out(clock.now)  # by hand, without a look at the clock
    clock.now = NOW
    assert build_retention(services).is_due(clock.now)
    services.close()


def opened_without(services: Services) -> Services:
    return replace(services, settings=services.settings.model_copy(update={"keep_days": {}}))


def test_it_can_be_done_by_hand_where_it_is_set(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    (tmp_path / "old.csv").write_bytes(CLASSIC)
    settings = {"SSPR_DATABASE_URL": url}
    sspr("load", str(tmp_path / "old.csv"), settings=settings)
    refused = sspr("prune", settings=settings)
    assert (refused.returncode, refused.stderr.startswith("SSPR_KEEP_DAYS is not set")) == (1, True)
    done = sspr("prune", settings=settings | {"SSPR_KEEP_DAYS": "facts:365"})
    assert (done.returncode, "attempts 4" in done.stdout, "people 3" in done.stdout) == (0, True, True)


def test_by_hand_it_goes_by_the_days_of_the_tenants_own_row(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_bytes(CLASSIC)
    first, later = tmp_path / "first.toml", tmp_path / "later.toml"
    first.write_text('[[tenant]]\nkey = "contoso"\n[[tenant]]\nkey = "fabrikam"\n')
    later.write_text('[[tenant]]\nkey = "contoso"\nkeep_days = "facts:365"\n[[tenant]]\nkey = "fabrikam"\n')
    settings = {"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SSPR_TENANTS": str(first)}
    for key in ("contoso", "fabrikam"):
        sspr("load", "--tenant", key, str(tmp_path / "old.csv"), settings=settings)
    settings["SSPR_TENANTS"] = str(later)
    refused = sspr("prune", "--tenant", "fabrikam", settings=settings)
    assert (refused.returncode, refused.stderr.startswith("SSPR_KEEP_DAYS is not set")) == (1, True)
    done = sspr("prune", "--tenant", "contoso", settings=settings)
    assert (done.returncode, "attempts 4" in done.stdout) == (0, True), done.stdout + done.stderr
    assert "--tenant: contoso, fabrikam" in sspr("prune", settings=settings).stderr


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12 * QUIET)), max_size=30),
    st.integers(0, 14 * QUIET),
)
def test_old_steps_are_those_before_a_quiet_day_that_is_over(rows: list[tuple[int, int]], cutoff: int) -> None:
    """The slow twin: go from step to step of the same person until a day has none."""

    def is_old(person: int, at: int) -> bool:
        later = sorted(time for who, time in rows if who == person and time > at)
        for time in later:
            if time - at > QUIET:
                break
            at = time
        return at < cutoff - QUIET

    person = np.array([who for who, _ in rows], dtype=np.int64)
    at = np.array([time for _, time in rows], dtype=np.int64)
    assert old_steps(person, at, cutoff).tolist() == [is_old(who, time) for who, time in rows]
