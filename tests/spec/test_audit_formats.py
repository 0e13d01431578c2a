"""The same week, whatever it was exported as, gives the same attempts and registrations."""

import io
import json
from datetime import datetime

import pandas as pd
import pytest

from bot.knowledge.catalogue import load
from bot.reports.folding.fold import fold
from bot.reports.folding.kinds import AttemptKind
from bot.reports.formats import registry
from bot.reports.parsing.read_report import ReadReport
from tests.support.audit_writers import (
    CORE,
    FORMATS,
    classic_csv,
    classic_registrations_csv,
    steps_of,
)
from tests.support.more_audit_writers import MORE_FORMATS
from tests.support.sample_week import NOW, attempts, registrations

ALL_FORMATS = FORMATS | MORE_FORMATS
STEPS = steps_of(attempts(), registrations())


def read(data: bytes) -> ReadReport:
    (report,) = registry.read_all("week", io.BytesIO(data)).reports
    return report


def said(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(zip(*(frame[column].tolist() for column in columns), strict=True))


def week(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    keyed = frame.assign(detail=[load().key_of(detail) for detail in frame["detail"]])
    return said(keyed, "user", "at", "result", "detail", "methods")


def test_the_classic_reports_say_the_same() -> None:
    folded = fold(read(FORMATS["portal CSV"](STEPS)).frame, now=NOW)
    assert week(folded.attempts) == week(read(classic_csv(attempts())).frame)
    classic = read(classic_registrations_csv(registrations())).frame
    assert said(folded.registrations, "user", "at", "datum") == said(classic, "user", "at", "datum")


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_every_format_gives_the_attempts_of_the_week(name: str) -> None:
    report = read(ALL_FORMATS[name](STEPS))
    folded = fold(report.frame, now=NOW).attempts
    assert week(folded) == [(a.user, a.at, a.result, a.key, a.methods) for a in attempts()]
    assert set(folded["kind"]) == {AttemptKind.RESET}


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_every_format_gives_the_registrations_of_the_week(name: str) -> None:
    folded = fold(read(ALL_FORMATS[name](STEPS)).frame, now=NOW).registrations
    assert said(folded, "user", "at", "datum") == [(r.user, r.at, r.datum) for r in registrations()]


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_every_row_is_accounted_for(name: str) -> None:
    report = read(ALL_FORMATS[name](STEPS))
    others = sum(step.service == CORE for step in STEPS)
    assert (report.rows, report.skipped, report.rejected, report.warnings) == (len(STEPS), others, (), ())
    assert len(report.frame) == len(STEPS) - others


def test_two_formats_loaded_together_add_nothing() -> None:
    both = pd.concat([read(write(STEPS)).frame for write in ALL_FORMATS.values()], ignore_index=True)
    once = read(FORMATS["portal CSV"](STEPS)).frame
    columns = ["user", "at", "result", "detail", "methods", "key", "retries", "steps"]
    pd.testing.assert_frame_equal(
        fold(both, now=NOW).attempts[columns], fold(once, now=NOW).attempts[columns], check_categorical=False
    )


def event(feature: str, user: str, at: datetime, method: str | None, failure: str | None) -> dict[str, object]:
    """What userEventsSummary gives. It knows one method at most."""
    said = {"authMethod": method, "failureReason": failure, "eventDateTime": at.isoformat()}
    return {"id": user, "feature": feature, "userPrincipalName": user, "isSuccess": failure is None, **said}


def test_registration_and_reset_events_tell_of_the_same_week() -> None:
    events = [event("reset", one.user, one.at, None, one.detail) for one in attempts()]
    events += [event("registration", one.user, one.at, one.datum, None) for one in registrations()]
    data = json.dumps({"value": events}).encode()
    resets, registered = (report.frame for report in registry.read_all("week", io.BytesIO(data)).reports)
    assert [row[:4] for row in week(resets)] == [(a.user, a.at, a.result, a.key) for a in attempts()]
    assert said(registered, "user", "at", "datum") == [(r.user, r.at, r.datum) for r in registrations()]
