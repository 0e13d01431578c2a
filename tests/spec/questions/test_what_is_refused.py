"""A word that does not fit is named, and a form that works is shown; nothing is guessed."""

import pytest

from bot.questions.question import Cannot, Misunderstood
from bot.render.answers import misunderstood
from bot.render.formats import terminal
from tests.unit.questions.asking import ask

REFUSED = """
    banana 7d                       | banana                 | help
    bob                             | bob                    | status bob
    OnPremisesPasswordPolicyError   | OnPremisesPasswordPolicyError | fix OnPremisesPasswordPolicyError
    yesterday                       | yesterday              | failures yesterday
    failures 7x                     | 7x                     | failures 7d
    failures by                     | by                     | failures by detail
    failures by banana 7d           | by banana              | help failures
    failures by shoe                | by shoe                | help failures
    time 30d by role                | by role                | help time
    registrations by cause          | by cause               | help registrations
    failures result:Fail            | result:Fail            | failures result:failed
    failures result:                | result:                | failures result:failed
    failures result:failed,blocked  | result:failed,blocked  | failures result:failed
    failures cause:license          | cause:license          | failures cause:no_license
    failures domain:-contoso.com    | domain:-contoso.com    | help failures
    failures cause:-onprme          | cause:-onprme          | failures cause:-onprem
    failures result:-               | result:-               | failures result:-failed
    resets cause:-onprem            | cause:-onprem          | help resets
    subscribe daily cause:-onprem   | cause:-onprem          | help subscribe
    failures cause:onprme           | cause:onprme           | failures cause:onprem
    failures method:phone           | method:phone           | failures method:mobile_phone
    stuck cause:not_registered      | cause:not_registered   | stuck cause:methods_missing
    failures cause:lic              | cause:lic              | failures cause:no_license
    failures cause:zzz              | cause:zzz              | help failures
    failures method:zzz             | method:zzz             | help failures
    failures result:ok              | result:ok              | help failures
    failures metod:mobile           | metod:mobile           | failures method:mobile
    failures domain:                | domain:                | failures domain:contoso.com
    failures role:                  | role:                  | failures role:user
    failures top 0                  | top 0                  | failures top 5
    failures top many               | top many               | failures top 5
    failures 7d 24h                 | 24h                    | help failures
    failures 2017-02-30             | 2017-02-30             | failures 2017-02-28
    failures 31 feb 2017            | 31 feb 2017            | failures 2017-02-28
    failures 2017-13-01             | 2017-13-01             | failures 2017-01-13
    failures 2017-02-15..2017-02-01 | 2017-02-15..2017-02-01 | failures 2017-02-01..2017-02-15
    failures 03/04/2017             | 03/04/2017             | failures 2017-03-04
    failures 10/11/12               | 10/11/12               | failures 2012-10-11
    failures since 01/02/2017       | 01/02/2017             | failures since 2017-01-02
    failures 2030-01-01             | 2030-01-01             | failures today
    failures since 2030-01-01       | 2030-01-01             | failures since today
    failures next week              | next week              | failures this week
    failures 0d                     | 0d                     | failures 24h
    failures 99999d                 | 99999d                 | failures all
    failures 1970-01-01..2017-01-01 | 1970-01-01..2017-01-01 | failures all
    status bob smith                | smith                  | help status
    fix                             | fix                    | fix SSPR_0029
    why                             | why                    | why me
    digest banana                   | banana                 | help digest
    digest nwo                      | nwo                    | digest now
    unsubscribe foo                 | foo                    | unsubscribe 1
    rollout banana                  | banana                 | rollout to 2017-12-31
    rollout to 2017-01-01           | to 2017-01-01          | rollout to 2017-12-31
    compare feb 2017 with feb 2017  | feb 2017               | compare feb 2017 with last week
    export help                     | help                   | export failures 7d
    export failures as yaml         | yaml                   | export failures as csv
    subscribe dayly                 | dayly                  | subscribe daily
    subscribe daily at 25:00        | 25:00                  | subscribe daily at 09:00
    subscribe daily at              | at                     | subscribe daily at 09:00
    subscribe daily 9               | 9                      | subscribe daily at 9
    subscribe daily 9:00 17:00      | 17:00                  | help subscribe
    subscribe daily tz:berlin       | tz:berlin              | subscribe daily tz:Europe/Berlin
    subscribe daily show:nmes       | show:nmes              | subscribe daily show:names
    subscribe daily empty:          | empty:                 | subscribe daily empty:silent
    subscribe daily shw:names       | shw:names              | subscribe daily show:names
    subscribe daily Europe/Berlin   | Europe/Berlin          | subscribe daily tz:Europe/Berlin
    subscribe daily #helpdesk       | #helpdesk              | help subscribe
    subscribe daily mon-foo         | mon-foo                | subscribe daily mon-fri
    subscribe daily weekly          | weekly                 | help subscribe
    subscribe weekly mon,thu        | weekly                 | subscribe daily mon,thu
    subscribe hourly at 9           | hourly                 | subscribe daily at 9
    subscribe daily quiet:20        | quiet:20               | subscribe daily quiet:20:00-07:00
    subscribe daily quiet:7-7       | quiet:7-7              | subscribe daily quiet:20:00-07:00
    subscribe daily holidays:2026-02-30 | holidays:2026-02-30 | help subscribe
    subscribe daily marks:maybe     | marks:maybe            | subscribe daily marks:on
    subscribe daily cause:nope      | cause:nope             | subscribe daily cause:onprem
    failures for banana last week   | banana                 | failures last week domain:banana
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in REFUSED.strip().splitlines()]


@pytest.mark.parametrize(("text", "word", "suggestion"), ROWS)
def test_the_word_is_named_and_a_working_form_suggested(text: str, word: str, suggestion: str) -> None:
    answer = ask(text)
    assert isinstance(answer, Misunderstood)
    assert (answer.word, answer.suggestion) == (word, suggestion)
    assert not isinstance(ask(suggestion), Misunderstood)


def test_a_suggestion_never_leaves_a_word_out() -> None:
    left_out = {text: suggestion for text, _, suggestion in ROWS if set(suggestion.split()) < set(text.split())}
    assert not left_out


TURNED_ROUND = [
    *(
        "who is not blocked",
        "resets without on-prem yesterday",
        "failures not by sms this week",
        "stuck except sms",
    ),
    *(
        "everyone except blocked yesterday",
        "failures of men over 50",
        "who has fido2",
        "how many attempts on mondays",
    ),
]


@pytest.mark.parametrize("text", TURNED_ROUND)
def test_what_says_the_opposite_or_something_unknown_is_never_read_as_its_words(text: str) -> None:
    assert isinstance(ask(text), Misunderstood | Cannot)


SLIPS = {
    "failres 7d": ("failures", '"failres" read as "failures"'),
    "statsu dana@contoso.com": ("status", '"statsu" read as "status"'),
    "failures by casue": ("failures", '"casue" read as "cause"'),
    "who failed yesterdya": ("failures", '"yesterdya" read as "yesterday"'),
    "who is blokced": ("stuck", '"blokced" read as "blocked"'),
}


@pytest.mark.parametrize(("text", "read"), SLIPS.items())
def test_one_wrong_letter_is_read_and_said(text: str, read: tuple[str, str]) -> None:
    question = ask(text)
    assert question.kind == read[0]
    assert read[1] in getattr(question, "interpretation", "")


@pytest.mark.parametrize("text", ["subscribe dayly", "unsubscribe al", "digest nwo"])
def test_what_does_something_is_never_read_from_a_slip(text: str) -> None:
    assert isinstance(ask(text), Misunderstood)


ASKED_NOT_ORDERED = [
    "do i follow erik",
    "should i follow erik",
    "is the digest posted now",
    "did you post the digest now",
    "was digest 2 unsubscribed",
    "what happens if i unsubscribe 2",
    "which channel gets the weekly digest",
    "is there a daily digest",
    "what is in the weekly digest",
]


@pytest.mark.parametrize("text", ASKED_NOT_ORDERED)
def test_what_does_something_is_never_read_from_a_question(text: str) -> None:
    question = ask(text)
    assert question.kind in {"misunderstood", "cannot", "subscriptions", "digest", "status"}
    assert not getattr(question, "now", False)


def test_the_sentence_says_what_is_wrong() -> None:
    said = {
        "failures 2017-02-30": "February 2017 has 28 days.",
        "failures 32 march": "March 2017 has 31 days.",
        "failures 32 april": "April 2016 has 30 days.",
        "failures 2017-02-15..2017-02-01": "2017-02-15..2017-02-01 ends before it begins.",
        "failures tomorrow": "tomorrow lies in the future.",
        "failures on friday 17 march": "friday 17 march lies in the future.",
        "failures on monday 17 march": "2016-03-17 was a Thursday, no Monday.",
        "failures after today": "after today lies in the future.",
        "failures after this week": "after this week lies in the future.",
        "failures after the last 7 days": "after the last 7 days lies in the future.",
        "failures foo:bar": "There is no filter foo; there are result, cause, method, role or domain.",
        "subscribe daily show:all": "show: is names, masked or counts, not all.",
    }
    assert {text: getattr(ask(text), "sentence", None) for text in said} == said


KNOWN_BUT_REFUSED = [
    "failures since the policy change",
    "trend since the helpdesk was told",
    "resets before the digest",
    "incidents and changes",
    "failures then resets",
    "stuck before registered",
    "failures in between",
]


@pytest.mark.parametrize("text", KNOWN_BUT_REFUSED)
def test_no_word_that_is_known_is_said_not_to_be_understood(text: str) -> None:
    """What begins with a question's name is read freely, too: of two refusals the one that names a known word is untrue."""
    question = ask(text)
    assert isinstance(question, Misunderstood | Cannot), question
    said = question.sentence
    known = [
        word for word in text.split() if f"I do not understand {word}." in said or f"I do not know {word}." in said
    ]
    assert known == [], said


def test_a_question_over_500_characters_is_refused_unread() -> None:
    answer = ask("failures " + "x" * 500)
    assert isinstance(answer, Misunderstood)
    assert answer.sentence == "A question has at most 500 characters, and this one has 509."
    assert (len(answer.text), answer.suggestion) == (500, "help")


def test_a_question_of_500_characters_is_read() -> None:
    assert ask("fix " + "x" * 496).kind == "fix"


def test_a_very_long_text_is_refused_without_a_look_at_all_of_it() -> None:
    answer = ask("&amp;" * 1_000_000)
    assert isinstance(answer, Misunderstood)
    assert "5000000" in answer.sentence


def test_a_long_word_is_shortened_where_it_is_named() -> None:
    answer = ask("failures " + "x" * 200)
    assert isinstance(answer, Misunderstood)
    assert answer.word == "x" * 60 + "..."
    assert len(answer.sentence) < 100


@pytest.mark.parametrize(
    "text", ["triage night mute", "triage night mute 14d", "triage burst mute because of holidays"]
)
def test_no_reason_is_offered_that_nobody_gave(text: str) -> None:
    """A press on it would write the reason into the log as the presser's own."""
    question = ask(text)
    assert isinstance(question, Misunderstood)
    assert "mute 14d because REASON" in question.sentence
    assert not any("because" in choice for choice in (question.suggestion or "", *question.choices))


@pytest.mark.parametrize(
    ("text", "understood"), [("triage night mute 14d", True), ("compare today with today", True), ("banana 7d", False)]
)
def test_what_is_only_incomplete_is_not_called_not_understood(text: str, understood: bool) -> None:
    question = ask(text)
    assert isinstance(question, Misunderstood)
    said = terminal.show(misunderstood.message(question))
    assert ("did not understand" not in said, question.sentence.split()[0] in said) == (understood, True)
