"""Slow, obvious twins of the analyses: plain loops over plain rows, to hold the quick ones against."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from bot.analysis.answers import Counts, Filters, GroupBy
from bot.knowledge.catalogue import cause_matches, load
from bot.knowledge.vocabulary import FAILURES, UNFINISHED, Result
from bot.privacy import LARGEST_CROWD
from bot.reports.window import Window
from tests.support.frames import DETAILS, Row, at

Test = Callable[["Tried"], bool]
Seen = Callable[["Tried | Helped"], bool]


@dataclass(frozen=True)
class Tried:
    """One attempt."""

    at: datetime
    position: int
    user: str
    role: str
    methods: tuple[str, ...]
    started: str
    result: str
    detail: str
    cause: str
    ended: datetime

    @property
    def failed(self) -> bool:
        return self.result in FAILURES

    @property
    def domain(self) -> str:
        return self.user.split("@")[-1] if "@" in self.user else ""


@dataclass(frozen=True)
class Helped:
    """One reset by an admin, own unlock, change of a known password or recovery that succeeded."""

    at: datetime
    position: int
    user: str
    kind: str = "admin reset"

    @property
    def ended(self) -> datetime:
        return self.at


@dataclass
class SlowCase:
    """One case, as the loop finds it."""

    user: str
    cause: str
    rows: list[Tried]
    back_again: bool
    closed: Tried | None = None
    helped: Helped | None = None

    @property
    def open(self) -> bool:
        return not (self.closed or self.helped)

    @property
    def closed_at(self) -> datetime | None:
        end = self.closed or self.helped
        return end.ended if end else None

    @property
    def id(self) -> tuple[str, str, int]:
        """Person, cause and the position of the oldest row: no two cases have the same."""
        return self.user, self.cause, self.rows[0].position


def tried(rows: Iterable[Row]) -> list[Tried]:
    """Drawn rows in the order of time, then position."""
    found = [_tried(row, place) for place, row in enumerate(rows, start=1)]
    return sorted(found, key=lambda one: (one.at, one.position))


ENDING = ("admin reset", "unlock", "change", "account recovery")


def helped(rows: Iterable[Row]) -> list[Helped]:
    """Drawn interventions that end cases."""
    found = [
        Helped(at(row["at"]), int(row.get("position", place)), _user(row), row.get("kind", "admin reset"))
        for place, row in enumerate(rows, start=1)
        if row.get("result", "Succeeded") == "Succeeded" and row.get("kind", "admin reset") in ENDING
    ]
    return sorted(found, key=lambda one: one.at)


def _user(row: Row) -> str:
    return (row["user"] if "@" in row["user"] else f"{row['user']}@contoso.com").casefold()


def _tried(row: Row, place: int) -> Tried:
    result = row.get("result", "Failed")
    detail = row.get("detail") or DETAILS[Result(result)]
    against = load().contradicted(detail) if result in FAILURES else None
    detail = against or (detail if detail in load().details else f"?{detail}")
    return Tried(
        at=at(row["at"]),
        position=int(row.get("position", place)),
        user=_user(row),
        role=row.get("role", "User"),
        methods=tuple(row.get("methods", "").split(" + ")),
        started=row.get("started", ""),
        result=result,
        detail=detail,
        cause=load().cause_key_of(detail),
        ended=at(row.get("ended") or row["at"]),
    )


def inside(rows: Iterable[Tried], window: Window) -> list[Tried]:
    """The rows of a window."""
    return [row for row in rows if window.start <= row.at < window.end]


def chosen(rows: Iterable[Tried], filters: Filters) -> list[Tried]:
    """The rows that every filter lets through."""
    tests: list[Test] = []
    if filters.result:
        tests.append(lambda row: row.result == filters.result)
    if filters.cause:
        tests.append(lambda row: cause_matches(filters.cause or "", row.cause))
    if filters.not_result:
        tests.append(lambda row: row.result != filters.not_result)
    if filters.not_cause:
        tests.append(lambda row: not cause_matches(filters.not_cause or "", row.cause))
    if filters.method:
        tests.append(lambda row: filters.method in row.methods or stopped_at(row) == filters.method)
    if filters.role:
        tests.append(lambda row: row.role == filters.role)
    if filters.domain:
        tests.append(lambda row: row.domain == filters.domain)
    return [row for row in rows if all(test(row) for test in tests)]


def items(rows: Iterable[Tried], filters: Filters) -> list[Tried]:
    """What a breakdown divides."""
    return [row for row in rows if (row.result == filters.result if filters.result else row.failed)]


def counts(rows: Sequence[Tried], filters: Filters) -> Counts:
    """Attempts by what became of them."""

    def of(*results: str) -> int:
        return sum(row.result in results for row in rows)

    others = ({row.user for row in rows if row.result == "Succeeded"},
              {row.user for row in rows if row.result != "Succeeded" and not row.failed})  # fmt: skip
    return Counts(
        attempts=len(rows),
        people=len({row.user for row in rows}),
        succeeded=of("Succeeded"),
        failures=of(*FAILURES),
        failing_people=len({row.user for row in rows if row.failed}),
        unfinished=of(*UNFINISHED),
        in_progress=of("In progress"),
        unrecognised=of("Unrecognised"),
        partial=any((filters.result, filters.cause, filters.not_result, filters.not_cause)),
        fewest_people=min(min((len(who) for who in others if who), default=0), LARGEST_CROWD),
    )


def keys(row: Tried, by: GroupBy, zone: tzinfo, shift: timedelta = timedelta(0)) -> tuple[str, ...]:
    """The groups that an attempt counts for."""
    moved = (row.at + shift).astimezone(zone)
    one = {
        GroupBy.DETAIL: row.detail,
        GroupBy.CAUSE: row.cause,
        GroupBy.RESULT: row.result,
        GroupBy.ROLE: row.role,
        GroupBy.DOMAIN: row.domain,
        GroupBy.DAY: f"{moved:%Y-%m-%d}",
        GroupBy.HOUR: f"{row.at.astimezone(zone):%H}",  # an hour of the day, whatever the day
    }
    if by is GroupBy.METHOD:
        return (stopped_at(row),) if row.failed else row.methods
    return (one[by],)


def stopped_at(row: Tried) -> str:
    """The method that an attempt did not get past: what its detail names, else the last one begun, unless passed."""
    return failed_at(row.detail) or ("" if row.started in row.methods else row.started)


def failed_at(detail: str) -> str:
    """The method whose words stand in the key of a detail about a method tried in vain."""
    if not re.match(r"contacted\.|blocked\.|abandoned\.started\.|step\.started\.", detail):
        return ""
    words = {"email": "Alternate Email", "office": "Office Phone", "question": "Security Questions", "app_n": "App Notification",
             "app_c": "App Code", "hardware": "Hardware Code", "sms": "Mobile Phone", "mobile": "Mobile Phone", "phone": "Mobile Phone"}  # fmt: skip
    return next((method for word, method in words.items() if word in detail), "")


def grouped(
    rows: Iterable[Tried], by: GroupBy, zone: tzinfo, shift: timedelta = timedelta(0)
) -> dict[str, list[Tried]]:
    """The rows of each group."""
    found: dict[str, list[Tried]] = {}
    for row in rows:
        for key in keys(row, by, zone, shift):
            found.setdefault(key, []).append(row)
    return found


def day_line(rows: Sequence[Tried], window: Window, zone: tzinfo) -> list[str]:
    """The local days from the first to the last that the window and the data have in common."""
    if not rows:
        return []
    first = max(window.start, rows[0].at)
    last = min(window.end - timedelta(microseconds=1), rows[-1].at)
    days = (last.astimezone(zone).date() - first.astimezone(zone).date()).days + 1 if first <= last else 0
    begin: date = first.astimezone(zone).date()
    return [(begin + timedelta(days=day)).isoformat() for day in range(days)]


def _events(rows: Iterable[Tried], resets: Iterable[Helped]) -> list["Tried | Helped"]:
    """All of them in the order of their ends. An admin's reset in the moment in which an attempt ends comes after it."""
    every: list[Tried | Helped] = [*rows, *resets]
    return sorted(every, key=lambda one: (one.ended, isinstance(one, Helped), one.at, one.position))


def cases(
    rows: Iterable[Tried],
    filters: Filters = Filters(),  # noqa: B008 -- never changed
    resets: Iterable[Helped] = (),
) -> list[SlowCase]:
    """Every case, by a walk through time."""
    found: list[SlowCase] = []
    open_now: dict[str, dict[str, SlowCase]] = {}
    had: set[tuple[str, str]] = set()
    for event in _events(rows, resets):
        theirs = open_now.setdefault(event.user, {})
        if isinstance(event, Helped):
            for case in theirs.values():
                case.helped = event
            theirs.clear()
        elif event.result == "Succeeded":
            for case in theirs.values():
                case.closed = event
            theirs.clear()
        elif event.failed and chosen([event], filters):
            if event.cause not in theirs:
                theirs[event.cause] = SlowCase(event.user, event.cause, [], (event.user, event.cause) in had)
                found.append(theirs[event.cause])
                had.add((event.user, event.cause))
            theirs[event.cause].rows.append(event)
    return found


@dataclass
class SlowDigest:
    """What a digest must say."""

    was_open: list[SlowCase] = field(default_factory=list)
    recovered: list[SlowCase] = field(default_factory=list)
    helpdesk: list[SlowCase] = field(default_factory=list)
    new: list[SlowCase] = field(default_factory=list)
    late: int = 0


def digest(
    rows: Sequence[Tried], known: Seen, seen: Seen, filters: Filters, resets: Sequence[Helped] = ()
) -> SlowDigest:
    """What became of cases between what was known and what is seen."""

    def as_of(there: Seen) -> list[SlowCase]:
        return cases([row for row in rows if there(row)], filters, [reset for reset in resets if there(reset)])

    now, was_open = as_of(seen), [case for case in as_of(known) if case.open]
    became = [next(case for case in now if old.rows[-1] in case.rows) for old in was_open]
    newest = max((row.at for row in rows if known(row)), default=None)
    return SlowDigest(
        was_open=was_open,
        recovered=[case for case in became if case.closed or (case.helped and case.helped.kind != "admin reset")],
        helpdesk=[case for case in became if case.helped and case.helped.kind == "admin reset"],
        new=[case for case in now if not any(known(row) for row in case.rows)],
        late=sum(bool(newest and row.at < newest) for row in rows if seen(row) and not known(row)),
    )


def half_time(
    rows: Sequence[Tried], window: Window, filters: Filters, resets: Sequence[Helped] = ()
) -> timedelta | None:
    """When half have succeeded of those who began to fail in the window, or in the thirty days up to its end."""
    start = min(window.start, window.end - timedelta(days=30))
    month = timedelta(days=30)
    looked = inside(rows, replace(window, start=start - month, end=window.end + month))
    counted = {row.position for row in chosen(looked, filters) if row.failed}
    newest = max((row.ended for row in looked), default=None)
    waiting: dict[str, datetime] = {}
    spells: list[tuple[datetime, timedelta, str]] = []
    for row in _events(looked, resets):
        if isinstance(row, Helped) or row.result == "Succeeded":
            if row.user in waiting:
                began = waiting.pop(row.user)
                by_admin = isinstance(row, Helped) and row.kind == "admin reset"
                until = min(row.ended, newest) if newest else row.ended
                end = "open" if until < row.ended else "helped" if by_admin else "success"
                spells.append((began, until - began, end))
        elif row.position in counted:
            waiting.setdefault(row.user, row.at)
    spells += [(began, newest - began, "open") for began in waiting.values() if newest]
    spells = [spell for spell in spells if start <= spell[0] < window.end]
    return _half(spells) if len(spells) >= 5 else None


def _half(spells: Sequence[tuple[datetime, timedelta, str]]) -> timedelta | None:
    """Aalen and Johansen, one time after another."""
    left, share = 1.0, 0.0
    for time in sorted({length for _, length, end in spells if end != "open"}):
        at_risk = sum(length >= time for _, length, _ in spells)
        ended = [end for _, length, end in spells if length == time and end != "open"]
        share += left * ended.count("success") / at_risk
        left *= 1 - len(ended) / at_risk
        if share >= 0.5 - 1e-9:
            return time
    return None


def resets(rows: Iterable[Tried], window: Window, filters: Filters) -> list[Tried]:
    """The resets of a window that succeeded, of anybody."""
    return [row for row in chosen(inside(rows, window), filters) if row.result == "Succeeded"]
