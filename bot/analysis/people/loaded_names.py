"""Which words of a question are names in the loaded data: of a person, of a domain."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from bot.reports.snapshot import People

_ENDS: Final = "@._-"  # what ends a name within a user ID
_TENANTS_OWN: Final = ".onmicrosoft.com"  # where guests are kept: meant only when it is named in full
_DOMAIN: Final = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W\d_]{2,}")
_NEARLY_ALL: Final = 0.9  # of the people behind a first word: strangers' slips of a domain do not make it ambiguous


@dataclass(frozen=True)
class LoadedNames:
    """The names of one snapshot's people; their domains are gathered when one is first asked for."""

    people: People
    persons: bool  # False: nobody's name is told, as whoever asks may not know who is there

    def person(self, word: str) -> bool:
        """Whether somebody's user ID is this word or begins with it as a whole name: `dana` of dana.b@contoso.com."""
        key = word.strip().casefold()
        return bool(self.persons and key) and (
            self.people.number(key) is not None or any(self.people.starting_with(f"{key}{end}") for end in _ENDS)
        )

    def domain(self, word: str) -> str | None:
        """The one domain that a word names: `contoso` for contoso.com; None for none or several."""
        return self._domains.get(word.strip().casefold().removeprefix("@"))

    @cached_property
    def _domains(self) -> dict[str, str]:
        people = self._people_by_domain()
        behind: dict[str, Counter[str]] = {}
        for domain, many in people.items():
            if _DOMAIN.fullmatch(domain) and not domain.endswith(_TENANTS_OWN):
                behind.setdefault(domain.partition(".")[0], Counter())[domain] = many
        first = {word: domains.most_common(1)[0] for word, domains in behind.items()}
        return {
            word: domain for word, (domain, many) in first.items() if many >= _NEARLY_ALL * behind[word].total()
        } | {domain: domain for domain in people}

    def _people_by_domain(self) -> Counter[str]:
        known = self.people.domains
        if known is None:
            return Counter(key.rpartition("@")[2] for key in self.people.keys if "@" in key)
        sizes = np.bincount(known.codes, minlength=len(known.labels)).tolist()
        return Counter({label: size for label, size in zip(known.labels, sizes, strict=True) if label and size})
