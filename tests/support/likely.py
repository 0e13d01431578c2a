"""Writes bot/questions/likely.json, the words of all known questions by kind: `python -m tests.support.likely`."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import load
from bot.questions import likely
from bot.questions.dates.calendar import Moment
from bot.questions.parse_error import ParseError
from bot.questions.words.recognition.persons import with_person
from bot.questions.words.recognition.recognise import Recognition
from bot.questions.words.recognition.vocabulary import vocabulary
from tests.support.heard import Everybody, heard
from tests.support.phrasings import FOLDER, REFUSALS, SATURDAY, rows

FILE = Path(likely.__file__).with_suffix(".json")
_FEWEST = 2  # a word that one asker used once tells nothing


def counted(texts: dict[str, tuple[str, ...]]) -> str:
    """The file of texts with the kinds that each may be: a line for each word, with how many of each kind have it."""
    recognition = Recognition(vocabulary(), load(), Moment(SATURDAY, ZoneInfo("UTC")), Everybody())
    questions: Counter[str] = Counter()
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, kinds in texts.items():
        try:
            said = likely.words_of(with_person(recognition.read(text), recognition))
        except ParseError:
            continue
        for kind in kinds:
            questions[kind] += 1
            for word in said:
                words[word][kind] += 1
    lines = [
        f"    {json.dumps(word, ensure_ascii=False)}: {json.dumps(dict(sorted(words[word].items())))}"
        for word in sorted(words)
        if words[word].total() >= _FEWEST
    ]
    asked = json.dumps(dict(sorted(questions.items())))
    return f'{{\n  "questions": {asked},\n  "words": {{\n' + ",\n".join(lines) + "\n  }\n}\n"


def labelled() -> dict[str, tuple[str, ...]]:
    """Every labelled question with the kinds that answer it; what is declined or not understood is one kind."""
    everything = (row for path in sorted(FOLDER.glob("*.tsv")) for row in rows(path.name))
    return {
        row.text: tuple(sorted({likely.NO_ANSWER if kind in REFUSALS else kind for kind in row.kinds}))
        for row in everything
    }


if __name__ == "__main__":
    FILE.write_text(counted(labelled() | heard()), "utf-8")  # what is meant, where it is refused
