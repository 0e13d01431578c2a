"""What somebody is told in a direct message about a case that they follow."""

from datetime import tzinfo

from bot.analysis.answers import Case, CaseState
from bot.digests.follow import Follow, Followed, Unfollowed
from bot.knowledge.catalogue import Catalogue, Cause
from bot.render.blocks import icons
from bot.render.blocks.blocks import actions, button, context, section
from bot.render.blocks.compose import above_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, person, plain, time, words
from bot.render.blocks.wording import count, listing, people
from bot.render.cases.decision_buttons import OPEN, STOP
from bot.render.cases.since_then import AS_LOADED, since_then

_ASKED = "You asked me to tell you."


def followed(case: Case | None, cause: Cause, *, remind: str = "") -> str:
    """The sentence after somebody asked to hear of a case; `remind` is when, "" for when it is over."""
    about = f"{person(case.shown)} ({plain(cause.title)})" if case else plain(cause.title)
    when = f"{remind}" if remind else ("as soon as it is over" if case else "as soon as nobody is stuck on it")
    return f"{icons.OK} I will write to you about {about} {when}."


def message(answer: Followed, zone: tzinfo) -> Message:
    """The answer to `follow PERSON`."""
    case = answer.case
    facts = f"{count(case.tries, 'try', 'tries')}, since {time(case.opened_at, zone)}{since_then(case, zone)}"
    already = "" if answer.first_time else " You had asked me already."
    says = f"{followed(case, case.cause)}{already}"
    return assemble(says, [section(says), context(f"Still stuck: {facts}.")], [stop(answer.number)])


def stop(number: int) -> Block:
    """The way back from a wish."""
    return actions(button("Do not tell me", STOP, str(number)))


def unfollowed(answer: Unfollowed, known: Catalogue) -> Message:
    """The answer to `unfollow`, and what is waited for still."""
    about = listing([_about(one, known) for one in answer.ended])
    if answer.ended:
        says = f"{icons.OK} I will not write to you about {about} any more."
    else:
        whom = f" about {person(answer.about)}" if answer.about else ""
        says = f"{icons.INFO} You had not asked me to write to you{whom}."
    left = [_about(one, known) for one in answer.left]
    return assemble(says, [section(says), context(f"You will still hear about {listing(left)}." if left else "")])


def _about(one: Follow, known: Catalogue) -> str:
    """`dana@contoso.com (No license)`; with the time of a reminder."""
    cause = known.causes.get(one.case.cause)
    title = plain(cause.title) if cause else words(one.case.cause)
    at = f" (reminder {time(one.remind_at)})" if one.remind_at else ""
    return f"{f'{person(one.case.user)} ({title})' if one.case.user else f'everybody with {title}'}{at}"


def nobody_to_follow(who: str, now: Message) -> Message:
    """The answer about somebody who has no open case, with how it is with them."""
    says = f"{icons.INFO} {person(who)} has no open case in the loaded data, so there is nothing to wait for."
    blocks = (section(says), *now.blocks)
    return Message(f"{says} {now.text}", blocks, (section(says), *now.unfolded) if now.unfolded else ())


def unclear(found: Message) -> Message:
    """The answer where nobody was found, or several people."""
    return above_buttons(found, context("Nobody is followed yet."))


def over(case: Case, zone: tzinfo) -> Message:
    """Somebody has recovered, or an admin has helped them."""
    at = f" {time(case.closed_at, zone)}" if case.closed_at else ""
    what = "has succeeded" if case.state is CaseState.RECOVERED else "got their password reset by an admin"
    says = f"{icons.OK} {person(case.shown)} {what}{at}: {plain(case.cause.title)}."
    return assemble(says, [section(says), context(_ASKED)])


def nobody_left(cause: Cause) -> Message:
    """Nobody is stuck on a cause any more."""
    says = f"{icons.OK} Nobody is stuck on {bold(cause.title)} any more, {AS_LOADED}."
    return assemble(says, [section(says), context(_ASKED)])


def reminder(case: Case, value: str, zone: tzinfo) -> Message:
    """A case again, at the time that somebody asked for."""
    if case.state is not CaseState.OPEN:
        return over(case, zone)
    tries = count(case.tries, "try", "tries")
    says = f"{icons.WAIT} {person(case.shown)} is still stuck, {AS_LOADED}: {plain(case.cause.title)}"
    facts = f"{tries}, since {time(case.opened_at, zone)}{since_then(case, zone)}"
    blocks = [section(f"*{says}*\n{facts}."), context("You asked me to remind you.")]
    return assemble(f"{says}, {facts}.", blocks, [actions(button("Open", OPEN, value))])


def cause_reminder(cause: Cause, stuck: int) -> Message:
    """A cause again, at the time that somebody asked for."""
    if not stuck:
        return nobody_left(cause)
    says = f"{icons.WAIT} {bold(cause.title)}: {people(stuck)} still stuck, {AS_LOADED}."
    return assemble(says, [section(says), context("You asked me to remind you.")])
