"""What an answer leaves out stands in its first sentence, whichever question it is, so that a shared copy says it too."""

import pytest

from bot.privacy import Role
from bot.questions.question_types import QUESTION_TYPES
from bot.reports.snapshot import Snapshot
from tests.support.asking import answering, asker
from tests.support.frames import snapshot

LEAVE_OUT = ("failures", "stuck", "trend", "compare")


@pytest.fixture
def contoso() -> Snapshot:
    return snapshot("""
        at               | user             | detail              | result
        2017-02-01 12:00 | dana             | failed.no_license   | Failed
        2017-02-27 11:00 | erik             | succeeded           | Succeeded
        2017-02-27 12:00 | dana             | failed.no_license   | Failed
        2017-02-28 12:00 | bob              | failed.onprem_error | Failed
        2017-02-28 13:00 | mia@fabrikam.com | failed.no_license   | Failed
    """)


def _first(snapshot: Snapshot, question: str, role: Role = Role.HELPDESK, least: int = 1) -> str:
    return (
        answering(snapshot, smallest_group=least)
        .answer(question, asker(role))
        .message.text.partition("\n")[0]
        .replace("`", "")
    )


@pytest.mark.parametrize(
    "kind",
    [one.name for one in QUESTION_TYPES if "FILTERS" in one.usage and one.name != "subscribe"] + ["funnel", "odd"],
)
def test_the_domain_stands_in_the_first_sentence(contoso: Snapshot, kind: str) -> None:
    assert "(only domain contoso.com)" in _first(contoso, f"{kind} domain:contoso.com")


@pytest.mark.parametrize("kind", ["registrations", "rollout", "cutoffs"])
def test_so_does_it_where_people_are_asked_for_who_have_not_tried(kind: str) -> None:
    data = snapshot(
        registrations="at | user | datum\n2017-02-27 12:00 | dana | Email",
        roster="user | registered | enabled | methods\ndana | yes | yes | email",
    )
    assert "(only domain contoso.com)" in _first(data, f"{kind} domain:contoso.com")
    assert "(only domain fabrikam.com)" in _first(data, f"{kind} domain:fabrikam.com")


@pytest.mark.parametrize("kind", LEAVE_OUT)
def test_what_is_left_out_stands_in_the_first_sentence(contoso: Snapshot, kind: str) -> None:
    assert "(without no_license)" in _first(contoso, f"{kind} cause:-no_license")


def test_all_but_a_cause_of_a_domain(contoso: Snapshot) -> None:
    said = _first(contoso, "failures 7d domain:contoso.com cause:-license result:-blocked")
    assert "license is no cause" in said
    said = _first(contoso, "failures 7d domain:contoso.com cause:-no_license result:-blocked")
    assert "1 failed attempt by 1 person" in said
    assert "(only domain contoso.com; without Blocked and no_license)" in said


@pytest.mark.parametrize("kind", LEAVE_OUT)
def test_all_but_one_cause_is_for_those_who_may_see_people(contoso: Snapshot, kind: str) -> None:
    said = _first(contoso, f"{kind} cause:-no_license", Role.VIEWER)
    assert "leaves a result or a cause out" in said
    assert "fewer filters" not in said  # which would not do
