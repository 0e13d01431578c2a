"""What a message that somebody wrote to others asks of the bot: an address, a code or a documented sentence in it."""

import re
from collections.abc import Iterator

from bot.knowledge.catalogue import Catalogue
from bot.questions.codes import is_correlation, take_code
from bot.questions.text import normalise

MOST = 5  # questions of one message
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]+(?:#EXT#)?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.IGNORECASE)
_MENTION = re.compile(r"<@([A-Z0-9]+)>")
_WORD = re.compile(r"[\w=:#-]+")
_BEFORE_DIGITS = frozenset({"event", "events", "error", "code", "id"})
_FEWEST_WORDS = 4  # of a documented sentence; fewer may be anybody's own words


def questions_in(text: str, catalogue: Catalogue, *, bot: str = "") -> tuple[str, ...]:
    """The questions that a message answers to, people first: `status dana@contoso.com`, `fix SSPR_0029`.

    `bot` is the Slack user ID that is nobody to ask about.
    """
    plain = normalise(text)
    found = dict.fromkeys((*_people(plain, bot), *_codes(plain, catalogue), *_sentences(plain, catalogue)))
    return tuple(found)[:MOST]


def _people(plain: str, bot: str) -> Iterator[str]:
    for address in _ADDRESS.findall(plain):
        yield f"status {address.casefold()}"
    for user in _MENTION.findall(plain):
        if user != bot:
            yield f"status <@{user}>"


def _codes(plain: str, catalogue: Catalogue) -> Iterator[str]:
    """Codes that the documents know. Bare digits are one only where a word says so: most are phone numbers."""
    words = tuple(word.strip(":-#") for word in _WORD.findall(_ADDRESS.sub(" ", plain).casefold()))
    place = 0
    while place < len(words):
        alone = len(words) == 1 or (place > 0 and words[place - 1] in _BEFORE_DIGITS)
        taken = take_code(words, place, lambda _: True) if alone or not words[place].isdecimal() else None
        if taken and not is_correlation(taken[0]) and catalogue.find(taken[0]):
            yield f"fix {taken[0]}"
        place = taken[1] if taken else place + 1


def _sentences(plain: str, catalogue: Catalogue) -> Iterator[str]:
    for detail in catalogue.texts.within(plain):
        if len(detail.text.split()) >= _FEWEST_WORDS:
            yield f"fix {detail.key}"
    for reference in catalogue.search.read_aloud(plain):
        yield f"fix {reference.key}"
