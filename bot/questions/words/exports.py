"""Files of rows: which question they are of, in which format, and for whom."""

import re
from collections.abc import Collection
from dataclasses import replace

from bot.questions.dates.calendar import WEEKDAYS
from bot.questions.words.clauses import Reader
from bot.questions.words.not_read import not_narrowed, which
from bot.questions.words.outcome import Declined, Outcome, Read
from bot.questions.words.recognition.parts import Found
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import subjects, tags_of
from bot.questions.words.unheeded import refused

_FORMATS = {"csv": "csv", "parquet": "parquet", "excel": "csv", "xlsx": "csv", "spreadsheet": "csv"}
_CLASSIC = frozenset({"classic", "old", "legacy"})  # "in the old format"
_TO_DO = frozenset({"you", "me", "us"})  # "can you export it"
_WISHES = _TO_DO | {"i", "we"}
_EVERYBODY = frozenset({"users", "people", "everyone", "everybody", "accounts", "employees"})
_MAY_THEY = frozenset({"can", "could", "may", "might"})  # "can viewers export"
_ADMINS = frozenset({"admins", "admin", "administrators", "administrator"})
_ONESELF = frozenset({"myself", "ourselves"})  # `I will call them myself`
_ONE_FORMAT = "I do not hand over two files at once: ask for the one `as csv`, then for the other `as parquet`."
_OPENED_BY_EXCEL = "a CSV file, which Excel opens"
_EVERYBODY_THERE = "a row for everybody, each with whether they are registered"
_TO_WHO_ASKS = "the file goes only to who asks for it"
_GIVES_TO = re.compile(
    r"\b(?:send|give|hand|forward|e?-?mail|pass|share)"
    r"(?: (?:it|them|this|that|these|those|over|on|the|file|list|csv|export|results?|rows|data))+ to$"
)
_NEEDS_IT = re.compile(
    r"(?:needs?|wants?|wanted|asked for|is waiting for) (?:it|them|this|that|the (?:list|file|csv))(?!\S)"
)
_LISTED_ROWS = frozenset({"failures", "stuck", "resets", "registrations", "rollout"})  # exported, and of many
_MAY_I = frozenset({"idle", "myself", "status"})  # "am i allowed to export"
_BY_WHEN = re.compile(rf"(?:before|by|until|till) (?:{'|'.join(WEEKDAYS)})")
_OF_NOW = frozenset({"stuck", "rollout", "unregistered", "cutoffs"})  # lists that take no window
_FAILED = frozenset({"failures", "result", "cause", "cannot", "reasons", "causes"})
_ALL_ROWS = frozenset({"trend", "attempts", "resets"})


def _wants_excel(words: Collection[str]) -> bool:
    return not {"xlsx", "excel", "spreadsheet"}.isdisjoint(words)


def _is_of_exports(sentence: Sentence) -> bool:
    """Whether it asks about exports, and orders none: `what can be exported`, `can viewers export`."""
    said = {*sentence.words}
    return not said & (_TO_DO if "asks" in tags_of(sentence) else _WISHES) and (
        "asks" in tags_of(sentence) or sentence.words[0] in {"how", "can", "could"}
    )


def _of_exports(sentence: Sentence, rest: Sentence, *, whole: bool) -> Outcome | None:
    """The help on exports for what is asked about them, and which list is meant of `all users`; None for an order.

    `whole`: nothing besides says what is to be exported.
    """
    if sentence.words[0] == "am" and all(part.tags & _MAY_I for part in rest.found):
        return Read("help export")
    if sentence.words[0] in _MAY_THEY | {"help"} and not _WISHES & {*sentence.words}:
        aside = (part for part in rest.found if "idle" not in part.tags and not part.has("help"))
        return Read("help export", aside=tuple(aside))
    if whole and _is_of_exports(sentence):
        return Read("help export", aside=rest.of("aside"))
    if whole and _EVERYBODY & {*sentence.words} and not rest.of("window"):
        return which(sentence, ("export rollout", "export failures by person"))
    return None


def in_two_formats(sentence: Sentence) -> Declined | None:
    """No to what is wanted `as csv and parquet`."""
    words = (word for part in sentence.of("export") for word in sentence.words[part.start : part.stop])
    both = len({_FORMATS[word] for word in words if word in _FORMATS}) > 1
    return Declined("formats", _ONE_FORMAT, "help export") if both else None


def _receiver(sentence: Sentence) -> Found | None:
    """Whoever is to get the file: `send it to erik`, `mia needs it`."""
    return next(
        (
            part
            for part in sentence.of("person")
            if _GIVES_TO.search(" ".join(sentence.words[: part.start]))
            or _NEEDS_IT.match(" ".join(sentence.words[part.stop :]))
        ),
        None,
    )


def _deadlines(rest: Sentence) -> tuple[Found, ...]:
    """By when a list is wanted, where it has a window of its own or takes none: `november failures before friday`."""
    windows = rest.of("window")
    by_when = tuple(part for part in windows if _BY_WHEN.fullmatch(part.value))
    due = tuple(part for part in windows if part.value in WEEKDAYS and f" by {part.value}" in rest.text.casefold())
    apart = len(by_when) < len(windows) or rest.tags() & _OF_NOW
    return (by_when if apart else ()) or due  # `I need it by friday`


def _for_somebody(rest: Sentence, inner: Read, reader: Reader) -> tuple[str, ...]:
    """The list or what is known of somebody, either of which `export failures last week for erik` may mean."""
    persons = rest.of("person")
    for_whom = len(persons) == 1 and rest.words[persons[0].start - 1] == "for" and not rest.of("attempts")
    if not for_whom or not inner.command.startswith("status "):
        return ()
    listed = reader.meaning(replace(rest, found=tuple(part for part in rest.found if part not in persons)))
    if not isinstance(listed, Read) or listed.command.partition(" ")[0] not in _LISTED_ROWS:
        return ()
    return f"export {listed.command}", f"export {inner.command}"


def _unless_narrowed(outcome: Read, sentence: Sentence, rest: Sentence) -> Read | Declined:
    """All rows of a time; the no to what narrows or turns them: `attempts of october, first three only`."""
    rule = next(rule for rule in subjects() if rule.kind == "failures")
    numbers = (part for part in rest.of("number") if "idle" in part.tags and not part.has("sole"))
    others = (part for part in refused(rule, rest) if not part.has("only"))  # "only as csv"
    weighty = tuple(dict.fromkeys((*others, *numbers)))
    return not_narrowed(sentence, weighty, outcome.command) if weighty else outcome


def exported(sentence: Sentence, reader: Reader) -> Outcome | None:
    """The rows behind a question: what is left when the words of exporting are gone is that question."""
    parts = sentence.of("export")
    if not parts:
        return None
    words = [word for part in parts for word in sentence.words[part.start : part.stop]]
    kind = next((_FORMATS[word] for word in words if word in _FORMATS), "csv")
    kind += " classic" * bool(_CLASSIC & {*words})
    rows = not {"rows", "raw", "data", "attempts"}.isdisjoint(words) or bool(sentence.of("everything"))
    whom = _receiver(sentence)
    oneself = tuple(part for part in sentence.of("myself") if sentence.words[part.start] in _ONESELF)
    left = (part for part in sentence.found if part.tags.isdisjoint({"export", "masked"}) and part is not whom)
    left = (part for part in left if part not in oneself)
    rest = Sentence(sentence.text, sentence.typed, sentence.words, tuple(left), sentence.slips)
    deadlines = _deadlines(rest)
    found = tuple(part for part in rest.found if part not in deadlines)
    rest = replace(rest, found=found)
    names = (
        *filter(None, (whom,)),
        *oneself,
        *deadlines,
        *sentence.of("counts_only"),
        *sentence.of("masked"),
    )  # that are in an export all the same
    rows = rows or bool(rest.of("attempts"))
    whole = all("idle" in part.tags or part.has("window") or part.tags == {"attempts"} for part in found)
    whole &= not rest.of("signs")
    if about := _of_exports(sentence, rest, whole=whole):
        return about
    if whole:
        window = "".join(part.value for part in rest.of("window"))
        command = " ".join(f"export {'attempts' if rows else 'failures'} {window} as {kind}".split())
        unnamed = "" if "attempts" in words or rest.of("attempts") else "no list was named"
        note = "; ".join(filter(None, (unnamed, _OPENED_BY_EXCEL * _wants_excel(words), _TO_WHO_ASKS * bool(whom))))
        return _unless_narrowed(Read(command, note, aside=(*rest.of("aside"), *names)), sentence, rest)
    inner = reader.meaning(rest)
    if not isinstance(inner, Read):
        return inner
    if choices := _for_somebody(rest, inner, reader):
        return which(sentence, choices)
    name, _, behind = inner.command.partition(" ")
    if name == "digest" and rest.of("changed"):  # `changes since october` shows what is new, and is of the policy here
        name, behind = "changes", "".join(part.value for part in rest.of("window"))
    by_role = {word for part in rest.of("by.role") for word in rest.words[part.start : part.stop]}
    if by_role & _ADMINS and "role:" not in behind:  # whose rows alone are wanted, where a list has each role apart
        behind = f"{behind.replace('by role', '').strip()} role:admin"
    everything = rest.of("everything") and not rest.tags() & _FAILED  # `everything contoso did`, not only failures
    name = "attempts" if (name in _ALL_ROWS and name != "resets") or (name == "failures" and everything) else name
    notes = (
        inner.note,
        _EVERYBODY_THERE * (name == "rollout" and bool(rest.of("unregistered"))),
        _OPENED_BY_EXCEL * _wants_excel(words),
        _TO_WHO_ASKS * bool(whom),
    )
    command = " ".join(f"export {name} {behind} as {kind}".split())
    return Read(command, "; ".join(filter(None, notes)), aside=(*inner.aside, *names))
