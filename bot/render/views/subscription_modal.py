"""The form of a subscription: when its digest comes, what is in it, how much it shows of people."""

from collections.abc import Iterator, Mapping, Sequence

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import Method, Result
from bot.render.blocks import mrkdwn
from bot.render.blocks.blocks import actions, button, confirm, context, field_input, section, select, text_input
from bot.render.blocks.inputs import channel_picker, checkboxes, form, grouped_select, time_picker
from bot.render.blocks.message import Block
from bot.render.blocks.wording import first_upper

SUBMIT, END, MORE = "sspr.subscription.submit", "sspr.subscription.end", "sspr.subscription.more"
FIELD = "sspr.subscription.field"  # the action id of every input; its block id says which
ANY = "any"  # the value of a filter that lets all through
UNFINISHED, CUTOFFS, MARKS = "unfinished", "cutoffs", "marks"

Filled = Mapping[str, str | tuple[str, ...]]  # by field; what is left empty is ""

_DAYS = {day.lower(): day for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_RHYTHMS = {
    "daily": "On every day that is ticked",
    "weekly": "Once a week, on the one day that is ticked",
    "hourly": "Every hour, when something urgent is new",
    "odd": "At once, when an urgent sign of an attack shows; nothing else",
}
_SHOW = {
    "masked": "Masked: d***@contoso.com",
    "names": "Names: everybody in the channel reads them",
    "counts": "Numbers only",
}
_EMPTY = {
    "line": "Say so in one line",
    "silent": "Stay silent",
    "weekly": "Stay silent, with a sign of life once a week",
}
_EXTRAS = {
    MARKS: "Say in the old digest who has recovered since",
    UNFINISHED: "List abandoned and cancelled attempts, too",
    CUTOFFS: "Who loses reset on which date (weekly only)",
}


def view(
    filled: Filled,
    *,
    catalogue: Catalogue,
    zones: Mapping[str, Sequence[str]],
    channel: str = "",
    number: int | None = None,
) -> Block:
    """Every field with these values in it; with a number it changes that subscription, else it makes a new one."""
    fields = [*_when(filled, zones), *_how(filled), *_what(filled, catalogue), *_exceptions(filled)]
    if number is None:
        return form(SUBMIT, "New digest", "Subscribe", [_channel_field(channel), *fields], "")
    return form(SUBMIT, f"Digest {number}", "Save", [_head(channel, number), *fields], str(number))


def short_view(filled: Filled, *, channel: str = "") -> Block:
    """A new digest in three fields: where, at what hour, how much of people; it says what the rest will be."""
    days = ", ".join(name for day, name in _DAYS.items() if day in filled.get("days", ()))
    rest = f"{days}, time zone {mrkdwn.plain(_one(filled, 'tz'))}; when nothing is new, one line says so."
    fields = [_channel_field(channel), _at(filled), _show(filled)]
    more = button("More settings", MORE)
    return form(SUBMIT, "New digest", "Subscribe", [*fields, context(rest), actions(more)], "")


def _channel_field(channel: str) -> Block:
    hint = "I must be in it: invite me there with /invite first."
    return field_input("channel", "Channel", channel_picker(FIELD, channel), hint=hint)


def _head(channel: str, number: int) -> Block:
    sure = confirm("Stop this digest?", "No more of it comes to the channel. What was posted stays.", "Stop it")
    stop = button("Stop this digest", END, str(number), style="danger", ask=sure)
    return section(f"The digest of {mrkdwn.channel(channel)}.", stop)


def _when(filled: Filled, zones: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    yield field_input("rhythm", "How often", select(FIELD, _RHYTHMS, _one(filled, "rhythm")))
    yield field_input("days", "Days", checkboxes(FIELD, _DAYS, filled.get("days", ())))
    yield _at(filled, hint="Not used by an hourly digest, nor by signs.")
    zone = _one(filled, "tz")
    known = any(zone in names for names in zones.values())
    groups = zones if known else {"Now": [zone], **zones}
    yield field_input("tz", "Time zone", grouped_select(FIELD, groups, zone, "Type to search"))


def _at(filled: Filled, hint: str = "") -> Block:
    return field_input("at", "Time", time_picker(FIELD, _one(filled, "at")), hint=hint, optional=True)


def _show(filled: Filled) -> Block:
    return field_input("show", "What it shows of people", select(FIELD, _SHOW, _one(filled, "show")))


def _what(filled: Filled, catalogue: Catalogue) -> Iterator[Block]:
    families = {key: f"{title}: all of them" for key, title in catalogue.families.items()}
    causes = families | {key: cause.title for key, cause in catalogue.causes.items()}
    yield field_input("cause", "Only this cause", _any(causes, _one(filled, "cause")), optional=True)
    results = {str(one): str(one) for one in Result}
    yield field_input("result", "Only this result", _any(results, _one(filled, "result")), optional=True)
    methods = {str(one): str(one) for one in Method}
    yield field_input("method", "Only this method", _any(methods, _one(filled, "method")), optional=True)
    role, domain = _text(_one(filled, "role"), "user"), _text(_one(filled, "domain"), "contoso.com")
    yield field_input("role", "Only this role", role, hint="As the reports spell it.", optional=True)
    yield field_input("domain", "Only this domain", domain, optional=True)


def _how(filled: Filled) -> Iterator[Block]:
    yield _show(filled)
    yield field_input("empty", "When nothing is new", select(FIELD, _EMPTY, _one(filled, "empty")))


def _exceptions(filled: Filled) -> Iterator[Block]:
    held = "A digest that falls into them comes when they end. The same time in both means no quiet hours."
    quiet_from, quiet_to = (time_picker(FIELD, _one(filled, name)) for name in ("quiet_from", "quiet_to"))
    yield field_input("quiet_from", "Quiet hours from", quiet_from, optional=True)
    yield field_input("quiet_to", "Quiet hours to", quiet_to, hint=held, optional=True)
    days = _text(_one(filled, "holidays"), "DE-BY, or 2026-12-24, 2026-12-31")
    yield field_input("holidays", "Holidays: no digest on these days", days, optional=True)
    extras = checkboxes(FIELD, _EXTRAS, filled.get("extras", ()))
    yield field_input("extras", "Besides", extras, optional=True)


def _one(filled: Filled, name: str) -> str:
    value = filled.get(name, "")
    return value if isinstance(value, str) else ""


def _any(options: Mapping[str, str], chosen: str) -> Block:
    """A menu that begins with "any", as a choice cannot be taken back; a word that it does not list is added."""
    given = {chosen: first_upper(chosen)} if chosen and chosen not in options else {}
    return select(FIELD, {ANY: "Any", **given, **options}, chosen or ANY)


def _text(value: str, placeholder: str) -> Block:
    element = text_input(FIELD, placeholder=placeholder)
    return element | ({"initial_value": value} if value else {})
