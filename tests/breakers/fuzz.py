"""Reports with drawn damage: each is read, or refused in a sentence, and every row of it is counted."""

import gzip
import io
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import ReportError
from bot.reports.formats.registry import read_all
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.receipt import ReportKind
from tests.breakers.seeds import seeds
from tests.breakers.stored import QUESTIONS, Stored, stored

_TOKENS = (b'"', b"'", b",", b";", b"\t", b"\0", b"\r\n", b"\n", b"[" * 3_000, b"{" * 3_000, b"\xff\xfe", b"\\ud800", b"=1+1",
           b"{}", b'""', b"NaN", b"9" * 400, b"\xe2\x80\xae", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59Z",
           b"<!channel>", b"<@U0ADA>", b"\x1b[2J", b"\xc2\x9b", b"\xc0\x80", b"1e999", b"PK\3\4", b"\x1f\x8b", b"null")  # fmt: skip

_RIGHT = ("read", "read, stored and asked about", "refused")


@dataclass(slots=True)
class Tally:
    """What became of the reports."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0  # seconds of CPU
    faults: list[str] = field(default_factory=list)  # what must not be: the number of the report, and what happened


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


def _packed(_draw: random.Random, data: bytes, _known: Sequence[bytes]) -> bytes:
    return gzip.compress(data, 1, mtime=0)


_Damage = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
_DAMAGE: tuple[_Damage, ...] = (_flip, _cut, _repeat, _insert, _shuffle, _join, _end, _packed)


def fuzz(count: int, seed: int = 1, store: int = 100) -> Tally:
    """Read so many damaged reports; of every so many one is stored with those before it, and asked about."""
    known, tally = seeds(), Tally()
    with tempfile.TemporaryDirectory() as folder, stored(Path(folder)) as asked:
        for number in range(count):
            draw = random.Random(f"{seed} {number}")  # each can be drawn again without those before it
            begun = time.process_time()
            outcome = _outcome(damaged(draw, known), asked if number % store == 0 else None, draw.choice(QUESTIONS))
            tally.slowest = max(tally.slowest, time.process_time() - begun)
            tally.outcomes[outcome.partition(":")[0]] += 1
            if outcome not in _RIGHT:
                tally.faults.append(f"report {number} of seed {seed}: {outcome}")
    return tally


def _outcome(data: bytes, asked: Stored | None, words: str) -> str:
    """What became of one report."""
    try:
        reading = read_all("drawn", io.BytesIO(data), ReadOptions(zone_known=True))
        wrong = _miscounted(reading)
        if wrong or asked is None:
            return wrong or "read"
        asked.record(reading, "drawn")
        return asked.ask(words) or "read, stored and asked about"
    except ReportError as refusal:
        return "refused" if str(refusal).strip() else "refused without a word"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"{type(error).__name__}: {error}"[:200]


def _miscounted(reading: Reading) -> str:
    for report in reading.reports:
        counted = len(report.frame) + len(report.rejected) + report.skipped
        # An audit log's frame holds the steps that are ours; the others are skipped.
        if report.kind is not ReportKind.UNREAD and counted != report.rows:
            return f"{report.rows} rows, {counted} counted"
    return ""
