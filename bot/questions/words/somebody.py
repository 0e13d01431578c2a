"""Sentences that name somebody, or several: whose status is told, and when it is not."""

from bot.questions.words.cannot import said_beside
from bot.questions.words.not_read import which
from bot.questions.words.outcome import NO_QUESTION, Declined, NotRead, Read
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.persons import begins_clause
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import tags_of

_BOTH = 2
_AGAINST = frozenset({"before", "after", "since", "than", "as", "like"})
_LISTED = frozenset({"stuck", "failures", "registered", "result.blocked"})  # `stuck longer than dana`
_IT_IS = frozenset({"it", "it's", "that", "that's", "this", "is", "was", "'s", "but", "no", "sorry"})
_HELD = frozenset({"anyone", "who", "everybody", "changed", "persons", "myself"})
_MOST_ASKED = 5  # people of one sentence
_NOT_OF_A_PERSON = frozenset({"weighty", "lowered", "use", "most", "than"})
_MORE_THAN_ONE = frozenset(
    {"policy", "changed", "digest", "digests", "export", "tenants", "compare", "rate", "follow", "unfollow", "alert"}
    | {"subscribed", "unsubscribe", "mine", "overview", "others", "only", "not", "who", "every", "help", "loaded"}
    | {"filtering", "dating", "data", "stop", "coverage", "registered", "target", "preview", "post_now", "domain"}
)


def followed_too(outcome: Read, sentence: Sentence) -> NotRead | None:
    """Asked back where somebody is to be followed, and asked about as well: one of the two would be dropped."""
    kind, _, who = outcome.command.partition(" ")
    orders = sentence.of("to_follow") or tuple(part for part in sentence.of("follow") if _orders(sentence, part))
    does_it = any(part.stop == orders[0].start for part in sentence.of("person")) if orders else True
    if does_it or kind not in {"status", "why", "follow"}:  # `did thea follow the steps`
        return None
    asked = any("idle" not in part.tags and part.stop <= orders[0].start for part in sentence.of("status"))
    return which(sentence, (f"status {who}", f"follow {who}")) if asked or kind != "follow" else None


def _orders(sentence: Sentence, part: Found) -> bool:
    """`tell me as soon as`: not `tell me when`, which may be when it was."""
    words = sentence.words[part.start : part.stop]
    return words[:1] in {("tell",), ("let",), ("inform",), ("write",)} and words[-2:] == ("soon", "as")


def is_certain(sentence: Sentence) -> bool:
    """Whether somebody is named for certain."""
    return any("guess" not in part.tags for part in sentence.of("person"))


def not_about(sentence: Sentence) -> NotRead | None:
    """No reading of whoever or whatever is named only to say what is not meant, or to hold something against it."""
    status = status_of(sentence)
    words = ((part, sentence.words[part.start - 1]) for part in sentence.found if part.start)
    denied_first = any(
        before == "not" and (part.has("code") or (part.has("person") and _is_denied(sentence, part)))
        for part, before in words
    )
    if denied_first:
        return NotRead((sentence.text,), NO_QUESTION, (status,) if status and sentence.of("code") else ())
    measured = status and any(_is_measure(sentence, part) for part in sentence.of("person"))
    return NotRead((sentence.text,), NO_QUESTION, (status,)) if status and measured else None


def _is_denied(sentence: Sentence, person: Found) -> bool:
    """Whether nothing is said but that it is somebody else: `not dana`, `that is not dana`."""
    alone = all("idle" in part.tags for part in sentence.found if part is not person)
    return alone and {*sentence.words[: person.start - 1]} <= _IT_IS


def _is_measure(sentence: Sentence, person: Found) -> bool:
    """Whether others, or what changed, are held against somebody: `did anyone try before dana`, `as often as dana`."""
    before = [part for part in sentence.found if part.stop <= person.start]
    if not before or sentence.words[person.start - 1] not in _AGAINST or begins_clause(sentence, person):
        return False
    return not sentence.tags() & {"others", "same_as"} and any(
        part.tags & _HELD or (not part.start and part.tags & _LISTED) for part in before
    )


def beside_somebody(sentence: Sentence) -> Read | None:
    """The status of the one person named for certain, where all words are known and no question takes them together.

    It says all that is known of them; what it does not take up is named. Not beside what is about more than them.
    """
    persons = sentence.of("person")
    tags = tags_of(sentence)
    if len(persons) != 1 or "guess" in persons[0].tags or tags & (_MORE_THAN_ONE | {UNKNOWN}):
        return None
    weighty = [part for part in sentence.found if part.tags & _NOT_OF_A_PERSON or part.has("by") or part.has("number")]
    others = [part for part in sentence.found if "idle" not in part.tags and not part.has("person")]
    if not others:
        return None
    note = "; ".join(said_beside(sentence))
    return Read(f"status {persons[0].value}", note, aside=(*(weighty or others), *sentence.of("aside")))


def status_of(sentence: Sentence) -> str | None:
    """The question about whoever is named; None for nobody."""
    return next((f"status {part.value}" for part in sentence.of("person")), None)


def several(sentence: Sentence) -> Declined | None:
    """No to what is asked or ordered of several people at once, each of whom is offered; None for one."""
    names = list({part.value.casefold(): part.value for part in sentence.of("person")}.values())
    if len(names) < _BOTH:
        return None
    first, *others = (f"status {name}" for name in names[:_MOST_ASKED])
    tags = tags_of(sentence)
    verb = "unfollow" if "unfollow" in tags else "follow" if "to_follow" in tags else ""
    if verb and not tags & {"not", "leaving_out", "asks"} and "but" not in sentence.words:
        asked = ", then ".join(f"`{verb} {name}`" for name in names[:_MOST_ASKED])
        says = f"I {verb} one person at a time, and did nothing yet: {asked}."
        return Declined(
            "several people", says, f"{verb} {names[0]}", tuple(f"{verb} {name}" for name in names[1:_MOST_ASKED])
        )
    asked = ", then ".join(f"`{question}`" for question in (first, *others))
    return Declined("several people", f"I answer about one person at a time only: {asked}.", first, tuple(others))
