"""The literal values of the page's tables, in the page's order: what the reports may hold."""

DETAILS = """
User abandoned after completing the email verification option | Abandoned
User abandoned after completing the mobile SMS verification option | Abandoned
User abandoned after completing the mobile voice call verification option | Abandoned
User abandoned after completing the office voice call verification option | Abandoned
User abandoned after completing the security questions option | Abandoned
User abandoned after entering their user ID | Abandoned
User abandoned after starting the email verification option | Abandoned
User abandoned after starting the mobile SMS verification option | Abandoned
User abandoned after starting the mobile voice call verification option | Abandoned
User abandoned after starting the office voice call verification option | Abandoned
User abandoned after starting the security questions option | Abandoned
User abandoned before selecting a new password | Abandoned
User abandoned while selecting a new password | Abandoned
User entered too many invalid SMS verification codes and is blocked for 24 hours | Blocked
User tried mobile phone voice verification too many times and is blocked for 24 hours | Blocked
User tried office phone voice verification too many times and is blocked for 24 hours | Blocked
User tried to answer security questions too many times and is blocked for 24 hours | Blocked
User tried to verify a phone number too many times and is blocked for 24 hours | Blocked
User cancelled before passing the required authentication methods | Cancelled
User cancelled before submitting a new password | Cancelled
User contacted an admin after trying the email verification option | Contacted admin
User contacted an admin after trying the mobile SMS verification option | Contacted admin
User contacted an admin after trying the mobile voice call verification option | Contacted admin
User contacted an admin after trying the office voice call verification option | Contacted admin
User contacted an admin after trying the security question verification option | Contacted admin
Password reset is not enabled for this user. Enable password reset under the configure tab to resolve this | Failed
User does not have a license. You can add a license to the user to resolve this | Failed
User tried to reset from a device without cookies enabled | Failed
User's account has insufficient authentication methods defined. Add authentication info to resolve this | Failed
User's password is managed on-premises. You can enable Password Writeback to resolve this | Failed
We could not reach your on-premises password reset service. Check your sync machine's event log | Failed
We encountered a problem while resetting the user's on-premises password. Check your sync machine's event log | Failed
This user is not a member of the password reset users group. Add this user to that group to resolve this. | Failed
Password reset has been disabled entirely for this tenant. See [here](./active-directory-passwords-troubleshoot.md) to resolve this. | Failed
User successfully reset password | Succeeded
"""

KEYS = """
abandoned.completed.email
abandoned.completed.sms
abandoned.completed.voice_mobile
abandoned.completed.voice_office
abandoned.completed.questions
abandoned.user_id
abandoned.started.email
abandoned.started.sms
abandoned.started.voice_mobile
abandoned.started.voice_office
abandoned.started.questions
abandoned.before_new_password
abandoned.selecting_new_password
blocked.sms_codes
blocked.voice_mobile
blocked.voice_office
blocked.questions
blocked.phone_validation
cancelled.before_gates
cancelled.before_submit
contacted.email
contacted.sms
contacted.voice_mobile
contacted.voice_office
contacted.questions
failed.not_enabled
failed.no_license
failed.no_cookies
failed.insufficient_methods
failed.onprem_no_writeback
failed.onprem_unreachable
failed.onprem_error
failed.not_in_group
failed.tenant_disabled
succeeded
"""

ROWS = tuple(tuple(line.rsplit(" | ", 1)) for line in DETAILS.strip().splitlines())
TEXT_BY_KEY = dict(zip(KEYS.split(), (text for text, _ in ROWS), strict=True))

# What the page itself says to do, for the eight rows that say something.
DOCUMENTED = {
    "failed.not_enabled": "Enable password reset under the configure tab to resolve this",
    "failed.no_license": "You can add a license to the user to resolve this",
    "failed.insufficient_methods": "Add authentication info to resolve this",
    "failed.onprem_no_writeback": "You can enable Password Writeback to resolve this",
    "failed.onprem_unreachable": "Check your sync machine's event log",
    "failed.onprem_error": "Check your sync machine's event log",
    "failed.not_in_group": "Add this user to that group to resolve this.",
    "failed.tenant_disabled": "See here to resolve this.",
}

RESULTS = ("Abandoned", "Blocked", "Cancelled", "Contacted Admin", "Failed", "Succeeded")
METHODS = ("Alternate Email", "Office Phone", "Mobile Phone", "Security Questions")
COMBINATION = "Alternate Email + Mobile Phone"
MAX_DAYS, MAX_ROWS = 30, 75_000
