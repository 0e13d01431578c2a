"""Questions whose words belong together: a method with its verification, half a month with the other, a sign with why."""

import re

import pytest

from bot.questions.question import Cannot, FreelyWorded, Misunderstood
from tests.support.phrasings import asked

READ = {
    # numbers alone: names are not dropped unsaid
    "stuck people, just the figures please": "stuck (the numbers stand first; whoever may see people has their names below)",
    "who is not registered yet, totals only": "rollout (not in the report is not the same as not registered; the"
    " directory's own state decides; the numbers stand first; whoever may see people has their names below)",
    "just numbers: failures this week by cause": "failures this week by cause",
    "list who resets most, without naming anyone": "resets by person (the numbers stand first; whoever may see people has"
    " their names below)",
    "how many folks are stuck per cause, leave the names out": "stuck (the numbers stand first; whoever may see people has"
    " their names below)",
    "who's stuck, counts only, no people please": "stuck (the numbers stand first; whoever may see people has their names"
    " below)",
    # a method and "verification" are one filter
    "office phone verification failing since monday": "failures since monday method:office_phone",
    "failures of sms verification yesterday": "failures yesterday method:mobile_phone (the reports have SMS and calls as one method, Mobile Phone)",
    "verification by authenticator app failing this week": "failures this week method:app_code (codes of an app alone;"
    " its notifications are a method of their own, `method:app_notification`)",
    "email verification or sms verification, which fails more": "failures by method (each method apart, with its number)",
    "phone verification failing today": "failures today cause:verification_phone",
    # what belongs to the change asked about
    "who changed which methods are needed and when was that": "changes",
    "who made two methods mandatory and when": "changes",
    "did anybody edit what methods people need, and who did it": "changes",
    # two halves, and the same day a week earlier
    "did the first half of november look better than the second": "compare the first half of november with the second"
    " half of november",
    "failures in the second half of october against the first": "compare the second half of october with the first half"
    " of october",
    "contrast yesterday with the same day a week ago, only failures": "compare yesterday with 8 days ago",
    "today vs the same weekday a week earlier": "compare today with 7 days ago",
    "today versus the same time last week": "compare today with 7 days ago",
    "monday vs the same day a week earlier": "compare monday with monday a week ago",
    "first week of november vs the second": "compare first week of november with the second week of november",
    "was the first quarter worse than the third": "compare the first quarter with the third quarter",
    # one tenant is the one that is asked
    "at which step do people quit at one customer": 'funnel (left aside: "at one customer")',
    "failures this week at a tenant of ours": 'failures this week (left aside: "at a tenant of ours")',
    # how many tries it takes
    "how many attempts does the average person need, per method": "time by method",
    "how many tries do people need until they succeed": "time",
    "how often do people have to try until it works, per method": "time by method",
    "median attempts per method": "time by method (the median, not the mean)",
    # the word of registering orders nothing where its numbers are asked for
    "have a look at registration this week": "registrations this week",
    # adding a method is registering it
    "did anyone add a mobile phone yesterday": "registrations yesterday by method (of all methods, each with its number,"
    " not only that one)",
    "who added an authenticator this week": "registrations this week by method (of all methods, each with its number,"
    " not only that one)",
    # "during" before a span of time is "in"
    "outages during october, with how many people hit": "incidents october",
    "attempts during last week, who failed most often by cause": "failures last week by cause",
    # a list is made of what is asked, and nothing is done to the people on it
    "make a list of everyone who has to register": "rollout (not in the report is not the same as not registered; the"
    " directory's own state decides)",
    # first and last name of somebody who is not loaded: whoever is near is named in the answer
    "is Anna Schmidt blocked": 'status "Anna Schmidt"',
    "Peter Parker is on the phone from a train, is he registered at all?": 'status "Peter Parker" (not understood: "train")',
    "why can't John Smith reset his password": 'status "John Smith"',
    "Sarah O'Neill can't reset": 'status "Sarah O\'Neill"',
    "caller: John Doe, can he reset": 'status "John Doe"',
    "Tom Baker": 'status "Tom Baker"',
    "status Bob Ross": 'status "Bob Ross"',
    # an admin role by its name
    "failures role security administrator last 30 days": "failures last 30 days by role (each role apart, by its name in"
    " the reports, where Company Administrator is the global one; a role without a row has none)",
    "failures last month of people with the password administrator role": "failures last month by role (each role apart,"
    " by its name in the reports, where Company Administrator is the global one; a role without a row has none)",
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_words_that_belong_together_are_read_together(text: str, read: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert question.interpretation == read


@pytest.mark.parametrize(
    "text",
    [
        "which signs have we muted and with which reason",
        "what is muted, and why",
        "what has been muted so far",
        "which alerts are silenced until when",
        "who muted the night sign and why",
    ],
)
def test_what_was_muted_and_why_is_one_question(text: str) -> None:
    assert asked(text).kind == "triage"


REFUSED = {
    # another deed than a password that is reset
    "make everyone in finance register before christmas": ("registration", "makes? anybody register", "rollout"),
    "require all users to enroll": ("registration", "tenant administrator", "rollout"),
    "please have mia register again": ("registration", "tenant administrator", "status mia"),
    "get everyone to register": ("registration", "tenant administrator", "rollout"),
    "can you push them to sign up": ("registration", "tenant administrator", "rollout"),
    # who sees what
    "who reads the digest": ("digest", "I do not know who reads a digest", "subscriptions"),
    "who can read the digest": ("who sees what", "helpdesk", "help"),
    "who is allowed to see the names of people": ("who sees what", "helpdesk", "help"),
    "what are the rules about seeing names": ("who sees what", "viewers", "help"),
    "why can't I see names": ("who sees what", "helpdesk", "help"),
    "which role do I need to see people": ("who sees what", "helpdesk", "help"),
    "who removed a phone number today": ("changed phone", "methods of their own", "odd today"),
    "what helps to get users to enroll": ("registration", "tenant administrator", "rollout"),
    "unlock Tom Baker": ("unlock", "never unlock", 'status "Tom Baker"'),
    "which signs were closed last week": ("triage", "span of time", "triage"),
    "is it allowed to see names in this channel": ("who sees what", "helpdesk", "help"),
    # what no report holds
    "do people find the reset page confusing": ("opinions", "no report holds", "funnel"),
    "who pays for the p1": ("prices", "has a price", "stuck cause:no_license"),
    "do users like the reset page": ("opinions", "no report holds", "funnel"),
    "how satisfied are our people with sspr": ("opinions", "no report holds", "funnel"),
    "how much does microsoft charge for a p1 license": ("prices", "has a price", "stuck cause:no_license"),
    "what does p2 cost per user": ("prices", "has a price", "stuck cause:no_license"),
    "how much is a premium license": ("prices", "has a price", "stuck cause:no_license"),
    # hours are named, and what helps is offered
    "what failed on tuesday between the update and midnight": (
        "leaving out",
        '"between the update and midnight"',
        "failures tuesday",
    ),
}


@pytest.mark.parametrize(("text", "told"), REFUSED.items())
def test_what_is_not_done_or_known_has_a_sentence_of_its_own(text: str, told: tuple[str, str, str]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    subject, says, suggestion = told
    assert (question.subject, question.suggestion) == (subject, suggestion)
    assert re.search(says, question.sentence)


@pytest.mark.parametrize(
    "text",
    [
        "failures for Adventure Works",
        "who failed at Tailspin Toys",
        "Adventure Works is down",
        "is Global Secure Access down",
    ],
)
def test_a_company_is_nobodys_name(text: str) -> None:
    assert isinstance(asked(text), Misunderstood)
