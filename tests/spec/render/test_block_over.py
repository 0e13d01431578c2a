"""Whose block has ended is told to try again, never to wait, wherever their case is told."""

from datetime import UTC

import pytest

from bot.analysis.digest import digest
from bot.analysis.people.person_search import Matching
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import StuckAnswer, stuck
from bot.knowledge.catalogue import load
from bot.render.digests import first_message as digest_message
from bot.render.digests.settings import Setting
from bot.render.formats import terminal
from bot.render.views import answer_modals
from bot.reports.snapshot import Snapshot
from tests.support import rendering
from tests.support.frames import NOW, at, snapshot

DETAILS = [key for key, detail in load().details.items() if detail.after_block]
WAITING = ("Wait 24 hours", "held off", "do not try again before")

BOTH = """
    at               | user | result  | detail
    2017-02-01 09:00 | dana | Blocked | blocked.sms_codes
    2017-02-02 09:00 | kim  | Blocked | blocked.sms_codes
    2017-02-28 15:00 | bob  | Blocked | blocked.sms_codes
"""


def blocked(when: str, detail: str = "blocked.sms_codes", more: str = "") -> Snapshot:
    return snapshot(f"at | user | result | detail \n {when} | dana | Blocked | {detail} \n {more}")


def of_dana(taken: Snapshot) -> PersonStatus:
    found = status(taken, "dana", matching=Matching.WORDS, catalogue=load(), now=NOW)
    assert isinstance(found, PersonStatus)
    return found


def everybody(taken: Snapshot) -> StuckAnswer:
    return stuck(taken, catalogue=load(), now=NOW)


def shown(value: PersonStatus | StuckAnswer) -> str:
    return terminal.show(rendering.shown(value), width=500)


def digested(taken: Snapshot) -> str:
    told = digest(taken, from_position=0, to_position=9, since=at("2017-02-01"), catalogue=load(), now=NOW, zone=UTC)
    parts = digest_message.message(told, Setting(UTC)).parts
    return "\n".join(terminal.show(part, width=500) for part in parts)


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("when", ["2017-02-28 11:45", "2017-01-20 09:00"])
def test_once_the_block_is_over_nobody_is_told_to_wait(when: str, detail: str) -> None:
    taken = blocked(when, detail)
    told = [
        shown(of_dana(taken)),
        shown(everybody(taken)),
        digested(taken),
        str(answer_modals.next_steps(of_dana(taken))),
    ]
    for text in told:
        assert not [words for words in WAITING if words in text]
        assert "The block should be over: try once more" in text


@pytest.mark.parametrize("detail", DETAILS)
def test_while_the_block_lasts_everybody_is_told_to_wait(detail: str) -> None:
    taken = blocked("2017-02-28 11:46", detail)
    for text in (shown(of_dana(taken)), shown(everybody(taken)), digested(taken)):
        assert "Wait 24 hours" in text
        assert "should be over" not in text


def test_the_status_says_since_when_the_block_is_over_and_that_nobody_tried_again() -> None:
    text = shown(of_dana(blocked("2017-02-20 09:00")))
    assert "can probably reset by now, by data up to 2017-02-20 09:00 UTC" in text  # as of that row they were blocked
    assert "2017-02-21 09:15" in text.partition("Block over since")[2].splitlines()[0]
    assert "has not tried again" in text


def test_an_abandoned_attempt_after_the_block_is_another_try() -> None:
    text = shown(of_dana(blocked("2017-02-20 09:00", more="2017-02-22 09:00 | dana | Abandoned |")))
    assert "has tried again" in text
    assert "no loaded row shows another try" not in text


def test_stuck_keeps_those_whose_block_is_over_apart_and_shows_the_others_first() -> None:
    (group,) = everybody(snapshot(BOTH)).groups
    assert (group.people, group.block_over) == (3, 2)
    assert [case.shown.partition("@")[0] for case in group.cases] == ["bob", "dana", "kim"]
    lines = shown(everybody(snapshot(BOTH))).splitlines()
    assert any("3 people" in line and "the block of 2 should be over" in line for line in lines)
    assert any("bob" in line and "blocked until about" in line for line in lines)
    assert any("dana" in line and "block over since about" in line and "not tried again" in line for line in lines)


def test_a_cause_with_both_kinds_of_people_has_the_advice_for_both() -> None:
    over = ("2 people, block over.", "What to do now that the block of 2 people is over")
    for text, said in zip((shown(everybody(snapshot(BOTH))), digested(snapshot(BOTH))), over, strict=True):
        assert "Wait 24 hours" in text
        assert said in text
        assert "The block should be over: try once more" in text
