"""The work of many tenants, taken by several replicas: each tenant's by one at a time, the oldest first, none lost."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from bot.app.services import open_engines
from bot.errors import SourceError
from bot.schedule.tenant_rounds import TenantRounds
from bot.service.tenant_work import Claim
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.tenant_work import DEAD, GONE, MOST_ATTEMPTS, WAITING, TenantWork
from tests.support.command import sspr
from tests.support.digest_fixture import HandClock
from tests.support.sqlite import sqlite_url

NOW = datetime(2017, 2, 27, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(params=["sqlite", "postgres"])
def replicas(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[TenantWork, TenantWork]]:
    url = sqlite_url(tmp_path) if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    engines = [open_database(url) for _ in range(2)]
    yield TenantWork(engines[0], "one"), TenantWork(engines[1], "two")
    for engine in engines:
        engine.dispose()


def keys(claims: tuple[Claim, ...]) -> list[tuple[str, str]]:
    return [(claim.tenant, claim.kind) for claim in claims]


def test_the_oldest_comes_first_and_a_tenants_work_is_done_by_one(replicas: tuple[TenantWork, TenantWork]) -> None:
    one, two = replicas
    one.plan({"b": ("digests", "pull")}, NOW)
    one.plan({"b": ("digests", "pull"), "a": ("digests",)}, NOW + timedelta(seconds=5))
    now = NOW + timedelta(seconds=5)
    assert keys(one.claim(["digests", "pull"], now, LATER, 1)) == [("b", "digests")]
    assert keys(two.claim(["digests", "pull"], now, LATER, 9)) == [("a", "digests")]  # b is busy with its digests
    assert two.claim(["pull"], now, LATER, 9) == ()
    assert keys(two.claim(["pull"], LATER, LATER + timedelta(minutes=1), 9)) == [("b", "pull")]  # the claim ran out


def test_what_is_done_is_due_again_and_what_is_asked_for_meanwhile_sooner(
    replicas: tuple[TenantWork, TenantWork],
) -> None:
    one, two = replicas
    one.plan({"a": ("digests",)}, NOW)
    (claim,) = one.claim(["digests"], NOW, LATER, 1)
    one.done(claim, NOW + timedelta(hours=1))
    assert two.claim(["digests"], LATER, LATER + timedelta(minutes=1), 1) == ()
    two.look_at_loads({"a": 7})
    (claim,) = two.claim(["digests"], LATER, LATER + timedelta(minutes=1), 1)
    one.look_at_loads({"a": 8})
    two.done(claim, NOW + timedelta(hours=1))
    assert keys(one.claim(["digests"], LATER, LATER + timedelta(minutes=1), 1)) == [("a", "digests")]


def test_a_replica_that_lost_its_claim_changes_nothing(replicas: tuple[TenantWork, TenantWork]) -> None:
    one, two = replicas
    one.plan({"a": ("pull",)}, NOW)
    (lost,) = one.claim(["pull"], NOW, LATER, 1)
    (taken,) = two.claim(["pull"], LATER, LATER + timedelta(minutes=1), 1)
    one.done(lost, NOW + timedelta(days=1))
    one.renew(LATER + timedelta(days=1))
    assert one.claim(["pull"], LATER, LATER, 1) == ()
    two.done(taken, LATER)
    assert keys(one.claim(["pull"], LATER, LATER, 1)) == [("a", "pull")]


def test_what_fails_waits_longer_each_time_and_is_given_up_in_the_end(replicas: tuple[TenantWork, TenantWork]) -> None:
    one, two = replicas
    one.plan({"a": ("pull", "digests")}, NOW)
    at, waits = NOW, []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        (claim,) = one.claim(["pull"], at, at + timedelta(minutes=1), 1)
        assert one.failed(claim, "no answer", at, jitter=0.0) == (attempt == MOST_ATTEMPTS)
        row = next(row for row in two.rows("a") if row.kind == "pull")
        waits.append(row.due - at)
        at = row.due
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert max(waits) <= timedelta(hours=1)
    assert (row.state, row.problem, row.attempts) == (DEAD, "no answer", MOST_ATTEMPTS)
    assert one.claim(["pull"], at + timedelta(days=9), at + timedelta(days=10), 1) == ()
    assert keys(one.claim(["digests"], at, at + timedelta(minutes=1), 1)) == [("a", "digests")]
    assert two.revive("a", at) == 1


def test_a_tenant_that_is_taken_out_is_left_alone_until_it_is_back(replicas: tuple[TenantWork, TenantWork]) -> None:
    one, _ = replicas
    one.plan({"a": ("digests",), "b": ("digests",)}, NOW)
    one.plan({"b": ("digests",)}, NOW)
    assert [row.tenant for row in one.rows()] == ["b"]
    assert keys(one.claim(["digests"], NOW, LATER, 9)) == [("b", "digests")]
    one.plan({"a": ("digests",), "b": ("digests",)}, NOW)
    assert keys(one.claim(["digests"], NOW, LATER, 9)) == [("a", "digests")]
    assert GONE not in {row.state for row in one.rows()}


def test_nothing_is_claimed_twice_by_many_at_once(replicas: tuple[TenantWork, TenantWork]) -> None:
    names = [f"t{n:03}" for n in range(60)]
    replicas[0].plan(dict.fromkeys(names, ("digests", "pull")), NOW)
    found: list[tuple[str, str]] = []
    together = Barrier(4)

    def take(work: TenantWork) -> None:
        together.wait()
        empty = 0
        while empty < 5:  # rows that another one is just locking are passed over
            claims = work.claim(["digests", "pull"], NOW, LATER, 3)
            empty = 0 if claims else empty + 1
            found.extend(keys(claims))

    threads = [Thread(target=take, args=(replicas[n % 2],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while claims := replicas[0].claim(["digests", "pull"], NOW, LATER, 9):
        found.extend(keys(claims))
    assert Counter(tenant for tenant, _ in found) == Counter(names)  # one kind of each: the other waits for it


def test_one_that_fails_keeps_no_other_from_its_work(replicas: tuple[TenantWork, TenantWork]) -> None:
    work, clock, said, done = replicas[0], HandClock(NOW), list[str](), list[str]()
    work.plan(dict.fromkeys("abc", ("digests",)), NOW)

    def do(tenant: str, kind: str) -> datetime:
        if tenant == "b":
            raise SourceError("b does not answer")
        done.append(tenant)
        return clock.now + timedelta(days=1)

    rounds = TenantRounds(
        work, do, ["digests"], clock, threads=2, tell=said.append, jitter=lambda: 0.5, doubt=lambda: ""
    )
    for _ in range(MOST_ATTEMPTS + 1):
        rounds.run_due()
        clock.forward(hours=2)
    rounds.stop()
    assert sorted(done) == ["a", "c"]
    assert said == ["b, digests: given up until sspr retry b: b does not answer"]
    rows = {row.tenant: row.state for row in work.rows()}
    assert rows == {"a": "waiting", "b": DEAD, "c": "waiting"}


def test_a_clock_that_is_not_trusted_does_nothing(replicas: tuple[TenantWork, TenantWork]) -> None:
    work = replicas[0]
    work.plan({"a": ("digests",)}, NOW)
    rounds = TenantRounds(
        work,
        lambda _t, _k: NOW,
        ["digests"],
        lambda: NOW,
        threads=1,
        tell=print,
        jitter=lambda: 0.5,
        doubt=lambda: "odd",
    )
    assert rounds.run_due() == 0
    assert rounds.problem == "odd"
    rounds.stop()


@pytest.mark.parametrize("succeeds", [True, False])
def test_what_a_clock_jumps_beside_is_due_again_at_once(
    replicas: tuple[TenantWork, TenantWork], succeeds: bool
) -> None:
    work, clock, doubt = replicas[0], HandClock(NOW), [""]
    work.plan({"a": ("pull",)}, NOW)

    def do(_tenant: str, _kind: str) -> datetime:
        clock.forward(days=20)
        doubt[0] = "The clock has jumped."
        if not succeeds:
            raise SourceError("no answer")
        return clock() + timedelta(hours=1)

    rounds = TenantRounds(work, do, ["pull"], clock, threads=1, tell=print, jitter=lambda: 0.0, doubt=lambda: doubt[0])
    assert rounds.run_due() == 1
    clock.now, doubt[0] = NOW + timedelta(minutes=1), ""
    assert rounds.run_due() == 1
    rounds.stop()


def test_an_operator_has_it_tried_again(tmp_path: Path) -> None:
    settings = {"SSPR_DATABASE_URL": sqlite_url(tmp_path)}
    engines = open_engines(Settings.model_validate(settings))
    work, at = TenantWork(engines.activity, "one"), NOW
    work.plan({"a": ("pull",)}, NOW)
    for _ in range(MOST_ATTEMPTS):
        (claim,) = work.claim(["pull"], at, at + timedelta(minutes=1), 1)
        work.failed(claim, "no answer", at, jitter=0.0)
        at += timedelta(hours=2)
    assert sspr("retry", "a", settings=settings).stdout == "1 of a will be tried again.\n"
    assert sspr("retry", "a", settings=settings).stdout == "a: nothing is given up.\n"
    assert [row.state for row in work.rows("a")] == [WAITING]
    engines.dispose()


def test_a_key_that_is_no_tenants_is_no_all_clear(tmp_path: Path) -> None:
    (tmp_path / "tenants.toml").write_text('[[tenant]]\nkey = "contoso"\n')
    settings = {"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SSPR_TENANTS": str(tmp_path / "tenants.toml")}
    assert sspr("retry", "contoso", settings=settings).stdout == "contoso: nothing is given up.\n"
    refused = sspr("retry", "contosso", settings=settings)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "contosso is no tenant of SSPR_TENANTS; name one with --tenant: contoso.\n"
