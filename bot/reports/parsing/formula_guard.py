"""Text that no spreadsheet takes for a formula, wherever it splits a line; and back again, exactly."""

import re
from collections.abc import Iterable
from typing import Final

# A cell begins where the text does, and after whatever a spreadsheet somewhere takes for the end of one. Within our
# file every text is quoted, so the comma ends none. Blanks and quotes before a formula do not stop it from running.
_ENDS: Final = r";\t|\r\n\v\f\x85\u2028\u2029"
_BEGIN: Final = rf'(?:^|(?<=[{_ENDS}]))[ \u00a0\u3000"]*'
_RISKY: Final = r"[=+\-@\t\r'＝＋－＠]"  # noqa: RUF001 - some spreadsheets take the wide signs for the narrow ones
_UNGUARDED: Final = re.compile(f"({_BEGIN})(?={_RISKY})")
_PLAIN: Final = re.compile(rf"\w[^{_ENDS}]*")  # one cell that begins with a letter or a digit: most texts
_ANY_UNGUARDED: Final = re.compile(rf'[{_ENDS}][ \u00a0\u3000"]*{_RISKY}')
_GUARDED: Final = re.compile(f"({_BEGIN})'(?={_RISKY})")


def guarded(text: str) -> str:
    """Put one apostrophe before each thing in the text that could be a formula, or such an apostrophe."""
    return text if _PLAIN.fullmatch(text) else _UNGUARDED.sub(r"\1'", text)


def none_guarded(texts: Iterable[str]) -> bool:
    """Whether `guarded` changes none of many texts: much quicker than one by one."""
    return not _ANY_UNGUARDED.search(f"|{'|'.join(texts)}")


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return _GUARDED.sub(r"\1", text)
