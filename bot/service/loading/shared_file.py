"""Loading a report that somebody shared: who may, what the file is, and the receipt."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from bot.errors import BotError, RefusedError
from bot.privacy import Role
from bot.render.answers import receipt
from bot.render.blocks.message import Message
from bot.service.asker import Asker
from bot.service.channel_policy import ANYWHERE, DigestChannels, problem
from bot.service.loading.loading import Loading
from bot.service.ports import AccessLog
from bot.service.posting import Channels

_QUICK = 1_000_000  # bytes that are read before anybody starts to wonder


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file as it was announced, before anything of it is fetched."""

    name: str
    size: int  # bytes
    url: str
    reportlike: bool  # whether its name ends as reports' names do
    problem: str | None  # why it is not taken, as a sentence


class Files(Protocol):
    """Gives shared files. Every method raises SourceError when Slack does not give one."""

    def look(self, file_id: str) -> SharedFile:
        """Ask what is known of a file before it is fetched."""
        ...

    def fetched(self, file: SharedFile) -> AbstractContextManager[BinaryIO]:
        """Fetch its content."""
        ...


@dataclass(frozen=True, slots=True)
class SharedReports:
    """Loads reports that admins share. Every refusal is a RefusedError or another BotError with a sentence."""

    files: Files
    loading: Loading
    access_log: AccessLog
    channels: Channels
    allowed: DigestChannels = ANYWHERE

    def admit(self, asker: Asker) -> None:
        """Let only admins pass. Raises RefusedError for others."""
        if asker.role < Role.ADMIN:
            self._record(asker, "refused")
            raise RefusedError("Only admins may load reports. Ask the people who run this bot for that role.")

    def wanted(self, asker: Asker, file_id: str) -> SharedFile | None:
        """Find a shared file that is meant for the bot: an admin's, in an allowed channel, named like a report."""
        if asker.role < Role.ADMIN:
            return None
        file = self.files.look(file_id)
        if not file.reportlike or problem(asker.channel, self.channels.channel_info(asker.channel), self.allowed):
            return None
        return file

    def look(self, file_id: str) -> SharedFile:
        """Ask what is known of a file before it is fetched. Raises SourceError when Slack does not answer."""
        return self.files.look(file_id)

    def takes_long(self, file: SharedFile) -> bool:
        """Whether somebody should hear that it is being read."""
        return file.size > _QUICK

    def load(self, asker: Asker, file: SharedFile) -> Message:
        """Load a file and render its receipt. Raises RefusedError for what is not taken, ReportError for no report."""
        try:
            if file.problem:
                raise RefusedError(file.problem)
            with self.files.fetched(file) as stream:
                done = self.loading.load_all(file.name, stream)
        except BotError:
            self._record(asker, "failed")
            raise
        self._record(asker, "loaded")
        return receipt.messages(done.receipts, done.unread, zone=asker.zone)

    def _record(self, asker: Asker, outcome: str) -> None:
        self.access_log.record(asker, "load", None, outcome)
