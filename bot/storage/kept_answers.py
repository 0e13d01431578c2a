"""The questions behind the buttons of answers: a button carries a token, the question stays here for a while."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, Engine, delete, insert, select

from bot.service.ports import KeptQuestion
from bot.storage.database import reading
from bot.storage.tables import kept_answers
from bot.storage.tenancy import tenant_number
from bot.storage.times import from_micros, to_micros
from bot.storage.writer import Writer

_LIFETIME = timedelta(days=7)
_IN_MEMORY = 5_000


@dataclass(slots=True)
class KeptAnswers:
    """Tokens of one tenant. In memory at once, in the database soon after, so that every replica can answer a click."""

    engine: Engine
    tenant: str
    writer: Writer
    _recent: OrderedDict[str, KeptQuestion] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, question: KeptQuestion) -> str:
        """A new token for this question."""
        token = secrets.token_urlsafe(18)
        with self._lock:
            self._recent[token] = question
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
        self.writer.put(lambda connection: self._write(connection, token, question))
        return token

    def find(self, token: str, now: datetime) -> KeptQuestion | None:
        """The question behind a token; None when it is unknown or a week old."""
        kept = self._recent.get(token) or self._read(token)
        return kept if kept and now - kept.asked_at < _LIFETIME else None

    def _write(self, connection: Connection, token: str, question: KeptQuestion) -> None:
        tenant = tenant_number(connection, self.tenant, lock=True)
        stale = to_micros(question.asked_at - _LIFETIME)
        connection.execute(delete(kept_answers).where(kept_answers.c.tenant == tenant, kept_answers.c.asked_at < stale))
        connection.execute(
            insert(kept_answers).values(
                tenant=tenant,
                token=token,
                asked_at=to_micros(question.asked_at),
                asker=question.asker,
                question=question.text,
            )
        )

    def _read(self, token: str) -> KeptQuestion | None:
        with reading(self.engine) as connection:
            tenant = tenant_number(connection, self.tenant)
            asked = select(kept_answers).where(kept_answers.c.tenant == tenant, kept_answers.c.token == token)
            row = connection.execute(asked).one_or_none()
        return KeptQuestion(row.question, row.asker, from_micros(row.asked_at)) if row else None
