"""The options of a digest in ordinary words, as one types them: its days, zone and holidays, and what it has beside."""

import re

from bot.digests.calendars import calendar_code, calendar_named
from bot.questions.dates.calendar import WEEKDAYS
from bot.questions.timezones import zones_meant

LONGEST = 12  # words
_DIGEST = frozenset({"digest", "digests", "subscribe", "subscription"})
_RHYTHMS, _POSTED = frozenset({"hourly", "daily", "weekly"}), frozenset({"summary", "post", "channel", "update"})
_TYPED = re.compile(r"(?:show|empty|quiet|holidays|tz|unfinished|cutoffs|marks)[:=]\S+")
_DAYS = re.compile(r"(?:(?:on|from) )?(?P<first>[a-z]+)(?:-| (?:-|to|through|till|until) )(?P<last>[a-z]+)(?!\S)")
_SILENT = (
    r"(?:(?:please |just |then |it |we |they )*(?:(?:be|stay|keep|remain) (?:it )?)?"
    r"(?:silent|quiet|silence|no (?:posts?|line|message)|skip it|nothing)|(?:please |then |just )*"
    r"(?:do not|don't|dont|never) (?:post|send|bother|ping|write)(?: (?:us|me|it|anything|here|one))?)"
)
_NOTHING = (
    r"(?:(?:if|when|where) (?:(?:it is |it's |its )?empty"
    r"|(?:there(?: is|'s|s)?|we have) (?:nothing|no news|no new failures)(?: new| to (?:say|report|show))?"
    r"|nothing(?: (?:is|was|has|'s))?(?: (?:new|happened|failed|to (?:say|report|show)))?)"
    r"|unless (?:there(?: is|'s|s)? )?(?:something|anything)(?: is)? new)"
)
_LINE = r"(?:(?:just|only|then|say|post|with) )*(?:one|a|a single) line"
_BESIDE = r"(?:with|including|include|and|plus)(?: the)?"
_SAYS = (
    (rf"(?:and |but )*(?:{_LINE} {_NOTHING}|{_NOTHING} {_LINE})(?! (?:a|each|every|per) week)", "empty:line"),
    (
        rf"(?:and |but )*{_NOTHING} (?:just |only |then )*(?:a weekly line|(?:one|a) line (?:a|per) week)",
        "empty:weekly",
    ),
    (rf"(?:and |but )*(?:{_SILENT} {_NOTHING}|{_NOTHING} {_SILENT})", "empty:silent"),
    (r"(?:and )?(?:show|showing|with) (?:the |all |full |real )*names(?! (?:masked|hidden))", "show:names"),
    (r"(?:and )?(?:show|showing|with|as) (?:the )?(?:counts|numbers)(?: only)?", "show:counts"),
    (r"(?:(?:for|of|with|only) )*(?:the )?role (?:is )?admins?", "role:admin"),
    (r"(?:(?:only|just) (?:of |about )?(?:the )?admins?|(?:of |about )?(?:the )?admins? (?:only|alone))", "role:admin"),
    (r"(?:utc|gmt)(?: time)?", "tz:UTC"),
    (rf"{_BESIDE}(?: sms)? (?:cutoffs?|cut-offs?)", "cutoffs"),
    (rf"{_BESIDE} unfinished(?: attempts| ones)?", "unfinished"),
)
_WORDED = tuple((re.compile(rf"{words}(?!\S)"), option) for words, option in _SAYS)
_HOLIDAYS = re.compile(
    r"(?P<before>(?:(?:and|or|but|with|respect|observe|skip|quiet|silent|not|none|nothing|except|excluding|without"
    r"|no posts?|all|for|over|on|at|during|the|public|bank|national) )*)"
    r"(?:(?P<whose>\w+) )?(?:(?:public|bank|national) )?holidays?"
    r"(?:(?P<of> (?:in|of|for)(?: the)?)? (?P<where>(?!off\b|are\b)[\w-]+(?: (?!off\b|are\b)[\w-]+)?))?"
    r"(?P<off>(?: are)? off)?(?!\S)"
)
# Without one of these a digest on holidays may be wanted; `and on` goes on what was said to be quiet before.
_NONE_THEN = frozenset(
    {
        "with",
        "respect",
        "observe",
        "skip",
        "quiet",
        "silent",
        "not",
        "none",
        "nothing",
        "except",
        "excluding",
        "without",
    }
    | {"no"}
)
_WANTED = frozenset({"on", "only", "also", "even"})
_GOES_ON = frozenset({"and", "or"})
_DAY = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})s?"
_NOT_ON = re.compile(
    r"(?:(?:and|but|or|with) )*(?:not|nothing|none|never|no (?:digests?|posts?)|except|excluding|without|skip(?:ping)?"
    r"|apart from|leave out|(?P<but>but))"
    rf"(?: (?:for|on|the))* (?P<days>{_DAY}(?:(?: (?:and|or|nor|on))* {_DAY})*)(?!\S)"
)
_EACH_DAY = frozenset({"daily", "hourly", "every", "each"})
NOT_ON = "not-on:"  # what the days behind it are left out of is in the plan, and they are not
# What is a span of time elsewhere is in a plan its days and hour.
_OF_PLAN = re.compile(
    rf"(?:(?:on|at|every|each|the|and|,|{_DAY}|week(?:day|end)s?|morning|afternoon|evening"
    r"|\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?)(?: |$))+"
)
_ZONE = re.compile(r"(?:in )?(?P<zone>\w+ \w+) time(?!\S)|(?:tz|time ?zone) (?P<named>\S+)")


def is_of_digest(words: tuple[str, ...]) -> bool:
    """Whether the words name a digest, of which alone these are options: a holiday is one of a caller, too."""
    return not (_DIGEST.isdisjoint(words) and (_RHYTHMS.isdisjoint(words) or _POSTED.isdisjoint(words)))


def is_of_plan(said: str, span: str) -> bool:
    """Whether a span of time, as it is said and as it is read, is days and an hour of a plan: not `until friday`."""
    return all(_OF_PLAN.fullmatch(words.casefold()) for words in (said, span))


def take_option(words: tuple[str, ...], start: int) -> tuple[str, int] | None:
    """The option that begins at a word, as one types it, and where it stops; None for no option."""
    if _TYPED.fullmatch(words[start]):
        return words[start], start + 1
    text = " ".join(words[start : start + LONGEST])
    for worded, option in _WORDED:
        if said := worded.match(text):
            return option, start + _length(said[0])
    return (
        _take_days_off(words, start)
        or take_days(words, start)
        or _take_holidays(words, start)
        or _take_zone(text, start)
    )


def _take_days_off(words: tuple[str, ...], start: int) -> tuple[str, int] | None:
    """`but not on fridays`, `nothing on mon and tue`, of a digest of several days."""
    said = _NOT_ON.match(" ".join(words[start : start + LONGEST]))
    if said is None or _EACH_DAY.isdisjoint(words) or (said["but"] and words[start - 1] != "day"):
        return None
    days = [day for word in said["days"].split() if (day := word.removesuffix("s")) in WEEKDAYS]
    return f"{NOT_ON}{','.join(day[:3] for day in days)}", start + _length(said[0])


def take_days(words: tuple[str, ...], start: int) -> tuple[str, int] | None:
    """`mon to thu`, `from tuesday till saturday`."""
    said = _DAYS.match(" ".join(words[start : start + LONGEST]))
    days = [day.removesuffix("s") for day in said.group("first", "last")] if said else []
    if said is None or not {*days} <= WEEKDAYS.keys():
        return None
    return "-".join(days), start + _length(said[0])


def _take_holidays(words: tuple[str, ...], start: int) -> tuple[str, int] | None:
    """`and on bavarian holidays`, `not on public holidays in england`; None for those of no one country."""
    said = _HOLIDAYS.match(" ".join(words[start : start + LONGEST]))
    if said is None:
        return None
    before = {*said["before"].split()}
    none = not before.isdisjoint(_NONE_THEN) or bool(said["off"])
    none |= not before.isdisjoint(_GOES_ON) and not _NONE_THEN.isdisjoint(words[:start])
    alone = not (before or said["whose"] or said["of"]) and _WANTED.isdisjoint(words[max(start - 1, 0) : start])
    if not none and not alone:  # `holidays austria` alone is one of a list of options
        return None
    stop = start + _length(said[0])
    where, _, behind = (said["where"] or said["whose"] or "").partition(" ")
    if code := calendar_named(f"{where} {behind}".strip()) or (
        calendar_code(where) if "-" in where and not behind else None
    ):
        return f"holidays:{code}", stop
    code = calendar_named(where) if behind and not said["off"] else None
    return (f"holidays:{code}", stop - 1) if code else None


def _take_zone(text: str, start: int) -> tuple[str, int] | None:
    """`new york time`; one word is read beside an hour alone."""
    said = _ZONE.match(text)
    zones = zones_meant(said["zone"] or said["named"]) if said else ()
    return (f"tz:{zones[0]}", start + _length(said[0])) if said and len(zones) == 1 else None


def _length(words: str) -> int:
    return words.count(" ") + 1
