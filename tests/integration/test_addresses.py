"""Many people from one address, from a real audit log: against what is usual of it, and to whom it is named."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.analysis.cases.sign_reviews import SignKey
from bot.app.answering import terminal_answering
from bot.app.services import Services, build_services
from bot.privacy import Role
from bot.service.answers.answering import Reply
from bot.service.asker import Asker
from bot.settings import Settings
from tests.support.sqlite import sqlite_url

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)  # a Saturday
OFFICE, ATTACKER, ADMINS = "198.51.100.1", "203.0.113.66", "192.0.2.9"
FLOW = "Self-service password reset flow activity progress"
_numbers = count()


def step(name: str, at: datetime, address: str, activity: str, reason: str, by: str = "") -> dict[str, Any]:
    person = {"id": f"id-{name}", "userPrincipalName": f"{name}@contoso.example"}
    actor = {"id": f"id-{by or name}", "userPrincipalName": f"{by or name}@contoso.example", "ipAddress": address}
    number = next(_numbers)
    return {
        "id": f"S_{number}", "category": "UserManagement", "correlationId": f"c-{name}-{at:%d%H%M}", "result": "success",
        "resultReason": reason, "activityDisplayName": activity, "activityDateTime": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "loggedByService": "Self-service Password Management", "operationType": "Update",
        "initiatedBy": {"app": None, "user": actor}, "targetResources": [{**person, "type": "User"}],
    }  # fmt: skip


def attempt(name: str, at: datetime, address: str) -> list[dict[str, Any]]:
    """Somebody enters their user ID and is blocked."""
    return [
        step(name, at, address, FLOW, "User submitted their user ID"),
        step(
            name, at + timedelta(minutes=2), address, "Reset password (self-service)", "Successfully completed reset."
        ),
    ]


def working_weeks(days: int = 56) -> list[dict[str, Any]]:
    """An office of which six people a working day reset their passwords, from its one address."""
    steps: list[dict[str, Any]] = []
    for day in range(1, days):
        at = (NOW - timedelta(days=day)).replace(hour=8)
        if at.weekday() < 5:
            for number in range(6):
                steps += attempt(f"p{(day * 7 + number) % 40}", at + timedelta(hours=number), OFFICE)
    return steps


def attack(people: int = 8) -> list[dict[str, Any]]:
    at = NOW - timedelta(days=1, hours=7)
    return [one for n in range(people) for one in attempt(f"v{n}", at + timedelta(minutes=2 * n), ATTACKER)]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = Settings.model_validate({"SSPR_DATABASE_URL": sqlite_url(tmp_path)})
    services = build_services(settings, clock=lambda: NOW)
    yield services
    services.close()


def ask(services: Services, *steps: list[dict[str, Any]], role: Role = Role.HELPDESK, text: str = "odd") -> Reply:
    for one in steps:
        services.loading.load("audit.json", BytesIO(json.dumps(one).encode()))
    services.snapshots.refresh()
    asker = Asker("U0KIM", role, None, services.settings.zone, "C0HELP")
    return terminal_answering(services).answer(text, asker, now=NOW, whole=True)


def addresses(reply: Reply) -> list[tuple[str, int]]:
    answer: Any = reply.answer
    return [(one.address, one.people) for sign in answer.signs for one in sign.addresses]


def test_many_people_from_a_new_address_are_a_sign_and_a_busy_office_is_none(services: Services) -> None:
    reply = ask(services, working_weeks(), attack())
    assert addresses(reply) == [(ATTACKER, 8)]
    assert "*Many people from one address* (`address`): 8 people, 8 attempts" in str(reply.message.blocks)


def test_an_office_in_which_many_more_than_usual_come_at_once_is_one(services: Services) -> None:
    at = NOW - timedelta(days=1, hours=7)
    rush = [one for n in range(20) for one in attempt(f"r{n}", at + timedelta(seconds=20 * n), OFFICE)]
    assert [address for address, _ in addresses(ask(services, working_weeks(), rush))] == [OFFICE]


def test_an_admin_who_resets_many_is_no_address_of_theirs(services: Services) -> None:
    at = NOW - timedelta(days=1, hours=7)
    acts: list[dict[str, Any]] = []
    for n in range(10):
        acts += attempt(f"v{n}", at + timedelta(minutes=2 * n), f"10.0.0.{n}")
        later = at + timedelta(minutes=30 + n)
        acts.append(step(f"v{n}", later, ADMINS, "Reset password (by admin)", "", by="gil"))
    assert addresses(ask(services, working_weeks(), acts)) == []


def test_without_two_weeks_of_addresses_before_the_window_it_is_not_looked_for_and_says_so(services: Services) -> None:
    reply = ask(services, working_weeks(16), attack())
    assert addresses(reply) == []
    assert SignKey.ADDRESS in reply.answer.without  # type: ignore[attr-defined]
    assert "Many people from one address were not looked for" in str(reply.message.blocks)


def test_addresses_are_named_to_the_helpdesk_where_nobody_else_reads_and_to_nobody_below(services: Services) -> None:
    reply = ask(services, working_weeks(), attack())
    assert ATTACKER not in str(reply.message)  # it may be shared to a channel
    answering = terminal_answering(services)
    helpdesk = Asker("U0KIM", Role.HELPDESK, None, services.settings.zone, "C0HELP")
    assert reply.token
    assert f"from {ATTACKER}: 8 people" in str(answering.show_all(reply.token, helpdesk)).replace("`", "")
    assert ATTACKER not in str(answering.shareable(reply.token, helpdesk, names=True).message)
    viewer = ask(services, role=Role.VIEWER)
    assert ATTACKER not in str(viewer.answer) + str(viewer.message)
    exported = ask(services, role=Role.HELPDESK, text="export odd")
    assert ATTACKER.encode() in exported.answer.whole()  # type: ignore[attr-defined]


def test_an_erased_person_takes_their_address_along(services: Services) -> None:
    from bot.storage.ledger.origins import erase_origins  # noqa: PLC0415
    from bot.storage.tables import people  # noqa: PLC0415

    ask(services, working_weeks(), attack(4))
    with services.tenant.writing() as (connection, tenant):
        person = connection.execute(people.select().where(people.c.key == "v0@contoso.example")).one().id
        erase_origins(connection, tenant, person)
    assert addresses(ask(services)) == []
