"""The questions behind the buttons of answers: a button carries a token, the question stays here for a while."""

import secrets
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, delete, insert, select
from typing_extensions import override

from bot.reports.instants import from_micros, to_micros
from bot.service.ports import KeptQuestion, TokenStore
from bot.storage.background_writer import BackgroundWriter
from bot.storage.tables import kept_answers
from bot.storage.tenant import Tenant

_LIFETIME = timedelta(days=7)
_IN_MEMORY = 5_000


@dataclass(slots=True)
class ButtonTokens(TokenStore):
    """Tokens of one tenant. In memory at once, in the database soon after, so that every replica can answer a click."""

    tenant: Tenant
    writer: BackgroundWriter
    _recent: OrderedDict[str, KeptQuestion] = field(default_factory=OrderedDict)
    _unwritten: deque[tuple[str, KeptQuestion]] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    @override
    def keep(self, question: KeptQuestion) -> str:
        token = secrets.token_urlsafe(18)
        with self._lock:
            self._recent[token] = question
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
        self._unwritten.append((token, question))
        self.writer.put(self._write)
        return token

    @override
    def find(self, token: str, now: datetime) -> KeptQuestion | None:
        kept = self._recent.get(token) or self._read(token)
        return kept if kept and now - kept.asked_at < _LIFETIME else None

    def _write(self, connection: Connection) -> None:
        """Write all that wait, in one statement; whoever comes after finds nothing left to do."""
        waiting = [self._unwritten.popleft() for _ in range(len(self._unwritten))]
        if not waiting:
            return
        tenant = self.tenant.number(connection, lock=True)
        stale = to_micros(waiting[-1][1].asked_at - _LIFETIME)
        connection.execute(delete(kept_answers).where(kept_answers.c.tenant == tenant, kept_answers.c.asked_at < stale))
        rows = [
            {
                "tenant": tenant,
                "token": token,
                "asked_at": to_micros(question.asked_at),
                "asker": question.asker,
                "question": question.text,
            }
            for token, question in waiting
        ]
        connection.execute(insert(kept_answers), rows)

    def _read(self, token: str) -> KeptQuestion | None:
        with self.tenant.reading() as (connection, tenant):
            asked = select(kept_answers).where(kept_answers.c.tenant == tenant, kept_answers.c.token == token)
            row = connection.execute(asked).one_or_none()
        return KeptQuestion(row.question, row.asker, from_micros(row.asked_at)) if row else None
