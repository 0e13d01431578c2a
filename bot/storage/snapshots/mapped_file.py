"""A state in a file beside the database, mapped into memory by whoever starts next: nothing is read until it is used.

    magic | length and crc of the header | header (JSON) | arrays, each at a multiple of 64 bytes

The database alone is the truth. A file is made whole under another name, then put in the place of the last one, so that
nobody ever sees half of it, and whoever has the last one mapped keeps it. It is thrown away when anything is in doubt:
another format, catalogue or ledger, a length or a checksum that does not fit.
"""

import json
import logging
import mmap
import os
import secrets
import struct
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.reports.frames.hour_counts import HourCounts
from bot.reports.instants import from_micros, to_micros
from bot.reports.names import Names
from bot.reports.snapshot import Domains, PersonRows, RowsBefore
from bot.storage.snapshots.state import Array, Everyone, Facts, RosterRows, State

_MAGIC: Final = b"SSPR snapshot\r\n\x1a"
_FORMAT: Final = 6  # of this module and of the state's classes; another one is not read
_PREAMBLE: Final = struct.Struct("<II")
_ALIGNED: Final = 64
_CHECKED_AT_ONCE: Final = 1 << 20  # bytes; read past the map, so that checking takes no memory
_LEFT_OVER: Final = 3_600  # seconds; an unfinished file so old belongs to nobody
_CLASSES: Final = {
    one.__name__: one
    for one in (State, Everyone, Facts, RosterRows, PersonRows, RowsBefore, HourCounts, Names, Domains)
}
_log = logging.getLogger(__name__)


class _DoubtError(Exception):
    """The file cannot be relied on."""


@dataclass(frozen=True, slots=True)
class MappedFile:
    """One tenant's state beside its database. Safe between threads, processes, and a kill at any moment."""

    path: Path
    like: Path  # the database: the file may be read by whoever may read that

    def save(self, state: State, identity: Mapping[str, object]) -> bool:
        """Put the state in the place of the last one; False, with a line in the log, where the disk refuses."""
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
        try:
            self._clear_left_overs()
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in _pieces(state, identity):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(self.like.stat().st_mode & 0o777)
            part.replace(self.path)
        except OSError as error:
            part.unlink(missing_ok=True)
            _log.warning("The snapshot was not kept beside the database: %s", error.strerror)
            return False
        return True

    def load(self, identified: Callable[[int], Mapping[str, object] | None]) -> State | None:
        """The state, over arrays that cannot be written to; None where there is none that can be relied on.

        `identified` tells how the ledger is known as of a load, None where it has no such load.
        """
        try:
            with self.path.open("rb") as file:
                header = _header(file.fileno())
                _check(file.fileno(), header, identified(header["load"]))
                state = _restored(header["state"], _mapped(file.fileno(), header))
        except FileNotFoundError:
            return None
        except (_DoubtError, OSError, ValueError, KeyError, TypeError) as doubt:
            _log.info("The snapshot beside the database is not used: %s", doubt)
            return None
        return state if isinstance(state, State) else None

    def stamp(self) -> int:
        """A number that changes whenever the file is replaced; 0 while there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return 0
        return hash((found.st_ino, found.st_mtime_ns, found.st_size)) or 1

    def _clear_left_overs(self) -> None:
        """Take away what writers that were killed have left."""
        for part in self.path.parent.glob(f"{self.path.name}.*.part"):
            if time.time() - part.stat().st_mtime > _LEFT_OVER:
                part.unlink(missing_ok=True)


def _pieces(state: State, identity: Mapping[str, object]) -> Iterator[bytes | memoryview]:
    """The file, piece by piece."""
    arrays: list[Array] = []
    described = _described(state, arrays)
    table, offset = [], 0
    for array in arrays:
        raw = _bytes(array)
        table.append([offset, array.dtype.str, len(array), zlib.crc32(raw)])
        offset = _aligned(offset + len(raw))
    header = json.dumps(
        {
            "format": _FORMAT,
            "identity": identity,
            "load": state.load,
            "state": described,
            "arrays": table,
            "body": offset,
        }
    ).encode()
    start = len(_MAGIC) + _PREAMBLE.size + len(header)
    yield _MAGIC + _PREAMBLE.pack(len(header), zlib.crc32(header)) + header + bytes(_aligned(start) - start)
    for array in arrays:
        raw = _bytes(array)
        yield raw
        yield bytes(_aligned(len(raw)) - len(raw))


def _header(file: int) -> dict[str, Any]:
    """The header of a file that is as long as it says. A shorter one would kill whoever looks at its map."""
    head = os.pread(file, len(_MAGIC) + _PREAMBLE.size, 0)
    if not head.startswith(_MAGIC) or len(head) < len(_MAGIC) + _PREAMBLE.size:
        raise _DoubtError("it is no snapshot")
    length, crc = _PREAMBLE.unpack(head[len(_MAGIC) :])
    text = os.pread(file, length, len(head))
    if zlib.crc32(text) != crc:
        raise _DoubtError("its header is damaged")
    header: dict[str, Any] = json.loads(text)
    if header["format"] != _FORMAT:
        raise _DoubtError("another version of this program made it")
    header["start"] = _aligned(len(head) + length)
    if os.fstat(file).st_size != header["start"] + header["body"]:
        raise _DoubtError("it is not whole")
    return header


def _check(file: int, header: Mapping[str, Any], identity: Mapping[str, object] | None) -> None:
    """Raise where the file is not of this ledger, or not as it was written."""
    if header["identity"] != identity:
        raise _DoubtError("it is of another ledger")
    for offset, kind, length, crc in header["arrays"]:
        place, end, found = header["start"] + offset, header["start"] + offset + np.dtype(kind).itemsize * length, 0
        while place < end:
            piece = os.pread(file, min(_CHECKED_AT_ONCE, end - place), place)
            if not piece:
                raise _DoubtError("it is not whole")
            found, place = zlib.crc32(piece, found), place + len(piece)
        if found != crc:
            raise _DoubtError("it is damaged")


def _mapped(file: int, header: Mapping[str, Any]) -> list[Array]:
    """The arrays over one map, which lives as long as any of them."""
    whole = mmap.mmap(file, 0, access=mmap.ACCESS_READ)
    return [
        np.frombuffer(whole, dtype=np.dtype(kind), count=length, offset=header["start"] + offset)
        if length
        else np.empty(0, dtype=np.dtype(kind))
        for offset, kind, length, _ in header["arrays"]
    ]


def _bytes(array: Array) -> memoryview:
    plain: Any = np.ascontiguousarray(array)
    return memoryview(plain).cast("B") if len(array) else memoryview(b"")


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNED) * _ALIGNED


def _described(value: object, arrays: list[Array]) -> object:
    """A value as JSON, with its arrays by number."""
    described: object = value
    if isinstance(value, np.ndarray):
        arrays.append(value)
        described = {"array": len(arrays) - 1}
    elif isinstance(value, datetime):
        described = {"time": to_micros(value)}
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: _described(getattr(value, one.name), arrays) for one in fields(value)}
        described = {"class": type(value).__name__, "fields": parts}
    elif isinstance(value, Mapping):
        described = {"mapping": {name: _described(one, arrays) for name, one in value.items()}}
    elif isinstance(value, tuple):
        described = {"tuple": [_described(one, arrays) for one in value]}
    return described


def _restored(described: Any, arrays: list[Array]) -> Any:
    """The value again."""
    match described:
        case {"array": number}:
            return arrays[number]
        case {"time": micros}:
            return from_micros(micros)
        case {"class": name, "fields": parts}:
            return _CLASSES[name](**{part: _restored(one, arrays) for part, one in parts.items()})
        case {"mapping": parts}:
            return {name: _restored(one, arrays) for name, one in parts.items()}
        case {"tuple": parts}:
            return tuple(_restored(one, arrays) for one in parts)
    return described
