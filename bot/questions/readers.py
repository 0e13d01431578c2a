"""The words behind each question's name, read into its value."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from bot.analysis.answers import GroupBy
from bot.analysis.cases.sign_reviews import ReviewKind, SignKey
from bot.later import later_import
from bot.questions.codes import not_mapped, take_code
from bot.questions.dates.calendar import WEEKDAYS, Moment
from bot.questions.dates.days import DAY_TO_COME, days_to_come
from bot.questions.dates.readings import as_far
from bot.questions.dates.windows import default_window
from bot.questions.filters import KEYS
from bot.questions.parse_error import NoPlaceError, ParseError, nearest
from bot.questions.parts import Part, Parts, read_parts
from bot.questions.person_words import is_person, read_person
from bot.questions.question import (
    Changes,
    Compare,
    Cutoffs,
    Data,
    Digest,
    Export,
    Exportable,
    ExportFormat,
    FailedPeople,
    Failures,
    Fix,
    Fleet,
    Follow,
    FreelyWorded,
    Funnel,
    Help,
    Helped,
    Incidents,
    Map,
    Odd,
    Question,
    Registrations,
    Resets,
    Rollout,
    Status,
    Stuck,
    Subscribe,
    Subscriptions,
    Time,
    Trend,
    Triage,
    Unfollow,
    Unknown,
    Unsubscribe,
    Why,
)
from bot.questions.question_type import Context
from bot.questions.subscribe import read_plan
from bot.questions.text import join, split
from bot.reports.window import Window, everything, last

if TYPE_CHECKING:
    from bot.analysis.fleet import fleet, numbers
else:  # only a provider asks
    fleet = later_import("bot.analysis.fleet.fleet")
    numbers = later_import("bot.analysis.fleet.numbers")

_WINDOW = frozenset({Part.WINDOW})
_EVERYBODY = frozenset({"all", "everyone", "everybody", "them"})
_FILTERS = frozenset({Part.FILTERS, Part.LEFT_OUT})
_AGAINST = frozenset({"with", "vs", "versus", "against"})
_JOINS = frozenset({"to", "and"})
_BEFORE = re.compile(
    r"^((?:last|previous|before)(?: one)?"
    r"|(?:one|day|week|month|year|(?:\d{1,3} (?:hours|days|weeks|months)|\d{1,3} ?[hdw])) before(?: that)?"
    r"|(?:previous|prior|preceding) \d{1,3} (?:hours|days|weeks|months))(?=$| \w+:)",
    re.IGNORECASE,
)
_IDLE = frozenset({"the", "please", "now", "right", "all", "my", "report", "list"})
_ALL_ATTEMPTS = frozenset({"attempts", "activity"})
_SUBJECTS = frozenset({"failures", "attempts"})
_DIGITS = 9
_BEFORE_A_NUMBER = frozenset({"from", "the", "digest", "number", "no"})
_KIND_OF_TEXT = re.compile(r"^(?:the )?(?:cause|reason|detail|error|message|result):? ", re.IGNORECASE)
_LONG = timedelta(days=90)
_SAID = {
    "mute": ReviewKind.MUTED,
    "unmute": ReviewKind.UNMUTED,
    "attack": ReviewKind.ATTACK,
    "innocent": ReviewKind.INNOCENT,
    "reopen": ReviewKind.REOPENED,
}
_SIGNS = "|".join(key.replace(" ", "[-_ ]") for key in SignKey)
_TRIAGE = re.compile(
    rf"(?P<sign>{_SIGNS}):? (?:as )?(?P<said>{'|'.join(_SAID)})"
    r"(?: (?:for |until |till )?(?P<until>\d{1,4}[dw]|\d{4}-\d\d-\d\d))?",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r"\s+(because),?\s+", re.IGNORECASE)
_SAYS = re.compile(rf"(?:{_SIGNS})\b.*|.* (?:{'|'.join(_SAID)})", re.IGNORECASE)  # and does not only ask what was said
_NO_TRIAGE = (
    f"triage takes a sign of odd ({', '.join(SignKey)}) and what to say of it: mute UNTIL because REASON, unmute,"
    " attack, innocent or reopen."
)
_WEEK = timedelta(weeks=1)
_LAST_WEEKDAY = re.compile(rf" (?:last|previous) (?:{'|'.join(WEEKDAYS)}) ")
_LAST = re.compile(r"(?:last|previous) (?P<unit>week|month|quarter|year)|(?P<day>yesterday)")
_END = r"end of (?:the |this )?(?P<unit>month|year)"

_ONE_TENANTS = {
    "detail": "fleet does not count by detail, as details can be words of one tenant's report",
    "role": "fleet does not count by role, as roles can be words of one tenant's report",
    "domain": "fleet does not count by domain, as a domain is one tenant's",
    "day": "fleet does not count by day, as each tenant's days are of its own time zone",
    "hour": "fleet does not count by hour, as each tenant's hours are of its own time zone",
    "person": "fleet names nobody",
}
_ASK_ONE = "Ask one tenant: tenant:KEY in Slack, --tenant KEY at a terminal."
_QUESTIONS = frozenset(kind.__dataclass_fields__["kind"].default for kind in get_args(Question)) - {"help", "export"}

_ALL = frozenset({"all", "everybody", "everyone", "anybody", "anyone"})
_ALL_FOLLOWED = _IDLE | {"of", "them", "people", "that", "i", "follow", "am", "following"}  # they leave nobody out


def _parts(
    rest: str, context: Context, takes: Iterable[Part], groups: Iterable[str] = GroupBy, start: Parts | None = None
) -> Parts:
    return read_parts(
        split(rest),
        moment=context.moment,
        catalogue=context.catalogue,
        takes=frozenset(takes),
        groups=groups,
        start=start,
    )


def _without(rest: str, idle: Collection[str]) -> tuple[str, ...]:
    """The words but for those that say nothing here."""
    return tuple(token for token in split(rest) if token.casefold() not in idle)


def _nothing_more(tokens: tuple[str, ...]) -> None:
    """Refuse words behind a question that takes none."""
    for token in tokens:
        if token.casefold() not in _IDLE:
            raise NoPlaceError(token)


def read_help(rest: str, context: Context) -> Question:
    """`help [topic]`; an unknown topic is help's own business."""
    tokens = _without(rest, {"me", "with", "on", "about", "please"})
    somebody = "with" in rest.casefold().split() and bool(tokens) and context.names.person(tokens[0])
    if len(tokens) > 1 or (tokens and is_person(tokens[0])) or somebody:
        raise ParseError(tokens[0], f"{tokens[0]} is no topic of help.")
    return Help(tokens[0].casefold() if tokens else None)


def read_status(rest: str, context: Context) -> Question:
    """`status [PERSON]`."""
    person = read_person(split(rest))
    unlike = person and not is_person(person) and not context.names.person(person)
    if unlike and person and person.casefold() in _EVERYBODY:
        raise ParseError(rest, "A status is of one person.", ["stuck", "failures 24h by cause"], known=True, whole=True)
    if unlike and person and (domain := context.names.domain(person)):
        instead = [f"failures by cause domain:{domain}", f"stuck domain:{domain}"]
        raise ParseError(rest, f"{person} is a domain, and status is of a person.", instead, known=True, whole=True)
    return Status(person)


def read_failures(rest: str, context: Context) -> Question:
    """`failures [WINDOW] [by ...] [filters] [top N]`."""
    parts = _parts(rest, context, Part, (*GroupBy, "person"))
    if parts.by == "person":
        return FailedPeople(parts.window.window, parts.filters, parts.top)
    by = GroupBy(parts.by) if parts.by else GroupBy.DETAIL
    return Failures(parts.window.window, by, parts.filters, parts.top)


def read_resets(rest: str, context: Context) -> Question:
    """`resets [WINDOW] [by method|person|role|day] [filters]`: all succeeded, so `result:` and `cause:` say nothing."""
    parts = _parts(rest, context, {Part.WINDOW, Part.BY, Part.FILTERS}, ("method", "person", "role", "day"))
    _refuse_filters(parts, ("result", "cause"), "says nothing of resets that succeeded")
    return Resets(parts.window.window, parts.by or "method", parts.filters)


def _refuse_filters(parts: Parts, keys: tuple[str, ...], why: str) -> None:
    for key in (key for key in keys if key in parts.values):
        word = f"{key}:{parts.values[key]}"
        raise ParseError(word, f"{word} {why}.", known=True)


def read_funnel(rest: str, context: Context) -> Question:
    """`funnel [WINDOW] [by method|role|domain] [role: domain:]`: of all attempts, whatever became of them."""
    parts = _parts(rest, context, {Part.WINDOW, Part.BY, Part.FILTERS}, ("method", "role", "domain"))
    _refuse_filters(parts, ("result", "cause", "method"), "would leave out those who went another way")
    return Funnel(parts.window.window, parts.by or "method", parts.filters)


def read_time(rest: str, context: Context) -> Question:
    """`time [WINDOW] [by cause|method] [filters]`."""
    parts = _parts(rest, context, {Part.WINDOW, Part.BY, Part.FILTERS}, ("cause", "method"))
    return Time(parts.window.window, parts.by or "cause", parts.filters)


def read_helped(rest: str, context: Context) -> Question:
    """`helped [WINDOW]`: of the last ninety days where none is named, as each act takes a week to be followed."""
    parts = _parts(rest, context, _WINDOW)
    return Helped(parts.reading.window if parts.reading else last(_LONG, now=context.moment.now))


def read_incidents(rest: str, context: Context) -> Question:
    """`incidents [WINDOW] [filters]`."""
    parts = _parts(rest, context, {Part.WINDOW, Part.FILTERS})
    return Incidents(parts.window.window, parts.filters)


def read_odd(rest: str, context: Context) -> Question:
    """`odd [WINDOW] [domain:]`: a sign may rest on tries of every result, method and role of a person."""
    parts = _parts(rest, context, {Part.WINDOW, Part.FILTERS})
    _refuse_filters(parts, ("result", "cause", "method", "role"), "would leave out what signs are made of")
    return Odd(parts.window.window, parts.filters)


def read_triage(rest: str, context: Context) -> Question:
    """`triage SIGN mute UNTIL because REASON`, `triage SIGN attack`, or `triage` alone."""
    words = join(split(rest))
    if not words:
        return Triage()
    order, because, reason = (*_BECAUSE.split(rest, maxsplit=1), "", "")[:3]  # whose own commas and stops stay
    match = _TRIAGE.fullmatch(join(split(order)))
    if match is None or (because and not any(map(str.isalnum, reason))):
        raise ParseError(
            words, _NO_TRIAGE, ["triage"], known=_SAYS.fullmatch(join(split(order))) is not None, whole=True
        )
    sign, said = SignKey(re.sub(r"[-_ ]+", " ", match["sign"].casefold())), _SAID[match["said"].casefold()]
    if said is not ReviewKind.MUTED:
        if match["until"]:
            raise ParseError(match["until"], f"Only a mute has an end; {match['said']} takes none.", known=True)
        return Triage(sign, said, None, reason)
    if not match["until"] or not reason:
        form = f"`triage {sign} mute 14d because REASON`"  # to be typed: nobody presses a reason that is not theirs
        raise ParseError(words, f"A mute needs an end and a reason: {form}.", ["help triage"], known=True, whole=True)
    return Triage(sign, said, _end_of(match["until"].casefold(), context.moment), reason)


def _end_of(word: str, moment: Moment) -> datetime:
    """The end of a mute: so many days or weeks from now, or the end of a day."""
    if word[-1] in "dw":
        return moment.now + int(word[:-1]) * timedelta(days=7 if word[-1] == "w" else 1)
    try:
        return moment.start_of(date.fromisoformat(word) + timedelta(days=1))
    except (ValueError, OverflowError):
        raise ParseError(word, f"{word} is no day.", known=True) from None


def read_changes(rest: str, context: Context) -> Question:
    """`changes [WINDOW]`."""
    return Changes(_parts(rest, context, _WINDOW).window.window)


def read_registrations(rest: str, context: Context) -> Question:
    """`registrations [WINDOW] [by method|day]`."""
    parts = _parts(rest, context, {Part.WINDOW, Part.BY}, ("method", "day"))
    return Registrations(parts.window.window, parts.by or "method")


def read_fix(rest: str, context: Context) -> Question:
    """`fix TEXT`: any text, as it was written."""
    text = re.sub(r"^for ", "", rest).strip("\"' ")
    if not text:
        raise ParseError("fix", "fix needs a detail, a code or an event number behind it.", ["fix SSPR_0029"])
    bare = _KIND_OF_TEXT.sub("", text)
    if bare != text and not context.catalogue.find(text) and context.catalogue.find(bare):
        text = bare
    code = take_code(tuple(text.casefold().split()), 0, context.catalogue.references.__contains__)
    return Fix(code[0] if code and code[1] == len(text.split()) else text)


def read_stuck(rest: str, context: Context) -> Question:
    """`stuck [filters]`."""
    words = _without(rest, {"right", "now", "people", "users"})
    return Stuck(_parts(join(words), context, _FILTERS).filters)


def read_unknown(rest: str, context: Context) -> Question:
    """`unknown [WINDOW]`: of all that is loaded where none is named."""
    parts = _parts(join(_without(rest, {"details", "detail", "reasons"})), context, _WINDOW)
    return Unknown(parts.reading.window if parts.reading else everything(now=context.moment.now))


def read_map(rest: str, context: Context) -> Question:
    """`map CODE to CAUSE`, `map CODE to nothing`, or `map` alone."""
    tokens = split(rest.casefold())
    if not tokens:
        return Map()
    match = re.fullmatch(r"(u[0-9a-f]{5}) (?:to|as|is|=) (?:cause:)?(\w+)", join(tokens))
    if tokens[1:2] == ("to",) and tokens[0].startswith("sspr_"):
        raise ParseError(rest, not_mapped(tokens[0].upper()), ["unknown"], known=True, whole=True)
    if match is None:
        raise ParseError(rest, f"map takes the code of a detail and a cause, and {rest} is not that.", ["unknown"])
    if match[2] in {"nothing", "none", "unknown"}:
        return Map(match[1])
    if match[2] not in context.catalogue.causes:
        close = nearest(match[2], tuple(context.catalogue.causes))
        instead = [f"map {match[1]} to {one}" for one in close]
        raise ParseError(match[2], f"{match[2]} is no cause; `fix` shows the causes.", instead, known=True)
    return Map(match[1], match[2])


def read_trend(rest: str, context: Context) -> Question:
    """`trend [WINDOW] [filters]`."""
    parts = _parts(join(_without(rest, {"resets", *_SUBJECTS})), context, _WINDOW | _FILTERS)
    return Trend(parts.window.window, parts.filters)


def read_compare(rest: str, context: Context) -> Question:
    """`compare [WINDOW [with WINDOW]] [filters]`: the later window comes first, whatever the order."""
    tokens = _without(rest, {"between", "the", *_SUBJECTS})
    said = [token.casefold() for token in tokens]  # `to` may be of a span: `22 to 28 november with october`
    sides = _AGAINST if not _AGAINST.isdisjoint(said) else _JOINS
    middle = next((i for i, token in enumerate(said) if token in sides), len(tokens))
    takes = _WINDOW | _FILTERS
    if tokens and not middle:
        tokens, middle = _like(tokens)
    one = _parts(join(tokens[:middle]), context, takes)
    behind = _BEFORE.sub("", join(tokens[middle + 1 :]), count=1)
    other = _parts(behind, context, takes, start=Parts(context.moment, values=dict(one.values)))
    if other.reading is None:
        return Compare(one.window.window, one.window.previous, other.filters)
    earlier, later = sorted((one.window.window, other.window.window), key=lambda window: (window.start, window.end))
    if (earlier.start, earlier.end) == (later.start, later.end) and _LAST_WEEKDAY.search(
        f" {join(tokens)} ".casefold()
    ):
        earlier = _a_week_before(earlier, context.moment)  # `this friday with last friday`
    if (earlier.start, earlier.end) == (later.start, later.end):
        raise ParseError(behind, "That is the same time span twice.", ["last week", "this week"], known=True)
    return Compare(later, _comparable(earlier, later, context.moment), other.filters)


def _a_week_before(window: Window, moment: Moment) -> Window:
    start, end = (moment.start_of(at.astimezone(moment.zone).date() - _WEEK) for at in (window.start, window.end))
    return replace(window, start=start, end=end, label=f"{start.astimezone(moment.zone):%A %Y-%m-%d}")


def _like(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """`compare with last month`: this month with it, and how many words say this one. Raises ParseError for no such."""
    words = join(tokens[1:]).casefold()
    match = _LAST.match(words)
    if match is None and words == "resets":  # which are no span of time: `compare failures with resets`
        raise ParseError(
            join(tokens), "I hold spans of time against each other, no two numbers.", ["trend"], known=True, whole=True
        )
    if match is None:
        sentence = f"What is compared with {words} is not said."
        raise ParseError(join(tokens), sentence, [f"compare {words}"], known=True, whole=True)
    one = "today" if match["day"] else f"this {match['unit']}"
    return (*split(one), *tokens), one.count(" ") + 1


def _comparable(earlier: Window, later: Window, moment: Moment) -> Window:
    """The earlier window, as far as the later one has come where that is the week, month or day that goes on."""
    before = later.before
    if before and before.start == earlier.start:
        return before if before.end < earlier.end else earlier
    return as_far(earlier, later, moment)


def read_data(rest: str, _: Context) -> Question:
    """`data`."""
    _nothing_more(split(rest))
    return Data()


def read_fleet(rest: str, context: Context) -> Question:
    """`fleet [WINDOW] [by ...]`; also `fleet stuck [WINDOW]`, `fleet failures by cause [WINDOW]`."""
    tokens = split(rest)
    before = ("", *(token.casefold() for token in tokens))
    orders = [word in fleet.ORDERS and last not in {"by", "per"} for last, word in pairwise(before)]
    others = tuple(token for token, order in zip(tokens, orders, strict=True) if not order)
    about = list(dict.fromkeys(token.casefold() for token, order in zip(tokens, orders, strict=True) if order))
    try:
        parts = _parts(join(others), context, {Part.WINDOW, Part.BY}, (*numbers.BREAKDOWNS, *fleet.ORDERS))
    except ParseError as error:
        raise _of_one_tenant(error) from None
    if parts.by in numbers.BREAKDOWNS and about in ([], ["failures"]):
        about = [parts.by]
    elif parts.by and parts.by not in about:
        about = [*about, parts.by]
    if len(about) > 1:
        words = [f"fleet {'by ' if word in numbers.BREAKDOWNS else ''}{word}" for word in about]
        sentence = f"{' and '.join(about)} do not go together: an answer is about one of them."
        raise ParseError(rest, sentence, words, known=True, whole=True)
    return Fleet(parts.window.window, parts.window.previous, "".join(about))


def _of_one_tenant(error: ParseError) -> ParseError:
    """Why all tenants cannot be set beside each other by what was asked, and where to ask it."""
    first, _, behind = re.sub(r"^(by|per)\b:?", "by", error.word.casefold()).partition(" ")
    by = behind.removesuffix("s")
    if first == "by" and by in _ONE_TENANTS:
        why = _ONE_TENANTS[by]
    elif first == "top" or first.partition(":")[0] in set(KEYS) - {first}:
        why = "fleet takes no filters and no top"
    elif first in _QUESTIONS:
        why = f"{first} is asked of one tenant, not of all beside each other"
    else:
        return error
    return ParseError(error.word, f"{why}. {_ASK_ONE}", ["fleet 7d"], known=True, whole=True)


def read_digest(rest: str, context: Context) -> Question:
    """`digest [preview] [since WINDOW]`, `digest now`."""
    tokens = split(rest)
    first = tokens[0].casefold() if tokens else "preview"
    if first in {"now", "send"}:
        _nothing_more(tokens[1:])
        return Digest(default_window(context.moment).window, now=True)
    behind = join(tokens[1:] if first == "preview" else tokens)
    since = re.fullmatch(r"(?:since|for|of) (.+)", behind, re.IGNORECASE)
    try:
        return Digest(_parts(behind, context, _WINDOW).window.window)
    except ParseError:
        if since is None:
            close = nearest(first, ("preview", "now"))
            raise ParseError(first, f"digest does not know {first}; there are preview and now.", close) from None
        return Digest(_parts(since[1], context, _WINDOW).window.window)


def read_subscribe(rest: str, context: Context) -> Question:
    """`subscribe daily at 09:00 ...`; alone it is a question about how to."""
    tokens = split(rest)
    if not tokens:
        return Help("subscribe")
    return Subscribe(read_plan(tokens, zone=context.moment.zone.key or "UTC", catalogue=context.catalogue))


def read_unsubscribe(rest: str, _: Context) -> Question:
    """`unsubscribe [NUMBER|all]`."""
    tokens = split(rest)
    while tokens and tokens[0].casefold() in _BEFORE_A_NUMBER:  # behind it `no` takes it back
        tokens = tokens[1:]
    if not tokens:
        return Unsubscribe()
    which = tokens[0].removeprefix("#").casefold()
    if which != "all" and not (which.isdecimal() and len(which) <= _DIGITS):
        sentence = "unsubscribe takes the number that subscriptions shows, or all."
        raise ParseError(tokens[0], sentence, ["1", "all"])
    _nothing_more(tokens[1:])
    return Unsubscribe(which)


def read_subscriptions(rest: str, _: Context) -> Question:
    """`subscriptions`."""
    _nothing_more(split(rest))
    return Subscriptions()


def read_why(rest: str, _: Context) -> Question:
    """`why PERSON`."""
    tokens = split(rest)
    if not tokens:
        raise ParseError("why", "why needs a person behind it.", ["why me"])
    return Why(read_person(tokens))


def read_follow(rest: str, _: Context) -> Question:
    """`follow PERSON`."""
    tokens = split(rest)
    if not tokens:
        raise ParseError("follow", "follow needs a person behind it.", ["stuck"])
    return Follow(read_person(tokens))


def read_unfollow(rest: str, _: Context) -> Question:
    """`unfollow`, or `unfollow PERSON`."""
    tokens = split(rest)
    if not tokens or tokens[0].casefold() not in _ALL:
        return Unfollow(read_person(tokens) if tokens else None)
    if not {token.casefold() for token in tokens[1:]} <= _ALL_FOLLOWED:
        behind = join(tokens[1:])
        sentence = (
            f"I ended nothing: unfollow takes one person, or ends all that you follow, and does not take {behind}."
        )
        raise ParseError(behind, sentence, known=True)
    return Unfollow()


def read_rollout(rest: str, context: Context) -> Question:
    """`rollout [to DATE]`."""
    tokens = split(rest)
    words = join(tokens).casefold()
    if not words:
        return Rollout()
    return Rollout(_day_to_come("rollout", words, context))


def read_cutoffs(rest: str, context: Context) -> Question:
    """`cutoffs [by DATE]`."""
    words = join(split(rest)).casefold()
    return Cutoffs(_day_to_come("cutoffs", words, context)) if words else Cutoffs()


def _day_to_come(question: str, words: str, context: Context) -> date:
    """The day named behind a question about what is to come. Raises ParseError for a past one."""
    match = re.fullmatch(
        rf"(?:(?P<word>to|by|until|till|before|up to) )?(?:(?P<day>{DAY_TO_COME})|(?:the )?{_END})", words
    )
    if match is None:
        raise ParseError(words, f"{question} takes a day behind it, and {words} is none.", [_soon(context)])
    target = _last_day(match, context.moment)
    if target < context.moment.today:
        raise ParseError(words, f"{target} is not a day to come.", [_soon(context)], known=True)
    return target


def _last_day(match: re.Match[str], moment: Moment) -> date:
    """The day or last day of the month named, the one before it, or the end of the month or year that goes on."""
    if match["day"]:
        days = days_to_come(match["day"], moment)
        whole = match["word"] != "before" or "end of" in match["day"]
        return (days.after if whole else days.first) - timedelta(days=1)
    last_month = 12 if match["unit"] == "year" else moment.today.month
    return date(moment.today.year, last_month, monthrange(moment.today.year, last_month)[1])


def _soon(context: Context) -> str:
    """A day to come, as an example: the last of the year."""
    today = context.moment.today
    year = today.year + 1 if today.month == 12 else today.year  # noqa: PLR2004 - in December the next one
    return f"to {date(year, 12, 31)}"


_NO_ROWS = ("incidents", "changes", "time", "helped", "unknown", "data", "fleet")  # shown, and not exported


def read_export(rest: str, context: Context) -> Question:
    """`export QUESTION [as csv|parquet] [classic]`."""
    tokens = split(rest)
    classic = "classic" in map(str.casefold, tokens)
    tokens = _without(rest, {"classic"})
    kind = ExportFormat.CSV
    if len(tokens) > 1 and tokens[-2].casefold() == "as":
        word = tokens[-1]
        if word.casefold() not in set(map(str, ExportFormat)):
            raise ParseError(word, f"An export is csv or parquet, not {word}.", ["csv"])
        kind, tokens = ExportFormat(word.casefold()), tokens[:-2]
    if not tokens:
        raise ParseError("export", "export needs a question behind it.", ["export failures 7d"])
    if tokens[0].casefold() in _ALL_ATTEMPTS:
        tokens = ("trend", *tokens[1:])  # the question whose rows are all attempts, whatever became of them
    question = context.ask(join(tokens), context)
    if not isinstance(question, Exportable):
        if isinstance(question, FreelyWorded) and question.kind in _NO_ROWS:
            sentence = f"There are no rows behind {question.kind} to export."
            raise ParseError(join(tokens), sentence, [question.read_as or join(tokens)], whole=True)
        named = tokens[0] if tokens[0].casefold() in _QUESTIONS else "that"
        raise ParseError(join(tokens), f"There are no rows behind {named} to export.", ["export failures 7d"])
    if question.interpretation and {"names", "masked"} & {*join(tokens).casefold().split()}:
        sentence = "I exported nothing: an export has the user IDs as they are, neither left out nor masked."
        raise ParseError(join(tokens), sentence, ["export attempts 7d classic"] * classic, known=classic, whole=True)
    if question.interpretation and not classic:  # read from free words, and so is the whole
        raise NoPlaceError(join(tokens), ["export failures 7d"], what="what to export")
    return Export(question, kind, classic=classic)
