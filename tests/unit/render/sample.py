"""Answers drawn by hand, with people of contoso.com, for the tests of messages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.analysis.answers import (
    Ability,
    AttemptLine,
    Case,
    CaseState,
    Counts,
    Coverage,
    FailuresAnswer,
    Filters,
    Group,
    GroupBy,
    NobodyFound,
    PersonStatus,
    RegisteredDatum,
    RosterEntry,
    SeveralPeople,
)
from bot.knowledge.catalogue import load
from bot.reports.window import last

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
KNOWN = load()
COVERAGE = Coverage(
    sources=("reset activity",),
    rows=264,
    first=NOW - timedelta(days=30),
    last=NOW - timedelta(hours=2),
    age=timedelta(hours=2),
)
NOTHING = Coverage((), 0, None, None, None)


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


def case(user: str = "dana@contoso.com", key: str = "failed.no_license", **changes: Any) -> Case:
    drawn = Case(
        user=user.casefold(),
        shown=user,
        cause=KNOWN.cause_of(key),
        detail=key,
        opened_at=ago(days=2),
        last_at=ago(hours=3),
        tries=3,
        state=CaseState.OPEN,
        closed_at=None,
        blocked_until=None,
        back_again=False,
        opened_position=10,
        last_position=31,
    )
    return replace(drawn, **changes)


def attempt(hours: float, key: str, result: str, methods: str = "Mobile Phone") -> AttemptLine:
    return AttemptLine(ago(hours=hours), result, methods, key, KNOWN.text_of(key))


DANA = PersonStatus(
    user="dana@contoso.com",
    shown="dana@contoso.com",
    role="User",
    ability=Ability.NO,
    reason="Dana's last three attempts failed for want of a license.",
    unknown=("Whether the license was assigned since the last attempt.",),
    registered=(
        RegisteredDatum("Alternate Email", ago(days=40), ago(days=40)),
        RegisteredDatum("Mobile Phone", ago(days=40), ago(days=12)),
    ),
    roster=None,
    attempts=tuple(attempt(hours, "failed.no_license", "Failed") for hours in (3, 4, 50, 300)),
    attempts_total=6,
    case=case(),
    fix=KNOWN.details["failed.no_license"],
    coverage=COVERAGE,
)
BLOCKED = replace(
    DANA,
    shown="sam@contoso.com",
    reason="Too many text message codes; a block lasts 24 hours after the last try.",
    unknown=(),
    case=case(
        "sam@contoso.com", "blocked.sms_codes", blocked_until=NOW + timedelta(hours=21), back_again=True, tries=6
    ),
    fix=KNOWN.details["blocked.sms_codes"],
    attempts=(attempt(3, "blocked.sms_codes", "Blocked"),),
    attempts_total=1,
)
RECOVERED = replace(
    DANA,
    shown="lee@contoso.com",
    ability=Ability.PROBABLY,
    reason="The last attempt succeeded.",
    unknown=(),
    case=case("lee@contoso.com", state=CaseState.RECOVERED, closed_at=ago(hours=1)),
    fix=None,
    roster=RosterEntry(
        registered=True,
        enabled=True,
        capable=True,
        admin=False,
        guest=False,
        methods=("mobilePhone", "email"),
        seen=ago(hours=5),
    ),
    attempts=(attempt(1, "succeeded", "Succeeded"), attempt(3, "failed.no_license", "Failed")),
    attempts_total=2,
)
SEVERAL = SeveralPeople("da", ("dana@contoso.com", "dave@contoso.com"), 2, COVERAGE)
NOBODY = NobodyFound("dnaa@contoso.com", ("dana@contoso.com",), COVERAGE)

WEEK = last(timedelta(days=7), now=NOW)
COUNTS = Counts(
    attempts=264,
    people=201,
    succeeded=192,
    failures=42,
    failing_people=31,
    unfinished=30,
    in_progress=0,
    unrecognised=0,
)
NO_COUNTS = Counts(0, 0, 0, 0, 0, 0, 0, 0)


def group(key: str, attempts: int, people: int, previous: int) -> Group:
    fix = KNOWN.details.get(key)
    return Group(key, KNOWN.text_of(key), attempts, people, attempts / 42, previous, fix)


FAILURES = FailuresAnswer(
    window=WEEK,
    by=GroupBy.DETAIL,
    filters=Filters(),
    counts=COUNTS,
    previous=replace(COUNTS, failures=30),
    groups=(
        group("failed.no_license", 20, 14, 6),
        group("failed.onprem_unreachable", 10, 9, 0),
        group("blocked.sms_codes", 6, 3, 8),
        group("contacted.email", 4, 4, 4),
        group("failed.insufficient_methods", 1, 1, 0),
        group("failed.no_cookies", 1, 1, 12),
    ),
    groups_total=6,
    previous_covered=True,
    at_newest=None,
    coverage=COVERAGE,
)
BY_METHOD = replace(
    FAILURES,
    by=GroupBy.METHOD,
    filters=Filters(cause="onprem"),
    groups=(Group("Mobile Phone", "Mobile Phone", 30, 25, 30 / 42, 20, None), Group("", "", 12, 9, 12 / 42, 10, None)),
    groups_total=2,
    previous_covered=False,
)
BY_DAY = replace(
    FAILURES,
    by=GroupBy.DAY,
    groups=tuple(
        Group(f"2026-11-{day}", f"2026-11-{day}", attempts, attempts, attempts / 42, 0, None)
        for day, attempts in ((17, 3), (18, 0), (19, 21), (20, 8), (21, 1), (22, 2), (23, 7))
    ),
    groups_total=7,
)
NO_FAILURES = replace(FAILURES, counts=replace(COUNTS, failures=0, failing_people=0), groups=(), groups_total=0)
OLD_DATA = replace(NO_FAILURES, counts=NO_COUNTS, at_newest=replace(FAILURES, window=WEEK.ending_at(ago(days=200))))
NO_DATA = replace(NO_FAILURES, counts=NO_COUNTS, coverage=NOTHING)


def found(asked: str) -> Any:
    things = KNOWN.find(asked)
    return SimpleNamespace(asked=asked, found=things, near=() if things else KNOWN.near(asked))
