"""A year of looking at the clock, with a week in which nobody did."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.digests.due_times import due_slots
from bot.digests.subscription import SubscriptionOrigin
from bot.reports.instants import from_micros
from bot.storage.tables import slots
from tests.support.digest_fixture import ADA, HELP, digest_bot, plan
from tests.support.sqlite import sqlite_url

START = datetime(2017, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
DOWN = datetime(2017, 6, 5, tzinfo=UTC), datetime(2017, 6, 12, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    ["daily at 02:30 tz:Europe/Berlin", "daily at 09:00 mon-fri tz:America/New_York", "weekly on sun tz:Pacific/Apia"],
)
def test_every_slot_of_a_year_is_opened_once_and_a_week_without_the_bot_is_one(tmp_path: Path, words: str) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.clock.now = START
        one = bot.digests.subscriptions.add(HELP, plan(words), ADA, START, origin=SubscriptionOrigin.SLACK)
        while bot.clock() < START + YEAR:
            bot.clock.forward(hours=8, minutes=11)
            if not DOWN[0] <= bot.clock() < DOWN[1]:
                bot.digests.digesting.open_due(bot.clock())
        with bot.core.activity.engine.connect() as connection:
            opened = connection.execute(select(slots).order_by(slots.c.due)).all()
        expected = due_slots(one.plan, START, bot.clock())
        missed = [slot for slot in expected if DOWN[0] - timedelta(hours=9) < slot < DOWN[1]]
        assert sum(slot.missed + 1 for slot in opened) == len(expected)
        assert {from_micros(slot.due) for slot in opened} <= set(expected)
        assert max(slot.missed for slot in opened) in {len(missed) - 1, len(missed)}
        assert sum(slot.missed > 0 for slot in opened) == (len(missed) > 1)
