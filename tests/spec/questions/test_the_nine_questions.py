"""The questions that Microsoft's page says the reports answer, in its own words: nine of nine are answered."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.people.person_search import Matching
from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.questions.grammar import parse
from bot.questions.question import Cannot, Misunderstood
from bot.service.answers.answerer import Display, Request
from bot.service.answers.table import answerer
from bot.service.authorization import visibility
from tests.support.asking import asker
from tests.support.frames import snapshot

NOW = datetime(2017, 2, 28, 12, tzinfo=UTC)
DATA = snapshot(
    """
    at               | user | role                  | result    | detail            | methods
    2017-02-24 12:00 | ada  | User                  | Succeeded | succeeded         | Mobile Phone
    2017-02-25 12:00 | gil  | Company Administrator | Succeeded | succeeded         | Alternate Email
    2017-02-26 12:00 | gil  | Company Administrator | Succeeded | succeeded         | Alternate Email
    2017-02-27 12:00 | zoe  | User                  | Failed    | failed.no_license |
    """,
    """
    at               | user | datum
    2017-02-27 12:00 | zoe  | Mobile Phone
    2017-02-27 13:00 | zoe  | Alternate Email
    """,
    "user | registered | enabled | capable | methods | admin\nzoe | yes | yes | yes | mobilePhone | no",
)
QUESTIONS = {
    "How many people have registered for password reset?": ("rollout", "1 of 1"),
    "Who has registered for password reset?": ("registrations", "1 person registered"),
    "What data are people registering?": ("registrations", "1 person registered"),
    "How many people reset their passwords in the last seven days?": ("resets", "2 people reset their password"),
    "What are the most common methods that users or admins use to reset their passwords?": ("resets", "2 people reset"),
    "What are common problems users or admins face when attempting to use password reset?": ("failures", "by 1 person"),
    "What admins are resetting their own passwords frequently?": ("resets", "2 people reset their password"),
    "Is there any suspicious activity going on with password reset?": ("odd", "worth a look"),
    "What policy changes were made to password reset?": ("changes", "No policy change can be told"),
}


@pytest.mark.parametrize(("text", "expected"), QUESTIONS.items())
def test_it_is_answered_with_a_number_of_people_first(text: str, expected: tuple[str, str]) -> None:
    kinds, says = expected
    to = asker(Role.HELPDESK)
    question = parse(text, now=NOW, zone=ZoneInfo("UTC"), catalogue=load())
    row = answerer(question)
    answer = row.ask(question, Request(DATA, load(), to, NOW, Matching.WORDS, None, whole=True))
    shown = row.message(answer, Display(ZoneInfo("UTC"), visibility(to), load(), None, None))
    assert question.kind in kinds.split("|")
    assert says in shown.text.replace("*", "")


NOBODY_ELSE_ANSWERS = {
    "who loses reset in february?": "cutoffs",
    "where do people give up on the reset page?": "funnel",
    "how long until people succeed?": "time",
    "did the license fix help?": "helped",
    "is there any attack on password reset?": "odd",
    "when was the policy changed?": "changes",
    "is today normal?": "trend",
    "are there more failures than usual today?": "trend",
    "who has only one method?": "rollout",
    "which details are unknown?": "unknown",
    "who has only a passkey?": "cutoffs",
    "is this unusual for a monday?": "trend",
    "are people with one method likelier to fail?": "rollout",
    "what do our runbooks say about writeback?": "fix",
    "who owns writeback problems?": "fix",
    "our runbooks": "help",
    "which runbook is there for erik@contoso.com?": "status",
    "alert me about erik@contoso.com": "cannot",
    "tell me about attacks": "odd",
    "stop alerting us about attacks": "subscriptions",
    "subscribe to signs of attack": "subscribe",
}


@pytest.mark.parametrize(("text", "kind"), NOBODY_ELSE_ANSWERS.items())
def test_what_no_other_report_answers_is_understood_in_free_words(text: str, kind: str) -> None:
    assert parse(text, now=NOW, zone=ZoneInfo("UTC"), catalogue=load()).kind == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alert us about attacks", Misunderstood),
        ("tell the security channel when something looks odd", Cannot),
        ("warn us when we are under attack", Misunderstood),
        ("let the security team know about suspicious resets", Cannot),
        ("post signs of attack here", Misunderstood),
        ("send urgent signs to this channel", Misunderstood),
        ("tell the security channel about attacks", Cannot),
    ],
)
def test_who_wants_to_hear_of_attacks_is_shown_how_a_channel_does(
    text: str, said: type[Cannot | Misunderstood]
) -> None:
    """Nothing is subscribed by free words: for this channel it is asked back, for another said how it is done there."""
    question = parse(text, now=NOW, zone=ZoneInfo("UTC"), catalogue=load())
    assert isinstance(question, said)
    assert question.suggestion == "subscribe odd"


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("warn us about failures", "subscribe daily"),
        ("alert us when somebody is stuck", "subscribe daily"),
        ("tell us when resets fail", "subscribe daily"),
        ("notify the helpdesk channel about outages", "subscribe daily"),
        ("warn us about failures of contoso.com", "subscribe daily domain:contoso.com"),
        ("alert us when writeback fails", "subscribe daily cause:onprem"),
    ],
)
def test_who_wants_to_hear_of_failures_is_shown_the_digest(text: str, suggestion: str) -> None:
    question = parse(text, now=NOW, zone=ZoneInfo("UTC"), catalogue=load())
    assert isinstance(question, Cannot)
    assert question.suggestion == suggestion


def test_no_warnings_any_more_are_the_subscriptions() -> None:
    stop = parse("stop warning us about failures", now=NOW, zone=ZoneInfo("UTC"), catalogue=load())
    assert stop.kind == "subscriptions"
