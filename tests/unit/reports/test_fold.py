from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from bot.reports.folding.fold import FOLDED_ATTEMPTS, FOLDED_REGISTRATIONS, expire, fold
from tests.support.steps_table import steps

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CONFIGURE = "Password reset is not enabled for this user. Enable password reset under the configure tab to resolve this"


def attempts(table: str, now: datetime = NOW) -> pd.DataFrame:
    return fold(steps(table), now=now).attempts


def one(table: str, now: datetime = NOW) -> dict[str, object]:
    folded = attempts(table, now)
    assert len(folded) == 1
    return {str(name): folded[name].iloc[0] for name in folded.columns}


def outcomes(table: str) -> list[tuple[str, str, str]]:
    folded = attempts(table)
    return list(zip(folded["user"], folded["result"], folded["kind"], strict=True))


def test_a_reset_with_its_two_success_rows_is_one_attempt() -> None:
    attempt = one("""
        08:14:33 | Dana | c1 | flow  | ok | User submitted their user ID
        08:14:40 | dana | c1 | flow  | ok | User started the mobile SMS verification option
        08:15:02 | dana | c1 | flow  | ok | User completed the mobile SMS verification option
        08:15:20 | dana | c1 | flow  | ok | User started the email verification option
        08:15:50 | dana | c1 | flow  | ok | User completed the email verification option
        08:16:35 | dana | c1 | flow  | ok | User submitted a new password
        08:16:37 | dana | c1 | reset | ok | Successfully completed reset.
        08:16:37 | dana | c1 | flow  | ok | User successfully reset password
    """)
    assert attempt == {
        "user": "Dana@contoso.com",
        "role": "",
        "at": pd.Timestamp("2026-11-20T08:14:33Z"),
        "methods": "Alternate Email + Mobile Phone",
        "started": "Alternate Email",
        "result": "Succeeded",
        "detail": "User successfully reset password",
        "key": "dana@contoso.com reset c1",
        "kind": "reset",
        "retries": 0,
        "steps": 8,
        "last_at": pd.Timestamp("2026-11-20T08:16:37Z"),
    }


def test_a_refused_password_followed_by_a_good_one_is_a_success_with_a_retry() -> None:
    attempt = one("""
        08:16:30 | dana | c1 | flow  | ok | User submitted a new password
        08:16:31 | dana | c1 | reset | no | FuzzyPolicyViolationInvalidPassword
        08:17:30 | dana | c1 | flow  | ok | User submitted a new password
        08:17:31 | dana | c1 | reset | ok | Successfully completed reset.
    """)
    assert (attempt["result"], attempt["retries"]) == ("Succeeded", 1)


@pytest.mark.parametrize(
    ("reason", "detail"),
    [
        ("PasswordDoesnotComplyFuzzyPolicy", "FuzzyPolicyViolationInvalidPassword"),
        ("A system error has occurred.", "A system error has occurred."),
        ("SomethingNobodyWroteDown", "SomethingNobodyWroteDown"),
        (
            "We could not reach your on-premises password reset service.",
            "We could not reach your on-premises password reset service. Check your sync machine's event log",
        ),
    ],
)
def test_a_final_failure_fails_with_its_documented_detail_or_its_own_words(reason: str, detail: str) -> None:
    attempt = one(f"""
        08:16:30 | dana | c1 | flow  | ok | User submitted a new password
        08:16:31 | dana | c1 | reset | no | {reason}
    """)
    assert (attempt["result"], attempt["detail"]) == ("Failed", detail)


def test_a_final_event_that_contradicts_itself_is_counted_by_its_status_unless_its_reason_is_a_failure() -> None:
    assert one("08:16:31 | dana | c1 | reset | no | Successfully completed reset.")["result"] == "Failed"
    assert one("08:16:31 | dana | c1 | reset | ok | User does not have a license.")["result"] == "Failed"


def test_words_are_categories_of_plain_text() -> None:
    folded = attempts("08:16:31 | dana | c1 | reset | ok | Success")
    for column in ("user", "role", "methods", "result", "detail", "kind"):
        assert folded[column].cat.categories.dtype == "str"
        assert {type(word) for word in folded[column].cat.categories} == {str}


def test_a_shortened_text_in_the_same_second_as_the_step_before_is_a_failure() -> None:
    attempt = one("""
        08:14:33 | dana | c1 | flow | no | Password reset is not enabled for this user
        08:14:33 | dana | c1 | flow | ok | User submitted their user ID
    """)
    assert (attempt["result"], attempt["detail"]) == ("Failed", CONFIGURE)


@pytest.mark.parametrize(
    ("started", "reason", "detail"),
    [
        ("mobile SMS verification", "", "User entered too many invalid SMS verification codes and is blocked for 24 hours"),
        ("office voice call verification", "None", "User tried office phone voice verification too many times and is blocked for 24 hours"),
        ("mobile app code verification", "", "Blocked from self-service password reset"),
        ("email verification", "User tried to verify a phone number too many times and is blocked for 24 hours", "User tried to verify a phone number too many times and is blocked for 24 hours"),
    ],
)  # fmt: skip
def test_a_block_is_blocked_though_marked_success_and_named_after_the_check_begun_last(
    started: str, reason: str, detail: str
) -> None:
    attempt = one(f"""
        08:14:33 | dana | c1 | flow    | ok | User submitted their user ID
        08:14:53 | dana | c1 | flow    | ok | User started the security questions verification option
        08:15:33 | dana | c1 | flow    | ok | User started the {started} option
        08:19:33 | dana | c1 | blocked | ok | {reason}
    """)
    assert (attempt["result"], attempt["detail"]) == ("Blocked", detail)


@pytest.mark.parametrize(
    ("reason", "result"),
    [
        ("User canceled before submitting a new password", "Cancelled"),
        ("User cancelled on a page nobody knows", "Cancelled"),
        ("User contacted an admin after trying the email verification option", "Contacted admin"),
        ("User contacted an admin after trying a new thing", "Contacted admin"),
        ("User abandoned after doing something new", "Abandoned"),
    ],
)
def test_how_a_person_ends_an_attempt_is_told_by_how_the_reason_begins(reason: str, result: str) -> None:
    table = f"""
        08:14:33 | dana | c1 | flow | ok | User submitted their user ID
        08:15:33 | dana | c1 | flow | no | {reason}
    """
    assert one(table)["result"] == result


@pytest.mark.parametrize(
    ("minutes", "result", "detail"),
    [
        (14, "In progress", "User completed the email verification option"),
        (15, "Abandoned", "User abandoned after completing the email verification option"),
    ],
)
def test_an_attempt_without_an_ending_is_in_progress_until_its_session_runs_out(
    minutes: int, result: str, detail: str
) -> None:
    table = """
        08:00:00 | dana | c1 | flow | ok | User submitted their user ID
        08:00:10 | dana | c1 | flow | ok | User started the email verification option
        08:00:20 | dana | c1 | flow | ok | User completed the email verification option
    """
    last = datetime(2026, 11, 20, 8, 0, 20, tzinfo=UTC)
    attempt = one(table, now=last + timedelta(minutes=minutes))
    assert (attempt["result"], attempt["detail"]) == (result, detail)
    waiting = attempts(table, now=last)
    settled_later = expire(waiting, now=last + timedelta(minutes=minutes))
    assert list(zip(settled_later["result"], settled_later["detail"], strict=True)) == [(result, detail)]


def test_on_premises_done_and_cloud_failed_is_a_success_with_a_warning_until_a_clean_one_follows() -> None:
    warned = "08:16:31 | dana | c1 | reset | ok | OnPremisesSuccessCloudFailure"
    said = "08:16:32 | dana | c1 | flow | ok | User successfully reset password"
    clean = "08:18:31 | dana | c1 | reset | ok | Successfully completed reset."
    assert one(f"{warned}\n{said}")["result"] == "Succeeded"
    assert one(f"{warned}\n{said}")["detail"] == "OnPremisesSuccessCloudFailure"
    assert one(f"{warned}\n{said}\n{clean}")["detail"] == "User successfully reset password"


def test_a_method_that_no_document_lists_keeps_its_own_words() -> None:
    attempt = one("""
        08:14:33 | dana | c1 | flow | ok | User started the passkey verification option
        08:14:43 | dana | c1 | flow | ok | User completed the passkey verification option
    """)
    assert (attempt["methods"], attempt["started"]) == ("passkey", "passkey")
    assert attempt["detail"] == "User abandoned after completing the passkey verification option"


def test_changes_unlocks_and_admin_resets_are_kept_apart() -> None:
    table = """
        08:00:00 | dana | c1 | flow        | ok | User submitted their user ID
        08:01:00 | dana | c1 | unlock      | ok | Success
        09:00:00 | bob  | c2 | change      | ok | None
        10:00:00 | eve  | c3 | flow        | ok | User submitted their user ID
        10:00:00 | eve  | c3 | flow        | no | Password reset is not enabled for this user
        10:05:00 | eve  | c4 | admin reset | ok | Successfully completed reset.
    """
    assert outcomes(table) == [
        ("dana@contoso.com", "Succeeded", "unlock"),
        ("bob@contoso.com", "Succeeded", "change"),
        ("eve@contoso.com", "Failed", "reset"),
        ("eve@contoso.com", "Succeeded", "admin reset"),
    ]


def test_a_reset_that_also_unlocks_is_a_reset() -> None:
    table = """
        08:01:00 | dana | c1 | unlock | ok | Success
        08:01:00 | dana | c1 | reset  | no | A system error has occurred.
    """
    assert outcomes(table) == [("dana@contoso.com", "Failed", "reset")]


def test_steps_without_correlation_ids_belong_together_as_long_as_a_session_lasts() -> None:
    table = """
        08:00:00 | dana | | flow | ok | User submitted their user ID
        08:14:59 | dana | | flow | no | User cancelled before submitting a new password
        08:29:59 | dana | | flow | ok | User submitted their user ID
        09:00:00 | bob  | | flow | ok | User submitted their user ID
    """
    folded = attempts(table)
    assert list(folded["key"]) == [
        "dana@contoso.com reset 2026-11-20T08:00:00",
        "dana@contoso.com reset 2026-11-20T08:29:59",
        "bob@contoso.com reset 2026-11-20T09:00:00",
    ]
    assert list(folded["steps"]) == [2, 1, 1]


@pytest.mark.parametrize("correlation", ["c1", ""])
def test_an_unlock_after_a_reset_that_failed_is_an_attempt_of_its_own(correlation: str) -> None:
    table = f"""
        08:00:00 | dana | {correlation} | flow   | ok | User submitted their user ID
        08:01:00 | dana | {correlation} | reset  | no | A system error has occurred.
        08:03:00 | dana | {correlation} | unlock | ok | Success
    """
    assert outcomes(table) == [
        ("dana@contoso.com", "Failed", "reset"),
        ("dana@contoso.com", "Succeeded", "unlock"),
    ]
    assert list(attempts(table)["steps"]) == [2, 1]


def test_an_unlock_that_had_to_be_tried_again_is_one() -> None:
    table = """
        08:00:00 | dana | c1 | flow   | ok | User submitted their user ID
        08:01:00 | dana | c1 | unlock | no | A system error has occurred.
        08:03:00 | dana | c1 | unlock | ok | Success
    """
    assert outcomes(table) == [("dana@contoso.com", "Succeeded", "unlock")]


@pytest.mark.parametrize("correlation", ["c1", ""])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("flow | no | User cancelled before submitting a new password", ("Cancelled", "Succeeded")),
        ("flow | no | User does not have a license.", ("Failed", "Succeeded")),
        ("blocked | ok | None", ("Blocked", "Succeeded")),
        ("flow | ok | User successfully reset password", ("Succeeded", "Succeeded")),
    ],
)
def test_whoever_enters_the_user_id_after_an_end_begins_anew(
    correlation: str, first: str, second: tuple[str, str]
) -> None:
    folded = attempts(f"""
        08:00:00 | dana | {correlation} | flow  | ok | User submitted their user ID
        08:01:00 | dana | {correlation} | {first}
        08:02:00 | dana | {correlation} | flow  | ok | User submitted their user ID
        08:03:00 | dana | {correlation} | reset | ok | Successfully completed reset.
    """)
    assert tuple(folded["result"]) == second
    assert list(folded["key"]) == [
        f"dana@contoso.com reset {correlation or '2026-11-20T08:00:00'}",
        f"dana@contoso.com reset {correlation} 2026-11-20T08:02:00".replace("  ", " "),
    ]


def test_a_user_id_entered_again_is_one_more_attempt_only_where_no_id_says_otherwise() -> None:
    table = """
        08:00:05 | dana | c1 | flow | ok | User submitted their user ID
        08:00:10 | dana | c1 | flow | ok | User submitted their user ID
        08:01:00 | dana | c1 | flow | ok | User started the email verification option
        08:02:00 | dana | c1 | flow | ok | User submitted their user ID
    """
    assert len(attempts(table)) == 1
    assert list(attempts(table.replace("c1", ""))["steps"]) == [3, 1]


def test_a_failure_after_a_success_is_not_hidden_by_it() -> None:
    table = """
        08:00:00 | dana | c1 | flow  | ok | User submitted their user ID
        08:01:00 | dana | c1 | reset | ok | Successfully completed reset.
        08:01:02 | dana | c1 | flow  | ok | User successfully reset password
        08:10:00 | dana | c1 | flow  | no | User contacted an admin after trying the email verification option
    """
    assert list(attempts(table)["result"]) == ["Succeeded", "Contacted admin"]


def test_events_of_one_success_that_come_in_any_order_are_one() -> None:
    table = """
        08:01:00 | dana | c1 | reset  | ok | Successfully completed reset.
        08:01:01 | dana | c1 | unlock | ok | Success
        08:01:02 | dana | c1 | flow   | ok | User submitted a new password
        08:01:40 | dana | c1 | flow   | ok | User successfully reset password
    """
    assert outcomes(table) == [("dana@contoso.com", "Succeeded", "reset")]


def test_an_id_met_again_the_next_day_is_another_attempt() -> None:
    folded = attempts("""
        2026-11-20T08:00 | dana | c1 | flow | no | User does not have a license.
        2026-11-20T08:01 | dana | c1 | flow | no | User does not have a license.
        2026-11-21T08:00 | dana | c1 | flow | ok | User successfully reset password
    """)
    assert list(folded["result"]) == ["Failed", "Succeeded"]


def test_ids_that_no_two_steps_share_are_no_ids() -> None:
    attempt = one("""
        08:00:00 | dana | r1 | flow  | ok | User submitted their user ID
        08:00:40 | dana | r2 | flow  | ok | User submitted a new password
        08:00:41 | dana | r3 | reset | ok | Successfully completed reset.
    """)
    assert (attempt["result"], attempt["key"]) == ("Succeeded", "dana@contoso.com reset r1")


def test_attempts_close_in_time_stay_apart_by_their_ids() -> None:
    table = """
        08:00:00 | dana | c1 | flow | ok | User submitted their user ID
        08:00:40 | dana | c1 | flow | no | User cancelled before submitting a new password
        08:01:00 | dana | c2 | flow | ok | User submitted their user ID
        08:01:40 | dana | c2 | flow | ok | User successfully reset password
        08:01:50 | dana |    | flow | ok | User submitted a new password
    """
    folded = attempts(table)
    assert list(zip(folded["result"], folded["steps"], strict=True)) == [("Cancelled", 2), ("Succeeded", 3)]


def test_the_same_id_of_two_people_is_two_attempts() -> None:
    table = """
        08:00:00 | dana | c1 | flow | ok | User submitted their user ID
        08:00:00 | bob  | c1 | flow | ok | User submitted their user ID
    """
    assert len(attempts(table)) == 2


def test_a_late_step_changes_an_attempt_and_leaves_its_key() -> None:
    early = "08:00:00 | dana | c1 | flow | ok | User submitted their user ID"
    late = "08:02:00 | dana | c1 | reset | ok | Successfully completed reset."
    before, after = one(early), one(f"{late}\n{early}")
    assert (before["key"], before["result"], after["result"]) == (after["key"], "Abandoned", "Succeeded")


def test_one_registration_told_by_both_services_is_one_row_a_datum() -> None:
    registrations = fold(
        steps("""
        08:00:00 | dana | c1 | info saved | ok | User registered Mobile Phone SMS
        08:00:09 | dana | c2 | info saved | ok | User registered Authenticator App with Notification and Code
        08:00:10 | dana | c2 | registered | ok | User registered all required security info
        08:00:11 | dana | c3 | info saved | ok | None
        08:00:11 | dana | c3 | registered | ok |
        09:00:00 | bob  | c4 | registered | ok |
        09:00:00 | eve  | c5 | registered | no | User did not finish
        10:00:00 | kim  | c6 | info saved | ok | User registered Fido
        """),
        now=NOW,
    ).registrations
    assert list(zip(registrations["user"], registrations["datum"], strict=True)) == [
        ("dana@contoso.com", "Mobile Phone"),
        ("dana@contoso.com", "App Code + App Notification"),
        ("bob@contoso.com", ""),
        ("kim@contoso.com", "Passkey"),
    ]


def test_no_steps_are_no_attempts_with_the_same_columns() -> None:
    nothing = fold(steps("08:00:00 | dana | | flow | ok | x").iloc[:0], now=NOW)
    assert tuple(nothing.attempts.columns) == FOLDED_ATTEMPTS
    assert tuple(nothing.registrations.columns) == FOLDED_REGISTRATIONS
    assert (len(nothing.attempts), len(nothing.registrations)) == (0, 0)
    assert expire(nothing.attempts, now=NOW) is nothing.attempts
