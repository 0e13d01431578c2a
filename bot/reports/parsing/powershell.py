"""What PowerShell writes in place of an object that does not fit into a cell: its type, or its properties as text."""

import re
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bot.reports.parsing import excerpts

# A type name; `@{id=...; userPrincipalName=...}`; or the several lines of `class TargetResource { ... }`.
_TYPE: Final = (
    r"(?:System|Microsoft|Deserialized|Selected|Newtonsoft)\.[\w.+`]+(?:\[.*\])?|[A-Za-z_][\w.+`]*(?:\[[^@\]]*\])*\[\]"
)
_SUSPECT: Final = rf"(?s)^\s*(?:(?:{_TYPE})\s*$|@\{{|class \w+ *\{{)"
_IS_SUSPECT = re.compile(_SUSPECT)
_NAME = re.compile(r"userPrincipalName\s*[=:][ \t]*([^;}\s][^;}\n]*)", re.IGNORECASE)
_ID = re.compile(r"(?<![A-Za-z])id\s*[=:][ \t]*([^;}\s][^;}\n]*)", re.IGNORECASE)

HOW_TO_EXPORT: Final = (
    "export again with ConvertTo-Json -Depth 10 in place of Export-Csv, or take the portal's own download."
)


def is_object(text: str) -> bool:
    """Whether a text stands for an object."""
    return _IS_SUSPECT.match(text) is not None


def objects_in(words: Any) -> list[int]:
    """The positions of the texts of an Arrow array that stand for an object; quick where there are none."""
    if isinstance(words, pa.ChunkedArray):
        words = words.combine_chunks()
    likely = pc.or_(pc.invert(pc.match_substring(words, "@")), pc.match_substring(words, "{"))
    likely = pc.and_(likely, pc.not_equal(words, ""))
    places = np.flatnonzero(likely.to_numpy(zero_copy_only=False))
    found = dict.fromkeys(words.take(pa.array(places)).to_pylist()) if len(places) else {}
    objects = {text for text in found if is_object(text)}
    return [int(place) for place in places if words[int(place)].as_py() in objects] if objects else []


def name_in(text: str) -> str:
    """The user principal name in the text of an object; the text itself where there is none."""
    found = _NAME.search(text) if is_object(text) else None
    return found[1].strip() if found and not is_object(found[1]) else text


def id_in(text: str) -> str:
    """The id in the text of an object; "" where there is none."""
    found = _ID.search(text) if is_object(text) else None
    return found[1].strip() if found else ""


def fault(text: str) -> str:
    """Why such a text is no user ID, as the end of a sentence."""
    return f"is written as {excerpts.cell(' '.join(text.split()))}, which names nobody"


def nameless(name: str) -> str:
    """Why a file is refused in which PowerShell wrote types in the place of people."""
    return (
        f"{name} names nobody: PowerShell wrote the type of each object where the people should stand. "
        f"{HOW_TO_EXPORT[0].upper()}{HOW_TO_EXPORT[1:]}"
    )
