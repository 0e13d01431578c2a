"""Free words, rewritten into the question they mean; what is rewritten is told with the answer."""

import re
from dataclasses import dataclass

from bot.questions.person_words import MYSELF

FAILED = "Failed, Blocked and Contacted admin; result:failed counts Failed alone"

_NOBODY = (
    "anyone|anybody|someone|somebody|everyone|everybody|nobody|people|users|user|the|a|an|it|this|that|there|they|we|he"
    "|she|you|who|what|which|how|when|where|why|things|resets|so|all|any|our|my|your|their|is|are|not"
)
_P = rf"(?P<person>(?!(?:{_NOBODY})(?:\s|$))\S+)"
_SURE = r"(?P<person>[^\s@<>]+@[^\s@<>']*|<@[A-Z0-9]+>)(?:'s)?"
_R = r"(?P<rest>(?: .*)?)"
_NOW = r"(?: right now| now| currently| at the moment| today)?"
_NOT = r"(?:can'?t|cannot|can not|couldn'?t|could not|unable to)"
_RESET = (
    r"(?: (?:to )?(?:reset|change|unlock)(?: (?:their|a|the|his|her|my))?(?: own)?(?: passwords?| accounts?| it)?)?"
)
_PEOPLE = r"(?:people|users|persons|employees|attempts|accounts)"
_MANY = rf"how many(?: of our)?(?: {_PEOPLE})?"
_WHO = rf"(?:who(?:'s)?|which {_PEOPLE}|any(?:one|body))"
_BE = r"(?:was |were |are |is |got |has |have |has been |have been |became )?"
_SHUT = r"(?:blocked|throttled|locked out)"
_WHAT = (
    r"(?:failure |failing |reset |root )?(?P<what>reason|cause|detail|problem|failure|error|issue|method|role|domain)s?"
)
CODE = r"(?:sspr[_ -]?\d{1,4}|3\d{4}|0x[0-9a-f]{8})"
_THING = r"(?:(?:an?|the|sspr|error|event|code|event id|id|detail|message|number) )*"

_AUX = (
    r"(?:can'?t|cannot|can not|couldn'?t|could not|can|could|may|will|isn'?t|is|am|are|wasn'?t|was|were|didn'?t|did"
    r"|doesn'?t|does|don'?t|do|hasn'?t|has|have)"
)
_STATE = (
    rf"(?:{_SHUT}|stuck|locked|regist\w*|reset|ready|recover\w*|fail\w*|allowed|enabled|licen[sc]ed|sign in|log in|ok)"
)
_HAVE = r"(?:has |have |had |did )?"
_CALLED = r"(?:contacted|called|asked|phoned) (?:an? |the |their )?(?:admins?|administrators?|help ?desk|it|support)"
_COMMON = r"(?:common|frequent|usual|main|biggest)"
_OF_WHAT = r"(?: (?:for|of|why|behind) (?:the )?(?:failures?|failed resets|resets fail\w*|people fail\w*))?"
_THEY = r"(?:people |users |they |we |everybody |being )?"
_YOUR = r"(?:the |your |our |this )?"

_BY = dict.fromkeys(("reason", "problem", "failure", "error", "issue"), "detail")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Sentences, and the question that each of them means; `note` is added when that is told."""

    question: str
    sentences: tuple[str, ...]
    note: str = ""


# The first rule that fits a whole sentence counts.
_RULES = (
    _Rule("why {person}", (rf"why (?:was|is|am|were) {_P} (?:in|on|part of) .*\b(?:digest|list)\b.*",)),
    _Rule(
        "status {person}",
        (
            rf"why {_AUX} (?:not )?{_P}(?: .*)?",
            rf"{_AUX} {_P} (?:.* )?{_STATE}(?: .*)?",
            rf"{_P} (?:{_NOT}|is {_NOT}|is not able to) (?:reset|sign|log|get|change|unlock)(?: .*)?",
            rf"{_SURE} (?:is|was|has been|keeps|fails|failed|status|state)(?: .*)?",
            rf"what(?:'?s| is| has)? (?:happened to|wrong with|the (?:status|state) of|about) {_P}(?: .*)?",
            rf"about {_P}",
            rf"(?:look up|check(?: on)?|find|search(?: for)?|help(?: me)?(?: with)?) {_SURE}",
        ),
    ),
    _Rule(
        "stuck{rest}",
        (
            rf"{_WHO} (?:(?:is|are) )?(?:still |currently )?stuck{_NOW}{_R}",
            rf"(?:{_MANY}|is {_WHO}) (?:are |is )?(?:still |currently )?stuck{_NOW}{_R}",
        ),
    ),
    _Rule(
        "stuck",
        (rf"{_WHO} {_NOT}{_RESET}{_NOW}", rf"{_WHO} needs? help{_NOW}", "(?:the )?open cases"),
    ),
    _Rule("stuck cause:throttled", (rf"(?:is )?{_WHO} (?:(?:is|are) )?(?:still |currently )?{_SHUT}{_NOW}",)),
    _Rule(
        "rollout",
        (
            rf"(?:{_WHO}|{_MANY}) (?:(?:has|have|is|are|did|do)(?:n'?t| not)|never) (?:yet )?regist\w+(?: .*)?",
            rf"(?:{_WHO}|{_MANY}) (?:is|are) (?:still )?(?:unregistered|not ready)(?: .*)?",
            rf"(?:{_WHO}|{_MANY}) (?:has|have) only one method(?: .*)?",
            "how(?:'s| is) (?:the |our )?roll-?out(?: going| doing)?",
            "how far (?:are we|is the roll-?out).*",
            "when will (?:everyone|everybody|all|we) .*(?:registered|done|ready)(?: .*)?",
        ),
        "not in the report is not the same as not registered; the directory's own state decides",
    ),
    _Rule(
        "failures{rest}",
        (
            rf"{_HAVE}{_WHO} {_HAVE}(?:failed|fails?|{_NOT}|(?:was|were) unable|problems?|trouble){_RESET}{_R}",
            rf"{_MANY} {_HAVE}(?:failed|failures?|fail){_RESET}{_R}",
            rf"(?:anything|what(?:'?s| is)) new{_R}",
        ),
        FAILED,
    ),
    _Rule("failures{rest} result:blocked", (rf"(?:{_WHO}|{_MANY}|(?:was|were) {_WHO}) {_BE}{_SHUT}{_R}",)),
    _Rule("failures{rest} result:contacted_admin", (rf"(?:{_WHO}|{_MANY}) {_HAVE}{_CALLED}{_R}",)),
    _Rule(
        "failures{rest} result:abandoned",
        (rf"(?:{_WHO}|{_MANY}) {_BE}(?:abandoned|gave up|given up|stopped)(?: it)?{_R}",),
    ),
    _Rule("failures{rest} result:cancelled", (rf"(?:{_WHO}|{_MANY}) {_BE}cancell?ed(?: it)?{_R}",)),
    _Rule(
        "failures{rest} {top}by {what}",
        (
            rf"(?:what (?:are|were) )?(?:the |our )?top (?P<top>\d{{1,3}} )?{_WHAT}{_OF_WHAT}{_R}",
            rf"(?:what (?:are|were|is|was) )?(?:the |our )?(?:most )?{_COMMON} {_WHAT}{_OF_WHAT}{_R}",
        ),
    ),
    _Rule(
        "failures{rest} by cause",
        (
            rf"why (?:do|are|did|were) (?:so many )?(?:people|users|they|resets) (?:fail\w*|blocked|stuck){_RESET}{_R}",
            rf"what (?:happened|went wrong|goes wrong|is going wrong){_R}",
            rf"what (?:failed|is failing|fails|broke|is broken){_R}",
        ),
    ),
    _Rule(
        "failures{rest} by role",
        (
            rf"(?:how many )?(?:self-service )?resets (?:by|of|from) admin\w*{_R}",
            rf"which admin\w* (?:often )?reset(?: often| most)?{_R}",
        ),
        "self-service resets by the person's role; those an admin made for somebody are not in this report",
    ),
    _Rule("failures{rest} by method", (rf"which methods? (?:fails?|failed|(?:is|are) failing){_R}",)),
    _Rule(
        "trend{rest}",
        (
            rf"(?:{_MANY}|how many resets) {_BE}(?:tried|attempted|succeeded|successful|there){_RESET}{_R}",
            rf"{_MANY} {_HAVE}(?:successful )?(?:resets?|attempts?) ?(?:their passwords?|a password)?{_R}",
            rf"how many attempts{_R}",
            rf"(?:what(?:'?s| is| was) )?(?:the |our )?success rate{_R}",
            rf"(?:is|are) (?:it|things|resets|failures|we) (?:getting )?(?:any )?(?:better|worse|improving){_R}",
            rf"how (?:are|is) (?:things|resets|it|sspr|we) (?:doing|going){_R}",
        ),
    ),
    _Rule(
        "registrations{rest}",
        (
            rf"(?:has |have |did )?(?:{_WHO}|{_MANY}) {_HAVE}(?:already |newly |recently )?register(?:ed)?{_R}",
            rf"(?:how many )?(?:new )?registrations{_R}",
        ),
    ),
    _Rule(
        "registrations{rest} by method",
        (rf"(?:what|which) (?:data|methods?|information) {_AUX} {_THEY}(?:regist\w+|set up)(?: most(?: often)?)?{_R}",),
    ),
    _Rule(
        "compare {one} with {other}",
        (
            "(?:how (?:does|did|is|was) )?(?:failures )?(?P<one>.+?) (?:vs|versus|compared? (?:to|with)) (?P<other>.+)",
            "(?:what(?:'?s| is) the )?difference between (?P<one>.+) and (?P<other>.+)",
        ),
    ),
    _Rule(
        "fix {text}",
        (
            "what does (?:this|that|it) mean:? (?P<text>.+)",
            rf"what(?:'?s| does| do| is)? {_THING}(?P<text>.+?) (?:means?|stands? for)",
            rf"(?:what(?:'?s| is) )?{_THING}(?P<text>{CODE})(?: and (?:how|what) .*)?",
            rf"(?:the )?meaning of {_THING}(?P<text>.+)",
            "how (?:do|can|to|should)(?: i| we| you)? (?:fix|solve|resolve|repair) (?:(?:an?|the) )?(?P<text>.+)",
            "what (?:to do|(?:can|should|do|must) (?:i|we) do) (?:about|with|when|if|against) (?P<text>.+)",
        ),
    ),
    _Rule(
        "data",
        (
            "what (?:data |reports? |files? )?(?:is|are|was|were) loaded(?: .*)?",
            "what (?:data |reports? )?(?:do you (?:have|know|cover)|have you got)(?: .*)?",
            rf"how (?:fresh|old|recent|current|up to date) (?:is|are) {_YOUR}(?:data|reports?|answers?|numbers?|it)",
            r"when (?:was|were|did) .*\b(?:load|loaded|updated?|refreshed)\b.*",
            rf"(?:is|are) {_YOUR}(?:data|reports?) (?:fresh|current|stale|old|up to date|complete)",
        ),
    ),
    _Rule(
        "export failures 7d",
        (
            "(?:(?:export|download) )?(?:the |a |this |that )?(?:csv|list|file|rows)(?: file)?",
            "(?:export|download) (?:it|this|that)",
        ),
        "no list was named",
    ),
    _Rule("subscriptions", ("what (?:am i|are we|is this channel) subscribed to", "which subscriptions (?:are|do) .*")),
    _Rule("digest preview", ("preview (?:the |a |next |my |our )*digest",)),
    _Rule(
        "help",
        (
            "what (?:can|could) (?:you|i|we) (?:do|ask|say|answer|know)(?: .*)?",
            "(?:who|what) are you",
            "how (?:do|does|can) (?:i|we|this|you|it) (?:use|work|ask)(?: .*)?",
            "hello|hi|hey|thanks|thank you|please|sspr",
        ),
    ),
)

_COMPILED = tuple((re.compile(sentence, re.IGNORECASE), rule) for rule in _RULES for sentence in rule.sentences)
_LEAD = re.compile(
    r"(?:(?:hey|hi|hello|ok|okay|so|and|please|well|/?@?sspr(?! ?[_-]?\d)),? )*"
    r"(?:(?:can|could|would|will) you )?(?:please )?"
    r"(?:(?:show|tell|give|get|list|send)(?: me| us)? |i(?:'d| would)? (?:want|like|need) to (?:know|see) "
    r"|do you know |i wonder )?(?:please )?(?:all (?:of )?(?=the |our ))?(?:(?:the|our|my) )?"
    r"(?:(?:people|users) (?=who ))?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:,? (?:and why|please|thanks|thank you|for me))*[\s?!,;]*(?:\.{3,}|(?<!\.)\.)?[\s?!,;]*$", re.IGNORECASE
)


def without_courtesy(text: str) -> str:
    """A sentence without `please`, `can you show me` and the like; of nothing but such words, all stay."""
    lead = _LEAD.match(text)
    shorter = _TAIL.sub("", text[lead.end() if lead else 0 :])
    return shorter or text


def rewrite(text: str) -> tuple[str, str] | None:
    """The question that free words mean, and what to add when it is told; None when no row fits."""
    for pattern, rule in _COMPILED:
        if match := pattern.fullmatch(text):
            parts = {"top": ""} | {name: value or "" for name, value in match.groupdict().items()}
            if parts["top"]:
                parts["top"] = f"top {parts['top']}"
            if what := parts.get("what", "").casefold():
                parts["what"] = _BY.get(what, what)
            if parts.get("person", "").casefold() in MYSELF:
                parts["person"] = "me"
            return rule.question.format(**parts), rule.note
    return None
