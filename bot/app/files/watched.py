"""The watched reports folder: what is in it is loaded, and what cannot be read is told to the admins, once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from slack_sdk import WebClient

from bot.app.files.large_files import LargeFiles
from bot.app.services import Services
from bot.errors import ReportError
from bot.render.blocks.mrkdwn import words
from bot.reports.receipt import unread
from bot.slack.client import SlackError, ask
from bot.sources.folder import NO_NAME, fingerprint, is_report

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """Loads files of the folder; a file that was seen as it is now is neither loaded nor told of again."""

    services: Services
    tell: Callable[[str], None]  # a sentence for the admins, without a word out of a report

    def load(self, path: Path) -> None:
        """Load one file. Raises ReportError when it is no report, StoreError when the database refuses."""
        if not is_report(path):
            self._pass_over(path)
            return
        try:
            loaded = self.services.load_once(path)
        except ReportError as error:
            why = error.logged.replace(f"{path} ", "it ", 1).replace(str(path), path.name)
            self.tell(f"I could not read {path.name} in the reports folder: {why}")
            raise
        for part in loaded.unread if loaded else ():
            self.tell(f"I read {path.name} of the reports folder, but not its {part.name}: {part.reason}.")

    def _pass_over(self, path: Path) -> None:
        if self.services.has_loaded(path):
            return
        self.services.ledger.pass_over(unread(str(path), NO_NAME, self.services.clock()), fingerprint(path))
        self.services.snapshots.refresh()
        self.tell(f"I passed over {path.name} in the reports folder: {NO_NAME}.")


def all_apart(services: Services) -> Services:
    """The same, but every file is loaded by a process of its own.

    Nobody waits for a folder, and what reads reports, a hundred megabytes for one small file, is never held here.
    """
    apart = LargeFiles(services.settings, services.clock, large=0, meanwhile=services.snapshots.awaiting)
    return replace(services, loading=replace(services.loading, apart=apart.load))


def tell_admins(client: WebClient, admins: Sequence[str]) -> Callable[[str], None]:
    """A function that sends a sentence to each admin who is a person; what Slack refuses is logged."""

    def tell(sentence: str) -> None:
        for admin in admins:
            if not admin.startswith(("U", "W")):
                continue
            try:
                ask(client.chat_postMessage, channel=admin, text=words(sentence))
            except SlackError as error:
                _log.warning("An admin could not be told of a file that was not read: %s", error.code)

    return tell
