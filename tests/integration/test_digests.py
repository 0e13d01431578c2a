from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.digest_fixture import FIRST_DAY, SECOND_DAY, DigestBot, digest_bot
from tests.support.sqlite import sqlite_url


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        yield bot


def test_the_first_digest_is_a_baseline_and_the_second_tells_who_recovered_and_what_is_new(bot: DigestBot) -> None:
    bot.load(FIRST_DAY)
    subscription = bot.subscribe()
    bot.clock.go_to(27, 9)
    bot.settle()
    assert "2 people failing now" in bot.posts()[0].text
    assert bot.found(subscription).position == 2
    bot.load(SECOND_DAY, "second.csv")
    bot.clock.go_to(28, 9)
    bot.settle()
    _, second = bot.posts()
    assert "1* has since succeeded" in second.text
    assert "1 person newly failing" in second.text
    assert [file.name for message in bot.replies() for file in message.files] == [
        "digest-2017-02-28.csv",
    ]
    assert bot.found(subscription).position == 4
