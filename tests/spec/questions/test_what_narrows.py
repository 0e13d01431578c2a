"""What narrows a question or turns it round is read, named beside the answer, or refused; it is never dropped unsaid."""

import pytest

from bot.questions.question import Cannot, Cutoffs, FreelyWorded, Misunderstood, Rollout
from tests.support.phrasings import asked

DAYS = {
    "cutoffs by march 1st": "2027-03-01",
    "cutoffs by march 1": "2027-03-01",
    "cutoffs by january": "2027-01-31",
    "cutoffs by 22.3.": "2027-03-22",
    "cutoffs by december": "2026-12-31",
    "cutoffs before 2027-03-01": "2027-02-28",
    "cutoffs before march": "2027-02-28",
    "cutoffs before end of january": "2027-01-31",
    "who loses sms before christmas": "2026-12-24",
    "who loses sms before the end of january": "2027-01-31",
    "who is going to be cut off before march 1st": "2027-02-28",
    "will anybody lose sms by march": "2027-03-31",
    "who loses reset before march 2027": "2027-02-28",
    "who loses reset by 2027-03-01": "2027-03-01",
    "who loses sms by monday": "2026-11-30",
    "cutoffs by friday": "2026-12-04",
    "cutoffs by the 5th": "2026-12-05",
    "cutoffs by tomorrow": "2026-11-29",
    "cutoffs by next month": "2026-12-31",
    "which users lose sms by christmas": "2026-12-25",
}


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day_of_cutoffs_is_one_to_come(text: str, day: str) -> None:
    question = asked(text)
    assert isinstance(question, Cutoffs), question
    assert str(question.until) == day


@pytest.mark.parametrize(
    "text", ["rollout to march 1", "will 100 percent be registered by 1 march", "rollout by march 1st"]
)
def test_a_day_of_the_rollout_is_one_to_come(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Rollout), question
    assert str(question.target) == "2027-03-01"


@pytest.mark.parametrize("text", ["cutoffs by 2025-01-01", "cutoffs by yesterday", "who loses sms by 2026-03-01"])
def test_a_past_day_is_refused(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood), question
    assert "is not a day to come" in question.sentence


REFUSED = """
    who hasn't failed since monday          |
    who has never failed                    |
    who didn't fail yesterday               |
    registered but never failed             |
    who is blocked at night                 | failures by hour
    who had no failures last week           |
    who hasn't reset since monday           |
    failures at night last week             | failures last week by hour
    failures in working hours               | failures by hour
    failures by the helpdesk                | resets
    did the helpdesk reset anybody          | resets
    saving calls                            | resets
    who failed only once                    | failures by person
    who failed for the first time           | failures by person
    who failed once                         | failures by person
    first-time failures                     | failures by person
    how many calls did we save              | resets
    who fails every day                     | failures by person
    new failures                            | failures by detail
    who fixed dana                          | status dana
    who has dana's case                     | status dana
    failures on mondays only                | failures 30d by day
    stuck guests                            | failures by role
    who failed for the second time this week | failures this week by person
    how many failures a day on average      | failures by day
    outages since the update                | incidents
    who failed but not all                  |
    show the digest for yesterday           | digest preview
"""
ROWS = [(cells[0].strip(), cells[-1].strip()) for cells in (line.split("|") for line in REFUSED.strip().splitlines())]


THINGS = ("a reminder", "the message", "the meeting", "the visit")
ORDERS = ("after", "before", "since", "during")
BEHIND = [
    f"{asking} {order} {thing}{when}"
    for asking in (
        "do failures go down",
        "how many people succeeded",
        "who registered",
        "how long until people succeed",
    )
    for order in ORDERS
    for thing in THINGS
    for when in ("", " last week")
]


@pytest.mark.parametrize("text", BEHIND)
def test_what_happened_before_or_after_is_never_dropped(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question


@pytest.mark.parametrize(("text", "suggestion"), ROWS)
def test_what_cannot_be_narrowed_is_refused(text: str, suggestion: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert (question.suggestion or "") == suggestion


NAMED = {
    "stuck for more than 3 days": "not only those for that long",
    "who has failures older than 3 days": "not only those for that long",
    "compare resets this week with last week": "of failed attempts",
    "resets vs failures": "trend (attempts and successes side by side",
    "who is stuck longer than a week": "not only those for that long",
    "resets yesterday compared to failures yesterday": "trend yesterday (attempts and successes side by side",
    "did giving them the licence help": "not only that",
    "did the new sms policy help": "not only that",
    "who registered the authenticator app": "not only that one",
    "how many admins will lose sms": "how many of them are admins",
    "who loses reset in february": "not only those of that time",
    "did anyone reset at night": "only those at night that are unusual for the person",
    "export failures as xlsx": "as csv (a CSV file",
    "give me an excel of the stuck list": "a CSV file, which Excel opens",
    "trend per week": 'left aside: "per week"',
    "how many resets in november compared to october": "of failed attempts",
}


@pytest.mark.parametrize(("text", "note"), NAMED.items())
def test_what_the_answer_does_not_narrow_is_named(text: str, note: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert note in question.interpretation


@pytest.mark.parametrize(
    "text", ["people from germany failed", "was it dana who changed the policy", "status of everybody in contoso"]
)
def test_nothing_is_suggested_that_asks_something_else(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert (question.suggestion or "help").partition(" ")[0] == "help"


MEANT = {
    "did failures not go down": "trend",
    "have failures gone up this month": "trend this month",
    "was something broken on sunday": "incidents sunday",
    "failure rate per method": "funnel by method (of each the share that succeeded)",
    "which domain has the worst success rate": "funnel by domain (of each the share that succeeded)",
    "failures today admins only": "failures today role:admin",
    "failures 7d, onprem or not": "failures 7d",
    "failures 7d with and without onprem": "failures 7d",
    "not just blocked, all failures this week": "failures this week",
    "failures 7d without onprem and blocked": "failures 7d cause:-onprem result:-blocked",
    "which admins are stuck": "stuck role:admin",
    "which admins failed this month": "failures this month role:admin by person",
    "failures 30d for admins only, by cause": "failures 30d by cause role:admin",
    "why do admins fail": "failures by cause role:admin",
    "success rate of admins this month": "trend this month role:admin",
    "are admins failing more and more": "trend role:admin",
    "admins blocked this week": "failures this week result:blocked role:admin",
    "everyone but admins who failed": "failures by role (each role apart, not only admins)",
    "where in the funnel do admins leave": "funnel role:admin",
    "success rate of admins vs users": "funnel by role (each role apart, not only admins)",
    "erik lost his phone, can he still reset": (
        "status erik (whether a phone, app or mailbox is still at hand stands in no report)"
    ),
    "dana never got the sms code": "status dana (whether a code arrived stands in no report)",
    "did anyone reset with sms in the last month": (
        "resets the last month method:mobile_phone (the reports have SMS and calls as one method, Mobile Phone; the calendar month before this one; `30d` is up to now)"
    ),
    "no resets yesterday?": "resets yesterday",
    "how many people can't reset": "stuck (who tried and is stuck; who is not registered or not allowed stands in rollout)",
    "repeated resets": "resets by person (everybody who reset, with how often; not only those)",
    "who is blocked and until when": "stuck cause:throttled",
    "what's the trend for writeback errors": "trend cause:onprem",
    "show the trend without the outage": "trend (with and without what stands out as an incident)",
    "share of each cause last month": "failures last month by cause (each cause with its share)",
    "how many started a reset but did not finish this week": "failures this week result:abandoned",
    "who turned off sms as a method": 'changes (left aside: "sms")',
    "were there more lockouts this week than last": "compare this week with last week result:blocked",
    "are lockouts up": "trend result:blocked",
    "does sms fail more often than the app": "failures by method (each method apart, with its number)",
    "is contoso.com worse than fabrikam.com": "failures by domain (each domain apart, with its number)",
    "is licence still our biggest problem": "failures by cause (each cause with its number, not only that one)",
    "suspicious resets past month": "odd past month",
    "is there anything suspicious at fabrikam.com": "odd domain:fabrikam.com",
    "resets at night at fabrikam.com": "odd domain:fabrikam.com (only those at night that are unusual for the person, among"
    " other signs; not all of them)",
    "cuantas personas se registraron la semana pasada": "registrations last week",
    "echecs hier": "failures yesterday",
    "who fails the most": "failures by person",
    "are we done by monday": "rollout by 2026-11-30",
    "are we done by friday 11 december": "rollout by 2026-12-11",
    "will everybody be registered until monday 7 dec": "rollout by 2026-12-07",
    "who must register by the 5th": "rollout by 2026-12-05",
    "third quarter failures by cause": "failures third quarter by cause",
}


@pytest.mark.parametrize(("text", "read"), MEANT.items())
def test_what_is_meant_is_read(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


def test_a_word_with_another_letter_is_no_slip_of_a_short_one() -> None:
    assert "black friday" in asked("resets on black friday").sentence  # type: ignore[union-attr]


def test_the_day_of_a_weekly_digest_is_the_one_named() -> None:
    assert asked("set up a digest for mondays at 9").plan.words().startswith("weekly on mon at 09:00")  # type: ignore[union-attr]
    assert asked("set up a digest on mondays and thursdays at 9").plan.words().startswith("daily at 09:00 mon,thu")  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["who is still failing", "who is still failing today"])
def test_who_still_fails_is_stuck(text: str) -> None:
    assert asked(text).kind == "stuck"


@pytest.mark.parametrize(
    "narrowed", ["role:User", "result:blocked", "cause:onprem", "method:sms", "domain:x.com role:User"]
)
def test_signs_are_narrowed_to_a_domain_and_to_nothing_else(narrowed: str) -> None:
    question = asked(f"odd 30d {narrowed}")
    assert isinstance(question, Misunderstood)
    assert "would leave out what signs are made of" in question.sentence
    assert asked("odd 30d domain:x.com").filters.domain == "x.com"  # type: ignore[union-attr]
