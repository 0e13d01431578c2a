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


OTHERS = {
    "show dana's failures without the blocked ones": 'status dana (left aside: "without the blocked")',
    "status without attempts for dana": 'status dana (left aside: "without attempts")',
    "sorry, not dana. status of erik": 'status erik (left aside: "sorry, not dana")',
    "not erik, dana: can she reset?": 'status dana (left aside: "not erik")',
    "is dana not blocked": "status dana",
    "can I download last week's resets, only admins?": (
        "export resets last week role:admin as csv"
        " (self-service resets; those that an admin made for somebody else are not in this report)"
    ),
    "failures last week, sorry, I mean this week": "failures this week",
    "failures yesterday, no, today": "failures today",
    "failures by hour yesterday, only after 6pm": "failures yesterday after 6pm by hour",
}


@pytest.mark.parametrize(("text", "read"), OTHERS.items())
def test_what_is_denied_withdrawn_or_left_out_is_not_answered_in_silence(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["how many failed between monday and wednesday last week", "failures monday to wednesday of last week"]
)
def test_two_weekdays_of_a_week_are_both_of_it(text: str) -> None:
    window = asked(text).window  # type: ignore[union-attr]
    assert (str(window.start.date()), str(window.end.date())) == ("2026-11-16", "2026-11-19")
