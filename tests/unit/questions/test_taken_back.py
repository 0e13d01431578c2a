"""What is asked twice in one message, or taken back in it: what is offered."""

import pytest

from bot.questions.question import Misunderstood
from tests.support.phrasings import asked


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("how many registered last week, sorry, reset", "resets last week"),
        ("failures with result blocked, sorry, failed", "failures result:failed"),
        ("failures last week, resets too", "failures last week, resets last week"),
        ("Failures last week. Also resets.", "failures last week, resets last week"),
        ("failures last week, resets", "failures last week, resets last week"),
        ("failures last week, and trend as well", "failures last week, trend last week"),
        ("failures, resets, last week", "failures last week, resets last week"),
        ("we had an outage on monday, who failed?", "incidents monday, failures monday by person"),
        ("What does SSPR_0014 mean? How many had it last week?", "fix SSPR_0014, failures last week by detail"),
        ("dana keeps failing, please follow her", "status dana, follow dana"),
        ("dana is stuck, tell me when she has recovered", "follow dana, status dana"),
        ("status of dana, and follow her", "status dana, follow dana"),
    ],
)
def test_each_of_two_is_offered_and_none_is_answered_in_silence(text: str, offered: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert ", ".join(filter(None, (question.suggestion, *question.choices))) == offered
