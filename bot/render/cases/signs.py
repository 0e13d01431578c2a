"""One sign of an attack in words: its numbers, its innocent reasons, what to do, and what was said of it."""

from datetime import tzinfo
from typing import Final

from bot.analysis.cases.sign_reviews import SignKey, SignStanding
from bot.analysis.odd import OddAddress, Sign
from bot.privacy import Visibility
from bot.render.blocks.inputs import overflow
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import bold, code, time, words
from bot.render.blocks.names import named
from bot.render.blocks.wording import count, in_sight, listing
from bot.render.cases import triage

TRIAGE: Final = "sspr.sign.triage"  # the three dots beside a sign; the chosen option is the sign and what to say of it
NOTE: Final = (
    "Signs, not proof: each has innocent reasons. How often a sign was an attack here is said once enough of them are"
    " closed."
)
_SHOWN = 3
_FEW = 5  # people; below, a number alone may say who it is, to those who may not see people
TYPED: Final = frozenset({SignKey.USER_IDS, SignKey.UNKNOWN})  # shown by user IDs, who may be no people
_CLOSINGS: Final = {"innocent": "Close as innocent", "attack": "Close as an attack"}
WORDS: Final[dict[SignKey, tuple[str, str, str]]] = {
    SignKey.REPEATED: (
        "Three resets or more",
        "a device with an old saved password, or somebody who forgets",
        "Ask the person by a number you know.",
    ),
    SignKey.ADMIN: (
        "Admin accounts that reset themselves",
        "a new administrator, or an expired password",
        "Confirm each with its owner; administrators need two methods.",
    ),
    SignKey.AFTER_BLOCK: (
        "A reset within 24 hours of a block",
        "the helpdesk helped in between, or the person found the right phone",
        "Confirm with the person, and look at sign-ins and new methods since.",
    ),
    SignKey.NEW_METHOD: (
        "A reset, and a method registered within 24 hours",
        "a new phone, or a campaign that asks everybody to register",
        "Confirm the new method with the person, by a number you know.",
    ),
    SignKey.SWAPPED_METHOD: (
        "A reset, and within 24 hours a method registered and one deleted",
        "a lost phone, or a new one in place of the old",
        "Call the person by a number from before it; if it was not they, block sign-in, and take the new method away.",
    ),
    SignKey.NIGHT: (
        "A reset at night by people who never tried at night",
        "travel, a new shift, or night work",
        "Confirm with the person.",
    ),
    SignKey.TWO_METHODS: (
        "Blocked for two different reasons",
        "somebody who tries every option they have",
        "Ask whether it was the person; if not, let the security team look.",
    ),
    SignKey.BURST: (
        "Many people blocked within a short time",
        "codes that arrive late, or a campaign that sends everybody to the page",
        "Look whether codes arrive at all; if they do, ask some of the people whether it was they.",
    ),
    SignKey.USER_IDS: (
        "Many user IDs after which nothing followed",
        "a mail that sends people to the page, or a test",
        "Somebody may be trying names: look at where these attempts came from in Entra's audit log.",
    ),
    SignKey.ADDRESS: (
        "Many people from one address",
        "an office, a VPN or a mobile network that shows one address for all, above all in an outage",
        "Look whose address it is; if it is none of yours, ask some of the people whether it was they.",
    ),
    SignKey.UNKNOWN: (
        "User IDs that the directory does not know",
        "misspelt names, old addresses, deleted accounts",
        "Many different ones in a short time look like somebody guessing names.",
    ),
}


def title(key: SignKey) -> str:
    """What a sign is called, in a few words."""
    return WORDS[key][0]


def loud(sign: Sign, zone: tzinfo, show: Visibility, *, previous: bool) -> str:
    """A sign that somebody should look at; with the window before, where it is covered."""
    _, innocent, action = WORDS[sign.key]
    named_so = f"{bold(title(sign.key))} ({code(sign.key)})"
    known = previous and sign.previous_people is not None
    before = f"; the window before had {_who(sign, sign.previous_people or 0, show)}" if known else ""
    lines = [f"{named_so}: {_who(sign, sign.people, show)}, {count(sign.rows, 'attempt')}{before}."]
    if show is Visibility.COUNTS and sign.people < _FEW:
        lines = [f"{named_so}: {_who(sign, sign.people, show)}."]
    if show is not Visibility.COUNTS:
        shown = sign.who[: in_sight(sign.people, _SHOWN)]
        who = [f"{named(one.shown, show)} ({time(one.last_at, zone)})" for one in shown]
        more = sign.people - len(who)
        lines.append(listing([*who, *([f"{more:,} more"] if more > 0 else [])], limit=_SHOWN + 1))
    if sign.standing and sign.standing.closings:
        seen = triage.since(sign.standing, sign.last_at, zone, reasons=show is Visibility.NAMES)
        lines.append(" ".join(filter(None, [seen, triage.precision(sign.standing)])))
    return "\n".join([*lines, f"Innocent reasons: {innocent}. {action}"])


def quiet(sign: Sign, known: SignStanding, zone: tzinfo, show: Visibility) -> str:
    """A sign that is muted, or closed with nothing new since: that it is there, and who said what."""
    why = triage.quiet(known, zone, reasons=show is Visibility.NAMES)
    lines = [f"{bold(title(sign.key))} ({code(sign.key)}): {_who(sign, sign.people, show)}; {why}."]
    return " ".join(filter(None, [*lines, triage.precision(known)]))


def people(sign: Sign, zone: tzinfo, show: Visibility) -> list[str]:
    """The people and the addresses behind a sign, one line each; addresses only where people are named."""
    who = [f"• {named(one.shown, show)}: {count(one.rows, 'row')}, last {time(one.last_at, zone)}" for one in sign.who]
    return who + ([_address(one, zone) for one in sign.addresses] if show is Visibility.NAMES else [])


def menu(sign: Sign, token: str) -> Block:
    """What can be said of a sign, behind three dots; who chooses is asked for their role.

    `token` is that of the answer or of the message in which it stands; each choice ends in the sign and what to say.
    """
    known = sign.standing
    says = {**_CLOSINGS, "mute": "Mute until a day"}
    if known and known.mute:
        says = {**_CLOSINGS, "unmute": "Unmute"}
    if known and known.closing:
        says["reopen"] = "Take the last closing back"
    return overflow(TRIAGE, {f"{token}|{sign.key}|{said}": label for said, label in says.items()})


def _address(one: OddAddress, zone: tzinfo) -> str:
    tries, last = count(one.rows, "attempt"), time(one.last_at, zone)
    return f"• from {words(one.address)}: {count(one.people, 'person', 'people')}, {tries}, last {last}"


def _who(sign: Sign, number: int, show: Visibility) -> str:
    """How many people; of what was typed on the page and may be nobody's, how many user IDs."""
    what = ("user ID", "user IDs") if sign.key in TYPED else ("person", "people")
    if show is Visibility.COUNTS and 0 < number < _FEW:
        return f"fewer than {_FEW} {what[1]}"
    return count(number, *what)
