"""The chain of the access log: each line's hash covers the one before, with a key where there is one."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

START: Final = "0" * 64
PLAIN: Final = 2  # scheme 1 had the subject itself in the hash, and no key
KEYED: Final = 3
_FIRST_VALUES: Final = ("tenant", "number", "at", "who", "channel", "asked", "subject", "outcome", "reference")
_VALUES: Final = (
    "tenant", "number", "at", "who", "channel", "asked", "outcome", "reference", "scope", "rows", "commitment", "scheme"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What following the chain has shown."""

    lines: int
    head: str  # the hash of the newest line
    problem: str = ""  # what is not as it was written; "" when all is well
    erased: int = 0  # lines that no longer name anybody
    lost: int = 0  # lines that were lost, and say so themselves
    keyed: int = 0  # lines whose hash needs the key
    no_longer: int = 0  # the first lines, which SSPR_KEEP_DAYS took away

    @property
    def note(self) -> str:
        """What there is to say though nothing was changed."""
        parts = [f"{self.lines} lines, head {self.lines}:{self.head}" if self.lines else "no lines"]
        parts += [f"{self.lost} more were lost when they were written"] if self.lost else []
        parts += [f"the name was erased from {self.erased}"] if self.erased else []
        parts += [f"lines 1 to {self.no_longer} are no longer kept"] if self.no_longer else []
        without = self.lines - self.no_longer - self.keyed
        if without:
            parts.append(
                f"{without} made without SSPR_ACCESS_LOG_KEY: whoever can write to the database can make them anew"
            )
        return "; ".join(parts)


@dataclass(slots=True)
class Chain:
    """Follows the lines in order, and remembers the first that is not as it was written."""

    keys: Sequence[bytes]
    since: tuple[int, str] | None = None  # number and hash of a line, noted elsewhere
    start: tuple[int, str] = (0, START)  # number and hash of the newest line that is no longer kept
    _before: str = field(default=START, init=False)
    _lines: int = field(default=0, init=False)
    _counts: dict[str, int] = field(default_factory=lambda: {"erased": 0, "lost": 0, "keyed": 0})
    _problem: str = ""

    def __post_init__(self) -> None:
        self._lines, self._before = self.start
        if self.since and self.since[0] < self._lines:
            self._problem = (
                f"line {self.since[0]} is no longer kept; compare with a head noted after line {self._lines}"
            )
        elif self.since and self.since[0] == self._lines and not hmac.compare_digest(self.since[1], self._before):
            self._problem = f"line {self._lines} is not the one that was noted; it and those before were made anew"

    def follow(self, row: Mapping[str, Any]) -> bool:
        """Look at the next line; False when it is not as it was written."""
        self._problem = self._problem or self._wrong(row)
        if self._problem:
            return False
        self._before, self._lines = row["hash"], row["number"]
        self._counts["erased"] += row["scheme"] >= PLAIN and not row["salt"]
        self._counts["lost"] += (row["rows"] or 0) if row["outcome"] == "lost" else 0
        self._counts["keyed"] += row["scheme"] == KEYED
        return True

    def result(self) -> LogCheck:
        """Sum up, after the last line."""
        problem = self._problem
        if not problem and self.since and self._lines < self.since[0]:
            problem = f"it ends at line {self._lines}, and line {self.since[0]} was there"
        return LogCheck(self._lines, self._before, problem, no_longer=self.start[0], **self._counts)

    def _wrong(self, row: Mapping[str, Any]) -> str:
        number = self._lines + 1
        if row["number"] != number or not self._fits(row):
            if row["scheme"] == KEYED and not self.keys:
                return f"line {number} and others need SSPR_ACCESS_LOG_KEY to be verified"
            return f"line {number} was changed, or one before it is gone"
        if self._counts["keyed"] and row["scheme"] != KEYED:
            return f"line {number} was written without the key that lines before it have"
        if self.since and self.since[0] == number and not hmac.compare_digest(self.since[1], row["hash"]):
            return f"line {number} is not the one that was noted; it and those before were made anew"
        return ""

    def _fits(self, row: Mapping[str, Any]) -> bool:
        if row["scheme"] >= PLAIN and row["salt"] and commitment(row["salt"], row["subject"]) != row["commitment"]:
            return False
        if row["scheme"] >= PLAIN and not row["salt"] and row["subject"]:
            return False
        keys = self.keys if row["scheme"] == KEYED else (b"",)
        return any(hmac.compare_digest(line_hash(self._before, row, key), row["hash"]) for key in keys)


def line_values(tenant: int, number: int, line: Mapping[str, Any], *, keyed: bool) -> dict[str, Any]:
    """The columns of a line but its hash; `line` has those that tell something, as they are stored."""
    salt = secrets.token_hex(16)
    sealed = {"salt": salt, "scheme": KEYED if keyed else PLAIN, "commitment": commitment(salt, line["subject"])}
    return {"tenant": tenant, "number": number, **line, **sealed}


def commitment(salt: str, subject: str) -> str:
    """A value that stands for the subject in the chain, and tells nothing once salt and subject are gone."""
    return hashlib.sha256(f"{salt} {subject}".encode()).hexdigest()


def line_hash(before: str, row: Mapping[str, Any], key: bytes) -> str:
    """The hash of a line, which covers the hash before it."""
    names = _VALUES if row["scheme"] >= PLAIN else _FIRST_VALUES
    data = (before + json.dumps({name: row[name] for name in names}, sort_keys=True)).encode()
    return hmac.new(key, data, "sha256").hexdigest() if key else hashlib.sha256(data).hexdigest()
