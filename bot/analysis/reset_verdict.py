"""Can this person reset right now: one verdict from the directory, the open case, and what was seen before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from bot.analysis.answers import Case, CaseState, Since
from bot.analysis.people.deleted_methods import Deletion
from bot.analysis.roster.admin_gates import GATES, gates_of
from bot.analysis.roster.usable_methods import usable
from bot.knowledge.catalogue import UNRECOGNISED, Owner
from bot.knowledge.vocabulary import join_methods, parse_methods, verifies, verifies_nothing
from bot.reports.snapshot import domain

_SAYS_LITTLE: Final = frozenset({"service_error", UNRECOGNISED})
_CLEARED: Final = {
    Since.DIRECTORY: ", but the directory has said since that they can.",
    Since.REGISTERED: ", but they have registered a method since.",
    Since.OTHERS: ", but others of {domain} who failed for the same reason have reset since.",
}
_UNSURE: Final = {
    Since.ADDED: "; an admin has added a method since, and no page says whether it counts.",
    Since.POLICY: "; a policy was changed since, and whether that helps is not known.",
    Since.LICENSE: "; their licenses were changed since, and the log does not say how.",
    Since.DOMAIN: "; others of {domain} have reset since, whose passwords may live in the cloud.",
    Since.UPDATED: "; a method of theirs was updated since, and whether that helps is not known.",
}
_CHANGED: Final = (
    "When it was read, the directory did not allow this person to reset; a policy was changed since, and whether that "
    "helps is not known."
)
_ONE_GATE: Final = (
    "The directory says that they can, but an administrator needs two of email, phone and authenticator app, and has "
    "registered fewer; one is enough only in the first 30 days of a trial, or without a domain of one's own and sync."
)
# One method did not get through; the page may offer another.
_OF_ONE_METHOD: Final = frozenset({"verification_email", "verification_phone", "verification_questions"})
_GUEST: Final = (
    "The directory says that they can, but a guest who is at home elsewhere resets there, by the rules there, and one "
    "with a personal Microsoft account not at all."
)
ENOUGH: Final = 2  # methods: no policy asks for more


@dataclass(frozen=True, slots=True)
class RegisteredDatum:
    """One authentication datum a person registered."""

    datum: str
    first_at: datetime
    last_at: datetime
    deleted: bool = False  # since it was last registered, or may have been


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """The directory's own word about a person, as of the last pull."""

    registered: bool
    enabled: bool
    capable: bool
    admin: bool
    guest: bool
    methods: tuple[str, ...]
    seen: datetime
    dated: bool = True  # False for a file that names no date: `seen` is when it was loaded, and it may be far older


class Ability(StrEnum):
    """Whether a person can reset right now."""

    YES = "yes"
    PROBABLY = "probably"  # last attempt succeeded, or nothing speaks against it
    NO = "no"
    UNKNOWN = "unknown"


class Passed(NamedTuple):
    """The last reset, or an unlock, which asks for the same checks."""

    at: datetime
    by_unlock: bool = False

    @property
    def done(self) -> str:
        """What they have done."""
        return "unlocked the account by the checks of a reset" if self.by_unlock else "reset"


class Verdict(NamedTuple):
    """Whether a person can reset."""

    ability: Ability
    reason: str  # one sentence: why
    advice: str | None = None  # of the catalogue's, where the verdict rests on more than the newest failure


def verdict(
    case: Case | None,
    roster: RosterEntry | None,
    registered: tuple[RegisteredDatum, ...],
    *,
    passed: Passed | None,
    blocked: bool,
    deleted: tuple[Deletion, ...] = (),
    policy_changed: datetime | None = None,
) -> Verdict:
    """Whether the person can reset, and why that is said: the newest fact wins.

    `passed` is the last reset or unlock, where the last attempt that came to an end was one; `blocked` whether any of
    the open cases blocks; `deleted` the methods that were taken away, newest first; `policy_changed` when a policy was
    last changed.
    """
    if blocked:
        return Verdict(Ability.NO, "Too many tries: the page blocks for 24 hours after the last one.")
    held = tuple(one for one in registered if not one.deleted)
    lost = _lost(roster, held, passed.at if passed else None, deleted)
    says = _before_deletions(case, roster, held, None if lost else passed)
    if lost and says.ability is not Ability.NO:
        return lost
    if says.advice == "not_allowed" and roster and policy_changed and policy_changed > roster.seen:
        return Verdict(Ability.UNKNOWN, _CHANGED, says.advice)
    return says


def _before_deletions(
    case: Case | None, roster: RosterEntry | None, held: tuple[RegisteredDatum, ...], passed: Passed | None
) -> Verdict:
    """The verdict of what was tried, registered and said by the directory."""
    is_open = case if case and case.state is CaseState.OPEN else None
    refused = directory_refuses(roster, held) if roster else None
    if refused and roster and passed and not roster.dated:
        says = f"They have {passed.done}; the directory says otherwise, but in a file without a date."
        return Verdict(Ability.PROBABLY, says)
    if refused and roster and passed and passed.at > roster.seen:
        says = f"They have {passed.done} since the directory was read, which said otherwise before."
        return Verdict(Ability.PROBABLY, says)
    return refused or (_after_failure(is_open) if is_open else None) or _without_failure(roster, held, passed)


def _lost(
    roster: RosterEntry | None,
    held: tuple[RegisteredDatum, ...],
    succeeded_at: datetime | None,
    deleted: tuple[Deletion, ...],
) -> Verdict | None:
    """What a deletion leaves open that is newer than all that speaks for the person; None where enough is left."""
    gone = next((one for one in deleted if one.touches_resets), None)
    good = [one.last_at for one in held if verifies(one.datum)]
    good += [at for at in (succeeded_at, roster.seen if roster and roster.dated else None) if at]
    if not gone or gone.at <= max(good, default=gone.at - gone.at.resolution):
        return None
    left = _left(roster, held, deleted)
    admin = roster is not None and roster.admin
    if (gates_of(left) >= GATES) if admin else len(left) >= ENOUGH:
        return None
    what = gone.datum or "A method that the log does not name"
    if not left:
        return Verdict(
            Ability.UNKNOWN, f"{what} was deleted since, and no loaded row shows another method.", "not_registered"
        )
    needs = "an administrator needs two" if admin else "the policy may ask for two"
    return Verdict(
        Ability.UNKNOWN, f"{what} was deleted since; of the methods known {join_methods(left)} is left, and {needs}."
    )


def _left(
    roster: RosterEntry | None, held: tuple[RegisteredDatum, ...], deleted: tuple[Deletion, ...]
) -> tuple[str, ...]:
    """The methods that verify a reset, by the directory and by what was registered, which nothing deleted since."""
    words = [method for word in (roster.methods if roster else ()) for method in parse_methods(word)]
    read = roster.seen if roster and roster.dated else datetime.min.replace(tzinfo=UTC)
    listed = {word for word in words if not any(one.takes(word, read) for one in deleted)}
    signed = {method for one in held for method in parse_methods(one.datum)}
    return usable(listed | signed)


def unknown(
    roster: RosterEntry | None, registered: tuple[RegisteredDatum, ...], *, tried: bool, roster_loaded: bool
) -> Iterator[str]:
    """What the loaded data cannot say about a person, a sentence each."""
    if not roster and roster_loaded:
        yield "The directory's registration details do not name this person."
    elif not roster:
        yield "The directory's registration details are not loaded: license, group and policy are not known."
    if not registered and not roster:
        yield "No loaded row shows a registration, which does not mean that they are not registered."
    if not tried:
        yield "No loaded row shows an attempt to reset."


def directory_refuses(roster: RosterEntry, registered: tuple[RegisteredDatum, ...]) -> Verdict | None:
    """What the directory's own word rules out; of methods it has none about what was registered after it was read."""
    if not roster.enabled:
        return Verdict(Ability.NO, "The directory does not allow this person to reset.", "not_allowed")
    if _registered_after(roster.seen, registered):
        return None
    if not roster.registered:
        return Verdict(
            Ability.NO, "The directory says that this person has not registered enough methods.", "not_registered"
        )
    if roster.admin and not roster.capable and _gates(roster) < GATES:
        return Verdict(
            Ability.NO,
            "An administrator needs two of email, phone and authenticator app, and has registered fewer.",
            "not_registered",
        )
    return None


def _registered_after(moment: datetime, registered: tuple[RegisteredDatum, ...]) -> bool:
    """Whether a method that verifies a reset was registered after it."""
    return any(one.last_at > moment and verifies(one.datum) for one in registered)


def _after_failure(case: Case) -> Verdict:
    """What an open case lets one expect."""
    failed = f"The last try failed ({case.cause.title})"
    if case.by_now:
        cleared = _CLEARED[case.since].format(domain=domain(case.user))
        return Verdict(Ability.PROBABLY, failed + cleared, "by_now")
    if case.since in _UNSURE:
        return Verdict(Ability.UNKNOWN, failed + _UNSURE[case.since].format(domain=domain(case.user)))
    if case.cause.key == "throttled":
        since = "" if case.tried_since else ", and no loaded row shows another try since"
        return Verdict(Ability.PROBABLY, f"They were blocked after too many tries; the 24 hours should be over{since}.")
    if case.cause.key in _SAYS_LITTLE | _OF_ONE_METHOD or case.cause.owner is Owner.NOBODY:
        other = "whether another method gets through is not known"
        doubt = other if case.cause.key in _OF_ONE_METHOD else "the report does not say whether it would again"
        return Verdict(Ability.UNKNOWN, f"{failed}; {doubt}.")
    if case.cause.owner is Owner.USER:
        return Verdict(Ability.PROBABLY, f"{failed}; another try can get through.")
    return Verdict(Ability.NO, f"{failed}, and nothing since shows that it was put right.")


def _without_failure(
    roster: RosterEntry | None, registered: tuple[RegisteredDatum, ...], passed: Passed | None
) -> Verdict:
    """What is said when no case is open."""
    doubt = _doubt(roster) if roster and roster.capable else ""
    if doubt and not passed:
        return Verdict(Ability.UNKNOWN, doubt)
    if roster and roster.capable and not doubt:
        says = "The directory says that they are registered and allowed to reset, and no failure is open"
        if roster.dated:
            return Verdict(Ability.YES, f"{says}.")
        return Verdict(Ability.PROBABLY, f"{says}; its file has no date.")
    if passed and passed.by_unlock:
        return Verdict(Ability.PROBABLY, f"They have {passed.done}.")
    if passed:
        return Verdict(Ability.PROBABLY, "Their last finished reset succeeded.")
    return _by_registrations(registered)


def _doubt(roster: RosterEntry) -> str:
    """Why the directory's word that somebody can reset does not settle it; "" where it does."""
    if roster.admin and _gates(roster) < GATES:
        return _ONE_GATE
    return _GUEST if roster.guest else ""


def _by_registrations(registered: tuple[RegisteredDatum, ...]) -> Verdict:
    """What is said where nothing but registrations is known."""
    if any(verifies(one.datum) for one in registered):
        return Verdict(Ability.PROBABLY, "They have registered, and no loaded row shows a failure since.")
    if registered and all(verifies_nothing(one.datum) for one in registered):
        return Verdict(
            Ability.UNKNOWN, "What they registered verifies no reset, and no loaded row shows a method that does."
        )
    if registered:
        return Verdict(
            Ability.UNKNOWN, "What they registered is in no document, so whether it verifies a reset is not known."
        )
    return Verdict(Ability.UNKNOWN, "No loaded row shows whether they have registered or ever reset.")


def _gates(roster: RosterEntry) -> int:
    """How many kinds of methods count for an administrator."""
    methods = {method for word in roster.methods for method in parse_methods(word)}
    return gates_of(methods)
