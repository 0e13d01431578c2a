"""A statement beside a question says why it is asked: the question alone is read, and the statement is named."""

import pytest

from bot.questions.question import Cannot, Misunderstood
from tests.support.phrasings import asked

READ = {
    "my zoologist wants one number: what share of people have signed up so far": (
        'rollout (left aside: "my zoologist wants one number")'
    ),
    "we had a fire drill, who is stuck": 'stuck (left aside: "we had a fire drill")',
    "the CIO is in a hurry. how many registered last week": (
        'registrations last week (left aside: "the CIO is in a hurry")'
    ),
    "rollout please - our zookeeper is asking": 'rollout (left aside: "our zookeeper is asking")',
    "we have a zorbo plan! who is stuck cause:no_license": (
        'stuck cause:no_license (left aside: "we have a zorbo plan")'
    ),
    "i am at the zoo; it is raining, anything odd?": 'odd (left aside: "i am at the zoo", "it is raining")',
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_only_says_why_is_named(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


NOT_READ = [
    "the zorbo is broken, did it fail yesterday",  # it is the zorbo
    "there is a zorbo group, how many of them registered last week",
    "the zorbo went live yesterday. failures today?",  # a day of its own
    "we are not zorbo, who is stuck",  # a denial
    "we have only zorbo users, who is stuck",  # narrows
    "our zorbo, who is stuck",  # states nothing
    "zorbo dana is zorbo. who is stuck",  # somebody
    "my zoologist wants one number: what share of zorbos have signed up so far",  # the question has such a word itself
    "we had a zorbo, subscribe weekly",  # a deed
]


@pytest.mark.parametrize("text", NOT_READ)
def test_what_may_narrow_or_is_pointed_back_to_is_not_left_aside(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood) or question.kind == "status", question


OFFERED = {
    "let me know once dana is through, and what's she stuck on until then?": ["follow dana", "status dana"],
    "tell me as soon as erik is back in and why he failed": ["follow erik", "status erik"],
    "post urgent security signs in here right away": ["subscribe odd"],
    "post any suspicious signs": ["subscribe odd"],
}


@pytest.mark.parametrize(("text", "offered"), OFFERED.items())
def test_a_deed_beside_a_question_is_offered_and_neither_is_dropped(text: str, offered: list[str]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert [question.suggestion, *question.choices] == offered


@pytest.mark.parametrize(
    ("text", "read"),
    {
        "cookies turned off on the laptop, thats the error, what now": "fix browser_cookies",
        "failures because of cookies last week": "failures last week cause:browser_cookies",
    }.items(),
)
def test_cookies_are_a_cause(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


def test_what_is_documented_is_not_what_is_undocumented() -> None:
    question = asked("our password policy rejects them, what is the documented advice?")
    assert question.kind in {"fix", "failures"}, question


def test_of_two_readings_of_a_date_both_are_told() -> None:
    assert "2026-03-11 or 2026-11-03" in asked("failures since 03/11").sentence  # type: ignore[union-attr]


READ_WITH = {
    "erik tried 4 times this morning, what did he use, sms or mail?": (
        'status erik (an attempt tells its method only where the report does; all attempts, not only those of "this morning")'
    ),
    "who's not signed up yet, i need to mail them": (
        'rollout (left aside: "i need to mail them"; not in the report is not the same as not registered; '
        "the directory's own state decides)"
    ),
    "what do people mostly use when a reset works, authenticator or sms": (
        'resets by method (left aside: "when"; each method apart)'
    ),
    "mia was on the list this morning, what for?": 'why mia (left aside: "this morning")',
    "whats the biggest problem this week if we leave the blocked ones aside": (
        "failures this week by detail result:-blocked"
    ),
    "failures this week, leaving blocked out": "failures this week result:-blocked",
    "will we have everybody registered until end of january if it goes on like this": "rollout by 2027-01-31",
    "has dana's password been in a leak": (
        "status dana (no report can tell whether somebody else uses an account; signs of everybody are in odd)"
    ),
    "anyone reset right after being blocked": "odd (those within a day of a block are the sign `after block`, where there are any; other signs are listed, too)",
    "can I see how the next digest would look before it goes out": "digest preview",
    "I'm the boss and have 1 minute: is it better or worse this month?": (
        'trend this month (left aside: "I\'m the boss and have 1 minute")'
    ),
}


@pytest.mark.parametrize(("text", "read"), READ_WITH.items())
def test_what_the_answer_does_not_tell_is_said(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


NOT_DONE = {
    "block the ip 185.220.101.4 please": ("addresses", "odd"),
    "please ban these addresses": ("addresses", "odd"),
    "this new error should count as a licence problem": ("own cause", "unknown"),
    "treat that one as a directory problem": ("own cause", "unknown"),
    "what is the average password age in our company": ("password age", None),
    "how old is his password": ("password age", None),
    "who has looked up erik in this bot": ("who asked", None),
}


@pytest.mark.parametrize(("text", "said"), NOT_DONE.items())
def test_a_deed_gets_its_own_no(text: str, said: tuple[str, str | None]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert (question.subject, question.suggestion) == said
