"""The table of rules.toml: which tags together are which question, and whether every word has its place."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from typing import Any

from bot.digests.plan import EVERY_DAY
from bot.questions.codes import is_correlation
from bot.questions.dates.calendar import MONTHS
from bot.questions.dates.clocktimes import read_time
from bot.questions.dates.digest_options import NOT_ON, is_of_plan
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence, dimension

_CAUSES_OF_LACK = frozenset({"cause.no_license", "cause.not_in_group", "cause.methods_missing", "cause.not_enabled"})
_CASES = frozenset(  # `without the license ones` leaves them out
    {"ones", "cases", "mess", "stuff", "noise", "things", "problem", "problems", "issue", "issues", "error", "errors"}
)
_SUCH = frozenset({"ones", "those"})  # `without the ones that have no licence`
_LACKED = frozenset({"license", "licence", "licenses", "licences", "group", "groups"})
_ADDS = frozenset({"including", "incl"})
_NO_FAILURES = frozenset({"result.cancelled", "result.abandoned"})
_NARROWS_TO = frozenset({"admins", "guests"})
_OF_AN_ERROR = (UNKNOWN, "cause", "code", "result", "policy")
_FAMILIES = frozenset({"onprem", "verification"})  # several causes at once
_PAIR = 2
_AGAINST = frozenset({"vs", "vs.", "versus", "against"})
_HELD_AGAINST = frozenset({"more_of", "direction", "most", "than", "compare", "rate", "side_by_side", "doing"})
_BETWEEN_SIDES = _AGAINST | {"or", "and", "/", "compared", "to", "with", "than"}
_AT = frozenset({"at", "in", "from", "of", "for", "on"})
_LIMITS = frozenset({"than", "least", "over", "under", "above", "below", "to"})  # before a number that is no length
_UNDATED = re.compile(
    r"\b(?:since|(?:after|before) (?=the |we |our |they |it ))"
)  # something that happened, and when is not said
_LEAVE_OUT = frozenset({"failures", "stuck", "trend", "compare"})
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}(?:[:.]\d\d(?: ?[ap]m)?| ?[ap]m)(?!\S)")
_HOUR = re.compile(r"\d+(?:[:.]\d\d)?(?:[ap]m)?")
_OF_THE_DAY = frozenset({"afternoon", "evening", "night", "midday", "lunchtime"})
_NOON = time(12)
_ONLY = frozenset({"only", "just", "merely", "not"})
_EVERY = frozenset({"all", "every", "each", "any"})
_BEHIND_A_FILTER = _CASES | {"last", "this", "yesterday", "today", "in", "since", "on", "for", "please", "and"}
_THOSE_BEGIN = frozenset({"the", "those", "ones", "whoever", "people"})
_THOSE = _THOSE_BEGIN | {"with", "who", "that", "are", "were", "by", "on", "of", "at", "from", "because", "caused"}
_BOUNDS = frozenset({"until", "till", "up", "before", "as of", "effective", "within", "ever", "all"})
_BEFORE_IT = frozenset({"before_it", "before_week", "before_month"})
_ONE_DAY = re.compile(r"(?:week|month|year)s? ago$")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_UNITS = {  # the first that fits
    "length": re.compile(
        r"\b\w+ ?(?:hour|hr|min|minute)s?$|\b\d+ ?(?:[hdw]|(?:day|week|month)s?)$"
        r"|(?:last|past) (?:\w+ )?(?:hour|day|minute)"
    ),
    "week": re.compile(r"\b(?:week|wk|kw|cw)s?\b|-w\d"),
    "weekend": re.compile("weekend"),
    "month": re.compile(rf"\bmonth|^(?:in |this |last )?(?:{_MONTH})(?: \d{{4}})?$"),
    "quarter": re.compile(r"quarter|\bq[1-4]\b"),
    "year": re.compile(r"\byear\b|^20\d\d$"),
}
_QUOTED = re.compile(r'(?:^|\s)"[^"]+ [^"]+ [^"]+ [^"]+"')  # a sentence, by its length
_SHORT_QUOTE = 4  # words: up to so many may be a cause's own
_FAILURES = frozenset({"result.blocked", "result.contacted_admin"})  # what counts as failed beside Failed itself
_APART = frozenset({"more", "less", "fewer", "each", "either", "often", "apart", "than"})
_TOPICS = ("stuck", "odd", "funnel", "rollout", "cutoffs", "incidents", "helped")  # whose words say what they are
_BRACES = re.compile(r"\{(\w+)\}")
_TAKES = {  # what the braces of a question take up
    "person": ("person",),
    "code": ("code",),
    "window": ("window",),
    "since": ("since",),
    "done": ("window",),
    "like": ("window",),
    "current": ("window",),
    "this_one": ("before_it",),
    "last_one": ("before_it",),
    "windows": ("window",),
    "alike": ("window",),
    "first": ("window",),
    "second": ("window",),
    "by": ("by",),
    "filters": ("filter", "result", "cause", "method", "domain"),
    "domain": ("domain", "typed.domain"),
    "cause": ("cause",),
    "causes": ("result.blocked", "cause", "method", "domain", "typed"),
    "top": ("number",),
    "number": ("number",),
    "target": ("target",),
    "plan": ("every", "clock", "number", "zone", "masked", "quiet", "option", "if_new", "counts_only"),
    "shown": ("masked", "counts_only"),
    "topic": _TOPICS,
    "option": ("method",),
    "rest": ("*",),
}


@dataclass(frozen=True)
class Rule:
    """A row: every entry of `needs` is a choice of tags; `braces` are filled from the sentence.

    Where `cannot` says why, the words are understood and have no answer. `others` may be meant as well, and all are
    offered. Of `order` the first stands before the second.
    """

    means: str
    needs: tuple[frozenset[str], ...]
    without: frozenset[str]
    allowed: frozenset[str]
    taken: frozenset[str]  # of the allowed: what it needs, and what fills its braces
    braces: tuple[str, ...]
    note: str
    cannot: str = ""
    others: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    @cached_property
    def kind(self) -> str:
        """The first word: the question's name."""
        return self.means.partition(" ")[0]

    @cached_property
    def takes_a_window(self) -> bool:
        """Whether it is of a span of time that is said, or of the time since something was done."""
        return not {"window", "done"}.isdisjoint(self.braces)

    @cached_property
    def heeded(self) -> frozenset[str]:
        """The words of asking that it was written for."""
        return self.allowed.union(self.order) - {"idle"}

    def fits(self, tags: frozenset[str]) -> bool:
        """Whether what it needs is there, and nothing that it excludes."""
        if self.without & tags:
            return False
        for need in self.needs:  # noqa: SIM110 - a generator is resumed for each, and there are hundreds of rows
            if not need & tags:
                return False
        return True

    def left_over(self, sentence: Sentence) -> tuple[Found, ...]:
        """The parts that have no place in this question."""
        return tuple(part for part in sentence.found if not self._takes(part))

    def in_order(self, sentence: Sentence) -> bool:
        """Whether its words stand as it wants them: `not registered`, and not `registered but never reset`."""
        if len(self.order) != _PAIR:
            return True
        first, second = ([part.start for part in sentence.of(tag)] for tag in self.order)
        return not first or not second or min(first) < min(second)

    def _takes(self, part: Found) -> bool:
        return "*" in self.allowed or "idle" in part.tags or part.has_any(self.allowed)


@cache
def rules() -> tuple[Rule, ...]:
    """The table, in its order. Read once."""
    return tuple(map(_rule, _table()["rule"]))


def fitting(tags: frozenset[str]) -> Iterator[Rule]:
    """The rows that fit, in their order. Looked at are those that need one of the tags: a tenth less time."""
    places = {place for tag in tags for place in _places().get(tag, ())}
    table = rules()
    return (rule for place in sorted(places) if (rule := table[place]).fits(tags))


@cache
def _places() -> Mapping[str, tuple[int, ...]]:
    """Where the rows stand that need a tag; each row stands under that of its needs which the fewest rows have."""
    often = Counter(tag for rule in rules() for need in rule.needs for tag in need)
    places: dict[str, list[int]] = {}
    for place, rule in enumerate(rules()):
        for tag in min(rule.needs, key=lambda need: sum(often[tag] for tag in need)):
            places.setdefault(tag, []).append(place)
    return {tag: tuple(found) for tag, found in places.items()}


@cache
def subjects() -> tuple[Rule, ...]:
    """The question of each subject, with all that it takes. Read once."""
    return tuple(map(_rule, _table()["subject"]))


def is_named(kind: str, tags: frozenset[str]) -> bool:
    """Whether a word of a question's own is said, where it has such: `stuck`, and not only a cause."""
    rows = _subjects_of(kind)
    return not rows or any(all(need & tags for need in rule.needs) for rule in rows)


@cache
def _subjects_of(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in subjects() if rule.kind == kind)


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("bot.questions.words").joinpath("rules.toml").read_text("utf-8"))


def _rule(row: dict[str, Any]) -> Rule:
    needs = tuple(frozenset(need.split("|")) for need in row["all"])
    others = tuple(row.get("or", ()))
    braces = tuple(dict.fromkeys(_BRACES.findall(" ".join((row["means"], *others)))))
    taken = frozenset[str]().union(*needs, *(_TAKES[brace] for brace in braces))
    return Rule(
        row["means"],
        needs,
        frozenset(row.get("none", ())),
        taken.union(row.get("also", ())),
        taken,
        braces,
        row.get("note", ""),
        row.get("cannot", ""),
        others,
        tuple(row.get("order", "").split()),
    )


def tags_of(sentence: Sentence) -> frozenset[str]:
    """The tags of a sentence, their families, how many of each there are, and what is quoted or said twice."""
    tags = set(sentence.tags())
    tags |= {tag.partition(".")[0] for tag in tags}
    if tags & {"result", "cause", "method", "domain"}:
        tags.add("filter")
    if len(sentence.found) == 1:
        tags.add("alone")
    first = next((word for word in sentence.words if word not in positions().courtesy), "")
    if first in positions().asks:
        tags |= {"asks"} if first.startswith("wh") else {"asks", "whether"}
    if "compare" in tags and any(_is_against_a_span(sentence, part) for part in sentence.of("compare")):
        tags.add("than")
    if "sequence" in tags and _UNDATED.search(" ".join(sentence.words)):
        tags.add("undated")
    tags.update(_said_together(frozenset(tags), sentence))
    if '"' in sentence.text and _QUOTED.search(sentence.text):
        tags.add("quoted")
    if len(sentence.of("window")) > len({part.value for part in sentence.of("window")}):
        tags.add("window_again")
    narrowed = Counter(key for key, _ in set(_filter_values(sentence))) if "filter" in tags else {}
    tags |= {f"{family}2" for family, values in narrowed.items() if values > 1}
    for tag in tags & {"window", "person", "filter", "code"}:
        if len({part.value or part.tags for part in sentence.of(tag)}) > 1:
            tags.add(f"{tag}2")
    return frozenset(tags)


def _is_against_a_span(sentence: Sentence, part: Found) -> bool:
    """Whether what is held against something is a span of time, the only one: `failures vs last month`."""
    windows = sentence.of("window")
    against = part.start > 0 and not _AGAINST.isdisjoint(sentence.words[part.start : part.stop])
    return against and len(windows) == 1 and windows[0].start == part.stop


def _said_together(tags: Collection[str], sentence: Sentence) -> Iterator[str]:
    """Whether both ways of the one method Mobile Phone are said, a method that ends, and a number of people."""
    if any(people.start == part.stop for part in sentence.of("number") for people in sentence.of("persons")):
        yield "so_many_people"
    if {"method.mobile_phone", "cause.verification_phone"} & {*tags} and _is_sms_and_voice(sentence):
        yield "sms_and_voice"
    if "cutoffs" in tags and (positions().spoken | positions().written | {"questions"}) & {*sentence.words}:
        yield "one_ending"


def _is_sms_and_voice(sentence: Sentence) -> bool:
    """Whether the one method Mobile Phone is said in both of its ways."""
    by_phone = {
        word
        for part in (*sentence.of("method.mobile_phone"), *sentence.of("cause.verification_phone"))
        for word in sentence.words[part.start : part.stop]
    }
    return not by_phone.isdisjoint(positions().spoken) and not by_phone.isdisjoint(positions().written)


def fill(rule: Rule, sentence: Sentence) -> tuple[str, ...]:
    """The questions as one would type them; none where a part is there twice, turned round, or not what it takes."""
    takes = {"filters", "causes"} & {*rule.braces} or rule.means == "fix throttled"
    domain = sentence.of("domain") if "domain" in rule.braces else ()
    narrowed = (*sentence.of("filter"), *sentence.of("stuck")) if takes else domain
    if any(is_turned(sentence, part) and not can_leave_out(rule, sentence, part) for part in narrowed):
        return ()
    if (
        "role:admin" in rule.means
        and rule.kind not in {"resets", "time"}
        and not any(_are_asked_about(rule, sentence, part) for part in sentence.of("admins"))
    ):
        return ()
    filled = {brace: _FILL[brace](sentence) for brace in rule.braces}
    if any(value is None for value in filled.values()):
        return ()
    return tuple(dict.fromkeys(" ".join(means.format(**filled).split()) for means in (rule.means, *rule.others)))


def _are_asked_about(rule: Rule, sentence: Sentence, admins: Found) -> bool:
    """Whether it is admins who failed or are stuck: `which admins failed`, `failures of admins`, and not `tell admins`.

    Nor who did something to others, or is left out.
    """
    words, start, stop = sentence.words, admins.start - 1, admins.stop
    while start >= 0 and words[start] in _BEFORE_ADMINS:
        start -= 1
    while stop < len(words) and words[stop] in _BEHIND_ADMINS:
        stop += 1
    before = words[start] if start >= 0 else ""
    if is_turned(sentence, admins) or before in _DO_TO_ADMINS or (before == "for" and not start):
        return False
    if "by cause" in rule.means and words[admins.start - 1] == "which":
        return False  # who they are
    behind = [part for part in sentence.found if admins.stop <= part.start <= stop and part.tags & _ADMINS_DO]
    acts = bool(behind) and not _WHOM.isdisjoint(words[behind[-1].stop : behind[-1].stop + 1])
    met = before in {"do", "does", "did"} and not _MEET.isdisjoint(words[admins.stop : admins.stop + 1])
    of_them = before in {"of", "among", "with", "on", "for", "only"} and any(
        part.stop == start and part.tags & _ADMINS_DO for part in sentence.found
    )
    such = any(part.stop == admins.start and part.tags & {"stuck", "result.blocked"} for part in sentence.found)
    such |= admins.start == 1 and words[0] == rule.kind  # `funnel admins`
    such |= rule.kind == "funnel" and any(
        part.stop == start + 1 for part in sentence.of("funnel")
    )  # `where do we lose admins`
    alone = such or "only" in {before, *words[admins.stop : admins.stop + 1]}
    return (bool(behind) and not acts) or met or of_them or alone


def slot(brace: str, sentence: Sentence) -> str:
    """What a sentence has for one place of a question; "" for nothing, or where it is there twice."""
    return _FILL[brace](sentence) or ""


def without_what_is_said_anyway(sentence: Sentence) -> Sentence:
    """The sentence without a denial beside what it adds nothing to: `only contoso.com, not fabrikam.com`.

    Of domains and of results: an attempt has one of each, where of causes one may be a part of the other. And without
    what is in an answer anyway: `failures including blocked`.
    """
    narrows = tuple(part for part in sentence.found if part.tags & _NARROWS_TO or part.has("filter"))
    said = {part for part in narrows if _is_added(sentence, part)}
    for part in narrows:
        if either := _either_way(sentence, part):
            said |= {part, *(other for other in sentence.found if other.start in either and other.tags & _DENIALS)}
    said |= {part for part in sentence.of("result") if part.tags & _FAILURES and _is_a_failure_too(sentence, part)}
    for family in ("domain", "result"):
        parts = [part for part in sentence.of(family) if "idle" not in part.tags]
        turned = [part for part in parts if is_turned(sentence, part) and _denials_of(sentence, part)]
        if turned and len(turned) < len(parts) and len({_value_of(part, family) for part in parts}) == len(parts):
            said |= {*turned, *(before for part in turned for before in _denials_of(sentence, part))}
    if not said:
        return sentence
    found = (
        replace(part, tags=_said_anyway(sentence, part, said)) if part in said else part for part in sentence.found
    )
    return replace(sentence, found=tuple(found))


def without_asking_which_domain(sentence: Sentence) -> Sentence:
    """The sentence in which who or which customer it is asks of two domains: `who fails more, contoso or fabrikam`.

    Not who at one of them does: `who fails more at contoso or fabrikam`.
    """
    domains = sentence.of("domain")
    asked = [part for part in sentence.of("tenants") if sentence.words[part.start] in {"which", "what"}]
    asked += [part for part in sentence.found if part.tags == {"idle", "who"}]
    if len(domains) != _PAIR or not asked or sentence.tags().isdisjoint(_HELD_AGAINST):
        return sentence
    first, second = domains
    before = sentence.words[first.start - 1] if first.start else ""
    if before in _AT or not {*sentence.words[first.stop : second.start]} <= _BETWEEN_SIDES:
        return sentence
    which = {"idle", "what"}
    found = (replace(part, tags=frozenset(which)) if part in asked else part for part in sentence.found)
    return replace(sentence, found=tuple(found))


def _is_a_failure_too(sentence: Sentence, part: Found) -> bool:
    """Whether a way to fail is joined to failing, which it is one of: `who failed or was blocked`."""
    start = part.start - 1
    while start >= 0 and (sentence.words[start] in positions().between or sentence.words[start] in {"got", "get"}):
        start -= 1
    joined = start >= 0 and sentence.words[start] in {"or", "and/or"} and _APART.isdisjoint(sentence.words)
    return joined and any(other.stop == start and other.has("failures") for other in sentence.found)


def _either_way(sentence: Sentence, part: Found) -> range:
    """Where words around a filter say that it narrows nothing: `blocked or not`, `with and without onprem`."""
    words, start = sentence.words, part.start - 1
    more = any(other.start == part.stop + 2 for other in sentence.of("filter"))  # `blocked or not abandoned`
    if words[part.stop : part.stop + 2] == ("or", "not") and not more:
        return range(part.stop, part.stop + 2)
    while start >= 0 and words[start] in positions().between and words[start] not in {"just", "with"}:
        start -= 1
    before = words[max(start - 2, 0) : start + 1]
    if before in {("with", "and", "without"), ("with", "or", "without")}:
        return range(start - 2, start + 1)
    if before[-2:] in {("not", "just"), ("not", "only")} or before[-1:] == ("regardless",):
        return range(start - 1, start + 1)
    return range(0)


def _is_added(sentence: Sentence, part: Found) -> bool:
    """Whether a filter is named as one of all, and narrows nothing."""
    start = part.start - 1
    while start >= 0 and sentence.words[start] in positions().between:
        start -= 1
    orders = sentence.words[start] == "include" and {*sentence.words[:start]} <= positions().courtesy
    return start >= 0 and (orders or sentence.words[start] in _ADDS)


def _said_anyway(sentence: Sentence, part: Found, said: set[Found]) -> frozenset[str]:
    """Nothing to take up; but what counts as no failure, or stands beside another of its kind, cannot be added."""
    families = {tag.partition(".")[0] for tag in part.tags} - {"filter"}
    beside = any(other not in said and other.has_any(families) for other in sentence.of("filter"))
    added = _is_added(sentence, part) and (beside or part.tags & _NO_FAILURES)
    return frozenset({"idle", "weighty"} if added else {"idle"})


def _value_of(part: Found, family: str) -> str:
    return part.value if family == "domain" else "".join(sorted(tag for tag in part.tags if tag.startswith(family)))


def _denials_of(sentence: Sentence, part: Found) -> list[Found]:
    """The word that denies a part, and what stands between them; none where it is a part of another: `or not`."""
    behind = [other for other in sentence.found if other.stop <= part.start]
    denials = (other for other in reversed(behind) if other.has("not") or other.has("leaving_out"))
    denial = next(denials, None)
    return [other for other in behind if denial and other.start >= denial.start]


def can_leave_out(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a question takes `cause:-onprem` for `not on prem`: a result or a cause, of what is named beside it."""
    families = {tag.partition(".")[0] for tag in part.tags} - {"filter", "stop"}
    takes = not {"filters", "causes"}.isdisjoint(rule.braces)
    one = families in ({"result"}, {"cause"}, {"result", "cause"}) or part.tags & {"typed.result", "typed.cause"}
    of = {"failures": "failures|attempts|causes|reasons|by.cause|by.detail|everything|happened"}.get(
        rule.kind, f"{rule.kind}|failures|direction|rate"
    ).split("|")
    beside = (other for other in sentence.found if other is not part and not other.has("says_ok"))
    named = any(other.has_any(of) for other in beside)
    return rule.kind in _LEAVE_OUT and takes and bool(one) and named


_BEFORE_ADMINS = frozenset(
    {"the", "our", "all", "any", "some", "these", "those", "which", "what", "many", "every", "each", "an"}
)
_BEHIND_ADMINS = frozenset(
    {"that", "who", "have", "has", "had", "are", "is", "were", "was", "did", "do", "currently", "still", "account"}
    | {"accounts", "user", "users", "people", "keep", "could", "can", "not", "have", "been", "get", "got", "of", "ours"}
)
_ADMINS_DO = frozenset(
    {
        "failures",
        "stuck",
        "result.blocked",
        "cannot",
        "funnel",
        "rate",
        "direction",
        "success",
        "result.abandoned",
        "recovered",
    }
)
_MEET = frozenset({"get", "have", "meet", "run", "hit", "face", "fail", "drop", "leave", "give", "stop", "bail"})
_WHOM = frozenset({"whom", "them", "him", "her", "me", "us", "somebody", "someone", "people", "users"})
_DO_TO_ADMINS = frozenset({"tell", "ask", "by", "to", "drop", "remove", "my", "i'm", "am", "we", "inform", "from"})
_DENIALS = frozenset({"not", "leaving_out", "only", "weighty"})
_JOINS = frozenset({"and", "or", "nor", "und", "oder", "et", "ou", "y"})


def is_turned(sentence: Sentence, part: Found) -> bool:
    """Whether words before a filter or a person say the opposite: `not blocked`, `without dana`, `other than license`.

    Who is `not licensed` lacks the license, and `is not dana blocked` asks about dana: there only words of leaving out
    turn round, or a reason between: `not caused by license`.
    """
    words, start = sentence.words, part.start - 1
    if words[part.start] == "without" and not _CASES.isdisjoint(words[part.stop : part.stop + 1]):
        return True  # `without a license problem`
    while start >= 0 and words[start] in positions().between:
        start -= 1
    if start < 0:
        return False
    between = {*words[start + 1 : part.start]}
    listed = any(start < other.stop <= part.start for other in sentence.of("leaving_out"))
    if listed or _is_behind_turned(sentence, part, start):
        return True
    if part.has("person"):
        all_but = words[start] == "but" and start > 0 and words[start - 1] in positions().everybody
        not_by = "by" in between and words[start] in positions().negation  # "changes not by erik"
        return words[start] == "without" or not_by or (start == part.start - 1 and all_but)
    if words[start] == "but":
        return _is_behind_but(sentence, part, start)
    turned = words[start] in positions().negation
    named = words[start - 1 : start] == ("but",) and words[part.stop - 1] in _LACKED  # `but not licences`
    lacks = part.tags & _CAUSES_OF_LACK and not named and words[part.stop - 1] not in _CASES
    return turned and (not lacks or bool(between & (positions().reason | _SUCH)))


def _is_behind_but(sentence: Sentence, part: Found, but: int) -> bool:
    """Whether `but` leaves out: `all causes but licences`, `failures but the blocked ones`; not `started but gave up`.

    Nor `but only the blocked ones`, nor what is set against another of its kind: `contoso is fine, but fabrikam`.
    """
    words, between = sentence.words, sentence.words[but + 1 : part.start]
    if words[but - 1 : but] == ("nothing",):
        return False  # that alone
    if not {"anything", *positions().everybody}.isdisjoint(words[max(but - _PAIR, 0) : but]):
        return True
    if not _ONLY.isdisjoint(words[but : part.stop + _PAIR]):
        return False
    of_them = {*between} <= _THOSE and not part.has("cannot")
    listed = {*between[:1], *words[part.stop - 1 : part.stop + 1]} & _THOSE_BEGIN
    every = not _EVERY.isdisjoint(words[:but])
    kinds = {tag.partition(".")[0] for tag in part.tags} & {"cause", "method", "domain"}
    kinds |= {"result"} if words[part.start] in {"blocked", "blocks"} else set()  # `but gave up` tells
    against = any(other.stop <= but and other.has_any(kinds) for other in sentence.of("filter"))
    ends = {*words[part.stop : part.stop + 1]} <= _BEHIND_A_FILTER
    return of_them and (bool(listed) or every or (not between and bool(kinds) and not against and ends))


def _is_behind_turned(sentence: Sentence, part: Found, before: int) -> bool:
    """Whether a part goes on a list of what is left out: `except blocked and abandoned`, `without onprem and blocked`.

    Behind a comma alone a domain or a method may narrow what is left: `without blocked, contoso.com`.
    """
    families = {tag.partition(".")[0] for tag in part.tags} & {"result", "cause", "method", "domain"}
    families |= {"result", "cause"} if families & {"result", "cause"} else set()
    joined = sentence.words[before] in _JOINS
    stop = before if joined else before + 1
    joined |= not _JOINS.isdisjoint(sentence.words[stop : part.start])
    return any(
        other.stop == stop and (joined or other.has_any(families)) and is_turned(sentence, other)
        for other in sentence.of("filter")
    )


def _one(tag: str, sentence: Sentence) -> str | None:
    values = tuple(dict.fromkeys(part.value for part in sentence.of(tag)))
    return None if len(values) > 1 else "".join(values)


def _code(sentence: Sentence) -> str | None:
    """The error code; the support code beside it explains nothing. None for two errors."""
    errors = {part.value for part in sentence.of("code") if not is_correlation(part.value)}
    return errors.pop() if len(errors) == 1 else None


def _windows(sentence: Sentence) -> str | None:
    values = [part.value for part in sentence.of("window")]
    if len(values) != 2:  # noqa: PLR2004 - two sides
        return None
    if len({bool(_ONE_DAY.search(value)) for value in values}) > 1 and (units := _units(values)) != ["day"]:
        # `3 weeks ago` is a day, and beside last week the week is meant
        values = [f"{units[0]} {value}" if _ONE_DAY.search(value) else value for value in values]
    return f"{values[0]} with {values[1]}"


def _units(values: Iterable[str]) -> list[str]:
    """What spans of time are: a day, a week, a month ...; that of `3 weeks ago` is the one of whatever is beside it."""
    named = [value for value in values if not _ONE_DAY.search(value)]
    return sorted({next((unit for unit, form in _UNITS.items() if form.search(value)), "day") for value in named})


def _done(sentence: Sentence) -> str | None:
    """When something was done: what came of what was done on one day came since then, and not on that day."""
    value = _one("window", sentence)
    return f"since {value}" if value and any(part.has("one_day") for part in sentence.of("window")) else value


def _alike(sentence: Sentence) -> str | None:
    """Two spans of one kind: two days, two weeks; None for others, which nobody said are to be compared.

    Nor is one that says up to when the other is, or as of when: `last night as of yesterday`.
    """
    windows = sentence.of("window")
    units = _units(part.value for part in windows)
    before = {" ".join(sentence.words[max(part.start - _PAIR, 0) : part.start]) for part in windows}
    bounds = {part.value.partition(" ")[0] for part in windows} | {words.rpartition(" ")[2] for words in before}
    goes_on = any(part.value.endswith(" on") for part in windows)  # "from monday on"
    apart = len(units) == 1 and units != ["length"] and not goes_on and _BOUNDS.isdisjoint(before | bounds)
    return _windows(sentence) if apart else None


def _nth_window(sentence: Sentence, place: int) -> str | None:
    values = list(dict.fromkeys(part.value for part in sentence.of("window")))
    return values[place] if len(values) == _PAIR else None


def _before(sentence: Sentence, last: str) -> str | None:
    """`than the week before`, and nothing else says when: this week, or where `last` is said the one before it."""
    parts = [part for part in sentence.found if part.tags & _BEFORE_IT]
    words = {word for part in parts for word in sentence.words[part.start : part.stop]}
    last = last or "".join({part.value for part in parts})
    unit = next((unit for unit in ("day", "night", "week", "month", "quarter", "year") if unit in words), None)
    if unit in {"day", "night"}:
        return "yesterday" if last else "today"
    return unit and f"{last or 'this'} {unit}"


def _is_a_day_before(sentence: Sentence) -> bool:
    """`worse than last tuesday`, `than on friday`: today is held against it."""
    days = sentence.of("one_day")
    before = sentence.words[: days[0].start] if len(days) == 1 else ()
    return before[-1:] == ("than",) or before[-2:] == ("than", "on")


def _like(sentence: Sentence) -> str | None:
    """`than last week`: this week, compared with it; None where it is not clear what is."""
    window = _one("window", sentence)
    if window is None:
        return None
    window = window.removeprefix("since ")  # `better since last week`: this week and last week
    unit = re.fullmatch(r"(?:the )?(?:last|previous) (week|month|year|quarter)", window)
    month = "month" if {*window.split()} & MONTHS.keys() and not re.search(r"\d", window) else None
    quarter = "quarter" if re.fullmatch(r"(?:the )?q[1-4]", window) else None
    name = unit[1] if unit else month or quarter
    other = f"this {name}" if name else "today" if window == "yesterday" or _is_a_day_before(sentence) else None
    if ago := re.search(r"(week|month)s? ago$", window):  # then, and not on that one day
        return f"this {ago[1]} with {ago[1]} {window}"
    return f"{other} with {window}" if other else None


def _by(sentence: Sentence) -> str | None:
    names = {name for part in sentence.found for name in dimension(part.tags) if "by" in part.tags or part.has("by")}
    return None if len(names) > 1 else f"by {names.pop()}" if names else ""


def _filters(sentence: Sentence) -> str | None:
    """`result:blocked cause:onprem`; None where two of one kind are named."""
    found: dict[str, str] = {}
    for key, value in _filter_values(sentence):
        if found.setdefault(key, value) != value:
            return None
    return " ".join(f"{key}:{value}" for key, value in found.items())


def _domain(sentence: Sentence) -> str | None:
    """`domain:contoso.com`, of a question that no other filter fits; None where two are named."""
    named = {value for key, value in _filter_values(sentence) if key == "domain"}
    return None if len(named) > 1 else " ".join(f"domain:{value}" for value in named)


def _topic(sentence: Sentence) -> str | None:
    """The one question whose words are asked about; None for several."""
    named = [topic for topic in _TOPICS if sentence.of(topic)]
    return named[0] if len(named) == 1 else None


def _filter_values(sentence: Sentence) -> Iterator[tuple[str, str]]:
    for part in sentence.found:
        but = "-" if is_turned(sentence, part) else ""
        if part.value and "filter" in part.tags:
            key, _, value = part.value.partition(":")
            yield key, f'"{but}{value}"' if " " in value else f"{but}{value}"
            continue
        named = [tag for tag in sorted(part.tags) if tag.partition(".")[0] in {"result", "cause", "method"}]
        if named and "idle" not in part.tags:
            key, _, value = named[-1].partition(".")
            yield key, f"{but}{value}"


def _causes(sentence: Sentence) -> str | None:
    """Filters of who is stuck: `blocked` is a cause here, no result."""
    found: dict[str, str] = {}
    for part in sentence.found:
        for key, value in _stuck_filters(part, "-" if is_turned(sentence, part) else ""):
            if found.setdefault(key, value) != value:
                return None
    return " ".join(f"{key}:{value}" for key, value in found.items())


def _stuck_filters(part: Found, but: str) -> Iterator[tuple[str, str]]:
    if part.value and "filter" in part.tags:
        key, _, value = part.value.partition(":")
        yield key, f'"{but}{value}"' if " " in value else f"{but}{value}"
    elif "result.blocked" in part.tags:
        yield "cause", f"{but}throttled"
    elif "idle" not in part.tags:
        named = (tag.partition(".") for tag in part.tags if tag.startswith(("cause.", "method.")))
        yield from ((key, f"{but}{value}") for key, _, value in named)


def _top(sentence: Sentence) -> str | None:
    """`top 5`; None where a number limits something else: `more than 5`, `under 50`, `12 failed, how many by sms`."""
    number = _one("number", sentence)
    limits = any(sentence.words[part.start - 1] in _LIMITS for part in sentence.of("number") if part.start)
    limits |= any(part.start == 0 for part in sentence.of("number")) and bool(sentence.of("many"))
    return None if limits else number and f"top {number}"


def _rest(sentence: Sentence) -> str | None:
    """What is asked about: the quoted words, the one cause, or the words that say something besides the asking."""
    quoted = re.search(r'"([^"]{3,})"', sentence.text)
    if quoted and len(quoted[1].split()) > _SHORT_QUOTE:
        return quoted[1]
    asked = [part for part in sentence.found if not part.tags & {"idle", "meaning"} and part.tags != {"advice"}]
    if len({part.value for part in sentence.of("code")}) > 1 or any(
        is_turned(sentence, one) for one in sentence.of("cause")
    ):
        return None
    if sentence.of("runbook"):  # beside it only the cause or the code says what about
        asked = [part for part in asked if part.has("cause") or part.has("code")]
    cause = cause_named(asked) or _verification(asked)
    beside = {"failures", "status", "stuck", "happened", "causes", "reasons", "fault"}
    beside |= {UNKNOWN}
    if cause and all(part.has("cause") or part.tags <= beside for part in asked):
        return cause
    if quoted:
        return quoted[1]
    errors = _OF_AN_ERROR[1:] if any(part.has("causes") for part in asked) else _OF_AN_ERROR  # "the easiest cause"
    of_an_error = any(part.has_any(errors) for part in asked) or sentence.of("page_says")
    if not of_an_error and "quoted" not in tags_of(sentence):
        return None  # of no error in particular
    return _with_denials(sentence, asked) or None


def cause_named(parts: Iterable[Found]) -> str | None:
    """The one cause of some parts, by the catalogue's name; None for several, or for a family of them."""
    causes = {tag.partition(".")[2] for part in parts for tag in part.tags if tag.startswith("cause.")}
    return causes.pop() if len(causes) == 1 and not causes & _FAMILIES else None


def _verification(asked: list[Found]) -> str:
    """That family where nothing else is said: `wrong code` has the words of events, too."""
    alone = all(part.tags <= {"cause.verification", "happened"} for part in asked)
    return "verification" if alone and any(part.has("cause") for part in asked) else ""


def causes_of(sentence: Sentence) -> tuple[str, ...]:
    """The causes and families that are named and not denied, a family not beside one of its own.

    Who `is blocked` is throttled, if nothing else is named.
    """
    named = [part for part in sentence.found if part.has("cause") or part.has("result")]
    if any(is_turned(sentence, part) for part in named):
        return ()
    if named and not sentence.of(UNKNOWN) and all(part.tags == {"result.blocked"} for part in named):
        return ("throttled",)
    tags = (tag for part in named for tag in sorted(part.tags) if tag.startswith("cause."))
    causes = dict.fromkeys(tag.partition(".")[2] for tag in tags)
    return tuple(one for one in causes if not any(other.startswith(f"{one}_") for other in causes))


def _with_denials(sentence: Sentence, asked: list[Found]) -> str:
    """The words asked about; with those between where one denies: `reset is not turned on` is not `turned on`."""
    if not asked or not any(part.has("not") or part.has("cannot") for part in sentence.found):
        return " ".join(map(sentence.said, asked))
    return " ".join(sentence.typed[asked[0].start : asked[-1].stop])


def _plan(sentence: Sentence) -> str | None:
    """The rhythm, days, hour, zone and names of a digest; None for two hours, or half-said quiet ones: `6 to 8pm`."""
    quiet = [_HOUR.findall("".join(sentence.words[part.start : part.stop])) for part in sentence.of("quiet")]
    if _one("clock", sentence) is None or any(len({hour[-1:] == "m" for hour in hours}) > 1 for hours in quiet):
        return None
    options = [part.value for part in sentence.of("option") if not part.value.startswith(NOT_ON)]
    dated = {*sentence.of("window"), *sentence.of("future")}  # `until friday` is no day of it
    apart = {part for part in dated if not is_of_plan(sentence.said(part), part.value)}.union(sentence.of("option"))
    rest = [word for part in sentence.found if part not in apart for word in sentence.words[part.start : part.stop]]
    named = (word.removesuffix("s") for word in rest if word.removesuffix("s") in positions().weekdays - {"weekdays"})
    days = [*dict.fromkeys(named)]
    text = f" {' '.join(rest)} "
    weekly = "weekly" in text or " every week " in text or bool(days)
    weekly = weekly and len(days) < _PAIR and " daily " not in text  # twice a week is daily, on these days
    rhythm = "hourly" if " hourly " in text or " every hour " in text else "weekly" if weekly else "daily"
    # `monday 7:30` is a span of time elsewhere
    timed = (match[0] for part in sentence.of("window") if (match := _TIME_OF_DAY.search(part.value)))
    at = next(chain((part.value for part in (*sentence.of("clock"), *sentence.of("number"))), timed), "")
    if rhythm == "hourly" and at:
        return None  # which has no time of day: `between 8 and 18`
    if _OF_THE_DAY & {*sentence.words} and not (at and read_time(at) >= _NOON):
        return None  # `on friday afternoon`: at which hour is not said
    zones = [f"tz:{part.value}" for part in sentence.of("zone")]
    working = ["mon-fri"] if re.search(r" (?:week|work|working|business)[ -]?days? ", text) else []
    if off := ",".join(part.value.removeprefix(NOT_ON) for part in sentence.of("option") if NOT_ON in part.value):
        every = [day for day in EVERY_DAY[: 5 if working else None] if not days or day in {day[:3] for day in days}]
        days, working = [day for day in every if day not in off], []
        if not days or "weekly" in (rhythm, *rest) or any(option[:3] in EVERY_DAY for option in options):
            return None
    return " ".join(
        filter(
            None,
            (
                rhythm,
                f"on {','.join(day[:3] for day in days)}" if days else "",
                f"at {at}" if at else "",
                *working,
                *zones,
                _shown(sentence),
                "empty:silent" * bool(sentence.of("if_new")),
                *(f"quiet:{'-'.join(hours)}" for hours in quiet),
                *options,
            ),
        )
    )


def _shown(sentence: Sentence) -> str:
    """What a digest shows of names; "" where that is not said."""
    if sentence.of("masked") or sentence.of("counts_only"):
        return "show:masked" if sentence.of("masked") else "show:counts"
    return "show:names" * bool(re.search(r"\b(?:with|showing) (?:the )?names\b", " ".join(sentence.words)))


def _option(sentence: Sentence) -> str | None:
    """What the reset page calls the way that a code takes, as the details of the report have it; None for several."""
    called = bool(positions().spoken & {*sentence.words})
    methods = {tag for part in sentence.of("method") for tag in part.tags if tag.startswith("method.")}
    if called and "method.office_phone" in methods:
        methods.discard("method.mobile_phone")  # "the call to his office phone"
    options = {
        "method.mobile_phone": "voice_mobile" if called else "sms",
        "method.office_phone": "voice_office",
        "method.alternate_email": "email",
    }
    return options.get(methods.pop()) if len(methods) == 1 else None


_FILL: dict[str, Any] = {
    **{name: lambda sentence, tag=name: _one(tag, sentence) for name in ("person", "window", "since", "target")},
    "number": lambda sentence: _one("number", sentence),
    "code": _code,
    "windows": _windows,
    "done": _done,
    "alike": _alike,
    "first": lambda sentence: _nth_window(sentence, 0),
    "second": lambda sentence: _nth_window(sentence, 1),
    "like": _like,
    "this_one": lambda sentence: _before(sentence, ""),
    "last_one": lambda sentence: _before(sentence, "last"),
    "current": lambda sentence: (like := _like(sentence)) and like.partition(" with ")[0],
    "by": _by,
    "filters": _filters,
    "domain": _domain,
    "cause": lambda sentence: causes[0] if len(causes := causes_of(sentence)) == 1 else None,
    "causes": _causes,
    "top": _top,
    "plan": _plan,
    "shown": _shown,
    "topic": _topic,
    "option": _option,
    "rest": _rest,
}
