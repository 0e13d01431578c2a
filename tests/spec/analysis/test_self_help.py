"""A message to somebody about themselves says what is known, and as of when: what came after the list outweighs it."""

from typing import Any

import pytest

from bot.analysis.people.self_help import self_help
from bot.knowledge.catalogue import load
from bot.render.notices import to_person
from tests.support.frames import NOW, at, snapshot

KNOWN: dict[str, Any] = {"catalogue": load(), "now": NOW}
ROSTER = "user | registered | enabled | capable | admin | guest | methods | seen"
MISSING = f"{ROSTER} \n dana | no | yes | no | no | no | | 2017-02-27 12:00"
RESET = "at | user | result | detail \n 2017-02-{} | dana | {}"
SIGNED = "at | user | datum \n 2017-02-{} | dana | {}"


@pytest.mark.parametrize(
    ("rows", "signed", "nudged"),
    [
        ("at | user", "at | user", True),
        ("at | user", SIGNED.format("28 10:00", "Mobile Phone"), False),
        ("at | user", SIGNED.format("28 10:00", "Passkey"), True),  # which verifies no reset
        ("at | user", SIGNED.format("26 10:00", "Mobile Phone"), True),  # the list is newer
        (RESET.format("28 10:00", "Succeeded | succeeded"), "at | user", False),
        (RESET.format("26 10:00", "Succeeded | succeeded"), "at | user", True),
        (RESET.format("28 10:00", "Failed | failed.insufficient_methods"), "at | user", True),
    ],
)
def test_nobody_is_told_to_register_who_has_since_the_list_was_read(rows: str, signed: str, nudged: bool) -> None:
    found = [one for one in self_help(snapshot(rows, signed, MISSING), at("2017-02-20"), **KNOWN) if one.is_nudge]
    says = "By the directory's list of 27 February 2017, you have not registered yet, and cannot reset your password "
    assert [to_person(one).text.partition("yourself.")[0] for one in found] == [says] * nudged


def test_whoever_failed_is_not_said_to_be_the_one_who_tried() -> None:
    blocked = snapshot(RESET.format("28 13:00", "Blocked | blocked.sms_codes"))
    (one,) = self_help(blocked, at("2017-02-20"), **KNOWN)
    text = to_person(one).text
    assert text.startswith("Somebody, perhaps you, could not reset your password")
    assert "If it was not you, please tell your helpdesk." in text
