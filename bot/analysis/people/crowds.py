"""Answers for those who may not see people: nothing in them is about fewer people than a crowd.

It works on any answer by the names of its numbers, and is closed by default: a number of a name that is not known here
counts people, and an answer with a small one is not given at all.
"""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np

from bot.analysis.answers import Filters, TrendPoint
from bot.analysis.digest import DigestAnswer
from bot.analysis.digest_groups import DigestDetail, DigestGroup
from bot.analysis.frames.policy_marks import PolicyMark
from bot.analysis.frames.selection import everything, filtered
from bot.analysis.odd import Sign
from bot.analysis.people import parts
from bot.analysis.people.parts import TooFewError
from bot.reports.snapshot import Snapshot

Answer = TypeVar("Answer")

# Numbers of attempts, cases or rows by whoever is counted beside them, those that parts.py looks at, and numbers that
# count nothing.
_ROWS: Final = frozenset({
    "attempts", "succeeded", "failures", "itemised", "resets",
    "previous_resets", "admin_resets", "rows", "reached", "known", "left", "started", "passed", "ended", "again",
    "done_then", "again_people", "fewest_people", "cases", "still_open", "reset_by_admin", "previous", "acts", "others",
    "tries", "groups_total", "required", "history_days", "weeks", "fewest", "most", "first_position", "from_position",
    "to_position", "attacks", "closings",
})  # fmt: skip
# Asides, of which nothing is said where they are 0; those that are parts of the people beside them.
_PARTS: Final = frozenset({"repeated", "no_reset_people", "block_over", "by_now", "admins", "guests", "passkey_only"})
_ASIDES: Final = _PARTS | {
    "strangers", "missing_guests", "if_two", "ending", "reset_since", "in_progress", "unsaid", "by_admins", "pending",
    "late",
}  # fmt: skip
_SIDES: Final = frozenset({"admins", "guests"})  # of the rollout, of which nothing is said where they are few
_MAY_GO: Final = frozenset({
    "at_newest", "calm", "change", "time_to_success", "whole", "burn_down", "time", "day", "one_method_risk",
})  # fmt: skip
_PEOPLE: Final = frozenset(
    {"losing"}
)  # people one by one, who are counted and never shown; their numbers are not of people
_LISTED: Final = frozenset({"one_method", "one_gate"})  # people one by one, of whom nothing is said where they are few
_WHOLE: Final = frozenset({"stages"})  # each is the one before without those who left, so that all go or none
_HIDDEN: Final = frozenset({"addresses"})  # never below the helpdesk, of however many people they are
_HEADLINES: Final = frozenset({"signs", "details", "incidents", "groups"})  # without any, an answer says: none
_COUNTED: Final = ("people", "failing_people")  # what is counted beside rows, so that a few rows may be of a crowd
_ALONE: Final = ("attempts", "failures", "cases")  # what may be of one person where no people are counted beside it
_SIZE: Final = ("people", "failing_people", "cases")  # what says how large a group is: the first that it has


def crowds_only(answer: Answer, least: int) -> tuple[Answer, bool]:
    """The answer without anything about fewer than `least` people, and whether something is left out.

    Raises TooFewError where nothing is left of it.
    """
    if isinstance(answer, DigestAnswer):
        shown: Any = digest_of_crowds(answer, least)
        return shown, shown is not answer
    crowds = Crowds(least)
    return crowds.within(answer), crowds.left_out


def names_too_few(snapshot: Snapshot, filters: Filters, least: int) -> bool:
    """Whether a domain, a role, or the two together name fewer than so many people of the data, or all but so few.

    Somebody whom nobody knows counts as too few: who is there is no number. So does all but one result or cause: held
    against the whole it tells of those who were left out, however few.
    """
    if filters.leaves_out():
        return True
    ways = [Filters(domain=filters.domain), Filters(role=filters.role)]
    asked = [way for way in ways if way.any()]
    if not asked:
        return False
    both = Filters(domain=filters.domain, role=filters.role)
    sizes = [_people(snapshot, way) for way in (Filters(), *asked)]
    inner = _people(snapshot, both)
    pairs = [*((sizes[0], size) for size in sizes[1:]), *((size, inner) for size in sizes)]
    return inner < least or any(0 < outer - size < least for outer, size in pairs)


def digest_of_crowds(answer: DigestAnswer, least: int) -> DigestAnswer:
    """The digest as a channel may see it that is shown numbers alone."""
    if answer.signs is not None:
        return _signs_of_crowds(answer, answer.signs, least)
    crowds = Crowds(least)
    new = crowds.kept(answer.new, [_users(group.cases) for group in answer.new], total=False)
    ended, other = (_users(answer.recovered), _users(answer.helpdesk)), answer.other_cause
    closing = parts.few(least, *ended, answer.still_stuck, answer.no_longer, answer.was_open)
    counts = parts.outcomes(answer.counts, least)
    few = 0 < counts.people < least
    shown = replace(
        answer,
        new=tuple(_group_of_crowds(group, crowds) for group in new),
        back_again=() if _users(answer.back_again) < least else answer.back_again,
        strangers=0 if answer.strangers < least else answer.strangers,
        counts=replace(counts, attempts=0, people=0, unfinished=0) if few else counts,
        chart=crowds.points(answer.chart),
        late=0 if answer.late < least else answer.late,
        other_cause=0 if parts.few(least, other, answer.still_stuck - other) else other,
        day=None if answer.day and 0 < answer.day.people < least else answer.day,
        fewer_than=least if len(new) < len(answer.new) else answer.fewer_than,
    )
    if closing:
        shown = replace(shown, recovered=(), helpdesk=(), still_stuck=0, was_open=0, no_longer=0, other_cause=0)
    return answer if shown == answer else shown


def _signs_of_crowds(answer: DigestAnswer, signs: Sequence[Sign], least: int) -> DigestAnswer:
    """Signs of enough people each, and nobody by name."""
    shown = tuple(replace(sign, who=(), addresses=()) for sign in signs if sign.people >= least)
    return replace(answer, signs=shown, fewer_than=least if len(shown) < len(signs) else answer.fewer_than)


def _group_of_crowds(group: DigestGroup, crowds: "Crowds") -> DigestGroup:
    details: Sequence[DigestDetail] = crowds.kept(group.details, [one.people for one in group.details])
    bursts = crowds.kept(group.bursts, [one.people for one in group.bursts])
    asides = (
        replace(one, block_over=0) if parts.few(crowds.least, one.block_over, one.people - one.block_over) else one
        for one in details
    )
    return replace(group, details=tuple(asides), bursts=tuple(bursts))


def _users(cases: Sequence[Any]) -> int:
    return len({case.user for case in cases})


def _people(snapshot: Snapshot, filters: Filters) -> int:
    """The different people of the data whom a domain and a role name."""
    found = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    for frame in (snapshot.attempts, snapshot.registrations):
        found[filtered(everything(frame), filters, snapshot.people).codes("user")] = True
    if not filters.role and len(snapshot.roster):
        found[filtered(everything(snapshot.roster), filters, snapshot.people).codes("user")] = True
    return int(np.count_nonzero(found))


class Crowds:
    """Takes from answers what is about too few."""

    def __init__(self, least: int) -> None:
        self.least = least
        self.left_out = False

    def kept(self, groups: Sequence[Any], sizes: Sequence[int], *, total: bool = True) -> Sequence[Any]:
        """The groups of enough people; where a `total` would give away those left out, the next one goes, too."""
        gone = {place for place, size in enumerate(sizes) if 0 < size < self.least}
        if not gone:
            return groups
        self.left_out = True
        by_size = sorted((size, place) for place, size in enumerate(sizes) if size and place not in gone)
        if total and by_size and (len(gone) == 1 or sum(sizes[place] for place in gone) < self.least):
            gone.add(by_size[0][1])
        return [group for place, group in enumerate(groups) if place not in gone]

    def points(self, days: Sequence[TrendPoint]) -> tuple[TrendPoint, ...]:
        """Days on which enough people tried; of these the causes of enough failures."""
        shown = self.kept(days, [parts.smallest(day, self.least, day.people or day.attempts) for day in days])
        return tuple(replace(day, by_cause=self._pairs(day.by_cause)) for day in shown)

    def within(self, value: Any) -> Any:
        """A value without what is about too few. Raises TooFewError where nothing is left of it."""
        whole, value = value, parts.of_crowds(value, self.least)
        self.left_out |= value is not whole
        people = getattr(value, "people", None)
        size = people if isinstance(people, int) else 0
        changed = {}
        counted = any(isinstance(getattr(value, name, None), int) for name in _COUNTED)
        if not counted:
            few = [name for name in _ALONE if 0 < (getattr(value, name, None) or 0) < self.least]
            if few:
                raise TooFewError
        for name in (field.name for field in fields(value)):
            part = getattr(value, name)
            now = self._part(name, part, size)
            if name in _HEADLINES and part and not now and not counted and hasattr(value, "coverage"):
                raise TooFewError  # none left is not none
            if now is not part:
                changed[name] = now
        return replace(value, **changed) if changed else value

    def _part(self, name: str, part: Any, people: int) -> Any:
        if isinstance(part, bool):
            return part
        if isinstance(part, int):
            return self._number(name, part, people)
        if name in _LISTED or (isinstance(part, tuple) and part):
            return self._listed(name, part)
        if _is_ours(part):
            return self._nested(name, part)
        return part

    def _number(self, name: str, number: int, people: int = 0) -> int:
        rest = people - number if number and name in _PARTS else 0
        if not parts.few(self.least, number, rest) or name in _ROWS:
            return number
        if name not in _ASIDES:
            raise TooFewError
        self.left_out = True
        return 0

    def _listed(self, name: str, part: Any) -> Any:
        if name in _HIDDEN:
            return ()
        if name in _WHOLE and any(0 < self._size(one) < self.least for one in part):
            self.left_out = True
            return ()
        if name not in _LISTED | _PEOPLE:
            return self._tuple(part)
        if name in _PEOPLE:
            self._number(name, len(part))
        elif parts.few(self.least, len(part)):
            self.left_out = True
            return ()
        return part

    def _tuple(self, part: tuple[Any, ...]) -> tuple[Any, ...]:
        if isinstance(part[0], TrendPoint):
            return self.points(part)
        if isinstance(part[0], PolicyMark):
            return tuple(map(self._mark, part))
        if _is_ours(part[0]):
            shown = self.kept(part, [self._size(one) for one in part])
            return tuple(self.within(one) for one in shown)
        return self._pairs(part) if _is_pair(part[0]) else part

    def _mark(self, mark: PolicyMark) -> PolicyMark:
        """A change of the policy, which is no person; how many failed around it only where they were enough."""
        before, after = (None if number and number < self.least else number for number in (mark.before, mark.after))
        self.left_out |= (before, after) != (mark.before, mark.after)
        return replace(mark, before=before, after=after)

    def _pairs(self, part: tuple[Any, ...]) -> tuple[Any, ...]:
        shown = self.kept(part, [number for _, number in part])
        return part if shown is part else tuple(shown)

    def _size(self, group: Any) -> int:
        """How many people a group is of; 1 where another number of it gives away a few, 0 where it is of none."""
        size = next((getattr(group, name) for name in _SIZE if isinstance(getattr(group, name, None), int)), 0)
        return parts.smallest(group, self.least, int(size))

    def _nested(self, name: str, part: Any) -> Any:
        try:
            return self.within(part)
        except TooFewError:
            self.left_out = True
            if name in _SIDES:
                return replace(
                    part,
                    **{
                        field.name: 0
                        for field in fields(part)
                        if field.init and isinstance(getattr(part, field.name), int)
                    },
                )
            if name not in _MAY_GO:
                raise
            return None


def _is_ours(part: Any) -> bool:
    return is_dataclass(part) and not isinstance(part, type) and type(part).__module__.startswith("bot.analysis")


def _is_pair(part: Any) -> bool:
    return isinstance(part, tuple) and len(part) == 2 and isinstance(part[1], int) and not isinstance(part[1], bool)  # noqa: PLR2004
