"""Free words, rewritten into the question they mean; what is rewritten is told with the answer."""

import re

FAILED = "Failed, Blocked and Contacted admin; result:failed counts Failed alone"
_ADMINS = "self-service resets by the role of the person; those an admin made for somebody are not in this report"
_LIST = "no list was named"
_GAPS = "who is not in a report may be registered all the same; the directory's own state decides"

_NOBODY = (
    "anyone|anybody|someone|somebody|everyone|everybody|nobody|people|users|user|the|a|an|it|this|that|there|they|we|he"
    "|she|you|who|what|which|how|when|where|why|things|resets|so|all|any|our|my|your|their|is|are|not"
)
_P = rf"(?P<person>(?!(?:{_NOBODY})(?:\s|$))\S+)"
_SURE = r"(?P<person>[^\s@<>]+@[^\s@<>]*|<@[A-Z0-9]+>)"
_R = r"(?P<rest>(?: .*)?)"
_NOW = r"(?: right now| now| currently| at the moment| today)?"
_NOT = r"(?:can'?t|cannot|can not|couldn'?t|could not|unable to)"
_RESET = (
    r"(?: (?:to )?(?:reset|change|unlock)(?: (?:their|a|the|his|her|my))?(?: own)?(?: passwords?| accounts?| it)?)?"
)
_PEOPLE = r"(?:people|users|persons|employees|attempts|accounts)"
_MANY = rf"how many(?: of our)?(?: {_PEOPLE})?"
_WHO = rf"(?:who(?:'s)?|which {_PEOPLE}|any(?:one|body))"
_BE = r"(?:was |were |are |is |got |has been |have been |became )?"
_SHUT = r"(?:blocked|throttled|locked out)"
_WHAT = r"(?P<what>reason|cause|detail|problem|failure|error|issue|method|role|domain)s?"
_CODE = r"(?:sspr[_ -]?\d{1,4}|3\d{4}|0x[0-9a-f]{8})"
_THING = r"(?:(?:an?|the|sspr|error|event|code|event id|id|detail|message|number) )*"

_BY = dict.fromkeys(("reason", "problem", "failure", "error", "issue"), "detail")

# Pattern of the whole sentence, the question it means, what to add when that is told. The first that fits counts.
_ROWS: tuple[tuple[str, str, str], ...] = (
    (rf"why (?:was|is|am|were) {_P} (?:in|on|part of) .*\b(?:digest|list)\b.*", "why {person}", ""),
    (
        r"why (?:can'?t|cannot|can not|couldn'?t|could not|can|is|isn'?t|was|wasn'?t|did|didn'?t|does|doesn'?t|am|do"
        rf"|don'?t|has|hasn'?t) (?:not )?{_P}(?: .*)?",
        "status {person}",
        "",
    ),
    (
        rf"(?:can|could|may|is|was|has|did|does|am|have|do|will) {_P} (?:.* )?(?:{_SHUT}|stuck|locked|regist\w*|reset"
        r"|ready|recover\w*|fail\w*|allowed|enabled|licen[sc]ed|sign in|log in|ok|okay)(?: .*)?",
        "status {person}",
        "",
    ),
    (rf"{_P} (?:{_NOT}|is {_NOT}|is not able to) (?:reset|sign|log|get|change|unlock)(?: .*)?", "status {person}", ""),
    (rf"{_SURE} (?:is|was|has been|keeps|fails|failed|status|state)(?: .*)?", "status {person}", ""),
    (
        r"what(?:'s| is| has)? (?:happened to|wrong with|going on with|up with|the (?:status|state) of|about)"
        rf" {_P}(?: .*)?",
        "status {person}",
        "",
    ),
    (rf"(?:look up|check(?: on)?|find|search(?: for)?|help(?: me)?(?: with)?) {_SURE}", "status {person}", ""),
    # who is stuck
    (rf"{_WHO} (?:(?:is|are) )?(?:still |currently )?stuck{_NOW}{_R}", "stuck{rest}", ""),
    (rf"(?:{_MANY}|is {_WHO}) (?:are |is )?(?:still |currently )?stuck{_NOW}{_R}", "stuck{rest}", ""),
    (rf"{_WHO} {_NOT}(?: {_RESET.strip()})?{_NOW}", "stuck", ""),
    (rf"(?:is )?{_WHO} (?:(?:is|are) )?(?:still |currently )?{_SHUT}{_NOW}", "stuck cause:throttled", ""),
    (rf"{_WHO} needs? help{_NOW}|(?:the )?open cases", "stuck", ""),
    # rollout
    (
        rf"(?:{_WHO}|{_MANY}) (?:(?:has|have|is|are|did|do)(?:n'?t| not)|never) (?:yet )?regist\w+(?: yet)?(?: .*)?",
        "rollout",
        _GAPS,
    ),
    (rf"(?:{_WHO}|{_MANY}) (?:is|are) (?:still )?(?:unregistered|not ready)(?: .*)?", "rollout", _GAPS),
    (rf"(?:{_WHO}|{_MANY}) (?:has|have) only one method(?: .*)?", "rollout", ""),
    (r"how(?:'s| is) (?:the |our )?roll-?out(?: going| doing)?|how far (?:are we|is the roll-?out).*", "rollout", ""),
    (r"when will (?:everyone|everybody|all|we) .*(?:registered|done|ready)(?: .*)?", "rollout", ""),
    # failures
    (
        rf"(?:did )?{_WHO} (?:has |have |had )?(?:failed|fails?|{_NOT}|(?:was|were) unable|problems?|trouble){_RESET}{_R}",
        "failures{rest}",
        FAILED,
    ),
    (rf"(?:{_WHO}|{_MANY}|(?:was|were) {_WHO}) {_BE}{_SHUT}{_R}", "failures{rest} result:blocked", ""),
    (rf"{_MANY} (?:has |have )?(?:failed|failures?|fail){_RESET}{_R}", "failures{rest}", FAILED),
    (
        rf"(?:{_WHO}|{_MANY}) (?:has |have )?(?:contacted|called|asked|phoned) (?:an? |the |their )?"
        rf"(?:admins?|administrators?|help ?desk|it|support){_R}",
        "failures{rest} result:contacted_admin",
        "",
    ),
    (
        rf"(?:{_WHO}|{_MANY}) {_BE}(?:abandoned|gave up|given up|stopped)(?: it)?{_R}",
        "failures{rest} result:abandoned",
        "",
    ),
    (rf"(?:{_WHO}|{_MANY}) {_BE}cancell?ed(?: it)?{_R}", "failures{rest} result:cancelled", ""),
    (
        rf"(?:what (?:are|were) )?(?:the |our )?top (?P<top>\d{{1,3}} )?{_WHAT}"
        rf"(?: (?:for|of|why|behind) (?:the )?(?:failures?|failed resets|resets fail\w*|people fail\w*))?{_R}",
        "failures{rest} {top}by {what}",
        "",
    ),
    (
        rf"(?:what (?:are|were|is|was) )?(?:the |our )?(?:most )?(?:common|frequent|usual|main|biggest) {_WHAT}{_R}",
        "failures{rest} by {what}",
        "",
    ),
    (
        rf"why (?:do|are|did|were) (?:so many )?(?:people|users|they|resets) (?:fail\w*|blocked|stuck){_RESET}{_R}",
        "failures{rest} by cause",
        "",
    ),
    (r"what (?:went|goes|is going) wrong(?P<rest>(?: .*)?)", "failures{rest} by cause", ""),
    (rf"what (?:failed|is failing|fails|broke|is broken){_R}", "failures{rest} by cause", FAILED),
    (rf"(?:how many )?(?:self-service )?resets (?:by|of|from) admin\w*{_R}", "failures{rest} by role", _ADMINS),
    (rf"which admin\w* (?:often )?reset(?: often| most)?{_R}", "failures{rest} by role", _ADMINS),
    (rf"which methods? (?:fails?|failed|(?:is|are) failing){_R}", "failures{rest} by method", ""),
    # trend
    (
        rf"(?:{_MANY}|how many resets) (?:have |has |were )?(?:tried|attempted|succeeded|successful|there){_RESET}{_R}",
        "trend{rest}",
        "",
    ),
    (rf"{_MANY} (?:have |has )?(?:resets?|attempts?|reset) ?(?:their passwords?|a password)?{_R}", "trend{rest}", ""),
    (rf"how many attempts{_R}", "trend{rest}", ""),
    (rf"(?:what(?:'s| is| was) )?(?:the |our )?success rate{_R}", "trend{rest}", ""),
    (
        rf"(?:is|are) (?:it|things|resets|failures|we) (?:getting )?(?:any )?(?:better|worse|improving){_R}",
        "trend{rest}",
        "",
    ),
    (rf"how (?:are|is) (?:things|resets|it|sspr|we) (?:doing|going){_R}", "trend{rest}", ""),
    # registrations
    (
        rf"(?:has |have |did )?(?:{_WHO}|{_MANY}) (?:has |have |did )?(?:already |newly |recently )?register(?:ed)?{_R}",
        "registrations{rest}",
        "",
    ),
    (
        r"(?:what|which) (?:authentication )?(?:data|methods?|info|information) (?:do|did|have|has|are|is|were|was)"
        rf" (?:people |users |they |we |everybody |being )?(?:regist\w+|set up){_R}",
        "registrations{rest} by method",
        "",
    ),
    (rf"new registrations{_R}", "registrations{rest}", ""),
    # compare
    (
        r"(?:how (?:does|did|do) )?(?:failures |resets )?(?P<one>.+?) (?:vs|versus|compared? (?:to|with)) (?P<other>.+)",
        "compare {one} with {other}",
        "",
    ),
    (
        r"(?:what is the |what's the )?difference between (?P<one>.+) and (?P<other>.+)",
        "compare {one} with {other}",
        "",
    ),
    # fix
    (rf"what(?:'s| does| do| is)? {_THING}(?P<text>.+?) (?:means?|stands? for)", "fix {text}", ""),
    (rf"(?:what(?:'s| is) )?{_THING}(?P<text>{_CODE})", "fix {text}", ""),
    (rf"(?:the )?meaning of {_THING}(?P<text>.+)", "fix {text}", ""),
    (
        r"how (?:do|can|to|should|would)(?: i| we| you| one)? (?:fix|solve|resolve|repair) (?:(?:an?|the) )?(?P<text>.+)",
        "fix {text}",
        "",
    ),
    (
        r"what (?:to do|(?:can|should|do|must) (?:i|we) do) (?:about|with|when|if|against) (?P<text>.+)",
        "fix {text}",
        "",
    ),
    # data
    (r"what (?:data |reports? |files? )?(?:is|are|was|were) loaded(?: .*)?", "data", ""),
    (r"what (?:data |reports? )?(?:do you (?:have|know|cover)|have you got)(?: .*)?", "data", ""),
    (
        r"how (?:fresh|old|recent|current|up to date) (?:is|are) (?:the |your |our |this )?"
        r"(?:data|reports?|answers?|numbers?|it)",
        "data",
        "",
    ),
    (r"when (?:was|were|did) .*\b(?:load|loaded|updated?|refreshed)\b.*", "data", ""),
    (r"(?:is|are) (?:the |your |our )?(?:data|reports?) (?:fresh|current|stale|old|up to date|complete)", "data", ""),
    # the rest
    (
        r"(?:(?:export|download|send)(?: me| us)? )?(?:the |a |this |that )?(?:csv|list|file|rows)(?: file)?"
        r"|(?:export|download) (?:it|this|that)",
        "export failures 7d",
        _LIST,
    ),
    (r"(?:what (?:am i|are we|is this channel) subscribed to|which subscriptions .*)", "subscriptions", ""),
    (r"preview (?:the |a |next |my |our )*digest", "digest preview", ""),
    (
        r"what (?:can|could) (?:you|i|we) (?:do|ask|say|answer|know)(?: .*)?|(?:who|what) are you"
        r"|how (?:do|does|can) (?:i|we|this|you|it) (?:use|work|ask)(?: .*)?|hello|hi|hey|thanks|thank you",
        "help",
        "",
    ),
)

_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), question, note) for pattern, question, note in _ROWS)
_LEAD = re.compile(
    r"(?:(?:hey|hi|hello|ok|okay|so|and|please|well|/?@?sspr(?! ?[_-]?\d)),? )*"
    r"(?:(?:can|could|would|will) you )?(?:please )?"
    r"(?:(?:show|tell|give|get|list|send)(?: me| us)? |i(?:'d| would)? (?:want|like|need) to (?:know|see) "
    r"|do you know |i wonder )?(?:please )?(?:all (?:of )?(?=the |our ))?(?:(?:the|our) )?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:,? (?:please|thanks|thank you|for me))*[\s?!.,;]*$", re.IGNORECASE)


def without_courtesy(text: str) -> str:
    """A sentence without `please`, `can you show me` and the like; of nothing but such words, all stay."""
    lead = _LEAD.match(text)
    shorter = _TAIL.sub("", text[lead.end() if lead else 0 :])
    return shorter or text


def rewrite(text: str) -> tuple[str, str] | None:
    """The question that free words mean, and what to add when it is told; None when no row fits."""
    for pattern, question, note in _COMPILED:
        if match := pattern.fullmatch(text):
            parts = {name: value or "" for name, value in match.groupdict().items()}
            if parts.get("top"):
                parts["top"] = f"top {parts['top']}"
            if what := parts.get("what", "").casefold():
                parts["what"] = _BY.get(what, what)
            return question.format(**parts), note
    return None
