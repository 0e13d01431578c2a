"""The records in a JSON text, one at a time: lists, pages, batches, lines, and what of a broken file can be saved."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_decode = json.JSONDecoder().raw_decode
# What may stand around records: lists are as good as lines; \x1e opens a record of a JSON text sequence.
_AROUND = re.compile(r"[\s,\[\]\ufeff\x1e]*")
# An object that only wraps records: a Graph page (`value`, behind its annotations) or an Event Hub batch (`records`).
_WRAPPER = re.compile(r'\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|\d+|null)\s*,\s*)*"(?:value|records)"\s*:\s*(?=\[)')
_WRAPPER_END = re.compile(r'(?:[^"{}]|"(?:\\.|[^"\\])*")*\}')
_LINE = re.compile(r"^\{", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Record:
    """One record, or None where the text is broken; `text[start:end]` is where it stands."""

    line: int
    value: dict[str, Any] | None
    start: int
    end: int


def records_in(text: str) -> Iterator[Record]:
    """Every record, in order. After a broken one reading goes on at the next line that begins one."""
    line, counted, wrapped, start = 1, 0, 0, _around(text, 0)
    while start < len(text):
        line, counted = line + text.count("\n", counted, start), start
        if wrapped and text[start] != "{" and (tail := _WRAPPER_END.match(text, start)):
            wrapped, end = wrapped - 1, tail.end()
        elif wrapper := _WRAPPER.match(text, start):
            wrapped, end = wrapped + 1, wrapper.end()
        else:
            try:
                value, end = _decode(text, start)
            except (ValueError, RecursionError):
                yield Record(line, None, start, _end_of_line(text, start))
                going_on = _LINE.search(text, start + 1)
                end = going_on.start() if going_on else len(text)
            else:
                yield from _records_of(value, line, start, end)
        start = _around(text, end)


def numbered(lines: Sequence[int]) -> Callable[[int], str]:
    """What follows the reason for a record's rejection: its number, where records share a line; else nothing."""
    if len(set(lines)) == len(lines):
        return lambda _: ""
    return lambda position: f" (record {position + 1:,})"


def _around(text: str, position: int) -> int:
    """Where the next thing begins."""
    match = _AROUND.match(text, position)
    assert match is not None  # it matches nothing, too
    return match.end()


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _records_of(value: object, line: int, start: int, end: int) -> Iterator[Record]:
    """A record, or those of a wrapper that holds something else before them."""
    held = value.get("value", value.get("records")) if isinstance(value, dict) else None
    if isinstance(held, list):
        for record in held:
            yield from _records_of(record, line, start, end)
    else:
        yield Record(line, value if isinstance(value, dict) else None, start, end)
