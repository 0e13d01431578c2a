"""What a single step says about its attempt: how it ends, which stage it reached, which method it proves."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.knowledge.catalogue import Detail, load
from bot.knowledge.vocabulary import METHOD_OF_DETAIL, Result
from bot.reports.folding.steps import RECOVERY_DONE, RECOVERY_EVENTS, Activity

# Which of an attempt's steps decides it: the heaviest. A reset that worked in the end outweighs what came before.
FINAL_SUCCESS: Final = 8
FLOW_SUCCESS: Final = 7
_WEIGHTS: Final = {
    Result.SUCCEEDED: FLOW_SUCCESS,
    Result.BLOCKED: 6,
    Result.CANCELLED: 5,
    Result.CONTACTED_ADMIN: 4,
    Result.FAILED: 3,
    Result.ABANDONED: 2,
}
_UNKNOWN_FAILURE: Final = 1

SUCCESS: Final = "User successfully reset password"
_BLOCKED_NAME: Final = "Blocked from self-service password reset"
# What a reason must begin with or hold to be understood when no document has the whole sentence.
_BY_WORDS: Final = (
    (re.compile(r"user cancell?ed\b", re.IGNORECASE), Result.CANCELLED),
    (re.compile(r"user contacted an admin\b", re.IGNORECASE), Result.CONTACTED_ADMIN),
    (re.compile(r"user abandoned\b", re.IGNORECASE), Result.ABANDONED),
    (re.compile(r".*\bis blocked for\b", re.IGNORECASE), Result.BLOCKED),
)
_UNKNOWN_METHOD = re.compile(r"user (started|completed) the (.+?)(?: verification)?(?: option)?$", re.IGNORECASE)
_BLOCKED_BY: Final = {"email": "email_codes", "sms": "sms_codes"} | {
    method: method for method in ("voice_mobile", "voice_office", "questions")
}
# The stages in their order, each with the detail of an attempt that goes no further.
_STAGES: Final = ("user_id", "presented", "started", "completed", "all_verified", "new_password")
USER_ID: Final = _STAGES.index("user_id") + 1
STARTED: Final = _STAGES.index("started") + 1
_ABANDONED: Final = {"all_verified": "before_new_password", "new_password": "selecting_new_password"}
_GERUNDS: Final = {"started": "starting", "completed": "completing"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One kind of step. `weight` 0: it decides nothing; `rank` 0: it is no stage."""

    weight: int = 0
    result: Result = Result.IN_PROGRESS
    detail: str = ""
    rank: int = 0
    stage: str = ""  # the detail of an attempt that still stands here
    abandoned: str = ""  # the detail of an attempt that stopped here
    blocked: str = ""  # the detail of a block that follows, where the log does not give it
    method: str = ""  # the method that the step proves
    begins: str = ""  # the method whose check the step begins
    submits: bool = False  # a new password was typed


def meaning_of(activity: Activity, reason: str, *, success: bool) -> Meaning:
    """What a step with this activity, reason and status says."""
    detail = load().match(reason) if reason else None
    if activity is Activity.BLOCKED:
        known = detail.text if detail and detail.result is Result.BLOCKED else ""
        return Meaning(_WEIGHTS[Result.BLOCKED], Result.BLOCKED, known)
    if activity is Activity.RECOVERY:
        return _recovery(reason)
    if activity is Activity.FLOW:
        return _flow(detail, reason, success=success)
    return _final(activity, detail, reason, success=success)


def _recovery(event: str) -> Meaning:
    """One event of an account recovery. A failed check may be tried again, so only its end is a success."""
    name, _, why = event.partition(": ")
    if name == RECOVERY_DONE:
        return Meaning(FINAL_SUCCESS, Result.SUCCEEDED, RECOVERY_DONE)
    rank = RECOVERY_EVENTS.index(name) + 1 if name in RECOVERY_EVENTS else 0
    if "failed" in name or "not matched" in name:
        return Meaning(_WEIGHTS[Result.FAILED], Result.FAILED, event if why else name, rank=rank)
    return Meaning(rank=rank, stage=name, abandoned=name)


def unexplained_block(reason: str) -> str:
    """The detail of a block about which neither its own reason nor the steps before it tell more."""
    return _BLOCKED_NAME if reason.strip().casefold() in {"", "none", "success"} else reason


def _final(activity: Activity, detail: Detail | None, reason: str, *, success: bool) -> Meaning:
    """The event that ends a reset, change or unlock. Its status counts, unless its reason is a documented failure."""
    if success and not (detail and detail.result in _WEIGHTS and detail.result is not Result.SUCCEEDED):
        if detail and detail.key.startswith("warn."):
            return Meaning(FINAL_SUCCESS, Result.SUCCEEDED, detail.text)
        return Meaning(FINAL_SUCCESS, Result.SUCCEEDED, SUCCESS if activity is Activity.RESET else "")
    result = detail.result if detail and detail.result in _WEIGHTS else Result.FAILED
    if result is Result.SUCCEEDED:  # the status says otherwise, and counts
        result = Result.FAILED
    return Meaning(_WEIGHTS[result], result, detail.text if detail else reason)


def _flow(detail: Detail | None, reason: str, *, success: bool) -> Meaning:
    """A step on the way: its reason counts and not its status, which is about the step and not the attempt."""
    if detail and detail.key.startswith("step."):
        return _stage(detail)
    if detail:
        return Meaning(_WEIGHTS[detail.result], detail.result, detail.text)
    for pattern, result in _BY_WORDS:
        if pattern.match(reason):
            return Meaning(_WEIGHTS[result], result, reason)
    method = _UNKNOWN_METHOD.match(reason)
    if method:
        return _unknown_method(method[1].casefold(), method[2], reason)
    return Meaning() if success else Meaning(_UNKNOWN_FAILURE, Result.FAILED, reason)


def _stage(step: Detail) -> Meaning:
    _, stage, *rest = step.key.split(".")
    method = rest[0] if rest else ""
    abandoned = ".".join(("abandoned", _ABANDONED.get(stage, stage), *rest))
    blocked = load().details.get(f"blocked.{_BLOCKED_BY.get(method)}") if stage == "started" else None
    return Meaning(
        rank=_STAGES.index(stage) + 1,
        stage=step.text,
        abandoned=load().details[abandoned].text,
        blocked=blocked.text if blocked else "",
        method=str(METHOD_OF_DETAIL[method]) if stage == "completed" else "",
        begins=str(METHOD_OF_DETAIL[method]) if stage == "started" else "",
        submits=stage == "new_password",
    )


def _unknown_method(stage: str, method: str, reason: str) -> Meaning:
    """A method that no document lists: kept in its own words."""
    return Meaning(
        rank=_STAGES.index(stage) + 1,
        stage=reason,
        abandoned=f"User abandoned after {_GERUNDS[stage]} the {method} verification option",
        method=method if stage == "completed" else "",
        begins=method if stage == "started" else "",
    )


@cache
def entered_user_id() -> Meaning:
    """Where every attempt has been that has any step at all."""
    return _stage(load().details["step.user_id"])
