"""`fix` at a terminal: from the documents and the operator's runbooks, without opening the ledger."""

from datetime import UTC, datetime
from typing import Final

from bot.knowledge.catalogue import load
from bot.questions.grammar import parse
from bot.questions.question import Fix
from bot.render.answers import fix
from bot.render.blocks.message import Message
from bot.render.lines.runbook import Own
from bot.service.asker import TERMINAL
from bot.settings import Settings
from bot.sources.runbook_file import RunbookFile
from bot.sources.terminal_user import terminal_id
from bot.storage.plain_line import write_line

_WAIT: Final = 30.0  # seconds for the line of the access log


def documented(words: str, settings: Settings) -> Message | None:
    """The answer to `fix`, with its line in the access log; None where it takes the way of all questions."""
    if settings.tenants is not None:
        return None
    catalogue, now = load(), datetime.now(UTC)
    runbooks = RunbookFile(settings.runbook, catalogue)
    question = parse(words, now=now, zone=settings.zone, catalogue=catalogue)
    if not isinstance(question, Fix) or question.interpretation:
        return None
    said = {"who": terminal_id(), "channel": TERMINAL, "asked": question.kind, "outcome": "answered"}
    if not write_line(settings.database_url, settings.tenant, said, now, settings.log_keys, _WAIT):
        return None
    return fix.message(catalogue.fix(question.text), known=catalogue, own=Own(runbooks.current(), now))
