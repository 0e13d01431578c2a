"""A sentence cut into words for the reader: lower case, without punctuation, possessives and contractions apart."""

import re

from bot.questions.dates.calendar import MONTHS
from bot.questions.text import split

_POSSESSIVE = re.compile(r"(?<=[^\s'])'s$")
_CUT = re.compile(r"[\u00bf\u00a1]|[?!,;]+(?=\s|$)|(?<=\s)[-\u2013](?=\s)|[\"]")
GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))(?: [\w.-]+){1,2},\s+(?=\S+ \S+ \S)"
    r"|(?:good )?(?:morning|afternoon|evening)(?: all| everyone| everybody| team| folks)?"
    r"(?:\s*[,!.]|\s+[-\u2013]|\s*[:;]-?\))\s+)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?<=[.?!])\s+(?:best|kind regards|best regards|regards|cheers|many thanks|thanks|thank you|thx|br|kr|sincerely)"
    r"(?: in advance)?[,.!]?(?:\s+[A-Z][\w.-]*){1,3}\s*$",
    re.IGNORECASE,
)
_SHORT = {
    "errs": "errors",
    "u": "you",
    "ur": "your",
    "noone": "nobody",
    "reg": "registered",
    "avg": "average",
    "any1": "anyone",
    "some1": "someone",
    "every1": "everyone",
    "nite": "night",
    "wek": "week",
    "unkown": "unknown",
    "unknwon": "unknown",
}
_SHORT |= {
    "wk": "week",
    "wks": "weeks",
    "wknd": "weekend",
    "mth": "month",
    "mths": "months",
    "mnth": "month",
    "abt": "about",
    "b/c": "because",
    "b4": "before",
    "sb": "somebody",
    "smb": "somebody",
    "sth": "something",
    "smth": "something",
    "regs": "registrations",
    "msg": "message",
    "msgs": "messages",
    "acct": "account",
    "accts": "accounts",
    "usr": "user",
    "usrs": "users",
    "lic": "license",
    "lics": "licenses",
    "unreg": "unregistered",
    "unreg'd": "unregistered",
    "reg'd": "registered",
    "regd": "registered",
    "lockd": "locked",
    "chg": "change",
    "chgs": "changes",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "ystd": "yesterday",
    "ystrday": "yesterday",
    "informations": "information",
    "infos": "info",
}
_SHORT |= {"u": "you", "ur": "your", "til": "till", "'til": "till", "untill": "until", "thru": "through"}
_TOP = re.compile(r"\btop(?=\d+\b)", re.IGNORECASE)
_NUMBER_OF = re.compile(r"(?<!\S)# of\b", re.IGNORECASE)
_MONTH_OF = re.compile(rf"\bthe month of (?={'|'.join(MONTHS)})", re.IGNORECASE)
_UNMARKED = re.compile(r"(?<!the )\b(last|this|previous) (week|month|quarter|year)s(?= \w)", re.IGNORECASE)
_UNMARKED_DAY = re.compile(  # `is it worse than mondays` is Monday
    r"(?<= )(than|vs\.?|versus|like|against) (mon|tues|wednes|thurs|fri|satur|sun)days(?=\W*$)", re.IGNORECASE
)
_OF_A_DAY = re.compile(  # `fridays failures`, of which an apostrophe is left out; not `on fridays`
    r"(?:^|(?<=of )|(?<=for )|(?<=from )|(?<=show )|(?<=me )|(?<=list )|(?<=export )"
    r"|(?<=were ))(mon|tues|wednes|thurs|fri|satur|sun)days"
    r"(?= (?:failures|failed|errors|incidents|outages?|resets|numbers|figures|lockouts)\b)",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"(?<= )(vs\.?|versus|than|with|to|against|and) (?=(?:day|week|weekend|month|year|night) before\b)", re.IGNORECASE
)
_WORKING_DAYS = re.compile(
    r"\b(?:without|except|excluding|skip|skipping|but not|not|no) (?:on |at |over )?(?:the )?weekends?\b", re.IGNORECASE
)
_NONE_AT_WEEKENDS = re.compile(
    r"\b(?:no|not (?:a|the|any)) (?:digests?|posts?) (?:on|at|over|during) (?:the )?weekends?\b", re.IGNORECASE
)
_WORKING_WEEK = re.compile(
    r"\b(?:(?:on|from|each|every) )?(?:mon(?:days?)?(?: ?- ?| (?:to|through|till|until) )fri(?:days?)?|weekdays)\b",
    re.IGNORECASE,
)
_NOON = re.compile(r"(?<=at )(?:noon|midday)\b", re.IGNORECASE)
_OF_A_DIGEST = re.compile(
    r"\b(?:digest|subscribe|(?:daily|weekly|hourly) (?:summary|post|report|update))\b", re.IGNORECASE
)
_HOUR = re.compile(  # of a digest: a clock of 24 hours, where no half of the day is said
    r"\b(?:at )?(\d{1,2})(?: ?o'?clock\b(?: in the (morning|afternoon|evening))?"
    r"| in the (morning|afternoon|evening))\b",
    re.IGNORECASE,
)
_THIS_AND_LAST = re.compile(
    r"\bthis (and|with|vs\.?|versus|to|than|against|or) ((?:the )?(?:last|previous)) (week|month|quarter|year)\b",
    re.IGNORECASE,
)
_UNIT_ON_UNIT = re.compile(r"\b(week|month|quarter|year)[ -]on[ -]\1\b", re.IGNORECASE)
_PER_USER_OF = re.compile(  # `failed per contoso user`
    r"\b(?:per|for each) (?!(?:an?|the|each|every|single|one|this|that|admin|guest|by|all|any|our|my|another|some"
    r"|domain|role|method|cause|active|registered) )(\S+) (?:user|person|employee|colleague|account)\b",
    re.IGNORECASE,
)
_HEADED = re.compile(  # `numbers for contoso: how many failed` asks how many failed for contoso
    r"^(?:(?:the|our|my|some|and) )?(?:(?:monthly|weekly|quarterly|daily|key) )?(?:numbers|figures|stats|statistics"
    r"|kpis|report|overview|review|questions?) (?:for|of|about|on) (\S+):\s+([^:]+?)[?.!\s]*$",
    re.IGNORECASE,
)
_OR_LAST = re.compile(  # `this week or last`
    r"\bthis (week|month|quarter|year) (and|with|vs\.?|versus|to|than|against|or) ((?:the )?(?:last|previous)(?: one)?)"
    r"(?=\s*(?:[.,;?!]|$))",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<=\d) ?o ?clock\b", re.IGNORECASE)
_WILL = re.compile(r"\b(who|what|s?he|they|there|that|how|when|where)['\u2019]ll\b", re.IGNORECASE)
_AT = re.compile(r"(?<= )@(?= )")
_LONG_DRAWN = re.compile(r"([a-z])\1{2,}(?!\.)")
_PERCENT = re.compile(r"(?<=\d)\s?%")
_LABELLED = re.compile(
    r"\b(?:error|message)(?: text| message)?:\s+(?=\S+\s+\S)", re.IGNORECASE
)  # a sentence, and no code
_SHORT_WITHOUT = re.compile(r"\bw/o\b", re.IGNORECASE)
_SHORT_WITH = re.compile(r"\bw(?:/| (?=names\b))", re.IGNORECASE)
_BROKEN_DOWN = re.compile(r"\b(?:break|split|drill|broken) (.{0,60}? )?(?:down|up) (?=by |per )", re.IGNORECASE)
_APART = re.compile(
    r"\b(switch(?:ed)?|turn(?:ed)?) ((?!on\b|off\b)\S+(?: \S+){0,2}?) (off|on)\b(?! (?:the|a|\d|\w+day))",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # `on prem aside, what fails` is `apart from on prem what fails`
    r"(?:^|(?<=[.;?!,] ))((?:[\w-]+ ){0,3}[\w-]+) aside"
    r"(?:,|(?= (?:what|who|how|which)\b))",
    re.IGNORECASE,
)
_SINCE_LEFT = re.compile(  # `since i left last night`, `since we closed on friday`
    r"\bsince (?:i|we) (?:left|went home|logged off|closed|finished|stopped)(?: on)?"
    r"(?= (?:last|yesterday|at|this|the \d|mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE,
)
_SINCE_AT_DAY = (
    r"\b(?:at|on) (noon|midnight|\d{1,2}(?:[:.]\d\d| ?[ap]m)|the \d{1,2}(?:st|nd|rd|th)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(MONTHS)})"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?=[\s,.;])"
)
_SINCE_AT = re.compile(  # `we patched it at noon, any failures since` asks since noon
    rf"{_SINCE_AT_DAY}(.{{1,60}}?) (?:ever )?since(?: then)?(?=[\s?.!]*$)", re.IGNORECASE
)
_AFTER_IT = re.compile(  # so does `the phishing hit us on monday, which resets after that look odd`
    rf"(?<!fail )(?<!failed )(?<!blocked )(?<!reset )(?<!registered ){_SINCE_AT_DAY}"
    r"([,.;] (?:(?!\b(?:stuck|through|succe\w+|recover\w*|help\w*|better|worse|unlocked|and)\b).){1,60}?)"
    r" (?:after that|afterwards)(?=[\s?.!]*$| (?:look|seem|were|are|was|is)\b)",
    re.IGNORECASE,
)
_SINGLE_QUOTED = re.compile(
    r"(?<!\S)'(?=\w)(?!tis\b|twas\b|til\b|cause\b|em\b)((?:[^\s\"]+ ){2,}[^\s\"]*\w[.!?]?)'(?=[\s,.;?!]|$)"
)
_SET_ASIDE = re.compile(  # `if we leave the blocked ones aside` is `apart from the blocked ones`
    r"\b(?:if (?:we|i|you) )?(?:leav(?:e|ing)|put(?:ting)?|set(?:ting)?|keep(?:ing)?) (?!(?:the )?names\b)"
    r"((?:the )?\S+(?: \S+){0,3}?) (?:aside|out)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(  # `the blocked ones left out`, `the license ones we know already`
    r"(?P<what>(?:(?<=[,;-] )|(?<=\w )(?=the (?!.*\bknow)))(?:the )?(?!the\b)[\w-]+"
    r" (?:ones|cases|failures|errors|problems)"
    r"|(?<=[,;-] )(?:blocked|blocks|lockouts|on-?prem|licen[cs]es?|writeback|sms|[\w.-]+(?= we (?:already )?know))),?"
    r" (?:(?:are |is |were )?(?:left out|not included|not counted|taken out|(?:already )?known(?: already)?)"
    r"|(?:don't|do not|dont) (?:matter|interest (?:me|us))"
    r"|(?:(?:that|which) )?(?:we|i) (?:already )?know(?: about)?(?: already)?)(?=[ ,.;!?]*$)",
    re.IGNORECASE,
)
_DROP = re.compile(  # `failures last week, drop contoso`
    r"(?<!\S)(\S+ \S+[,;] )(?:drop|less) (?!(?:it|him|her|them|that|this|me|us)\b)"
    r"(?=(?:the )?[\w.-]+(?: ones)?[ .!?]*$)",
    re.IGNORECASE,
)
_WITHOUT_LICENSE = re.compile(  # leaves them out, where `without a license` is for want of one
    r"\bwithout (?:any )?licen[sc](?:e|ing) (?:problems|errors|issues|failures)\b", re.IGNORECASE
)
_ELIDED = re.compile(  # `les échecs d'hier` are those of yesterday; a name is left as it is: d'angelo
    r"(?<!\S)[dl]['\u2019](?=(?:hier|avant|avril|ao[uû]t|octobre|[ée]checs?|erreurs?|incidents?|utilisateurs?|ann[ée]e"
    r"|administrateurs?|admins?|inscriptions?|enregistrements?|attaques?|activit[ée]|[ée]tat|export)\b)",
    re.IGNORECASE,
)
_THEY = r"(?:it|they|we|he|she|there|you|that)"
_CHECKED = re.compile(  # `it got better, didn't it?` asks what it says
    r"(?<!\bwhy)(?<!\bhow)(?<!\bwho)(?<!\bwhat)(?<!\bwhen)(?<!\bwhere)(?<!\bwhich)(?<!\bmany)(?:"
    rf",? (?:(?:did|does|is|are|was|were|has|have|do|could|would|should|ca|wo)(?:n't|nt)"
    rf"|(?:did|does|is|are|was|were|has|have|do)) {_THEY}(?=\s*\?)"
    rf"|, (?:(?:did|does|is|are|was|were|has|have|do|could|would|should)n'?t) {_THEY}(?=[\s.!]*$))",
    re.IGNORECASE,
)
_CHECKED_NOT = re.compile(  # so does `the policy hasn't changed since friday, has it?`; not `who is not stuck, is he`
    r"(?<!\bwho )(?<!\bthat )(?<!\bwhich )\b(?P<verb>did|does|is|are|was|were|has|have|had|do)(?:n't|nt| not)\b"
    r"(?! (?:yet |all )?(?:regist|sign|enroll?|set up))(?![^,;.?!]*\b(?:attack|innocent|harmless))"
    rf"(?P<rest>[^,;.?!]*), (?P=verb) {_THEY}(?=\s*\?*\s*$)",
    re.IGNORECASE,
)
_ASKED_LAST = (
    r"(?<=\w)(?:(?:,| -+) ?(?:no|or no|or not|or|right|correct|yes|true|eh|huh|innit|isn't it|is it"
    r"|or (?:is|am|are) (?:it|i|we)|or what|oder|n'est-ce pas|toch|verdad|né)| or (?:nah|nope|no|what))"
)
TAG_QUESTION = re.compile(
    rf"{_ASKED_LAST}(?=[\s!.]*\?[\s?!.]*$)", re.IGNORECASE
)  # `all good, right?`, `nobody blocked, no?`
_TAG_OF_QUESTION = re.compile(  # `is it getting better or nah`; behind an order it would take that back
    rf"^(\W*(?:(?:so|and|ok|hm+)[,\s]+)*(?:is|are|was|were|did|does|has|have|any|anyone|anybody)\b.*?){_ASKED_LAST}"
    r"(?=[\s!.]*$)",
    re.IGNORECASE,
)
_STARTS = r"^((?:(?:so|and|then|ok|okay|hm+)[,\s]+)*)"
_NONE_OF = re.compile(  # `no admins among them, right?` asks whether there are any
    rf"{_STARTS}(?:no|none of)(?= [^.;:?!]*?,? (?:right|correct|true|yes|eh|huh|is that (?:so|right|true))\s*\?*\s*$)",
    re.IGNORECASE,
)
_NONE_THERE = re.compile(  # so does `there was no outage this weekend?`
    rf"{_STARTS}(?:(?P<is>is|are|was|were) there|there (?P<told>is|are|was|were|has been|have been)|there's)?"
    r"(?: really)? ?\b(?:no|not any) (?=(?:\w+ )?(?:outages?|incidents?|disruptions?|attacks?|failures?|errors?"
    r"|problems?|issues?|changes?)\b[^.;:!?]*\?\s*$)",
    re.IGNORECASE,
)
_NOBODY = re.compile(  # so does `nobody is stuck any more?`
    rf"{_STARTS}(?:there(?:'s| is| was) )?(?:nobody|no one|noone)\b"
    rf"((?:(?! any ?more| any longer)[^.,;:?!])*)(?: any ?more| any longer)?"
    r"([^.,;:?!]*)\?+\s*$",
    re.IGNORECASE,
)
_SPAN = (
    r"(?:today|the day before yesterday|yesterday|(?:this|last) (?:week|weekend|month|quarter|year)"
    r"|(?:on |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:(?:the )?(?:last|past) )?\d+ ?"
    r"(?:[hdwm]|hours?|days?|weeks?|months?))"
)
CORRECTED = re.compile(  # `failures last week, sorry, I mean this week`: the first is withdrawn
    rf"\b{_SPAN}[,.;]? (?:-+ )?(?:(?:no|sorry|wait|oops|actually|i mean|i meant|or rather|make (?:that|it)),? )+"
    rf"(?={_SPAN}\b)",
    re.IGNORECASE,
)
_STATED = re.compile(  # `30 people failed yesterday. By cause?`: a number that is told is no limit
    r"^(?:\d+|two|three|four|five|six|seven|eight|nine|ten|many|several|some|a few|lots of|a lot of)"
    r" (?:(?:people|users|persons|accounts|employees|colleagues) |(?=(?:have|had|were|got|failed|registered)\b))"
    r"([^.?!]+)[.!;,] "
    r"(?:(?P<who>who(?: (?:did|was it|were they|exactly|are they))?)|(?P<by>by (?!whom?\b)[^.?!]+))\?*\s*$",
    re.IGNORECASE,
)
_SHOW_WHO = re.compile(  # `if anyone from contoso failed today, show me who`
    r"^if (?:any|some)(?:one|body) (.+?), (?:then )?(?:please )?(?:show|tell|give|list)(?: me| us)?"
    r" (?:who|whom|them|their names)[\s.?!]*$",
    re.IGNORECASE,
)
_UNTIL_NOW = re.compile(  # `until now today` is today
    r"\b(?:(?:until|till|up to|up until) now,? (?=(?:today|this (?:week|month|quarter|year)|since)\b)"
    r"|(?P<of>today|this (?:week|month|quarter|year)),? (?:until|till|up to|up until) now\b)",
    re.IGNORECASE,
)
_DUE = r"(?:the |our )?(?:deadline|due date|cut-?off(?: date)?) is"
_DUE_DAY = r"(?:on )?(?P<day>(?:(?!today|tomorrow)[^\s,.;?!]+ ?){1,4}?)"
_DUE_FIRST = re.compile(rf"^{_DUE} {_DUE_DAY}[,.;:] (?P<asked>(?:so )?will [^.;?!]+)[\s.?!]*$", re.IGNORECASE)
_DUE_LAST = re.compile(rf"^(?P<asked>will [^,.;?!]+)[,.;?]+ {_DUE} {_DUE_DAY}[\s.?!]*$", re.IGNORECASE)
_NEEDS_NO_NAMES = re.compile(
    r"^(?:there(?:'s| is) no need for|(?:i|we) (?:don't|dont|do not) (?:need|want|care about)) (?:any |the )?names?"
    r"[.,;!] (.+)$",
    re.IGNORECASE,
)
_ONLY_THEN = re.compile(  # `yesterday, only after 6pm` is yesterday after 6pm
    r"\b(yesterday|today|\w+day),? (?:but )?only (?=(?:after|before|since|until|from|between) \d)", re.IGNORECASE
)
_ANGLES = re.compile(r"<([^<>@\s]+@[^<>\s]+)>")
_BEFORE_AFTER = re.compile(r"\bbefore/after\b", re.IGNORECASE)
_LMK = re.compile(r"\blmk\b", re.IGNORECASE)
_WANTED_LAST = re.compile(  # `once dana is through give me a shout`; not `when was she blocked, tell me`
    r"\b(when|once|as soon as) (?!(?:did|was|were|is|does|will|has|can)\b)([^,.;?]+?),?\s+(?:please |pls |just )?"
    r"(?:(?:give|send|drop|shoot) me (?:a|an) \w+|(?:tell|ping|message|notify|inform|dm|text) me|let me know)[\s.!]*"
    r"(?:please|pls|thanks|thx)?[\s.!]*$",
    re.IGNORECASE,
)

_IF_SOMEBODY = re.compile(  # what has not come yet: `tell me if ada gets in` wants to hear of it
    r"\b((?:tell|ping|message|notify|inform|dm|text) me|let me know) if"
    r"(?= \S+ (?:gets (?:in|through|back in|it (?:working|done|to work))|succeeds|manages|makes it|recovers"
    r"|comes through)\b)",
    re.IGNORECASE,
)


def _asked_of(match: re.Match[str]) -> str:
    return f"who {match[1]}" if match["who"] else f"people {match[1]} {match['by']}"


def _whether_any(match: re.Match[str]) -> str:
    verb = match["is"] or match["told"] or ""
    return f"{match[1]}{f'{verb} there ' * bool(verb)}any "


# What is put in other words, in this order: one of the first words must be said, which is asked much sooner.
_MORE_AS = re.compile(  # `more failures as last week`, as many say whose first language is another
    r"\b((?:more|less|fewer|better|worse|higher|lower|bigger|smaller|longer|shorter)(?: (?!than\b)\w+){0,3}?) as"
    r" (?=(?:in|last|yesterday|before|usual|normal(?:ly)?|the (?:week|month|day) before|on \w+day)\b)",
    re.IGNORECASE,
)
_HOUR_IN_THE = re.compile(  # `at 3 in the morning`
    r"\b((?:at|around|about|before|after) (?:0?[1-9]|1[01])(?:[:.]\d\d)?)(?: o'?clock)? in the (?:early )?morning\b",
    re.IGNORECASE,
)
_REWRITTEN = (
    (("break", "split", "drill", "broken"), _BROKEN_DOWN, r"\1"),
    (("switch", "turn"), _APART, r"\1 \3 \2"),
    (("left", "not", "taken", "know", "n't", "dont"), _LEFT_OUT, r"apart from \g<what>"),
    (("drop ", "less "), _DROP, r"\1apart from "),
    (("without",), _WITHOUT_LICENSE, "without the license ones"),
    ((" aside", " out"), _SET_ASIDE, r"apart from \1"),
    ((" aside",), _ASIDE, r"apart from \1"),
    (("since",), _SINCE_AT, r"since \1\2"),
    (("after",), _AFTER_IT, r"since \1\2"),
    (("since",), _SINCE_LEFT, "since"),
    (("no,", "no ", "sorry", "wait", "oops", "actually", "i mean", "rather", "make "), CORRECTED, ""),
    ((" now",), _UNTIL_NOW, r"\g<of>"),
    (("who", "by "), _STATED, _asked_of),
    (("if ",), _SHOW_WHO, r"who \1"),
    ((" as ",), _MORE_AS, r"\1 than "),
    ((" in the ",), _HOUR_IN_THE, r"\1am"),
    ((" is ",), _DUE_FIRST, r"\g<asked> by \g<day>"),
    ((" is ",), _DUE_LAST, r"\g<asked> by \g<day>"),
    ((" name",), _NEEDS_NO_NAMES, r"\1 without names"),
    (("only ",), _ONLY_THEN, r"\1 "),
    (("top",), _TOP, "top "),
    (("# of",), _NUMBER_OF, "number of"),
    (("month of ",), _MONTH_OF, ""),
    (("%",), _PERCENT, " percent"),
    (("weeks ", "months ", "quarters ", "years "), _UNMARKED, r"\1 \2's"),
    (("days",), _UNMARKED_DAY, r"\1 \2day"),
    (("days ",), _OF_A_DAY, r"\1day"),
    ((" @ ",), _AT, "at"),
    ((" on ", "-on-"), _UNIT_ON_UNIT, r"this \1 vs last \1"),
    (("per ", "each "), _PER_USER_OF, r"by person at \1"),
    ((": ",), _HEADED, r"\2 for \1"),
    (("this ",), _THIS_AND_LAST, r"this \3 \1 \2 \3"),
    (("this ",), _OR_LAST, r"this \1 \2 last \1"),
    (("clock",), _CLOCK, " o'clock"),
    (("before/after",), _BEFORE_AFTER, "before and after"),
    (("'ll", "\u2019ll"), _WILL, r"\1 will"),
    ((" before",), _BEFORE_IT, r"\1 the "),
    ((", ",), _CHECKED_NOT, r"\g<verb>\g<rest>"),
    (("?", "n't", "nt "), _CHECKED, ""),
    (("no ", "none "), _NONE_OF, r"\1any"),
    (("?",), TAG_QUESTION, ""),
    ((",", "- ", "or n", "or what"), _TAG_OF_QUESTION, r"\1"),
    (("no ", "not "), _NONE_THERE, _whether_any),
    (("nobody", "no one", "noone"), _NOBODY, r"\1anybody\2\3?"),
    (("d'", "l'", "\u2019"), _ELIDED, ""),
    (("error", "message"), _LABELLED, "error says "),
    (("w/",), _SHORT_WITHOUT, "without"),
    (("w/", " w "), _SHORT_WITH, "with "),
    (("<",), _ANGLES, r" \1 "),
    (("lmk",), _LMK, "let me know"),
    ((" if ",), _IF_SOMEBODY, r"\1 when"),
    (("when ", "once ", "as soon as "), _WANTED_LAST, r"tell me \1 \2"),
)


def with_double_quotes(text: str) -> str:
    """The text; what stands between single quotes, three words or more, is quoted like that between double ones."""
    return _SINGLE_QUOTED.sub(r'"\1"', text)


def cut(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words as they were typed and in lower case; `dana's` is `dana`, `'s`. A letter's greeting is not."""
    typed: list[str] = []
    letter = _SIGNED.sub("", GREETING.sub("", text))
    said = letter.casefold()
    for words, pattern, instead in _REWRITTEN:
        for word in words:  # a generator is resumed for each
            if word in said:
                letter = pattern.sub(instead, letter)
                break
    if _OF_A_DIGEST.search(letter):
        letter = _NONE_AT_WEEKENDS.sub("digest on weekdays", letter)
        letter = _NOON.sub("12:00", _WORKING_WEEK.sub("on weekdays", letter))
        letter = _HOUR.sub(_of_24, _WORKING_DAYS.sub("on weekdays", letter))
    for token in split(_CUT.sub(" ", letter)):
        word = token.strip(":") if not token.endswith("::") else token
        bare = _POSSESSIVE.sub("", word) if word.endswith("'s") else word
        if bare != word and not _is_contraction(word.casefold()):
            typed += [bare, "'s"]
        elif word:
            typed.append(word)
    lower = [word.casefold() for word in typed]
    if _LONG_DRAWN.search(said):
        lower = [_LONG_DRAWN.sub(r"\1\1", word) for word in lower]
    return tuple(typed), tuple(_SHORT.get(word, word) for word in lower)


def _of_24(match: re.Match[str]) -> str:
    half = (match[2] or match[3] or "").casefold()
    hour = int(match[1]) + 12 * (half in {"afternoon", "evening"} and int(match[1]) < 12)  # noqa: PLR2004 - noon
    return f"at {hour}:00"


def _is_contraction(word: str) -> bool:
    return word in {
        "what's",
        "who's",
        "when's",
        "where's",
        "how's",
        "it's",
        "that's",
        "there's",
        "he's",
        "she's",
        "let's",
    }
