"""What a person may mean by `fix TEXT`: a pasted sentence, a code, an event number, a key, or plain words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.knowledge.entries import Cause, Detail, Finding, Reference
from bot.knowledge.matching import Texts, normalise
from bot.knowledge.vocabulary import Result

MOST = 8
MOST_NEAR = 5
_MOST_MISSPELT = 2  # words of which one may be misspelt; more are a sentence

_LIKE = 0.84  # `registration` is not `organisation`, misspelt

_SYNC_ERROR = re.compile(
    r"\bhr\s*[=:]?\s*(?:0x)?(?=\w*\d)[0-9a-f]{7,8}\b|\b(?:0x)?80(?:23|07)[0-9a-f]{4}\b", re.IGNORECASE
)
_MESSAGE_CENTER = re.compile(r"\bmc[\s#:-]+(?=\d{6,7}\b)", re.IGNORECASE)
_SSPR = re.compile(r"\bsspr[\s_#:.-]*(\d{1,4})\b", re.IGNORECASE)
_FOUR = re.compile(r"^\D{0,12}\b(00\d\d)\b\W*$")  # `0029`, `error 0029`: what a caller reads out
_TOPIC = "topic"
_GAP = " ... "
_FEW_WORDS = r" (?:\S+ ){0,4}"
_CODE = re.compile(r"[A-Za-z0-9_.]*\d[A-Za-z0-9_.]*|[A-Za-z]{12,}")
_WORD = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(r"[\w-]+")
_SAME_WORD = {
    "licence": "license",
    "licensed": "license",
    "licenced": "license",
    "mail": "email",
    "throttle": "throttled",
    "verify": "verification",
    "prem": "premises",
    "onprem": "premises",
}
_IDLE_WORDS = """
    a an and are as at be by can code do does error event fix for from has have help how i in is issue it me mean my
    no not of on or our please problem s so sspr tell that the their them this to user was we what when who why with
    work working you your
"""
_SHORTEST_PLURAL = 5
_SHORTEST_NAME = 10  # letters; a shorter one may be a word of a sentence


Mark = tuple[str, ...]  # the pieces of a mark, each between blanks


@dataclass(frozen=True, slots=True)
class FixAnswer:
    """What the documents know about a text: one finding, several to choose from, or none."""

    asked: str
    found: tuple[Finding, ...]  # best first
    near: tuple[str, ...]  # what looks like it, when nothing was found


def _words(text: str) -> frozenset[str]:
    """The significant words of a text, one spelling each, without a plural's s."""
    words = (_SAME_WORD.get(word, word) for word in _WORD.findall(normalise(text)))
    return frozenset(map(_singular, words)) - _IDLE


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) >= _SHORTEST_PLURAL else word


_IDLE = frozenset(map(_singular, _IDLE_WORDS.split()))


def _plain(text: str) -> str:
    """The words one by one between blanks; `hasn't` and `has not` are the same."""
    same = normalise(text).replace("organisation", "organization").replace("n't", " not")
    return f" {' '.join(_PIECE.findall(same))} "


def _spoken(finding: Finding) -> str:
    """What of a finding plain words are looked up in."""
    match finding:
        case Cause():
            return f"{finding.key.replace('_', ' ')} {finding.title}"
        case Detail():
            return f"{finding.text} {finding.key.replace('_', ' ').replace('.', ' ')}"
        case Reference():
            return f"{re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', finding.name)} {finding.meaning}"


def _is_step(finding: Finding) -> bool:
    """A single step of an audit log: found by its text, but of no use to somebody who types a word."""
    return isinstance(finding, Detail) and finding.result is Result.IN_PROGRESS


def _is_topic(finding: Finding) -> bool:
    """What people ask about that no report and no log writes: found by its own marked words."""
    return isinstance(finding, Reference) and finding.kind == _TOPIC


class Search:
    """All findings, by key, code and word."""

    def __init__(
        self,
        details: Mapping[str, Detail],
        causes: Mapping[str, Cause],
        references: Mapping[str, Reference],
        texts: Texts,
    ) -> None:
        self._texts = texts
        self.references = references
        everything: list[Finding] = [*causes.values(), *details.values(), *references.values()]
        self._keys: dict[str, Finding] = {finding.key.casefold(): finding for finding in everything}
        self._keys |= {normalise(cause.title): cause for cause in causes.values()}
        self._codes = dict(_coded(references.values()))
        marked = [(_gapped(mark), reference) for reference in references.values() for mark in reference.marks]
        self._marks = [(mark, reference) for mark, reference in marked if not _is_topic(reference)]
        self._topics = [(mark, reference) for mark, reference in marked if _is_topic(reference)]
        self._ends = tuple({mark[-1].strip() for mark, one in self._topics if one.shown_by_page})
        looked_up = (finding for finding in everything if not _is_step(finding) and not _is_topic(finding))
        self._indexed = [(finding, _words(_spoken(finding))) for finding in looked_up]
        self._known_words = frozenset[str]().union(*(words for _, words in self._indexed))

    def find(self, text: str) -> tuple[Finding, ...]:
        """What the text may mean, best first, at most eight; several are listed, never guessed between."""
        stripped = _MESSAGE_CENTER.sub("MC", text.strip())
        for look_up in (
            self._by_key, self._by_text, self.read_aloud, self._by_code, self._by_family,
            self._by_topic, self._by_words,
        ):  # fmt: skip
            found = tuple(look_up(stripped))
            if found:
                return found[:MOST]
        return ()

    def near(self, text: str) -> tuple[str, ...]:
        """Words that look like what was typed: for display only. A code has no neighbours: the next one is another.

        Nor has a sentence: one word of it that looks like one of ours says nothing about the rest.
        """
        if any(character.isdigit() for character in text) or len(_PIECE.findall(text)) > _MOST_MISSPELT:
            return ()
        shown = {finding.key.casefold(): finding.key for finding, _ in self._indexed}
        shown |= {word: word for word in self._known_words}
        misspelt = _words(text) - self._known_words  # a word that is ours leads nowhere, or it would have been found
        asked = [text.strip().casefold(), *misspelt] if misspelt else []
        close = (match for word in asked for match in get_close_matches(word, shown, n=MOST_NEAR, cutoff=_LIKE))
        return tuple(dict.fromkeys(shown[match] for match in close))[:MOST_NEAR]

    def is_name(self, word: str) -> bool:
        """Whether the documents call an error so: `OnPremisesConnectivityError`."""
        return len(word) >= _SHORTEST_NAME and word.isalpha() and word.casefold() in self._codes

    def _by_key(self, text: str) -> Iterator[Finding]:
        found = self._keys.get(text.casefold()) or self._keys.get(normalise(text))
        if found:
            yield found
        if isinstance(found, Reference) and found.detail:
            yield self._keys[found.detail]

    def _by_text(self, text: str) -> tuple[Detail, ...]:
        detail = self._texts.match(text)
        return (detail,) if detail else self._texts.within(text) or self._texts.beginning(text)

    def read_aloud(self, text: str) -> tuple[Reference, ...]:
        """The errors whose sentence on the reset page is read out in a text: told by their marked words alone."""
        return _marked(text, self._marks)

    def on_page(self, text: str) -> bool:
        """Whether documents have words that a page is said to show: an error's, or those of a topic that pages show."""
        read = (*self._by_text(text), *self.read_aloud(text))
        return bool(read) or any(topic.shown_by_page for topic in self._by_topic(text))

    def is_mark(self, text: str) -> bool:
        """Whether a text is nothing but the words of a topic that pages show: `please use another option`."""
        if not text.casefold().endswith(self._ends, 0, len(text.rstrip(" .!"))):  # most texts
            return False
        plain = _plain(text)
        return any(one.shown_by_page and re.fullmatch(_spelled(mark), plain) for mark, one in self._topics)

    def _by_code(self, text: str) -> tuple[Finding, ...]:
        keys = [key for digits in [*_SSPR.findall(text), *_FOUR.findall(text)] for key in _sspr_keys(digits)]
        keys += [self._codes[word] for word in map(_bare, _CODE.findall(text)) if word in self._codes]
        found: list[Finding] = [self.references[key] for key in dict.fromkeys(keys) if key in self.references]
        details = [finding.detail for finding in found if isinstance(finding, Reference) and finding.detail]
        return (*found, *(self._keys[key] for key in dict.fromkeys(details)))

    def _by_family(self, text: str) -> Iterator[Finding]:
        """What a code that no page names is one of, and where to read on: nothing is said of the code itself."""
        if _SYNC_ERROR.search(text):
            yield self.references["SyncError"]

    def _by_topic(self, text: str) -> tuple[Reference, ...]:
        return _marked(text, self._topics)

    def _by_words(self, text: str) -> tuple[Finding, ...]:
        """What is called so, and what has every significant word of the text: to share some of them is a guess."""
        asked = _words(text)
        named = [one for one in self.references.values() if _is_topic(one) and _words(one.name) == asked]
        return (*named, *(finding for finding, words in self._indexed if asked <= words)) if asked else ()


def _gapped(mark: str) -> Mark:
    """The pieces of a mark, between which a few words may stand: `tried ... too many times`."""
    return tuple(map(_plain, mark.split(_GAP)))


def _marked(text: str, marks: Iterable[tuple[Mark, Reference]]) -> tuple[Reference, ...]:
    """The references of which a mark stands in a text."""
    plain = _plain(text)
    return tuple({one.key: one for mark, one in marks if _stands(mark, plain)}.values())


def _stands(mark: Mark, plain: str) -> bool:
    return mark[0] in plain and (len(mark) == 1 or re.search(_spelled(mark), plain) is not None)


def _spelled(mark: Mark) -> str:
    return f" {_FEW_WORDS.join(map(str.strip, mark))} "


def _sspr_keys(digits: str) -> tuple[str, ...]:
    """The codes that `sspr 29` may mean. SSPR_009 has three digits and is another error than SSPR_0009."""
    match digits:
        case "009":
            return ("SSPR_009",)
        case "9" | "09":
            return ("SSPR_0009", "SSPR_009")
        case _:
            return (f"SSPR_{digits.zfill(4)}",)


def _bare(word: str) -> str:
    """A code without what people write around it: `0x80230619.` is `80230619`."""
    return word.casefold().strip("._").removeprefix("0x").removeprefix("aadsts")


def _coded(references: Iterable[Reference]) -> Iterator[tuple[str, str]]:
    """Each reference's codes and names, in their bare form."""
    for reference in references:
        for code in (
            reference.key,
            *reference.aliases,
            *([reference.name] if " " not in reference.name else []),
        ):
            yield _bare(code), reference.key
