"""The sample tenant is loaded as the demo loads it, and each question answers with the truth that its story states."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.app.answering import terminal_answering
from bot.app.services import build_services
from bot.reports.coverage import coverage
from bot.reports.parsing.summary import ALL_WORKED
from bot.reports.receipt import ReportKind
from bot.reports.roster import roster_of
from bot.sample.rows import Attempt
from bot.sample.story import ADMINS
from bot.sample.tenant import DAYS_AHEAD, SampleTenant, sample_tenant
from bot.service.answers.answering import Reply
from bot.settings import Settings
from bot.storage.ledger.roster import Rosters
from tests.support import slow_cutoffs
from tests.support.frames import Row

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MONTH = NOW - timedelta(days=30)


@dataclass
class Told:
    """What a test asks."""

    sample: SampleTenant
    every: tuple[Attempt, ...]  # nine weeks
    rows: tuple[Attempt, ...]  # the last thirty days

    def ask(self, text: str, now: datetime = NOW) -> Reply:
        reply: Reply = self._ask(text, now)
        return reply

    _ask: Any = None


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder: Path = tmp_path_factory.mktemp("sample")
    sample = sample_tenant(NOW)
    settings = Settings.model_validate({"SSPR_DATABASE_URL": f"sqlite:///{folder / 'sample.db'}"})
    services = build_services(settings, clock=lambda: NOW)
    for name, data in (
        ("reset.csv", sample.reset_csv()),
        ("registration.csv", sample.registration_csv()),
        ("audit.csv", sample.audit_csv()),
    ):
        services.loading.load(name, BytesIO(data))
    for days in range(28, -1, -7):
        at = NOW - timedelta(days=days)
        Rosters(services.tenant).record(roster_of(sample.roster(at)), "directory", at)
    services.snapshots.refresh()
    answering, asker = terminal_answering(services), services.terminal()
    every = tuple(row for row in sample.attempts if row.at < NOW)
    rows = tuple(row for row in every if row.at >= MONTH)
    yield Told(sample, every, rows, lambda text, now: answering.answer(text, asker, now=now, whole=True))
    services.close()


def test_failures_and_trend_count_every_result(told: Told) -> None:
    assert Counter(row.result for row in told.every) == told.sample.truth.results
    results = Counter(row.result for row in told.rows)
    counts: Any = told.ask("trend 30d").answer
    directory = {str(one["userPrincipalName"]) for one in told.sample.roster(NOW)}
    known = [row for row in told.rows if row.user.casefold() in directory]
    assert counts.counts.succeeded == results["Succeeded"]
    assert counts.counts.attempts == len(known)


def test_the_people_who_are_stuck_are_those_of_the_story(told: Told) -> None:
    answer: Any = told.ask("stuck").answer
    strangers = {user.casefold() for user in told.sample.truth.hostile}
    stuck = {(case.user, case.cause.key) for group in answer.groups for case in group.cases}
    assert stuck == {(user, case.cause) for user, case in told.sample.truth.stuck.items() if user not in strangers}


def test_the_outage_is_the_incident(told: Told) -> None:
    answer: Any = told.ask("incidents 30d").answer
    outage = told.sample.truth.outage
    found = [one for one in answer.incidents if one.cause.key == outage.cause]
    assert len(found) == 1
    assert outage.start <= found[0].first_at <= found[0].last_at <= outage.end
    assert found[0].people >= 0.9 * len(outage.people)


def test_the_policy_was_changed_eight_minutes_before_the_outage(told: Told) -> None:
    answer: Any = told.ask("changes 30d").answer
    assert [one.what.partition(":")[0] for one in answer.changes] == [
        "Enable password writeback for directory",
        "Disable password writeback for directory",
        "Self-service password reset policy changes",
    ]
    assert {one.by for one in answer.changes} == {"ada@contoso.com"}
    outage = told.sample.truth.outage
    marks: Any = told.ask("trend 30d").answer
    before = next(mark for mark in marks.changes if mark.what.startswith("Disable"))
    failed = [row for row in told.rows if row.result in {"Failed", "Blocked", "Contacted Admin"}]
    after = [row for row in failed if before.at <= row.at < before.at + timedelta(days=1)]
    assert before.after == len(after) >= len(outage.people)
    bursts: Any = told.ask("incidents 30d").answer
    assert before.incident_at == next(one.first_at for one in bursts.incidents if one.cause.key == outage.cause)
    assert "what came after one need not have come of it" in str(told.ask("trend 30d").message.blocks)


def test_what_came_after_the_repair_is_not_known_before_a_week_is_over(told: Told) -> None:
    answer: Any = told.ask("helped").answer
    outage = told.sample.truth.outage
    repair = next(row for row in told.sample.audited if row.activity.startswith("Enable"))
    found = next(one for one in answer.groups if one.cause == outage.cause and one.at == repair.at)
    assert (found.people, found.pending) == (0, len(outage.people))
    assert "the data ends before their seven days do" in str(told.ask("helped").message.blocks)


def test_after_an_admin_registered_a_method_more_succeeded_within_a_week(told: Told) -> None:
    branch = told.sample.truth.branch
    answer: Any = told.ask("helped").answer
    found = next(one for one in answer.groups if one.cause == branch.cause and one.what == "admin registered")
    assert (found.people, found.succeeded) == (len(branch.helped), len(branch.helped_in_time))
    assert found.others >= 20
    assert found.expected is not None
    assert found.expected <= 0.1  # of the others nobody of the branch succeeded within nine days
    assert found.verdict == "more"
    truth = len(branch.helped_in_time) / len(branch.helped) - found.expected
    assert found.difference.low <= truth <= found.difference.high
    text = told.ask("helped").message.text
    assert "because" not in text


def test_those_with_one_method_failed_three_times_as_often(told: Told) -> None:
    branch = told.sample.truth.branch
    risk: Any = told.ask("rollout").answer.one_method_risk  # type: ignore[attr-defined]
    one, two = len(branch.one_method & branch.failed), len(branch.two_methods & branch.failed)
    assert (risk.one, risk.one_failed) == (len(branch.one_method), one)
    assert (risk.more, risk.more_failed) == (len(branch.two_methods), two)
    assert risk.ratio == one / two == 3
    assert risk.interval.low > 1
    assert "3.0 times as often" in str(told.ask("rollout").message.blocks)


def test_the_day_of_the_outage_was_unusual_and_the_day_before_was_not(told: Told) -> None:
    outage = told.sample.truth.outage
    evening = outage.start.replace(hour=21, minute=0, second=0)
    for at, unusual, weeks in ((evening, True, 8), (evening - timedelta(days=1), False, 7)):
        answer: Any = told.ask("trend 7d", at).answer
        begins = at.replace(hour=0)
        failed = {
            row.user.casefold()
            for row in told.every
            if begins <= row.at < at and row.result in {"Failed", "Blocked", "Contacted admin"}
        }
        strangers = {user.casefold() for user in told.sample.truth.hostile}
        assert answer.day.people == len(failed - strangers)
        assert (answer.day.unusual, answer.day.weeks) == (unusual, weeks)


def test_how_many_are_still_to_lose_reset_week_by_week(told: Told) -> None:
    answer: Any = told.ask("cutoffs").answer
    days = [NOW - timedelta(days=days) for days in range(28, -1, -7)]
    walked = [len(slow_cutoffs.losing([_drawn(one) for one in told.sample.roster(day)])) for day in days]
    assert [(week.day, week.people) for week in answer.history] == [
        (day.date(), number) for day, number in zip(days, walked, strict=True)
    ]
    assert walked[-1] == len(answer.losing)
    assert answer.reset_since == 0  # nobody has reset by what the list does not have
    assert "*Still to go*" in str(told.ask("cutoffs").message.blocks)


def _drawn(record: Mapping[str, Any]) -> Row:
    """One line of the directory's list, as the slow twin reads it."""
    flags = {"registered": "isSsprRegistered", "enabled": "isSsprEnabled", "admin": "isAdmin"}
    return {
        "user": record["userPrincipalName"],
        **{name: "yes" if record[key] else "no" for name, key in flags.items()},
        "methods": " + ".join(record["methodsRegistered"]),
    }


def test_the_unknown_detail_is_in_the_queue(told: Told) -> None:
    (detail,) = told.ask("unknown").answer.details  # type: ignore[attr-defined]
    rows = [row for row in told.rows if row.detail == told.sample.truth.unknown_detail]
    assert (detail.text, detail.attempts, detail.people) == (rows[0].detail, len(rows), 1)
    assert detail.first_at == min(row.at for row in rows)


def test_signs_are_the_often_resetting_admin_and_the_strangers(told: Told) -> None:
    signs = {str(sign.key): sign for sign in told.ask("odd 30d").answer.signs}  # type: ignore[attr-defined]
    resets = Counter(row.user.casefold() for row in told.rows if row.result == "Succeeded" and row.at >= MONTH)
    assert signs["repeated"].people == sum(number >= 3 for number in resets.values())
    assert signs["admin"].people == sum(admin in resets for admin in ADMINS)
    assert resets["gil@contoso.com"] >= 3
    assert signs["unknown"].people == len(told.sample.truth.hostile)


def test_resets_and_registrations_count_people(told: Told) -> None:
    resets: Any = told.ask("resets 30d").answer
    assert resets.people == len({row.user.casefold() for row in told.rows if row.result == "Succeeded"})
    answer: Any = told.ask("registrations 30d").answer
    assert answer.people == len({row.user.casefold() for row in told.sample.registrations if MONTH <= row.at < NOW})


def test_the_funnel_and_the_time_stand_on_the_same_attempts(told: Told) -> None:
    funnel: Any = told.ask("funnel 30d").answer
    stages = {stage.stage: stage.reached for stage in funnel.stages}
    counts: Any = told.ask("trend 30d").answer
    assert stages["user_id"] == counts.counts.attempts == funnel.attempts
    assert funnel.strangers == counts.strangers > 0
    assert stages["done"] == Counter(row.result for row in told.rows)["Succeeded"]
    time: Any = told.ask("time 30d").answer
    assert time.whole.still_open <= len(told.sample.truth.stuck)


def test_who_hangs_by_one_method_and_who_loses_reset_is_in_the_directory(told: Told) -> None:
    records = told.sample.roster(NOW)
    rollout: Any = told.ask("rollout").answer
    assert rollout.members.registered == sum(bool(one["isSsprRegistered"]) for one in records)
    assert {person.shown.casefold() for person in rollout.one_method} == {
        one["userPrincipalName"] for one in records if one["isSsprCapable"] and len(one["methodsRegistered"]) == 1
    }
    cutoffs: Any = told.ask("cutoffs by 2027-02-01").answer
    phones = {"mobilePhone", "officePhone"}
    alone = {
        one["userPrincipalName"]
        for one in records
        if one["isSsprEnabled"]
        and not one["isAdmin"]
        and one["methodsRegistered"]
        and not set(one["methodsRegistered"]) - phones
    }
    assert alone == {
        person.shown.casefold() for person in cutoffs.losing if not person.admin and person.change == "RET"
    }


def test_too_little_data_bears_no_usual_day_and_says_nothing(told: Told) -> None:
    early: Any = told.ask("trend 7d", NOW - timedelta(weeks=6)).answer
    assert early.day is None


def test_the_days_that_follow_load_without_a_doubt_of_a_filter(tmp_path: Path) -> None:
    """Quiet days hold successes alone: beside other files of their form that is no sign."""
    sample = sample_tenant(NOW)
    settings = Settings.model_validate({"SSPR_DATABASE_URL": f"sqlite:///{tmp_path / 'sample.db'}"})
    services = build_services(settings, clock=lambda: NOW + timedelta(days=DAYS_AHEAD))
    files = [("reset.csv", sample.reset_csv()), *sample.next_days(DAYS_AHEAD)]
    receipts = [services.loading.load(name, BytesIO(data)) for name, data in files]
    assert any(ALL_WORKED in warning for receipt in receipts for warning in receipt.warnings)
    services.snapshots.refresh()
    doubts = coverage(services.snapshots.current(), ReportKind.RESET, None, NOW + timedelta(days=DAYS_AHEAD)).warnings
    assert doubts == ()
