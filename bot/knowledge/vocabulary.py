"""The words of the two reports, spelled as the page spells them."""

import re
from enum import StrEnum
from functools import lru_cache


class Result(StrEnum):
    """The Result column of the reset activity report."""

    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    BLOCKED = "Blocked"
    CONTACTED_ADMIN = "Contacted admin"  # the value table writes "Contacted Admin"; both are read
    ABANDONED = "Abandoned"
    CANCELLED = "Cancelled"
    IN_PROGRESS = "In progress"  # never in a report: steps of an audit log whose session may still go on
    UNRECOGNISED = "Unrecognised"  # a value that no document lists: counted and shown, never guessed


FAILURES = (Result.FAILED, Result.BLOCKED, Result.CONTACTED_ADMIN)
UNFINISHED = (Result.ABANDONED, Result.CANCELLED)


class Method(StrEnum):
    """The Method(s) Used and Data Registered columns; the last three exist only in today's logs."""

    ALTERNATE_EMAIL = "Alternate Email"
    OFFICE_PHONE = "Office Phone"
    MOBILE_PHONE = "Mobile Phone"
    SECURITY_QUESTIONS = "Security Questions"
    APP_NOTIFICATION = "App Notification"
    APP_CODE = "App Code"
    HARDWARE_CODE = "Hardware Code"


# Methods that people register and that verify no reset.
PASSKEY = "Passkey"
TEMPORARY_ACCESS = "Temporary Access Pass"
WINDOWS_HELLO = "Windows Hello for Business"
NOT_FOR_RESETS = frozenset({PASSKEY, TEMPORARY_ACCESS, WINDOWS_HELLO})
_NEVER = re.compile(r"passkey|fido|windows ?hello|temporary ?access ?pass|secure ?enclave", re.IGNORECASE)

# What the last word of a detail's key, or of a step's, names.
METHOD_OF_DETAIL = {
    "email": Method.ALTERNATE_EMAIL,
    "sms": Method.MOBILE_PHONE,
    "voice_mobile": Method.MOBILE_PHONE,
    "voice_office": Method.OFFICE_PHONE,
    "questions": Method.SECURITY_QUESTIONS,
    "app_notification": Method.APP_NOTIFICATION,
    "app_code": Method.APP_CODE,
}

# What the key of a detail says of the method that was tried and not passed.
_TRIED = METHOD_OF_DETAIL | {
    "email_codes": Method.ALTERNATE_EMAIL,
    "sms_codes": Method.MOBILE_PHONE,
    "phone_validation": Method.MOBILE_PHONE,
    "hardware_code": Method.HARDWARE_CODE,
}
_TRYING = ("contacted", "blocked", "abandoned.started", "step.started")

SEPARATOR = " + "
_SPLIT = re.compile(r"\s*(?:[+,;&]|\band\b)\s*", re.IGNORECASE)


def _squash(text: str) -> str:
    """Letters and digits only, lower case, and the American spelling made British."""
    return re.sub(r"[^a-z0-9]", "", text.casefold()).replace("canceled", "cancelled")


_RESULTS = {_squash(result): result for result in Result if result is not Result.UNRECOGNISED} | {
    "block": Result.BLOCKED,  # reportSSPR_ResultType_Block of the old API
    "success": Result.SUCCEEDED,
    "succeed": Result.SUCCEEDED,
    "failure": Result.FAILED,
}
_METHODS = {_squash(method): method for method in Method} | {
    "email": Method.ALTERNATE_EMAIL,
    "authenticationemail": Method.ALTERNATE_EMAIL,
    "mobile": Method.MOBILE_PHONE,
    "authenticationphone": Method.MOBILE_PHONE,
    "securityquestion": Method.SECURITY_QUESTIONS,
    "questions": Method.SECURITY_QUESTIONS,
    # the spellings of today's usage reports
    "sms": Method.MOBILE_PHONE,
    "mobilesms": Method.MOBILE_PHONE,
    "mobilecall": Method.MOBILE_PHONE,
    "phonecall": Method.MOBILE_PHONE,
    "alternatemobilecall": Method.MOBILE_PHONE,
    "officecall": Method.OFFICE_PHONE,
    # ... and of the registration details
    "alternatemobilephone": Method.MOBILE_PHONE,
    "microsoftauthenticatorpush": Method.APP_NOTIFICATION,
    "softwareonetimepasscode": Method.APP_CODE,
    "hardwareonetimepasscode": Method.HARDWARE_CODE,
}
_API_KEY = re.compile(r"^reportSSPR_[A-Za-z]+_(?:Private)?(.+)$")


def _word(text: str) -> str:
    """The bare word of a value: `reportSSPR_RegistrationData_PrivateMobilePhone` is `MobilePhone`."""
    api_key = _API_KEY.match(text.strip())
    return api_key[1] if api_key else text.strip()


def parse_result(text: str) -> Result | None:
    """The Result a cell means, whatever its case and spelling; None when no document lists it."""
    return _RESULTS.get(_squash(_word(text)))


@lru_cache(maxsize=4096)  # few words, met again and again
def parse_methods(text: str) -> tuple[str, ...]:
    """The methods of a cell as a sorted set; unknown words stay, as they were written."""
    words = (_word(word) for word in _SPLIT.split(text) if word.strip())
    return tuple(sorted({str(_METHODS.get(_squash(word), word)) for word in words}))


def is_documented_method(word: str) -> bool:
    """Whether a method, as `parse_methods` gives it, is one that a document lists."""
    return word in _METHODS.values() or word in NOT_FOR_RESETS


def verifies(datum: str) -> bool:
    """Whether a method that verifies a reset is among what somebody registered."""
    return any(method in _METHODS.values() for method in parse_methods(datum))


def verifies_nothing(datum: str) -> bool:
    """Whether it is known to verify no reset: passkeys, FIDO2 keys, Windows Hello, a Temporary Access Pass alone."""
    methods = parse_methods(datum)
    return bool(methods) and all(_NEVER.search(method) for method in methods)


def failed_method(detail_key: str) -> str:
    """The method that an attempt with this detail failed at; "" where the detail names none that was tried in vain."""
    stage, _, tried = detail_key.rpartition(".")
    return str(_TRIED.get(tried, "")) if stage in _TRYING else ""


def join_methods(methods: tuple[str, ...]) -> str:
    """How a combination is written in frames and answers: `Alternate Email + Mobile Phone`; "" for none."""
    return SEPARATOR.join(methods)
