"""The same week, whatever it was exported as, gives the same attempts and registrations."""

import io

import pandas as pd
import pytest

from bot.knowledge.catalogue import load
from bot.reports import audit_csv, audit_json
from bot.reports.fold import AttemptKind, fold
from bot.reports.head import head_of
from bot.reports.options import ReadOptions
from bot.reports.read import ReadReport
from tests.support.audit_writers import CORE, FORMATS, steps_of
from tests.support.sample_week import NOW, attempts, registrations

STEPS = steps_of(attempts(), registrations())


def read(data: bytes) -> ReadReport:
    stream = io.BytesIO(data)
    head = head_of("week", stream)
    assert audit_csv.recognises(head) != audit_json.recognises(head)
    read_it = audit_csv.read if audit_csv.recognises(head) else audit_json.read
    return read_it(head, stream, ReadOptions())


def said(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(zip(*(frame[column].tolist() for column in columns), strict=True))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_attempts_of_the_week(name: str) -> None:
    report = read(FORMATS[name](STEPS))
    folded = fold(report.frame, now=NOW).attempts
    folded = folded.assign(detail=[load().key_of(detail) for detail in folded["detail"]])
    assert said(folded, "user", "at", "result", "detail", "methods") == [
        (a.user, a.at, a.result, a.key, a.methods) for a in attempts()
    ]
    assert set(folded["kind"]) == {AttemptKind.RESET}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_registrations_of_the_week(name: str) -> None:
    folded = fold(read(FORMATS[name](STEPS)).frame, now=NOW).registrations
    assert said(folded, "user", "at", "datum") == [(r.user, r.at, r.datum) for r in registrations()]


@pytest.mark.parametrize("name", FORMATS)
def test_every_row_is_accounted_for(name: str) -> None:
    report = read(FORMATS[name](STEPS))
    others = sum(step.service == CORE for step in STEPS)
    assert (report.rows, report.skipped, report.rejected, report.warnings) == (len(STEPS), others, (), ())
    assert len(report.frame) == len(STEPS) - others


def test_two_formats_loaded_together_add_nothing() -> None:
    both = pd.concat([read(write(STEPS)).frame for write in FORMATS.values()], ignore_index=True)
    once = read(FORMATS["portal CSV"](STEPS)).frame
    columns = ["user", "at", "result", "detail", "methods", "key", "retries", "steps"]
    pd.testing.assert_frame_equal(
        fold(both, now=NOW).attempts[columns], fold(once, now=NOW).attempts[columns], check_categorical=False
    )
