"""While a load holds the ledger, whoever asks is answered as ever, and what people decide is taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.questions.question_types import QUESTION_TYPES
from tests.support.slack_bot_fixture import ADA, HELP
from tests.support.whole_bot_fixture import WholeBot, whole_bot

REPORT = """User,Role,Date and Time,Method(s) Used,Result,Details
dana@contoso.com,User,2017-02-26T08:00:00Z,Email,Failed,User does not have a license.
erik@contoso.com,User,2017-02-26T09:00:00Z,Email,Failed,Something that no document lists
"""
DOES = {"subscribe", "unsubscribe", "follow", "map", "triage", "digest"}  # a second time these answer otherwise
READS = [kind.examples[0] for kind in QUESTION_TYPES if kind.name not in DOES]


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        yield bot


def test_every_question_is_answered_as_without_it(bot: WholeBot) -> None:
    before = {asked: bot.ask(ADA, HELP, asked).text for asked in READS}
    with bot.core.tenant.writing(lock=True):
        during = {asked: bot.ask(ADA, HELP, asked).text for asked in READS}
    assert during == before


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("subscribe daily at 09:00", "Subscribed"),
        ("follow dana@contoso.com", "I will write to you"),
        ("digest preview", "Password reset digest"),
        ("digest now", "will stand in this channel"),
    ],
)
def test_what_people_set_is_taken(bot: WholeBot, asked: str, says: str) -> None:
    if asked == "digest now":
        bot.ask(ADA, HELP, "subscribe daily at 09:00")
    with bot.core.tenant.writing(lock=True):
        answer = bot.ask(ADA, HELP, asked).text
    assert says in answer
