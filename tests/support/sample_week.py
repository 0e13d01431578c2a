"""A week in which everything happens once that the catalogue knows."""

from datetime import UTC, datetime, timedelta

from bot.knowledge.catalogue import load
from tests.support.audit_writers import Attempt, Registration

MONDAY = datetime(2026, 11, 16, 8, 0, 0, 250_000, tzinfo=UTC)
NOW = MONDAY + timedelta(days=7)
PEOPLE = ("dana", "bob", "eve", "kim", "lee", "max")
_PASSED = {
    "succeeded": ("sms", "email"),
    "warn.onprem_ok_cloud_failed": ("app_code",),
    "failed.onprem_no_writeback": ("email",),
    "failed.onprem_unreachable": ("voice_office",),
    "failed.onprem_error": ("sms",),
    "failed.fuzzy_password": ("app_notification",),
    "cancelled.before_submit": ("questions", "voice_mobile"),
    "abandoned.before_new_password": ("email", "voice_mobile"),
    "abandoned.selecting_new_password": ("sms",),
    "contacted.email": ("sms",),
}


def attempts() -> list[Attempt]:
    """One attempt for each documented detail, three hours after one another, by a few people in turn."""
    details = [detail for detail in load().details.values() if not detail.key.startswith("step.")]
    return [
        Attempt(
            user=f"{PEOPLE[number % len(PEOPLE)]}@contoso.com",
            at=MONDAY + timedelta(hours=3 * number),
            result=str(detail.result),
            key=detail.key,
            detail=detail.text,
            options=_PASSED.get(detail.key) or _passed(detail.key),
        )
        for number, detail in enumerate(details)
    ]


def _passed(key: str) -> tuple[str, ...]:
    return (key.rpartition(".")[2],) if key.startswith("abandoned.completed.") else ()


def registrations() -> list[Registration]:
    """A few people's data, each in a sitting of its own."""
    data = ("Alternate Email", "Mobile Phone", "Office Phone", "Security Questions")
    return [
        Registration(
            f"{PEOPLE[number % len(PEOPLE)]}@contoso.com", MONDAY + timedelta(hours=7 * number, minutes=30), datum
        )
        for number, datum in enumerate(data * 2)
    ]
