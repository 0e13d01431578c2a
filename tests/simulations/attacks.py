"""What the signs of `odd` find of drawn attacks on reset, and how often they point at people whom nobody attacked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from bot.analysis.cases.sign_reviews import SignKey
from bot.analysis.signs.scope import Scope
from bot.analysis.signs.sign_rows import sign_rows
from bot.analysis.statistics.scan import FEWEST
from bot.reports.instants import to_micros
from bot.reports.origins import Origins
from bot.reports.snapshot import Snapshot
from bot.reports.window import last
from tests.support.frames import Row, snapshot

START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 60
NOW = START + timedelta(days=DAYS)
PEOPLE, ADMINS, BUSY = 300, 4, 60
OFFICE, ATTACKER = "198.51.100.1", "203.0.113.66"


@dataclass
class Drawn:
    """Two months of an ordinary tenant, and what attackers did in its last week."""

    random: np.random.Generator
    rows: list[Row] = field(default_factory=list)
    registrations: list[Row] = field(default_factory=list)
    deletions: list[Row] = field(default_factory=list)
    addresses: list[tuple[str, datetime, str]] = field(default_factory=list)  # who came when from where
    attacked: dict[SignKey, set[str]] = field(default_factory=dict)  # by the sign that should show it

    def add(self, user: str, at: datetime, result: str, detail: str, address: str = "") -> None:
        """An attempt; without an address from the office, which has one for all, or from home."""
        role = "Global Administrator" if user.startswith("admin") else "User"
        self.rows.append({"at": at.isoformat(), "user": user, "role": role, "result": result, "detail": detail})
        usual = OFFICE if self.random.random() < 0.6 else f"home of {user}"
        self.addresses.append((user, at, address or usual))

    def register(self, user: str, at: datetime) -> None:
        self.registrations.append({"at": at.isoformat(), "user": user, "source": "audit log"})

    def delete(self, user: str, at: datetime) -> None:
        self.deletions.append({"at": at.isoformat(), "user": user, "kind": "method deleted"})

    def workday(self, day: int) -> datetime:
        """A time of a day as people keep it: about eleven, seldom late."""
        return START + timedelta(days=day, hours=float(np.clip(self.random.normal(11, 2.5), 6, 23.9)))

    def moment(self) -> datetime:
        """A time in the last week, when attackers come."""
        return NOW - timedelta(days=float(self.random.uniform(0.5, 6.5)))


def tenant(seed: int) -> Drawn:
    """300 people of whom 60 try every few days, 4 admins, two unknown names and two mistyped ones a day."""
    drawn = Drawn(np.random.default_rng(seed))
    for day in range(DAYS):
        for number in drawn.random.poisson(0.25, BUSY).nonzero()[0].tolist():
            _one_try(drawn, f"p{number}", day)
        for number in drawn.random.poisson(0.02, PEOPLE - BUSY).nonzero()[0].tolist():
            _one_try(drawn, f"p{BUSY + number}", day)
        for number in drawn.random.poisson(0.02, ADMINS).nonzero()[0].tolist():
            drawn.add(f"admin{number}", drawn.workday(day), "Succeeded", "succeeded")
        for _ in range(drawn.random.poisson(0.3)):
            drawn.add(f"typo{drawn.random.integers(1_000_000)}", drawn.workday(day), "Abandoned", "abandoned.user_id")
        for _ in range(drawn.random.poisson(2)):
            drawn.add(f"p{drawn.random.integers(PEOPLE)}", drawn.workday(day), "Abandoned", "abandoned.user_id")
    return drawn


def _one_try(drawn: Drawn, user: str, day: int) -> None:
    """Most succeed; of some who are blocked the helpdesk helps within the day, the others wait it out."""
    at = drawn.workday(day)
    if drawn.random.random() < 0.04:
        drawn.add(user, at, "Blocked", "blocked.sms_codes")
        if drawn.random.random() < 0.1:
            drawn.add(user, at + timedelta(minutes=20), "Blocked", "blocked.email_codes")
        at += timedelta(hours=3) if drawn.random.random() < 0.2 else timedelta(hours=25)
    if at < NOW:
        drawn.add(user, at, "Succeeded", "succeeded")
        if drawn.random.random() < 0.05:  # a new phone
            drawn.register(user, at := at + timedelta(hours=float(drawn.random.exponential(2))))
            if drawn.random.random() < 0.3:  # and the old one away
                drawn.delete(user, at + timedelta(hours=float(drawn.random.exponential(2))))


def attack(drawn: Drawn, *, careful: bool = False) -> None:
    """One attack of each kind, on people of whom no other attack is; a careful attacker waits, and comes at noon."""
    busy = [f"p{number}" for number in drawn.random.permutation(BUSY).tolist()]
    others = [f"p{BUSY + number}" for number in drawn.random.permutation(PEOPLE - BUSY).tolist()]
    pace, at = 20 if careful else 1, drawn.moment()
    _hit(
        drawn,
        SignKey.AFTER_BLOCK,
        [
            (others[0], at, "Blocked", "blocked.sms_codes"),
            (others[0], at + timedelta(hours=25 if careful else 3), "Succeeded", "succeeded"),
        ],
    )
    at = drawn.moment().replace(hour=12 if careful else 3)
    _hit(drawn, SignKey.NIGHT, [(busy[0], at, "Succeeded", "succeeded")])
    at, other = drawn.moment(), "blocked.sms_codes" if careful else "blocked.questions"
    blocks = [(others[1], at, "Blocked", "blocked.sms_codes"), (others[1], at + timedelta(hours=1), "Blocked", other)]
    _hit(drawn, SignKey.TWO_METHODS, blocks)
    again = [drawn.moment() for _ in range(2 if careful else 3)]
    _hit(drawn, SignKey.REPEATED, [(others[2], at, "Succeeded", "succeeded") for at in again])
    _hit(drawn, SignKey.ADMIN, [(f"admin{drawn.random.integers(ADMINS)}", drawn.moment(), "Succeeded", "succeeded")])
    at = drawn.moment()
    _hit(drawn, SignKey.NEW_METHOD, [(others[31], at, "Succeeded", "succeeded")])
    drawn.register(others[31], at + timedelta(hours=25 if careful else 1))
    at, later = drawn.moment(), 25 if careful else 2
    _hit(drawn, SignKey.SWAPPED_METHOD, [(others[40], at, "Succeeded", "succeeded")])
    drawn.register(others[40], at + timedelta(hours=1))
    drawn.delete(others[40], at + timedelta(hours=later))
    crowds = (
        (SignKey.ADDRESS, others[32:40], 120, "Failed", "failed.not_enabled"),
        (SignKey.BURST, others[3:11], 120, "Blocked", "blocked.sms_codes"),
        (SignKey.USER_IDS, others[11:31], 40, "Abandoned", "abandoned.user_id"),
        (SignKey.UNKNOWN, [f"guess{number}" for number in range(10)], 60, "Failed", "failed.not_enabled"),
    )
    for key, users, seconds, result, detail in crowds:
        at, step = drawn.moment() - timedelta(hours=6), timedelta(seconds=seconds * pace)
        rows = [(user, at + step * number, result, detail) for number, user in enumerate(users)]
        _hit(drawn, key, rows, ATTACKER if key is SignKey.ADDRESS else "")


def _hit(drawn: Drawn, sign: SignKey, rows: Sequence[tuple[str, datetime, str, str]], address: str = "") -> None:
    for row in rows:
        drawn.add(*row, address or f"a bot for {row[0]}")
    drawn.attacked[sign] = {row[0] for row in rows}


def found(runs: int, seed: int, *, careful: bool = False) -> dict[SignKey, tuple[float, float, float]]:
    """For each sign: the share of attacked people whom it shows, of the shown who were attacked, shown people a week."""
    right, shown, hit = Counter[SignKey](), Counter[SignKey](), Counter[SignKey]()
    for run in range(runs):
        drawn = tenant(seed + run)
        attack(drawn, careful=careful)
        everybody = [f"p{number}" for number in range(PEOPLE)] + [f"admin{number}" for number in range(ADMINS)]
        data = snapshot(
            drawn.rows,
            drawn.registrations,
            [{"user": user, "enabled": "yes", "seen": f"{NOW}"} for user in everybody],
            interventions=drawn.deletions,
        )
        scope = Scope(data, last(timedelta(days=7), now=NOW), UTC, origins(drawn, data))
        for key, people in drawn.attacked.items():
            rows = sign_rows(key, scope)
            names = {data.people.shown[user].partition("@")[0] for user in rows.codes("user").tolist()}
            right[key] += len(names & people)
            shown[key] += len(names)
            hit[key] += len(people)
    return {key: (right[key] / hit[key], right[key] / max(shown[key], 1), shown[key] / runs) for key in hit}


def origins(drawn: Drawn, data: Snapshot) -> Origins:
    """What is known of the addresses that four people or more came from in the last week."""
    of = {address: {one[0] for one in drawn.addresses if one[2] == address and one[1] >= NOW - timedelta(days=8)}
          for address in (OFFICE, ATTACKER)}  # fmt: skip
    labels = tuple(sorted(address for address, users in of.items() if len(users) >= FEWEST))
    came = sorted((at, user, address) for user, at, address in drawn.addresses if address in labels)
    people = [data.people.number(f"{user}@contoso.com") for _, user, _ in came]
    return Origins(
        first_at=START,
        users=np.array(people, dtype=np.int64),
        at=np.array([to_micros(at) for at, *_ in came], dtype=np.int64),
        addresses=np.array([labels.index(address) for *_, address in came], dtype=np.int64),
        labels=labels,
    )


def table(runs: int) -> Iterator[str]:
    """One attack of each kind in a week of a tenant of 300; then the same by somebody who is careful."""
    yield "| sign | of the attacked, shown | the same, careful | of the shown, attacked | shown a week |"
    yield "|---|---|---|---|---|"
    careful = found(runs, seed=21, careful=True)
    for key, (recall, precision, shown) in found(runs, seed=21).items():
        hidden = f"{100 * careful[key][0]:.0f} %"
        yield f"| {key} | {100 * recall:.0f} % | {hidden} | {100 * precision:.0f} % | {shown:.1f} |"
