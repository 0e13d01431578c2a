import pytest

from bot.knowledge.vocabulary import (
    FAILURES,
    UNFINISHED,
    Result,
    is_documented_method,
    join_methods,
    parse_methods,
    parse_result,
)

RESULTS = """
Succeeded | Succeeded
succeeded | Succeeded
SUCCESS | Succeeded
Failed | Failed
failure | Failed
Blocked | Blocked
Block | Blocked
Contacted Admin | Contacted admin
Contacted admin | Contacted admin
ContactedAdmin | Contacted admin
Abandoned | Abandoned
Cancelled | Cancelled
Canceled | Cancelled
 cancelled  | Cancelled
reportSSPR_ResultType_Block | Blocked
reportSSPR_ResultType_Failed | Failed
reportSSPR_ResultType_Succeeded | Succeeded
reportSSPR_ResultType_ContactedAdmin | Contacted admin
reportSSPR_ResultType_Canceled | Cancelled
Timeout | -
Falha | -
Unrecognised | -
"""

METHODS = """
Alternate Email | Alternate Email
alternate email | Alternate Email
Alternate Email + Mobile Phone | Alternate Email, Mobile Phone
Mobile Phone + Alternate Email | Alternate Email, Mobile Phone
Mobile Phone+Alternate Email | Alternate Email, Mobile Phone
Mobile Phone, Alternate Email | Alternate Email, Mobile Phone
Mobile Phone; Alternate Email | Alternate Email, Mobile Phone
Mobile Phone & Alternate Email | Alternate Email, Mobile Phone
Mobile Phone and Alternate Email | Alternate Email, Mobile Phone
Mobile Phone AND Office Phone + Security Questions | Mobile Phone, Office Phone, Security Questions
Mobile Phone + Mobile Phone | Mobile Phone
Authentication Phone | Mobile Phone
Authentication Email | Alternate Email
Security Question | Security Questions
reportSSPR_RegistrationData_PrivateMobilePhone | Mobile Phone
reportSSPR_RegistrationData_PrivateAlternateEmail | Alternate Email
reportSSPR_RegistrationData_LastRegisteredTime | LastRegisteredTime
appCode | App Code
App notification | App Notification
mobileSMS | Mobile Phone
Office Call | Office Phone
Carrier Pigeon + Mobile Phone | Carrier Pigeon, Mobile Phone
Handheld Brand | Handheld Brand
"""


def rows(drawn: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (line.partition(" | ") for line in drawn.strip("\n").split("\n"))]


@pytest.mark.parametrize(("cell", "result"), rows(RESULTS))
def test_a_result_is_read_in_any_spelling_and_others_are_not_guessed(cell: str, result: str) -> None:
    assert (parse_result(cell) or "-") == result


@pytest.mark.parametrize(("cell", "methods"), rows(METHODS))
def test_methods_are_a_sorted_set_whatever_stands_between_them(cell: str, methods: str) -> None:
    assert ", ".join(parse_methods(cell)) == methods


def test_no_method_is_an_empty_set() -> None:
    assert parse_methods("") == parse_methods("  ") == ()
    assert join_methods(()) == ""


def test_methods_are_written_as_the_page_writes_a_combination() -> None:
    assert join_methods(("Alternate Email", "Mobile Phone")) == "Alternate Email + Mobile Phone"


def test_only_listed_methods_are_documented() -> None:
    assert is_documented_method("Mobile Phone")
    assert not is_documented_method("Carrier Pigeon")


def test_failures_and_unfinished_attempts_are_apart() -> None:
    assert set(FAILURES) == {Result.FAILED, Result.BLOCKED, Result.CONTACTED_ADMIN}
    assert set(UNFINISHED) == {Result.ABANDONED, Result.CANCELLED}
