"""Which words of a question are names in the loaded data: of a person, of a domain."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.reports.snapshot import People

_ENDS: Final = "@._-"  # what ends a name within a user ID
_TENANTS_OWN: Final = ".onmicrosoft.com"  # where guests are kept: meant only when it is named in full


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
    def _domains(self) -> dict[str, str | None]:
        whole = {key.rpartition("@")[2] for key in self.people.keys if "@" in key}
        found: dict[str, str | None] = {}
        for domain in (domain for domain in whole if not domain.endswith(_TENANTS_OWN)):
            first = domain.partition(".")[0]
            found[first] = None if first in found else domain
        return found | {domain: domain for domain in whole}
