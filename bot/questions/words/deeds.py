"""Deeds said in words, as one would type them: whole, or not at all. Nothing is done until somebody presses them.

Every word is of the order, its object, its end, its reason or courtesy: any other one may turn it round or narrow it,
and then nothing is asked back.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

from bot.analysis.cases.sign_reviews import SignKey
from bot.questions.dates.calendar import WEEKDAYS, Moment
from bot.questions.dates.counts import COUNT, COUNTS
from bot.questions.dates.days import DAY_TO_COME, days_to_come
from bot.questions.words.not_read import which
from bot.questions.words.outcome import Declined, NotRead, Outcome, Read, done_at_once
from bot.questions.words.recognition.parts import Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.recognition.sentence import TAG_QUESTION, cut
from bot.questions.words.rules import cause_named

_BEFORE = (
    r"(?:(?:please|pls|plz|just|kindly|now|so|ok|okay|hi|hello|hey|bot|sspr|(?:can|could|would|will) you"
    r"|(?:i|we) (?:want|need|would like) (?:you )?to|(?:i'd|we'd) like (?:you )?to|let's|lets) )*"
)
_BEHIND = r"(?: (?:now|again|please|pls|plz|thanks|thank you|thx|cheers))*"
_SIGNS = "|".join(sorted(SignKey, key=len, reverse=True))
_SIGN = (
    rf"(?:(?:the|this|that|these|those|our|all(?: the)?) )?(?P<before>signs? )?(?P<sign>{_SIGNS})s?"
    "(?P<behind> (?:sign|finding|alert|alarm|one|reset)s?)?(?: on the list)?"
)
_ALERT = "(?:(?:alert|alarm|sign|finding|warning)s? (?:for|of|about|on) )?"
_OTHER_NAMES = (  # of a sign, and the sign: `the alert for resets by admins`
    (re.compile(rf"{_ALERT}resets? (?:by|of|from) (?:(?:the|our) )?admin(?:istrator)?s?"), "admin sign"),
    (re.compile(rf"{_ALERT}resets? (?:at|in the|during the) night"), "night sign"),
    (re.compile(rf"{_ALERT}resets? (?:right |shortly )?after (?:an? )?blocks?"), "after block sign"),
    (re.compile(rf"{_ALERT}repeat resets?"), "repeated sign"),
    (re.compile(rf"\b({_SIGNS}) resets? (?:sign|alert|alarm|warning|finding)s?\b"), r"\1 sign"),
    (re.compile(rf"\b({_SIGNS}) warnings?\b"), r"\1 sign"),
    (
        re.compile(
            rf"(?:the )?{_ALERT}(?:many (?:people )?from )?(?:one|same|the same)[- ]address(?: (?:sign|alert|one)s?)?"
        ),
        "address sign",
    ),
    (re.compile(rf"{_ALERT}strangers?(?: (?:sign|alert|alarm|finding)s?)?"), "unknown sign"),
    (re.compile(rf"(?:alert|alarm|warning)s? (?:for|of|about|on) (?:the )?({_SIGNS})s?\b"), r"\1 sign"),
)
_ALSO_ELSE = frozenset({SignKey.ADMIN, SignKey.ADDRESS, SignKey.UNKNOWN, SignKey.REPEATED})  # "ignore the admin"
_OF_SIGNS = re.compile(r"\b(?:mute|unmute|silence)\b")  # which nobody says of an address, but of a person
_NO = r"(?:no|not(?: an?)?)(?: (?:real|actual))?"
_INNOCENT = rf"(?:innocent|harmless|benign|legit(?:imate)?|an? false alarm|false alarm|{_NO} attack)"
_ATTACK = "(?:an? )?(?:(?:real|actual) )?attack"
_VERDICT = f"(?:(?P<innocent>{_INNOCENT})|(?P<attack>{_ATTACK}))"
_SURELY = "(?:(?:just|really|actually|definitely|certainly|clearly|completely|totally) )*"
_TRULY = "(?:(?:really|actually) )*"  # behind a not the others deny only how sure it is
_IS = "(?:is|was|are|were|turned out(?: to be)?)"
_IS_NOT = "(?:is|was|are|were)n't"
_CLOSE = "(?:close|record|mark|note|log|save|file|resolve)"
_IT = "(?:it|that|this|them)"
_CLOSED = (
    rf"(?: (?:so |then )?(?:please |pls )?{_CLOSE} {_IT}(?: down)?(?: (?:so|accordingly|(?:as|like) (?:that|such)"
    rf"|as (?:(?P<too>{_INNOCENT})|(?P<as_attack>{_ATTACK}))))?)?"
)
_MUTE = "(?:mute|silence|snooze|suppress|hide|ignore|shut up about)"
_LASTS = rf"(?:for (?:the next )?)?(?:(?P<count>{COUNT}) (?P<unit>day|week)s?|(?P<short>[1-9]\d{{0,3}}[dw]))"
_ORDERS = tuple(
    re.compile(rf"{_BEFORE}{order}{_BEHIND}")
    for order in (
        rf"(?P<back>unmute|reopen) {_SIGN}",
        rf"(?:remove|lift|end|undo|cancel|revert|take) the mute (?:from|of|on|off|for) {_SIGN}(?P<lifted>)",
        rf"(?:undo|revert|cancel|take back) the closing (?:of|on|for) {_SIGN}(?P<reopened>)",
        rf"{_MUTE} {_SIGN}(?: (?:until|till) (?P<day>.+?)| {_LASTS})?(?P<muted>)",
        rf"(?:{_CLOSE}|dismiss|treat|count|classify|flag|set|put) {_SIGN}(?: as| to)? {_VERDICT}",
        rf"{_SIGN} (?P<told>)(?:{_IS} {_SURELY}{_VERDICT}|{_IS_NOT} {_TRULY}(?P<denied>{_ATTACK})){_CLOSED}",
    )
)
_WAS = re.compile(  # `the burst was our own pentest, close it as innocent`
    rf"{_BEFORE}{_SIGN} {_IS} (?P<reason>(?:(?:just|only) )?(?:our|my|a|an|the) [^,;:.?!]+?)(?:[,;:.]| -)"
    rf" (?:so |and )?(?:please |pls )?(?:(?:{_CLOSE} (?:{_IT} )?as )?{_VERDICT}|(?:close|resolve|dismiss) {_IT})"
    r"(?: please| pls| now)*[.!]*",
    re.IGNORECASE,
)
_OUR_OWN = re.compile(  # who says so closes it as innocent
    r"\b(?:pen-?tests?|(?:penetration|load|stress|smoke|security) tests?|red[- ]?team\w*|scanners?"
    r"|(?:(?:security|vulnerability) )?scans?"
    r"|drills?|exercises?|training|maintenance|migration|simulation|phishing campaign|test (?:account|user|run)s?)$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(  # `a phishing campaign`, `the hacked test account`
    r"\b(?:hack\w*|attack\w*|foreign|external|unknown|their)\b|^(?!our|my)\S+(?: \S+)*? campaign$", re.IGNORECASE
)
_MONTHS = "(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
_DAY_SAID = (
    "(?:(?:last|this|past|the) )*(?:yesterday|today|night|morning|weekend|week"
    rf"|(?:{'|'.join(WEEKDAYS)})(?: (?:night|morning|afternoon|evening))?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)(?: of {_MONTHS}| {_MONTHS})?|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}-\d\d-\d\d)"
)
_CLOSE_OURS = re.compile(  # `close the burst, that was our pentest`
    rf"{_BEFORE}(?:close|resolve|dismiss) {_SIGN}(?:[,;:.]| -)? (?:because )?"
    r"(?P<reason>(?:it|that|this|they) (?:was|were|is) (?:(?:just|only) )?(?:our|my|an?|the) [^,;:.?!]+?)[.!]*",
    re.IGNORECASE,
)
_OF_A_DAY = re.compile(  # `the night sign from saturday`, `yesterday's burst`
    rf"\b(?:the )?{_DAY_SAID}['\u2019]s (?P<behind>(?:{_SIGNS})s?\b)"
    rf"|\b(?P<before>(?:{_SIGNS})s?(?: (?:sign|finding|alert|alarm|one)s?)?) (?:(?:from|of|on|in|at) )?{_DAY_SAID}\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"triage .+? (?:innocent|attack|reopen)\b")
_AS_A_WHOLE = "I close or reopen a sign as a whole, with all its attempts up to now, never those of one day."
_VERDICTS = frozenset({"innocent", "attack", "denied", "too", "as_attack"})
_OF_IT = ("was ", "is ")
_BECAUSE = re.compile(r"\b(?:because(?: of)?|due to|on account of)\s+(?=\S)", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:]+\s+|\s+-+\s+|[.!]+\s+")
_UNTIL = re.compile(r"(?P<reason>.+?),? (?:until|till|til) (?P<day>[^,;:.!]+)", re.IGNORECASE)
_THANKS = re.compile(r"(?:[\s,;.!-]|\b(?:please|pls|plz|thanks|thank you|thx|cheers)\b)*$", re.IGNORECASE)
_POLITE_QUESTION = re.compile(r"^\W*(?:\w+,? ){0,2}(?:can|could|would|will) you\b[^?]*\?$", re.IGNORECASE)
# So begins a clause that says why with no `because`: it states or names something, and orders nothing.
_STATES = re.compile(
    r"(?:and )?(?:(?:(?:that|this|it|these|those|they|we|he|she|there)(?:'?s|'re)?|our|my|his|her|their|its|the|an?)"
    r" (?!of\b|from\b|in\b|on\b|at\b|by\b|with\b)|(?:was|were) (?:(?:just|only) )?(?:our|my|an?|the) "
    r"|(?!who|nobody|what|which|not?\b)\w+ (?:was|were|is|are) (?:on|at|in|doing|working|testing|running)\b"
    r"|(?:planned|scheduled|announced|known|new|internal|maintenance|migration|load|stress|phishing|simulation|exercise"
    r"|campaign|pen-?(?:test)?|red-?team|penetration|tests?|testing|audit|rollout|training|onboarding|drill|upgrade"
    r"|deployment|christmas|holidays?|on-?call|rota(?:tion)?|shift)\b)",
    re.IGNORECASE,
)
# With these it says on what condition or of what else, or orders.
_CONDITIONS = re.compile(
    r"\b(?:if|unless|until|till?|when|whenever|while|as long as|in case|once|provided|doubts?|whether|otherwise|only"
    r"|except|but|then|also|please|ask|tell|show|send|post|give|list|keep|let|mute|unmute|reopen|close|record|mark|remind"
    r"|subscribe|map|export)\b",
    re.IGNORECASE,
)
# With these a clause is no reason unless `because` says so: it bounds, doubts or wishes.
_NO_REASON = re.compile(
    rf"{_CONDITIONS.pattern}|\b(?:should|must|shall|may|might|could|would|can|will|cannot|too|same|first|again"
    r"|later|or|not|never|no|nobody|i|think|guess|hope|believe|suppose|agree[sd]?|ask(?:s|ed|ing)|wrong|say|says|said|maybe|perhaps|probably|others?"
    r"|rest|everything|instead|wants?|needs?|ones?|most|least|longer|max|about|around|latest|days?|weeks?|months?|who"
    rf"|what|why|how|which|wait|check|sure|unsure|unclear|stays?|attack|lie|untrue|false|nonsense|opposite|joke"
    r"|hypothetical|unlikely|doubtful|doubts?|seems?|appears?|thinks|claims?|claimed|believes|assumption|assumes?|denies"
    r"|denied|disputed?|far|pending|cancell?ed|refuse[sd]?|excluded|few|alleged|supposed|suspected|possible|simulated"
    rf"|{_SIGNS}|{'|'.join(WEEKDAYS)})\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(rf"{_BEFORE}(?:unmute|reopen)\b", re.IGNORECASE)
_TOO_EARLY = re.compile(  # why it is taken back
    r"(?:that was )?(?:(?:i|we)(?:'ve| have)? (?:closed|muted|marked|did) (?:it|that|this|them) )?"
    r"(?:(?:much|far|way) )?(?:too (?:early|soon|fast|quickly)|by (?:mistake|accident)|prematurely)",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"(?:because )?(?:i|we)(?:'m| am| are|'re)? (?:(?:just|really|still|simply) )*"
    r"(?:(?:don't|do not|dont|can't|cannot) (?:(?:really|quite) )?(?:buy|believe|trust|accept|agree|think so)(?: with)?"
    r"(?: (?:it|that|this|them|him|her))?"
    r"(?: (?:story|explanation|excuse|reason|verdict|one))?|not (?:really |quite |so )?(?:convinced|sure|satisfied)"
    r"(?: (?:about|of|by|with) (?:it|that|this))?)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:(?:aren't|isn't|not|am not|are not) )?(?:so )?(?:sure|certain|convinced|unsure)\b", re.IGNORECASE
)
_MAY_BE = re.compile(
    r"close (?:it|that|this|them)|(?:close|resolve|dismiss) .*\b(?:was|were|is)\b|closing"
    r"|mute|shut up|silence|snooze|suppress|hide|ignore|reopen|attack|innocent|harmless|benign|legit|alarm",
    re.IGNORECASE,
)
_SHOWN = 200  # characters of a question that is asked back
_AS_SHOWN = re.compile(r"[ -_a-~\u00a1-\u024f]+")  # letters that look the same typed and shown
_ORDERED = re.compile(rf"\b(?:{_CLOSE}|dismiss|treat|unmute|reopen|{_MUTE})\b(?! (?:was|were|is|had)\b)", re.IGNORECASE)
_TO_DAY = "(?:until|till?)"
_UP_TO = re.compile(rf"\b{_TO_DAY} (?P<day>.+)")
_IF = re.compile(  # a condition, a question, a denial or a bound
    r"\b(?:if|unless|when|whenever|while|in case|whether|otherwise|only|except|but|maybe|perhaps|should|could"
    r"|can i|may i|don't|dont|do not|never|nobody|didn't|cannot|can't|who|what|which|why|how|first"
    r"|also|no|or|others?|lie|most"
    rf"|hardly|again|longer|not(?! (?:an? )?(?:(?:real|actual) )?attack))\b|\b{_TO_DAY}\b.*\b{_TO_DAY}\b",
    re.IGNORECASE | re.DOTALL,
)
_FEWEST_WORDS = 3  # of a reason
_A_SIGN = re.compile("|".join(rf"\b{key}(?=s?\b)" for key in sorted(SignKey, key=len, reverse=True)))
_TO = "(?:as|to|under|into|onto)"
_CODE = r"(?:(?:the|error|code|detail) )*(?P<code>u[0-9a-f]{5})"  # by which `unknown` lists a detail
_MAPS = tuple(
    re.compile(rf"{_BEFORE}{order} (?P<cause>\S+(?: \S+)*?){_BEHIND}")
    for order in (
        rf"(?:map|count|treat|file|classify|book|label|register|put) {_CODE} {_TO}",
        rf"(?:call|label) {_CODE}",
        rf"(?:give|assign|add) {_CODE} the cause",
        rf"{_CODE} (?:should|must|has to|needs to) (?:count|be (?:mapped|counted|treated|filed|classified)) {_TO}",
    )
)
_TROUBLES = ("problem", "issue", "error", "failure")
_OF_A_CAUSE = frozenset({"a", "an", "the", "cause", *_TROUBLES})
_URGENT = (
    r"(?:(?:(?:the|new) )*(?:(?:urgent|attack|security) )+signs|(?:urgent )?signs of (?:an )?attacks?"
    r"|something (?:that |which )?(?:smells|looks) like an attack|an? (?:(?:urgent|attack|security) )+sign)"
)
_HERE = r"(?:(?:straight|right|directly) )?(?:(?:in|into|to) )?(?:here|this (?:chat|room|channel))"
_AT_ONCE = (
    r"(?: (?:at once|immediately|instantly|right away|straight away|asap"
    r"|as (?:soon as )?they (?:come|turn|show)(?: in| up)?"
    r"|the moment they (?:come|turn|show|appear)(?: in| up)?|as they (?:happen|appear|arrive)))?"
)
_WISH = "(?:(?:i|we) (?:want|need) |(?:post|send|put|write|deliver) )?"
_TELL = "(?:tell|alert|notify|warn|inform) (?:us|this channel|(?:the people|everybody|everyone) here)(?: here)?"
_OF = "(?:about|of|when|whenever|if|as soon as|once)(?: there is| there's)?"
_AN_ATTACK = "(?:an attack|attacks|(?:we are|we're|somebody is|someone is) (?:under attack|attacking us))"
_SHOWS = rf"(?: (?:comes?|shows?|pops|turns) up| appears?| shows?)?{_AT_ONCE}"
_WANTS = tuple(
    re.compile(rf"{_BEFORE}{order}{_BEHIND}")
    for order in (
        rf"{_WISH}{_URGENT}(?: posted| sent)?{_AT_ONCE} {_HERE}{_AT_ONCE}",
        rf"{_TELL}{_AT_ONCE} {_OF} (?:{_URGENT}|{_AN_ATTACK}){_SHOWS}",
    )
)
_QUOTED = re.compile(r'"[^"]+ [^"]+"')
# What may stand beside a deed and changes nothing of it; `P` is whoever is named, and in <> are the words of the deed.
_BESIDE = re.compile(
    r"(?:(?:<(?!was\b|were\b|did\b|(?:un)?followed\b|unsubscribed\b|never follow\b)[^>]*>"
    r"(?: (?:about |of )?(?:everyone|everybody|anyone|people)(?: i(?= <))?)?"
    r"|(?:i|we) <[^>]*\b(?:want|need)\b[^>]*>|P|please|pls|plz|kindly|just|now|right now|right away|asap|at once"
    r"|quickly|hi|hello|hey|team|ok|okay|bot|sspr|so|also|then|and|(?:can|could|would|will) (?:you|u)(?: mind)?"
    r"|you can|let's|lets|go ahead and|(?:i|we) (?:want|need|would like)(?: you)? to|(?:i'd|we'd) like(?: you)? to"
    r"|i'm(?= <)|i've(?= <)|take|put|thanks|thank you|thx|cheers|a|an|the|my|our|all|those|this|that|it|of|for|from|on"
    r"|off|in|to|about|with|here|me|us|(?:i|we) promised|i'd(?= <?(?:call|phone|ring)\b)|call|ring|back"
    r"|let me know|tell(?:ing)? me|number|one|case|messages|updates|any ?more|any longer|longer|needed|again"
    r"|(?:her |his |the )?(?:second|third|fourth|fifth|2nd|3rd|4th) (?:call|time) (?:today|already|in a row)"
    r"|finally|she|he|they|her|him|them|is|are|'s|has|gets|she's|he's|hes|shes)(?= |$) ?)*"
)
_TELLS_OF_THEM = re.compile(
    r"(?:she|he|they|it|she's|he's|they're|it's|that's|i'm|we're|my|our|the|a"
    r"|(?:i|we|i've|we've)(?: have| had| just| already)* (?:gave|given|assigned|called|phoned|rang|unlocked|unblocked"
    r"|reset|mailed|sent|helped|moved|fixed|spoke|added|removed|registered))(?: (?!(?:not|no|never|cannot|keep|still"
    r"|wants?|asked|asks|if|but|unless|until|only|may|might|maybe|should|would|nothing|sure|think"
    r"|practically|about|claims|hardly|nearly|almost|barely|scarcely|tomorrow|later|soon|early|joke|wrong|mistake"
    r"|false|nonsense|told|what)\b)(?!\S*n't)\S+)+",
    re.IGNORECASE,
)
_IT_IS_OVER = re.compile(
    r"\b(?:works?|worked|working|back|in|got|rang|called|recovered|sorted|fixed|solved|done|fine|ok|okay|through|left)\b",
    re.IGNORECASE,
)
_IN_CASE = re.compile(r"\bin case\b", re.IGNORECASE)
_OF_SOMEBODYS = re.compile(
    r" 's (?:advice|steps|example|instructions|lead|suggestions?|orders|rules|plan|request)(?!\S)"
)
_MAY_I = re.compile(
    r"(?:(?:can|could|may|shall|should) (?:i|we)|how (?:do|can) (?:i|we)|how to)(?: still| just| also)?(?= )"
)
_HIDES = ("counts_only", "masked")
_TO_ME = frozenset({"me", "myself"})
_NO_ORDER_OF_A_DIGEST = re.compile(r"\b(?:is|are|gets|has|off)\b")  # `the digest is posted now`
_OTHERS_DO_IT = re.compile(  # `they unfollow dana`, `the team posts the digest now`; an order's verb stands behind
    r"(?:(?:and|so|but|also|then) )*(?:she|he|they|it)(?: (?:are|is|will|also|just|now))* "
    r"(?=<(?!recovered|back|through|stuck|done)|send|end|stop|cancel|tell me|let me know)"
)
_NAMES = (
    "I do not change what names a digest has: its subscription says so for every post, with `show:names`, `show:masked`"
    " or `show:counts`."
)


def as_typed(key: str, sentence: Sentence) -> str | None:
    """What to type for a cause that a detail is given, in a row of this key.

    None where a word is of anything but the detail, the one cause and courtesy.
    """
    if key not in {"mapping", "own cause"} or "?" in sentence.text:
        return None
    said = _said(sentence)
    order = next((found for pattern in _MAPS if (found := pattern.fullmatch(said))), None)
    if order is None:
        return None
    start, stop = (len(said[: order.start("cause")].split()), len(said[: order.end("cause")].split()))
    parts = [part for part in sentence.found if part.start < stop and start < part.stop]
    if order["cause"].startswith(("no ", "not ")) and order["cause"].endswith(_TROUBLES):  # `as no licence problem`
        return None
    said_of_it = (part for part in parts if not cause_named((part,)))
    of_it = all(_OF_A_CAUSE.issuperset(sentence.words[part.start : part.stop]) for part in said_of_it)
    cause = cause_named(parts)
    return f"map {order['code']} to {cause}" if of_it and cause else None


def wants_signs(sentence: Sentence) -> bool:
    """Whether the urgent signs are wanted in the channel that it is said in, at once, and nothing else is."""
    return "?" not in sentence.text and any(pattern.fullmatch(_said(sentence)) for pattern in _WANTS)


def may_stand_beside(command: str, others: Collection[str]) -> bool:
    """Whether what is told beside a command surely does not turn it round: `she rang to say it works` beside a deed."""
    if not done_at_once(command):
        return True
    over = not command.startswith("unfollow") or any(map(_IT_IS_OVER.search, others))
    return over and bool(others) and all(map(_TELLS_OF_THEM.fullmatch, others))


def not_ordered(command: str, taken: Collection[str], sentence: Sentence) -> Outcome | None:
    """No to a deed beside which any word stands that may turn, narrow or ask about it; None for a plain order.

    `taken` are the tags of the words that the deed may be said with. Whether one may do it is asked back.
    """
    kind = command.partition(" ")[0]
    if kind == "digest" and any(map(sentence.of, _HIDES)):
        return Declined("names in a digest", _NAMES, "help subscribe")
    if not done_at_once(command):
        return None
    return _asked_or_denied(kind, command, sentence) or _beside_order(kind, command, taken, sentence)


def _asked_or_denied(kind: str, command: str, sentence: Sentence) -> Outcome | None:
    """What is answered to a deed that is only asked about, or that would do something else; None for any other."""
    said = " ".join(sentence.words)
    if said.startswith("what does ") or (kind == "follow" and sentence.words[0] == "how"):
        return Read(f"help {kind}")
    if kind == "follow" and _OF_SOMEBODYS.search(said):
        return Declined("no order", "I did nothing: I follow people, and nothing that they say or do.", "help follow")
    if kind == "digest" and _TO_ME & {*sentence.words}:  # who alone sees a preview
        return which(sentence, ("digest preview", command))
    return which(sentence, (command,)) if TAG_QUESTION.search(sentence.text) else None  # `unfollow dana, no?`


def _beside_order(kind: str, command: str, taken: Collection[str], sentence: Sentence) -> Outcome | None:
    """No to a deed beside which a word stands that is not known to change nothing."""
    text = " ".join(filter(None, (_beside(part, taken, sentence) for part in sentence.found)))
    asked = _MAY_I.match(text)
    plain = _BESIDE.match(text, asked.end() + 1 if asked else 0)
    end = plain.end() if plain else 0
    stated = _OTHERS_DO_IT.match(text) or (kind == "digest" and _NO_ORDER_OF_A_DIGEST.search(text))
    end = stated.start() if stated else end
    quoted = _QUOTED.search(sentence.text)
    if (condition := _IN_CASE.search(text)) or _IN_CASE.search(sentence.text):
        end = condition.start() if condition else 0
    elif end == len(text) and not quoted and not stated:
        if not asked:
            return None
        if sentence.text.endswith("?") or text.startswith("how"):
            return which(sentence, (command,))
        end = 0
    other = re.split(r" (?=<|P(?: |$))", text[end:])[0].strip(" <>")
    no = "what stands in quotes is no order." if quoted else f'with "{other}" in it that is no plain order.'
    return Declined("no order", f"I did nothing: {no}", f"help {kind}")


def _beside(part: Found, taken: Collection[str], sentence: Sentence) -> str:
    """What a part is beside a deed: its words, P for whoever is named, nothing for why it is ordered."""
    bound = part.start and sentence.words[part.start - 1] in {"if", "in", "to", "unless"}
    if part.has("aside") and sentence.words[part.start] in positions().says_why and not bound:
        return ""
    if part.has("person"):
        return "P"
    said = " ".join(sentence.words[part.start : part.stop])
    return f"<{said}>" if part.has("to_follow") or any(part.has(tag) for tag in taken if tag != "idle") else said


def sign_of(words: str) -> str:
    """The sign of `odd` that is named; "" for none or several."""
    said = set(_A_SIGN.findall(words))
    return said.pop() if len(said) == 1 else ""


def _said(sentence: Sentence) -> str:
    return " ".join(sentence.typed).casefold()


def said_of_a_sign(sentence: Sentence, moment: Moment) -> NotRead | Declined | None:
    """What is asked back for what is said of a sign, or the no to closing it for one day; None where nothing is."""
    if command := of_a_sign(sentence, moment):
        return which(sentence, (command,))
    if command := of_a_sign_of_a_day(sentence, moment):
        return Declined("signs", _AS_A_WHOLE, command)
    if command := _loosely_of_a_sign(sentence, moment):
        of_a_day = _OF_A_DAY.search(_by_its_key(sentence.text))
        return Declined("signs", _AS_A_WHOLE, command) if of_a_day else which(sentence, (command,))
    return None


def of_a_sign(sentence: Sentence, moment: Moment) -> str | None:
    """What to type for what is said of a sign; None where a part is left out, or any word is of something else.

    Raises ParseError for a day that no calendar has.
    """
    text = sentence.text.strip()
    if not _MAY_BE.search(text) or ("?" in text and not _POLITE_QUESTION.match(text)):
        return None
    text = text.rstrip("?")
    for order, reason in _parted(text):
        said = " ".join(cut(order)[1])
        if (command := _said_whole(said, sentence, moment)) is None:
            continue
        if until := _UNTIL.fullmatch(reason):
            day = _day(until["day"], sentence, moment) if command.endswith(" mute") else None
            return _typed(f"{command} {day}", until["reason"]) if day else None
        return _typed(command, reason)
    renamed = _by_its_key(text)
    was = _WAS.fullmatch(renamed) or _CLOSE_OURS.fullmatch(renamed)
    if not was or not (was["before"] or was["behind"] or was["sign"].casefold() == SignKey.BURST):
        return None
    verdicts = {"innocent", "attack"} & {name for name, said in was.groupdict().items() if said}
    ours = _OUR_OWN.search(was["reason"]) and not _OF_OTHERS.search(was["reason"])
    if _NO_REASON.search(was["reason"]) or not (verdicts or ours):
        return None
    return _typed(f"triage {was['sign'].casefold()} {verdicts.pop() if verdicts else 'innocent'}", was["reason"])


def _by_its_key(text: str) -> str:
    """The text with a sign by its own name: `the stranger sign` is `unknown sign`."""
    for other_name, sign in _OTHER_NAMES:
        text = re.sub(other_name.pattern, sign, text, flags=re.IGNORECASE)
    return text


def of_a_sign_of_a_day(sentence: Sentence, moment: Moment) -> str | None:
    """The closing or reopening of a sign of which one day is named: of the sign as a whole, as it can only be typed."""
    if not _MAY_BE.search(sentence.text):
        return None
    named = _by_its_key(sentence.text)
    text = _OF_A_DAY.sub(lambda day: f"the {day['behind']}" if day["behind"] else day["before"], named, count=1)
    command = None if text == named else of_a_sign(replace(sentence, text=text.replace("the the", "the")), moment)
    return command if command and _WHOLE.match(command) else None


def _loosely_of_a_sign(sentence: Sentence, moment: Moment) -> str | None:
    """What to type for what one clause orders of the one sign that is named, the others its reason.

    It is asked back, so the words need not be known; none of them may set a condition, deny the order or ask.
    """
    text = _by_its_key(sentence.text.strip())
    said = (_thanked(clause) for each in _PAUSE.split(text) for clause in _BECAUSE.split(each))
    clauses = [clause for clause in said if clause]
    orders = [clause for clause in clauses if _ORDERED.search(clause)]
    key, others = sign_of(text.casefold()), [clause for clause in clauses if clause not in orders]
    short = any(len(clause.split()) < _FEWEST_WORDS for clause in others)
    if (
        not key
        or short
        or "?" in text
        or len(orders) != 1
        or sentence.has_any({"person", "domain"})
        or _IF.search(text)
    ):
        return None
    order = orders[0].casefold()
    named = re.search(
        rf"\b{key}s?\b" + " (?:sign|alert|one|thing|reset|finding)" * (key in _ALSO_ELSE), text.casefold()
    )
    if not named or not re.search(rf"\b(?:{key}s?|it|that|this|one)\b", order):
        return None
    reason = ", ".join(others)
    command = _loose_command(key, order, reason, sentence, moment)
    return _typed(command, reason) if command else None


def _loose_command(key: str, order: str, reason: str, sentence: Sentence, moment: Moment) -> str | None:
    until = _UP_TO.search(order)
    if back := re.search(r"\b(?:unmute|reopen)\b", order):
        return None if until else f"triage {key} {back[0]}"
    if re.search(_MUTE, order):
        if _OF_A_DAY.search(sentence.text):
            return None
        day = _day(until["day"].strip(), sentence, moment) if until else None
        return f"triage {key} mute {day}" if day else None
    said = f"{order} {reason.casefold()}"
    innocent, rest = re.search(_INNOCENT, said), re.sub(_INNOCENT, "", said)
    attack = re.search(rf"\b{_ATTACK}\b", rest)
    if innocent and attack:
        return None
    ours = _OUR_OWN.search(reason) and not _OF_OTHERS.search(reason)
    verdict = "attack" if attack else "innocent" if innocent or ours else ""
    return f"triage {key} {verdict}" if verdict else None


def _typed(command: str, reason: str) -> str | None:
    """The deed with its reason; None for a mute without one, and for what would not be shown as it is typed."""
    if " mute" in command and (command.endswith(" mute") or not reason):
        return None
    reason = f"it {reason}" if reason.casefold().startswith(_OF_IT) else reason  # `close it, was our pentest`
    typed = f"{command} because {reason}" if reason else command
    return typed if len(typed) <= _SHOWN and _AS_SHOWN.fullmatch(typed) else None


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """The order and the reason, wherever the one may end and the other begin; the longest order first."""
    if because := _BECAUSE.search(text):
        if because.start():
            order, reason = text[: because.start()], _thanked(text[because.end() :])
            if _is_reason(reason):
                yield order, reason
            return
        for pause in _PAUSE.finditer(text):
            if _is_reason(reason := text[because.end() : pause.start()]):
                yield text[pause.end() :], reason
        return
    yield text, ""
    back = bool(_TAKEN_BACK.match(text))
    for pause in reversed([*_PAUSE.finditer(text)]):
        reason = _thanked(text[pause.end() :])
        too_early = back and (_TOO_EARLY.fullmatch(reason) or _DOUBTED.fullmatch(reason))
        if not reason or too_early or _is_stated(_UNSURE.sub("", reason) if back else reason):
            yield text[: pause.start()], reason


def _thanked(text: str) -> str:
    """A reason without courtesy and the stops behind it."""
    return _THANKS.sub("", text)


def _is_reason(text: str) -> bool:
    """Whether what stands behind `because` says why, and all of it: each of its clauses states something."""
    first, *others = _PAUSE.split(text)
    until = _UNTIL.fullmatch(text)  # `because of the pentest until friday`
    first = until["reason"] if until and not others else first
    return any(map(str.isalnum, first)) and not _CONDITIONS.search(first) and all(map(_states, others))


def _is_stated(text: str) -> bool:
    """The same of what stands behind no `because`."""
    return all(map(_states, _PAUSE.split(text)))


def _states(clause: str) -> bool:
    """Whether a clause says why, and nothing else: `the night, too` is another sign."""
    return bool(_STATES.match(clause)) and not _NO_REASON.search(clause)


def _said_whole(said: str, sentence: Sentence, moment: Moment) -> str | None:
    """The deed that an order is as a whole, a mute with its end if it has one."""
    for other_name, sign in _OTHER_NAMES:
        said = other_name.sub(sign, said)
    order = next((found for pattern in _ORDERS if (found := pattern.fullmatch(said))), None)
    parts = {name: part for name, part in order.groupdict().items() if part is not None} if order else {}
    sure = _OF_SIGNS.search(said) or (_VERDICTS & parts.keys() and "told" not in parts)
    also_else = {SignKey.ADMIN} if sure else _ALSO_ELSE
    bare = not {"before", "behind"} & parts.keys()
    if not parts or (bare and (parts["sign"] in also_else or ("told" in parts and parts["sign"] != SignKey.BURST))):
        return None
    if "muted" in parts:
        end = _end(parts, sentence, moment)
        return None if end is None else f"triage {parts['sign']} mute {end}".rstrip()
    verdicts = {"attack" if name.endswith("attack") else "innocent" for name in _VERDICTS & parts.keys()}
    if len(verdicts) > 1:
        return None
    back = "reopen" if "reopened" in parts else parts.get("back", "unmute")
    return f"triage {parts['sign']} {verdicts.pop() if verdicts else back}"


def _end(parts: dict[str, str], sentence: Sentence, moment: Moment) -> str | None:
    """The end of a mute as one would type it; "" where none is said, None where it is none."""
    if "day" in parts:
        return _day(parts["day"], sentence, moment)
    if "count" not in parts:
        return parts.get("short", "")
    number = COUNTS.get(parts["count"]) or int(parts["count"])
    return f"{number}{parts['unit'][0]}" if number else None


def _day(words: str, sentence: Sentence, moment: Moment) -> str | None:
    """The one day to come that words are as a whole, up to which a mute lasts, it included.

    Of a weekday it is the next one, and not today.
    """
    said = words.casefold().removeprefix("the ")
    for part in sentence.of("target"):  # `christmas`, `the end of december`
        if sentence.said(part).casefold().removeprefix("until ").removeprefix("till ").removeprefix("the ") == said:
            said = part.value.removeprefix("by ")
    if not _to_come().fullmatch(said):
        return None
    days = days_to_come(said, moment)
    day = days.first + timedelta(weeks=1) * (said in WEEKDAYS and days.first == moment.today)
    return str(day) if days.after - days.first == timedelta(days=1) and day >= moment.today else None


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(DAY_TO_COME)
