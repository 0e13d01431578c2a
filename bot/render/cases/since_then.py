"""What a line about a case adds: until when somebody is blocked (an estimate), and what may have put it right since."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from bot.analysis.answers import Case, CaseState, Since
from bot.render.blocks import icons
from bot.render.blocks.mrkdwn import short_clock, time

AS_LOADED: Final = "as far as the loaded data goes"

_SINCE: Final = {
    Since.NOTHING: "",
    Since.REGISTERED: "has registered a method since",
    Since.DIRECTORY: "can since, by the directory",
    Since.ADDED: "an admin has added a method since",
    Since.POLICY: "a policy was changed since",
    Since.LICENSE: "their licenses were changed since",
    Since.UPDATED: "a method was updated since",
    Since.DOMAIN: "others of their domain have reset since",
    Since.OTHERS: "others of their domain with the same failure have reset since",
    Since.BLOCKED: "blocked at the moment after too many tries",
}


_OVER: Final = {
    "unlock": "unlocked the account themselves",
    "change": "changed the password, which they knew,",
    "account recovery": "went through account recovery",
}


def over(case: Case) -> str:
    """How a case ended that its person ended: `succeeded`, or what they did that is no reset."""
    return _OVER.get(case.closed_by, "succeeded")


def otherwise(cases: Iterable[Case]) -> int:
    """How many of the people of some cases are over it by something that is no reset."""
    ended = [case for case in cases if case.state is CaseState.RECOVERED]
    return len({case.user for case in ended} - {case.user for case in ended if case.closed_by not in _OVER})


def since_then(case: Case, zone: tzinfo) -> str:
    """What a line about an open case adds; "" where nothing is known since."""
    if case.blocked_until:
        return f", blocked until about {time(case.blocked_until, zone)}"
    if case.block_over:
        return f", block over since about {time(case.block_over, zone)}, {tried(case)}"
    return f", {_SINCE[case.since]}" if case.since else ""


def still_so(case: Case) -> bool:
    """Whether nothing has come since that may have put it right, so that what the cause says holds as far as known."""
    return case.state is CaseState.OPEN and case.since in (Since.NOTHING, Since.BLOCKED) and not case.block_over


def tried(case: Case) -> str:
    """Whether the person has come back to the page after their block."""
    return "has tried again" if case.tried_since else "has not tried again"


def note(case: Case, zone: tzinfo) -> str:
    """What a cell of a table says of the same, and of a case that came back; "" where there is nothing to say."""
    notes = ["back again"] if case.back_again else []
    if case.blocked_until:
        notes.append(f"blocked until about {short_clock(case.blocked_until, zone)}")
    elif case.block_over:
        notes.append(f"block over since about {short_clock(case.block_over, zone)}, {tried(case)}")
    elif case.since:
        notes.append(_SINCE[case.since])
    return ", ".join(notes)


def of_them(able: int, number: int) -> str:
    """Of so many people with open cases, how many may get through by now; "" for none."""
    who = "They" if able == number else f"{able:,} of them"
    why = "a method registered since, the directory, or others who got through"
    return f"{icons.OK} {who} may get through by now ({why}): ask them to try once more."
