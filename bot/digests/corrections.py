"""Failures that were reported, and of whose attempts the data says something else by now: a load told how they went on.

Such an attempt stands at a new position, so that positions alone would tell it as new, and its person as never told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from bot.analysis.answers import Case, CaseState, Since
from bot.analysis.cases.cases import open_cases
from bot.analysis.digest import DigestAnswer
from bot.analysis.digest_groups import regrouped
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import DONE, Selection, having
from bot.knowledge.catalogue import Catalogue
from bot.reports.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Corrected:
    """An answer without what is not new, and with those as recovered who are."""

    answer: DigestAnswer
    stuck: set[str] = field(default_factory=set)  # who were reported by a row that is gone, and fail still
    over: set[str] = field(default_factory=set)  # who count as failing no more, without a success


def corrected(
    found: DigestAnswer, reported: Sequence[Case], known: set[str], snapshot: Snapshot, catalogue: Catalogue
) -> Corrected:
    """Compare the cases that the last digest reported with the data; `known` are the people counted already."""
    changed = _changed(reported, snapshot)
    if not changed:
        return Corrected(found)
    was = {(case.user, _minute(at)): case for case in changed for at in (case.opened_at, case.last_at)}
    new = [case for group in found.new for case in group.cases]
    ended = {case.user for case in (*found.recovered, *found.helpdesk)}  # who of them fails now is back again
    same, fresh = list[Case](), list[Case]()
    for case in new:
        again = case.state is CaseState.OPEN and case.user in ended
        (same if (case.user, _minute(case.opened_at)) in was and not again else fresh).append(case)
    failing = [case for case in same if case.state is CaseState.OPEN]
    stuck, closed = {case.user for case in failing}, {case.user: case for case in same}
    lost = {case.user: case for case in changed if case.user not in known}
    over = [
        end
        for user, case in lost.items()
        if user not in stuck and (end := closed.get(user) or _success(case, snapshot))
    ]
    left = lost.keys() - {case.user for case in over}
    still = left & (stuck | set(snapshot.people.keys_of(open_cases(snapshot).user)))
    bursts = [burst for group in found.new for burst in group.bursts]
    answer = replace(
        found,
        new=regrouped(fresh, bursts, catalogue) if same else found.new,
        recovered=(*found.recovered, *(case for case in over if case.state is not CaseState.HELPDESK)),
        helpdesk=(*found.helpdesk, *(case for case in over if case.state is CaseState.HELPDESK)),
        no_longer=len(left - still),
        other_cause=len(
            {case.user for case in failing if case.cause.key != was[case.user, _minute(case.opened_at)].cause.key}
        ),
    )
    return Corrected(answer, still, left - still)


def _changed(reported: Sequence[Case], snapshot: Snapshot) -> list[Case]:
    """Those of which a row is not there any more, or stands elsewhere."""
    ends = np.array([(case.opened_position, case.last_position) for case in reported], dtype=np.int64).reshape(-1, 2)
    there = np.isin(ends, snapshot.attempts.values("position"))
    return [case for case, (first, last) in zip(reported, there.tolist(), strict=True) if not (first and last)]


def _minute(at: datetime) -> datetime:
    """A later file may tell a time more exactly."""
    return at.replace(second=0, microsecond=0)


def _success(case: Case, snapshot: Snapshot) -> Case | None:
    """The case as one that the first success since its beginning has closed; None without one."""
    number = snapshot.people.number(case.user)
    if number is None:
        return None
    done = Selection(snapshot.attempts, snapshot.attempts_of.rows(number))
    done = done.where(having(done, DONE))
    ends = sorted(at for at in arrays.moments(done.ended()) if at >= case.opened_at)
    if not ends:
        return None
    over = replace(case, state=CaseState.RECOVERED, closed_at=ends[0], closed_by="success")
    return replace(over, blocked_until=None, block_over=None, since=Since.NOTHING)
