"""What the running bot remembers of requests is bounded, and little for each."""

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.slack_bot_fixture import HARPER, HELP
from tests.support.whole_bot_fixture import WholeBot, whole_bot

BYTES = 4_096  # of memory for one more request, at most: a signature, a token with its question, a line in a queue
REPORT = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f"u{n}@contoso.com,User,2017-02-{n % 27 + 1:02}T08:00:00Z,Email,Failed,User does not have a license.\n"
    for n in range(200)
)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        yield bot


@pytest.mark.slow
def test_each_different_request_leaves_little_behind(bot: WholeBot) -> None:
    def ask(numbers: range) -> int:
        """The memory in use after these questions."""
        for number in numbers:
            asked = (
                f"status u{number}@contoso.com",
                f"failures {number}h",
                f"status none{number}",
                f"fix word{number}",
            )
            bot.slack.context.workspace.messages[HELP].clear()
            bot.slack.context.api.calls.clear()
            bot.slack.command(HARPER, HELP, "/sspr", asked[number % len(asked)])
        bot.wait_idle()
        bot.core.access_log.flush()
        bot.core.tokens.flush()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    ask(range(200))  # what is imported and put together once
    tracemalloc.start()
    try:
        before, after = ask(range(200, 400)), ask(range(400, 800))
    finally:
        tracemalloc.stop()
    assert after - before < 400 * BYTES
