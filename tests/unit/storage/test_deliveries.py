"""What a delivery leaves in the database, on both kinds of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery, PartKind, ReportedAs
from bot.storage.digests.deliveries import Deliveries
from bot.storage.tenant import Tenant
from tests.support.digest_fixture import FIRST_DAY, HELP, SECOND_DAY, DigestBot, digest_bot
from tests.support.sqlite import sqlite_url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bot(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DigestBot]:
    url = sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with digest_bot(url) as bot:
        yield bot


@pytest.fixture
def last(bot: DigestBot) -> Delivery:
    """The second of two deliveries: cyd is new, dana has recovered."""
    bot.load(FIRST_DAY)
    bot.subscribe()
    bot.clock.go_to(27)
    bot.settle()
    bot.load(SECOND_DAY, "second.csv")
    bot.clock.go_to(28)
    bot.settle()
    found = bot.digests.deliveries.newest(channel=HELP)
    assert found is not None
    return found


def test_a_delivery_keeps_its_places_its_answer_and_its_parts(bot: DigestBot, last: Delivery) -> None:
    assert (last.from_position, last.to_position, last.done) == (2, 4, True)
    assert [case.user for group in last.answer.new for case in group.cases] == ["cyd@contoso.com"]
    assert [part.kind for part in last.parts] == [PartKind.MESSAGE, PartKind.THREAD, PartKind.FILE]
    assert all(part.ts for part in last.parts)
    assert (last.parts[-1].content or b"").startswith(b'\xef\xbb\xbf"user","cause","detail"')
    assert bot.digests.deliveries.find(last.key) == last


def test_what_is_to_be_posted_is_the_same_when_it_is_read_again(bot: DigestBot, last: Delivery) -> None:
    later = replace(last.key, due=last.key.due + timedelta(days=1))
    made = replace(last, key=later, done=False, parts=tuple(replace(part, ts=None) for part in last.parts))
    bot.digests.deliveries.save(made)
    assert bot.digests.deliveries.find(later) == made
    bot.digests.deliveries.mark_posted(later, 1, "1.2")
    bot.digests.deliveries.mark_skipped(later, 2, "missing_scope")
    found = bot.digests.deliveries.find(later)
    assert found
    assert [(part.ts, part.skipped) for part in found.parts[:3]] == [("1.2", ""), (None, "missing_scope"), (None, "")]


def test_finishing_twice_moves_nothing_back(bot: DigestBot, last: Delivery) -> None:
    old = replace(last, made_at=last.made_at - timedelta(days=1), to_position=3)
    bot.digests.deliveries.finish(old)
    one = bot.digests.subscribing.found(last.key.subscription)
    assert (one.position, one.delivered_at) == (4, last.made_at)


def test_who_stood_in_it_is_found_by_name(bot: DigestBot, last: Delivery) -> None:
    deliveries = bot.digests.deliveries
    assert {(case.user, case.reported_as) for case in deliveries.cases(last.key)} == {
        ("cyd@contoso.com", ReportedAs.NEW),
        ("dana@contoso.com", ReportedAs.RECOVERED),
    }
    dana, bob = deliveries.newest(user="dana@contoso.com"), deliveries.newest(user="bob@contoso.com")
    assert dana
    assert bob
    assert (dana.key, bob.answer.baseline) == (last.key, True)
    assert deliveries.newest(user="eve@contoso.com") is None


def test_a_new_case_waits_for_its_mark_until_it_has_it(bot: DigestBot, last: Delivery) -> None:
    deliveries = bot.digests.deliveries
    waiting = {case.user: case for case in deliveries.unmarked_cases(last.made_at - timedelta(hours=1))}
    assert list(waiting) == ["cyd@contoso.com"]
    deliveries.mark_recovered(waiting["cyd@contoso.com"], last.made_at)
    assert deliveries.unmarked_cases(last.made_at - timedelta(hours=1)) == ()


def test_tenants_do_not_see_each_other(bot: DigestBot, last: Delivery) -> None:
    other = Deliveries(Tenant(bot.core.activity.engine, "fabrikam"))
    assert (other.find(last.key), other.newest()) == (None, None)
