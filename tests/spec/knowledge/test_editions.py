"""How the same detail reads in other editions, exports and pastes: what is recognised, and what must not be."""

import pytest

from bot.knowledge.catalogue import load

# what the report says | the key; "-" for: stays unknown
DRAWN = """
User canceled before passing the required authentication methods | cancelled.before_gates
User canceled before submitting a new password | cancelled.before_submit
USER CANCELED BEFORE SUBMITTING A NEW PASSWORD. | cancelled.before_submit
Password reset has been disabled entirely for this tenant. See http://aka.ms/ssprtroubleshoot to resolve this. | failed.tenant_disabled
Password reset has been disabled entirely for this tenant. See https://docs.microsoft.com/x?y=1 to resolve this | failed.tenant_disabled
Password reset has been disabled entirely for this tenant. See <https://docs.microsoft.com/x|here> to resolve this. | failed.tenant_disabled
Password reset has been disabled entirely for this tenant | failed.tenant_disabled
Password reset is not enabled for this user | failed.not_enabled
Password reset is not enabled for this user. Enable it under Properties | failed.not_enabled
This user is not a member of the password reset users group. Add this user to that group to resolve this | failed.not_in_group
User's account has insufficient authentication methods defined. Add authentication info to resolve this\u0020 | failed.insufficient_methods
User\u2019s account has insufficient authentication methods defined. Add authentication info to resolve this | failed.insufficient_methods
User\u00b4s password is managed on-premises. You can enable Password Writeback to resolve this | failed.onprem_no_writeback
User's account has insufficient authentication methods def | failed.insufficient_methods
User's account has insufficient authentication\u2026 | failed.insufficient_methods
User does not have a lic... | failed.no_license
"User does not have a license. You can add a license to the user to resolve this" | failed.no_license
`User does not have a license` | failed.no_license
User\u00a0does  not\thave a license. You can add a license to the user to resolve this | failed.no_license
User abandoned after completing the security questions verification option | abandoned.completed.questions
User abandoned after starting the security question verification option | abandoned.started.questions
User contacted an admin after trying the security questions verification option | contacted.questions
User contacted an admin after trying the security questions option | contacted.questions
User entered too many invalid email verification codes and is blocked for 24 hours | blocked.email_codes
User entered too many invalid SMS verification codes and is blocked for 24 hours | blocked.sms_codes
User tried mobile phone voice | blocked.voice_mobile
User tried office phone voice | blocked.voice_office
Successfully completed reset. | succeeded
FuzzyPolicyViolationInvalidPassword | failed.fuzzy_password
PasswordDoesnotComplyFuzzyPolicy | failed.fuzzy_password
OnPremisesSuccessCloudFailure | warn.onprem_ok_cloud_failed
A system error has occurred. | failed.system_error
User started the mobile app notification verification option | step.started.app_notification
User completed the mobile app code verification | step.completed.app_code
User completed all verification steps required to go on | step.all_verified
User completed all verification steps requiredness | -
User submitted their user ID | step.user_id
User tried to reset from a device without cookies enabled. Enable cookies to resolve this | failed.no_cookies
User abandoned after starting the mobile | -
User abandoned after starting the mobile voice call | abandoned.started.voice_mobile
User abandoned after starting the office voice call | abandoned.started.voice_office
User entered too many invalid | -
User abandoned after | -
User's password | -
User successfully reset password but the cloud did not follow | -
User successfully reset password. The cloud did not follow | -
User successfully reset passw | -
User abandoned after starting the tablet SMS verification option | -
User abandoned after starting the mobile SMS verification optoin | -
User abandoned after entering their user ID and password | -
SSPR_0014 | -
None | -
Success | -
"""
ROWS = [tuple(part.strip("\n") for part in line.rsplit(" | ", 1)) for line in DRAWN.strip().split("\n")]


@pytest.mark.parametrize(("text", "key"), ROWS)
def test_other_editions_are_recognised_and_unknown_stays_unknown(text: str, key: str) -> None:
    detail = load().match(text)
    assert (detail.key if detail else "-") == key


def test_text_and_call_and_mobile_and_office_are_never_confused() -> None:
    kinds = ("mobile SMS", "mobile voice call", "office voice call", "mobile app code", "mobile app notification")
    starts = ("User abandoned after starting the", "User abandoned after completing the", "User started the")
    for start in starts:
        found = [load().match(f"{start} {kind} verification option") for kind in kinds]
        assert [detail.text for detail in found if detail] == [f"{start} {kind} verification option" for kind in kinds]


def test_nothing_at_all_is_not_a_detail() -> None:
    assert load().match("") is load().match(" . ") is None
