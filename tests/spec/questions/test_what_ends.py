"""Who is watched, and no longer; and what somebody's absence, a first failure or a phone that rings changes of a question: nothing."""

import pytest

from bot.questions.question import Cannot, FreelyWorded, Misunderstood, Unfollow
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
    "is sspr down again? 5 people called in 20 minutes": 'incidents (left aside: "again 5 people called in 20 minutes")',
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
