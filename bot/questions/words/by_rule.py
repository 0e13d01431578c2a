"""What the first row of the table that fits makes of a sentence, or of all of it but what says nothing of its own."""

from collections.abc import Collection
from dataclasses import replace

from bot.questions.words.callers import of_somebody
from bot.questions.words.cannot import of_kind
from bot.questions.words.deeds import not_ordered, wants_signs
from bot.questions.words.nearly import stands_among, stands_beside, without_idle_words
from bot.questions.words.not_read import Offers, not_narrowed, only_subject, which
from bot.questions.words.notes import notes
from bot.questions.words.outcome import DOES, Declined, NotRead, Outcome, Read
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.persons import asks_who
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import Rule, fill, fitting, is_named, tags_of
from bot.questions.words.somebody import is_certain
from bot.questions.words.two_at_once import of_both
from bot.questions.words.unheeded import named, refused

_MOST_BESIDE = 4  # unknown words
_OVER = frozenset({"recovered", "succeeded", "reset", "got", "made", "registered"})
_CALLS = frozenset(
    {"ping", "notify", "alert", "message", "dm", "text", "remind", "follow", "watch", "once", "soon", "lmk"}
)
_LEAVE_OUT = frozenset({"failures", "trend", "compare"})
_OF_PEOPLE = frozenset({"who", "persons", "everybody", "many", "unnamed", "others"})
_FAILED = frozenset({"failed", "fail", "fails", "failing"})
_TAKES_NOTHING = frozenset({"digest"})
_NOW = frozenset({"today", "this morning"})  # of a digest: the one that would be posted now
_ASKED_HOW = frozenset(
    {"subscribe", "unsubscribe", "digest", "unfollow"}
)  # how it is done orders nothing for all of it
_ENDS = frozenset({"unfollow", "hush", "to_follow"})  # a status is not told instead
_HOW_MANY = frozenset({"many", "registered"})  # of a guessed name: `how many registrations since start of term`
_HOW_SHE_IS = frozenset({"stuck", "failures"})  # why somebody is to be followed


def beside_unknown(sentence: Sentence, known: Collection[str]) -> Read | None:
    """The question of all known words, where no unknown one beside them can turn or narrow it: these are named."""
    unknown = sentence.of(UNKNOWN)
    if not unknown or len(unknown) > _MOST_BESIDE:
        return None
    outcome = by_rule(replace(sentence, found=tuple(part for part in sentence.found if part not in unknown)), known)
    if not isinstance(outcome, Read):
        return None
    kind = outcome.command.partition(" ")[0]
    if not is_named(kind, tags_of(sentence)) or not all(stands_beside(kind, sentence, part) for part in unknown):
        return None
    return replace(outcome, aside=(*outcome.aside, *unknown))


def nearly(sentence: Sentence, known: Collection[str]) -> Read | None:
    """The question of all words but those that say nothing of their own: these are named."""
    rest = without_idle_words(sentence)
    outcome = by_rule(rest, known) if rest else None
    if rest is None or not isinstance(outcome, Read) or outcome.command.partition(" ")[0] in DOES:
        return None
    aside = (part for part in sentence.found if part not in rest.found)
    weighty = (part for part in aside if "idle" not in part.tags or part.has("aside"))
    return replace(outcome, aside=(*outcome.aside, *weighty))


def by_rule(sentence: Sentence, known: Collection[str]) -> Outcome | None:
    """What the first row of the table that fits makes of a sentence."""
    tags = tags_of(sentence)
    for rule in fitting(tags):
        if rule.left_over(sentence) or not rule.in_order(sentence):
            continue
        if rule.kind == "compare" and _is_the_trend(sentence):
            continue
        if rule.kind == "status" and (_ENDS & tags - rule.allowed or (tags >= _HOW_MANY and not is_certain(sentence))):
            continue
        if not (commands := fill(rule, sentence)):
            continue
        command, *others = commands
        if command.startswith("subscribe odd") and wants_signs(sentence):
            return which(sentence, commands)
        if rule.cannot:
            return Declined(rule.kind, rule.cannot, command, tuple(others))
        if declined := of_somebody(rule, sentence) or of_both(rule, sentence):
            return declined
        return _of_row(rule, commands, sentence, known)
    return None


def _is_the_trend(sentence: Sentence) -> bool:
    """`failure rate trend since nov 1`, by its name; not `is the trend better since nov 1`."""
    said = [sentence.said(part).casefold() for part in sentence.of("direction")]
    return bool(said) and {*said} == {"trend"} and not sentence.of("compare")


def _of_row(rule: Rule, commands: tuple[str, ...], sentence: Sentence, known: Collection[str]) -> Outcome:
    """What the row that fits makes of a sentence: its question, unless a word that it would drop may not be dropped."""
    command, *others = commands = tuple(with_names(each, sentence) for each in _either_way(rule, commands, sentence))
    weighty = (*refused(rule, sentence), *_unsaid(rule, sentence))
    if others and rule.kind == "follow" and all(part.tags & _HOW_SHE_IS for part in weighty):
        return which(sentence, commands)  # `dana is stuck, tell me when she has recovered`
    if weighty and (others or not stands_among(rule.kind, sentence, weighty)):
        unsure = bool(others) or rule.kind == "unsubscribe"  # the first of two is not number 2
        unsure |= any(not part.start and "idle" not in part.tags for part in weighty)  # what it is about
        return not_narrowed(sentence, weighty, "" if unsure else command)
    if not others and (not_done := not_ordered(command, rule.allowed, sentence)):
        return not_done
    if others:
        return which(sentence, commands)
    if rule.kind not in known:
        return Declined(rule.kind, of_kind(rule.kind))
    outcome = _meant(rule, command, sentence)
    unread = (part for part in sentence.of(UNKNOWN) if rule.kind == "fix" and sentence.said(part) not in command)
    return replace(outcome, aside=(*outcome.aside, *weighty, *unread)) if isinstance(outcome, Read) else outcome


def _either_way(rule: Rule, commands: tuple[str, ...], sentence: Sentence) -> tuple[str, ...]:
    """What may be meant as well.

    `failures without license` are those for want of one, or all the others; who failed without one wanted it.
    """
    if rule.kind == "follow" and len(commands) == 1 and _is_over(sentence):
        return (*commands, f"status {commands[0].partition(' ')[2]}")
    if rule.kind not in _LEAVE_OUT or len(commands) > 1:
        return commands
    if not any(sentence.words[part.start] in positions().without for part in sentence.of("cause")):
        return commands
    if sentence.tags() & _OF_PEOPLE or {*sentence.words} & (positions().subject | _FAILED):
        return commands
    return (*commands, commands[0].replace("cause:", "cause:-"))


def _is_over(sentence: Sentence) -> bool:
    """Whether what is to be told may be over: `tell me when dana recovered`; not `ping me when dana recovered`."""
    behind = {word for part in sentence.of("person") for word in sentence.words[part.stop : part.stop + 1]}
    fails = any(map(sentence.of, ("result.blocked", "stuck", "failures")))  # `dana is blocked, tell me when it's over`
    return (fails or not behind.isdisjoint(_OVER)) and _CALLS.isdisjoint(
        [*sentence.words, *sentence.text.casefold().split()]
    )


def with_names(command: str, sentence: Sentence) -> str:
    """The command; failures of which somebody asks who are listed by person, unless by something else."""
    if command.startswith("failures") and sentence.of("counts_only"):
        return command.removesuffix(" by person")
    who = asks_who(sentence) or sentence.words[-2:] == ("and", "who")
    names = command.startswith("failures") and " by " not in command and who
    return f"{command} by person" if names and "why" not in sentence.tags() else command


def of_subject(sentence: Sentence, offers: Offers, known: Collection[str]) -> Read | None:
    """The question of the one subject that is named, where no row takes all words: what it leaves out is named."""
    if not (found := only_subject(sentence, offers)):
        return None
    rule, command, lost = found
    outcome = _of_row(rule, (command,), sentence, known)
    return replace(outcome, aside=(*outcome.aside, *lost)) if isinstance(outcome, Read) else None


def _unsaid(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    """What would narrow a question that takes nothing, and so cannot be left aside: a digest of yesterday."""
    if rule.kind not in _TAKES_NOTHING:
        return ()
    return tuple(part for part in _not_taken_up(rule, sentence) if not part.has("aside"))


def _not_taken_up(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    parts = named(rule, sentence)
    if rule.kind not in _TAKES_NOTHING:
        return parts
    return tuple(part for part in parts if part.value not in _NOW and not part.has("future"))


def _meant(rule: Rule, command: str, sentence: Sentence) -> Read | NotRead:
    """The question, and what to tell of how it was read; a slip or a question orders nothing."""
    meant = Read(command, "; ".join(notes(rule, command, sentence)), _not_taken_up(rule, sentence))
    if rule.kind not in DOES:
        return meant
    # "did you post the digest now" orders nothing; a preview may be asked for
    asks = "asks" in tags_of(sentence) or (sentence.text.endswith("?") and "you" not in sentence.words)
    asks &= not command.startswith("digest preview")
    asks |= bool(sentence.of("how_to")) and rule.kind in _ASKED_HOW and "preview" not in command
    # a reason beside it is left aside: not before it is pressed
    asks |= (
        rule.kind in _ASKED_HOW
        and "preview" not in command
        and bool(sentence.of("aside.occasion"))
        and not sentence.of("person")
    )
    return which(sentence, (command,)) if sentence.slips or asks else meant
