"""Writes bot/questions/likely.json, the words of labelled questions by kind: `python -m tests.support.likely`."""

import json
import tomllib
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import load
from bot.questions import likely
from bot.questions.dates.calendar import Moment
from bot.questions.parse_error import ParseError
from bot.questions.words.persons import with_person
from bot.questions.words.recognise import Recognition
from bot.questions.words.vocabulary import vocabulary
from tests.support.phrasings import FOLDER, REFUSALS, SATURDAY, Loaded, rows

FILE = Path(likely.__file__).with_suffix(".json")
_FEWEST = 2  # a word that one asker used once tells nothing
# Which question it is: `could you please show me`.
_SAY_NOTHING = ("articles", "pronouns", "courtesy", "fillers", "asking", "happening", "spelled")


def counted(texts: dict[str, tuple[str, ...]]) -> str:
    """The file of texts with the kinds that each may be: a line for each word, with how many of each kind have it."""
    recognition = Recognition(vocabulary(), load(), Moment(SATURDAY, ZoneInfo("UTC")), Loaded())
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
    silent = tomllib.loads(files("bot.questions.words").joinpath("vocabulary", "en.toml").read_text("utf-8"))["silent"]
    nothing = {word for name in _SAY_NOTHING for word in silent[name].split()}
    lines = [
        f"    {json.dumps(word, ensure_ascii=False)}: {json.dumps(dict(sorted(words[word].items())))}"
        for word in sorted(words)
        if words[word].total() >= _FEWEST and word not in nothing
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
    FILE.write_text(counted(labelled()), "utf-8")
