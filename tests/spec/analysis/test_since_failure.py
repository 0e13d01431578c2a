"""What was put right since the failure is said wherever the case is: one rule for `status`, `stuck` and digests."""

from datetime import UTC
from typing import Any

import pytest

from bot.analysis.answers import Since
from bot.analysis.cases.cases import cases
from bot.analysis.cases.since_failure import able_from
from bot.analysis.digest import digest
from bot.analysis.people.person_search import Matching
from bot.analysis.people.self_help import self_help
from bot.analysis.reset_verdict import Ability
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers import own_status
from bot.render.answers import status as status_message
from bot.render.answers import stuck as stuck_message
from bot.render.digests import first_message, verdict
from bot.render.digests.settings import Setting
from bot.render.formats import terminal
from bot.reports.instants import NEVER
from bot.reports.snapshot import Snapshot
from tests.support.frames import NOW, at, snapshot

KNOWN: dict[str, Any] = {"catalogue": load(), "now": NOW}
ROSTER = "user | registered | enabled | capable | admin | guest | methods | seen"
FAILED = "at | user | result | detail \n 2017-02-27 09:00 | dana | Failed | {}"
FEW, NO_LICENSE, SMS = "failed.insufficient_methods", "failed.no_license", "contacted.sms"
OFF, POLICY = "failed.not_enabled", "policy change: Self-service password reset policy changes"
SIGNED = "at | user | datum \n 2017-02-28 10:00 | dana | {}"
OTHERS = "at | user | kind \n 2017-02-28 11:00 | dana | {}"
CAN = f"{ROSTER} \n dana | yes | yes | yes | no | no | email | 2017-02-28 12:00"
GATE = f"{ROSTER} \n dana | yes | yes | yes | yes | no | email | 2017-02-28 12:00"


@pytest.mark.parametrize(
    ("detail", "signed", "others", "roster", "since"),
    [
        (FEW, "", "", "user", Since.NOTHING),
        (FEW, "Mobile Phone", "", "user", Since.REGISTERED),
        (SMS, "Mobile Phone", "", "user", Since.REGISTERED),
        (NO_LICENSE, "Mobile Phone", "", "user", Since.NOTHING),
        (FEW, "Passkey", "", "user", Since.NOTHING),
        (FEW, "Mobile Phone", "method deleted: Mobile Phone", "user", Since.NOTHING),
        (FEW, "Mobile Phone", "method deleted: Passkey", "user", Since.REGISTERED),
        (FEW, "", "", CAN, Since.DIRECTORY),
        (SMS, "", "", CAN, Since.NOTHING),
        (FEW, "", "", GATE, Since.NOTHING),
        (FEW, "", "", CAN.replace("no | no | email", "no | yes | email"), Since.NOTHING),  # a guest
        (FEW, "", "", CAN.replace("28 12:00", "26 12:00"), Since.NOTHING),
        (FEW, "", "method deleted: Alternate Email", CAN, Since.DIRECTORY),
        (FEW, "", "method deleted: Alternate Email", CAN.replace("28 12:00", "28 10:00"), Since.NOTHING),
        (FEW, "", "admin registered: Mobile Phone", "user", Since.ADDED),
        (FEW, "", "admin registered", "user", Since.ADDED),
        (FEW, "", "admin registered: Temporary Access Pass", "user", Since.NOTHING),
        (FEW, "", "method updated: Mobile Phone", "user", Since.UPDATED),
        (SMS, "", "method updated by an admin", "user", Since.UPDATED),
        (FEW, "", "method updated: Passkey", "user", Since.NOTHING),
        (FEW, "Mobile Phone", "method updated: Mobile Phone", "user", Since.REGISTERED),
        (NO_LICENSE, "", "method updated: Mobile Phone", "user", Since.NOTHING),
        (OFF, "", POLICY, "user", Since.POLICY),
        (FEW, "", POLICY, "user", Since.POLICY),
        (OFF, "", POLICY, CAN, Since.DIRECTORY),
        (NO_LICENSE, "", POLICY, "user", Since.NOTHING),
        (SMS, "", POLICY, "user", Since.NOTHING),
        (NO_LICENSE, "", "license changed", "user", Since.LICENSE),
        (OFF, "", "license changed", "user", Since.NOTHING),
    ],
)
def test_every_answer_says_the_same(detail: str, signed: str, others: str, roster: str, since: Since) -> None:
    taken = snapshot(
        FAILED.format(detail),
        SIGNED.format(signed) if signed else "at | user",
        roster,
        interventions=OTHERS.format(others) if others else "at | user",
    )
    able = since in (Since.REGISTERED, Since.DIRECTORY)
    (group,) = stuck(taken, **KNOWN).groups
    (new,) = told(taken).new
    assert (group.cases[0].since, new.cases[0].since, group.by_now) == (since, since, int(able))
    answer = status(taken, "dana", matching=Matching.WORDS, **KNOWN)
    assert isinstance(answer, PersonStatus)
    assert (answer.ability is Ability.PROBABLY) is able
    for text in (listed(taken), digested(taken)):
        assert ("may get through by now" in text) is able
        assert ("has registered a method since" in text) is (since is Since.REGISTERED)
        assert ("can since, by the directory" in text) is (since is Since.DIRECTORY)
        assert ("an admin has added a method since" in text) is (since is Since.ADDED)
        assert ("a method was updated since" in text) is (since is Since.UPDATED)
        assert ("a policy was changed since" in text) is (since is Since.POLICY)
        assert ("their licenses were changed since" in text) is (since is Since.LICENSE)
    assert ("Give a Temporary Access Pass" in listed(taken)) is (detail in (FEW, SMS) and not able)


@pytest.mark.parametrize(
    ("detail", "row", "says"),
    [
        (OFF, f"2017-02-27 10:00 | ada | {POLICY} |", "a policy was changed since, and whether that helps is not known"),
        (OFF, f"2017-02-27 08:00 | ada | {POLICY} |", ""),
        (OFF, f"2017-02-27 10:00 | ada | {POLICY} | Failed", ""),
        (NO_LICENSE, "2017-02-27 10:00 | dana | license changed |",
         "licenses were changed since, and the log does not say how"),
        (NO_LICENSE, "2017-02-27 10:00 | ada | license changed |", ""),
    ],
)  # fmt: skip
def test_what_an_admin_changed_since_leaves_it_open_and_is_never_called_the_cure(
    detail: str, row: str, says: str
) -> None:
    done = row if row.endswith("Failed") else f"{row} Succeeded"
    taken = snapshot(FAILED.format(detail), interventions=f"at | user | kind | result \n {done}")
    answer = status(taken, "dana", matching=Matching.WORDS, **KNOWN)
    assert isinstance(answer, PersonStatus)
    assert answer.ability is (Ability.UNKNOWN if says else Ability.NO)
    assert ("nothing since shows that it was put right" in answer.reason) is (not says)
    assert says in answer.reason
    assert says in own_status.to_you(answer.reason)
    assert "their " not in own_status.to_you(answer.reason)


UNREACHABLE = """
    at               | user | result | detail
    2017-02-27 09:00 | dana | Failed | failed.onprem_unreachable
    2017-02-27 10:00 | erik | Failed | failed.onprem_unreachable
"""


@pytest.mark.parametrize(
    ("more", "over"),
    [
        ("", False),
        ("2017-02-27 11:00 | erik | Succeeded | succeeded", True),
        ("2017-02-27 09:30 | erik | Succeeded | succeeded", False),  # and failed again after it
        ("2017-02-27 11:00 | cleo | Succeeded | succeeded", None),  # whose password may live in the cloud
        ("2017-02-27 11:00 | erik | Succeeded | succeeded \n 2017-02-27 12:00 | cleo | Failed | failed.onprem_unreachable",
         False),
        # Another domain may be of another forest: its resets say nothing of this one, nor its failures.
        (("2017-02-27 10:30 | gil@fabrikam.com | Failed | failed.onprem_unreachable \n"
         " 2017-02-27 11:00 | gil@fabrikam.com | Succeeded | succeeded"), False),
        (("2017-02-27 11:00 | erik | Succeeded | succeeded \n"
         " 2017-02-27 12:00 | gil@fabrikam.com | Failed | failed.onprem_unreachable"), True),
        (("2017-02-27 11:00 | erik | Succeeded | succeeded \n"
         " 2017-02-27 12:00 | gil@eu.contoso.com | Failed | failed.onprem_unreachable"), True),
    ],
)  # fmt: skip
def test_an_outage_is_over_once_one_whom_it_hit_has_reset_after_the_last_whom_it_hit(
    more: str, over: bool | None
) -> None:
    rows = [line for line in (UNREACHABLE + more).splitlines() if line.strip()]
    taken = snapshot("\n".join([rows[0], *sorted(row.strip() for row in rows[1:])]))
    answer = status(taken, "dana", matching=Matching.WORDS, **KNOWN)
    assert isinstance(answer, PersonStatus)
    assert (answer.ability, answer.case and answer.case.since) == (
        (Ability.PROBABLY, Since.OTHERS)
        if over
        else (Ability.UNKNOWN, Since.DOMAIN)
        if over is None
        else (Ability.NO, Since.NOTHING)
    )
    says = " ".join(terminal.show(status_message.message(answer, zone=UTC), width=1000).split())
    assert ("others of contoso.com who failed for the same reason have reset since" in says) is bool(over)
    assert ("others of contoso.com have reset since, whose passwords may live in the cloud" in says) is (over is None)
    assert ("When you tried, our reset service could not reach our own directory" in says) is not over
    text = listed(taken)
    assert ("others who got through" in text) is bool(over)
    if "@" not in more:
        assert ("urgent: On-premises service unreachable" in text) is not over


def test_of_two_domains_one_may_be_over_and_the_other_not() -> None:
    more = """    2017-02-27 10:10 | gil@fabrikam.com | Failed    | failed.onprem_unreachable
    2017-02-27 10:20 | noa@fabrikam.com | Failed    | failed.onprem_unreachable
    2017-02-27 11:00 | erik             | Succeeded | succeeded"""
    (group,) = stuck(snapshot(UNREACHABLE + more), **KNOWN).groups
    assert {case.user: case.since for case in group.cases} == {
        "dana@contoso.com": Since.OTHERS,
        "gil@fabrikam.com": Since.NOTHING,
        "noa@fabrikam.com": Since.NOTHING,
    }
    assert (group.people, group.by_now) == (3, 1)


def test_no_license_is_a_persons_own() -> None:
    rows = UNREACHABLE.replace("onprem_unreachable", "no_license").rstrip() + "\n 2017-02-27 11:00 | erik | Succeeded |"
    (group,) = stuck(snapshot(rows), **KNOWN).groups
    assert (group.people, group.by_now) == (1, 0)


BLOCKED_THEN = """
    at               | user | result  | detail
    2017-02-{block} | dana | Blocked | blocked.sms_codes
    2017-02-28 13:30 | dana | Failed  | {detail}
"""


@pytest.mark.parametrize("block", ["28 13:00", "27 14:00"])  # and each further try makes it last longer
@pytest.mark.parametrize(
    ("detail", "signed", "roster"),
    [
        (FEW, "Mobile Phone", "user"),
        (OFF, "", CAN),
        (FEW, "", CAN),
        ("failed.onprem_unreachable", "", "user"),
        ("failed.no_cookies", "", "user"),
    ],
)
def test_nobody_is_asked_to_try_while_they_are_blocked_for_something_else(
    block: str, detail: str, signed: str, roster: str
) -> None:
    rows = BLOCKED_THEN.format(block=block, detail=detail)
    taken = snapshot(
        rows,
        SIGNED.format(signed).replace("28 10:00", "28 14:00") if signed else "at | user",
        roster.replace("28 12:00", "28 15:00"),
    )
    answer = stuck(taken, **KNOWN)
    assert {case.since for group in answer.groups for case in group.cases if not case.blocked_until} == {Since.BLOCKED}
    assert sum(group.by_now for group in answer.groups) == 0
    for text in (listed(taken), digested(taken)):
        assert "may get through by now" not in text
        assert "put right by now" not in text
        assert "blocked until about" in text
        assert "blocked at the moment after too many tries" in text
    since = at("2017-02-28")
    assert {one.topic for one in self_help(taken, since, **KNOWN) if one.at} <= {"throttled"}


def test_once_the_block_is_over_what_came_since_counts_again() -> None:
    rows = BLOCKED_THEN.format(block="28 13:00", detail=FEW).replace("28", "26")
    taken = snapshot(rows, SIGNED.format("Mobile Phone"))
    groups = stuck(taken, **KNOWN).groups
    assert {case.since for group in groups for case in group.cases} == {Since.NOTHING, Since.REGISTERED}
    assert sum(group.by_now for group in groups) == 1


def test_a_closed_case_needs_nothing_more() -> None:
    taken = snapshot(f"{FAILED.format(FEW)} \n 2017-02-27 10:00 | dana | Succeeded | ", SIGNED.format("Mobile Phone"))
    assert set(able_from(cases(taken, taken.attempts_of.rows(0)), taken).tolist()) == {NEVER}


def test_only_those_whom_it_is_about_are_counted() -> None:
    taken = snapshot(f"{FAILED.format(FEW)} \n 2017-02-27 09:00 | erik | Failed | {FEW}", SIGNED.format("Mobile Phone"))
    (group,) = stuck(taken, **KNOWN).groups
    assert (group.people, group.by_now) == (2, 1)
    assert "2 people are stuck as of 2017-02-27 09:00 UTC. 1 of their cases may be put right by now." in listed(taken)
    assert "1 of them may get through by now" in listed(taken)
    assert "Give a Temporary Access Pass" in listed(taken)


def test_few_of_them_are_not_counted_where_people_are_not_shown() -> None:
    assert "by now" not in plain(first_message.message(told(snapshot(FAILED.format(FEW), SIGNED.format("Mobile Phone"))),
                                                       Setting(UTC, show=Visibility.COUNTS)).first)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("unlock", "unlocked the account themselves"),
        ("change", "changed the password, which they knew,"),
        ("account recovery", "went through account recovery"),
    ],
)
def test_who_is_over_it_by_something_else_than_a_reset_has_not_succeeded(kind: str, says: str) -> None:
    taken = snapshot(
        f"{FAILED.format(SMS)} \n 2017-02-27 09:00 | erik | Failed | {FEW} \n 2017-02-28 09:00 | erik | Succeeded | ",
        interventions=f"at | user | kind | position \n 2017-02-28 11:00 | dana | {kind} | 4",
    )
    answer = digest(taken, from_position=2, to_position=9, since=at("2017-02-27 12:00"), zone=UTC, **KNOWN)
    closing = verdict.closing_line(answer).replace("*", "")
    assert (
        "Of 2 people failing in the last digest, 1 has since succeeded, 1 is in by an unlock, a known password"
        in closing
    )
    first = digested(taken)
    assert f"{says} 2017-02-28 11:00" in first
    assert "They are over it by an unlock, a known password or account recovery." in first
    assert "They have succeeded since." in first


def told(taken: Snapshot) -> Any:
    return digest(taken, from_position=0, to_position=9, since=at("2017-02-26"), zone=UTC, **KNOWN)


def plain(message: Any) -> str:
    return " ".join(terminal.show(message, width=1000).split())


def listed(taken: Snapshot) -> str:
    return plain(stuck_message.message(stuck(taken, **KNOWN), zone=UTC, show=Visibility.NAMES))


def digested(taken: Snapshot) -> str:
    return plain(first_message.message(told(taken), Setting(UTC, show=Visibility.NAMES)).preview)


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        (UNREACHABLE, True),
        (UNREACHABLE + "    2017-02-27 11:00 | erik | Succeeded | succeeded", False),  # dana may get through by now
        (UNREACHABLE + "    2017-02-27 11:00 | erik | Succeeded | succeeded\n    2017-02-27 11:00 | dana | Succeeded |", False),
    ],
)  # fmt: skip
def test_a_digest_calls_nothing_urgent_and_says_no_fix_once_nobody_is_left_whom_it_concerns(
    rows: str, left: bool
) -> None:
    text = digested(snapshot(rows))
    assert ("could not reach our own directory" in text) is left
    assert ("What to do" in text) is left
    assert ("urgent" in text) is left
    assert "On-premises service unreachable: 2 people" in text
