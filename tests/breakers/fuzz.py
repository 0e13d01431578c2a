"""Reports with drawn damage: each is read, or refused in a sentence, and every row of it is counted."""

import io
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.errors import ReportError
from bot.reports.formats.registry import read_all
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.receipt import ReportKind
from tests.support.audit_writers import Attempt, portal_csv, steps_of

_DETAIL = "User successfully reset password"
_CLASSIC = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f'ana{n}@contoso.com,User,2026-11-{n % 28 + 1:02}T08:{n:02}:00Z,"Mobile Phone, Email",Succeeded,{_DETAIL}\n'
    for n in range(20)
)
_SIGNED_UP = "User,Role,Date and Time,Data Registered\n" + "".join(
    f"bob{n}@contoso.com;User;{n + 1}.11.2026 09:00:00;Alternate Email\n".replace(";", ",") for n in range(20)
)
_ROSTER = json.dumps(
    {"value": [{"userPrincipalName": f"cyd{n}@contoso.com", "isSsprRegistered": n % 2 == 0, "isSsprEnabled": True,
                "isSsprCapable": True, "isAdmin": False, "userType": "member", "methodsRegistered": ["email"]}
               for n in range(8)]}
)  # fmt: skip
_RECORDS = [
    {"id": f"id{n}", "activityDateTime": f"2026-11-20T08:{n:02}:00Z", "correlationId": f"c{n}", "result": "success",
     "activityDisplayName": "Reset password (self-service)", "loggedByService": "Self-service Password Management",
     "initiatedBy": {"user": {"userPrincipalName": f"eve{n}@contoso.com"}},
     "targetResources": [{"userPrincipalName": f"eve{n}@contoso.com", "type": "User"}]}
    for n in range(8)
]  # fmt: skip
_TOKENS = (b'"', b"'", b",", b";", b"\t", b"\0", b"\r\n", b"\n", b"[" * 3_000, b"{" * 3_000, b"\xff\xfe", b"\\ud800", b"=1+1",
           b"{}", b'""', b"NaN", b"9" * 400, b"\xe2\x80\xae", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59Z")  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What became of the reports."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0  # seconds
    faults: list[str] = field(default_factory=list)  # what must not be: the number of the report, and what happened


def seeds() -> list[bytes]:
    """A small good report of each family, in some encodings."""
    start = datetime(2026, 11, 20, tzinfo=UTC)
    attempts = [
        Attempt(f"dan{n}@contoso.com", start + timedelta(minutes=n), "Succeeded", "succeeded", _DETAIL, ("sms",))
        for n in range(6)
    ]
    lines = "\n".join(json.dumps(record) for record in _RECORDS)
    return [
        _CLASSIC.encode(), _CLASSIC.replace(",", ";").encode("utf-16"), _SIGNED_UP.encode("cp1252"), _ROSTER.encode(),
        portal_csv(steps_of(attempts)), json.dumps({"value": _RECORDS}).encode(), lines.encode(),
    ]  # fmt: skip


def damaged(draw: random.Random, known: Sequence[bytes]) -> bytes:
    """One of them, with one to four kinds of damage."""
    data = draw.choice(known)
    for _ in range(draw.randint(1, 4)):
        data = draw.choice(_DAMAGE)(draw, data, known)
    return data[:400_000]


def _place(draw: random.Random, data: bytes) -> int:
    return draw.randint(0, len(data))


def _flip(draw: random.Random, data: bytes, _known: Sequence[bytes]) -> bytes:
    at = _place(draw, data)
    return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]


def _cut(draw: random.Random, data: bytes, _known: Sequence[bytes]) -> bytes:
    start, end = sorted((_place(draw, data), _place(draw, data)))
    return data[:start] + data[end:]


def _repeat(draw: random.Random, data: bytes, _known: Sequence[bytes]) -> bytes:
    start, end = sorted((_place(draw, data), _place(draw, data)))
    return data[:end] + data[start:end] * draw.randint(1, 3) + data[end:]


def _insert(draw: random.Random, data: bytes, _known: Sequence[bytes]) -> bytes:
    at = _place(draw, data)
    return data[:at] + draw.choice(_TOKENS) + data[at:]


def _shuffle(draw: random.Random, data: bytes, _known: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def _join(draw: random.Random, data: bytes, known: Sequence[bytes]) -> bytes:
    return data + draw.choice(known)


def _end(draw: random.Random, data: bytes, _known: Sequence[bytes]) -> bytes:
    return data[: _place(draw, data)]


_Damage = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
_DAMAGE: tuple[_Damage, ...] = (_flip, _cut, _repeat, _insert, _shuffle, _join, _end)


def fuzz(count: int, seed: int = 1) -> Tally:
    """Read so many damaged reports."""
    draw, known, tally = random.Random(seed), seeds(), Tally()
    for number in range(count):
        data = damaged(draw, known)
        begun = time.perf_counter()
        try:
            outcome = _outcome(read_all("drawn", io.BytesIO(data), ReadOptions(zone_known=True)))
        except ReportError as refusal:
            outcome = "refused" if str(refusal).strip() else "refused without a word"
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            outcome = type(error).__name__
        tally.slowest = max(tally.slowest, time.perf_counter() - begun)
        tally.outcomes[outcome] += 1
        if outcome not in ("read", "refused"):
            tally.faults.append(f"report {number} of seed {seed}: {outcome}")
    return tally


def _outcome(reading: Reading) -> str:
    for report in reading.reports:
        counted = len(report.frame) + len(report.rejected) + report.skipped
        # An audit log's frame holds the steps that are ours; the others are skipped.
        if report.kind is not ReportKind.UNREAD and counted != report.rows:
            return f"{report.rows} rows, {counted} counted"
    return "read"
