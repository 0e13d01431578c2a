"""Pulls against a Graph on loopback: whatever happens, the ledger holds what one file of the same log would give."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bot.app.graph import ScheduledPull, pulling
from bot.app.services import Services, build_services
from bot.errors import SourceError
from bot.reports.coverage import coverage
from bot.reports.receipt import Receipt, ReportKind
from bot.settings import Settings
from tests.support.audit_writers import Attempt, portal_csv, record, steps_of
from tests.support.fake_graph import TOKEN, FakeGraph, person
from tests.support.sample_week import NOW, attempts, registrations
from tests.support.snapshots import reader_of

STEPS = steps_of(attempts(), registrations())
WEEK = [record(step, number) for number, step in enumerate(STEPS)]
PEOPLE = [person("dana@contoso.com"), person("bob@contoso.com", isSsprRegistered=False, isSsprCapable=False)]
COLUMNS = ["user", "at", "role", "methods", "result", "detail"]
BIG_STEPS = 75_000


class Clock:
    """The time, moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def core_of(database: Path, url: str, clock: Clock) -> Services:
    settings = Settings(SSPR_DATABASE_URL=f"sqlite:///{database}", SSPR_GRAPH_URL=url, SSPR_GRAPH_TOKEN=TOKEN)  # type: ignore[call-arg, arg-type]
    return build_services(settings, clock=clock)


def pull(core: Services, since: timedelta | None = None) -> tuple[Receipt, ...]:
    with pulling(core, sleep=lambda _: None) as puller:
        return puller.pull(since)


def told(core: Services) -> pd.DataFrame:
    frame = (
        reader_of(core.ledger)
        .snapshot(NOW)
        .attempts.pandas[COLUMNS]
        .astype({"user": "str", "methods": "str", "detail": "str"})
    )
    return frame.sort_values(["at", "user"], ignore_index=True)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def fake() -> Iterator[FakeGraph]:
    with FakeGraph(WEEK, PEOPLE, page=50).running() as graph:
        yield graph


@pytest.fixture
def core(tmp_path: Path, fake: FakeGraph, clock: Clock) -> Iterator[Services]:
    built = core_of(tmp_path / "sspr.db", fake.url, clock)
    yield built
    built.close()


def test_a_pull_and_the_portal_download_of_the_same_week_give_the_same_attempts(
    core: Services, tmp_path: Path, fake: FakeGraph, clock: Clock
) -> None:
    audits, _ = pull(core)
    assert (audits.rows, audits.rejected_count) == (len(STEPS), 0)
    other = core_of(tmp_path / "csv.db", fake.url, clock)
    other.loading.load("AuditLogs.csv", BytesIO(portal_csv(STEPS)))
    pd.testing.assert_frame_equal(told(core), told(other))
    again = core.loading.load("AuditLogs.csv", BytesIO(portal_csv(STEPS)))
    assert len(told(core)) == len(told(other))
    assert again.folded is not None
    assert again.folded.new == 0
    other.close()


def test_the_next_pull_overlaps_and_doubles_nothing(core: Services, fake: FakeGraph, clock: Clock) -> None:
    pull(core)
    before = told(core)
    clock.now += timedelta(hours=1)
    audits, roster = pull(core)
    assert (audits.new, roster.new, roster.changed, roster.repeated) == (0, 0, 0, 2)
    pd.testing.assert_frame_equal(told(core), before)
    assert "ge%202026-11-23T06:00:00.250Z" in fake.asked[-2]


def test_a_late_record_comes_with_the_overlap(core: Services, fake: FakeGraph, clock: Clock) -> None:
    fake.records = [row for row in WEEK if str(row["activityDateTime"]) < "2026-11-23T07:00"]
    pull(core)
    late = Attempt("zoe@contoso.com", NOW - timedelta(minutes=40), "Succeeded", "succeeded", "", ("sms",))
    fake.records = [*(record(step, 9_000 + at) for at, step in enumerate(steps_of([late]))), *fake.records]
    clock.now += timedelta(minutes=30)
    pull(core)
    assert "zoe@contoso.com" in set(told(core)["user"])


def test_only_what_changed_in_the_roster_is_new_and_who_is_gone_leaves(
    core: Services, fake: FakeGraph, clock: Clock
) -> None:
    pull(core)
    fake.people = [
        person("dana@contoso.com", methodsRegistered=["email", "passKeyDeviceBound"]),
        person("kim@contoso.com"),
    ]
    clock.now += timedelta(days=1)
    _, receipt = pull(core)
    assert (receipt.new, receipt.changed, receipt.repeated) == (1, 1, 0)
    assert any("disabled or deleted" in sentence for sentence in receipt.warnings)
    snapshot = core.snapshots.current()
    assert snapshot.roster.pandas["user"].tolist() == ["dana@contoso.com", "kim@contoso.com"]
    assert snapshot.roster.pandas["methods"].tolist() == ["email + passKeyDeviceBound", "email + mobilePhone"]
    assert set(snapshot.roster.pandas["seen"]) == {clock.now}
    assert [(day.members, day.registered, day.missing) for day in snapshot.roster_history] == [(2, 1, 1), (2, 2, 0)]


def test_a_roster_without_anybody_changes_nothing_and_says_so(core: Services, fake: FakeGraph) -> None:
    pull(core)
    fake.people = []
    _, receipt = pull(core)
    assert "names nobody at all" in receipt.warnings[0]
    assert len(core.snapshots.current().roster) == 2


def test_a_pull_without_a_single_record_is_no_all_clear(core: Services, fake: FakeGraph) -> None:
    fake.records = []
    audits, _ = pull(core)
    assert "no record at all" in audits.warnings[0]
    snapshot = reader_of(core.ledger).snapshot(NOW)
    assert not [span for span in snapshot.pulls if span.report is ReportKind.AUDIT]
    assert audits.warnings[0] in coverage(snapshot, ReportKind.RESET, None, NOW).warnings


def test_records_of_other_services_alone_are_doubted(core: Services, fake: FakeGraph) -> None:
    fake.records = [{**row, "loggedByService": "Services Directory"} for row in WEEK]
    audits, _ = pull(core)
    assert (audits.new, audits.skipped) == (0, len(WEEK))
    assert any("None of the" in sentence for sentence in audits.warnings)


def test_the_hole_that_a_short_retention_leaves_is_told(core: Services, fake: FakeGraph, clock: Clock) -> None:
    pull(core)
    clock.now += timedelta(days=20)
    fake.records = [{**WEEK[0], "id": "later", "activityDateTime": "2026-12-06T10:00:00Z"}]
    audits, _ = pull(core)
    assert any("holds nothing before 2026-12-06" in sentence for sentence in audits.warnings)
    assert any("Nothing was pulled between" in sentence for sentence in audits.warnings)
    spans = [span for span in reader_of(core.ledger).snapshot(NOW).pulls if span.report is ReportKind.AUDIT]
    assert len(spans) == 2


def test_a_pull_that_breaks_off_is_gone_on_with(core: Services, fake: FakeGraph, clock: Clock) -> None:
    fake.page = 10
    fake.on_audit_page = lambda page: setattr(fake, "refusal", (403, "", "")) if page == 15 else None
    with pytest.raises(SourceError, match=r"AuditLog\.Read\.All"):
        pull(core)
    assert 0 < len(told(core)) < len(attempts())
    fake.refusal, fake.on_audit_page = None, lambda _: None
    clock.now += timedelta(hours=5)
    audits, _ = pull(core)
    assert any("was interrupted" in sentence for sentence in audits.warnings)
    assert len(told(core)) == len(attempts())


def test_a_forgotten_link_begins_the_window_again(core: Services, fake: FakeGraph) -> None:
    fake.page = 10
    fake.on_audit_page = lambda page: setattr(fake, "refusal", (403, "", "")) if page == 15 else None
    with pytest.raises(SourceError):
        pull(core)
    fake.refusal, fake.on_audit_page = None, lambda _: None
    fake.forget()
    pull(core)
    assert len(told(core)) == len(attempts())


def test_since_reaches_back_and_never_leaves_a_hole(core: Services, fake: FakeGraph, clock: Clock) -> None:
    pull(core, timedelta(days=2))
    assert fake.asked[0].count("2026-11-21T08:00:00.250Z") == 1
    clock.now += timedelta(days=3)
    pull(core, timedelta(hours=1))
    assert "ge%202026-11-23T06:00:00.250Z" in fake.asked[-2]


def test_what_a_clock_that_was_ahead_has_pulled_is_pulled_again(core: Services, fake: FakeGraph, clock: Clock) -> None:
    fake.records = [row for row in WEEK if str(row["activityDateTime"]) < "2026-11-23T00:00"]
    scheduled = ScheduledPull(core, timedelta(minutes=15), lambda _: None)
    scheduled()
    clock.now += timedelta(days=20)
    scheduled()
    fake.records, fake.people = WEEK, [person("erik@contoso.com")]
    clock.now = NOW + timedelta(minutes=20)
    scheduled()
    assert len(told(core)) == len(attempts())
    snapshot = core.snapshots.current()
    assert max(span.end for span in snapshot.pulls) == clock.now
    assert [count.day for count in snapshot.roster_history] == [NOW.date()]
    assert list(snapshot.roster.pandas["user"]) == ["erik@contoso.com"]
    asked = len(fake.asked)
    clock.now += timedelta(minutes=20)
    scheduled()
    assert "2026-11-23T06:20" in fake.asked[asked]  # from here on as ever


def test_a_scheduled_pull_is_left_to_the_replica_that_was_first(core: Services, fake: FakeGraph, clock: Clock) -> None:
    scheduled = ScheduledPull(core, timedelta(minutes=15), lambda _: None)
    scheduled()
    asked = len(fake.asked)
    assert asked
    clock.now += timedelta(minutes=2)
    scheduled()
    assert len(fake.asked) == asked
    fake.refusal = (403, "", "")
    clock.now += timedelta(minutes=15)
    scheduled()
    assert len(fake.asked) == asked + 1


def big_week() -> list[dict[str, Any]]:
    """A log of 75,000 steps, newest first."""
    start = NOW - timedelta(days=20)
    tries = [
        Attempt(
            f"user{number % 4_000}@contoso.com",
            start + timedelta(seconds=150 * number),
            "Succeeded",
            "succeeded",
            "",
            ("sms",),
        )
        for number in range(BIG_STEPS // 8 + 1)
    ]
    steps = steps_of(tries)[:BIG_STEPS]
    return [record(step, number) for number, step in enumerate(steps)]


def run(url: str, database: Path) -> subprocess.Popen[bytes]:
    environ = os.environ | {
        "SSPR_GRAPH_URL": url,
        "SSPR_GRAPH_TOKEN": TOKEN,
        "SSPR_DATABASE_URL": f"sqlite:///{database}",
    }
    command = [sys.executable, "-m", "tests.support.pull_once", NOW.isoformat()]
    return subprocess.Popen(command, env=environ)


def one_file(records: Sequence[Any], database: Path, url: str) -> pd.DataFrame:
    core = core_of(database, url, Clock(NOW))
    page = {"@odata.context": f"{url}/v1.0/$metadata#auditLogs/directoryAudits", "value": records}
    core.loading.load("page.json", BytesIO(json.dumps(page).encode()))
    frame = told(core)
    core.close()
    return frame


@pytest.mark.slow
def test_a_pull_of_75_000_steps_that_is_killed_and_run_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    records = big_week()
    bad = FakeGraph(records, PEOPLE, throttled=0.15, failing=0.05, truncated=0.05, dropped=0.05, seed=7)
    database = tmp_path / "sspr.db"
    with bad.running() as fake:
        started: list[subprocess.Popen[bytes]] = []
        fake.on_audit_page = lambda page: started[0].send_signal(signal.SIGKILL) if page == 35 else None
        started.append(run(fake.url, database))
        assert started[0].wait(timeout=120) == -signal.SIGKILL
        pages = fake.audit_pages
        assert run(fake.url, database).wait(timeout=240) == 0
        assert pages < 60
        assert fake.audit_pages < 2 * 76  # it went on from a checkpoint, the overlap beside it
        core = core_of(database, fake.url, Clock(NOW))
        pd.testing.assert_frame_equal(told(core), one_file(records, tmp_path / "one.db", fake.url))
        core.close()


def test_a_scheduled_pull_that_goes_on_failing_is_told_once_and_so_is_its_recovery(
    core: Services, fake: FakeGraph, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot.app.graph")
    scheduled = ScheduledPull(core, timedelta(minutes=15), lambda _: None)
    fake.refusal = (403, "", "")
    for _ in range(3):
        clock.now += timedelta(minutes=16)
        scheduled()
    assert "did not succeed" in scheduled.problem
    fake.refusal = None
    clock.now += timedelta(minutes=16)
    scheduled()
    assert scheduled.problem == ""
    told = [record.message for record in caplog.records if "Graph did not succeed" in record.message]
    assert len(told) == 1
    assert [record.message for record in caplog.records].count("The pull from Microsoft Graph is well again") == 1
