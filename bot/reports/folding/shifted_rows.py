"""Whether rows of an audit log have their cells under other columns than the header says.

So they have where two exports with different columns were put below each other, and where a script joined cells by
commas without quotation marks. A value that no log has in such a column shows it.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from bot.errors import ReportError
from bot.reports.folding.steps import activity_of

# As Arrow's expressions have them.
_GUID: Final = "^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
_ADDRESS: Final = r"^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$|^\[?[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}\]?$"
_BROWSER: Final = "Mozilla/|AppleWebKit|like Gecko"
_USER_ID: Final = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_KINDS: Final = (
    ("an object ID", _GUID), ("an IP address", _ADDRESS), ("a browser's text", _BROWSER), ("a user ID", _USER_ID),
)  # fmt: skip
# What no log has in a field, alone and where the field's other cells are of another kind.
_NEVER: Final[Mapping[str, tuple[str, ...]]] = {
    "target": (_ADDRESS, _BROWSER),
    "actor": (_ADDRESS, _BROWSER),
    "target_id": (_ADDRESS, _BROWSER),
    "actor_id": (_ADDRESS, _BROWSER),
    "address": (_USER_ID, _BROWSER),
    "reason": (_GUID, _ADDRESS, _USER_ID, _BROWSER),
    "agent": (_GUID, _ADDRESS, _USER_ID),
    "actor_type": (_GUID, _ADDRESS, _USER_ID, _BROWSER),
    "target_type": (_GUID, _ADDRESS, _USER_ID, _BROWSER),
}
_BESIDE: Final = (("target_id", _USER_ID, _GUID), ("actor_id", _USER_ID, _GUID), ("address", _GUID, _ADDRESS))
_NAMES: Final = (("target", "target_id"), ("actor", "actor_id"))
_RESULTS: Final = pa.array(["success", "failure", "timeout"])
_FEW: Final = 3  # rows; fewer may be odd by themselves
_PART: Final = 0.1

Flags = npt.NDArray[np.bool_]


class Column(Protocol):
    """A column of texts by number."""

    @property
    def words(self) -> Any:
        """An Arrow array of the different texts."""

    @property
    def codes(self) -> npt.NDArray[np.int32]:
        """Each row's position among them."""


def of(fields: Mapping[str, Column], names: Mapping[str, str], file: str) -> dict[int, str]:
    """The rows whose cells stand under other columns, by position, each with what shows it.

    `names` has the header's own name of each field that the file has. Raises ReportError where so many rows are shifted
    that the others cannot be trusted either.
    """
    ours = _that(fields["activity"], _activities(fields["activity"].words))
    found: dict[int, str] = {}
    for field, pattern in [(field, "|".join(never)) for field, never in _NEVER.items()]:
        _note(found, fields, names, field, ours & _are(fields, field, pattern))
    for field, pattern, usual in _BESIDE:
        odd = _are(fields, field, pattern)
        if odd.any() and _are(fields, field, usual).any():
            _note(found, fields, names, field, ours & odd)
    for name, key in _NAMES:
        if key in names and _are(fields, name, _USER_ID).any():  # else all names may be such IDs
            _note(found, fields, names, name, ours & _are(fields, name, _GUID) & ~_are(fields, key, _GUID))
    _note(found, fields, names, "status", _that(fields["status"], _activities(fields["status"].words)), "an activity")
    results = pc.is_in(pc.utf8_lower(fields["activity"].words), _RESULTS)
    _note(found, fields, names, "activity", _that(fields["activity"], results), "a result")
    ours[list(found)] = True
    _check_few(found, int(ours.sum()), file)
    return found


def _check_few(found: Mapping[int, str], rows: int, file: str) -> None:
    if len(found) >= max(_FEW, _PART * rows):
        raise ReportError(
            f"{len(found):,} of {rows:,} rows of {file} have their cells under other columns than the header says "
            f"({found[min(found)]}), as where exports with different columns were put below each other, or cells with "
            "commas were written without quotation marks. Load each export as it was downloaded."
        )


def _are(fields: Mapping[str, Column], field: str, pattern: str) -> Flags:
    """Which rows have such a text in a field."""
    column = fields.get(field)
    if column is None:
        return np.zeros(len(fields["activity"].codes), bool)
    return _that(column, pc.match_substring_regex(column.words, pattern))


def _that(column: Column, found: Any) -> Flags:
    """The rows of the texts that are flagged."""
    if not pc.any(found).as_py():
        return np.zeros(len(column.codes), bool)
    return np.asarray(found.to_numpy(zero_copy_only=False), bool)[column.codes]


def _activities(words: Any) -> Any:
    return pa.array([activity_of(text) is not None for text in words.to_pylist()], pa.bool_())


def _note(
    found: dict[int, str],
    fields: Mapping[str, Column],
    names: Mapping[str, str],
    field: str,
    odd: Flags,
    what: str = "",
) -> None:
    """Add what shows that rows are shifted, unless it is known of them already."""
    for row in np.flatnonzero(odd).tolist():
        text = fields[field].words[int(fields[field].codes[row])].as_py()
        found.setdefault(row, f"{what or _kind(text)} stands under {names.get(field, field)}")


def _kind(text: str) -> str:
    word = pa.array([text])
    return next((kind for kind, pattern in _KINDS if pc.match_substring_regex(word, pattern)[0].as_py()), "a word")
