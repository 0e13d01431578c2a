from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.digests.subscription import SubscriptionOrigin, SubscriptionState
from bot.storage.database import open_database
from bot.storage.digests.subscriptions import Subscriptions
from bot.storage.tenant import Tenant
from tests.support.digest_fixture import plan
from tests.support.sqlite import sqlite_url

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
WORDS = "daily at 09:00 mon-fri tz:Europe/Berlin cause:onprem show:counts empty:weekly quiet:22:00-07:00 holidays:2017-05-01 unfinished marks:on"


@pytest.fixture
def subscriptions(tmp_path: Path) -> Subscriptions:
    return Subscriptions(Tenant(open_database(sqlite_url(tmp_path)), "default"))


def test_a_subscription_comes_back_as_it_was_made(subscriptions: Subscriptions) -> None:
    made = subscriptions.add("C0HELP", plan(WORDS), "U0ADA", NOON, origin=SubscriptionOrigin.SLACK)
    found = subscriptions.find(made.number)
    assert found == made
    assert found.plan == plan(WORDS)
    assert (found.position, found.delivered_at, found.state) == (None, None, SubscriptionState.ACTIVE)


def test_they_are_numbered_for_each_tenant_and_listed_until_they_end(subscriptions: Subscriptions) -> None:
    other = Subscriptions(Tenant(subscriptions.tenant.engine, "fabrikam"))
    for channel in ("C0HELP", "C0HELP", "C0OTHER"):
        subscriptions.add(channel, plan("daily"), "U0ADA", NOON, origin=SubscriptionOrigin.SLACK)
    assert other.add("C0HELP", plan("daily"), "U0ADA", NOON, origin=SubscriptionOrigin.SLACK).number == 1
    subscriptions.end(1)
    assert [one.number for one in subscriptions.not_ended()] == [2, 3]
    assert [one.number for one in subscriptions.not_ended("C0HELP")] == [2]
    ended = subscriptions.find(1)
    assert ended
    assert ended.state is SubscriptionState.ENDED
    assert subscriptions.find(9) is None


def test_one_trouble_of_many_digests_is_news_once_and_again_when_it_comes_back(subscriptions: Subscriptions) -> None:
    for _ in range(3):
        subscriptions.add("C0HELP", plan("daily"), "U0ADA", NOON, origin=SubscriptionOrigin.SLACK)
    assert [subscriptions.report_problem(number, "down") for number in (1, 2, 1)] == [True, False, False]
    assert subscriptions.report_problem(3, "revoked")
    for number in (1, 2):
        subscriptions.report_problem(number, "")
    assert subscriptions.report_problem(2, "down")
