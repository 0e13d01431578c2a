"""Giving a detail that no document lists a cause: by admins, kept in the database, applied to every answer."""

from dataclasses import dataclass, replace

from bot.analysis.cases.unknown_details import UnknownDetail, every_unknown
from bot.errors import RefusedError
from bot.knowledge.catalogue import UNRECOGNISED, Catalogue
from bot.privacy import Role
from bot.render.cases.unknown_details import Mapped, to_toml
from bot.service.asker import Asker
from bot.service.decisions.given_causes import GivenCause, GivenCauseStore
from bot.service.ports import AccessLog, Clock, Snapshots

_NOT_TO_GIVE = frozenset({UNRECOGNISED, "done"})


@dataclass(frozen=True, slots=True)
class UnknownDetails:
    """Gives unknown details their causes."""

    store: GivenCauseStore
    snapshots: Snapshots
    catalogue: Catalogue
    access_log: AccessLog
    clock: Clock

    def give(self, asker: Asker, code: str, cause: str | None) -> Mapped:
        """Give a detail a cause, or with None take it back.

        Raises RefusedError for others than admins, and for a code that no unknown detail has.
        """
        if asker.role < Role.ADMIN:
            raise RefusedError("Only admins may give a detail a cause.")
        found = next((one for one in self._details() if one.code == code), None)
        if found is None:
            raise RefusedError(f"{code} is no unknown detail of the loaded data; `unknown` lists them.")
        if cause in _NOT_TO_GIVE:
            raise RefusedError(f"{cause} says nothing; give it a cause that `fix` knows.")
        self.store.record(GivenCause(code, cause or "", asker.id, self.clock()))
        self.access_log.record(asker, "map", None, "done", scope=f"{code} to {cause or 'nothing'}")
        self.snapshots.refresh()
        return replace(self.listed(), detail=next((one for one in self._details() if one.code == code), found))

    def listed(self) -> Mapped:
        """All causes that were given to details of the loaded data."""
        given = [one for one in self._details() if one.cause]
        return Mapped(None, to_toml(given, self.catalogue), len(given))

    def _details(self) -> tuple[UnknownDetail, ...]:
        return every_unknown(self.snapshots.current(), self.catalogue)
