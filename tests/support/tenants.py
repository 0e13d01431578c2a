"""Small random tenants for property tests: few people, few moments, so that ties, repeats and late rows are common."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.analysis.answers import Filters
from bot.knowledge.vocabulary import Result
from tests.support.frames import Row

# The clocks of Berlin go forward in the night to 26 March 2017.
FIRST = datetime(2017, 3, 23, tzinfo=UTC)
LAST = FIRST + timedelta(days=6)
USERS = ("ana", "Bob", "cleo@fabrikam.com", "nobody@", "#EXT#")
METHODS = ("", "Mobile Phone", "Alternate Email", "Alternate Email + Mobile Phone")
ROLES = ("User", "Global Administrator", "")
RESULTS = (*Result, Result.SUCCEEDED, Result.FAILED, Result.FAILED, Result.BLOCKED)  # the interesting ones more often
DETAILS = (
    "failed.no_license",
    "failed.onprem_unreachable",
    "failed.onprem_error",
    "blocked.sms_codes",
    "blocked.questions",
    "contacted.sms",
    "succeeded",
    "Something new",
    "",
)

moments = st.integers(0, 6 * 24 * 4).map(lambda quarter: FIRST + timedelta(minutes=15 * quarter))
a_few_moments = st.lists(moments, min_size=1, max_size=6).flatmap(st.sampled_from)

filters = st.builds(
    Filters,
    result=st.sampled_from([None, None, "Failed", "Blocked", "Abandoned"]),
    cause=st.sampled_from([None, None, "no_license", "onprem", "throttled", "unrecognised"]),
    method=st.sampled_from([None, None, "Mobile Phone"]),
    role=st.sampled_from([None, None, "User"]),
    domain=st.sampled_from([None, None, "contoso.com"]),
    not_result=st.sampled_from([None, None, None, "Failed", "Blocked"]),
    not_cause=st.sampled_from([None, None, None, "no_license", "onprem"]),
)


@st.composite
def attempts(draw: st.DrawFn, *, in_order: bool = False) -> list[Row]:
    """Attempts; loaded in any order of their times, or in this very one."""
    size = draw(st.integers(0, 14))
    at = [draw(st.one_of(moments, a_few_moments)) for _ in range(size)]
    positions = draw(st.permutations(range(1, size + 1)))
    if in_order:
        at, positions = sorted(at), list(range(1, size + 1))
    return [_row(draw, moment, position) for moment, position in zip(at, positions, strict=True)]


def _row(draw: st.DrawFn, moment: datetime, position: int) -> Row:
    return {
        "at": moment.isoformat(),
        "ended": draw(st.sampled_from(("", "", (moment + timedelta(minutes=draw(st.integers(0, 600)))).isoformat()))),
        "position": str(position),
        "user": draw(st.sampled_from(USERS)),
        "role": draw(st.sampled_from(ROLES)),
        "methods": draw(st.sampled_from(METHODS)),
        "started": draw(st.sampled_from(["", "Alternate Email", "Mobile Phone"])),
        "result": draw(st.sampled_from(RESULTS)),
        "detail": draw(st.sampled_from(DETAILS)),
    }


interventions = st.lists(
    st.fixed_dictionaries(
        {
            "at": st.one_of(moments, a_few_moments).map(datetime.isoformat),
            "position": st.integers(1, 15).map(str),
            "user": st.sampled_from(USERS),
            "kind": st.sampled_from(
                (
                    "admin reset",
                    "admin reset",
                    "unlock",
                    "change",
                    "account recovery",
                    "admin registered",
                    "license changed",
                    "method deleted",
                    "method deleted by an admin: Mobile Phone",
                )
            ),
            "result": st.sampled_from((Result.SUCCEEDED, Result.SUCCEEDED, Result.SUCCEEDED, Result.FAILED)),
        }
    ),
    max_size=4,
)
