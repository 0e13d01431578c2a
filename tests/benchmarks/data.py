"""A tenant's two reports of thirty days, drawn by a seeded generator with the skew of real ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Result
from tests.support.audit_writers import Attempt, portal_csv, steps_of

_SHARES = {
    Result.SUCCEEDED: 0.55, Result.ABANDONED: 0.20, Result.FAILED: 0.12,
    Result.BLOCKED: 0.06, Result.CANCELLED: 0.04, Result.CONTACTED_ADMIN: 0.03,
}  # fmt: skip
_DOMAINS = ("contoso.com", "emea.contoso.com", "apac.contoso.com", "fabrikam.com", "contoso.onmicrosoft.com")
_FIRST = ("anna", "bruno", "chen", "dana", "elif", "farid", "grace", "hugo", "ines", "jonas", "kofi", "lena", "mira")
_METHODS = (
    "Mobile Phone",
    "Alternate Email",
    "Alternate Email + Mobile Phone",
    "Office Phone",
    "Security Questions",
    "",
)
_ROLES = ("User", "Helpdesk Administrator", "User Account Administrator")
_ENDINGS = (
    "succeeded", "abandoned.user_id", "abandoned.started", "abandoned.before", "blocked.sms", "blocked.voice_mobile",
    "cancelled", "contacted.sms", "failed.not_enabled", "failed.no_license", "failed.onprem_unreachable",
)  # fmt: skip
_HOURS = 30 * 24

Ints = npt.NDArray[np.int64]


def write_attempts(path: Path, rows: int, people: int, end: datetime) -> Path:
    """The reset activity report, oldest first."""
    draw = np.random.default_rng(rows)
    details = [detail for detail in load().details.values() if detail.result in _SHARES]
    detail = draw.choice(len(details), rows, p=_shares([detail.result for detail in details]))
    table = {
        "User": _words(users(people), _skewed(draw, people, rows, 0.7)),
        "Role": _words(_ROLES, draw.choice(3, rows, p=(0.97, 0.02, 0.01))),
        "Date and Time": _times(draw, rows, end),
        "Method(s) Used": _words(_METHODS, _skewed(draw, len(_METHODS), rows, 1.0)),
        "Result": _words([str(one.result) for one in details], detail),
        "Details": _words([one.text for one in details], detail),
    }
    pyarrow.csv.write_csv(pa.table(table), path)
    return path


def write_registrations(path: Path, rows: int, people: int, end: datetime) -> Path:
    """The registration activity report, oldest first."""
    draw = np.random.default_rng(rows)
    data = [method for method in _METHODS if method and "+" not in method]
    table = {
        "User": _words(users(people), draw.integers(0, people, rows)),
        "Role": _words(_ROLES[:1], np.zeros(rows, dtype=np.int64)),
        "Date and Time": _times(draw, rows, end),
        "Data Registered": _words(data, _skewed(draw, len(data), rows, 1.0)),
    }
    pyarrow.csv.write_csv(pa.table(table), path)
    return path


def users(people: int) -> list[str]:
    """Everybody's user ID."""
    return [f"{_FIRST[n % 13]}.{n * 7919 % 1_000_003:06}@{_DOMAINS[n * n % 29 % 5]}" for n in range(people)]


def _shares(results: Sequence[Result]) -> npt.NDArray[np.float64]:
    """Each detail's share: the first of a result are its most frequent."""
    weights = np.array([1 / (results[:place].count(result) + 1) for place, result in enumerate(results)])
    for result, share in _SHARES.items():
        same = np.array([one is result for one in results])
        weights[same] *= share / weights[same].sum()
    return weights


def _skewed(draw: np.random.Generator, choices: int, rows: int, power: float) -> Ints:
    """Places of which the early ones come often, the late ones seldom."""
    shares = np.cumsum(1 / np.arange(1, choices + 1) ** power)
    return np.asarray(np.searchsorted(shares, draw.random(rows) * shares[-1]))


def _times(draw: np.random.Generator, rows: int, end: datetime) -> pa.Array:
    """Seconds of the thirty days before, most of them in working hours."""
    start = int(end.timestamp()) - _HOURS * 3600
    hours = start // 3600 + np.arange(_HOURS)
    weight = np.where((hours // 24 + 3) % 7 < 5, 5.0, 1.0) * np.exp(-((hours % 24 - 10.0) ** 2) / 30)
    hour = draw.choice(_HOURS, rows, p=weight / weight.sum())
    seconds = np.sort(start + hour * 3600 + draw.integers(0, 3600, rows))
    return pc.strftime(pa.array(seconds, pa.timestamp("s")), "%Y-%m-%dT%H:%M:%SZ")


def _words(words: Sequence[str], places: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(places))


def write_audit(path: Path, rows: int, people: int, end: datetime) -> Path:
    """The steps of as many attempts as fill the file, as the portal downloads them: newest first."""
    draw, names = np.random.default_rng(rows), users(people)
    endings = [one for one in load().details.values() if one.key.startswith(_ENDINGS)]
    ending = draw.choice(len(endings), rows // 4, p=_shares([one.result for one in endings]))
    back = np.sort(draw.integers(0, _HOURS * 3600, rows // 4))
    tries = zip(_skewed(draw, people, rows // 4, 0.7).tolist(), ending.tolist(), back.tolist(), strict=True)
    attempts = [
        Attempt(names[user], end - timedelta(seconds=ago), one.result, one.key, one.text, _options(one.key))
        for user, place, ago in tries
        for one in [endings[place]]
    ]
    path.write_bytes(portal_csv(steps_of(attempts)[:rows]))
    return path


def _options(key: str) -> tuple[str, ...]:
    """The checks that were passed before an attempt came to this end."""
    return ("sms", "email") if key.startswith(("succeeded", "abandoned.before", "failed.onprem_un")) else ()
