"""The story of a report that somebody shares: who may load it, what it is, and what became of its rows."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from bot.errors import BotError, RefusedError
from bot.render import receipt
from bot.render.message import Message
from bot.service.asker import Asker, Role
from bot.service.channels import problem
from bot.service.digest_ports import Poster
from bot.service.loading import Loading
from bot.service.ports import AccessLog, Asked

_QUICK = 1_000_000  # bytes that are read before anybody starts to wonder


class Shared(Protocol):
    """A file as it was announced."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def size(self) -> int:
        """Its bytes."""

    @property
    def looks_like_a_report(self) -> bool:
        """Whether its name ends as reports' names do."""

    def problem(self) -> str | None:
        """Why it is not taken; None when it may be fetched."""


class Files(Protocol):
    """Where shared files are."""

    def look(self, file_id: str) -> Shared:
        """What is known of a file before it is fetched."""
        ...

    def fetched(self, file: Shared) -> AbstractContextManager[BinaryIO]:
        """Its content."""
        ...


@dataclass(frozen=True, slots=True)
class SharedReports:
    """Loads reports that admins share. Every refusal is a RefusedError or another BotError with a sentence."""

    files: Files
    loading: Loading
    access_log: AccessLog
    poster: Poster  # knows what kind of channel it is
    allowed: Collection[str] = ()  # channels that digests may go to; empty: all

    def admit(self, asker: Asker) -> None:
        """Let only admins pass."""
        if asker.role < Role.ADMIN:
            self._record(asker, "refused")
            raise RefusedError("Only admins may load reports. Ask the people who run this bot for that role.")

    def wanted(self, asker: Asker, file_id: str) -> Shared | None:
        """A file in a channel that is meant for the bot: from an admin, in an allowed channel, named like a report."""
        if asker.role < Role.ADMIN:
            return None
        file = self.files.look(file_id)
        if not file.looks_like_a_report or problem(asker.channel, self.poster.place(asker.channel), self.allowed):
            return None
        return file

    def takes_long(self, file: Shared) -> bool:
        """Whether somebody should hear that it is being read."""
        return file.size > _QUICK

    def load(self, asker: Asker, file: Shared) -> Message:
        """The receipt. Raises RefusedError for what is not taken, ReportError for what is no report after all."""
        wrong = file.problem()
        try:
            if wrong:
                raise RefusedError(wrong)
            with self.files.fetched(file) as stream:
                done = self.loading.load(file.name, stream)
        except BotError:
            self._record(asker, "failed")
            raise
        self._record(asker, "loaded")
        return receipt.message(done, zone=asker.zone)

    def _record(self, asker: Asker, outcome: str) -> None:
        self.access_log.record(Asked(self.loading.clock(), asker.id, asker.channel, "load", None, outcome))
