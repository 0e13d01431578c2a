"""How a change is told: better or worse only where the test says so, and the interval always."""

from bot.analysis.people.usual_people import UsualPeople
from bot.analysis.statistics.change import Change, Verdict
from bot.analysis.statistics.proportion import Interval
from bot.render.blocks.wording import percent

_SAYS = {
    Verdict.BETTER: "getting better",
    Verdict.WORSE: "getting worse",
    Verdict.SAME: "no clear change",
    Verdict.TOO_FEW: "too few to tell a change",
}
HOW = "Rates then and now count each person once a day; the span behind them holds 95 times of 100."


def direction(change: Change | None) -> str:
    """Both rates, what may be said of them, and how far the difference is known; "" when a side is empty."""
    if change is None:
        return ""
    rates = f"{percent(change.earlier)}, then {percent(change.later)}"
    return f"{_SAYS[change.verdict]}: {rates} ({_points(change.difference)})"


def _points(between: Interval) -> str:
    """`3 to 17 points better`, `12 points worse to 9 better`."""
    low, high = (round(100 * bound) for bound in between)
    if low >= 0:
        return f"{low} to {high} points better"
    if high <= 0:
        return f"{-high} to {-low} points worse"
    return f"{-low} points worse to {high} better"


def usual(found: UsualPeople) -> str:
    """`8 to 25 are usual`."""
    low, high = round(found.usual.low), round(found.usual.high)
    return f"{low:,} to {high:,} are usual" if low < high else f"{low:,} is usual"
