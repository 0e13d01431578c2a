"""The story of the sample tenant, told scene by scene; each scene states what is true of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bot.knowledge.catalogue import UNRECOGNISED, Catalogue
from bot.knowledge.vocabulary import Result
from bot.sample.rows import Attempt, AuditRow, Registration
from bot.sample.truth import Incident, Recovered, Stuck

MOBILE, EMAIL, QUESTIONS, OFFICE = "Mobile Phone", "Alternate Email", "Security Questions", "Office Phone"
TWO_GATES: Final = f"{EMAIL} + {MOBILE}"
ADMINS: Final = {
    "ada@contoso.com": "Company Administrator", "gil@contoso.com": "User Account Administrator",
    "ruth@contoso.com": "Service Support Administrator", "max@fabrikam.com": "Company Administrator",
}  # fmt: skip
UNKNOWN_DETAIL: Final = "User could not be verified by the face check option"
HOSTILE: Final = (
    "<!channel>",
    "=cmd|' /C calc'!A0",
    "\u202emoc.osotnoc@nimda\u202c",
    "<https://example.com|ada@contoso.com>",
)
_METHOD_OF: Final = {
    "email": EMAIL, "sms": MOBILE, "voice_mobile": MOBILE, "voice_office": OFFICE, "questions": QUESTIONS,
    "sms_codes": MOBILE, "phone_validation": MOBILE, "email_codes": EMAIL,
}  # fmt: skip


@dataclass(slots=True)
class Story:
    """Rows and truths so far. `today` is the midnight before `now`."""

    now: datetime
    random: Random
    catalogue: Catalogue
    attempts: list[Attempt] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    audited: list[AuditRow] = field(default_factory=list)
    stuck: dict[str, Stuck] = field(default_factory=dict)
    recovered: dict[str, Recovered] = field(default_factory=dict)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """A time of a day before today."""
        midnight = self.now.replace(hour=0, minute=0, second=0)
        return midnight + timedelta(days=day, hours=hour, minutes=minute, seconds=self.random.randrange(60))

    def attempt(self, user: str, at: datetime, key: str, methods: str | None = None) -> None:
        """One row of the reset activity report."""
        detail = self.catalogue.details[key]
        used = _METHOD_OF.get(key.rsplit(".", 1)[-1], "") if methods is None else methods
        self._row(user, at, used, str(detail.result), detail.text)

    def succeed(self, user: str, at: datetime, methods: str = MOBILE) -> None:
        """A reset that went well; administrators pass two gates."""
        self.attempt(user, at, "succeeded", TWO_GATES if user in ADMINS else methods)

    def fail(self, user: str, key: str, *times: datetime) -> None:
        """Somebody fails, and is stuck from then on."""
        for at in times:
            self.attempt(user, at, key)
        self.stuck[user.casefold()] = Stuck(self.catalogue.details[key].cause, min(times), len(times))

    def recover(self, user: str, at: datetime, methods: str = MOBILE) -> None:
        """Somebody who was stuck succeeds."""
        self.succeed(user, at, methods)
        case = self.stuck.pop(user.casefold())
        self.recovered[user.casefold()] = Recovered(case.cause, case.since, at)

    def register(self, user: str, at: datetime, *data: str) -> None:
        """Somebody registers: one row for each datum, a minute apart."""
        for number, datum in enumerate(data):
            self.registrations.append(Registration(at + timedelta(minutes=number), user, self.role(user), datum))

    def change_policy(self, by: str, at: datetime, activity: str, why: str = "") -> None:
        """Somebody changes the policy."""
        self.audited.append(AuditRow(at, by, activity, why))

    def register_by_admin(self, by: str, user: str, at: datetime) -> None:
        """Somebody puts in a method for somebody else."""
        self.audited.append(AuditRow(at, by, "Admin registered security info", "", user))

    def fail_unknown(self, user: str, sentence: str, *times: datetime) -> None:
        """Somebody fails with a detail that no document knows."""
        for at in times:
            self._row(user, at, "", str(Result.FAILED), sentence)
        self.stuck[user.casefold()] = Stuck(UNRECOGNISED, min(times), len(times))

    def incident(self, key: str, people: Sequence[str]) -> Incident:
        """What hit these people, by the rows that say so."""
        detail = self.catalogue.details[key]
        keys = frozenset(person.casefold() for person in people)
        times = [row.at for row in self.attempts if row.detail == detail.text and row.user.casefold() in keys]
        return Incident(detail.cause, min(times), max(times), keys)

    def role(self, user: str) -> str:
        """The role that the reports give."""
        return ADMINS.get(user.casefold(), "User")

    def _row(self, user: str, at: datetime, methods: str, result: str, detail: str) -> None:
        written = user
        if user not in HOSTILE and self.random.random() < 0.1:  # noqa: PLR2004 - one in ten types capitals
            written = self.random.choice([user.title(), user.upper(), user.capitalize()])
        self.attempts.append(Attempt(at, written, self.role(user), methods, result, detail))
