"""The sample tenant's registration details agree with its story."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sample.tenant import sample_tenant

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_who_has_registered_or_got_to_a_method_is_registered_and_nobody_else() -> None:
    tenant = sample_tenant(NOW)
    registered = {str(one["userPrincipalName"]) for one in tenant.roster(NOW) if one["isSsprRegistered"]}
    got_to_one = {row.user.casefold() for row in tenant.attempts if row.methods and row.at < NOW}
    past_them = {
        user for user, case in tenant.truth.stuck.items() if case.cause in ("no_license", "onprem_unreachable")
    }
    assert registered == tenant.truth.one_datum | tenant.truth.two_data | got_to_one | past_them
    assert 0.2 < len(tenant.truth.unregistered - registered) / len(tenant.roster(NOW)) < 0.4


@pytest.mark.parametrize("days", [-28, -7, 0, 1, 7])
def test_nobody_gets_to_what_the_directory_does_not_have(days: int) -> None:
    tenant, day = sample_tenant(NOW), NOW + timedelta(days=days)
    held = {str(one["userPrincipalName"]): one["methodsRegistered"] for one in tenant.roster(day)}
    names = {
        "Mobile Phone": "mobilePhone",
        "Alternate Email": "email",
        "Office Phone": "officePhone",
        "Security Questions": "securityQuestion",
    }
    tried = [row for row in tenant.attempts if row.methods and row.at < day]
    without = [
        row for row in tried if not {names[one] for one in row.methods.split(" + ")} <= {*held[row.user.lower()]}
    ]
    assert len({row.methods for row in tried}) > 3
    assert not without


def test_who_is_stuck_outside_the_group_is_not_allowed() -> None:
    tenant = sample_tenant(NOW)
    records = {str(one["userPrincipalName"]): one for one in tenant.roster(NOW)}
    outside = {user for user, case in tenant.truth.stuck.items() if case.cause in ("not_in_group", "not_enabled")}
    assert outside & records.keys()
    assert not [user for user in outside & records.keys() if records[user]["isSsprEnabled"]]


def test_the_rollout_grows_week_by_week() -> None:
    tenant = sample_tenant(NOW)
    counts = [
        sum(bool(one["isSsprRegistered"]) for one in tenant.roster(NOW - timedelta(days=days)))
        for days in (28, 21, 14, 7, 0)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
