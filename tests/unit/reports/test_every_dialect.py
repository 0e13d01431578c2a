"""Every dialect: listed, recognised by its content, loaded from a folder, and named in the README."""

import gzip
import importlib
import io
import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import fastavro
import pytest
import xlsxwriter

from bot.reports import formats
from bot.reports.formats import registry
from bot.reports.parsing.head import head_of
from bot.reports.parsing.read_report import Reading
from bot.sources.folder import SUFFIXES
from tests.support import handed_over
from tests.support.audit_writers import classic_csv, portal_csv, portal_json, steps_of
from tests.support.more_audit_writers import in_one_column
from tests.support.sample_week import attempts
from tests.unit.reports.test_classic_json import RESETS_FILE

HANDED_OVER = Path(__file__).parents[2] / "data" / "handed_over"
README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")


@dataclass(frozen=True)
class Sample:
    """A file of a dialect, the ending of its name, and the words of the README's table of sources."""

    data: Callable[[], bytes]
    suffix: str
    readme: str


def a_workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("AuditLogs")
        for number, row in enumerate([handed_over.PORTAL, *handed_over.portal_rows()]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def an_avro_file() -> bytes:
    schema = {"type": "record", "name": "EventData", "fields": [{"name": "Body", "type": ["null", "bytes"]}]}
    stream = io.BytesIO()
    bodies = [json.dumps({"records": [{"properties": one}]}).encode() for one in handed_over.records()]
    fastavro.writer(stream, schema, [{"Body": body} for body in bodies])
    return stream.getvalue()


def raw_cells() -> bytes:
    cells = [[str(number), json.dumps(one)] for number, one in enumerate(handed_over.records())]
    return handed_over.csv_text(("_time", "_raw"), cells).encode()


def json_table() -> bytes:
    rows = [dict(zip(handed_over.PORTAL, row, strict=True)) for row in handed_over.portal_rows()]
    return json.dumps(rows).encode()


SAMPLES = {
    "archive": Sample(lambda: gzip.compress(portal_csv(steps_of(attempts()))), ".gz", "`.gz` and `.zip`"),
    "audit_csv": Sample(lambda: portal_csv(steps_of(attempts())), ".csv", "the portal's CSV"),
    "audit_json": Sample(lambda: portal_json(steps_of(attempts())), ".json", "saved Graph responses"),
    "avro": Sample(an_avro_file, ".avro", "Event Hub Capture (Avro"),
    "classic_csv": Sample(lambda: classic_csv(attempts()), ".csv", "reset activity and registration activity as CSV"),
    "classic_json": Sample(lambda: RESETS_FILE, ".json", "the old reporting API's JSON"),
    "json_table": Sample(json_table, ".json", "what converters make of a CSV"),
    "one_column": Sample(lambda: in_one_column(portal_csv(steps_of(attempts()))), ".csv", "all in one column"),
    "raw_column": Sample(raw_cells, ".csv", "`_raw`"),
    "roster_file": Sample((HANDED_OVER / "roster.csv").read_bytes, ".csv", "registration details"),
    "usage_events": Sample((HANDED_OVER / "usage-events.csv").read_bytes, ".csv", "registration and reset events"),
    "workbook": Sample(a_workbook, ".xlsx", "workbooks"),
}
READERS = [
    name
    for _, name, _ in pkgutil.iter_modules(formats.__path__)
    if hasattr(importlib.import_module(f"bot.reports.formats.{name}"), "recognises")
]


def test_every_reader_is_a_row_of_the_registry_and_has_a_sample_here() -> None:
    listed = [dialect.recognises.__module__.rpartition(".")[2] for dialect in registry.DIALECTS]
    assert sorted(listed) == sorted(READERS), "DIALECTS in bot/reports/formats/registry.py"
    assert sorted(SAMPLES) == sorted(READERS), "SAMPLES in this file"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_read_by_its_own_dialect_whatever_its_name(name: str) -> None:
    data = SAMPLES[name].data()
    head = head_of("report.dat", io.BytesIO(data))
    first = next(dialect for dialect in registry.DIALECTS if dialect.recognises(head))
    assert first.recognises.__module__.rpartition(".")[2] == name
    reading = registry.read_all("report.dat", io.BytesIO(data))
    assert [report.recognised for report in reading.reports] + [roster.recognised for roster in reading.rosters]
    assert all(len(report.frame) for report in reading.reports)
    assert all(len(roster.frame) for roster in reading.rosters)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_of_every_dialect_is_taken_from_a_folder_and_named_in_the_readme(name: str) -> None:
    assert SAMPLES[name].suffix in SUFFIXES, "SUFFIXES in bot/sources/folder.py"
    assert SAMPLES[name].readme in README, "the table of sources in README.md"


# A roster is taken whole or not at all, and says which line stops it.
TABLES = [name for name, one in SAMPLES.items() if one.suffix == ".csv" and name != "roster_file"]


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_cannot_be_read_is_rejected_and_never_lost(name: str) -> None:
    whole = SAMPLES[name].data()
    broken = whole.rstrip() + b"\nno row,of this table\n"
    before = _rows(registry.read_all("report.dat", io.BytesIO(whole)))
    assert _rows(registry.read_all("report.dat", io.BytesIO(broken))) == before + 1


def _rows(reading: Reading) -> int:
    return sum(len(report.frame) + len(report.rejected) for report in reading.reports)
