"""Times as counts since 1970 in any unit, as pandas and databases write them, and PowerShell's `/Date(1795161900123)/`.

The days of a spreadsheet (46346.3) are none: two calendars count them, four years apart.
"""

import re
from datetime import timedelta
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from bot.reports.instants import EPOCH

_LIKELY: Final = r"^\s*(?:\\?/Date\()?\d{10,19}(?:\.0*)?(?:[+-]\d{4}|Z)?(?:\)\\?/)?\s*$"
_COUNT: Final = re.compile(r"\s*(\\?/Date\()?(\d{10,19})(?:\.0*)?(?:[+-]\d{4}|Z)?(?:\)\\?/)?\s*")
# The microseconds of a unit, by how many digits the times of our years have in it.
_MICROSECONDS: Final = {10: 1_000_000, 13: 1_000, 16: 1}
_NANOSECONDS: Final = 19
_OF_MILLISECONDS: Final = range(10, 14)  # digits of PowerShell's


def as_times(texts: Any) -> Any:
    """An Arrow array of texts, the counts among them as ISO times in UTC."""
    likely = pc.match_substring_regex(texts, _LIKELY)
    if not pc.any(likely).as_py():
        return texts
    words = texts.dictionary_encode()
    turned = pa.array([as_time(word) or word for word in words.dictionary.to_pylist()], pa.string())
    return turned.take(words.indices)


def as_time(text: str) -> str:
    """A count as an ISO time in UTC; "" for anything else."""
    count = _COUNT.fullmatch(text)
    if count is None:
        return ""
    digits = len(count[2])
    if digits == _NANOSECONDS:
        microseconds = int(count[2]) // 1_000
    else:
        unit = 1_000 if count[1] and digits in _OF_MILLISECONDS else _MICROSECONDS.get(digits, 0)
        microseconds = int(count[2]) * unit
    at = EPOCH + timedelta(microseconds=microseconds)
    return at.isoformat().replace("+00:00", "Z") if microseconds else ""
