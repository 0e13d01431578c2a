"""The records in a JSON text, one at a time: lists, pages, batches, lines, and what of a broken file can be saved."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.reports.parsing.read_report import check_readable

_decode = json.JSONDecoder().raw_decode
# What may stand around records: lists are as good as lines; \x1e opens a record of a JSON text sequence.
_AROUND = re.compile(r"[\s,\[\]\ufeff\x1e]*")
# An object that only wraps records: a Graph page (`value`, behind its annotations) or an Event Hub batch (`records`).
_WRAPPER = re.compile(r'\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|\d+|null)\s*,\s*)*"(?:value|records)"\s*:\s*(?=\[)')
_WRAPPER_END = re.compile(r'(?:[^"{}]|"(?:\\.|[^"\\])*")*\}')
_LINE = re.compile(r"^\{", re.MULTILINE)
_LINK: Final = "nextlink"  # of a page behind which more follow
_LINKED: Final = re.compile(r'nextlink"\s*:\s*"[^"]', re.IGNORECASE)
# Members that hold records and are nothing else: a page's value, a body, a search's results.
_HOLDERS: Final = ("value", "records", "body", "results", "result", "hits", "_source")
_TEXTS: Final = ("_raw", "event.original", "message")  # members that hold a record as it was sent
_OF_RECORDS: Final = ("activityDateTime", "correlationId", "CorrelationId")
# Members, lower case, that tell a record from a wrapper of records under names of its own.
_MARKS: Final = frozenset(
    {"activitydatetime", "activitydisplayname", "operationname", "correlationid", "timegenerated", "eventdatetime",
     "eventtime", "userprincipalname", "registrationactivity"}
)  # fmt: skip
_NAME: Final = 60  # characters in which an object's first name ends
_DEPTH: Final = 8  # wrappers in wrappers; more is no export


class _Uncounted(str):
    """A text that has no lines to count: each of the decoder's errors would count them, from the beginning on."""

    __slots__ = ()

    def count(self, *_: object) -> int:
        """No lines."""
        return 0


@dataclass(frozen=True, slots=True)
class Record:
    """One record, or None where the text is broken; `text[start:end]` is where it stands."""

    line: int
    value: dict[str, Any] | None
    start: int
    end: int


@dataclass(slots=True)
class JsonRecords:
    """Every record of a text, in order. After a broken one reading goes on at the next line that begins one."""

    text: str
    more_pages: bool = False  # whether the last page says that others follow; known when all is read
    fewer: bool = False  # whether a search found more than its answer holds
    cut: bool = False  # whether the text ends before what it has begun
    errors: list[str] = field(default_factory=list)  # answers of a service that hold an error in place of records
    _open: int = 0  # lists that were begun and not ended

    def __iter__(self) -> Iterator[Record]:
        text, uncounted = self.text, _Uncounted(self.text)
        line, counted, wrapped, start = 1, 0, 0, self._around(0)
        whole = broken = 0
        first_name = ""  # with which the last record began: what begins so, too, is no wrapper of many
        while start < len(text):
            line, counted = line + text.count("\n", counted, start), start
            if wrapped and text[start] != "{" and (tail := _WRAPPER_END.match(text, start)):
                wrapped, end = wrapped - 1, tail.end()
                self.more_pages |= _LINKED.search(tail[0]) is not None
            elif not (first_name and text.startswith(first_name, start)) and (wrapper := _WRAPPER.match(text, start)):
                wrapped, end = wrapped + 1, wrapper.end()
                self.more_pages = _LINKED.search(wrapper[0]) is not None
            else:
                try:
                    value, end = _decode(uncounted, start)
                except (ValueError, RecursionError):
                    going_on = _LINE.search(text, start + 1)
                    end = going_on.start() if going_on else len(text)
                    self.cut |= going_on is None and text[start] == "{"
                    broken += 1
                    check_readable(broken, whole)
                    yield Record(line, None, start, _end_of_line(text, start))
                else:
                    whole += 1
                    first_name = text[start : text.find(":", start, start + _NAME) + 1]
                    for found in self._unwrapped(value):
                        yield Record(line, found, start, end)
            start = self._around(end)
        self.cut |= wrapped > 0 or self._open > 0

    def _around(self, position: int) -> int:
        """Where the next thing begins."""
        match = _AROUND.match(self.text, position)
        assert match is not None  # it matches nothing, too
        if match[0]:
            self._open += match[0].count("[") - match[0].count("]")
        return match.end()

    def _unwrapped(self, value: object, depth: int = 0) -> Iterator[dict[str, Any] | None]:
        """A record, or those of a wrapper; None for what is neither."""
        if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
            value = _loaded(value)
        if isinstance(value, list) and depth:
            for one in value:
                yield from self._unwrapped(one, depth + 1)
        elif not isinstance(value, dict) or depth > _DEPTH:
            yield None
        else:
            yield from self._of_object(value, depth)  # a record, or what holds some

    def _of_object(self, value: dict[str, Any], depth: int) -> Iterator[dict[str, Any] | None]:
        if "_raw" not in value and any(isinstance(value.get(name), str) for name in _OF_RECORDS):
            yield value  # nearly all: spelled as the service does
            return
        fields = _lower(value)
        error = _error_of(fields)
        if error:
            self.errors.append(error)
        if (rows := _table_rows(fields) or _columns(value)) is not None:
            yield from rows
        elif isinstance(responses := fields.get("responses"), list):
            yield from self._of_batch(responses, depth + 1)
        elif (held := _held(fields)) is not None:
            if isinstance(held, list):
                self.more_pages = any(link for name, link in fields.items() if _LINK in name)
                self.fewer |= _found(fields) > len(held)
            yield from self._unwrapped(held, depth + 1)
        elif not _MARKS & fields.keys() and (wrapped := [one for one in fields.values() if _holds_records(one)]):
            for one in wrapped:
                yield from self._unwrapped(one, depth + 1)
        elif not error:
            yield value

    def _of_batch(self, responses: list[Any], depth: int) -> Iterator[dict[str, Any] | None]:
        """The records of answers to questions of their own: each may have a next page."""
        more = False
        for response in responses:
            self.more_pages = False
            yield from self._unwrapped(response, depth)
            more |= self.more_pages
        self.more_pages = more


def records_in(text: str) -> Iterator[Record]:
    """Every record, in order."""
    return iter(JsonRecords(text))


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _error_of(fields: Mapping[str, Any]) -> str:
    """The code of an error that a service answered with; "" where it is none."""
    error = fields.get("error")
    if not isinstance(error, dict) or not {"code", "message"} & {name.lower() for name in error}:
        return ""
    return str(error.get("code") or error.get("message"))


def _found(fields: Mapping[str, Any]) -> int:
    """How many records a search has found, where its answer says so."""
    total = fields.get("total")
    total = total.get("value") if isinstance(total, dict) else total
    return total if isinstance(total, int) and "hits" in fields else 0


def _holds_records(value: object, depth: int = 3) -> bool:
    """Whether a value is a record, or a wrapper of some."""
    if not depth:
        return False
    if isinstance(value, list):
        return any(_holds_records(one, depth - 1) for one in value[:2])
    if not isinstance(value, dict):
        return False
    if _MARKS & {name.lower() for name in value}:
        return True
    return any(_holds_records(one, depth - 1) for one in value.values() if isinstance(one, list | dict))


def _held(fields: Mapping[str, Any]) -> object:
    """What a wrapper holds; None for a record."""
    for name in _HOLDERS:
        held = fields.get(name)
        if isinstance(held, (list, dict)):
            return held
        if name == "body" and isinstance(held, str) and (body := _body(held)):
            return body
    event = fields.get("event")
    texts = [fields.get(name) for name in _TEXTS] + ([event.get("original")] if isinstance(event, dict) else [])
    found: object = next((text for text in texts if isinstance(text, str) and text.lstrip().startswith("{")), None)
    return found


_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


def _body(text: str) -> str:
    """JSON in a text, as it is or in Base64 as captures of Event Hub have it; "" for anything else."""
    if text.startswith(("{", "[")):
        return text
    if not _BASE64.fullmatch(text):
        return ""
    decoded = _from_base64(text)
    return decoded if decoded.startswith(("{", "[")) else ""


def _from_base64(text: str) -> str:
    """The text that a text in Base64 stands for, as far as it is there; "" where it stands for none."""
    whole = text.rstrip("=").replace("-", "+").replace("_", "/")
    whole = whole[: len(whole) - (len(whole) % 4 == 1)]
    try:
        return b64decode(whole + "=" * (-len(whole) % 4)).decode("utf-8-sig", "ignore")
    except ValueError:
        return ""


def _table_rows(fields: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of a query's tables, each by the names of its columns; None where there is no table."""
    tables = fields.get("tables")
    if not isinstance(tables, list):
        rows = _rows_of(fields)
        return rows or None
    return [row for table in tables if isinstance(table, dict) for row in _rows_of(_lower(table))]


def _rows_of(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of one table, its members in lower case: the services write `columns` and `rows`, pandas `data`."""
    columns, rows = table.get("columns"), table.get("rows", table.get("data"))
    if not isinstance(columns, list) or not isinstance(rows, list):
        return []
    names = [_column_name(column) for column in columns]
    return [dict(zip(names, row, strict=False)) for row in rows if isinstance(row, list)]


def _column_name(column: object) -> str:
    said = _lower(column) if isinstance(column, dict) else {}
    return str(said.get("name") or said.get("columnname") if said else column)


def _lower(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): field for name, field in fields.items()}


def _columns(fields: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of a table that is written column by column, each cell by the number of its row, as pandas does."""
    cells = list(fields.values())
    if not cells or not all(isinstance(column, dict) and column for column in cells):
        return None
    numbers = list(cells[0])
    if not all(number.isdigit() for number in numbers) or any(list(column) != numbers for column in cells):
        return None
    return [{name: column[number] for name, column in fields.items()} for number in numbers]


def numbered(lines: Sequence[int]) -> Callable[[int], str]:
    """What follows the reason for a record's rejection: its number, where records share a line; else nothing."""
    if len(set(lines)) == len(lines):
        return lambda _: ""
    return lambda place: f" (record {place + 1:,})"


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


_OPENS: Final = re.compile(r"[\ufeff\s\x1e]*[\[{]")
_BODIES: Final = re.compile(r'"body"\s*:\s*"([A-Za-z0-9+/_-]{16,}={0,2})', re.IGNORECASE)
_FEW: Final = 3  # bodies that show what all hold
_KEY: Final = re.compile(r'"([\w.@]+)\\*"\s*:')  # in a text of JSON backslashes stand before both quotes


def json_keys(text: str) -> set[str]:
    """The names of all members in the beginning of a text, lower case, even those in texts of JSON; none if no JSON."""
    if not _OPENS.match(text):
        return set()
    bodies = "".join(map(_from_base64, _BODIES.findall(text)[:_FEW]))
    return {key.lower() for key in _KEY.findall(text + bodies)}
