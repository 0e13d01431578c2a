"""Runbooks on a real database and the local Slack: beside the fix, in the digest, and to their owner with a cap."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.answering import NobodyKnown, build_answering
from bot.knowledge.catalogue import load
from bot.knowledge.runbooks import Runbooks, read_runbooks
from bot.privacy import Role
from bot.service.decisions.owner_notices import OwnerNotices
from bot.storage.digests.owner_notices import OwnerNoticeLog
from tests.support.digest_fixture import AGENT, FIRST_DAY, HARPER, SECOND_DAY, DigestBot, digest_bot
from tests.support.sqlite import sqlite_url

BOOKS = read_runbooks(
    """
[[runbook]]
for = "cause:no_license"
owner = "U0HARPER"
group = "S0DESK"
steps = ["Ask the <license> desk"]
link = "https://wiki.contoso.com/licenses"
ticket = "Reset of {person}: {cause} since {since} ({tries} tries)"
due = "2h"
""",
    load(),
)


def answered(bot: DigestBot, text: str, role: Role = Role.HELPDESK, *, whole: bool = False) -> str:
    answering = replace(build_answering(bot.core, bot.digests.questions, NobodyKnown()), runbooks=lambda: BOOKS)
    message = answering.answer(text, replace(AGENT, role=role)).message
    return str(message.whole if whole else message.blocks)


def notices(bot: DigestBot, *, may_see: bool = True, books: Runbooks = BOOKS) -> OwnerNotices:
    return OwnerNotices(
        runbooks=lambda: books,
        snapshots=bot.core.snapshots,
        catalogue=load(),
        decisions=bot.digests.decisions,
        store=OwnerNoticeLog(bot.core.activity),
        poster=bot.digests.poster,
        may_see=lambda _: may_see,
        zone=AGENT.zone,
        clock=bot.clock,
    )


def direct(bot: DigestBot) -> list[str]:
    return [message.text for message in bot.slack.seen(HARPER, bot.slack.direct_channel(HARPER))]


def test_a_runbook_stands_beside_the_fix_and_never_instead_of_it(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(FIRST_DAY)
        bot.clock.forward(hours=3)
        for text in ("status dana@contoso.com", "fix no_license", "stuck cause:no_license"):
            shown = answered(bot, text)
            assert "Your own runbook" in shown
            assert "<@U0HARPER>" in shown
            assert "<https://wiki.contoso.com/licenses|Open the runbook>" in shown
            assert "admin.microsoft.com" in shown or "Microsoft 365 admin center" in shown
        status = answered(bot, "status dana@contoso.com", whole=True)
        assert "Ask the `&lt;license&gt;` desk" in status
        assert "Reset of dana@contoso.com: No license since 2017-02-27 07:00 CET (1 tries)" in status
        assert "overdue since" in status
        assert "1 case past due" in answered(bot, "stuck")
        assert "Your own runbook" not in answered(bot, "fix SSPR_0014")


def test_those_who_see_no_people_see_no_runbook_of_a_fix(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(FIRST_DAY)
        assert "Your own runbook" not in answered(bot, "fix no_license", Role.VIEWER)


def test_a_digest_names_the_runbook_of_its_cause(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.digests = replace(bot.digests, digesting=replace(bot.digests.digesting, runbooks=lambda: BOOKS))
        made = bot.subscribe()
        bot.load(FIRST_DAY)
        bot.core.snapshots.refresh()
        bot.settle()
        _, thread, *_ = bot.digests.digesting.preview(replace(made, position=0))
        assert "Your own runbook* · <@U0HARPER>" in str(thread.blocks)


def test_an_owner_hears_of_new_cases_once_an_hour_at_most(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(FIRST_DAY, "one.csv")
        bot.core.snapshots.refresh()
        told = notices(bot)
        assert told.run_once() == 0  # what was open before is no news
        bot.load(SECOND_DAY, "two.csv")
        bot.core.snapshots.refresh()
        assert told.run_once() == 1
        assert "1 new case" in direct(bot)[-1]
        assert told.run_once() == 0
        bot.load(SECOND_DAY.replace("cyd", "eve").replace("dana", "eve2"), "three.csv")
        bot.core.snapshots.refresh()
        assert told.run_once() == 0  # within the hour
        bot.clock.forward(minutes=61)
        assert told.run_once() == 1
        assert len(direct(bot)) == 2


def test_an_owner_hears_of_new_cases_after_a_clock_was_ahead(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        told = notices(bot)
        told.run_once()
        bot.clock.forward(days=20)
        bot.load(SECOND_DAY, "two.csv")
        bot.core.snapshots.refresh()
        assert told.run_once() == 1
        bot.clock.forward(days=-20)
        bot.load(SECOND_DAY.replace("cyd", "eve"), "three.csv")
        bot.core.snapshots.refresh()
        assert told.run_once() == 1


@pytest.mark.parametrize(("may_see", "named"), [(True, True), (False, False)])
def test_an_owner_whose_role_shows_no_people_gets_numbers(tmp_path: Path, may_see: bool, named: bool) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        told = notices(bot, may_see=may_see)
        told.run_once()
        bot.load(SECOND_DAY)
        bot.core.snapshots.refresh()
        assert told.run_once() == 1
        blocks = str(bot.slack.seen(HARPER, bot.slack.direct_channel(HARPER))[-1].blocks)
        assert ("cyd@contoso.com" in blocks) is named


def test_a_message_that_cannot_be_posted_is_tried_again(tmp_path: Path) -> None:
    nobody = Runbooks({key: replace(book, owner="U0NOBODY") for key, book in BOOKS.books.items()})
    with digest_bot(sqlite_url(tmp_path)) as bot:
        store = OwnerNoticeLog(bot.core.activity)
        told = notices(bot, books=nobody)
        told.run_once()
        before = store.find("U0NOBODY")
        bot.load(SECOND_DAY)
        bot.core.snapshots.refresh()
        assert told.run_once() == 0
        assert store.find("U0NOBODY") == before
