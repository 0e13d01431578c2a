"""What people here say of the signs of `odd`: a mute, a closing, and how often a sign was an attack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from bot.analysis.cases.sign_reviews import ENOUGH, ReviewKind, SignReview, SignStanding, covers
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import code, mention, time, words
from bot.render.blocks.wording import count, first_upper, percent

_REASON: Final = 200
_AS: Final = {ReviewKind.ATTACK: "as an attack", ReviewKind.INNOCENT: "as innocent"}
_HOW: Final = "A closing is about the attempts since the one before it."
_ALL: Final = "`triage` shows what was said of each sign."


@dataclass(frozen=True, slots=True)
class TriageAnswer:
    """What counts for every sign, after one of them was spoken of, or to list them."""

    done: SignReview | None  # what was said just now; None: they are only listed
    signs: tuple[SignStanding, ...]


def message(answer: TriageAnswer, *, zone: tzinfo) -> Message:
    """Render what was said just now, or what counts for every sign."""
    if answer.done is not None:
        known = [one for one in answer.signs if one.sign is answer.done.sign]
        verdict = f"{icons.OK} {_done(answer.done, zone)}"
        lines = [f"{code(one.sign)}: {text}" for one in known if (text := precision(one))]
    else:
        lines = [f"• {code(one.sign)}: {' '.join(said)}" for one in answer.signs if (said := list(_said(one, zone)))]
        verdict = f"{icons.INFO} *{count(len(lines), 'sign')} that somebody muted or closed.*" if lines else _NOTHING
    blocks = [section(verdict), *([listed("", lines, len(lines))] if lines else [])]
    return assemble(verdict, [*blocks, context(_HOW if lines else "", _ALL if answer.done else "")])


_NOTHING: Final = f"{icons.INFO} *Nobody has said anything of a sign yet.* `odd` shows them."


def quiet(known: SignStanding, zone: tzinfo, *, reasons: bool) -> str:
    """Why a sign is left aside: `muted by @kim until ... (night shift)`."""
    if known.mute:
        return _muted(known.mute, zone, reasons=reasons)
    return f"{_closed(known.closing, zone, reasons=reasons)}; nothing new since" if known.closing else ""


def since(known: SignStanding, last_at: datetime | None, zone: tzinfo, *, reasons: bool) -> str:
    """The newest closing of a sign that was seen again since; "" where there is none."""
    if known.closing is None or (last_at and covers(known.closing, last_at)):
        return ""
    return f"Seen again since it was {_closed(known.closing, zone, reasons=reasons)}."


def precision(known: SignStanding) -> str:
    """How often the closings were an attack, with the interval; too few below ten; "" before the first."""
    if not known.closings:
        return ""
    verb = "was" if 1 in {known.attacks, known.closings} else "were"
    said = f"{known.attacks:,} of {count(known.closings, 'closing')} {verb} an attack"
    if known.precision is None:
        return f"{said}: too few (below {ENOUGH}) to say how often it is one."
    share, (low, high) = known.attacks / known.closings, known.precision
    return f"{said} ({percent(share)}; 95 % interval {percent(low)} to {percent(high)})."


def _said(known: SignStanding, zone: tzinfo) -> Iterator[str]:
    if known.mute:
        yield f"{first_upper(_muted(known.mute, zone, reasons=True))}."
    if known.closing:
        yield f"Last {_closed(known.closing, zone, reasons=True)}."
    if known.closings:
        yield precision(known)


def _done(done: SignReview, zone: tzinfo) -> str:
    sign = code(done.sign)
    match done.kind:
        case ReviewKind.MUTED:
            return f"{sign} is {_muted(done, zone, reasons=True)}. `triage {done.sign} unmute` takes that back."
        case ReviewKind.UNMUTED:
            return f"{sign} is not muted any more."
        case ReviewKind.REOPENED:
            return f"The newest closing of {sign} is taken back, and counts no more."
    what = f", for attempts up to {time(done.last_at, zone)}" if done.last_at else ""
    return f"{sign} is {_closed(done, zone, reasons=True)}{what}. `triage {done.sign} reopen` takes that back."


def _muted(mute: SignReview, zone: tzinfo, *, reasons: bool) -> str:
    end = f" until {time(mute.until, zone)}" if mute.until else ""
    return f"muted by {mention(mute.by)}{end}{_reason(mute, reasons=reasons)}"


def _closed(closing: SignReview, zone: tzinfo, *, reasons: bool) -> str:
    why = _reason(closing, reasons=reasons)
    return f"closed by {mention(closing.by)} {_AS.get(closing.kind, '')}, {time(closing.at, zone)}{why}"


def _reason(review: SignReview, *, reasons: bool) -> str:
    return f" ({words(review.reason, _REASON)})" if reasons and review.reason else ""
