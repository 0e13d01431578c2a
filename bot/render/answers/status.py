"""One person: can they reset, why not, what to do, and what to tell them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta, tzinfo

from bot.analysis.answers import Case, CaseState
from bot.analysis.people.deleted_methods import Deletion
from bot.analysis.reset_verdict import Ability, RegisteredDatum, RosterEntry
from bot.analysis.roster.cutoffs import GLOBAL, CutoffPerson
from bot.analysis.status import AttemptLine, NobodyFound, PersonStatus, SeveralPeople, StatusAnswer
from bot.knowledge.admin_roles import PAGE, is_admin_role, may_reset
from bot.knowledge.catalogue import CONTRADICTED
from bot.knowledge.vocabulary import Method, Result, parse_methods, verifies_nothing
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, fields, listed, section
from bot.render.blocks.compose import MORE, NEXT, SHARE, answer_buttons, ask_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, code, date_words, link, person, plain, time, words
from bot.render.blocks.wording import count, either, first_sentence, in_sight, listing
from bot.render.cases.incidents import burst
from bot.render.cases.since_then import tried
from bot.render.lines import coverage, directory_page, fix_steps

SHOWN_ATTEMPTS = 3
_SHOWN_STEPS = 3
_STILL_NEWS = timedelta(hours=1)
_DELETIONS = 3
_USUAL_ROLE = "User"
_ESTIMATE = "estimate: 24 hours after the last try ended"
_AGAINST = "(the report contradicts itself: the detail says success, the result counts)"
VERDICTS = {
    Ability.YES: (icons.OK, "can reset right now"),
    Ability.PROBABLY: (icons.OK, "can probably reset right now"),
    Ability.NO: (icons.NO, "cannot reset right now"),
    Ability.UNKNOWN: (icons.UNSURE, "may or may not be able to reset: the loaded data does not say"),
}
_RESULTS: dict[str, str] = {Result.SUCCEEDED: icons.OK, Result.FAILED: icons.FAILED, Result.BLOCKED: icons.NO}
_CLOSED = {
    "admin reset": "an admin has reset it since",
    "unlock": "they have unlocked the account themselves since",
    "change": "they have changed the password, which they knew, since",
    "account recovery": "they have been through account recovery since",
}


def message(
    answer: StatusAnswer,
    *,
    zone: tzinfo,
    token: str | None = None,
    runbook: Sequence[str] = (),
    page: str = "",
    ask: str = "status",
) -> Message:
    """The answer to `status PERSON`, for others than that person, with the lines of the operator's own runbook.

    `page` is the address of their page in the directory; "" where it is not known. Where several may be meant, `ask`
    is what to ask about the one that is chosen.
    """
    match answer:
        case PersonStatus():
            return _known(answer, zone, token, runbook, directory_page.line(page))
        case SeveralPeople():
            return _several(answer, zone, token, ask)
        case NobodyFound():
            return _nobody(answer, zone, token, ask)


def all_rows(answer: StatusAnswer, *, zone: tzinfo, runbook: Sequence[str] = ()) -> tuple[list[str], int] | None:
    """Every fact, every step of the fix and every attempt that the answer holds, newest first, each under its heading.

    With how many lines that are in all.
    """
    if not isinstance(answer, PersonStatus):
        return None
    facts = [f"{bold(label)}: {value}" for label, value in facts_of(answer, zone)]
    steps = [*_privileged(answer), *_steps(answer, zone)]
    heads = [bold(_what_to_do(answer))] if steps else []
    attempts = [bold("Attempts"), *(attempt_line(attempt, zone) for attempt in answer.attempts)]
    before = [*facts, *heads, *steps, *runbook, *_tell(answer, zone), *_small(answer)]
    return [*before, *(attempts if answer.attempts else [])], len(before) + answer.attempts_total


def _steps(answer: PersonStatus, zone: tzinfo) -> list[str]:
    """The steps of the fix, behind the wait that a block of another cause asks for."""
    wait = [f"{icons.NO} Before all: {line}" for line in no_try_before(answer, zone)]
    return [*wait, *fix_lines(answer)]


def fix_lines(answer: PersonStatus) -> list[str]:
    """The steps of the fix for this person, and behind them the first one against a second cause."""
    return [*(fix_steps.step_lines(answer.fix, answer.shown) if answer.fix else []), *_second(answer)]


def _second(answer: PersonStatus) -> list[str]:
    return [fix_steps.first_step(answer.second_fix)] if answer.second_fix else []


def no_try_before(answer: PersonStatus, zone: tzinfo) -> list[str]:
    """What a block asks for that is in force beside a newer case, whose fix does not speak of it."""
    until = answer.block.blocked_until if answer.block else None
    return [f"do not try again before {time(until, zone)}: each try starts the 24 hours again."] if until else []


def attempt_line(attempt: AttemptLine, zone: tzinfo) -> str:
    """One attempt of a timeline."""
    icon = _RESULTS.get(attempt.result, icons.INFO)
    methods = f" with {words(attempt.methods)}" if attempt.methods else ""
    detail = f": {words(first_sentence(attempt.detail_text))}" if attempt.detail_text else ""
    against = f" {icons.WARNING} {_AGAINST}" if attempt.detail_key.startswith(CONTRADICTED) else ""
    until = f" until {time(attempt.ended, zone)}" if attempt.ended else ""
    return f"{icon} {time(attempt.at, zone)}{until} *{words(attempt.result)}*{methods}{detail}{against}"


def _known(answer: PersonStatus, zone: tzinfo, token: str | None, runbook: Sequence[str], page: str) -> Message:
    icon, verdict = verdict_of(answer, zone)
    who = person(answer.shown)
    notes = [*_stranger(answer), *_burst(answer, zone), *_privileged(answer), *_guest(answer), *ends(answer)]
    text = " ".join([f"{icon} {who} {verdict}. {words(answer.reason)}", *notes])
    kinds = [NEXT] if answer.fix else []
    head = [f"{icon} {who} *{verdict}*.", words(answer.reason), *notes]
    verdict_block = section("\n".join(head))
    blocks = [verdict_block, *_first(answer, zone, runbook), context(page, coverage.line(answer.coverage, zone))]
    whole = [verdict_block, *_body(answer, zone, runbook), context(page)]
    return assemble(text, blocks, answer_buttons(token, *kinds, MORE, SHARE), whole)


def _first(answer: PersonStatus, zone: tzinfo, runbook: Sequence[str]) -> Iterator[Block]:
    """What a helpdesk needs with the person on the line: what to do first, since when, and how often tried."""
    lines = [f"{icons.NO} Before all: {line}" for line in no_try_before(answer, zone)]
    guest = answer.roster.guest if answer.roster else bool(_guest(answer))
    if answer.fix:  # a guest may be reset elsewhere, and behind a name that no directory has may be nobody
        not_ours = guest or answer.stranger
        lines += [fix_steps.first_step(answer.fix)] if not_ours else fix_steps.with_a_caller(answer.fix)
        lines += _second(answer)
    if answer.unfinished and not answer.fix:
        lines += [fix_steps.first_step(answer.unfinished)]
    if lines := [*lines, *runbook[:1]]:
        yield section("\n".join(lines))
    if standing := case_line(answer, zone):
        yield context(standing)


def case_line(answer: PersonStatus, zone: tzinfo) -> str:
    """The open case on one line: since when, how often tried, until when it blocks; "" without one."""
    case = answer.case
    if case is None or case.state is not CaseState.OPEN:
        return ""
    until = f"; blocked until {time(case.blocked_until, zone)} ({_ESTIMATE})" if case.blocked_until else ""
    return f"{plain(case.cause.title)} since {time(case.opened_at, zone)}, {count(case.tries, 'try', 'tries')}{until}"


def verdict_of(answer: PersonStatus, zone: tzinfo) -> tuple[str, str]:
    """The sign and the verdict as finished mrkdwn; of old data it is said as of when."""
    icon, verdict = VERDICTS[answer.ability]
    if answer.roster and not answer.roster.dated and answer.reason.startswith("The directory"):
        return icon, verdict.replace("right now", "by a list without a date")
    seen = answer.roster.seen if answer.roster and answer.roster.dated else None
    when, over = coverage.right_now(answer.coverage, zone, seen), answer.case and answer.case.block_over
    if over and answer.coverage.last and answer.coverage.last < over:  # as of the newest row they were blocked
        when = when.replace("as of", "by now, by data up to")
    return icon, verdict.replace("right now", _as_of_failure(answer, zone) or when)


def _as_of_failure(answer: PersonStatus, zone: tzinfo) -> str:
    """Of when it is known that an outage stops them: outages end, and nothing newer says that this one goes on."""
    case, covered = answer.case, answer.coverage
    if not case or not case.cause.urgent or not answer.reason.startswith("The last try failed"):
        return ""
    old = covered.last and covered.age is not None and covered.last + covered.age - case.last_at > _STILL_NEWS
    return f"as of {time(case.last_at, zone)}" if old and answer.ability is Ability.NO else ""


def _privileged(answer: PersonStatus) -> list[str]:
    """What comes before all advice where the account is an administrator's."""
    if not answer.privileged:
        return []
    role = f" ({words(answer.role)})" if is_admin_role(answer.role) else ""
    who = f"{may_reset(answer.role)} ({link(PAGE, 'who may reset whom')}). Hand it over, and tell security."
    return [f"{icons.WARNING} {bold('Privileged account')}{role}: {who}"]


def _stranger(answer: PersonStatus) -> list[str]:
    """What comes before all advice where nobody may be behind the name, or the account may be gone."""
    if answer.stranger:
        lacks = bold("The directory's list lacks this name")
        return [f"{icons.WARNING} {lacks}: mistyped, disabled, or nobody's. Look for the account before anything else."]
    lacks = bold("The directory's list does not have this user ID")
    return [f"{icons.WARNING} {lacks}: disabled, deleted, renamed, or newer than the list."] if answer.unlisted else []


def _burst(answer: PersonStatus, zone: tzinfo) -> list[str]:
    """That they are one of many who were blocked at once, which is another matter than one person's wait."""
    if not answer.burst:
        return []
    return [f"{icons.WARNING} One incident: {burst(answer.burst, zone)}. {answer.burst.cause.at_once}"]


def _guest(answer: PersonStatus) -> list[str]:
    """What holds for a guest, where the directory's list does not say that they are one and the user ID does."""
    if answer.roster or "#ext#" not in answer.user:
        return []
    return [f"{icons.WARNING} A guest by the user ID: who is at home elsewhere resets there, by the rules there."]


def ends(answer: PersonStatus) -> list[str]:
    """The date from which too little is left of what is registered, where that comes."""
    one = answer.cutoff
    if one is None:
        return []
    has = "the directory's list has" if answer.roster else "the loaded rows show"
    left = f"only {words(listing(one.left))} is left" if one.left else "nothing is left"
    needs = ", and an administrator needs two" if one.left else ""
    others = "internal guests earlier; " if one.guest else ""
    if one.admin and answer.role.casefold() not in GLOBAL:
        others = "Global Administrators later; "
    own = f" ({others}SMS and voice of a telecom provider of one's own go on)" if one.change == "RET" else ""
    line = (
        f"{icons.WAIT} {bold(f'From {date_words(one.on)} on')} {left} for resets{needs}: {has} only"
        f" {words(listing(one.methods))}{own}. Register {_instead(one)}."
    )
    return [line]


def _instead(one: CutoffPerson) -> str:
    """What to register in time: never what is left to them anyhow; an administrator needs one thing beside another."""
    if one.left:
        return "Authenticator" if Method.ALTERNATE_EMAIL in one.left else "an email code"
    return f"Authenticator {'and' if one.admin else 'or'} an email code"


def _body(answer: PersonStatus, zone: tzinfo, runbook: Sequence[str]) -> Iterator[Block]:
    """All that is known, as a terminal shows it."""
    yield fields(facts_of(answer, zone))
    if steps := _steps(answer, zone):
        yield listed(bold(_what_to_do(answer)), steps[: in_sight(len(steps), _SHOWN_STEPS)], len(steps))
    if runbook:
        yield section("\n".join(runbook))
    if tell := _tell(answer, zone):
        yield section("\n".join(tell))
    if answer.unfinished:
        left = "" if answer.unfinished.result == Result.SUCCEEDED else "The last attempt was not finished. "
        yield section(f"{left}{plain(answer.unfinished.meaning)}\n{fix_steps.first_step(answer.unfinished)}")
    if answer.attempts:
        shown = [attempt_line(attempt, zone) for attempt in answer.attempts[:SHOWN_ATTEMPTS]]
        yield listed(bold("Last attempts"), shown, answer.attempts_total)
    yield context(*_small(answer), coverage.line(answer.coverage, zone))


def _what_to_do(answer: PersonStatus) -> str:
    return f"What to do ({fix_steps.who(answer.fix.acts)})" if answer.fix else "What to do"


def _tell(answer: PersonStatus, zone: tzinfo) -> list[str]:
    """The words for the user, as lines to copy."""
    waits = [f"> Please {line}" for line in no_try_before(answer, zone)]
    if answer.fix:
        return [fix_steps.to_tell(answer.fix), *waits]
    return [bold("Tell the user"), *waits] if waits else []


def _small(answer: PersonStatus) -> list[str]:
    """Who else is called so, the pages behind the fix, and what is not known."""
    small = [f"Also: {listing([person(user) for user in answer.also])}."] if answer.also else []
    small += [fix_steps.sources(answer.fix)] if answer.fix else []
    return small + ([f"Not known from this data: {words(' '.join(answer.unknown), 900)}"] if answer.unknown else [])


def facts_of(answer: PersonStatus, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """What is known of a person, label and value."""
    if answer.case:
        yield from _case_facts(answer.case, zone)
    if answer.attempts and not any(attempt.result == Result.SUCCEEDED for attempt in answer.attempts[:SHOWN_ATTEMPTS]):
        yield "Last success", time(answer.succeeded, zone) if answer.succeeded else "none in the loaded reports"
    if answer.block and answer.block.blocked_until:
        yield (
            "Blocked until",
            f"{time(answer.block.blocked_until, zone)} ({_ESTIMATE}; {plain(answer.block.cause.title)})",
        )
    yield "Registered", _registered(answer, zone)
    if answer.deleted:
        yield "Deleted", listing([_deletion(one, zone) for one in answer.deleted], limit=_DELETIONS)
    if answer.added_by_admin:
        at, datum = answer.added_by_admin
        counts = "verifies no reset" if verifies_nothing(datum) else "no page says whether it counts as registered"
        yield "Added by an admin", f"{words(datum) if datum else 'a method'}, {time(at, zone)} ({counts})"
    if answer.updated:
        at, datum = answer.updated
        yield "Updated", f"{words(datum) if datum else 'a method'}, {time(at, zone)} (the log does not say how)"
    if answer.failed_to_register:
        yield "Tried to register", f"{time(answer.failed_to_register[0], zone)}, and failed"
    if answer.roster:
        yield "Directory says", _roster(answer.roster, zone)
    if answer.role and answer.role != _USUAL_ROLE:
        yield "Role", words(answer.role)


def _case_facts(case: Case, zone: tzinfo) -> Iterator[tuple[str, str]]:
    is_open = case.state is CaseState.OPEN
    again = f" {icons.AGAIN} back again" if case.back_again else ""
    yield ("Cause" if is_open else "Last trouble"), f"{plain(case.cause.title)}{again}"
    yield "Since", f"{time(case.opened_at, zone)}, {count(case.tries, 'try', 'tries')}"
    if not is_open:
        when = f", {time(case.closed_at, zone)}" if case.closed_at else ""
        how = (
            "closed by hand" if case.state is CaseState.CLOSED else _CLOSED.get(case.closed_by, "they have reset since")
        )
        yield "Now", f"{how}{when}"
    if case.blocked_until:
        yield "Blocked until", f"{time(case.blocked_until, zone)} ({_ESTIMATE})"
    if case.block_over:
        yield "Block over since", f"{time(case.block_over, zone)} ({_ESTIMATE}), {tried(case)}"


def _datum(one: RegisteredDatum) -> str:
    notes = ["verifies no reset"] if verifies_nothing(one.datum) else []
    notes += ["deleted since"] if one.deleted else []
    return f"{words(one.datum)} ({', '.join(notes)})" if notes else words(one.datum)


def _deletion(one: Deletion, zone: tzinfo) -> str:
    who = " by an admin" if one.by_admin else ""
    return f"{words(one.datum) if one.datum else 'a method'}{who}, {time(one.at, zone)}"


def _registered(answer: PersonStatus, zone: tzinfo) -> str:
    if not answer.registered:
        return "no row in the loaded reports"
    newest = max(datum.last_at for datum in answer.registered)
    data = listing([_datum(datum) for datum in answer.registered], limit=7)
    return f"{data}, last {time(newest, zone)}"


def _roster(entry: RosterEntry, zone: tzinfo) -> str:
    if entry.registered and entry.enabled and entry.capable:
        states = ["registered, allowed and able to reset"]
    else:
        lacks = {"registered": entry.registered, "allowed to reset": entry.enabled, "able to reset": entry.capable}
        states = [f"{'' if has else 'not '}{state}" for state, has in lacks.items()]
        states = states[:2] if not entry.capable and not (entry.registered and entry.enabled) else states
    facts = [
        *states,
        *(["admin account"] if entry.admin else []),
        *(["guest"] if entry.guest else []),
    ]
    usual = dict.fromkeys(method for word in entry.methods for method in parse_methods(word))
    said = [f"{words(one)} (verifies no reset)" if verifies_nothing(one) else words(one) for one in usual]
    methods = f"\nMethods: {listing(said, limit=7)}" if usual else ""
    seen = (
        f"as of {time(entry.seen, zone)}" if entry.dated else f"a file without a date, loaded {time(entry.seen, zone)}"
    )
    return f"{', '.join(facts)} ({seen}){methods}"


def _several(answer: SeveralPeople, zone: tzinfo, token: str | None, ask: str) -> Message:
    asked = code(answer.asked)
    says = f"{count(answer.total, 'person fits', 'people fit')} {asked}. Which one?"
    lines = [f"• {person(shown)}" for shown in answer.matches]
    text = f"{icons.ASK} {says} {listing([person(shown) for shown in answer.matches])}"
    again = "Choose one, or ask" if token else "Ask"
    blocks = [
        listed(f"{icons.ASK} {says}", lines, answer.total),
        context(f"{again} again with the whole user ID.", coverage.line(answer.coverage, zone)),
    ]
    return assemble(text, blocks, ask_buttons(token, {f"{ask} {shown}": shown for shown in answer.matches}))


def _nobody(answer: NobodyFound, zone: tzinfo, token: str | None, ask: str) -> Message:
    says = f"{icons.UNSURE} No row names {code(answer.asked)}."
    if coverage.is_empty(answer.coverage):
        return assemble(f"{says} {coverage.NOTHING_LOADED}", [section(f"{says}\n{coverage.NOTHING_LOADED}")])
    means = (
        "That does not mean they are not registered: the reports name only people who tried a reset or "
        "registered while the loaded data was recorded."
    )
    if answer.unlisted:
        whole = "The directory's list does not have this user ID"
        lacks = whole if "@" in answer.asked else "No user ID of the directory's list begins so"
        means = f"{lacks}: mistyped, disabled, deleted, renamed, or newer than the list."
    near = f"Did you mean {either([person(user) for user in answer.near])}?" if answer.near else ""
    hint = near or "Check the spelling, or try the part before the @."
    blocks = [section(f"{says}\n{means}"), section(hint), context(coverage.line(answer.coverage, zone))]
    return assemble(
        f"{says} {means} {hint}", blocks, ask_buttons(token, {f"{ask} {user}": user for user in answer.near})
    )
