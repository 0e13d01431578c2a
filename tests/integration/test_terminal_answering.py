"""What the terminal answers about digests: what the database knows, and nothing is posted."""

from pathlib import Path

import pytest

from bot.app.answering import terminal_answering
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.errors import RefusedError
from bot.render.formats.terminal import flatten
from bot.storage.digests.decisions import DecisionLog
from tests.support.digest_fixture import ADMIN, FIRST_DAY, HELP, digest_bot
from tests.support.sqlite import sqlite_url


def test_the_terminal_lists_explains_and_posts_nothing(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(FIRST_DAY)
        bot.subscribe()
        bot.clock.go_to(27, hour=10)
        bot.settle()
        answering, terminal = terminal_answering(bot.core), bot.core.terminal()

        def asked(words: str) -> str:
            return flatten(answering.answer(words, terminal).message.text)

        assert "1 digest in this workspace" in asked("subscriptions")
        assert "stood in the digest" in asked("why bob@contoso.com")
        assert "2 people are stuck" in asked("stuck")
        closed = Decision(
            CaseKey("", "no_license"), DecisionKind.CLOSED, ADMIN.id, bot.clock(), bot.core.snapshots.current().position
        )
        DecisionLog(bot.core.activity).record(closed)
        assert "1 person is stuck" in asked("stuck")
        for words in ("subscribe daily", "digest now"):
            with pytest.raises(RefusedError):
                answering.answer(words, terminal)
        assert len(bot.posts(HELP)) == 1
