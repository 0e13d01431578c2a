"""A word that could change a question is read, named beside the answer, or refused: it is never dropped unsaid."""

import pytest

from bot.questions.question import Cannot, FreelyWorded, Help, Misunderstood, Status, Unfollow
from tests.spec.questions.test_never_a_wrong_reading import offered
from tests.support.phrasings import asked

ORDERED = [
    "resets before a block",
    "blocks after a reset",
    "resets right before a failure",
    "failures since the outage",
    "failures while writeback was down",
    "resets within an hour of a block",
    "people still failing after the outage",
    "how many registered before they failed",
]


@pytest.mark.parametrize("text", ORDERED)
def test_two_things_in_order_are_not_each_alone(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert [each for each in offered(question) if each != "help"] == []


@pytest.mark.parametrize(
    "text", ["failures since monday", "resets before the 20th", "failures between monday and thursday"]
)
def test_the_same_words_beside_a_day_are_of_the_day(text: str) -> None:
    assert isinstance(asked(text), FreelyWorded)


KINDS = [
    "teacher",
    "students",
    "nurse",
    "doctors",
    "trainees",
    "interns",
    "warehouse",
    "university",
    "school",
    "contractors",
    "reception",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["{} failures this week", "how many resets by {} yesterday", "failures at the {}"])
def test_kinds_of_people_and_their_places_are_refused(text: str, kind: str) -> None:
    assert isinstance(asked(text.format(kind)), Cannot | Misunderstood)


def test_somebody_with_such_a_job_is_asked_about_all_the_same() -> None:
    question = asked("the teacher mia cannot reset")
    assert isinstance(question, Status)
    assert question.person == "mia"


SHADED = [
    ("critical failures today", "critical"),
    ("failures earlier this week", "earlier"),
    ("latter part of last week failures", "latter part of"),
    ("biggest problem right now", "right now"),
    ("resets currently", "currently"),
    ("least common causes", "least"),
    ("mailbox failures today", "mailbox"),
    ("sudden failures today", "sudden"),
    ("other failures today", "other"),
    ("when did people fail on sunday", "when"),
    ("show failures with their fix", "with their fix"),
    ("who reset again yesterday", "again"),
    ("is sms still working", "still"),
    ("who got SSPR_0029", "who"),
    ("who reset every time yesterday", "every time"),
]


@pytest.mark.parametrize(("text", "word"), SHADED)
def test_what_shades_a_question_is_named(text: str, word: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert f'left aside: "{word}"' in question.interpretation


BESIDE_SOMEBODY = {
    "did dana fail before?": "before",
    "did dana fail before she called": "before she",
    "did thea try again after that last week": "after that last week",
    "did erik reset after the block": "after the block",
    "did mia fail while writeback was down": "while writeback",
}


@pytest.mark.parametrize(("text", "words"), BESIDE_SOMEBODY.items())
def test_what_is_put_in_order_about_somebody_is_named(text: str, words: str) -> None:
    question = asked(text)
    assert isinstance(question, Status)
    assert f'left aside: "{words}' in question.interpretation


CLAUSES = [
    "admins who failed and then registered",
    "registrations by people who are stuck",
    "anything suspicious after people registered",
    "outages that made people register",
    "what helped those who registered late",
    "who loses sms and was blocked",
    "who is stuck because they changed something",
]


@pytest.mark.parametrize("text", CLAUSES)
def test_a_clause_that_an_answer_would_leave_out_is_not_left_out(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question


READ = {
    "todays failures": "failures today",
    "this months failures": "failures this month",
    "last weeks resets by method": "resets last week by method",
    "how long does it take til people get in": "time",
    "who can't reset because of missing licences": "stuck cause:no_license",
    "who cannot reset because they are not in the group": "stuck cause:not_in_group",
    "what are users giving up at": "funnel",
    "what happens to people who only use sms in february": "cutoffs",
    "morning! failures yesterday": "failures yesterday",
    "Afternoon team, failures yesterday": "failures yesterday",
    "can you show a chart of failures for november": "failures november by day",
    "graph of blocked people this month": "failures this month by day result:blocked",
    "draw me a chart of the resets last week": "resets last week by day",
    "which failures can users solve themselves": "failures by cause",
    "sms codes don't arrive": None,
    "everything that went wrong since wednesday, grouped by detail": "failures since wednesday by detail",
    "where in the reset process do we lose people": "funnel",
    "how many reset via email vs phone": "resets by method",
    "on average how long till someone gets back in after failing": "time",
    "who didn't make it today": "failures today by person",
    "stuck people that only need to register": "stuck cause:methods_missing",
    "at this pace when will everybody be registered?": "rollout",
    "how many failures without the outage on sunday the 22nd?": None,
    "registration progress for contoso please": "rollout domain:contoso.com",
    "is anyone from the exec team stuck": "stuck",
    "what's dana's current password??": None,
    "total failures overall yesterday": "failures yesterday",
    "what should the user do after a block": "fix throttled",
    "list everyone registered for mobile app": "registrations all by method",
    "which admins arent registered": "rollout",
    "how many people failed only with mobile phone yesterday": "failures yesterday method:mobile_phone",
    "the one main reason": "failures by cause top 1",
    "single biggest cause this month": "failures this month by cause top 1",
    "admin resets in the week before": "resets last week role:admin",
    "how many resets in total": "resets in total",
    "how many attempts were there yesterday in total": "trend yesterday",
    "blocked accounts between 10 pm and midnight yesterday": "failures between 10 pm and midnight yesterday result:blocked",
    "what does it mean to be throttled": "fix throttled",
    "caller is locked out, what do i tell them": "fix throttled",
    "how is password reset doing this month": "trend this month",
    "are there more failures today": "trend today",
    "locked accounts since 7 this morning": "failures since 7 this morning result:blocked",
    "who changed something yesterday": "changes yesterday",
    "is it only us or is sspr down": "incidents 24h",
    "is 30 failures a lot": "trend",
    "what does the user see when blocked": "fix throttled",
    "are blocks up or down": "trend result:blocked",
    "top resetting users this month": "resets this month by person",
    "what do i still need to register": "status me",
    "how to help someone who's throttled": "fix throttled",
    "failures users can fix themselves": "failures by cause",
    "tenant with the worst success rate": "fleet",
    "many resets from one person": "resets by person",
    "failures each hour": "failures by hour",
    'someone gets "your organization does not allow you to reset your password"': (
        "fix your organization does not allow you to reset your password"
    ),
    "success rate trend over the year": "trend this year",
    "did anything go wrong at the weekend": "failures the weekend by cause",
    "who do i escalate a licence problem to": "fix no_license",
    "registration trend": "registrations by day",
    "resets after a block": "odd",
    "failures this week to last week": "compare this week with last week",
    "tenants without licence problems": None,
    "how did failures do today to yesterday": "compare today with yesterday",
    "who reset following a lockout last week": "odd last week",
    "stop sending me dana's updates": "unfollow dana",
    "how many wrong codes were entered yesterday": "failures yesterday cause:verification",
    "error says contoso has not enabled reset": "fix not_enabled",
    'user sees "you cannot reset as you have no such thing"': "fix you cannot reset as you have no such thing",
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_was_dropped_or_misread_once(text: str, read: str | None) -> None:
    question = asked(text)
    if read is None:
        assert isinstance(question, Cannot)
        return
    told = read if isinstance(question, Unfollow) else getattr(question, "interpretation", "")
    assert told.partition(" (")[0] == read
    assert question.kind == read.partition(" ")[0]


@pytest.mark.parametrize(
    "text", ["can i give thea a code by hand", "may i hand dana a code", "can i send erik a new code"]
)
def test_handing_out_a_code_is_a_deed(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert "Temporary Access Pass" in question.sentence


def test_who_met_an_error_when_is_not_told_by_what_it_is() -> None:
    for text in (
        "how many SSPR_0029 this month",
        "who had SSPR_0029 this month",
        "do others have SSPR_0029 this month",
    ):
        counted = asked(text)
        assert isinstance(counted, Cannot), text
        assert (counted.suggestion, counted.choices) == ("failures this month by detail", ("fix SSPR_0029",))


TWO = {
    "who was blocked and reset": [],
    "people who failed but reset later": [],
    "failures and blocks yesterday": ["failures yesterday by result"],
    "failed or abandoned yesterday": ["failures yesterday by result"],
    "who failed and gave up at contoso": [],
}


@pytest.mark.parametrize(("text", "choices"), TWO.items())
def test_of_two_things_at_once_neither_is_dropped(text: str, choices: list[str]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert question.subject == "two at once"
    assert offered(question) == choices


def test_what_others_are_held_against_is_not_what_is_asked_about() -> None:
    assert asked("is any client worse than last week").interpretation == "fleet this week by compare"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["user gets no options to verify", "a user is stuck", "a user is registered, why can't he reset"]
)
def test_about_somebody_who_is_not_named_no_list_of_many_is_shown(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert "who that is" in question.sentence


TERMS = {
    "what counts as stuck": "stuck",
    "what does odd mean": "odd",
    "how do you know who is stuck": "stuck",
    "what is a burst": "incidents",
    "what do abandoned attempts mean": "results",
}


@pytest.mark.parametrize(("text", "topic"), TERMS.items())
def test_what_a_word_of_the_answers_means_is_helps(text: str, topic: str) -> None:
    question = asked(text)
    assert isinstance(question, Help)
    assert question.topic == topic


REFUSED = {
    "is writeback enabled": ("policy today", ["changes"]),
    "are security questions allowed for admins": ("policy today", ["changes"]),
    "how many methods are required": ("policy today", ["changes"]),
    "failures since 8": ("failures", ["failures by hour"]),
    "who failed and never came back": ("leaving out", []),
    "who removed their authenticator": ("odd", ["odd", "registrations by method"]),
    "did anyone change their phone number right after a reset": ("odd", ["odd", "registrations by method"]),
    "who was unlocked by hand": ("leaving out", []),
    "failures last business day": ("leaving out", ["failures"]),
    "how does contoso compare to the others": ("failures", ["failures by domain", "funnel by domain"]),
    "failures not by admins": ("leaving out", []),
    "methods that nobody uses": ("leaving out", ["resets by method"]),
    "are 30 failures ok": ("leaving out", []),
    "why can nobody register": ("leaving out", ["registrations"]),
    "which month had most resets": ("resets", ["resets by day"]),
    "how many registered before the deadline": ("leaving out", []),
    "how do i unlock someone": ("unlock", []),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_what_no_answer_takes_is_refused_for_what_it_is(text: str, said: tuple[str, list[str]]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert (question.subject, offered(question)) == said


def test_what_has_a_noun_before_it_is_nobodys_name() -> None:
    assert isinstance(asked("which method is safest"), Misunderstood)


def test_what_is_wrong_with_a_digest_comes_with_the_digest_that_is_meant() -> None:
    question = asked("subscribe hourly digest for on-prem")
    assert isinstance(question, Misunderstood)
    assert offered(question) == ["subscribe hourly cause:onprem"]


def test_nothing_is_offered_that_drops_another_filter() -> None:
    assert offered(asked("failures from contoso except sms")) == []
    assert offered(asked("who is registered but can't reset")) == []
