"""Zone rules of two ages: the newer ones count, two replicas post one slot once, a broken plan stops itself alone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app.zone_rules import ZoneRules, zone_rules
from bot.digests.subscription import SubscriptionState
from bot.storage.database import writing
from tests.support.digest_fixture import FIRST_DAY, HELP, DigestBot, digest_bot
from tests.support.sqlite import sqlite_url


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path), more=6) as bot:
        bot.load(FIRST_DAY)
        bot.subscribe()
        yield bot


@pytest.mark.parametrize(
    ("system", "package", "newer"),
    [
        ("2025b", "2026f", True),
        ("2026f", "2026f", False),
        ("2026g", "2026f", False),
        ("", "2026f", True),
        ("2025b", "", False),
    ],
)
def test_the_newer_rules_count(system: str, package: str, newer: bool) -> None:
    rules = ZoneRules(system, package)
    assert rules.package_is_newer == newer
    assert str(rules).startswith("package" if newer else "system")


_OFFSET = """
import zoneinfo, datetime, sys
from pathlib import Path
zoneinfo.reset_tzpath([sys.argv[1]])
from bot.app.zone_rules import use_newest_zone_rules, zone_rules
before = str(zone_rules())
use_newest_zone_rules()
assert str(zone_rules()) == before
print(datetime.datetime(2026, 12, 15, tzinfo=zoneinfo.ZoneInfo("America/Vancouver")).utcoffset())
"""


@pytest.mark.parametrize(("version", "offset"), [("1999a", "-1 day, 17:00:00"), ("2099a", "0:00:00")])
def test_a_zone_is_read_from_the_newer_rules(tmp_path: Path, version: str, offset: str) -> None:
    (tmp_path / "tzdata.zi").write_text(f"# version {version}\n")
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "Vancouver").write_bytes(files("tzdata").joinpath("zoneinfo", "UTC").read_bytes())
    done = subprocess.run([sys.executable, "-c", _OFFSET, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == offset


def test_two_replicas_with_other_rules_post_one_slot_once(bot: DigestBot) -> None:
    (one,) = bot.digests.subscriptions.not_ended()
    bot.clock.go_to(27)
    bot.scheduler.drain()
    posted = len(bot.posts())
    bot.clock.forward(hours=1)
    with writing(bot.core.activity.engine) as connection:  # as if by rules that are an hour apart: 09:00 was at 08:00
        connection.exec_driver_sql("UPDATE slots SET due = due - 3600000000")
        connection.exec_driver_sql("UPDATE subscriptions SET cursor = cursor - 3600000000")
    bot.scheduler.drain()
    assert posted == len(bot.posts()) > 0
    bot.clock.forward(days=1)
    bot.scheduler.drain()
    assert bot.digests.subscriptions.not_ended()[0].cursor > one.cursor


@pytest.mark.parametrize(
    "plan",
    [{"zone": "localtime2"}, {"zone": "../x"}, {"rhythm": "never"}, "", "null", "[]", '"x"', "5", '{"a":', "[" * 5_000],
)
def test_a_broken_plan_stops_itself_alone_and_can_be_ended(bot: DigestBot, plan: dict[str, str] | str) -> None:
    broken = bot.subscribe("daily at 10:00")
    (stored,) = [one for one in bot.digests.subscriptions.not_ended() if one.number == broken.number]
    with writing(bot.core.activity.engine) as connection:
        written = plan if isinstance(plan, str) else json.dumps(stored.plan.to_dict() | plan)
        values = {"plan": written, "number": broken.number}
        connection.execute(text("UPDATE subscriptions SET plan = :plan WHERE number = :number"), values)
    bot.clock.go_to(27, 11)
    bot.scheduler.drain()
    assert len(bot.posts()) >= 1
    (paused,) = [one for one in bot.digests.subscriptions.not_ended(HELP) if one.state is SubscriptionState.PAUSED]
    assert "change it, or end it" in paused.problem
    assert paused.problem in " ".join(bot.scheduler.health().sentences())
    bot.digests.subscriptions.end(paused.number)
    assert len(bot.digests.subscriptions.not_ended()) == 1


def test_check_says_both_versions() -> None:
    assert "tzdata" in str(zone_rules())
