"""The workspaces that have installed the app, kept by the Slack SDK's own store with their tokens sealed.

Slack's client secret is the key: whoever has the database alone, or a backup of it, has no token.
"""

import hmac
import logging
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, Table, Text, and_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from bot.errors import StoreError
from bot.storage.database import reading

STATE_SECONDS: Final = 600  # that somebody may take to say yes
_SECRET: Final = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token", "incoming_webhook_url")
_log = logging.getLogger("bot.slack.install")


class _Sealed(TypeDecorator[str]):
    """Text that is read with the key alone; what another key sealed counts as nothing."""

    impl = Text
    cache_ok = False  # the key is no part of a statement

    def __init__(self, key: Fernet) -> None:
        super().__init__()
        self._key = key

    @override
    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else self._key.encrypt(value.encode()).decode()

    @override
    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        try:
            return None if value is None else self._key.decrypt(value.encode()).decode()
        except InvalidToken:
            return None


class InstallationTable:
    """Fills the port of the same role. Every method may raise StoreError."""

    def __init__(self, engine: Engine, client_id: str, client_secret: str) -> None:
        _log.setLevel(logging.INFO)  # below it the SDK writes down rows
        self._engine = engine
        self._store = SQLAlchemyInstallationStore(client_id, _writing(engine), logger=_log)
        digest = hmac.digest(client_secret.encode(), b"tokens of workspaces", "sha256")
        key = Fernet(urlsafe_b64encode(digest))
        for table in (self._store.bots, self._store.installations):
            _seal(table, key)

    def save(self, installation: Installation) -> None:
        """Keep what a workspace has just installed."""
        with _in_our_words():
            self._store.save(installation)

    def save_bot(self, bot: Bot) -> None:
        """Keep a renewed token."""
        with _in_our_words():
            self._store.save_bot(bot)

    def bot(self, team: str) -> Bot | None:
        """The newest of a workspace, or of an organisation that installed the app for all its own."""
        c = self._store.bots.c
        here = and_(c.enterprise_id == team, c.team_id.is_(None)) if team[:1] == "E" else c.team_id == team
        asked = select(self._store.bots).where(c.client_id == self._store.client_id, here)
        with reading(self._engine) as connection:
            row = connection.execute(asked.order_by(c.installed_at.desc(), c.id.desc()).limit(1)).mappings().first()
        return None if row is None else self._store.build_bot_entity(row)

    def forget(self, team: str) -> None:
        """Delete all that is kept of it."""
        while bot := self.bot(team):
            with _in_our_words():
                self._store.delete_all(enterprise_id=bot.enterprise_id, team_id=bot.team_id)


class StateTable(SQLAlchemyOAuthStateStore):
    """What ties the end of an installation to its beginning; what nobody came back with is deleted by the next one."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(STATE_SECONDS, _writing(engine), logger=_log)

    @override
    def issue(self, *args: Any, **kwargs: Any) -> str:
        issued = super().issue(*args, **kwargs)
        now = datetime.fromtimestamp(time.time(), tz=UTC).replace(tzinfo=None)  # as the SDK counts and keeps it
        with self.engine.begin() as connection:
            connection.execute(self.oauth_states.delete().where(self.oauth_states.c.expire_at < now))
        return issued


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise StoreError(f"The database did not take what a workspace installed: {type(error).__name__}.") from error


def _writing(engine: Engine) -> Engine:
    return engine.execution_options(writes=True, wait=30)


def _seal(table: Table, key: Fernet) -> None:
    for name in _SECRET:
        if name in table.c:
            table.c[name].type = _Sealed(key)
