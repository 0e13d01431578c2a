"""Where no question takes all that was said and known, each that takes some is offered whole, with what it leaves out."""

import re

import pytest

from bot.questions.question import Cannot, Fix, Misunderstood, Status, Subscribe
from tests.spec.questions.test_never_a_wrong_reading import offered
from tests.support.phrasings import asked

LEAVES_OUT = {
    "which domain has the most people stuck": {"failures by domain": ["stuck"], "stuck": ["which domain", "the most"]},
    "top 3 causes and domains this month": {
        "failures this month by cause top 3": ["domains"],
        "failures this month by domain top 3": ["causes"],
    },
    "failures by cause and by domain": {"failures by cause": ["by domain"], "failures by domain": ["by cause"]},
    "failures by day by hour": {"failures by day": ["by hour"], "failures by hour": ["by day"]},
    "failures by role and by method last week": {
        "failures last week by role": ["by method"],
        "failures last week by method": ["by role"],
    },
    "what is SSPR_0012? and 0013?": {"fix SSPR_0012": ["0013"], "fix SSPR_0013": ["SSPR_0012"]},
    "difference between SSPR_0012 and SSPR_0029": {
        "fix SSPR_0012": ["difference between", "SSPR_0029"],
        "fix SSPR_0029": ["difference between", "SSPR_0012"],
    },
    "did microsoft change something": {"changes": ["microsoft"]},
    "who reset without being registered": {"rollout": ["reset"], "resets": ["without being registered"]},
}


@pytest.mark.parametrize(("text", "offers"), LEAVES_OUT.items())
def test_each_offer_says_what_it_leaves_out(text: str, offers: dict[str, list[str]]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    said = dict(re.findall(r"`([^`]+)` leaves out ([^;]+?)(?=;|\.$)", question.sentence))
    assert {command: re.findall(r'"([^"]+)"', words) for command, words in said.items()} == offers
    assert offered(question) == list(offers)
    assert all(not isinstance(asked(command), Cannot | Misunderstood) for command in offers)


UNKNOWN_WORDS = {
    "policy changes by bob last week": (
        'I do not know bob. `changes last week` leaves out "bob".',
        ["changes last week"],
    ),
    "zorbian failures at contoso": (
        'I do not know zorbian. `failures domain:contoso.com` leaves out "zorbian".',
        ["failures domain:contoso.com"],
    ),
    "is everyone in the pilot crew registered": (
        'I do not know pilot, crew. `rollout` leaves out "pilot" and "crew"; `registrations` leaves out "pilot" and "crew".',
        ["rollout", "registrations"],
    ),
    "zorbian resets after a block": ("I do not know zorbian.", ["help"]),
}


@pytest.mark.parametrize(("text", "said"), UNKNOWN_WORDS.items())
def test_beside_a_word_that_is_not_known_so_does_each_offer(text: str, said: tuple[str, list[str]]) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert (question.sentence, offered(question)) == said


DENIED = [
    "who registered but has never reset",
    "who failed on monday but not on tuesday",
    "people who couldn't reset yesterday but can today",
    "did anyone fail before registering",
    "people still failing after the outage",
]


@pytest.mark.parametrize("text", DENIED)
def test_nothing_is_offered_that_may_be_the_opposite_or_does_something(text: str) -> None:
    assert [each for each in offered(asked(text)) if each != "help"] == []


def test_what_takes_all_of_it_is_asked_back() -> None:
    assert offered(asked("are we at 80% yet")) == ["rollout", "trend"]


READ = {
    "failed resets yesterday vs day before": "compare yesterday",
    "graph of failures and successes this month": "trend this month (attempts and successes, day by day)",
    "who is affected on february 1st 2027": "cutoffs (who loses reset on which day; not only that one)",
    "how many registrations are missing for 95 percent": (
        "rollout (how many of all are registered; how many are left up to another share is not counted)"
    ),
    "anyone called mueller among the failures": "status mueller",
    "what share of the users is covered": "rollout",
    "how up to date are the registrations": "data",
    "is sspr_0029 still happening": 'fix SSPR_0029 (left aside: "still")',
    "how many go away and come back": "funnel (with whether they come back)",
    "new signs since yesterday": "odd since yesterday",
    "when do the locks run out": "fix throttled",
    "funnel for contoso last month": "funnel last month domain:contoso.com",
    "where do contoso people drop out": "funnel domain:contoso.com",
    "who will be locked out when sms goes away": "cutoffs (everybody who loses reset as a method ends, each with what they have; not only that one)",
    "target december 31": "rollout by 2026-12-31",
    "contoso numbers for november": "trend november domain:contoso.com",
    "how many percent are done": "rollout",
    "which admins lack methods": "rollout (of everybody: admins and guests stand apart there)",
    "were admins affected on sunday": "failures sunday by role (each role apart, not only admins)",
    "are registrations loaded": "data",
    "which cause is growing": "compare (of failed attempts by cause, the largest change first)",
    "newest stuck person": 'stuck (left aside: "newest")',
    "how long until people succeed after a lockout": (
        "time (of all who failed: the time by each cause has a row of its own)"
    ),
    "who is new in the digest": "digest preview",
    "someone from contoso is locked out, what do i do": "fix throttled",
    "compare this and last month": "compare this month with last month",
    "reset count per method last 30 days": "resets last 30 days by method",
    "new codes this week": "unknown this week",
    "who is locked @ contoso": "stuck cause:throttled domain:contoso.com",
    "sms or app better": "funnel by method (each method apart, and how many leave there)",
    "how many percent of admins are done": "rollout (of everybody: admins and guests stand apart there)",
    "tell me the fix for the most common problem": "failures by detail top 1 (with its documented fix)",
    "last 7 days vs the 7 before": "compare last 7 days",
    "how many finish what they start": "funnel",
    "when is sms switched off": "cutoffs",
    "when are security questions switched off": "cutoffs",
    "which causes are falling since monday": "compare since monday (beside as long before)",
    "when was the roster last loaded": "data",
    "did the pull work today": "data (all that is loaded, each load with its time; not only of then)",
    "is everything ok again": "incidents 24h (the last 24 hours)",
    "blocked more than the week before": "compare this week result:blocked",
    "is today worse than a usual sunday": (
        "trend today (its line about the newest day says whether that is usual, by weekday and hour; Sunday only where"
        " that day is one)"
    ),
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_no_row_took_once_is_read(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


OFFERED = {
    "more failures than the day before": ["compare today", "compare yesterday"],
    "how much has sspr saved us this month": ["resets this month"],
    "stuck people with a license": ["stuck cause:-no_license"],
    "anyone stuck who has a licence": ["stuck cause:-no_license"],
    "failures at the weekend vs weekdays": ["failures 30d by day"],
    "who still uses the office phone": ["resets method:office_phone", "registrations all by method"],
    "quick status": ["failures 24h by cause", "status me"],
    "who left the stuck list": ["digest preview", "resets"],
    "digest for blocked only at 10:00": ["subscribe daily at 10:00 result:blocked", "digest preview"],
    "subscribe weekly on monday at 8 for contoso": ["subscribe weekly on mon at 8 domain:contoso.com"],
    "status of contoso": ["failures by cause domain:contoso.com", "stuck domain:contoso.com"],
    "let me know if thea gets blocked again": ["follow thea"],
    "did someone else reset erik's account": ["status erik"],
    "am i following anyone": ["help unfollow"],
    "follow erik until he fails": ["follow erik"],
    "how up to date are failures of contoso": ["failures domain:contoso.com", "data"],
    "worse than the week before for admins": ["compare this week"],
    "people who moved away from sms": ["help"],
    "what would happen if we turn off sms": ["help"],
    "success rate before and after the policy change": ["helped", "changes"],
    "is registration going faster than last month": ["registrations last month"],
    "who lacks sms": ["rollout", "registrations all by method"],
    "pause the digest over christmas": ["help subscribe"],
    "who can see this": [],
    "did the outage on sunday hit admins too": ["incidents sunday", "failures sunday by role"],
    "did the same people fail again": ["digest preview", "export failures"],
    "are those who failed on sunday fine again": ["stuck"],
}


@pytest.mark.parametrize(("text", "choices"), OFFERED.items())
def test_what_is_offered_is_whole_and_means_the_same(text: str, choices: list[str]) -> None:
    assert offered(asked(text)) == choices


DIGESTS = {
    "weekly digest on mondays at 9 berlin time with masked names": "weekly on mon at 09:00 tz:Europe/Berlin show:masked",
    "daily digest at 8 london time only counts": "daily at 08:00 tz:Europe/London show:counts",
    "daily digest without weekends": "daily at 09:00 mon-fri tz:UTC",
    "digest on tuesdays and fridays": "daily at 09:00 tue,fri tz:UTC",
    "weekly digest fridays 4pm with names": "weekly on fri at 16:00 tz:UTC show:names",
}


@pytest.mark.parametrize(("text", "plan"), DIGESTS.items())
def test_the_zone_and_what_a_digest_shows_are_part_of_its_plan(text: str, plan: str) -> None:
    question = asked(text)
    assert isinstance(question, Subscribe)
    assert question == asked(f"subscribe {plan}")


def test_somebody_who_is_fine_again_is_followed_up_to_then() -> None:
    assert asked("ping me when thea is ok again").kind == "follow"


def test_following_until_somebody_has_reset_is_what_following_does() -> None:
    assert asked("follow erik until he resets").kind == "follow"


def test_how_often_the_digest_comes_is_in_the_subscriptions() -> None:
    assert asked("how often is the digest posted").kind == "subscriptions"


def test_whoever_called_is_no_name() -> None:
    assert not isinstance(asked("the caller just called grumbly"), Status)


def test_the_cause_named_as_one_is_found() -> None:
    question = asked("explain the cause not in group")
    assert isinstance(question, Fix)
    assert question.text == "not in group"


@pytest.mark.parametrize("text", ["has dana been in the digest", "was dana in yesterday's digest"])
def test_whether_somebody_was_in_the_digest_is_why(text: str) -> None:
    assert asked(text).kind == "why"
