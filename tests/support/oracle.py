"""Slow, obvious twins of the analyses: plain loops over plain rows, to hold the quick ones against."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from bot.analysis.answers import Counts, Filters, GroupBy
from bot.knowledge.catalogue import cause_matches, load
from bot.knowledge.vocabulary import FAILURES, UNFINISHED, Result
from bot.reports.window import Window
from tests.support.frames import DETAILS, Row, at

Test = Callable[["Tried"], bool]


@dataclass(frozen=True)
class Tried:
    """One attempt."""

    at: datetime
    position: int
    user: str
    role: str
    methods: tuple[str, ...]
    result: str
    detail: str
    cause: str

    @property
    def failed(self) -> bool:
        return self.result in FAILURES

    @property
    def domain(self) -> str:
        return self.user.split("@")[-1] if "@" in self.user else ""


@dataclass
class SlowCase:
    """One case, as the loop finds it."""

    user: str
    cause: str
    rows: list[Tried]
    back_again: bool
    closed: Tried | None = None

    @property
    def id(self) -> tuple[str, str, int]:
        """Person, cause and the position of the oldest row: no two cases have the same."""
        return self.user, self.cause, self.rows[0].position


def tried(rows: Iterable[Row]) -> list[Tried]:
    """Drawn rows in the order of time, then position."""
    found = [_tried(row, place) for place, row in enumerate(rows, start=1)]
    return sorted(found, key=lambda one: (one.at, one.position))


def _tried(row: Row, place: int) -> Tried:
    result = row.get("result", "Failed")
    detail = row.get("detail") or DETAILS[Result(result)]
    detail = detail if detail in load().details else f"?{detail}"
    user = row["user"] if "@" in row["user"] else f"{row['user']}@contoso.com"
    return Tried(
        at=at(row["at"]),
        position=int(row.get("position", place)),
        user=user.casefold(),
        role=row.get("role", "User"),
        methods=tuple(row.get("methods", "").split(" + ")),
        result=result,
        detail=detail,
        cause=load().cause_key_of(detail),
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
    if filters.method:
        tests.append(lambda row: filters.method in row.methods)
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

    return Counts(
        attempts=len(rows),
        people=len({row.user for row in rows}),
        succeeded=of("Succeeded"),
        failures=of(*FAILURES),
        failing_people=len({row.user for row in rows if row.failed}),
        unfinished=of(*UNFINISHED),
        in_progress=of("In progress"),
        unrecognised=of("Unrecognised"),
        partial=bool(filters.result or filters.cause),
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
        GroupBy.HOUR: f"{moved:%H}",
    }
    return row.methods if by is GroupBy.METHOD else (one[by],)


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


def cases(rows: Iterable[Tried], filters: Filters = Filters()) -> list[SlowCase]:  # noqa: B008 -- never changed
    """Every case, by a walk through time."""
    found: list[SlowCase] = []
    open_now: dict[str, dict[str, SlowCase]] = {}
    had: set[tuple[str, str]] = set()
    for row in rows:
        theirs = open_now.setdefault(row.user, {})
        if row.result == "Succeeded":
            for case in theirs.values():
                case.closed = row
            theirs.clear()
        elif row.failed and chosen([row], filters):
            if row.cause not in theirs:
                theirs[row.cause] = SlowCase(row.user, row.cause, [], (row.user, row.cause) in had)
                found.append(theirs[row.cause])
                had.add((row.user, row.cause))
            theirs[row.cause].rows.append(row)
    return found


@dataclass
class SlowDigest:
    """What a digest must say."""

    was_open: list[SlowCase] = field(default_factory=list)
    recovered: list[SlowCase] = field(default_factory=list)
    new: list[SlowCase] = field(default_factory=list)
    late: int = 0


def digest(rows: Sequence[Tried], known: Test, seen: Test, filters: Filters) -> SlowDigest:
    """What became of cases between what was known and what is seen."""
    now = cases([row for row in rows if seen(row)], filters)
    was_open = [case for case in cases([row for row in rows if known(row)], filters) if not case.closed]
    became = [next(case for case in now if old.rows[-1] in case.rows) for old in was_open]
    newest = max((row.at for row in rows if known(row)), default=None)
    return SlowDigest(
        was_open=was_open,
        recovered=[case for case in became if case.closed],
        new=[case for case in now if not any(known(row) for row in case.rows)],
        late=sum(bool(newest and row.at < newest) for row in rows if seen(row) and not known(row)),
    )


def tries_per_success(rows: Sequence[Tried]) -> float | None:
    """Attempts up to each person's last success, for each success."""
    successes = [row for row in rows if row.result == "Succeeded"]
    last = {row.user: place for place, row in enumerate(rows) if row.result == "Succeeded"}
    tries = [row for place, row in enumerate(rows) if place <= last.get(row.user, -1)]
    return len(tries) / len(successes) if successes else None


def median_time(rows: Sequence[Tried]) -> timedelta | None:
    """From a first failure to the next success, the middle of all."""
    waiting: dict[str, datetime] = {}
    waited: list[float] = []
    for row in rows:
        if row.failed:
            waiting.setdefault(row.user, row.at)
        elif row.result == "Succeeded" and row.user in waiting:
            waited.append((row.at - waiting.pop(row.user)) / timedelta(microseconds=1))
    return timedelta(microseconds=int(median(waited))) if waited else None
