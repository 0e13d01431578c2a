from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.digests.subscription import Subscription, SubscriptionOrigin
from bot.storage.database import open_database
from bot.storage.digests.slots import Slots
from bot.storage.digests.subscriptions import Subscriptions
from bot.storage.tenant import Tenant
from tests.support.digest_fixture import plan
from tests.support.sqlite import sqlite_url

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def slots(engine: Engine) -> Slots:
    return Slots(Tenant(engine, "default"))


@pytest.fixture
def one(engine: Engine, slots: Slots) -> Subscription:
    subscriptions = Subscriptions(Tenant(engine, "default"))
    return subscriptions.add(
        "C0HELP", plan("daily at 12:00"), "U0ADA", NOON - timedelta(days=1), origin=SubscriptionOrigin.SLACK
    )


def again(slots: Slots, number: int) -> Subscription:
    found = Subscriptions(slots.tenant).find(number)
    assert found is not None
    return found


def test_a_slot_is_opened_once_however_many_replicas_see_that_it_is_due(slots: Slots, one: Subscription) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: slots.open(one, [NOON]), range(8)))
    assert sorted(opened) == [False] * 7 + [True]
    assert [key.due for key in slots.waiting(NOON)] == [NOON]


def test_a_slot_is_claimed_by_one_replica_alone(slots: Slots, one: Subscription) -> None:
    slots.open(one, [NOON])
    key = slots.waiting(NOON)[0]
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda owner: slots.claim(key, str(owner), NOON, NOON + LEASE), range(8)))
    assert sum(claim is not None for claim in claims) == 1
    assert slots.waiting(NOON) == ()


def test_the_lease_of_a_dead_replica_ends_and_another_takes_over(slots: Slots, one: Subscription) -> None:
    slots.open(one, [NOON])
    key = slots.waiting(NOON)[0]
    dead = slots.claim(key, "dead", NOON, NOON + LEASE)
    assert slots.claim(key, "other", NOON + LEASE - timedelta(seconds=1), NOON + 2 * LEASE) is None
    taken = slots.claim(key, "other", NOON + LEASE, NOON + 2 * LEASE)
    assert dead
    assert taken
    assert (dead.attempts, taken.attempts) == (1, 2)
    assert not slots.renew(dead, "dead", NOON + 3 * LEASE)
    assert slots.renew(taken, "other", NOON + 3 * LEASE)


def test_the_same_replica_cannot_go_on_with_a_claim_that_it_lost_and_won_anew(slots: Slots, one: Subscription) -> None:
    slots.open(one, [NOON])
    key = slots.waiting(NOON)[0]
    first = slots.claim(key, "one", NOON, NOON + LEASE)
    assert first
    assert slots.claim(key, "one", NOON + LEASE, NOON + 2 * LEASE)
    assert not slots.renew(first, "one", NOON + 3 * LEASE)


def test_a_slot_put_off_is_not_to_be_had_before_its_time(slots: Slots, one: Subscription) -> None:
    slots.open(one, [NOON])
    key = slots.waiting(NOON)[0]
    claim = slots.claim(key, "one", NOON, NOON + LEASE)
    assert claim
    slots.postpone(claim, "one", NOON + timedelta(minutes=2))
    assert slots.waiting(NOON + timedelta(minutes=1)) == ()
    assert slots.waiting(NOON + timedelta(minutes=2)) == (key,)


def test_missed_slots_are_one_and_a_newer_one_waits_for_an_older_one(slots: Slots, one: Subscription) -> None:
    days = [NOON + timedelta(days=day) for day in range(4)]
    assert slots.open(one, days[:3])
    assert slots.open(again(slots, one.number), days[3:])
    (old,) = slots.waiting(days[3])
    assert old.due == days[2]
    claim = slots.claim(old, "one", days[3], days[3] + LEASE)
    assert claim
    assert (claim.missed, claim.first_due) == (2, days[0])
    newer = slots.newer(old)
    assert newer
    slots.merge(claim, newer)
    merged = slots.claim(newer, "one", days[3], days[3] + LEASE)
    assert merged
    assert (merged.missed, merged.first_due) == (3, days[0])


def test_a_paused_subscription_keeps_its_slot_for_later(slots: Slots, one: Subscription) -> None:
    slots.open(one, [NOON])
    subscriptions = Subscriptions(Tenant(slots.tenant.engine, "default"))
    assert subscriptions.pause(one.number, "archived")
    assert not subscriptions.pause(one.number, "archived")
    assert slots.waiting(NOON) == ()
    assert slots.oldest_open(NOON) is None
    subscriptions.resume(one.number)
    assert len(slots.waiting(NOON)) == 1
    assert slots.oldest_open(NOON) == NOON


def test_another_plan_begins_now_and_does_not_call_for_what_went_before(slots: Slots, one: Subscription) -> None:
    Subscriptions(Tenant(slots.tenant.engine, "default")).change(one.number, plan("weekly on mon"), NOON)
    assert not slots.open(one, [NOON])
    assert again(slots, one.number).cursor == NOON


def test_tenants_have_slots_of_their_own(slots: Slots, one: Subscription) -> None:
    slots.open(one, [NOON])
    assert Slots(Tenant(slots.tenant.engine, "fabrikam")).waiting(NOON) == ()
