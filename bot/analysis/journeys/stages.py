"""How far an attempt came, as far as its detail tells: the stages of the reset page in their order."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from bot.knowledge.vocabulary import METHOD_OF_DETAIL, failed_method


class Stage(IntEnum):
    """What an attempt has reached at least; the order is that of the reset page."""

    USER_ID = 0  # a user ID was entered
    OPTIONS = 1  # verification options were shown
    STARTED = 2  # a method was started
    PASSED = 3  # that method was passed
    VERIFIED = 4  # all that the policy requires was passed
    PASSWORD = 5  # a new password was being chosen
    DONE = 6


@dataclass(frozen=True, slots=True)
class Reached:
    """The stage that an attempt reached for sure, the furthest that it can have reached, and the method it is about."""

    least: Stage
    most: Stage
    method: str = ""

    @property
    def exact(self) -> bool:
        """Whether the detail says where the attempt ended."""
        return self.least is self.most


# By the first words of a detail's key. What a user may do is looked up before any option is shown (the order of the
# checks in Microsoft's page on how it works); a detail about the service can come before the gates or after them.
_STAGES: Final = (
    (("abandoned.user_id", "failed.not_enabled", "failed.no_license", "failed.insufficient_methods",
      "failed.onprem_no_writeback", "failed.not_in_group", "failed.tenant_disabled"), Stage.USER_ID, Stage.USER_ID),
    (("abandoned.presented",), Stage.OPTIONS, Stage.OPTIONS),
    (("blocked.unexplained", "cancelled.before_gates"), Stage.USER_ID, Stage.PASSED),
    (("abandoned.started.", "blocked.", "contacted."), Stage.STARTED, Stage.STARTED),
    (("abandoned.completed.",), Stage.PASSED, Stage.PASSED),
    (("abandoned.before_new_password",), Stage.VERIFIED, Stage.VERIFIED),
    (("cancelled.before_submit",), Stage.VERIFIED, Stage.PASSWORD),
    (("abandoned.selecting_new_password", "failed.onprem_error", "failed.fuzzy_password"),
     Stage.PASSWORD, Stage.PASSWORD),
)  # fmt: skip


def reached(detail: str) -> Reached:
    """How far an attempt without success came, by its detail: a key of the catalogue or an unknown sentence."""
    for beginnings, least, most in _STAGES:
        if detail.startswith(beginnings):
            return Reached(least, most, _passed(detail) if least is Stage.PASSED else failed_method(detail))
    return Reached(Stage.USER_ID, Stage.PASSWORD)


def _passed(detail: str) -> str:
    return str(METHOD_OF_DETAIL.get(detail.rpartition(".")[2], ""))
