"""Where no question takes all that was said and known, each that takes some is offered whole, with what it leaves out."""

import re

import pytest

from bot.questions.question import Cannot, Misunderstood
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
    "rollout domain:fabrikam.com": {"rollout": ["domain:fabrikam.com"]},
    "who got blocked twice this month": {"failures this month result:blocked": ["twice"]},
    "any failed imports": {"data": ["failed"], "failures": ["imports"]},
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


DENIED = [
    "who registered but has never reset",
    "who failed on monday but not on tuesday",
    "people who couldn't reset yesterday but can today",
    "did anyone fail before registering",
    "people still failing after the outage",
    "what would happen if we turn off sms",
    "set up a digest on mondays and thursdays at 9",
]


@pytest.mark.parametrize("text", DENIED)
def test_nothing_is_offered_that_may_be_the_opposite_or_does_something(text: str) -> None:
    assert [each for each in offered(asked(text)) if each != "help"] == []


def test_what_takes_all_of_it_is_asked_back() -> None:
    assert offered(asked("are we at 80% yet")) == ["rollout", "trend"]
