"""The frames that everything else stands on: their columns, dtypes and meaning.

Times are `datetime64[us, UTC]`. WordColumn are categoricals: a frame of three million attempts holds each word once.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from bot.knowledge.vocabulary import Result
from bot.reports.frames.column import Column, Times, Words
from bot.reports.frames.frame import Frame
from bot.reports.names import Names

TIME: Final = "datetime64[us, UTC]"
RESULTS: Final = pd.CategoricalDtype([str(result) for result in Result])

# What a reader hands over: the source's own words, one row a report row.
#   user      str category  as written in the report (never folded)
#   role      str category  "" when the report has none
#   at        TIME
#   methods   str category  join_methods(parse_methods(cell)): sorted set, "" for none
#   result    str category  the canonical Result value; the raw word when no document lists it
#   detail    str category  the raw sentence, blanks trimmed
#   event_id  str or None   object column, only where the source has ids of its own
#   line      int64         the line of the file that the row starts on
READ_ATTEMPTS: Final = ("user", "role", "at", "methods", "result", "detail", "line")
#   datum     str category  join_methods(parse_methods(cell)); one datum almost always
#   failed    bool          only where the source tells of registrations that did not work
READ_REGISTRATIONS: Final = ("user", "role", "at", "datum", "line")

# What a snapshot holds.
#   position  int32         where the row stands in the ledger: grows in the order of loading; int64 past 2,147,483,647
#   at        TIME          rows are sorted by (at, position)
#   user      category      casefolded keys; all frames of a snapshot share Snapshot.people's order
#   role, methods           category
#   result    RESULTS       a word that no document lists is "Unrecognised"
#   detail    category      the catalogue's key; "?" + the raw sentence when the catalogue does not know it
#   started   category      the method that was begun last, where an audit log tells; "" for none. `methods` are those
#                           that were passed, and a failure's detail may name the one that it failed at
#   cause     category      the cause's key; "unrecognised" for such a sentence, "done" for a success
#   took      uint16        seconds from the first step to the last, where an audit log tells: see `ends`
ATTEMPTS: Final = ("position", "at", "user", "role", "methods", "result", "detail", "started", "cause", "took")
#   datum     category
REGISTRATIONS: Final = ("position", "at", "user", "role", "datum")
#   what the audit log tells beside resets, never counted as one
#   kind      category  an AttemptKind but RESET: "unlock", "change", "admin reset"; of a change of policy what
#                       was changed, too: "policy change: ..."
#   result    RESULTS       an admin's reset that succeeded closes the open cases of its user as "helpdesk"
INTERVENTIONS: Final = ("position", "at", "user", "kind", "result")
#   one row a person: the directory's state at the last pull
#   user category, registered bool, enabled bool, capable bool, admin bool, guest bool,
#   methods category (joined, the source's words), seen TIME (when the row was read)
ROSTER: Final = ("user", "registered", "enabled", "capable", "admin", "guest", "methods", "seen")


def data_frame(frame: Frame) -> pd.DataFrame:
    """A frame of a snapshot as one of pandas, over the same arrays."""
    return pd.DataFrame({name: _column(name, column) for name, column in frame.columns.items()}, copy=False)


def _column(name: str, column: Column) -> Any:
    match column:
        case Words(codes, labels):
            return pd.Categorical.from_codes(codes, dtype=_words(name, labels), validate=False)
        case Times(micros):
            return pd.array(micros, dtype=pd.DatetimeTZDtype("us", "UTC"), copy=False)
    return column


def _words(name: str, labels: Sequence[str]) -> pd.CategoricalDtype:
    if name == "result":
        return RESULTS
    if not isinstance(labels, Names):
        return pd.CategoricalDtype(pd.Index(list(labels), dtype="str"))
    texts = pa.LargeStringArray.from_buffers(len(labels), pa.py_buffer(labels.offsets), pa.py_buffer(labels.data))
    kind: Any = pd.StringDtype(na_value=np.nan)
    index = pd.Index(kind.__from_arrow__(texts))
    # The public way looks whether the names are different, which takes 0.1 s for 200,000.
    made: pd.CategoricalDtype = pd.CategoricalDtype._from_fastpath(index, ordered=False)  # type: ignore[attr-defined]  # noqa: SLF001
    return made
