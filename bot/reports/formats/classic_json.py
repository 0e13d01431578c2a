"""The old reporting API's events as JSON: a page with its `value`, a list, or one event a line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, BinaryIO, Final

import numpy as np

from bot.reports.parsing.assembly import Assembly, Batch
from bot.reports.parsing.csv_rows import CUT, texts
from bot.reports.parsing.cut_off import page_warnings
from bot.reports.parsing.date_order import DateOrder, read_resolved
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import Layout, layout_of
from bot.reports.parsing.json_records import JsonRecords, Record, numbered, records_in
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.parsing.summary import summarise
from bot.reports.people.audit_people import text_of, whole_text

_OPENS: Final = re.compile(r"[\ufeff\s]*[\[{]")
_SAMPLE: Final = 20  # records that show which keys there are; an event leaves out what it has not
_NO_EVENT: Final = "no event can be read here"


def recognises(head: Head) -> bool:
    """Whether the first records are events of a classic report."""
    return _OPENS.match(head.text) is not None and _layout(_sample(head.text)) is not None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its dates are meant."""
    text = utf8_of(head, stream, progress).decode()
    layout = _layout(_sample(text))
    assert layout is not None
    found = JsonRecords(text)
    records = list(found)
    cut = found.cut and bool(records) and records[-1].value is None

    def assemble(order: DateOrder) -> Assembly:
        assembly = _assembled(text, records, layout, options, order, cut=cut)
        assembly.notes += page_warnings(found, options, stump=cut)
        return assembly

    assembly = read_resolved(head.name, options.day_first, assemble)
    return Reading((summarise(assembly, "JSON of the reporting API", head),))


def _sample(text: str) -> list[Record]:
    return list(islice(records_in(text), _SAMPLE))


def _layout(records: Sequence[Record]) -> Layout | None:
    return layout_of(tuple(dict.fromkeys(key for record in records for key in record.value or ())))


def _assembled(
    text: str, records: Sequence[Record], layout: Layout, options: ReadOptions, order: DateOrder, *, cut: bool
) -> Assembly:
    assembly = Assembly(layout.kind, options, order, layout.clock)
    which = numbered([record.line for record in records])
    events = [position for position, record in enumerate(records) if record.value is not None]
    for position, record in enumerate(records):
        if record.value is None:
            reason = CUT if cut and position == len(records) - 1 else f"{_NO_EVENT}{which(position)}"
            assembly.reject(record.line, reason, text[record.start : record.end])
    if events:
        keys = {field: layout.header[position] for field, position in layout.positions.items()}
        batch = _batch(text, [records[position] for position in events], keys)
        assembly.add(replace(batch, which=lambda row: which(events[row])))
    return assembly


def _batch(text: str, events: Sequence[Record], keys: Mapping[str, str]) -> Batch:
    values = [event.value or {} for event in events]
    ids = [_cell(value.get("id")) or None for value in values]
    return Batch(
        {field: texts([_cell(value.get(key)) for value in values]) for field, key in keys.items()},
        np.array([event.line for event in events], dtype=np.int64),
        lambda row: text[events[row].start : events[row].end],
        np.array(ids, dtype=object) if any(ids) else None,
    )


def _cell(value: Any) -> str:
    """A value as a cell of the CSV would write it; a list of methods is a combination."""
    return whole_text(" + ".join(map(text_of, value)) if isinstance(value, list) else text_of(value))
