"""The records in a JSON text, one at a time: lists, pages, batches, lines, and what of a broken file can be saved."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_decode = json.JSONDecoder().raw_decode
# What may stand around records: lists are as good as lines; \x1e opens a record of a JSON text sequence.
_AROUND = re.compile(r"[\s,\[\]\ufeff\x1e]*")
# An object that only wraps records: a Graph page (`value`, behind its annotations) or an Event Hub batch (`records`).
_WRAPPER = re.compile(r'\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|\d+|null)\s*,\s*)*"(?:value|records)"\s*:\s*(?=\[)')
_WRAPPER_END = re.compile(r'(?:[^"{}]|"(?:\\.|[^"\\])*")*\}')
_LINE = re.compile(r"^\{", re.MULTILINE)
_SHOWN: Final = 2_000  # characters kept of a place that is broken


@dataclass(frozen=True, slots=True)
class Record:
    """One record, or None where the text is broken; then `raw` is what stands there."""

    line: int
    value: dict[str, Any] | None
    raw: str = ""


def records_in(text: str) -> Iterator[Record]:
    """Every record, in order. After a broken one reading goes on at the next line that begins one."""
    line, counted, wrapped = 1, 0, 0
    position = _AROUND.match(text, 0).end()  # type: ignore[union-attr]  # it matches nothing, too
    while position < len(text):
        line, counted = line + text.count("\n", counted, position), position
        if wrapped and (end := _WRAPPER_END.match(text, position)) and text[position] != "{":
            wrapped, position = wrapped - 1, end.end()
        elif wrapper := _WRAPPER.match(text, position):
            wrapped, position = wrapped + 1, wrapper.end()
        else:
            try:
                value, position = _decode(text, position)
            except (ValueError, RecursionError):
                yield Record(line, None, text[position : position + _SHOWN].splitlines()[0])
                going_on = _LINE.search(text, position + 1)
                position = going_on.start() if going_on else len(text)
            else:
                yield from _records_of(value, line)
        position = _AROUND.match(text, position).end()  # type: ignore[union-attr]


def _records_of(value: object, line: int) -> Iterator[Record]:
    """A record, or those of a wrapper that names something else before them."""
    if not isinstance(value, dict):
        yield Record(line, None, json.dumps(value)[:_SHOWN])
        return
    held = value.get("value", value.get("records"))
    if isinstance(held, list):
        for record in held:
            yield from _records_of(record, line)
    else:
        yield Record(line, value)
