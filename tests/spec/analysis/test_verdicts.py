"""The verdict about a person: the newest fact wins, blocks end when they end, and what verifies no reset does not count."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.analysis.people.person_search import Matching
from bot.analysis.registrations import registrations
from bot.analysis.reset_verdict import Ability
from bot.analysis.status import PersonStatus, status
from bot.knowledge.catalogue import Owner, load
from bot.render.answers import own_status
from bot.render.answers import status as status_message
from bot.render.formats import terminal
from bot.render.views import answer_modals
from bot.reports.covered_spans import PULLED
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import everything
from tests.support.frames import NOW, at, receipt, snapshot  # now is 2017-03-01 12:00

ROSTER = "user | registered | enabled | capable | admin | guest | methods | seen"
BLOCKED = """
    at               | user | result  | detail
    2017-02-28 08:00 | dana | Blocked | blocked.sms_codes
"""

LATER = "2017-03-01 09:00 | dana | Failed | failed.no_license"


def person(taken: Snapshot, hours: float = 0) -> PersonStatus:
    answer = status(
        taken, "dana@contoso.com", matching=Matching.WORDS, catalogue=load(), now=NOW + timedelta(hours=hours)
    )
    assert isinstance(answer, PersonStatus)
    return answer


def text(answer: PersonStatus) -> str:
    return " ".join(terminal.show(status_message.message(answer, zone=UTC), width=1000).split())


def yours(answer: PersonStatus) -> str:
    return " ".join(terminal.show(own_status.message(answer, zone=UTC, token="t"), width=1000).split())


# ---- what is no clean end ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("when", "says"), [("2017-03-01 09:00", True), ("2017-02-27 09:00", False)])
def test_a_reset_that_the_cloud_has_not_taken_tells_the_caller_to_wait(when: str, says: bool) -> None:
    taken = snapshot(f"at | user | result | detail \n {when} | dana | Succeeded | warn.onprem_ok_cloud_failed")
    assert ("Wait a few minutes, then sign in with the new password." in text(person(taken))) is says
    assert "not finished" not in text(person(taken))


def test_a_guest_by_the_user_id_is_said_where_no_list_says_so() -> None:
    failed = "at | user | result | detail \n 2017-03-01 09:00 | {} | Failed | failed.no_license"
    for user, guest in (("dana_there.com#EXT#@contoso.com", True), ("dana@contoso.com", False)):
        answer = status(snapshot(failed.format(user)), user, matching=Matching.ADDRESS, catalogue=load(), now=NOW)
        assert isinstance(answer, PersonStatus)
        assert ("A guest by the user ID" in text(answer)) is guest


# ---- the newest fact ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("success", "ability"), [("2017-02-28 09:00", Ability.NO), ("2017-03-01 08:00", Ability.PROBABLY)]
)
def test_a_success_after_the_directory_was_read_wins_over_it_and_one_before_does_not(
    success: str, ability: Ability
) -> None:
    taken = snapshot(
        f"at | user | result \n {success} | dana | Succeeded",
        roster=f"{ROSTER}\n dana | yes | no | no | no | no | email | 2017-02-28 12:00",
    )
    answer = person(taken)
    assert answer.ability is ability
    if ability is Ability.PROBABLY:
        assert "reset since the directory was read" in answer.reason
        assert "cannot" not in text(answer)


def test_a_file_without_a_date_does_not_outrank_a_success_before_its_load() -> None:
    taken = snapshot(
        "at | user | result \n 2017-03-01 08:00 | dana | Succeeded",
        roster=f"{ROSTER}\n dana | yes | no | no | no | no | email | 2017-03-01 12:00",
    )
    loaded = receipt(ReportKind.ROSTER, first="2017-03-01 12:00", last="2017-03-01 12:00", path="roster.csv")
    assert person(taken).ability is Ability.NO
    assert person(replace(taken, receipts=(replace(loaded, path=PULLED),))).ability is Ability.NO
    undated = person(replace(taken, receipts=(loaded,)))
    assert undated.ability is Ability.PROBABLY
    assert "in a file without a date" in undated.reason
    assert "a file without a date, loaded 2017-03-01 12:00 UTC" in text(undated)
    assert "cannot" not in text(undated)


@pytest.mark.parametrize(("enabled", "says"), [("yes", "can probably reset"), ("no", "cannot reset")])
def test_a_list_without_a_date_is_not_right_now(enabled: str, says: str) -> None:
    row = f"{ROSTER}\n dana | yes | {enabled} | {enabled} | no | no | email | 2017-03-01 12:00"
    loaded = receipt(ReportKind.ROSTER, first="2017-03-01 12:00", last="2017-03-01 12:00", path="roster.csv")
    tried = "at | user | result \n 2017-03-01 11:00 | bob | Succeeded"
    dated = person(replace(snapshot(tried, roster=row), receipts=(replace(loaded, path=PULLED),)))
    undated = person(replace(snapshot(tried, roster=row), receipts=(loaded,)))
    assert "right now" in text(dated)
    assert f"{says} by a list without a date" in text(undated)
    assert "right now" not in text(undated)


@pytest.mark.parametrize(
    ("changed", "ability"), [("2017-02-28 11:00", Ability.NO), ("2017-02-28 13:00", Ability.UNKNOWN)]
)
def test_a_policy_that_was_changed_after_the_directory_was_read_leaves_its_refusal_open(
    changed: str, ability: Ability
) -> None:
    roster = f"{ROSTER}\n dana | yes | no | no | no | no | email | 2017-02-28 12:00"
    policy = "policy change: Self-service password reset policy changes"
    answer = person(snapshot(roster=roster, interventions=f"at | user | kind \n {changed} | ada | {policy}"))
    assert answer.ability is ability
    assert ("a policy was changed since" in answer.reason) is (ability is Ability.UNKNOWN)
    assert answer.fix is load().advice["not_allowed"]


def test_a_failure_after_the_success_leaves_the_directory_its_word() -> None:
    rows = """
        at               | user | result
        2017-03-01 08:00 | dana | Succeeded
        2017-03-01 09:00 | dana | Failed
    """
    roster = f"{ROSTER}\n dana | yes | no | no | no | no | email | 2017-02-28 12:00"
    assert person(snapshot(rows, roster=roster)).ability is Ability.NO


FEW = "at | user | result | detail \n 2017-02-28 09:00 | dana | Failed | failed.insufficient_methods"
REGISTERED = "at | user | datum \n 2017-02-28 10:00 | dana | {}"


def test_who_can_by_now_is_told_to_try_and_is_given_no_method() -> None:
    answer = person(snapshot(FEW, roster=f"{ROSTER}\n dana | yes | yes | yes | no | no | email | 2017-03-01 03:00"))
    assert answer.ability is Ability.PROBABLY
    said = text(answer)
    assert "1. Try once more" in said
    assert "please try once more" in said
    assert "Temporary Access Pass" not in said
    assert "we will reset your password now" not in said
    assert said.index("Refused again: verify the caller") > said.index("Try once more")


@pytest.mark.parametrize(
    ("row", "step"),
    [
        ("yes | no | no | no | no | email", "See who may reset"),
        ("no | yes | no | no | no | fido2", "While signed in, register"),
    ],
)
@pytest.mark.parametrize("detail", ["?Something new", "contacted.sms"])
def test_what_to_do_is_about_what_the_directory_refuses(detail: str, row: str, step: str) -> None:
    tried = f"at | user | result | detail \n 2017-02-28 09:00 | dana | Failed | {detail}"
    said = text(person(snapshot(tried, roster=f"{ROSTER}\n dana | {row} | 2017-03-01 03:00")))
    assert "cannot reset" in said
    assert f"1. {step}" in said


def test_the_failures_own_fix_stays_where_it_is_about_the_same() -> None:
    tried = "at | user | result | detail \n 2017-02-28 09:00 | dana | Failed | failed.no_license"
    said = text(person(snapshot(tried, roster=f"{ROSTER}\n dana | yes | no | no | no | no | email | 2017-03-01 03:00")))
    assert "assign a license" in said


@pytest.mark.parametrize(
    ("detail", "without"), [("failed.insufficient_methods", Ability.NO), ("contacted.sms", Ability.UNKNOWN)]
)
@pytest.mark.parametrize("datum", ["Mobile Phone", "Passkey"])
def test_a_method_registered_after_the_failure_is_not_nothing_since(detail: str, datum: str, without: Ability) -> None:
    tried = f"at | user | result | detail \n 2017-02-28 09:00 | dana | Failed | {detail}"
    answer = person(snapshot(tried, REGISTERED.format(datum)))
    able = datum == "Mobile Phone"
    assert answer.ability is (Ability.PROBABLY if able else without)
    assert ("they have registered a method since" in answer.reason) is able
    assert ("Temporary Access Pass to register" in text(answer)) is not able


@pytest.mark.parametrize(
    "detail", ["contacted.email", "contacted.sms", "contacted.voice_office", "contacted.questions"]
)
def test_one_method_that_did_not_get_through_does_not_speak_for_the_others(detail: str) -> None:
    tried = f"at | user | result | detail \n 2017-02-28 09:00 | dana | Contacted admin | {detail}"
    answer = person(snapshot(tried))
    assert answer.ability is Ability.UNKNOWN
    assert "whether another method gets through is not known" in answer.reason
    assert "cannot" not in text(answer)


def test_a_method_registered_before_the_failure_did_not_help() -> None:
    answer = person(snapshot(FEW, REGISTERED.format("Mobile Phone").replace("28 10:00", "28 08:00")))
    assert answer.ability is Ability.NO


def test_no_license_is_not_put_right_by_a_method() -> None:
    tried = FEW.replace("failed.insufficient_methods", "failed.no_license")
    assert person(snapshot(tried, REGISTERED.format("Mobile Phone"))).ability is Ability.NO


@pytest.mark.parametrize(
    ("seen", "datum", "ability"),
    [
        ("2017-02-28 03:00", "Mobile Phone", Ability.PROBABLY),
        ("2017-02-28 03:00", "Passkey", Ability.NO),
        ("2017-03-01 03:00", "Mobile Phone", Ability.NO),
    ],
)
def test_a_method_registered_after_the_directory_was_read_is_newer_than_its_word(
    seen: str, datum: str, ability: Ability
) -> None:
    roster = f"{ROSTER}\n dana | no | yes | no | no | no | | {seen}"
    assert person(snapshot(registrations=REGISTERED.format(datum), roster=roster)).ability is ability
    refused = roster.replace("no | yes", "no | no")
    assert person(snapshot(registrations=REGISTERED.format(datum), roster=refused)).ability is Ability.NO


def test_a_method_that_an_admin_added_after_the_failure_leaves_it_open() -> None:
    others = "at | user | kind \n 2017-02-28 10:00 | dana | admin registered"
    answer = person(snapshot(FEW, interventions=others))
    assert answer.ability is Ability.UNKNOWN
    assert "an admin has added a method since" in answer.reason
    assert person(snapshot(FEW.replace("28 09:00", "28 11:00"), interventions=others)).ability is Ability.NO


@pytest.mark.parametrize(
    ("kind", "tried", "ability"),
    [
        ("unlock", "2017-02-28 09:00 | dana | Contacted admin", Ability.PROBABLY),
        ("change", "2017-02-28 09:00 | dana | Contacted admin", Ability.UNKNOWN),
        ("account recovery", "2017-02-28 09:00 | dana | Contacted admin", Ability.UNKNOWN),
        ("unlock", "2017-02-28 11:00 | dana | Failed", Ability.NO),  # a failure after it is newer
    ],
)
def test_an_unlock_passes_the_checks_of_a_reset_and_a_known_password_does_not(
    kind: str, tried: str, ability: Ability
) -> None:
    others = f"at | user | kind \n 2017-02-28 10:00 | dana | {kind}"
    answer = person(snapshot(f"at | user | result \n {tried}", interventions=others))
    assert answer.ability is ability
    assert ("unlocked the account by the checks of a reset" in answer.reason) is (ability is Ability.PROBABLY)
    assert "their" not in yours(answer)


@pytest.mark.parametrize(("guest", "ability"), [("yes", Ability.UNKNOWN), ("no", Ability.YES)])
def test_the_directory_does_not_settle_what_a_guest_can(guest: str, ability: Ability) -> None:
    roster = f"{ROSTER} \n dana | yes | yes | yes | no | {guest} | email | 2017-02-28 03:00"
    answer = person(snapshot(roster=roster))
    assert answer.ability is ability
    assert ("a guest who is at home elsewhere resets there" in answer.reason) is (guest == "yes")
    here = person(snapshot("at | user | result \n 2017-02-27 03:00 | dana | Succeeded", roster=roster))
    assert here.ability is (Ability.PROBABLY if guest == "yes" else Ability.YES)


# ---- blocks ------------------------------------------------------------------------------------------------------------


def test_a_block_ends_a_day_after_its_last_try_should_that_have_lasted_a_whole_session() -> None:
    answer = person(snapshot(BLOCKED), hours=-5)
    assert answer.ability is Ability.NO
    assert answer.case
    assert answer.case.blocked_until == at("2017-03-01 08:15")
    over = person(snapshot(BLOCKED))
    assert over.ability is Ability.PROBABLY
    assert over.case
    assert (over.case.block_over, over.case.tried_since) == (at("2017-03-01 08:15"), False)


@pytest.mark.parametrize("result", ["Blocked", "Abandoned", "Failed"])
def test_each_try_inside_the_block_starts_the_wait_again(result: str) -> None:
    detail = "blocked.sms_codes" if result == "Blocked" else ""
    answer = person(snapshot(f"{BLOCKED}\n 2017-02-28 20:00 | dana | {result} | {detail}"))
    assert answer.ability is Ability.NO
    block = answer.block or answer.case
    assert block
    assert block.blocked_until == at("2017-03-01 20:15")
    assert not block.tried_since
    assert "Blocked until: 2017-03-01 20:15 UTC" in text(answer)


@pytest.mark.parametrize("detail", ["failed.no_license", "", "?Something new"])
def test_while_a_block_lasts_no_newer_failure_hides_the_wait(detail: str) -> None:
    answer = person(snapshot(f"{BLOCKED}\n 2017-02-28 20:00 | dana | Failed | {detail}"))
    wait = "do not try again before 2017-03-01 20:15 UTC: each try starts the 24 hours again."
    steps, tell = text(answer).split("Tell the user")
    assert f"Before all: {wait}" in steps.split("What to do")[1]
    assert f"Please {wait}" in tell
    assert f"Please {wait}" in yours(answer)
    assert ("Please do not try again before" in str(answer_modals.next_steps(answer))) is (answer.fix is not None)
    assert "do not try again before" not in text(person(snapshot(f"{BLOCKED}\n {LATER}")))


def test_a_chain_of_tries_counts_from_its_last_and_one_after_it_is_another_try() -> None:
    chain = f"{BLOCKED}\n 2017-03-01 06:00 | dana | Abandoned | \n 2017-03-02 05:00 | dana | Abandoned | "
    blocked = person(snapshot(chain), hours=24)
    assert blocked.case
    assert blocked.case.blocked_until == at("2017-03-03 05:15")
    later = person(snapshot(f"{BLOCKED}\n 2017-03-01 09:00 | dana | Abandoned | "), hours=1)
    assert later.case
    assert (later.case.block_over, later.case.tried_since) == (at("2017-03-01 08:15"), True)


def test_a_block_in_words_that_nobody_knows_still_asks_to_wait() -> None:
    unknown = BLOCKED.replace("blocked.sms_codes", "?Held for a day")
    assert "1. Wait 24 hours after the last try" in text(person(snapshot(unknown), hours=-5))
    assert "1. The block should be over: try once more" in text(person(snapshot(unknown)))


def test_somebody_elses_tries_are_not_theirs() -> None:
    answer = person(snapshot(f"{BLOCKED}\n 2017-02-28 20:00 | erik | Failed | "))
    assert answer.case
    assert answer.case.block_over == at("2017-03-01 08:15")


# ---- what verifies no reset --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "datum", ["Passkey", "FIDO2 security key", "Windows Hello for Business", "Temporary Access Pass"]
)
def test_what_verifies_no_reset_is_no_registration_for_it(datum: str) -> None:
    answer = person(snapshot(registrations=f"at | user | datum \n 2017-02-20 | dana | {datum}"))
    assert answer.ability is Ability.UNKNOWN
    assert f"{datum} (verifies no reset)" in text(answer)


def test_beside_it_a_method_that_does_counts() -> None:
    rows = "at | user | datum \n 2017-02-20 | dana | Passkey \n 2017-02-20 | dana | Mobile Phone"
    assert person(snapshot(registrations=rows)).ability is Ability.PROBABLY


def test_a_registration_that_failed_is_said() -> None:
    others = "at | user | kind | result \n 2017-02-28 10:00 | dana | registration | Failed"
    answer = person(snapshot(BLOCKED, interventions=others))
    assert answer.failed_to_register == (at("2017-02-28 10:00"), "")
    assert "Tried to register: 2017-02-28 10:00 UTC, and failed" in text(answer)


def test_what_an_admin_added_is_said_and_nothing_is_claimed_of_it() -> None:
    others = "at | user | kind \n 2017-02-28 10:00 | dana | admin registered"
    answer = person(snapshot(BLOCKED, interventions=others))
    assert answer.added_by_admin == (at("2017-02-28 10:00"), "")
    assert "Added by an admin: a method, 2017-02-28 10:00 UTC (no page says whether it counts as registered)" in text(
        answer
    )
    assert answer.case
    assert answer.case.closed_at is None


# ---- administrators ----------------------------------------------------------------------------------------------------


ONLY = "only a Privileged Authentication or Global Administrator may reset it or change its methods"


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("Global Administrator", ONLY),
        ("Company Administrator", ONLY),
        ("Exchange Administrator", ONLY),
        ("Helpdesk Administrator", "a Helpdesk, User, Privileged Authentication or Global Administrator may reset it"),
        ("User Account Administrator", "a User, Privileged Authentication or Global Administrator may reset it"),
    ],
)
def test_an_administrators_account_is_said_first_and_goes_to_who_may_act(role: str, who: str) -> None:
    rows = f"""
        at               | user | result | detail                      | role
        2017-02-28 09:00 | dana | Failed | failed.insufficient_methods | {role}
    """
    answer = person(snapshot(rows))
    assert answer.privileged
    assert answer.fix
    assert Owner.HELPDESK not in answer.fix.acts
    said = text(answer)
    only = "" if who == ONLY else "if that is its only role, "
    assert said.index(f"Privileged account ({role}): {only}{who}") < said.index("What to do")
    assert "(helpdesk)" not in said


def test_the_directory_alone_says_that_an_account_is_an_administrators() -> None:
    roster = f"{ROSTER}\n dana | yes | yes | yes | yes | no | email + mobilePhone | 2017-02-28"
    answer = person(snapshot(BLOCKED, roster=roster))
    assert answer.privileged
    assert "Privileged account: who may reset it depends on its role; a Privileged Authentication or Global" in text(
        answer
    )


def test_users_and_guests_are_not_privileged() -> None:
    assert not person(snapshot("at | user | role \n 2017-02-28 | dana | User")).privileged


# ---- nothing failed, and yet ------------------------------------------------------------------------------------------


def test_who_is_not_registered_gets_the_way_to_register_the_link_and_the_sentence() -> None:
    answer = person(snapshot(roster=f"{ROSTER}\n dana | no | yes | no | no | no | fido2 | 2017-02-28"))
    assert answer.ability is Ability.NO
    said = text(answer)
    assert "https://aka.ms/ssprsetup" in said
    assert "Temporary Access Pass" in said
    assert "Please register Authenticator and an email code" in said


def test_who_is_not_allowed_gets_the_setting() -> None:
    answer = person(snapshot(roster=f"{ROSTER}\n dana | yes | no | no | no | no | email | 2017-02-28"))
    assert "Entra ID > Password reset > Properties" in text(answer)


# ---- to the person themselves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attempts", "roster"),
    [
        (BLOCKED, ""),
        ("at | user | result \n 2017-02-28 | dana | Failed", ""),
        ("at | user | result \n 2017-02-28 | dana | Succeeded", ""),
        (FEW, "dana | yes | yes | yes | no | no | email | 2017-03-01 03:00"),
        ("at | user", "dana | no | yes | no | no | no | fido2 | 2017-02-28"),
        ("at | user", "dana | yes | no | no | no | no | email | 2017-02-28"),
        ("at | user", "dana | yes | yes | yes | no | no | email | 2017-02-28"),
        ("at | user", "dana | yes | yes | no | yes | no | email | 2017-02-28"),
        (
            "at | user | result \n 2017-03-01 08:00 | dana | Succeeded",
            "dana | yes | no | no | no | no | email | 2017-02-28",
        ),
    ],
)
def test_whoever_asks_about_themselves_is_you(attempts: str, roster: str) -> None:
    answer = person(snapshot(attempts, roster=f"{ROSTER}\n{roster}"))
    said = yours(answer)
    assert said.split(" ", 2)[1] == "You" or said.startswith("You")
    for theirs in ("they", "They", "their", "this person", "(helpdesk)", "Tell the user"):
        assert theirs not in said


def test_how_many_registered_says_how_many_of_them_still_cannot_reset() -> None:
    rows = """
        at               | user | datum
        2017-02-27 09:00 | dana | Passkey
        2017-02-27 10:00 | erik | Passkey
        2017-02-27 11:00 | erik | Mobile Phone
        2017-02-27 12:00 | mia  | Something new
    """
    answer = registrations(snapshot(registrations=rows), everything(now=NOW), now=NOW, zone=UTC)
    assert (answer.people, answer.no_reset_people) == (3, 1)


def test_a_word_that_no_document_lists_is_claimed_neither_way() -> None:
    answer = person(snapshot(registrations="at | user | datum \n 2017-02-20 | dana | Something new"))
    assert (answer.ability, "in no document" in answer.reason) == (Ability.UNKNOWN, True)
    assert "verifies no reset" not in text(answer)
