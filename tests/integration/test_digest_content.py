"""What a channel gets to read: decisions, reminders, marks, silence and doubt."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.analysis.why import NotInDigest, WhyAnswer
from bot.digests.decision import CaseKey
from bot.digests.delivery import DeliveryKey, PartKind
from bot.errors import RefusedError
from bot.privacy import Role
from bot.reports.roster import roster_of
from bot.service.asker import Asker
from bot.storage.ledger.roster import Rosters
from tests.support.digest_fixture import (
    ADMIN,
    AGENT,
    BERLIN,
    DAILY,
    FIRST_DAY,
    HARPER,
    HELP,
    SECOND_DAY,
    DigestBot,
    delivered,
    digest_bot,
    poster_for,
)
from tests.support.digest_parts import build_digests
from tests.support.sqlite import sqlite_url
from tests.support.steps_table import audit_report

LICENSE = "User does not have a license. You can add a license to the user to resolve this"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        yield bot


def rows(*lines: str) -> str:
    return "\n".join(["user | at | result | detail", *lines])


def failed(user: str, at: str, detail: str = LICENSE, result: str = "Failed") -> str:
    return f"{user}@contoso.com | {at}:00Z | {result} | {detail}"


def baseline(bot: DigestBot, words: str = DAILY) -> None:
    bot.load(FIRST_DAY)
    bot.subscribe(words)
    bot.clock.go_to(27)
    bot.settle()


def next_day(bot: DigestBot, *lines: str, day: int = 28, month: int = 2) -> None:
    if lines:
        bot.load(rows(*lines), f"{day}.csv")
    bot.clock.go_to(day, month=month)
    bot.settle()


def shown(bot: DigestBot, number: int = -1) -> str:
    """A digest with its thread."""
    post = bot.posts()[number]
    return str([post.blocks, *(reply.blocks for reply in bot.replies() if reply.thread_ts == post.ts)])


# ---- decisions


def test_what_was_decided_is_edited_into_the_digest_and_told_in_its_thread(bot: DigestBot) -> None:
    baseline(bot)
    next_day(bot, failed("cyd", "2017-02-27T13:00"))
    key = bot.digests.deliveries.newest(channel=HELP)
    assert key is not None
    decided = bot.digests.deciding.assign(AGENT, CaseKey("cyd@contoso.com", "no_license"), HARPER)
    bot.digests.edit_posted.announce(key.key, decided)
    assert f"assigned by <@{HARPER}> to <@{HARPER}>" in shown(bot)
    assert bot.posts()[-1].edited
    assert "`cyd@contoso.com`" in bot.replies()[-1].text
    assert "Assigned by" in bot.replies()[-1].text


def test_a_snoozed_case_is_not_told_but_counted_and_another_cause_of_the_same_person_is_told(bot: DigestBot) -> None:
    baseline(bot)
    end = bot.clock() + timedelta(days=30)
    bot.digests.deciding.snooze(AGENT, CaseKey("CYD@contoso.com", "no_license"), "waiting for the order", end)
    next_day(
        bot,
        failed("cyd", "2017-02-27T13:00"),
        failed(
            "cyd",
            "2017-02-27T14:00",
            "User tried to verify a phone number too many times and is blocked for 24 hours",
            "Blocked",
        ),
    )
    text = bot.posts()[-1].text
    assert "1 person newly failing" in text
    assert "1 case snoozed and not listed" in text
    assert "license" not in shown(bot).casefold()


def test_when_a_snooze_ends_the_case_is_brought_back_once(bot: DigestBot) -> None:
    baseline(bot)
    last = bot.digests.deliveries.newest(channel=HELP)
    assert last is not None
    cases = bot.digests.deliveries.cases(last.key)
    bob = next(case for case in cases if case.user == "bob@contoso.com")
    end = bot.clock() + timedelta(days=1, hours=2)
    bot.digests.deciding.snooze(AGENT, CaseKey(bob.user, bob.cause), "on leave", end)
    next_day(bot)
    assert "Snooze over" not in str(bot.replies())
    next_day(bot, day=1, month=3)
    assert "Snooze over, still stuck as far as the loaded data goes: 1 person." in bot.replies()[-1].text
    next_day(bot, day=2, month=3)
    assert sum("Snooze over" in reply.text for reply in bot.replies()) == 1


def test_a_case_closed_by_hand_is_told_as_closed_and_its_next_failure_as_back_again(bot: DigestBot) -> None:
    baseline(bot)
    bot.digests.deciding.close(AGENT, CaseKey("dana@contoso.com", "no_license"))
    next_day(bot)
    assert "Of 2 people failing in the last digest" in bot.posts()[-1].text
    assert "*1* was closed by hand" in bot.posts()[-1].text
    next_day(bot, failed("dana", "2017-02-28T13:00"), day=1, month=3)
    text = bot.posts()[-1].text
    assert "Of 1 person failing in the last digest, *none* has since succeeded and *1* is still stuck" in text
    assert "1 person newly failing" in text
    assert "Back again" in shown(bot)
    next_day(bot, day=2, month=3)
    assert "Nothing new" in bot.posts()[-1].text


def test_viewers_may_not_decide_and_a_snooze_needs_reason_and_end(bot: DigestBot) -> None:
    case, soon = CaseKey("dana@contoso.com", "no_license"), bot.clock() + timedelta(days=1)
    deciding = bot.digests.deciding
    with pytest.raises(RefusedError, match="helpdesk"):
        deciding.acknowledge(Asker("U0VIC", Role.VIEWER, None, BERLIN), case)
    with pytest.raises(RefusedError, match="reason"):
        deciding.snooze(AGENT, case, "  ", soon)
    with pytest.raises(RefusedError, match="end"):
        deciding.snooze(AGENT, case, "why not", bot.clock())
    deciding.acknowledge(AGENT, case)
    assert [(line["asked"], line["outcome"]) for line in bot.core.access_log.lines()] == [
        ("acknowledged", "refused"),
        ("acknowledged", "decided"),
    ]


# ---- reminders


def test_reminders_come_each_week_and_say_when_they_stop(bot: DigestBot) -> None:
    baseline(bot)
    days = [(6, 3), (7, 3), (8, 3), (13, 3), (14, 3), (21, 3), (28, 3), (29, 3)]
    for day, month in days:
        next_day(bot, day=day, month=month)
    assert [reply.text for reply in bot.replies()] == [
        "Still stuck after 7 days, as far as the loaded data goes: 2 people. Reminder 1 of 3, the next one in 7 days.",
        "Still stuck after 14 days, as far as the loaded data goes: 2 people. Reminder 2 of 3, the next one in 7 days.",
        "Still stuck after 21 days, as far as the loaded data goes: 2 people. Reminder 3 of 3, there will be no other.",
    ]


def test_a_reminder_says_who_looks_after_a_case(bot: DigestBot) -> None:
    baseline(bot)
    bot.digests.deciding.assign(AGENT, CaseKey("dana@contoso.com", "no_license"), HARPER)
    next_day(bot, day=6, month=3)
    (reminder,) = bot.replies()
    assert f"assigned by <@{AGENT.id}> to <@{HARPER}>" in str(reminder.blocks)


# ---- marks


def test_a_case_that_closes_by_success_gets_its_mark_in_the_digest_that_told_it(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} marks:on")
    next_day(bot, failed("cyd", "2017-02-27T13:00"))
    bot.load(rows("cyd@contoso.com | 2017-02-28T09:00:00Z | Succeeded | x"), "ok.csv")
    bot.core.snapshots.refresh()
    bot.settle()
    assert bot.posts()[-1].edited
    assert ":white_check_mark:" in shown(bot)
    assert bot.digests.edit_posted.mark_recovered() == 0


def test_whoever_recovers_has_no_buttons_left_in_the_first_digest_either(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} marks:on")
    assert "sspr.case.acknowledge.2" in shown(bot)
    bot.load(rows("dana@contoso.com | 2017-02-28T07:00:00Z | Succeeded | x"), "ok.csv")
    bot.core.snapshots.refresh()
    bot.settle()
    assert bot.posts()[-1].edited
    assert "'text': 'succeeded 2017-02-28 08:00'" in shown(bot)
    assert str(bot.posts()[-1].blocks).count("sspr.case.acknowledge") == 1
    assert "2 people failing now" in shown(bot)  # on the day in its title


def test_without_marks_an_old_digest_stays_as_it_is(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} marks:off")
    next_day(bot, failed("cyd", "2017-02-27T13:00"))
    bot.load(rows("cyd@contoso.com | 2017-02-28T09:00:00Z | Succeeded | x"), "ok.csv")
    bot.core.snapshots.refresh()
    bot.settle()
    assert not bot.posts()[-1].edited


def test_a_deleted_digest_does_not_keep_marks_from_being_made(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} marks:on")
    next_day(bot, failed("cyd", "2017-02-27T13:00"))
    bot.load(rows("cyd@contoso.com | 2017-02-28T09:00:00Z | Succeeded | x"), "ok.csv")
    bot.core.snapshots.refresh()
    bot.slack.inject_fault("chat.update", times=2, error="message_not_found")
    assert bot.digests.edit_posted.mark_recovered() == 1
    assert bot.digests.edit_posted.mark_recovered() == 0


def test_a_mark_that_slack_does_not_take_now_is_made_later(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} marks:on")
    next_day(bot, failed("cyd", "2017-02-27T13:00"))
    bot.load(rows("cyd@contoso.com | 2017-02-28T09:00:00Z | Succeeded | x"), "ok.csv")
    bot.core.snapshots.refresh()
    bot.slack.inject_fault("chat.update", status=503)
    bot.settle()
    assert ":white_check_mark:" not in shown(bot)
    bot.settle()
    assert ":white_check_mark:" in shown(bot)


def test_unfinished_attempts_are_one_line_and_by_detail_where_the_channel_asked(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} unfinished")
    gave_up = "2017-02-27T13:00:00Z | Abandoned | User abandoned before completing security questions gate"
    next_day(bot, f"cyd@contoso.com | {gave_up}", failed("eve", "2017-02-27T13:00"))
    assert "1 attempt abandoned or cancelled, not listed" in shown(bot)
    assert [reply.text for reply in bot.replies() if "abandoned" in reply.text.casefold()]


# ---- silence and doubt


def test_silent_means_silent_while_the_data_is_fresh(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} empty:silent")
    bot.load(rows("eve@contoso.com | 2017-02-28T07:00:00Z | Succeeded | x"), "fresh.csv")
    bot.clock.go_to(28)
    bot.settle()
    assert len(bot.posts()) == 1
    assert delivered(bot.core) == 2


def test_stale_data_is_said_when_it_begins_and_then_weekly_even_to_a_silent_channel(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} empty:silent")
    next_day(bot, *(f"{user}@contoso.com | 2017-02-28T07:00:00Z | Succeeded | x" for user in ("dana", "bob")))
    for day in range(1, 15):
        next_day(bot, day=day, month=3)
    said = [post for post in bot.posts()[2:] if "no all-clear" in post.text]
    days = [datetime.fromtimestamp(float(post.ts), UTC).day for post in said]
    assert days == [2, 9]


def test_one_line_on_an_empty_day_and_never_an_all_clear_on_no_data_at_all(bot: DigestBot) -> None:
    subscription = bot.subscribe()
    bot.clock.go_to(27)
    bot.settle()
    assert "No all-clear: Nothing to answer from is loaded yet" in bot.posts()[0].text
    assert bot.found(subscription).position is None
    bot.load(FIRST_DAY)
    bot.clock.go_to(28)
    bot.settle()
    assert "The first digest of this channel" in bot.posts()[1].text


def test_a_weekly_sign_of_life_comes_once_a_week(bot: DigestBot) -> None:
    baseline(bot, f"{DAILY} empty:weekly")
    for day in range(1, 16):
        bot.load(rows(f"eve@contoso.com | 2017-03-{day:02}T07:00:00Z | Succeeded | x"), f"{day}.csv")
        bot.clock.go_to(day, month=3)
        bot.settle()
    quiet = [post.text for post in bot.posts()[1:] if "Nothing new" in post.text]
    assert len(quiet) == 2


def test_a_failed_source_is_said_above_the_digest(bot: DigestBot) -> None:
    bot.load(FIRST_DAY)
    bot.subscribe()
    trouble = "The last pull from Microsoft Graph failed."
    _, scheduler = build_digests(bot.core, poster_for(bot.slack.api_url), warnings=lambda: (trouble,))
    for day in (27, 28):
        bot.clock.go_to(day)
        scheduler.drain()
    scheduler.stop()
    assert trouble in bot.posts()[1].text


def test_an_hourly_plan_tells_urgent_causes_alone_and_is_silent_otherwise(bot: DigestBot) -> None:
    bot.load(FIRST_DAY)
    bot.subscribe("hourly tz:Europe/Berlin show:names")
    bot.clock.go_to(27, 9)
    bot.settle()
    bot.load(rows(failed("cyd", "2017-02-27T08:10")), "license.csv")
    bot.clock.go_to(27, 10)
    bot.settle()
    assert len(bot.posts()) == 1
    urgent = next(cause.key for cause in bot.core.catalogue.causes.values() if cause.urgent)
    detail = next(one for one in bot.core.catalogue.details.values() if one.cause == urgent)
    bot.load(rows(failed("eve", "2017-02-27T09:10", detail.text, str(detail.result))), "urgent.csv")
    bot.clock.go_to(27, 11)
    bot.settle()
    assert len(bot.posts()) == 2
    assert "urgent" in shown(bot)


# ---- now, why, again


def test_a_digest_now_tells_what_is_new_and_the_next_slot_does_not_repeat_it(bot: DigestBot) -> None:
    baseline(bot)
    bot.load(rows(failed("cyd", "2017-02-27T09:00")), "now.csv")
    bot.clock.go_to(27, 12)
    assert [one.number for one in bot.digests.digesting.send_now(ADMIN, HELP)] == [1]
    assert "1 person newly failing" in bot.posts()[-1].text
    next_day(bot)
    assert "Nothing new" in bot.posts()[-1].text
    with pytest.raises(RefusedError, match="admins"):
        bot.digests.digesting.send_now(AGENT, HELP)
    with pytest.raises(RefusedError, match="Subscribe it first"):
        bot.digests.digesting.send_now(ADMIN, "C0IDENTITY")


def test_why_names_the_digest_the_rule_and_the_rows(bot: DigestBot) -> None:
    baseline(bot)
    next_day(bot, failed("cyd", "2017-02-27T13:00"), failed("cyd", "2017-02-27T14:00"))
    answer = bot.digests.digesting.why("Cyd@Contoso.com")
    assert isinstance(answer, WhyAnswer)
    assert (answer.told_as, answer.from_position, answer.to_position) == ("new", 2, 4)
    assert answer.rule == "The reports first told of this case after the digest before, so it was new."
    assert [(row.position, row.result, row.new) for row in answer.rows] == [(3, "Failed", True), (4, "Failed", True)]
    bot.load(SECOND_DAY, "second.csv")
    next_day(bot, day=1, month=3)
    recovered = bot.digests.digesting.why("dana@contoso.com")
    assert isinstance(recovered, WhyAnswer)
    assert recovered.told_as == "recovered"
    assert [row.result for row in recovered.rows] == ["Failed", "Succeeded"]
    assert bot.digests.digesting.why("nobody@contoso.com") == NotInDigest("nobody@contoso.com")


def test_a_delivery_is_shown_again_to_the_byte_after_decisions_and_loads(bot: DigestBot) -> None:
    baseline(bot)
    next_day(bot, failed("cyd", "2017-02-27T13:00"))
    delivery = bot.digests.deliveries.newest(channel=HELP)
    assert delivery is not None
    bot.digests.edit_posted.announce(delivery.key, bot.digests.deciding.acknowledge(AGENT, CaseKey("", "no_license")))
    stored = bot.digests.deliveries.find(delivery.key)
    assert stored is not None
    again = stored.parts
    assert again == delivery.parts
    assert [part.kind for part in again] == [PartKind.MESSAGE, PartKind.THREAD, PartKind.FILE]
    assert "Acknowledged by" not in str(again[0].payload)
    with pytest.raises(RefusedError, match="not known"):
        bot.digests.edit_posted.refresh(DeliveryKey(9, bot.clock()))


def test_a_preview_posts_nothing_and_counts_nothing_as_told(bot: DigestBot) -> None:
    baseline(bot)
    bot.load(rows(failed("cyd", "2017-02-27T13:00")), "more.csv")
    bot.core.snapshots.refresh()
    subscription = bot.digests.subscribing.not_ended()[0]
    first, *thread = bot.digests.digesting.preview(subscription)
    assert "1 person newly failing" in first.text
    assert thread
    assert len(bot.posts()) == 1
    assert bot.found(subscription).position == 2


def test_fifty_thousand_failures_are_one_message_a_thread_and_a_file(bot: DigestBot) -> None:
    baseline(bot)
    table = rows(*(failed(f"user{number}", "2017-02-27T13:00") for number in range(50_000)))
    next_day(bot, table.partition("\n")[2])
    heads = bot.posts()
    assert len(heads) == 2
    assert "50,000 people newly failing" in heads[-1].text
    assert len([reply for reply in bot.replies() if not reply.files]) <= 6
    delivery = bot.digests.deliveries.newest(channel=HELP)
    assert delivery is not None
    assert (delivery.parts[-1].content or b"").count(b"\n") == 50_001


@pytest.mark.parametrize(("show", "named"), [("names", True), ("counts", False)])
def test_a_weekly_digest_tells_in_its_thread_who_loses_reset(bot: DigestBot, show: str, named: bool) -> None:
    people = [
        {"userPrincipalName": f"p{number}@contoso.com", "isSsprEnabled": True, "isSsprRegistered": True,
         "isSsprCapable": True, "methodsRegistered": ["mobilePhone"]}
        for number in range(7)
    ]  # fmt: skip
    Rosters(bot.core.tenant).record(roster_of(people), "directory", bot.clock())
    baseline(bot, f"weekly on tue at 09:00 tz:Europe/Berlin empty:silent show:{show} cutoffs")
    bot.clock.go_to(28)
    bot.settle()
    bot.clock.go_to(7, month=3)
    bot.settle()
    said = str(bot.replies()[-1].blocks)
    assert "SMS" in said
    assert ("p0@contoso.com" in said) is named
    assert len(bot.posts()) == 2


# ---- attempts that go on after they were reported

POLICY = "User's account has insufficient authentication methods defined. Add authentication info to resolve this"


def steps(*lines: str) -> str:
    return "\n".join(
        f"2017-02-27T{at}:00Z | {user} | c-{user} | flow | {said}" for user, at, said in map(_parts, lines)
    )


def _parts(line: str) -> list[str]:
    return line.split(" ", 2)


def audit(bot: DigestBot, name: str, *lines: str) -> None:
    bot.core.ledger.record(audit_report(steps(*lines)), name, bot.clock())


def begun(bot: DigestBot) -> None:
    """Two people in the first digest, then five new ones in an audit log that was cut off while they went on."""
    baseline(bot)
    audit(
        bot,
        "cut.json",
        *(f"{user} 10:0{n} fail | {LICENSE}" for n, user in enumerate(("eve", "fay", "gil", "hal", "ida"))),
    )
    next_day(bot)
    assert "5 people newly failing" in bot.posts()[-1].text


def test_who_was_reported_as_failing_and_went_on_to_succeed_is_counted_as_succeeded(bot: DigestBot) -> None:
    begun(bot)
    audit(
        bot,
        "rest.json",
        *(f"{user} 10:1{n} ok | User successfully reset password" for n, user in enumerate(("eve", "fay"))),
    )
    next_day(bot, day=1, month=3)
    assert "Of 7 people failing in the last digest, *2* have since succeeded and *5* are still stuck." in shown(bot)
    assert "Nothing new" in bot.posts()[-1].text
    next_day(bot, day=2, month=3)
    assert "5 people failing in the last digest" in bot.posts()[-1].text


def test_who_was_reported_as_failing_and_went_on_to_fail_otherwise_is_still_stuck_and_not_new(bot: DigestBot) -> None:
    begun(bot)
    audit(bot, "rest.json", f"eve 10:10 fail | {POLICY}")
    next_day(bot, failed("zoe", "2017-02-28T13:00"), day=1, month=3)
    assert "*none* has since succeeded and *7* are still stuck (1 for another cause than was said)." in shown(bot)
    assert "1 person newly failing" in bot.posts()[-1].text
    assert "eve@" not in shown(bot)
    next_day(bot, day=2, month=3)
    assert "8 people failing in the last digest" in bot.posts()[-1].text


def test_who_goes_on_after_digests_without_news_is_counted_too(bot: DigestBot) -> None:
    begun(bot)
    next_day(bot, day=1, month=3)
    audit(bot, "rest.json", "eve 10:10 ok | User successfully reset password")
    next_day(bot, day=2, month=3)
    assert "Of 7 people failing in the last digest, *1* has since succeeded and *6* are still stuck." in shown(bot)


def test_whose_file_is_taken_back_no_longer_counts_as_failing_and_is_said_once(bot: DigestBot) -> None:
    begun(bot)
    with bot.core.unloading.prepared(2) as load:
        load.carry_out(bot.clock())
    next_day(bot, day=1, month=3)
    assert "Whether any of the 7 people failing in the last digest has succeeded since cannot be said" in shown(bot)
    assert "*5* no longer count as failing." in shown(bot)
    next_day(bot, day=2, month=3)
    assert "2 people failing in the last digest" in bot.posts()[-1].text


def test_whose_file_is_taken_back_and_loaded_whole_is_not_new_again(bot: DigestBot) -> None:
    begun(bot)
    with bot.core.unloading.prepared(2) as load:
        load.carry_out(bot.clock())
    audit(bot, "whole.json", f"eve 10:00 fail | {LICENSE}", f"fay 10:01 fail | {LICENSE}",
          "fay 10:10 ok | User successfully reset password")  # fmt: skip
    next_day(bot, day=1, month=3)
    said = "*1* has since succeeded, *3* are still stuck and *3* no longer count as failing."
    assert f"Of 7 people failing in the last digest, {said}" in shown(bot)
    assert "Nothing new" in bot.posts()[-1].text


def test_who_went_on_to_fail_otherwise_and_then_got_through_is_counted_as_succeeded_and_not_as_new(
    bot: DigestBot,
) -> None:
    begun(bot)
    audit(bot, "rest.json", f"eve 10:10 fail | {POLICY}")
    next_day(bot, "eve@contoso.com | 2017-02-28T13:00:00Z | Succeeded | x", day=1, month=3)
    assert "*1* has since succeeded and *6* are still stuck." in shown(bot)
    assert "Nothing new" in bot.posts()[-1].text


def test_who_got_through_by_the_reported_attempt_and_failed_anew_is_back_again(bot: DigestBot) -> None:
    begun(bot)
    audit(bot, "rest.json", "eve 10:10 ok | User successfully reset password")
    next_day(bot, failed("eve", "2017-02-28T13:00"), day=1, month=3)
    assert "*none* has since succeeded, *1* is back again and *6* are still stuck." in shown(bot)
    assert "1 person newly failing" in bot.posts()[-1].text


def test_a_preview_counts_who_went_on_as_the_digest_will(bot: DigestBot) -> None:
    begun(bot)
    audit(bot, "rest.json", "eve 10:10 ok | User successfully reset password")
    bot.core.snapshots.refresh()
    first, *_ = bot.digests.digesting.preview(bot.digests.subscribing.not_ended()[0])
    assert "*1* has since succeeded and *6* are still stuck." in first.text
