"""Who is named and only asks, tells or helps is not whom a question is about; whoever calls about themselves is."""

import pytest

from bot.questions.question import Cannot, Misunderstood
from tests.support.phrasings import asked

ASKED = {
    "mia is my manager, she asks how many are stuck": 'stuck (left aside: "mia is my manager, she asks")',
    "dana helped me, but who is still stuck?": 'stuck (left aside: "dana helped me")',
    "noor asks who is stuck": 'stuck (left aside: "noor asks")',
    "with greetings from dana: how many resets last week?": 'resets last week (left aside: "with greetings from dana")',
    "my colleague thea asked me yesterday about failures last week": (
        'failures last week (left aside: "my colleague thea asked me yesterday")'
    ),
    "erik asked: who failed yesterday?": 'failures yesterday by person (left aside: "erik asked")',
    "noor from security asks whether there was an attack last night": (
        'odd last night (left aside: "noor from security asks")'
    ),
    "anton's boss wants the failures of last week by cause": (
        'failures last week by cause (left aside: "anton\'s boss wants")'
    ),
    "together with mia I look at failures 7d by domain": (
        'failures 7d by domain (left aside: "together with mia I look at")'
    ),
    "clara says there was an outage yesterday, was there?": 'incidents yesterday (left aside: "clara says")',
    "dana tells me the policy was changed, who changed it?": 'changes (left aside: "dana tells me")',
    "on behalf of mia: how many registered last month": 'registrations last month (left aside: "on behalf of mia")',
    "erik asks whether mia is stuck": 'status mia (left aside: "erik asks")',
    "dana asked for a csv of failures last week": 'export failures last week as csv (left aside: "dana asked")',
}


@pytest.mark.parametrize(("text", "read"), ASKED.items())
def test_who_only_asks_is_named_beside_the_question(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


ABOUT_THEM = {
    "dana is on the phone, can't reset": "dana",
    "dana says the page throws her out": "dana",
    "erik asks why he is blocked": "erik",
    "mia called, she is stuck": "mia",
    "dana called me, can't get in": "dana",
    "dana's manager asks why she is blocked": "dana",
    "dana wants a reset": "dana",
    "dana wants to know if she's in the group": "dana",
    "thea needs an admin?": "thea",
    "dana just told me it works now, can you confirm that?": "dana",
}


@pytest.mark.parametrize(("text", "person"), ABOUT_THEM.items())
def test_who_calls_is_whom_it_is_about(text: str, person: str) -> None:
    question = asked(text)
    assert (question.kind, getattr(question, "person", None)) == ("status", person)


ASKED_BACK = {
    "dana called me. who else is stuck for the same reason?": ["status dana", "stuck"],
    "is it only erik or are others stuck too?": ["status erik", "stuck"],
    "dana says that writeback was off yesterday, is it on again?": ["status dana", "failures yesterday cause:onprem"],
}


@pytest.mark.parametrize(("text", "offered"), ASKED_BACK.items())
def test_where_either_may_be_meant_both_are_offered(text: str, offered: list[str]) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood), question
    assert [question.suggestion, *question.choices] == offered


@pytest.mark.parametrize("text", ["erik's colleague can't reset, what do I do?", "is erik's colleague blocked"])
def test_somebodys_colleague_is_not_named(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.suggestion == "help fix"
