"""Writes bot/questions/likely.json, learned from the words of all known questions: `python -m tests.support.likely`."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

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


def learned(texts: dict[str, tuple[str, ...]]) -> str:
    """The file of texts with the kinds that each may be: a line for each word, with its weight for each kind."""
    recognition = Recognition(vocabulary(), load(), Moment(SATURDAY, ZoneInfo("UTC")), Everybody())
    said: list[frozenset[str]] = []
    meant: list[tuple[str, ...]] = []
    for text, kinds in texts.items():
        try:
            said.append(likely.words_of(with_person(recognition.read(text), recognition)))
            meant.append(kinds)
        except ParseError:
            continue
    vectorizer = CountVectorizer(analyzer=sorted, min_df=_FEWEST, binary=True)
    matrix = vectorizer.fit_transform(said)
    places = [place for place, kinds in enumerate(meant) for _ in kinds]
    of_each = [1 / len(kinds) for kinds in meant for _ in kinds]
    model = LogisticRegression(C=1, max_iter=300)
    model.fit(matrix[places], [kind for kinds in meant for kind in kinds], sample_weight=of_each)
    weights = (model.coef_.T * 10).round().astype(int).tolist()
    lines = [
        f"    {json.dumps(word, ensure_ascii=False)}: {json.dumps(of)}"
        for word, of in zip(vectorizer.get_feature_names_out(), weights, strict=True)
    ]
    alone = (model.intercept_ * 10).round().astype(int).tolist()
    names = json.dumps(model.classes_.tolist())
    return f'{{\n  "kinds": {names},\n  "alone": {alone},\n  "words": {{\n' + ",\n".join(lines) + "\n  }\n}\n"


def labelled() -> dict[str, tuple[str, ...]]:
    """Every labelled question with the kinds that answer it; what is declined or not understood is one kind."""
    everything = (row for path in sorted(FOLDER.glob("*.tsv")) for row in rows(path.name))
    return {
        row.text: tuple(sorted({likely.NO_ANSWER if kind in REFUSALS else kind for kind in row.kinds}))
        for row in everything
    }


if __name__ == "__main__":
    FILE.write_text(learned(labelled() | heard()), "utf-8")  # what is meant, where it is refused
