"""A digest is set up where its plan takes up every word; else the words left are named, or it is said what is not done."""

import pytest

from bot.questions.question import Cannot, Help, Misunderstood, Subscribe
from tests.support.phrasings import asked

PLANS = {
    "daily digest at 9, nothing on fridays": "daily at 9 mon,tue,wed,thu,sat,sun",
    "daily digest at 9 but not on fridays": "daily at 9 mon,tue,wed,thu,sat,sun",
    "post a digest every weekday at 9 but not on fridays": "daily at 9 mon-thu",
    "daily digest at 8 except tuesdays and thursdays": "daily at 8 mon,wed,fri,sat,sun",
    "daily digest every day but friday at 9": "daily at 9 mon,tue,wed,thu,sat,sun",
    "hello, we need a daily digest at 9 please, thank you very much": "daily at 9",
    "hourly digest, none on sundays": "hourly mon-sat",
    "daily digest at 6pm berlin time, nothing on bavarian holidays": "daily at 6pm tz:Europe/Berlin holidays:DE-BY",
    "daily digest at 9, admins only": "daily at 9 role:admin",
    "daily digest at 9, only admins": "daily at 9 role:admin",
    "daily digest at 9, no line when nothing is new": "daily at 9 empty:silent",
    "weekly digest on monday and thursday at 9": "daily on mon,thu at 9",
    "weekly digest on friday at 9": "weekly on fri at 9",
    "digest daily 9:00 holidays:DE-BY": "daily at 9 holidays:DE-BY",
    "a digest would be nice, weekly": "weekly",
    "hi team, please post a daily digest here at 9, thanks": "daily at 9",
    "daily digest of failures at 9": "daily at 9",
    "daily digest of failures by sms at 9": "daily at 9 method:mobile_phone",
    "every working day at 7:30 post new failures in here, only on prem": "daily mon-fri at 7:30 cause:onprem",
}


@pytest.mark.parametrize(("text", "plan"), PLANS.items())
def test_every_word_is_in_the_plan(text: str, plan: str) -> None:
    question = asked(text)
    assert isinstance(question, Subscribe)
    assert question == asked(f"subscribe {plan}")


NAMED = {
    "daily digest at 9 until friday": ("daily at 9", "until friday"),
    "daily digest at 9 before the meeting on tuesday": ("daily at 9", "before the meeting on tuesday"),
    "subscribe daily at 9 starting monday": ("daily at 9", "starting monday"),
    "daily digest at 9 from monday": ("daily at 9", "from monday"),
    "I think a daily digest at 9 is annoying": ("daily at 9", "think", "is annoying"),
    "a daily digest at 9 was a bad idea": ("daily at 9", "was a bad idea"),
    "a daily digest at 9 is too much": ("daily at 9", "is too much"),
    "daily digest at 9 of registrations": ("daily at 9", "registrations"),
    "daily digest of failures by domain at 9": ("daily at 9", "by domain"),
    "daily digest at 9 or 10": ("daily at 9", "or 10"),
    "daily digest at 9 for two weeks": ("daily at 9", "for two weeks"),
}


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_what_the_plan_does_not_take_up_is_named_and_the_digest_offered(text: str, expected: tuple[str, ...]) -> None:
    question, (plan, *words) = asked(text), expected
    assert isinstance(question, Cannot | Misunderstood)
    named = " and ".join(f'"{word}"' for word in words)
    assert f"`subscribe {plan}` leaves out {named}." in question.sentence
    assert question.suggestion == f"subscribe {plan}"


@pytest.mark.parametrize("text", [text for text in NAMED if "friday" in text or "monday" in text or "tuesday" in text])
def test_a_digest_has_no_first_and_no_last_day(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood)
    assert "no first and no last day" in question.sentence


@pytest.mark.parametrize("text", ["would a daily digest at 9 be too much?", "could we get a daily digest at 9?"])
def test_a_question_sets_up_nothing(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert question.sentence == "Do you mean `subscribe daily at 9`?"


CANNOT = {
    "we stopped the daily digest at 9": "I set up no digest by that",
    "we blocked our daily digest at 9": "I set up no digest by that",
    "text me a daily digest at 9": "digests go to Slack channels",
    "daily digest at 9 by mail": "digests go to Slack channels",
    "daily digest at 9 by phone": "digests go to Slack channels",
    "daily digest by sms at 9": "digests go to Slack channels",
    "subscribe daily at 9 by mail": "digests go to Slack channels",
    "weekly digest via teams": "digests go to Slack channels",
    "subscribe hourly but not at night": "quiet:22:00-06:00",
    "hourly digest, nothing at night": "quiet:22:00-06:00",
}


@pytest.mark.parametrize(("text", "says"), CANNOT.items())
def test_what_a_digest_does_not_do_is_said(text: str, says: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood)
    assert says in question.sentence
    assert not (question.suggestion or "").startswith("subscribe")


@pytest.mark.parametrize(
    "text", ["weekly digest on friday afternoon", "weekly digest friday evening", "weekly digest sunday night"]
)
def test_no_hour_is_guessed(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert not (question.suggestion or "").startswith("subscribe")


HELP = {
    "what does empty:silent do?": "subscribe",
    "what does show:masked mean?": "subscribe",
    "what does quiet:22:00-06:00 do": "subscribe",
    "what does cause:-onprem mean?": "filters",
    "what does role:admin do": "filters",
    "what does unsubscribe all do?": "unsubscribe",
    "who may unsubscribe?": "unsubscribe",
    "what does unfollow do?": "unfollow",
    "what can triage do?": "triage",
    "what does triage attack do?": "triage",
}


@pytest.mark.parametrize(("text", "topic"), HELP.items())
def test_what_a_word_does_is_its_help_and_nothing_is_done(text: str, topic: str) -> None:
    question = asked(text)
    assert isinstance(question, Help)
    assert question.topic == topic
