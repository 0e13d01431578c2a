"""How attempts are put into groups: by a column's word, a method within a combination, a domain, a day, an hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from bot.analysis.answers import GroupBy
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import FAILED, Selection, domains, having, stopped_at
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import SEPARATOR
from bot.reports.snapshot import People


@dataclass(frozen=True, slots=True)
class Grouping:
    """A number for each row and what the numbers mean."""

    keys: tuple[str, ...]
    codes: Ints
    members: Bools | None = None  # key x code, where a row counts for several keys at once

    def attempts(self) -> dict[str, int]:
        """The rows of each key."""
        if self.members is None:
            sizes = np.bincount(self.codes, minlength=len(self.keys))
        else:
            sizes = self.members @ np.bincount(self.codes, minlength=self.members.shape[1])
        return dict(zip(self.keys, sizes.tolist(), strict=True))

    def people(self, users: Ints, people: People) -> dict[str, int]:
        """The different people of each key."""
        everyone = len(people.keys)
        if self.members is None:
            found = arrays.distinct_by(self.codes, len(self.keys), users, everyone)
        else:
            found = [arrays.distinct(users[member[self.codes]], everyone) for member in self.members]
        return dict(zip(self.keys, found, strict=True))


def group(rows: Selection, by: GroupBy, people: People, zone: tzinfo, *, shift: int = 0) -> Grouping:
    """Put rows into groups; `shift` moves times forward, so that another window's days can be set beside these."""
    match by:
        case GroupBy.METHOD:
            return tried(rows)
        case GroupBy.DOMAIN:
            numbers, keys = domains(rows.codes("user"), people)
            return Grouping(tuple(keys), numbers)
        case GroupBy.DAY:
            return days(rows, zone, shift=shift)
        case GroupBy.HOUR:
            clock = tuple(f"{hour:02}" for hour in range(24))
            return Grouping(clock, local_time.hours(rows.times(), zone))
        case _:
            return Grouping(tuple(rows.words(by.value)), rows.codes(by.value))


def labels(by: GroupBy, catalogue: Catalogue) -> Callable[[str], str]:
    """How a key is shown."""
    match by:
        case GroupBy.DETAIL:
            return catalogue.text_of
        case GroupBy.CAUSE:
            return lambda key: catalogue.causes[key].title
        case GroupBy.HOUR:
            return lambda key: f"{key}:00"
        case _:
            return str


def tried(rows: Selection) -> Grouping:
    """By method: a failure counts for the one that it failed at, "" where none is known; else for each that passed."""
    methods, stopped = rows.words("methods"), stopped_at(rows)
    pairs = np.where(having(rows, FAILED), stopped.codes, len(stopped.names) + rows.codes("methods").astype(np.int64))
    present, codes = np.unique(pairs, return_inverse=True)
    meant = [
        (stopped.names[pair],) if pair < len(stopped.names) else methods[pair - len(stopped.names)].split(SEPARATOR)
        for pair in present.tolist()
    ]
    keys = tuple(sorted({method for group in meant for method in group}))
    members = np.array([[key in group for group in meant] for key in keys], dtype=np.bool_)
    return Grouping(keys, codes, members.reshape(len(keys), len(meant)))


def combined(rows: Selection, name: str) -> Grouping:
    """By method: a combination counts for each method in it."""
    combinations = [word.split(SEPARATOR) for word in rows.words(name)]
    keys = tuple(sorted({method for methods in combinations for method in methods}))
    members = np.array([[key in methods for methods in combinations] for key in keys], dtype=np.bool_)
    return Grouping(keys, rows.codes(name), members.reshape(len(keys), len(combinations)))


def days(rows: Selection, zone: tzinfo, *, shift: int = 0) -> Grouping:
    """By local day, from the first row's to the last row's, the empty ones between them too."""
    numbers = local_time.days(rows.times() + shift, zone)
    if not len(numbers):
        return Grouping((), numbers)
    keys = tuple(local_time.iso(day) for day in range(int(numbers[0]), int(numbers[-1]) + 1))
    return Grouping(keys, numbers - numbers[0])
