"""What was done on a day that one clause tells, and what another asks of the time since."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.questions.dates.calendar import MONTHS, Moment
from bot.questions.dates.counts import COUNTS, number
from bot.questions.dates.windows import take_window
from bot.questions.parse_error import ParseError
from bot.questions.words.clauses import ANSWERS_ALONE, SENTENCES, TIMES, Reader, beside
from bot.questions.words.not_read import which
from bot.questions.words.notes import ASKED_TO_REGISTER, OF_FAILURES
from bot.questions.words.outcome import NotRead, Read
from bot.questions.words.recognition.parts import DENIES, NARROWS
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.two_questions import HAD

_TELLS_FIRST = re.compile(r"(?<=\w)(?:[,.;:!]\s+|\s+[-\u2013]+\s+)(?:(?:so|and|but|now)\s+)*", re.IGNORECASE)
_WAS_DONE = re.compile(  # `we switched on number matching last monday`; not `we had`, `we saw`
    r"(?:(?:so|ok|hi|hello|as you know|last \w+|on \w+(?: \w+)?|yesterday)[, ]+)*"
    r"(?:we|i|they|(?:our|the|my) (?:\w+ ){1,2}?|microsoft|someone|somebody)"
    r"(?:'ve| have| has| had| just| also| finally)* ?"
    r"(?:moved|switched|changed|turned|enabled|re-?enabled|disabled|bought|purchased|gave|rolled|sent|mailed|launched"
    r"|started|ran|held|set|raised|lowered|added|removed|assigned|introduced|renewed|announced|told|trained|reminded"
    r"|opened|extended|patched|restarted|updated|upgraded|fixed|reduced|increased|made|went|activated|deactivated|cut"
    r"|allowed|restricted|limited|tightened|relaxed"
    r"|ordered|got (?:the|more|new)|put|handed|did|(?:was|were|got) \w+(?:ed|en)) ",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(
    r"(?:^(?:since then|after that|afterwards|since)[, ]+)"
    r"|,? (?:(?:after|since|because of|due to|following) (?:that|it|this|then)(?: (?:day|change|switch|move))?"
    r"|since|afterwards|ever since|thereafter|from then on|so far|now)(?= *$)|,? (?:since then|after that)(?= )",
    re.IGNORECASE,
)
_MADE = (  # `did requiring two methods make it worse`
    r"(?:did|has|have) (?P<deed>(?:\S+ ){1,6}?)(?:make|made) (?:it|things|that|everything|matters)"
    r" (?:any |much |really )?(?P<how>better|worse)\W*"
)
_MADE_IT = re.compile(rf"{_MADE}$", re.IGNORECASE)
_ASKED_TO_REGISTER = re.compile(
    r"\b(?:mailed|e-?mailed|asked|told|invited|reminded|wrote to|messaged|nudged)\b.* to (?:register|enroll?|sign up)",
    re.IGNORECASE,
)
_CHANGED_LAST = re.compile(rf"(?P<asked>{_MADE})\s+(?P<told>.+)", re.IGNORECASE)
_OF_THEM = frozenset({"they", "them", "those"})
_NOT_OF_THE_DAY = re.compile(r"^(?:since|after|around) ", re.IGNORECASE)
_CEASED = re.compile(r"(?:stop|stopped|go away|gone away|went away|disappear(?:ed)?|ceased?)(?= *$)", re.IGNORECASE)
_OF_A_CHANGE = frozenset({"direction", "helped", "more_of", "help", "bring"})  # `any better?`, `did it help?`
_HELPED = ("helped", "compare", "trend")
_WHOSE = frozenset({"domain", "person", "guests"})
_TREND = re.compile(
    r"(?:(?:please|pls|just|so|can i (?:get|have)|give me|show(?: me)?|the|a) )*(?P<trend>trend\b)", re.IGNORECASE
)
_ASKED_OF = frozenset({"failures", "result", "reset", "unregistered", "stuck", "recovered"})
_EVENT = r"(?: (?:the|our|that) (?:\w+ )?(?:change|switch|update|upgrade|rollout|move|migration|mail|campaign|outage))?"
_LENGTHS = re.compile(
    r"\b(?:the )?(?P<count>\d+ |one |two |three |four |five |six |seven |eight |nine |ten )?(?P<unit>day|week)s?"
    rf" before{_EVENT} (?:and|or|vs\.?|versus|against|with|to|compared (?:to|with))"
    rf" (?:the )?(?:(?P<too>(?:\w+ )?(?:days?|weeks?)) )?after{_EVENT}\b",
    re.IGNORECASE,
)
_DATED_LAST = re.compile(
    r",? (?:(?:the |our |that )?(?:change|switch|update|move|it) (?:was|is|happened)(?: on)?|on) (?=\S)"
)
_BEFORE_WE = re.compile(  # `failures before and after we enabled the app on november 5`
    r"\bbefore (?:and|vs\.?|versus) after (?P<what>(?:we|they|i|microsoft|(?:the|our|that) \w+) (?:\w+ ){1,6}?)"
    r"(?:on|in) (?=\S)",
    re.IGNORECASE,
)
_DID_TO = re.compile(  # `what did the change on november 24 do to failures`
    r"what (?:did|has|have) (?:the|our|that) (?:\S+ )?(?:change|switch|update|move|migration|rollout|mail|campaign)"
    r" (?:on|of|from) (?P<day>\S+(?: \S+){0,2}?) (?:do|done|bring|brought|change|changed) (?:to|for|with|about)"
    r" (?:(?:the|our) )*(?P<asked>.+)",
    re.IGNORECASE,
)
_COMPARED_SINCE = re.compile(r"compare since (?P<day>.+?)(?P<rest>(?: \w+:\S+)*)$")
_DAYS = {"day": 1, "week": 7}
_SAME_LENGTH = "the same length before that day and from it on"
_NOT_YET = "so long has not passed since; the time from it on beside as long before"


def since_change(sentence: Sentence, reader: Reader) -> Read | None:
    """The question since the day on which something was done: `we moved to two methods on the 10th, more failures?`.

    The day is that of the deed, so nothing is asked of that day alone. None where a row of the table has it:
    `we bought licences on monday, are people through since`.
    """
    text = sentence.text.rstrip(" .?!")
    halves = ((text[: end.start()], text[end.end() :]) for end in _TELLS_FIRST.finditer(text))
    parts = [(before, asked) for before, asked in halves if _tells_what_was_done(before)]
    if (made := _CHANGED_LAST.fullmatch(text)) and _tells_what_was_done(made["told"]):
        parts.append((made["told"], made["asked"]))
    whole = reader.meaning(sentence) if parts else None
    if isinstance(whole, Read) and " since " in whole.command and not _ASKED_TO_REGISTER.search(parts[0][0]):
        return None
    return next(filter(None, (_since(before, asked, reader) for before, asked in parts)), None)


def _tells_what_was_done(text: str) -> bool:
    return _WAS_DONE.match(text) is not None and not HAD.match(text)


def _since(before: str, asked: str, reader: Reader) -> Read | None:
    """What is asked of the time since the day that the first clause tells, and what is left aside."""
    pointed = _CEASED.sub("go down", _SINCE_THEN.sub("", asked.rstrip(" .?!")))
    made = _MADE_IT.match(pointed)
    pointed = f"is it {made['how']}" if made else pointed
    try:
        done, question = reader.words(before), reader.words(pointed)
        of_one_day = len(done.of("window")) == 1 and not done.of("future") and not question.tags() & TIMES
        of_since = bool(question.tags() & _OF_A_CHANGE) or pointed != asked.rstrip(" .?!")
        tags = done.tags() | (reader.words(made["deed"]).tags() if made else frozenset())
        narrows = tags & _WHOSE - question.tags()
        if done.has_any(DENIES) or not of_one_day or not of_since or narrows:
            return None
        since = "since " + _NOT_OF_THE_DAY.sub("", done.of("window")[0].value)
        outcome = reader.read(f"{pointed} {since}")
    except ParseError:
        return None
    if not isinstance(outcome, Read) or outcome.command.partition(" ")[0] not in ANSWERS_ALONE:
        return None
    if since not in outcome.command or (question.of("helped") and not outcome.command.startswith(_HELPED)):
        return None
    what = f', "{made["deed"].strip()}"' if made else ""
    aside = f'left aside: "{before}"{what}'
    if _OF_THEM & {*question.words} and outcome.command.startswith(("resets ", "failures ")):
        return None  # of those whom it was done for, whom no report names
    outcome = _of_before_and_after(outcome, since, done, question)
    return replace(outcome, note="; ".join(filter(None, (aside, outcome.note))), clause=question)


def _of_before_and_after(outcome: Read, since: str, done: Sentence, question: Sentence) -> Read:
    """Better or worse since a deed is held against the time before it; who was asked to register may have done so."""
    if outcome.command.startswith("trend since") and "trend" not in question.words:
        counted = OF_FAILURES * bool(question.tags() & {"reset", "success"})
        note = "; ".join(filter(None, (outcome.note, counted)))
        return replace(outcome, command=outcome.command.replace("trend", "compare", 1), note=note)
    asked = ASKED_TO_REGISTER & {*done.words} or _ASKED_TO_REGISTER.search(" ".join(done.words))
    if outcome.command.startswith("helped since") and asked:
        return Read(f"registrations {since} by day", "who registered since; what came of that alone nobody can tell")
    return outcome


def trend_named(text: str, reader: Reader) -> Read | NotRead | None:
    """The trend that is asked for by its name behind what it is to tell: `is it getting better? trend 60d please`.

    Asked back where that is of another time.
    """
    *first, last = SENTENCES.split(text.strip())
    if len(first) != 1 or not (match := _TREND.match(last)):
        return None
    try:
        before, named = reader.words(first[0].rstrip(" .!?")), reader.words(last[match.start("trend") :].rstrip(" .!?"))
        outcome = reader.read(named.text)
    except ParseError:
        return None
    if not before.of("direction") or not isinstance(outcome, Read) or not outcome.command.startswith("trend"):
        return None
    if before.has_any({"filter"}):  # which the trend alone would drop
        return None
    if before.tags() & (TIMES | _ASKED_OF):  # else two times would be held against each other
        return which(reader.words(text), (outcome.command,))
    return None if before.tags() & (NARROWS - {"only"}) else beside(outcome, named, (before.text,))


def around_a_day(text: str, reader: Reader, moment: Moment) -> Read | None:
    """Two spans of one length that is said, before a day and from it on.

    Where so long has not passed since, the time from the day on is held against as long before it. None where no such
    lengths are said, or of no one day.
    """
    if (event := _BEFORE_WE.search(text)) and (held := _since_day(_BEFORE_WE.sub("before and after ", text), reader)):
        return replace(held, note=f'left aside: "{event["what"].strip()}"; {held.note}')
    if done := _DID_TO.fullmatch(text.rstrip(" ?.!")):
        return _since_day(f"{done['asked']} before and after {done['day']}", reader)
    said = _LENGTHS.search(text)
    days = _length(f"{said['count'] or ''}{said['unit']}") if said else 0
    if not said or (said["too"] and _length(said["too"]) != days):
        return None  # two lengths are not held against each other
    dated = _DATED_LAST.sub(" ", text[said.end() :])
    outcome = _since_day(f"{text[: said.start()]}before and after{dated}", reader)
    since = _COMPARED_SINCE.match(outcome.command) if outcome else None
    taken = take_window(tuple(since["day"].split()), moment) if since else None
    if not outcome or not since or not taken or since["day"].casefold() in MONTHS:
        return None
    day = taken[0].window.start.astimezone(moment.zone).date()
    length = timedelta(days=days)
    if day + length > moment.today:
        return replace(outcome, note=_NOT_YET)
    last = timedelta(days=1)
    windows = f"{day - length}..{day - last} with {day}..{day + length - last}"
    return replace(outcome, command=f"compare {windows}{since['rest']}", note=_SAME_LENGTH)


def _length(said: str) -> int:
    """How many days `2 weeks`, `one day` or `week` are; 0 where that is not known."""
    *count, unit = said.casefold().split()
    known = count[0] if count else "one"
    return (number(known) if known in COUNTS or known.isdigit() else 0) * _DAYS[unit.removesuffix("s")]


def _since_day(asked: str, reader: Reader) -> Read | None:
    """The comparison since one day; None for another question."""
    try:
        outcome = reader.read(asked)
    except ParseError:
        return None
    return outcome if isinstance(outcome, Read) and outcome.command.startswith("compare since ") else None
