"""Advice for a group that holds administrators' accounts says so: the helpdesk may not act on these."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.digest import preview
from bot.analysis.failures import failures
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers import failures as failures_message
from bot.render.answers import stuck as stuck_message
from bot.render.blocks.message import Message
from bot.render.digests import first_message
from bot.render.digests.settings import Setting
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from tests.support.frames import NOW, snapshot

SAYS = "*Privileged accounts* are among them: who may reset these depends on their roles; a Privileged Authentication"
WINDOW = Window(NOW - timedelta(days=7), NOW, "the last 7 days")


def drawn(role: str = "User", admin: str = "no") -> Snapshot:
    return snapshot(
        f"""
        at               | user | role   | result          | detail
        2017-02-27 09:00 | dana | User   | Contacted admin | contacted.email
        2017-02-27 10:00 | erik | {role} | Contacted admin | contacted.email
        """,
        roster=f"""
        user | registered | enabled | capable | admin   | guest | methods | seen
        dana | yes        | yes     | yes     | no      | no    | email   | 2017-02-28
        erik | yes        | yes     | yes     | {admin} | no    | email   | 2017-02-28
        """,
    )


def said(taken: Snapshot) -> Sequence[Message]:
    """What advises about a group."""
    known = load()
    digest = first_message.message(
        preview(taken, WINDOW, catalogue=known, now=NOW, zone=UTC), Setting(ZoneInfo("UTC"), Visibility.NAMES)
    )
    by_detail, by_cause = (
        failures(taken, WINDOW, by=by, catalogue=known, now=NOW, zone=UTC) for by in (GroupBy.DETAIL, GroupBy.CAUSE)
    )
    return (
        stuck_message.message(stuck(taken, catalogue=known, now=NOW), zone=UTC, show=Visibility.COUNTS),
        failures_message.message(by_detail, zone=UTC, show=Visibility.COUNTS),
        failures_message.message(by_cause, zone=UTC, show=Visibility.COUNTS),
        digest.thread[0],
    )


@pytest.mark.parametrize(
    ("role", "admin", "expected"),
    [("User", "no", False), ("Company Administrator", "no", True), ("User", "yes", True)],
    ids=["nobody", "by a role in the report", "by the directory's list"],
)
def test_every_advice_about_a_group_names_the_administrators_in_it(role: str, admin: str, expected: bool) -> None:
    for message in said(drawn(role, admin)):
        assert (SAYS in str(message.blocks)) is expected, message.text
