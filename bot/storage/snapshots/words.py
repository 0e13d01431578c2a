"""The words of the database as codes of the frames' labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy import Connection, select

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import FAILURES, Result
from bot.reports.frames.column import code_type
from bot.storage.snapshots.state import Array, Ints, Labels
from bot.storage.tables import words

RESULT_LABELS: Final = [str(result) for result in Result]
_FAILURE_CODES: Final = [RESULT_LABELS.index(str(result)) for result in FAILURES]
_KINDS: Final = ("role", "methods", "result", "detail", "datum", "kind", "started")


@dataclass(frozen=True, slots=True)
class Words:
    """What every number means. Labels follow from the words alone, never from the rows that say them."""

    labels: Labels
    texts: Mapping[str, Mapping[int, str]]  # by kind and number, as the reports have them
    catalogue: Catalogue
    code_of: Mapping[str, Mapping[str, int]]  # for each kind the code of a label

    @staticmethod
    def of(texts: Mapping[str, Mapping[int, str]], catalogue: Catalogue) -> "Words":
        """The labels of these words: the catalogue's keys for details, the results that documents list."""
        details = _details(texts, catalogue)
        texts = {**texts, "started": {0: "", **texts.get("started", {})}}
        labels: dict[str, Sequence[str]] = {
            kind: sorted(set(texts.get(kind, {}).values())) for kind in ("role", "methods", "datum", "kind", "started")
        }
        labels |= {"result": RESULT_LABELS, "detail": details}
        labels["cause"] = sorted({catalogue.cause_key_of(key) for key in details})
        code_of = {kind: {label: code for code, label in enumerate(known)} for kind, known in labels.items()}
        return Words(labels, texts, catalogue, code_of)

    def codes(self, kind: str, numbers: Ints) -> Array:
        """Numbers of words as codes of labels."""
        meaning = self.texts.get(kind, {})
        table = np.full(max(meaning, default=0) + 1, -1, dtype=code_type(len(self.labels[kind])))
        for number, text in meaning.items():
            table[number] = self.code(kind, text)
        coded: Array = table[numbers]
        return coded

    def code(self, kind: str, text: str) -> int:
        """One word as the code of its label."""
        known = self.code_of[kind]
        if kind == "result":
            return known.get(text, known[str(Result.UNRECOGNISED)])
        return known[self.catalogue.key_of(text) if kind == "detail" else text]

    def texts_of(self, details: Array) -> list[str]:
        """The texts of details again: of a known key the documented one, of an unknown one its own."""
        return [_text(self.labels["detail"][code], self.catalogue) for code in details.tolist()]

    def details(self, details: Array, results: Array) -> Array:
        """The codes of details; a failure whose detail says success has the code that says so."""
        labels = self.labels["detail"]
        against = [self.catalogue.contradicted(key) for key in labels]
        if not any(against):
            return details
        known = self.code_of["detail"]
        table = np.array([known[other] if other else code for code, other in enumerate(against)], details.dtype)
        return np.where(np.isin(results, _FAILURE_CODES), table[details], details)

    def causes(self, details: Array) -> Array:
        """The causes of details."""
        known, keys = self.code_of["cause"], self.labels["detail"]
        table = np.array([known[self.catalogue.cause_key_of(key)] for key in keys], code_type(len(known)))
        found: Array = table[details] if len(keys) else np.empty(0, table.dtype)
        return found


def read_words(connection: Connection, tenant: int, catalogue: Catalogue) -> Words:
    """All words of a tenant that rows are made of; there are few, however many the rows."""
    texts: dict[str, dict[int, str]] = {}
    asked = select(words.c.kind, words.c.id, words.c.word).where(words.c.tenant == tenant, words.c.kind.in_(_KINDS))
    for kind, number, word in connection.execute(asked):
        texts.setdefault(kind, {})[number] = word
    return Words.of(texts, catalogue)


def recoded(codes: Array, before: Sequence[str], now: Sequence[str]) -> Array:
    """Codes of some labels as codes of more labels."""
    if list(before) == list(now):
        return codes
    code = {label: place for place, label in enumerate(now)}
    table = np.array([code[label] for label in before], dtype=code_type(len(now)))
    found: Array = table[codes] if len(before) else codes.astype(table.dtype)
    return found


def _details(texts: Mapping[str, Mapping[int, str]], catalogue: Catalogue) -> list[str]:
    """The keys of all details, of what they turn into when an attempt is abandoned, and of contradictions."""
    said = set(texts.get("detail", {}).values())
    if str(Result.IN_PROGRESS) in texts.get("result", {}).values():
        said |= set(map(_abandoned, said))
    keys = {catalogue.key_of(text) for text in said}
    return sorted(keys | {other for key in keys if (other := catalogue.contradicted(key))})


def _abandoned(detail: str) -> str:
    """What the detail of an attempt in progress turns into when nothing follows."""
    from bot.reports.folding.meaning import meaning_of  # noqa: PLC0415 - only audit logs have such attempts
    from bot.reports.folding.steps import Activity  # noqa: PLC0415

    return meaning_of(Activity.FLOW, detail, success=True).abandoned


def _text(key: str, catalogue: Catalogue) -> str:
    detail = catalogue.details.get(key)
    return detail.text if detail else key.removeprefix("?")
