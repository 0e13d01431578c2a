"""A slow, obvious twin of the funnel: one attempt after another, by the words of its detail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.analysis.answers import Filters
from bot.knowledge.catalogue import load
from bot.reports.window import Window
from tests.support import oracle
from tests.support.oracle import Tried, chosen, inside

ORDER = ("user_id", "options", "started", "passed", "verified", "password", "done")
METHODS = {
    "email": "Alternate Email",
    "SMS": "Mobile Phone",
    "verify a phone number": "Mobile Phone",
    "mobile phone voice": "Mobile Phone",
    "mobile voice": "Mobile Phone",
    "office voice": "Office Phone",
    "office phone voice": "Office Phone",
    "security question": "Security Questions",
    "app notification": "App Notification",
    "app code": "App Code",
}
BEFORE_OPTIONS = (
    "user ID",
    "not enabled",
    "have a license",
    "insufficient",
    "Writeback",
    "not a member",
    "this tenant",
)
SOMEWHERE = ("not lists", "cookies", "could not reach", "system error", "invalid_request")


@dataclass
class SlowFunnel:
    """Reached and left by stage, started and passed by method."""

    reached: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    left: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    methods: dict[str, tuple[int, int]] = field(default_factory=dict)
    ended: int = 0
    again: int = 0
    done_then: int = 0


def stages(row: Tried) -> tuple[str, str]:  # noqa: PLR0911 - one line a stage
    """The stage that an attempt reached for sure, and the furthest that it may have reached."""
    text = load().text_of(row.detail)
    if row.result == "Succeeded":
        return "done", "done"
    if row.detail.startswith("?"):
        return "user_id", "password"
    if "after seeing" in text:
        return "options", "options"
    if "after starting" in text or "contacted an admin" in text or "too many" in text:
        return "started", "started"
    if "after completing" in text:
        return "passed", "passed"
    if "before selecting" in text:
        return "verified", "verified"
    if "while selecting" in text or "We encountered" in text or "Fuzzy" in text:
        return "password", "password"
    if "before submitting" in text:
        return "verified", "password"
    if "before passing" in text or text.startswith("Blocked from"):
        return "user_id", "passed"
    if any(words in text for words in BEFORE_OPTIONS):
        return "user_id", "user_id"
    return "user_id", "password"


def told(row: Tried) -> tuple[str, str]:
    """The same, where the steps of an audit log say more than the detail: a method begun last, and passed or not."""
    least, most = stages(row)
    if not row.started or row.result == "Succeeded":
        return least, most
    came = "started" if oracle.stopped_at(row) else "passed"
    if ORDER.index(least) < ORDER.index(came) <= ORDER.index(most):
        return came, came if came == "started" and most == "passed" else most
    return least, most


def funnel(rows: Sequence[Tried], window: Window, filters: Filters) -> SlowFunnel:
    """Where the attempts of a window ended."""
    found = SlowFunnel()
    for row in chosen(inside(rows, window), filters):
        if row.result == "In progress":
            continue
        least, most = told(row)
        for stage in ORDER[: ORDER.index(least) + 1]:
            found.reached[stage] += 1
        if least == most != "done":
            found.left[least] += 1
        _count_methods(found, row, least, most)
        _count_again(found, row, rows)
    return found


def _count_methods(found: SlowFunnel, row: Tried, least: str, most: str) -> None:
    text = load().text_of(row.detail)
    own = {method for words, method in METHODS.items() if words in text} if least in ("started", "passed") else set()
    lost, passed = set[str](), set[str]()
    if least == most == "started":
        lost = own | {oracle.stopped_at(row)}
    if ORDER.index(least) >= ORDER.index("passed"):
        passed = {*row.methods, *own}
    elif row.started:
        passed = {*row.methods}
    for method in (lost | passed) - {""}:
        tried, through = found.methods.get(method, (0, 0))
        found.methods[method] = tried + 1, through + (method not in lost)


def _count_again(found: SlowFunnel, row: Tried, rows: Sequence[Tried]) -> None:
    day = timedelta(days=1)
    if row.result in ("Succeeded", "Unrecognised") or row.at + day > rows[-1].at:
        return
    behind = rows[rows.index(row) + 1 :]
    later = [one for one in behind if one.user == row.user and one.at <= row.at + day]
    found.ended += 1
    found.again += bool(later)
    found.done_then += any(one.result == "Succeeded" for one in later)
