"""Of two questions in one message the first is answered, and the other named as one types it."""

import pytest

from bot.questions.question import FreelyWorded, Misunderstood
from tests.support.phrasings import asked

# text -> what is answered, and the other question
ANSWERED = {
    "who failed and who is stuck?": ("failures by person", "stuck"),
    "who is stuck, and are there incidents": ("stuck", "incidents"),
    "how many failed at contoso last week and how many reset?": (
        "failures last week domain:contoso.com",
        "resets last week domain:contoso.com",
    ),
    "how fresh is this data? dana says she did it ten minutes ago": ("data", "status dana"),
    "since when is this data? dana swears she reset it and I see nothing": ("data", "status dana"),
}
# of the same people, or what may be one question
BOTH_OFFERED = {
    "who failed last week and is still stuck?": ["failures last week by person", "stuck"],
    "who failed yesterday and who of them is still stuck?": ["failures yesterday by person", "stuck"],
    "how many failed and is that more than last week": ["failures last week", "compare this week with last week"],
    "who changed the policy and did it help": ["changes", "helped"],
    "who failed and who reset in october": ["failures october by person", "resets october"],
    "who failed and reset yesterday": ["failures yesterday by person", "resets yesterday"],
    "failures and registrations last week": ["failures last week", "registrations last week"],
    "dana can't get in. any outage today?": ["status dana", "incidents today"],
}


@pytest.mark.parametrize(("text", "command", "other"), [(text, *both) for text, both in ANSWERED.items()])
def test_the_first_is_answered_and_the_other_named(text: str, command: str, other: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert question.interpretation == f"{command} (the first of two questions; the other is `{other}`)"


@pytest.mark.parametrize(("text", "choices"), BOTH_OFFERED.items())
def test_what_may_be_about_the_same_people_is_asked_back(text: str, choices: list[str]) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood), question
    assert [question.suggestion, *question.choices] == choices
