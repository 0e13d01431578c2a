"""The questions behind the buttons of answers: a button carries a token, the question stays here for a while."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
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


class ButtonTokens(TokenStore):
    """Tokens of one tenant. In memory at once, in the database soon after, so that every replica can answer a click."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._recent: OrderedDict[str, KeptQuestion] = OrderedDict()
        self._lock = Lock()
        self._writer = BackgroundWriter(tenant.engine, self._write, name="questions behind buttons")

    @override
    def keep(self, question: KeptQuestion) -> str:
        token = secrets.token_urlsafe(18)
        with self._lock:
            self._recent[token] = question
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
        self._writer.put((token, question))
        return token

    @override
    def find(self, token: str, now: datetime) -> KeptQuestion | None:
        kept = self._recent.get(token) or self._read(token)
        return kept if kept and now - kept.asked_at < _LIFETIME else None

    def flush(self) -> bool:
        """Wait until everything kept so far is on disk; whether it is."""
        return self._writer.flush()

    def close(self) -> None:
        """Flush, and end the thread that writes."""
        self._writer.close()

    def _write(self, connection: Connection, questions: Sequence[tuple[str, KeptQuestion]]) -> None:
        tenant = self._tenant.made(connection)
        stale = to_micros(questions[-1][1].asked_at - _LIFETIME)
        connection.execute(delete(kept_answers).where(kept_answers.c.tenant == tenant, kept_answers.c.asked_at < stale))
        rows = [
            {
                "tenant": tenant,
                "token": token,
                "asked_at": to_micros(question.asked_at),
                "asker": question.asker,
                "question": question.text,
            }
            for token, question in questions
        ]
        connection.execute(insert(kept_answers), rows)

    def _read(self, token: str) -> KeptQuestion | None:
        with self._tenant.reading() as (connection, tenant):
            asked = select(kept_answers).where(kept_answers.c.tenant == tenant, kept_answers.c.token == token)
            row = connection.execute(asked).one_or_none()
        return KeptQuestion(row.question, row.asker, from_micros(row.asked_at)) if row else None
