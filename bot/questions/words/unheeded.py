"""The words of a sentence that a question cannot take: those that would turn its answer round, and those to name.

A word of asking needs no place in a question, and so could be dropped unsaid: `only`, `not`, `once`, `in a row`. Here
they are looked for, beside whatever else narrows and is read, but not taken up.
"""

import re
from dataclasses import replace

from bot.questions.dates.digest_options import is_of_plan
from bot.questions.words.order import UP_TO, behind, in_time, puts_in_order, with_what_is_behind
from bot.questions.words.recognition.parts import MAY_NARROW, NARROWS, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import Rule, can_leave_out, is_turned
from bot.questions.words.two_at_once import clauses

# These say all that is known of one thing.
_ABOUT_ALL = frozenset({"status", "fix", "help"})
_RANKS = frozenset({"funnel", "helped", "fleet", "compare", "odd", "unknown"})  # what is largest stands first, or apart

_NOT_OF_SOMEBODY = frozenset({"helped", "direction", "repaired"})
_DONE_TO = frozenset({"added", "assigned", "granted", "moved", "removed", "step", "screen", "stage"})
_SPANS = frozenset({"week", "month", "quarter", "year"})  # of a span nobody can tell which
_LIMITS = frozenset({"least", "than", "most", "exactly"})  # `at least twice`
_DOES = frozenset({"reset", "attempts", "success", "failures"})  # and behind `stop` no more
_MAY_ACT = frozenset({"must", "has", "do", "to", "should", "acts", "else", "'s"})  # who does is told
_SAYS_ALL = re.compile(r"not only|\b(?:each|every)\b")  # a note that names what the answer does not narrow
# What an answer of a kind says anyway, or needs not: who calls again, and how, is no question about a person.
_TELLS = {
    "status": ("aside.call", "aside.course", "aside.signs"),
    "rollout": ("admins", "guests", "aside.members", "aside.course"),
    "cutoffs": ("method", "admins", "guests", "aside.course"),
    "stuck": ("by.cause", "aside.open"),
    "funnel": ("result.abandoned", "result.cancelled", "aside.course"),
    "incidents": ("aside.course",),
    "data": ("aside.course",),
    "odd": ("aside.signs",),
    "unknown": ("aside.signs",),
    "helped": ("aside.giving",),
    "digest": ("aside.call", "every"),
    "subscriptions": ("aside.call", "every"),
}
# What comes before and after is what these are about.
_OF_ORDER = frozenset({"time", "helped", "funnel", "odd", "cutoffs", "follow", "subscribe", "subscriptions", "digest"})
_TAKING_AWAY = positions().negation | positions().between
NOBODY = frozenset({"nobody", "no one", "noone"})
ASKS_WHETHER = frozenset(word for word in positions().asks if not word.startswith("wh"))
_ROLES = frozenset({"admins", "guests", "by.role"})
_NO_REASONS = frozenset({"registrations", "resets", "rollout", "changes", "cutoffs"})
_OF_NOBODY = frozenset({"trend", "time", "funnel", "compare"})  # which name no people
_OF_PEOPLE = frozenset({"stuck", "rollout", "cutoffs"})
_LISTS_ALONE = frozenset({"stuck", "incidents", "odd"})
_COUNTS = frozenset({"failures", "resets", "registrations", "trend", "compare"})
# What was, and never what will be or would have been.
_OF_THE_PAST = _COUNTS | {"helped", "changes", "odd", "unknown", "time"}
_OF_WHAT_WAS = frozenset({"funnel", "time"})
_IF_OTHERS = re.compile(r"\bif (?:we|they|people|users|every(?:one|body)|all|the|our|there|nobody|no one)\b")
_OF_NOW = frozenset({"stuck", "rollout", "cutoffs", "incidents", "fleet", "follow", "subscriptions"})
_OF = frozenset({"with", "by", "via", "through", "from", "at", "in", "on", "of", "for", "the", "their", "a", "an"})
_AVERAGE = frozenset({"average", "mean", "median"})
# What is asked about is the bot, or the page as a thing: `is the bot stuck`, `what changed in the bot`.
_OF_A_THING = frozenset({"stuck", "odd", "changes", "helped"})
_THING = re.compile(
    r"\b(?:(?:is|was|are|were) (?:the |this |our )?|(?:about|in|of|with|on) (?:the |this |our )?(?=\S*bot))"
    r"(?:sspr )?(?P<thing>bot|(?:reset )?page|portal)(?!\S)(?! (?:able|allowed|aware|right|wrong))"
)
# What is asked about is what somebody says, knows or prevents: `who says that`, `can you prevent that`.
_SAID_OF_IT = re.compile(
    r"(?P<thing>whom? (?:says?|said|ask(?:s|ed)|claim(?:s|ed)|thinks?|thought|decide(?:s|d)|believe(?:s|d)|denie(?:s|d)"
    r"|(?:report|confirm|notic)ed) (?:that|whether|if)"
    r"|whom? (?:do|should|must|can) (?:i|we) (?:tell|inform|warn) that"
    r"|(?:can|could|will|would) you (?:prevent|avoid|make sure|ensure|guarantee|promise)"
    r"|(?:does|do|did|will|has|have) (?:microsoft|management|security|(?:(?:the|our|my) )(?:\S+ )?"
    r"(?:customers?|boss|managers?|team|ciso|board|auditors?)) (?:know|think|see|notice|care|say|believe)s?"
    r"(?: (?:that|whether|if|how|who|about))?"
    r"|(?:do|did) (?:the |our )?(?:\S+ )?(?:people|users|callers|admins|they) (?:know|reali[sz]e) (?:that|whether|if)"
    r"|(?:is|was) it (?:my|our|your|their) fault(?: (?:that|if))?|(?:because of|with|from) whom)(?!\S)"
)
_NOWHERE = frozenset({"odd", "incidents", "changes", "helped", "cutoffs", "unknown"})  # no answer of which has a place
_VERSUS = frozenset({"vs", "vs.", "versus", "against"})
_AGAINST_OTHERS = re.compile(
    r"\b(?:to|with|than|vs\.?|versus|against|from|like|unlike) (?:(?:all|the) )*"
    r"(?P<others>others|rest|elsewhere|every(?:one|body) else)(?!\S)"
)
_NOT_OF_AN_ERROR = ("window", "many", "by", "still", "who", "more_of", "direction", "weighty", "send")
_UNTOLD = frozenset({("since", "when"), ("last", "time"), ("this", "time"), ("gone",), ("only",), ("never",)})
_WHETHER = frozenset({"is", "are", "was", "has", "have", "did"})
_MENDED = frozenset({"fixed", "solved", "resolved", "common", "rare", "frequent"})
_SAYS_NO_MORE = frozenset({"mean", "told"})
_IF = frozenset({"if", "unless"})
_TILL_WHEN = frozenset({"age", "when", "blocked_until", "time_to", "result.blocked", "window", "future", "many"})
_IF_AT_ALL = frozenset({"so", "any", "anything", "possible", "needed", "necessary", "not", "you"})
_WONDERS = frozenset(  # behind these "if" is whether
    {
        "know",
        "knows",
        "check",
        "see",
        "tell",
        "wonder",
        "wonders",
        "wondered",
        "wondering",
        "ask",
        "asks",
        "asked",
        "asking",
        "sure",
        "say",
        "find",
        "look",
    }
    | {"verify", "confirm", "idea", "clue", "curious", "even", "whether", "and", "or"}
)
# The words of ordering a digest: all others have their place in its plan, or are named.
_ORDERING = positions().courtesy | {
    *(
        "a",
        "an",
        "the",
        "this",
        "that",
        "our",
        "we",
        "us",
        "me",
        "i",
        "i'd",
        "we'd",
        "we'll",
        "i'll",
        "like",
        "love",
        "would",
        "want",
    ),
    *("need", "wants", "have", "get", "give", "add", "create", "make", "start", "set", "put", "up", "send", "post"),
    *(
        "'s",
        "posting",
        "schedule",
        "new",
        "news",
        "failures",
        "failure",
        "failed",
        "errors",
        "problems",
        "issues",
        "people",
    ),
    *("users", "ones", "cases", "cause", "causes", "result", "results", "summary", "summaries", "report", "reports"),
    *(
        "update",
        "of",
        "about",
        "with",
        "for",
        "at",
        "on",
        "in",
        "to",
        "into",
        "by",
        "via",
        "here",
        "and",
        "also",
        "but",
    ),
    *("only", "every", "each", "it", "channel", "room", "chat", "team", "thanks", "thank", "thx", "hi", "hey"),
    *("morning", "can", "could", "will"),
}
_SMALL = frozenset({"a", "an", "the", "on", "at", "of", "in", "for", "to"})
THANKS = frozenset({"thank", "thanks"})
_WISHED = re.compile(r"would be (?:nice|good|great|lovely|fine|helpful|perfect|cool|handy|useful)")
_OF_A_PLAN = (
    *("digest", "digests", "subscribed", "every", "clock", "zone", "masked", "quiet", "option"),
    "filter",
)
_NARROWED = ("option", "filter", "window", "by", "admins", "guests", "target", "every")


def refused(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    """The words that a question would answer the opposite of, or something wider than, if they were dropped."""
    if others := _other_side(rule, sentence) or _thing(rule, sentence):
        return others
    if rule.kind in _ABOUT_ALL or "*" in rule.allowed:
        return ()
    weighs = tuple(
        with_what_is_behind(rule, sentence, part)
        for part in sentence.found
        if not _leaves_out(rule, sentence, part)
        and (
            _weighs(rule, sentence, part)
            or _is_baseline(rule, sentence, part)
            or _is_amount(rule, sentence, part)
            or bool(behind(rule, sentence, part))
        )
    )
    return weighs or clauses(rule, sentence)


def lost_of_plan(sentence: Sentence) -> tuple[Found, ...]:
    """What the plan of a digest does not take up, words in a row as one: no option, and no word of ordering."""
    wished = _WISHED.search(" ".join(sentence.words))
    frame = _ORDERING | {*(wished[0].split() if wished else ())}
    lost: list[Found] = []
    for part in sentence.found:
        if _is_in_plan(sentence, part, frame):
            continue
        between = sentence.words[lost[-1].stop : part.start] if lost else ("",)
        if len(between) <= 1 and {*between} <= _SMALL:
            lost[-1] = replace(lost[-1], stop=part.stop)
        else:
            lost.append(part)
    return tuple(lost)


def _is_in_plan(sentence: Sentence, part: Found, frame: frozenset[str]) -> bool:
    if (
        {*sentence.words[part.start : part.stop]} <= frame
        or part.has("polite_you")
        or sentence.words[part.start] in THANKS
    ):
        return True
    if part.has("result") and _is_done_to(sentence, part):
        return False
    if part.has("window"):
        return is_of_plan(sentence.said(part), part.value)
    if part.has("number"):
        return not sentence.of("clock") and part == sentence.of("number")[0]
    if part.has("counts_only") or part.has("if_new"):
        return True
    return "idle" not in part.tags and part.has_any(_OF_A_PLAN)


def _is_done_to(sentence: Sentence, part: Found) -> bool:
    """Whether a result is what somebody did to a digest, and no filter of it: `we stopped the daily digest`."""
    return bool(
        {*sentence.words[max(part.start - 1, 0) : part.start]} & positions().subject
        or {*sentence.words[part.stop : part.stop + 1]} & {"the", "a", "our", "this", "that", "my"}
    )


def named(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    """What is read and would narrow, and the question takes it all the same: said beside the answer."""
    if rule.kind == "status":
        orders = (in_time(rule, sentence, part) for part in sentence.of("sequence"))
        aside = (part for part in sentence.of("aside") if not _tells(rule, part))
        weighty = sentence.of("weighty")
        untold = (part for part in sentence.found if _is_untold(rule, sentence, part))
        asked = (
            *sentence.of("chart"),
            *sentence.of("as_usual"),
            *(part for part in sentence.of("unit") if sentence.words[part.start] in _SPANS),
            *sentence.of("by_week"),
            *(part for part in sentence.of("most") if sentence.words[part.stop - 1] != "lot"),
            *sentence.of("target"),
            *(() if _is_of_a_block(sentence) else sentence.of("future")),
        )
        others = (*sentence.of("incidents"), *sentence.of("domain"), *asked, *untold, *aside, *_conditions(sentence))
        taken_out = filter(None, (_taken_out(sentence, part) for part in sentence.found))
        return (*weighty, *filter(None, orders), *others, *taken_out)
    if "code" in rule.braces:  # what an error is, and not who met it when
        return tuple(part for part in sentence.found if _is_not_of_an_error(sentence, part))
    if rule.kind == "fix" and "rest" in rule.braces:
        return tuple(part for part in sentence.found if _is_not_of_a_cause(sentence, part))
    if rule.kind in _ABOUT_ALL or "*" in rule.allowed:
        return ()
    shaded = tuple(part for part in sentence.found if _shades(rule, sentence, part) or _is_now(rule, sentence, part))
    if _SAYS_ALL.search(rule.note):  # but of whom what was done helped is another thing than what was
        whom = (part for part in sentence.found if rule.kind == "helped" and _is_of_whom(sentence, part))
        return (*shaded, *whom)
    return (
        *shaded,
        *(
            part
            for part in sentence.found
            if _narrows(rule, part) or _is_one_change(rule, sentence, part) or _is_one_kind(rule, sentence, part)
        ),
    )


def _taken_out(sentence: Sentence, part: Found) -> Found | None:
    """What a status is asked to leave out, with the word that says so: `without the blocked ones`."""
    if not part.has_any(("result", "attempts", "failures", "success", "method", "registered")):
        return None
    start = part.start - 1
    while start > 0 and sentence.words[start] in positions().between - positions().without:
        start -= 1
    before = next((other for other in sentence.found if other.start <= start < other.stop), part)
    leaves_out = before.has("leaving_out") or sentence.words[start] in positions().without
    return replace(part, start=before.start) if start >= 0 and leaves_out and before is not part else None


def _is_not_of_a_cause(sentence: Sentence, part: Found) -> bool:
    """Whether a cause's fix does not tell it: who wrote that, another one, or what is to be done with it."""
    words = sentence.words[part.start : part.stop]
    if not {*sentence.words[: part.start]} <= positions().courtesy:
        return not {"another", "only"}.isdisjoint(words)
    behind = sentence.words[part.stop : part.stop + 1]
    acts = positions().modal | _MAY_ACT | {"acts", "fixes", "repairs", "helps"}
    return (words == ("who",) and acts.isdisjoint(behind)) or any(map(part.has, ("stop", "changed", "rate")))


def _is_of_a_block(sentence: Sentence) -> bool:
    """Whether a day to come may be that on which a block ends, which is told."""
    return any(map(sentence.of, ("result.blocked", "blocked_until", "when")))


def _is_not_of_an_error(sentence: Sentence, part: Found) -> bool:
    """Whether an error's fix does not tell it: who met it, since when, whether it is new or mended."""
    words = sentence.words[part.start : part.stop]
    if sentence.words[0] in _WHETHER and (part.has("news") or not _MENDED.isdisjoint(words)):
        return True
    if part.has("sequence") and part.stop < len(sentence.words):
        return True
    return words in _UNTOLD or (_SAYS_NO_MORE.isdisjoint(words) and part.has_any(_NOT_OF_AN_ERROR))


def _conditions(sentence: Sentence) -> tuple[Found, ...]:
    """What somebody's status is asked for only if: `when may dana reset, if she waits`; not `I wonder if`."""
    for part in sentence.found:
        words, behind = sentence.words[: part.start], sentence.words[part.stop : part.stop + 1]
        word = sentence.words[part.start]
        if word not in _IF and not (word in UP_TO and sentence.tags().isdisjoint(_TILL_WHEN)):
            continue
        if not behind or behind[0] in _IF_AT_ALL or _WONDERS & {*words}:
            continue
        said = any("idle" not in other.tags for other in sentence.found if other.start >= part.stop)
        asked = any(other.has("person") for other in sentence.found if other.stop <= part.start)
        if said and (asked or sentence.words[0] == "what"):
            return (replace(part, stop=len(sentence.words)),)
    return ()


def _is_untold(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether somebody's status does not tell what a part asks for: at which step, who did it, what was done."""
    words = {*sentence.words[part.start : part.stop]}
    if sentence.words[part.start] == "without" and part.has("unregistered"):
        return True
    if (len(words) == 1 and words <= positions().untold) or words & (_AVERAGE - {"mean"}):
        return True
    if part.tags & _NOT_OF_SOMEBODY or words & _DONE_TO:
        return part.tags.isdisjoint(rule.taken)
    if part.has("several_methods") and not sentence.of("have") and not sentence.of("registered"):
        return True
    if part.has("admins") and sentence.words[part.stop : part.stop + 1] == ("account",):
        return True
    by_whom = part.has("admins") and "by" in sentence.words[max(part.start - 2, 0) : part.start]
    behind = sentence.words[part.stop : part.stop + 1]
    return (
        by_whom
        or _counts_or_denies(sentence, part)
        or (part.has("who") and bool(behind) and behind[0] not in positions().modal | _MAY_ACT)
    )


def _counts_or_denies(sentence: Sentence, part: Found) -> bool:
    """Whether a part asks how often something happened, which is missing, or why somebody does something no more."""
    methods = bool(sentence.of("methods") or sentence.of("method"))
    counts = part.has("many") and "much" not in sentence.words[part.start : part.stop] and not sentence.of("unit")
    ends = part.has("stop") and any(other.start == part.stop and other.tags & _DOES for other in sentence.found)
    ends |= part.has("repeated") and not _LIMITS.isdisjoint(sentence.words[part.start : part.stop])
    ends |= sentence.words[part.start] == "only" and any(
        other.start == part.stop and (other.has("method") or other.has("result")) for other in sentence.found
    )
    ends |= part.has("more_of") and any(other.start == part.stop and other.has("attempts") for other in sentence.found)
    missing = part.has("not") and methods and bool(sentence.of("what"))
    return ends or missing or (counts and any(map(sentence.of, ("method", "result", "persons"))))


def _leaves_out(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a word is the one that takes away what the question leaves out: `but not` on prem."""
    return any(
        other.start >= part.stop
        and (part.has("leaving_out") or {*sentence.words[part.start : part.stop]} <= _TAKING_AWAY)
        and {*sentence.words[part.stop : other.start]} <= _TAKING_AWAY
        and is_turned(sentence, other)
        and can_leave_out(rule, sentence, other)
        for other in sentence.of("filter")
    )


def _is_baseline(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether something is held against a span of time that the question would be about: `worse than last week`."""
    takes = rule.takes_a_window and rule.kind != "compare"
    return takes and part.has("than") and any(other.start == part.stop for other in sentence.of("window"))


def _other_side(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    """What a comparison would drop, as it is held against that and no span of time: `compared to the others`."""
    text = " ".join(sentence.words)
    if rule.kind != "compare":
        return ()
    if not (match := _AGAINST_OTHERS.search(text)):
        sides = {part.stop for part in sentence.of("compare") if _VERSUS & {*sentence.words[part.start : part.stop]}}
        return tuple(part for part in sentence.of("aside") if part.start in sides)  # `abandoned vs finished`
    start = text.count(" ", 0, match.start("others"))
    return (Found(frozenset({"others"}), start, start + match["others"].count(" ") + 1),)


def _thing(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    """The bot, the page or whoever says something of it, where a question would answer of people or signs instead."""
    text = " ".join(sentence.words)
    match = _THING.search(text) if rule.kind in _OF_A_THING else None
    match = match or (_SAID_OF_IT.match(text) if rule.kind not in _ABOUT_ALL | {"triage"} else None)
    if not match:
        return ()
    start = text.count(" ", 0, match.start("thing"))
    return (Found(frozenset({"others"}), start, start + match["thing"].count(" ") + 1),)


def _shades(rule: Rule, sentence: Sentence, part: Found) -> bool:
    unsaid = (part.has("last_time") or part.has("when") or part.has("where")) and rule.kind in _COUNTS
    unsaid = unsaid or (part.has("last_time") and rule.kind == "stuck")
    unsaid = unsaid or (part.has("where") and rule.kind in _NOWHERE and _asks(sentence, part))
    unsaid = unsaid or _asks_when(rule, sentence, part)
    unsaid = unsaid or (part.has("unit") and "window" not in rule.braces)
    unsaid = (
        unsaid
        or (part.has("why") and _has_no_reasons(rule, sentence))
        or _asks_for_names(rule, sentence, part)
        or (part.has("still") and _is_of_days(rule))
    )
    unsaid = unsaid or (part.has("ranked") and not _has_largest_first(rule, sentence))
    shades = part.has("aside") or unsaid or (part.has("most") and not _ranks(rule, sentence))
    of_the_last = part.has("many") and rule.kind == "why"  # digest
    in_order = part.has("aside") and part.has("by.person")  # `sorted by name`
    return of_the_last or in_order or (shades and part.tags.isdisjoint(rule.heeded) and not _tells(rule, part))


def _asks(sentence: Sentence, part: Found) -> bool:
    """Whether a word begins the question, or one more: `where was it`, `and where`; not `where many failed`."""
    return {*sentence.words[: part.start]} <= positions().courtesy or sentence.words[part.start - 1] == "and"


def _asks_for_names(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether who it is is asked of what names no people."""
    return part.has("who") and rule.kind in _OF_NOBODY and {*sentence.words[: part.start]} <= positions().courtesy


def _asks_when(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether at what time people leave is asked: `when do people drop out`, not `when they are asked`."""
    if rule.kind != "funnel" or not part.has("when"):
        return False
    asks = not positions().asks.isdisjoint(sentence.words[part.stop : part.stop + 1])
    return asks and {*sentence.words[: part.start]} <= positions().courtesy


def _has_no_reasons(rule: Rule, sentence: Sentence) -> bool:
    """Whether an answer counts without a cause beside: day by day, or by what is no cause."""
    apart = any(map(sentence.of, ("by.day", "by.hour", "by.domain", "by.method", "by.role")))
    return rule.kind == "trend" or (rule.kind == "failures" and apart)


def _tells(rule: Rule, part: Found) -> bool:
    return part.has_any(_TELLS.get(rule.kind, ()))


def _is_of_days(rule: Rule) -> bool:
    """Whether the answer is of a span of days, and not of now."""
    return rule.kind not in _OF_NOW and not _SAYS_ALL.search(rule.note)


def _ranks(rule: Rule, sentence: Sentence) -> bool:
    """Whether the answer has the largest first: a breakdown, or one of the kinds that tell parts apart."""
    return rule.kind in _RANKS or " by " in rule.means or ("by" in rule.braces and bool(sentence.of("by")))


def _has_largest_first(rule: Rule, sentence: Sentence) -> bool:
    """Whether the list has the largest number first: of days and hours the order is that of time."""
    in_time = bool(sentence.of("by.day") or sentence.of("by.hour"))
    return not in_time and (_ranks(rule, sentence) or rule.kind == "failures")


def _is_now(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a part says `right now` where the answer is of days."""
    of_days = rule.takes_a_window and not sentence.of("window")
    return of_days and part.has("at_present") and "at_present" not in rule.heeded


def _narrows(rule: Rule, part: Found) -> bool:
    if "idle" in part.tags or _tells(rule, part):
        return False
    if part.has("repeated") and rule.kind == "resets" and "by" in rule.braces:
        return True  # `by method more than twice`: only of people is told how often
    return part.has_any(NARROWS | MAY_NARROW) and not part.has_any(rule.taken)


def _is_one_change(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a part says which change is asked for, or whose: all of them are listed."""
    if rule.kind != "changes":
        return False
    for_admins = part.has("admins") and sentence.words[part.start - 1] == "for"  # by whom else
    return for_admins or part.has_any(("method", "several_methods", "cause", "named_role"))


def _is_of_whom(sentence: Sentence, part: Found) -> bool:
    """Whether a part says whom something helped: `at contoso`, `admins`, `with sms`; not `did adding sms help`."""
    with_method = part.has("method") and sentence.words[part.start - 1] in {"with", "via", "using"}
    return with_method or part.has_any(("domain", "admins", "guests"))


def _is_one_kind(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a list of things that happened is asked for by what only a status tells: `outages per group`."""
    before = [word for word in sentence.words[: part.start] if word not in {"a", "an", "the", "their"}]
    said = bool(before) and before[-1] in {"per", "by", "to", "with", "for", "of", "in"}
    return rule.kind in {"incidents", "odd"} and part.tags == {"status"} and said


def _weighs(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a word of asking, as it stands here, may not be dropped."""
    if "idle" not in part.tags:
        return False
    if part.has_any(("leaving_out", "weighty")):
        return not _is_taken(rule, sentence, part)
    if part.has("sequence"):
        taken = (
            rule.kind in _OF_ORDER
            or (part.has("since_then") and "since_then" in rule.heeded)
            or (rule.kind == "rollout" and sentence.words[part.start] in UP_TO)
        )
        return not taken and puts_in_order(sentence, part)
    of_signs = part.has("signs") and rule.kind in _COUNTS | _OF_PEOPLE  # of which nothing is counted
    if of_signs or _takes_back(rule, sentence, part) or _is_of_another_time(rule, sentence, part):
        return True
    heeded = part.has_any(rule.heeded)
    if sentence.words[part.start] == "only" and _asks_of_others(rule, sentence, part, heeded=heeded):
        return True  # a list of the one does not tell
    return not heeded and (_turns(rule, sentence, part) or (part.has("why") and rule.kind in _NO_REASONS))


def _asks_of_others(rule: Rule, sentence: Sentence, only: Found, *, heeded: bool) -> bool:
    """Whether it asks if others, too: `is only sms stuck`, `did only contoso fail`."""
    if sentence.words[0] not in ASKS_WHETHER or "or" in sentence.words[: only.start]:
        return False
    narrows = any(other.start == only.stop and other.has("filter") for other in sentence.found)
    return rule.kind in _LISTS_ALONE or (rule.kind == "failures" and narrows and not heeded)


def _is_taken(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a question takes up a word that others may not drop."""
    if rule.kind == "time" and _AVERAGE & {*sentence.words[part.start : part.stop]}:
        return True  # which gives the median: that is said
    if rule.kind == "digest" and sentence.words[part.start] == "since":
        return True  # the last one, by its nature
    if part.has("each_apart"):
        return "domain2" in rule.taken or bool(sentence.of("by.domain"))
    if part.has("as_far"):
        return rule.kind == "compare"  # which ends both sides alike
    if part.has("since_then") and "since_then" in rule.heeded:
        return True
    return rule.kind == "helped" and (part.has("changed") or part.has("since_then"))


def _takes_back(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a denial is left over: `but can't`, `not by admins`, `that nobody uses`."""
    asks_whether = {*sentence.words[: part.start]} - positions().courtesy < ASKS_WHETHER  # `has nobody changed it`
    if not asks_whether and rule.kind != "incidents" and sentence.said(part).casefold() in NOBODY:
        return True
    apart = [other for other in sentence.found if other.start == part.stop and other.tags & _ROLES]
    if part.has("not") and apart:
        return True
    unread = (part.has("not") and "not" not in rule.taken) or (part.has("cannot") and "cannot" not in rule.heeded)
    return unread and _denies_what_is_said(sentence, part)


def _is_of_another_time(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a word says when, in a way that no window was made of: `this hour`, `came back`, `will fail`."""
    if part.has("unit"):
        return rule.takes_a_window and rule.kind != "odd" and not _points_back(sentence, part)
    if rule.kind == "rollout" and sentence.words[part.start : part.stop] == ("since", "when"):
        return True  # of which only the state of now is known
    if part.has("come_back"):
        still_stuck = "not" in sentence.tags()  # "have not come back"
        return rule.kind in _COUNTS or (rule.kind == "stuck" and not still_stuck)
    if part.has("last_time") and rule.kind in _COUNTS:  # "who last reset before october" did not since
        return sentence.words[part.start] == "last" and any(
            window.value.startswith("before ") for window in sentence.of("window")
        )
    if (
        part.has("will")
        and rule.kind in _COUNTS | _OF_WHAT_WAS
        and _IF_OTHERS.search(" ".join(sentence.words[part.stop :]))
    ):
        return True
    would = sentence.words[part.start] == "would"  # they have anyway: who did without it is told
    would &= rule.kind not in {"helped", "changes"} or "anyway" in sentence.words
    return part.has("will") and not would and rule.kind in _OF_THE_PAST


def _points_back(sentence: Sentence, part: Found) -> bool:
    """Whether a part is the day that was named before it: `on november 23rd ... that day`."""
    before = {window.value for window in sentence.of("window") if window.stop <= part.start}
    return len(before) == 1 and sentence.words[part.start - 1 : part.stop] == ("that", "day")


def _turns(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a word turns round or narrows what the question would answer."""
    if part.has("not") or part.has("cannot"):
        return not _only_asks(sentence, part)
    if part.has("only"):
        return sentence.words[part.start] != "just" and not _narrowed(sentence, part)
    if sentence.words[part.start] in {"but", "per"} and part.stop == part.start + 1:
        return _takes_from_all(sentence, part) or (rule.kind in _COUNTS | _OF_WHAT_WAS and _is_ratio(sentence, part))
    if part.has("more_of") and rule.kind == "funnel" and not sentence.of("than"):
        return True  # `which step got worse`: no step is held against another time
    return part.has("number") and not part.has("sole")


def _takes_from_all(sentence: Sentence, part: Found) -> bool:
    """Whether it is the `but` of `every day but sunday`, `all causes but the top 5`."""
    before = {*sentence.words[max(part.start - 2, 0) : part.start]} & (positions().everybody | {"all", "every", "each"})
    behind = (other for other in sentence.found if other.start == part.stop)
    said = any(other.tags & _ROLES or other.has("leaving_out") for other in behind)  # "but leave out", each role apart
    return sentence.words[part.start] == "but" and bool(before) and not said


def _is_ratio(sentence: Sentence, part: Found) -> bool:
    """Whether it is the `per` of `failures per reset`, and not that of a breakdown or of `per sms`."""
    behind = next((other for other in sentence.found if other.start == part.stop), None)
    before = sentence.words[part.start - 1] if part.start else ""
    return bool(behind and sentence.words[part.start] == "per" and before != "as" and not behind.has("method"))


def _is_amount(rule: Rule, sentence: Sentence, part: Found) -> bool:
    """Whether a number is how many there are, and not how many to show: `are 30 failures normal`; not `top 30`."""
    before = sentence.words[part.start - 1] if part.start else "show"
    shown = before in positions().of_a_list or "most" in sentence.tags()
    return "top" in rule.braces and part.has("number") and not part.has("sole") and not shown


def _denies_what_is_said(sentence: Sentence, part: Found) -> bool:
    """Whether a denial takes back what stands before it: `and who did not`, `but not all`; not `or not`."""
    before = sentence.words[part.start - 1] if part.start else ""
    ends = part.stop == len(sentence.words) and before not in {"", "or", "why", "if"}
    return ends or before == "but"


def _only_asks(sentence: Sentence, part: Found) -> bool:
    """Whether a denial is one of asking: `isn't there an outage`, `no failures today`, `I don't know why`."""
    words, word = sentence.words, sentence.words[part.start]
    before = [word for word in words[: part.start] if word not in positions().courtesy]
    if word.endswith(("n't", "nt")) and (not before or before[-1] in positions().asks_negated):
        return True
    if word == "not" and before and before[0] in positions().asks:
        return {*before[1:]} <= positions().subject  # `did we not have an outage`
    there = {*words[max(part.start - 2, 0) : part.start]} & {
        "there",
        "there's",
        "theres",
    }  # `tell me there's no outage`
    return bool(not before or there) and (word in positions().none or sentence.said(part).casefold() == "not a single")


def _follows(sentence: Sentence, only: Found, part: Found) -> bool:
    """Whether a part is what `only` is of: `only sms`, `only with sms`, `only in the last week`."""
    return only.stop <= part.start and {*sentence.words[only.stop : part.start]} <= _OF


def _narrowed(sentence: Sentence, only: Found) -> bool:
    """Whether `only` stands beside something that the question is narrowed by, or begins the sentence."""
    heavy = [part for part in sentence.found if "idle" not in part.tags]
    beside = (part for part in heavy if _follows(sentence, only, part) or part.stop == only.start)
    return not only.start or any(part.has_any(_NARROWED) for part in beside)
