"""The form of a decision: about whom, and what it takes - somebody to look after it, a reason, an end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from bot.analysis.answers import Case
from bot.knowledge.catalogue import Cause
from bot.render.blocks import limits
from bot.render.blocks.blocks import actions, context, field_input, section, text_input
from bot.render.blocks.inputs import date_picker, form, menu, person_picker
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import clean, clip, plain
from bot.render.blocks.wording import and_more, people
from bot.render.cases.decision_buttons import TITLES
from bot.render.views.answer_modals import view as notice

WHY = "sspr.case.why"  # the menu in the modal that explains a person
SUBMIT = "sspr.case.submit"
FIELD = "sspr.case.field"  # the action id of every input; its block id says which
EVERYBODY = "all"  # the value for a decision about the cause as a whole

_NAMES = 60
_REASON = 300
MEANINGS = {
    "acknowledged": "Others see that somebody looks at it. It is still listed.",
    "assigned": "Others see who looks after it. It is still listed.",
    "snoozed": "It is left out of digests until then, this cause only, and told again afterwards.",
    "closed": "It is dealt with. Another failure of the same kind opens it again.",
    "reopened": "What was decided about it no longer counts.",
}


@dataclass(frozen=True, slots=True)
class CaseForm:
    """A decision to be taken: `kind` is a DecisionKind, `metadata` comes back with the answer."""

    kind: str
    metadata: str  # opaque ids: the client can read it
    cause: Cause
    cases: Sequence[Case]
    zone: tzinfo
    until: date  # proposed end of a snooze
    helpers: Mapping[str, str] = field(default_factory=dict)  # Slack ids of those on offer; none: everybody
    who: str = EVERYBODY  # what the choice of a person begins with


def view(wanted: CaseForm) -> Block:
    """The form."""
    title = TITLES[wanted.kind]
    says = section(f"{plain(wanted.cause.title)}. {MEANINGS[wanted.kind]}")
    blocks = [says, *_who(wanted), *_what(wanted)]
    return form(SUBMIT, title, title, blocks, wanted.metadata)


def why(wanted: CaseForm, answer: Message | None = None) -> Block:
    """A choice of people, and below it why the chosen one is in the digest."""
    ask = section("Choose somebody to see the rows and the rule behind it.")
    choice = {**actions(menu(WHY, _people(wanted))), "block_id": "person"}
    shown = [block for block in answer.blocks if block["type"] != "actions"] if answer else []
    opened = notice("Why is somebody here?", [ask, choice, *_left(wanted), *shown])
    return opened | {"private_metadata": wanted.metadata}


def _who(wanted: CaseForm) -> Iterator[Block]:
    everybody = f"The whole cause: {people(len(wanted.cases))}"
    choices = {EVERYBODY: everybody, **_people(wanted)}
    element = menu(FIELD, choices, wanted.who if wanted.who in choices else EVERYBODY)
    yield field_input("who", "About", element)
    yield from _left(wanted)


def _left(wanted: CaseForm) -> Iterator[Block]:
    left = len(wanted.cases) - (limits.OPTIONS - 1)
    if left > 0:
        yield context(f"{and_more(left, 'person', 'people')} than this menu holds; the file in the thread lists them.")


def _people(wanted: CaseForm) -> dict[str, str]:
    """The people to choose from, each by the ledger position of their case, which reveals nothing about them."""
    return {str(case.opened_position): _label(case, wanted.zone) for case in wanted.cases[: limits.OPTIONS - 1]}


def _label(case: Case, zone: tzinfo) -> str:
    who = clip(clean(case.shown), _NAMES if case.shown.isascii() else _NAMES - 20)
    unusual = "" if case.shown.isascii() else " (unusual letters)"
    return f"{who}{unusual}, {case.opened_at.astimezone(zone):%d %b}"


def _what(wanted: CaseForm) -> Iterator[Block]:
    match wanted.kind:
        case "assigned":
            picker = menu(FIELD, wanted.helpers) if wanted.helpers else person_picker(FIELD, "Choose somebody")
            hint = "They get a direct message with the case. Only people who may see cases can be chosen."
            yield field_input("to", "To", picker, hint=hint)
        case "snoozed":
            hint = "It is told again when that day begins."
            yield field_input("until", "Until", date_picker(FIELD, wanted.until.isoformat()), hint=hint)
            yield field_input("reason", "Reason", _reason("Waiting for the license order"))
        case "closed":
            yield field_input("reason", "Reason", _reason("Reset at the counter"), optional=True)


def _reason(example: str) -> Block:
    return text_input(FIELD, placeholder=example) | {"max_length": _REASON}
