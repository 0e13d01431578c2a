"""What to do for one person: about their open case, about what the directory says that they lack, or about both."""

from typing import Final

from bot.analysis.answers import Case
from bot.knowledge.catalogue import CONTRADICTED, Catalogue, Detail

_UNREGISTERED: Final = "not_registered"
# Causes whose fix is as good as the advice on what the directory says that somebody lacks, or better.
_ABOUT: Final[dict[str, frozenset[str]]] = {
    "not_allowed": frozenset({"not_enabled", "not_in_group", "no_license"}),
    _UNREGISTERED: frozenset({"methods_missing"}),
    "by_now": frozenset(),
}
_NOT_LISTED: Final = frozenset({"no_license"})  # what the directory's list shows nothing of


def advice(
    case: Case | None, said: str | None, catalogue: Catalogue, *, blocked: bool, privileged: bool
) -> tuple[Detail | None, Detail | None]:
    """The fix, and a second one where both the case and the directory ask for something.

    `case` is the open one, `said` the verdict's advice; `blocked` says that a block is in force, which goes first.
    """
    own = _of_case(case, catalogue) if case else None
    fits = blocked or (own is not None and said is not None and own.cause in _ABOUT[said])
    fix = catalogue.advice[said] if said and not fits else own
    both = case and own and own is not fix and own.cause in _NOT_LISTED and said == _UNREGISTERED and not case.by_now
    first, second = (one.for_privileged() if one and privileged else one for one in (fix, own if both else None))
    return first, second


def _of_case(case: Case, catalogue: Catalogue) -> Detail | None:
    """What to do about an open case, which is not to wait when its block is over."""
    fix = catalogue.details.get(case.detail)
    if not fix and (case.blocked_until or case.block_over) and not case.detail.startswith(CONTRADICTED):
        fix = catalogue.details["blocked.unexplained"]
    return fix.after_block_fix() if fix and case.block_over else fix
