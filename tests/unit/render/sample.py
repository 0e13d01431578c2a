"""Answers drawn by hand, with people of contoso.com, for the tests of messages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.analysis.answers import Case, CaseState, Counts, Filters, Group, GroupBy, TrendPoint
from bot.analysis.burn_down import BurnDown, Outlook
from bot.analysis.cases.sign_reviews import ReviewKind, SignKey, SignReview, standing
from bot.analysis.cases.time_to_success import TimeToSuccess
from bot.analysis.cases.unknown_details import UnknownAnswer, UnknownDetail
from bot.analysis.changes import ChangesAnswer, PolicyChange
from bot.analysis.compare import CompareAnswer
from bot.analysis.data import DataAnswer, SourceSpan
from bot.analysis.digest import DigestAnswer
from bot.analysis.digest_groups import DigestDetail, DigestGroup
from bot.analysis.failures import FailuresAnswer
from bot.analysis.fleet.fleet import fleet
from bot.analysis.fleet.numbers import FEW, FleetRow, GroupNumbers, TenantNumbers
from bot.analysis.frames.policy_marks import PolicyMark
from bot.analysis.incident_list import IncidentsAnswer
from bot.analysis.incidents import Incident
from bot.analysis.journeys.funnel import FunnelAnswer, FunnelGroup, StageCount
from bot.analysis.journeys.helped import Difference, HelpedAnswer, HelpedGroup
from bot.analysis.journeys.time_taken import CurvePoint, TimeAnswer, TimeGroup
from bot.analysis.odd import OddAddress, OddAnswer, OddPerson, Sign, reviewed
from bot.analysis.people.usual_day import UsualDay
from bot.analysis.people.usual_people import UsualPeople
from bot.analysis.people.who_failed import FailedPerson
from bot.analysis.registrations import Registrant, RegistrationGroup, RegistrationsAnswer
from bot.analysis.reset_verdict import Ability, RegisteredDatum, RosterEntry
from bot.analysis.resets import ResetGroup, ResetsAnswer, Resetter
from bot.analysis.rollout import RolloutAnswer, RolloutCounts, RolloutPerson
from bot.analysis.roster.cutoffs import Cutoff, CutoffPerson, CutoffsAnswer, CutoffWeek
from bot.analysis.roster.one_method_risk import OneMethodRisk
from bot.analysis.statistics.change import Change, Verdict
from bot.analysis.statistics.proportion import Interval
from bot.analysis.status import AttemptLine, NobodyFound, PersonStatus, SeveralPeople
from bot.analysis.stuck import StuckAnswer, StuckGroup
from bot.analysis.trend import Calm, TrendAnswer
from bot.analysis.why import NotInDigest, WhyAnswer, WhyRow
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.knowledge.catalogue import load
from bot.knowledge.search import FixAnswer
from bot.privacy import Role, Visibility
from bot.questions.question import Cannot, Misunderstood
from bot.questions.question_type import HelpAnswer, Topic
from bot.render.answers.export import ExportFile
from bot.render.cases.triage import TriageAnswer
from bot.render.cases.unknown_details import Mapped, to_toml
from bot.render.digests.settings import Setting
from bot.reports.coverage import Coverage
from bot.reports.receipt import Receipt, Rejected, ReportKind, unread
from bot.reports.snapshot import RosterCount
from bot.reports.window import Window, last

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
    succeeded=ago(days=20),
    case=case(),
    fix=KNOWN.details["failed.no_license"],
    coverage=COVERAGE,
)
PRIVILEGED = replace(
    DANA,
    shown="gil@contoso.com",
    role="Global Administrator",
    privileged=True,
    reason="The last try failed (Email verification did not work), and nothing since shows that it was put right.",
    case=case("gil@contoso.com", "contacted.email"),
    fix=KNOWN.details["contacted.email"].for_privileged(),
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
MEMBER = RosterEntry(
    registered=True,
    enabled=True,
    capable=True,
    admin=False,
    guest=False,
    methods=("mobilePhone", "email"),
    seen=ago(hours=5),
)
GUEST = replace(MEMBER, guest=True)
RECOVERED = replace(
    DANA,
    shown="lee@contoso.com",
    ability=Ability.PROBABLY,
    reason="The last attempt succeeded.",
    unknown=(),
    case=case("lee@contoso.com", state=CaseState.RECOVERED, closed_at=ago(hours=1)),
    fix=None,
    roster=MEMBER,
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
    itemised=42,
    itemised_people=31,
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
NO_FAILURES = replace(
    FAILURES,
    counts=replace(COUNTS, failures=0, failing_people=0),
    groups=(),
    groups_total=0,
    itemised=0,
    itemised_people=0,
)
WITH_PEOPLE = replace(
    FAILURES,
    who=tuple(
        FailedPerson(f"{name}@contoso.com", attempts, ago(hours=hours), KNOWN.causes["no_license"])
        for hours, name, attempts in ((5, "dana", 2), (3, "kim", 1))
    ),
)
OLD_DATA = replace(NO_FAILURES, counts=NO_COUNTS, at_newest=replace(FAILURES, window=WEEK.ending_at(ago(days=200))))
NO_DATA = replace(NO_FAILURES, counts=NO_COUNTS, coverage=NOTHING)


def found(asked: str) -> Any:
    things = KNOWN.find(asked)
    return FixAnswer(asked, things, () if things else KNOWN.near(asked))


REGISTRATIONS = RegistrationsAnswer(
    window=WEEK,
    by="method",
    people=52,
    rows=87,
    two_data_people=35,
    groups=(
        RegistrationGroup("Mobile Phone", 48, 50),
        RegistrationGroup("Alternate Email", 36, 37),
    ),
    newest=tuple(
        Registrant(f"{name}@contoso.com", ago(hours=hours), ("Alternate Email", "Mobile Phone"))
        for hours, name in enumerate(("kim", "noa", "max", "eva", "tom", "ana"), start=2)
    ),
    at_newest=None,
    coverage=replace(COVERAGE, sources=("registration activity",), rows=87),
)
NO_REGISTRATIONS = replace(REGISTRATIONS, people=0, rows=0, two_data_people=0, groups=(), newest=())
OLD_REGISTRATIONS = replace(
    NO_REGISTRATIONS, at_newest=replace(REGISTRATIONS, window=WEEK.ending_at(ago(days=200)), by="method")
)

RESETS = ResetsAnswer(
    window=WEEK,
    by="method",
    filters=Filters(),
    people=8,
    resets=11,
    previous_people=6,
    previous_resets=6,
    previous_covered=True,
    repeated=2,
    admin_people=1,
    admin_resets=3,
    by_admins=4,
    groups=(ResetGroup("Mobile Phone", 7, 9), ResetGroup("Alternate Email", 3, 4)),
    groups_total=2,
    repeats=(
        Resetter("gil@contoso.com", 3, ago(hours=7), admin=True),
        Resetter("noa@contoso.com", 2, ago(days=2), admin=False),
    ),
    newest=tuple(
        Resetter(f"{name}@contoso.com", 1, ago(hours=hours), admin=False)
        for hours, name in enumerate(("kim", "max", "eva", "tom", "ana", "ida"), start=2)
    ),
    at_newest=None,
    coverage=COVERAGE,
)
RESETS_BY_PERSON = replace(
    RESETS,
    by="person",
    groups=(ResetGroup("gil@contoso.com", 1, 3), ResetGroup("noa@contoso.com", 1, 2)),
    groups_total=8,
)
RESETS_BY_DAY = replace(RESETS, by="day", groups=(ResetGroup("2017-02-26", 3, 3), ResetGroup("2017-02-27", 5, 8)))
NO_RESETS = replace(
    RESETS,
    people=0,
    resets=0,
    repeated=0,
    admin_people=0,
    admin_resets=0,
    groups=(),
    groups_total=0,
    repeats=(),
    newest=(),
)
_FLEET = (
    TenantNumbers(
        FleetRow("Contoso Ltd", ago(minutes=20), 9, 14, 1, "worse", losing=3),
        (GroupNumbers("onprem_unreachable", 11, 17), GroupNumbers("no_license", 3, 3)),
    ),
    TenantNumbers(FleetRow("Fabrikam <&> Co", ago(hours=3), 2, 2, 0, "no change"), (GroupNumbers("no_license", 2, 2),)),
    TenantNumbers(
        FleetRow(
            "Tailspin",
            ago(days=12),
            1,
            stale=True,
            warnings=("The data is stale: its newest row is from 2026-11-11 09:30 UTC; load a newer report.",),
        )
    ),
    TenantNumbers(FleetRow("Wingtip", warnings=("No rows of the reset activity report are loaded.",))),
    TenantNumbers(FleetRow("Woodgrove", problem="The database does not answer as it should.")),
)
FLEET = fleet(WEEK, "", _FLEET, KNOWN)
FLEET_BY_CAUSE = fleet(WEEK, "cause", _FLEET, KNOWN)
FLEET_BY_METHOD = fleet(
    WEEK,
    "method",
    [
        TenantNumbers(
            FleetRow("Contoso Ltd", ago(minutes=20), 9, 14, 1, "worse", warnings=(FEW.format(5),)),
            (GroupNumbers("Mobile Phone", 8, 12), GroupNumbers("", 6, 8)),
        )
    ],
    KNOWN,
)
FLEET_OF_A_FEW = fleet(
    WEEK, "cause", [TenantNumbers(FleetRow("Contoso Ltd", ago(minutes=20), warnings=(FEW.format(5),)))], KNOWN
)
CALM_FLEET = fleet(WEEK, "", [_FLEET[1]], KNOWN)
NO_FLEET = fleet(WEEK, "", [], KNOWN)

INCIDENTS = IncidentsAnswer(
    window=WEEK,
    filters=Filters(),
    incidents=(
        Incident(KNOWN.causes["onprem_unreachable"], ago(days=2, hours=3), ago(days=2), 41, 0.3),
        Incident(KNOWN.causes["service_error"], ago(hours=5), ago(hours=4), 5, 0.01),
    ),
    failing_people=63,
    history_days=56,
    at_newest=None,
    coverage=COVERAGE,
)
NO_INCIDENTS = replace(INCIDENTS, incidents=(), history_days=3)
FUNNEL = FunnelAnswer(
    window=WEEK,
    by="method",
    filters=Filters(),
    attempts=120,
    people=97,
    in_progress=2,
    unsaid=6,
    stages=(
        StageCount("user_id", 120, 114, 14, Interval(0.07, 0.2)),
        StageCount("options", 100, 100, 4, Interval(0.02, 0.1)),
        StageCount("started", 96, 96, 21, Interval(0.15, 0.31)),
        StageCount("passed", 75, 75, 0, Interval(0.0, 0.05)),
        StageCount("verified", 75, 74, 3, Interval(0.01, 0.11)),
        StageCount("password", 71, 71, 1, Interval(0.0, 0.08)),
        StageCount("done", 70, 70, 0, None),
    ),
    groups=(
        FunnelGroup("Mobile Phone", 70, 52, Interval(0.63, 0.83)),
        FunnelGroup("Alternate Email", 26, 23, Interval(0.71, 0.96)),
    ),
    ended=48,
    again=30,
    done_then=22,
    again_people=18,
    at_newest=None,
    coverage=COVERAGE,
)
FUNNEL_BY_ROLE = replace(
    FUNNEL,
    by="role",
    groups=(FunnelGroup("User", 110, 63, Interval(0.48, 0.66)), FunnelGroup("", 10, 7, Interval(0.4, 0.89))),
)
NO_FUNNEL = replace(
    FUNNEL,
    attempts=0,
    people=0,
    in_progress=0,
    unsaid=0,
    stages=tuple(replace(stage, reached=0, known=0, left=0, interval=None) for stage in FUNNEL.stages),
    groups=(),
    ended=0,
    again=0,
    done_then=0,
)

CHANGES = ChangesAnswer(
    window=WEEK,
    changes=(
        PolicyChange(
            ago(hours=5),
            "ada@contoso.com",
            "Self-service password reset policy changes: Methods 1 to 2",
            succeeded=True,
        ),
        PolicyChange(ago(days=2), "an app", "Enable password writeback for directory", succeeded=False),
    ),
    latest=None,
    audit_log=True,
    coverage=COVERAGE,
)
NO_CHANGES = replace(CHANGES, changes=(), latest=replace(CHANGES.changes[0], at=ago(days=9)))
NO_AUDIT_LOG = replace(CHANGES, changes=(), audit_log=False)

ODD = OddAnswer(
    window=WEEK,
    signs=(
        Sign(
            SignKey.REPEATED,
            5,
            17,
            2,
            tuple(OddPerson(f"{name}@contoso.com", 4, ago(days=1)) for name in ("gil", "noa", "kim", "eva", "tom")),
            ago(days=1),
        ),
        Sign(SignKey.UNKNOWN, 1, 3, 0, (OddPerson("=cmd|' /C calc'!A0", 3, ago(hours=2)),), ago(hours=2)),
    ),
    without=(),
    previous_covered=True,
    at_newest=None,
    coverage=COVERAGE,
)
FROM_ADDRESSES = replace(
    ODD,
    signs=(
        Sign(
            SignKey.ADDRESS,
            8,
            9,
            None,
            tuple(OddPerson(f"{name}@contoso.com", 1, ago(hours=3)) for name in ("gil", "noa")),
            ago(hours=3),
            addresses=(OddAddress("203.0.113.66", 8, 9, ago(hours=3)), OddAddress("<!here> ::1", 4, 4, ago(hours=4))),
        ),
        Sign(SignKey.NEW_METHOD, 1, 1, 0, (OddPerson("dana@contoso.com", 1, ago(days=1)),), ago(days=1)),
    ),
    without=(SignKey.UNKNOWN, SignKey.ADDRESS, SignKey.NEW_METHOD),
)
NOTHING_ODD = replace(ODD, signs=(), without=(SignKey.UNKNOWN,))
SIGN_REVIEWS = (
    *(SignReview(SignKey.REPEATED, ReviewKind.ATTACK, "U0KIM", ago(days=40 - n), ago(days=40 - n)) for n in range(4)),
    *(SignReview(SignKey.REPEATED, ReviewKind.INNOCENT, "U0KIM", ago(days=20 - n), ago(days=20 - n)) for n in range(8)),
    SignReview(SignKey.UNKNOWN, ReviewKind.INNOCENT, "U0KIM", ago(days=9), ago(days=9), "misspelt *names* <!here>"),
    SignReview(SignKey.UNKNOWN, ReviewKind.MUTED, "U0KIM", ago(days=1), None, "new <!channel> people", ago(days=-13)),
)
REVIEWED_ODD = reviewed(ODD, SIGN_REVIEWS, NOW, reasons=True)
TRIAGE = TriageAnswer(None, tuple(standing(SIGN_REVIEWS, sign, NOW) for sign in SignKey))
MUTED = replace(TRIAGE, done=SIGN_REVIEWS[-1])
CLOSED = replace(TRIAGE, done=SIGN_REVIEWS[0])
NO_TRIAGE = TriageAnswer(None, tuple(standing((), sign, NOW) for sign in SignKey))
TIME = TimeAnswer(
    window=WEEK,
    by="cause",
    filters=Filters(),
    cases=34,
    people=31,
    whole=TimeToSuccess(timedelta(days=30), 34, 9, 4, timedelta(hours=57), timedelta(hours=41), timedelta(hours=80)),
    curve=(
        CurvePoint(timedelta(hours=1), 0.1, Interval(0.04, 0.25)),
        CurvePoint(timedelta(days=1), 0.32, Interval(0.19, 0.5)),
        CurvePoint(timedelta(days=7), 0.74, Interval(0.57, 0.88)),
    ),
    failures=((1, 12), (2, 6), (3, 3)),
    groups=(
        TimeGroup(
            "no_license",
            "No license",
            21,
            20,
            TimeToSuccess(timedelta(days=30), 21, 6, 3, timedelta(hours=70), timedelta(hours=50), None),
        ),
        TimeGroup("throttled", "Too many tries", 4, 4, None),
    ),
    coverage=COVERAGE,
)
TIME_OF_A_NAMED_WEEK = replace(TIME, window=replace(WEEK, label="last week", relative=False))
TOO_FEW_CASES = replace(TIME, cases=2, whole=None, curve=(), failures=((1, 1),), groups=())

HELPED = HelpedAnswer(
    window=WEEK,
    groups=(
        HelpedGroup("admin registered", None, "methods_missing", "Too few methods registered", 34, 27, 61, 0.31,
                    Interval(0.28, 0.61), Difference.MORE, 5, "Too few methods"),
        HelpedGroup("Authentication Methods Policy Update: MethodsAllowed <email> to <email, app>", ago(days=12),
                    "throttled", "Too many tries", 22, 9, 40, 0.47, Interval(-0.28, 0.19), Difference.UNCLEAR, 0),
        HelpedGroup("assigned", None, "no_license", "No license", 6, 5, 18, 0.4, None, Difference.TOO_FEW, 0),
        HelpedGroup("license changed", None, "no_license", "No license", 0, 0, 0, None, None, Difference.TOO_FEW, 3),
    ),
    acts=61,
    audit_log=True,
    coverage=COVERAGE,
)  # fmt: skip
TOO_FEW_HELPED = replace(HELPED, groups=HELPED.groups[2:], acts=9, audit_log=False)
HELPED_NOT_OVER = replace(HELPED, groups=HELPED.groups[3:])
NOTHING_DONE = replace(HELPED, groups=(), acts=0)

UNKNOWN = UnknownAnswer(
    window=WEEK,
    details=(
        UnknownDetail("u3fa91", "User failed the <face check> option", "Failed", 12, 7, ago(days=20), ago(hours=2), None),
        UnknownDetail("u00a1b", "=cmd|' /C calc'!A0", "Blocked", 1, 1, ago(days=2), ago(days=2), None),
        UnknownDetail("u77c20", "No P1 for this account", "Failed", 3, 2, ago(days=9), ago(days=1),
                      KNOWN.causes["no_license"]),
    ),
    coverage=COVERAGE,
)  # fmt: skip
NOTHING_UNKNOWN = replace(UNKNOWN, details=())
MAPPED = Mapped(UNKNOWN.details[2], to_toml(UNKNOWN.details, KNOWN), 1)
NOTHING_MAPPED = Mapped(None, "", 0)


RET, SQ, REG = (KNOWN.changes[key] for key in ("RET", "SQ", "REG"))
CUTOFFS = CutoffsAnswer(
    until=None,
    seen=ago(hours=5),
    people=212,
    required=None,
    cutoffs=(
        Cutoff("REG", REG.title, REG.on, 2, 0, 0),
        Cutoff("RET", RET.title, RET.on, 4, 1, 0),
        Cutoff("SQ", SQ.title, SQ.on, 1, 0, 0),
        Cutoff("RET", RET.title, date(2027, 7, 1), 1, 0, 1),
    ),
    losing=(
        CutoffPerson("gil@contoso.com", True, False, ("Alternate Email", "Mobile Phone"), ("Alternate Email",), 1,
                     "RET", RET.on, False),
        CutoffPerson("dana@contoso.com", False, False, (), (), 1, "REG", REG.on, True),
        CutoffPerson("erik@contoso.com", False, False, (), (), 1, "REG", REG.on, False),
        *(CutoffPerson(f"{name}@contoso.com", False, False, ("Mobile Phone",), (), 1, "RET", RET.on, False)
          for name in ("eva", "kim", "tom")),
        CutoffPerson("mia@fabrikam.com", False, False, ("Mobile Phone", "Security Questions"), (), 1, "SQ", SQ.on,
                     False),
        CutoffPerson("guest@fabrikam.com", False, True, ("Mobile Phone",), (), 1, "RET", date(2027, 7, 1), False),
    ),
    if_two=40,
    passkey_only=1,
    domains=(("contoso.com", 6), ("fabrikam.com", 2)),
    checked=date(2026, 11, 28),
    coverage=COVERAGE,
    history=tuple(CutoffWeek(date(2026, 11, day), left) for day, left in ((2, 31), (9, 24), (16, 11), (23, 8))),
    weeks=4,
)  # fmt: skip
CUTOFFS_ONE_LIST = replace(CUTOFFS, history=CUTOFFS.history[-1:], weeks=1)
NO_CUTOFFS = replace(
    CUTOFFS, until=date(2026, 12, 31), required=1, cutoffs=(), losing=(), if_two=0, passkey_only=0, domains=()
)
CUTOFFS_NO_ROSTER = replace(NO_CUTOFFS, seen=None, people=0)

STUCK_CASES = tuple(
    case(f"{name}@contoso.com", opened_at=ago(days=days), back_again=name == "noa", tries=days)
    for days, name in ((9, "dana"), (4, "noa"), (3, "kim"), (2, "eva"), (1, "tom"))
)
OUTAGE_CASES = tuple(
    case(f"{name}@contoso.com", "failed.onprem_unreachable", opened_at=ago(hours=hours), tries=1)
    for hours, name in ((5, "max"), (4, "ana"))
)
STUCK = StuckAnswer(
    filters=Filters(),
    people=7,
    groups=(
        StuckGroup(STUCK_CASES[0].cause, 5, ago(days=9), KNOWN.details["failed.no_license"], STUCK_CASES),
        StuckGroup(OUTAGE_CASES[0].cause, 2, ago(hours=5), KNOWN.details["failed.onprem_unreachable"], OUTAGE_CASES),
    ),
    ages=(("under 1 day", 2), ("1-3 days", 2), ("3-7 days", 2), ("over 7 days", 1)),
    coverage=COVERAGE,
)
DANA_UNLICENSED, OUTAGE = CaseKey("dana@contoso.com", "no_license"), CaseKey("", "onprem_unreachable")
DECISIONS = {
    DANA_UNLICENSED: Decision(DANA_UNLICENSED, DecisionKind.ACKNOWLEDGED, "U0KIM", ago(hours=20), 0),
    OUTAGE: Decision(
        OUTAGE,
        DecisionKind.SNOOZED,
        "U0MAX",
        ago(hours=2),
        0,
        until=NOW + timedelta(days=1),
        reason="sync server is being replaced",
    ),
}
NOBODY_STUCK = StuckAnswer(Filters(cause="onprem"), 0, (), (), COVERAGE)

POINTS = tuple(
    TrendPoint(f"2026-11-{day}", attempts, succeeded, failures, attempts - succeeded - failures)
    for day, attempts, succeeded, failures in (
        (17, 30, 22, 3),
        (18, 41, 36, 0),
        (19, 60, 30, 21),
        (20, 45, 31, 8),
        (21, 20, 17, 1),
        (22, 18, 14, 2),
        (23, 50, 42, 7),
    )
)
UNREACHABLE = Incident(
    KNOWN.causes["onprem_unreachable"], ago(days=4, hours=4), ago(days=4, hours=2, minutes=40), 19, 0.3
)
TREND = TrendAnswer(
    window=WEEK,
    points=POINTS,
    counts=COUNTS,
    tries_per_success=1.4,
    median_time_to_success=timedelta(hours=57),
    at_newest=None,
    coverage=COVERAGE,
    time_to_success=TimeToSuccess(
        timedelta(days=30), 34, 9, 4, timedelta(hours=57), timedelta(hours=41), timedelta(hours=80)
    ),
    change=Change(0.67, 0.78, Interval(-0.04, 0.25), 180, Verdict.SAME),
    incidents=(UNREACHABLE,),
    calm=Calm(replace(COUNTS, attempts=243, failures=21), Change(0.78, 0.79, Interval(-0.08, 0.1), 166, Verdict.SAME)),
)
GAP_TREND = replace(
    TREND,
    points=(
        *POINTS[:3],
        replace(POINTS[3], attempts=0, succeeded=0, failures=0, unfinished=0, covered=False),
        POINTS[4],
    ),
    time_to_success=TimeToSuccess(timedelta(days=30), 12, 8, 0, None, timedelta(hours=30), None),
    change=Change(0.6, 0.75, Interval(0.04, 0.29), 180, Verdict.BETTER),
    incidents=(),
    calm=None,
)
OLD_TREND = replace(TREND, counts=NO_COUNTS, points=(), at_newest=replace(TREND, window=WEEK.ending_at(ago(days=200))))
COMPARE = CompareAnswer(
    window=Window(ago(days=7), NOW, "this week"),
    previous_window=Window(ago(days=14), ago(days=7), "last week"),
    counts=COUNTS,
    previous=replace(COUNTS, failures=30, failing_people=28, succeeded=210, attempts=260),
    groups=(
        Group("no_license", "No license", 20, 14, 0.4, 6, None),
        Group("onprem_unreachable", "On-premises service unreachable", 10, 9, 0.2, 0, None),
        Group("throttled", "Blocked after too many tries", 6, 3, 0.1, 8, None),
    ),
    previous_covered=True,
    coverage=COVERAGE,
    change=Change(0.81, 0.73, Interval(-0.15, -0.01), 402, Verdict.WORSE),
    usual=(
        UsualPeople("", 31, Interval(12.4, 33.1), 8, False),
        UsualPeople("no_license", 14, Interval(1.2, 9.7), 8, True),
    ),
)
COMPARE_HALF = replace(
    COMPARE,
    window=Window(ago(days=7), NOW, "this month"),
    previous_window=Window(ago(days=54), ago(days=31), "October 2026 up to 23 Oct 09:30"),
    previous_covered=False,
    change=None,
    usual=(),
)

RECEIPT = Receipt(
    path="/srv/reports/feb.csv",
    report=ReportKind.RESET,
    recognised="reset activity report, CSV with semicolons, times taken as UTC",
    loaded_at=ago(hours=1),
    rows=1204,
    new=1100,
    repeated=100,
    changed=0,
    rejected=(Rejected(17, "the date 31.02.2026 does not exist", "x;31.02.2026"),),
    rejected_count=4,
    skipped=0,
    unknown_details=(("User did <!channel> something new", 3),),
    unknown_values=(("result: Weird", 1),),
    first=ago(days=30),
    last=ago(hours=2),
    warnings=("Exactly 75,000 rows: the file is probably cut off.",),
    position=1204,
)
DATA = DataAnswer(
    sources=(
        SourceSpan(
            "reset activity",
            1204,
            640,
            ago(days=30),
            ago(hours=2),
            timedelta(hours=2),
            ((ago(days=12), ago(days=10)),),
            timedelta(hours=2),
        ),
        SourceSpan(
            "registration activity", 87, 52, ago(days=30), ago(days=3), timedelta(days=3), (), timedelta(days=3)
        ),
    ),
    receipts=(RECEIPT,) * 6,
    not_read=(unread("reports/book <b>.xlsx, sheet Notes", "it is hidden", ago(hours=1)),),
    unknown_details=(("User did <!channel> something new", 3),),
    coverage=replace(COVERAGE, warnings=("No load covers 11 to 13 November.",)),
)
NO_LOADS = DataAnswer((), (), (), (), NOTHING)

HELP = HelpAnswer(
    topic=None,
    forms=tuple(
        Topic(name=name, usage=usage, sentence=sentence, who=who, examples=(example,), also=("who",), free=(free,))
        for name, usage, sentence, who, example, free in (
            (
                "status",
                "status [PERSON]",
                "Can this person reset, and if not, why and what to do.",
                Role.HELPDESK,
                "status dana@contoso.com",
                "why can't dana@contoso.com reset?",
            ),
            (
                "failures",
                "failures [WINDOW] [by ...] [filters]",
                "How many failed, why, and the documented fix.",
                Role.VIEWER,
                "failures 7d by cause",
                "who failed yesterday",
            ),
        )
    ),
    topics=("status", "failures", "windows"),
    suggestion=None,
)
HELP_TOPIC = HelpAnswer(topic="failures", forms=HELP.forms[1:], topics=HELP.topics, suggestion=None)
NO_TOPIC = HelpAnswer(topic="failurs", forms=(), topics=HELP.topics, suggestion="failures")
MISUNDERSTOOD = Misunderstood(
    text="failurs 7d",
    word="failurs",
    sentence='I do not know the word "failurs".',
    suggestion="failures 7d",
)
CANNOT = Cannot(
    text="unlock dana",
    subject="unlock",
    sentence="I never unlock or unblock anybody: I only read reports. `status me` says what there is of yourself.",
    suggestion="status dana@contoso.com",
)


def digest_group(cases: tuple[Case, ...], *, incident: bool = False) -> DigestGroup:
    key = cases[0].detail
    return DigestGroup(
        cause=cases[0].cause,
        cases=cases,
        details=(DigestDetail(key, KNOWN.text_of(key), len(cases), KNOWN.details.get(key)),),
        incident=incident,
        first_at=(first := min(one.opened_at for one in cases)),
        last_at=(last_ := max(one.last_at for one in cases)),
        bursts=(Incident(cases[0].cause, first, last_, len(cases), 0.2),) if incident else (),
    )


DIGEST = DigestAnswer(
    since=ago(days=1),
    from_position=1000,
    to_position=1204,
    baseline=False,
    recovered=tuple(
        case(f"rec{number}@contoso.com", state=CaseState.RECOVERED, closed_at=ago(hours=2)) for number in range(7)
    ),
    helpdesk=tuple(
        case(f"hd{number}@contoso.com", state=CaseState.HELPDESK, closed_at=ago(hours=2)) for number in range(2)
    ),
    still_stuck=3,
    was_open=12,
    new=(digest_group(OUTAGE_CASES, incident=True), digest_group(STUCK_CASES)),
    back_again=(STUCK_CASES[1],),
    late=4,
    counts=replace(COUNTS, attempts=60, failures=24),
    chart=POINTS,
    coverage=COVERAGE,
)
NOTHING_NEW = replace(DIGEST, new=(), back_again=(), late=0, counts=NO_COUNTS)
STALE = replace(
    NOTHING_NEW,
    was_open=0,
    coverage=replace(COVERAGE, warnings=("The newest row is 3 days old; the source may have stopped.",)),
)
SIGNS = replace(NOTHING_NEW, was_open=0, signs=(*REVIEWED_ODD.signs[:1], ODD.signs[1]))
NO_SIGNS, FIRST_SIGNS = replace(SIGNS, signs=()), replace(SIGNS, baseline=True, since=None)
BASELINE = replace(DIGEST, baseline=True, since=None, was_open=0, recovered=(), helpdesk=(), back_again=())
SETTING = Setting(zone=UTC, show=Visibility.NAMES, token="d1", decisions=DECISIONS, made_at=NOW)

_MEMBERS = RolloutCounts(people=420, registered=390, enabled=412, capable=385, missing=22)
UNUSUAL_TREND = replace(
    TREND,
    day=UsualDay("2026-11-23", ago(hours=1), 12, Interval(2.2, 9.7), 8),
    changes=(
        PolicyMark(
            ago(days=1), "Self-service password reset policy changes: <one> to *two* gates", 4, None, ago(hours=20)
        ),
        PolicyMark(ago(days=4), "Enable password writeback for directory", 31, 12, None),
    ),
)

ROLLOUT = RolloutAnswer(
    target=date(2026, 12, 31),
    seen=ago(hours=3),
    members=_MEMBERS,
    guests=RolloutCounts(12, 3, 5, 3, 2),
    admins=RolloutCounts(6, 5, 6, 5, 1),
    missing=(
        RolloutPerson("kim@contoso.com", admin=True, methods=()),
        *(RolloutPerson(f"new{number}@contoso.com", admin=False, methods=()) for number in range(7)),
    ),
    missing_guests=2,
    one_method=(RolloutPerson("dana@contoso.com", admin=False, methods=("Mobile Phone",)),),
    history=(
        RosterCount(date(2026, 11, 9), 420, 360, 412, 355, 52),
        RosterCount(date(2026, 11, 16), 420, 378, 412, 373, 34),
        RosterCount(date(2026, 11, 23), 420, 390, 412, 385, 22),
    ),
    burn_down=BurnDown(
        day=date(2026, 11, 23),
        left=22,
        weeks=14,
        slowest=-2.0,
        fastest=18.0,
        at_target=(6, 17),
        outlook=(Outlook(date(2026, 12, 21), 8, 19), Outlook(date(2027, 1, 18), 3, 14)),
        held=(4, 5),
    ),
    reported=52,
    coverage=COVERAGE,
)
ONE_METHOD_ROLLOUT = replace(
    ROLLOUT, one_method_risk=OneMethodRisk(ago(days=30), 120, 14, 200, 10, 2.33, Interval(1.07, 5.08))
)
NO_ROSTER = replace(ROLLOUT, seen=None)
WHY = WhyAnswer(
    delivery="1/3",
    channel="C0HELP",
    made_at=ago(hours=2),
    since=ago(days=1),
    from_position=1000,
    to_position=1204,
    told_as="new",
    rule="The reports first told of this case after the digest before, so it was new.",
    case=STUCK_CASES[0],
    rows=(
        WhyRow(998, ago(days=2), "Failed", "User does not have a license", new=False),
        WhyRow(1100, ago(hours=5), "Failed", "User does not have a license", new=True),
    ),
)
NOT_IN_DIGEST = NotInDigest("dana@contoso.com")
EXPORT = ExportFile("failures-2026-11-23.csv", lambda _: None, 42, COVERAGE)
NO_ROWS = ExportFile("failures-2026-11-23.csv", lambda _: None, 0, COVERAGE)
