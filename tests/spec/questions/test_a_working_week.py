"""Questions as they are typed between two calls: with who wants it, what the phone brought, and half a sentence."""

import pytest

from bot.questions.question import Cannot, FreelyWorded, Misunderstood, Subscribe, Why
from tests.support.phrasings import asked

BLOCK = "a block in force has a line Blocked until there; without one the loaded reports know of none"
SOMEBODY_ELSE = "no report can tell whether somebody else uses an account; signs of everybody are in odd"
READ = {
    # who wants it, and what for, is named and changes nothing
    "my manager wants one number: what share of people have registered so far": "rollout (left aside: "
    '"my manager wants one number")',
    "failures last month as csv for the QBR": 'export failures last month as csv (left aside: "for the QBR")',
    "the board asks how many people reset this month": 'resets this month (left aside: "the board asks")',
    "who failed yesterday, for the steering committee on thursday": "failures yesterday by person (left aside: "
    '"for the steering committee on thursday")',
    "our siem says somebody failed on thursday": 'failures thursday (left aside: "our siem says")',
    "any outage this morning? three customers phoned": 'incidents this morning (left aside: "three customers phoned")',
    "how many signups on friday after the mail went out": 'registrations friday (left aside: "after the mail went out")',
    # a block: until when stands in the status
    "how long is erik still locked out": f"status erik ({BLOCK})",
    "until when is thea blocked": f"status thea ({BLOCK})",
    "thea called twice, is her block gone yet": f"status thea ({BLOCK})",
    "I'm preparing the slides for friday, success rate since september please": "trend since september (left aside: "
    '"I\'m preparing the slides for friday")',
    "is mia still blocked": f"status mia ({BLOCK})",
    # whose account it is now, no report tells
    "is mia's account compromised": f"status mia ({SOMEBODY_ELSE})",
    "was erik hacked": f"status erik ({SOMEBODY_ELSE})",
    "was dana's account taken over last night": f"status dana ({SOMEBODY_ELSE}; all attempts, not only those of "
    '"last night")',
    # what goes on around a call
    "who do I need to call back today, shift starts in 5": 'stuck (left aside: "back", "shift starts in 5"; whoever is'
    " stuck now, each with since when; not only those of that time)",
    "did anything break this morning? the phone hasn't stopped ringing": "incidents this morning (left aside: "
    '"the phone hasn\'t stopped ringing")',
    "how long does a block last again, I always forget": "fix throttled",
    "give me everything on thea, I'm writing the incident report": "status thea (left aside: "
    '"I\'m writing the incident report")',
    # a block as it is told on the phone
    "what do I read out to someone who's blocked for 24h": "fix throttled",
    "is there a limit on how many wrong codes before it locks": "fix throttled",
    "list everyone who hung up halfway yesterday": "failures yesterday by person result:abandoned",
    "any change to the lockout settings": "changes",
    # what else is left out, and what came of it
    "failures in the last 24 hours minus the on-prem mess": "failures the last 24 hours cause:-onprem",
    "failures excluding people who simply quit": "failures result:-abandoned",
    "customers with the most lockouts this week, top 3": "fleet this week by result (each result of a failed attempt"
    " with its people, not only that one)",
    "how quickly are folks back in once they've failed": "time",
    "what happens to the ones on sms when microsoft pulls the plug": "cutoffs",
    "are the admins any better than normal users at this": "funnel by role (of each role the share that succeeded)",
    "customers with the most lockouts this week": "fleet this week by result (each result of a failed attempt with"
    " its people, not only that one)",
    "any of the tenants where the data is older than a day": "fleet by data",
    "who were the last ten to register": "registrations all (the newest are listed there, not that many)",
    # signs
    "somebody hammered the reset portal from a single address on thursday": "odd thursday",
    "many tries from the same ip yesterday": "odd yesterday",
    # why it is blocked is no second filter
    "who got blocked for too many wrong codes yesterday": "failures yesterday by person result:blocked",
    "lockouts because of wrong codes this week": "failures this week result:blocked",
    "people locked out after entering a wrong code last week": "failures last week result:blocked by person",
    # what no document says
    "any error texts that microsoft doesn't document": "unknown",
    "which details are nowhere documented": "unknown",
    # who acts
    "no license assigned to user, who has to sort that out, us or the admins": "fix no_license",
    "what do the docs say about sms not arriving": "fix contacted.sms (whether it arrived stands in no report; of this"
    " option, where it did not help, the documents say this)",
    # what came of it, who has not made it
    "we enabled writeback on the 19th. did anybody who was stuck get through afterwards?": "helped since the 19th"
    " (all that was changed or done since, not only that)",
    "which people haven't made it through yet": "stuck",
    "who still hasn't got in": "stuck",
    "is sms losing more people than email at the verification step": "funnel by method (each method apart, and how"
    " many leave there)",
    "failures per day for the past two weeks, our domain contoso.com only": "failures the past two weeks by day"
    " domain:contoso.com",
    "on average how long from first failed try till they're in": "time (the median, not the mean)",
    "on prem aside, what's failing this week": "failures this week cause:-onprem",
    "leaving licences aside, who failed yesterday": "failures yesterday by person cause:-no_license",
    "better or worse than the week before": "compare this week",
    "fewer failures than the month before": "compare this month",
    "what's this channel signed up for": "subscriptions",
    "who loses reset when a method goes away": "cutoffs",
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_is_asked_between_two_calls_is_read(text: str, read: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert question.interpretation == read


@pytest.mark.parametrize(
    "text",
    ["why was erik on this morning's list", "why did erik end up on the list", "why is erik in yesterday's report"],
)
def test_the_list_of_a_morning_is_the_digest(text: str) -> None:
    assert asked(text) == Why("erik")


@pytest.mark.parametrize("names", ["no names", "without names", "counts only"])
def test_a_digest_of_words_shows_what_they_say(names: str) -> None:
    question = asked(f"post a weekly summary here, mondays at 8, {names}")
    assert isinstance(question, Subscribe), question
    assert question.plan.words() == "weekly on mon at 08:00 tz:UTC show:counts empty:line"


PASSWORDS = ["what was the old password dana had", "tell me dana's current password", "which password does mia use"]


@pytest.mark.parametrize("text", PASSWORDS)
def test_no_password_is_known(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.subject == "password"


@pytest.mark.parametrize(
    ("text", "sign"), [("close the burst sign, that was us", "burst"), ("dismiss the night sign", "night")]
)
def test_a_sign_is_closed_in_its_own_words(text: str, sign: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert f"triage {sign} innocent because" in question.sentence


@pytest.mark.parametrize("text", ["how many registered after the mail went out", "failures after the newsletter"])
def test_an_event_without_its_day_is_not_left_aside(text: str) -> None:
    assert isinstance(asked(text), Cannot | Misunderstood)


@pytest.mark.parametrize("verb", ["document", "support", "enforce", "require"])
def test_a_verb_behind_its_subject_is_nobodys_name(verb: str) -> None:
    question = asked(f"what does microsoft {verb}")
    assert not getattr(question, "person", None)


SAID_NO = {
    "can you tell from which ip the tries on dana came": "places",
    "where do I send somebody who wants to register": "own registration",
    "who needs a temporary access pass today": "access passes needed",
    "do we get told at once if there's an attack": "subscribe",
    "somebody in payroll can't get in, no name yet": "help",
}


@pytest.mark.parametrize(("text", "subject"), SAID_NO.items())
def test_what_is_not_done_is_said_of_what_was_asked(text: str, subject: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.subject == subject
