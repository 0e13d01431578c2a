"""What strangers ask in words of their own: the end of being told, quoted details, two methods side by side, a digest at 8."""

import pytest

from bot.questions.question import Cannot, FreelyWorded, Misunderstood, Subscribe, Unfollow
from tests.support.phrasings import asked

ENDS = """
    no need to watch erik any longer, thx
    you can stop watching erik
    quit tracking erik please
    enough of erik's updates
    i don't need erik's notifications any more
    no more messages about erik please
    no further updates on erik
    forget about following erik
    i'm done with erik, no more notifications
    i no longer want to follow erik
    don't bother me with erik any longer
    leave me alone with erik
    i don't want to hear about erik any more
    you can drop watching erik now
    erik's case is closed for me, no need for updates
"""


@pytest.mark.parametrize("text", [line.strip() for line in ENDS.splitlines() if line.strip()])
def test_what_ends_being_told_is_unfollow(text: str) -> None:
    assert asked(text) == Unfollow("erik")


@pytest.mark.parametrize("text", ["please watch erik for me", "keep watching erik until he is in"])
def test_to_watch_somebody_is_to_follow_them(text: str) -> None:
    assert (asked(text).kind, getattr(asked(text), "person", None)) == ("follow", "erik")


def test_no_need_to_stop_watching_is_asked_back() -> None:
    question = asked("no need to stop following erik")
    assert isinstance(question, Misunderstood)
    assert {question.suggestion, *question.choices} == {"unfollow erik", "follow erik"}


@pytest.mark.parametrize(
    "text", ["track record of dana", "the monitor says dana failed", "keep track of dana's attempts"]
)
def test_what_only_sounds_like_watching_orders_nothing(text: str) -> None:
    assert asked(text).kind != "follow"


def test_an_apostrophe_at_both_ends_quotes_nothing() -> None:
    assert asked("'tis broken since the users' complaint").kind != "fix"


READ = {
    # where somebody is now is named, and changes nothing
    "why was mia in the digest this morning, she is on vacation?!": "why mia (left aside: "
    '"this morning she is on vacation")',
    "dana is on holiday, why was she in the digest": 'why dana (left aside: "is on holiday")',
    "why is erik on this morning's list, he left the company": 'why erik (left aside: "he left the company")',
    "is erik blocked, he's on parental leave": 'status erik (left aside: "he\'s on parental leave")',
    "what's up with mia, she is on a business trip": 'status mia (left aside: "she is on a business trip")',
    # quoted is quoted, by whichever marks
    "what means 'not a member of the password reset users group'": "fix not a member of the password reset users group",
    "what means \u2018not a member of the password reset users group\u2019": "fix not a member of the password reset"
    " users group",
    "what's behind 'insufficient authentication methods defined'": "fix insufficient authentication methods defined",
    "caller sees 'account is not enabled' what to do": "fix not_enabled",
    # from the first failure `time` measures anyway
    "how long takes it normally till someone gets through after the first fail": 'time (left aside: "normally")',
    "how long until people succeed after their first failed try": "time",
    "time from the first error till success last month": "time last month",
    # the phone brought it
    "is writeback broken again?? 6 calls in half an hour": "incidents cause:onprem (left aside: "
    '"again 6 calls in half an hour")',
    "is sspr down again? 5 people called in 20 minutes": "incidents 24h (left aside: "
    '"again 5 people called in 20 minutes"; the last 24 hours)',
    "outage again? three calls already": 'incidents (left aside: "again three calls already")',
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_changes_nothing_is_named(text: str, read: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert question.interpretation == read


HANDED_OUT = """
    send dana a temporary password pls     | reset a password
    generate a temp password for thea      | reset a password
    hand dana a new password               | reset a password
    i need a temporary password for mia    | reset a password
    issue dana a one-time passcode         | reset a password
    email mia a temporary password         | reset a password
    hand out an access pass to mia         | temporary access pass
    text erik a new code                   | code on demand
"""


@pytest.mark.parametrize("row", [line for line in HANDED_OUT.splitlines() if line.strip()])
def test_what_is_handed_out_takes_a_verified_caller(row: str) -> None:
    text, subject = (cell.strip() for cell in row.split("|"))
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.subject == subject
    assert "verified" in question.sentence


COMPARED = {
    "is email better than the app": "funnel by method (each method apart, and how many leave there)",
    "email vs app, which loses more people": "funnel by method (each method apart, and how many leave there)",
    "sms compared with the app last month": "funnel last month by method (each method apart, and how many leave there)",
    "which fails more, authenticator app or sms": "failures by method (each method apart, with its number)",
    "which method causes more trouble, email or the authenticator": "failures by method (each method apart, with its"
    " number)",
    "which one is used more, sms or email": "resets by method (each method with its share)",
}
DONE = "(all that was changed or done, not only that)"
SINCE_DONE = (
    "helped since {0} (all that was changed or done, not only that; "
    "`compare since {0}` holds the time from then on against as long before)"
)
ENDING = "cutoffs (everybody who loses reset as a method ends, each with what they have; not only that one)"
ROLES = (
    "by role (each role apart, by its name in the reports, where Company Administrator is the global one; a role without"
    " a row has none)"
)
SAID = {
    **COMPARED,
    "the licences we assigned on tuesday, did they help anything": SINCE_DONE.format("tuesday"),
    "did the licences from tuesday help": f"helped since tuesday {DONE}",
    "the methods we added on the 20th, did that change anything": SINCE_DONE.format("the 20th"),
    "which of our users have nothing but security questions": ENDING,
    "users with just security questions": ENDING,
    "who has nothing but sms": ENDING,
    "are there error texts in our reports that microsoft never documented": "unknown",
    "any details that were never documented": "unknown",
    "texts nobody has ever documented": "unknown",
    "new error text nobody ever listed": "unknown",
    "how long after the first failed attempt do people get in, by cause": "time by cause",
    "why on earth did erik show up in the digest, he has retired": 'why erik (left aside: "he has retired")',
    "did any global administrators get blocked this month": "failures this month by role result:blocked",
    "was there a major thing on nov 20": "incidents nov 20",
    "which reports get posted here": "subscriptions",
    "did anybody with global admin fail at the reset in the past 7 days": f"failures the past 7 days {ROLES}",
    "did a helpdesk administrator fail this week": f"failures this week {ROLES}",
    "was there something big on nov 22": "incidents nov 22",
    "did anything major happen last week": "incidents last week",
    "which digests do land in here?": "subscriptions",
    "what lands in this channel": "subscriptions",
    "is this channel subscribed daily at 8?": 'subscriptions (left aside: "8")',
}


@pytest.mark.parametrize(("text", "read"), SAID.items())
def test_what_strangers_say_is_read(text: str, read: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert question.interpretation == read


@pytest.mark.parametrize(
    "text",
    [
        "which has more problems, sms or voice call",
        "does voice fail more often than sms",
        "compare voice calls with sms codes",
        "are voice calls worse than text messages",
    ],
)
def test_sms_and_voice_are_one_method_of_the_reports(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert "both as one method, Mobile Phone" in question.sentence
    assert question.suggestion == "failures by method"


LICENCES = [
    "are any licences free",
    "how many P1 licences do we still have free",
    "any spare p1 licenses",
    "how many licences are unassigned",
]


@pytest.mark.parametrize("text", LICENCES)
def test_no_report_counts_licences(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.subject == "license count"


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        (
            "set up a weekly digest for this channel, monday 8 o'clock berlin time, without names",
            "weekly on mon at 08:00 tz:Europe/Berlin show:counts empty:line",
        ),
        ("weekly digest fridays 4 o'clock in the afternoon", "weekly on fri at 16:00 tz:UTC show:masked empty:line"),
        ("please subscribe this channel daily at 8", "daily at 08:00 tz:UTC show:masked empty:line"),
    ],
)
def test_the_hour_of_a_digest_is_one_of_24(text: str, plan: str) -> None:
    question = asked(text)
    assert isinstance(question, Subscribe), question
    assert question.plan.words() == plan


def test_what_is_not_typed_as_a_subscription_is_offered_whole() -> None:
    question = asked("subscribe weekly monday at 8 o'clock without names")
    assert isinstance(question, Misunderstood)
    assert question.suggestion == "subscribe weekly on mon at 8:00 show:counts"
