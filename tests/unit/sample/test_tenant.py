import io
from collections import Counter
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from bot.knowledge.catalogue import UNRECOGNISED, load
from bot.knowledge.vocabulary import FAILURES
from bot.reports.formats.registry import read
from bot.sample.tenant import SampleTenant, sample_tenant
from bot.sample.truth import Recovered, Stuck

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENTS = [NOON, datetime(2027, 1, 1, 0, 0, 30, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)]


def rows(*files: bytes) -> pd.DataFrame:
    reports = [read("sample.csv", io.BytesIO(data)) for data in files]
    assert all(report.rejected == () for report in reports)
    frame = pd.concat([report.frame.astype({"user": str}) for report in reports]).sort_values("at", kind="stable")
    return frame.assign(user=frame["user"].str.casefold())


def cases(attempts: pd.DataFrame) -> tuple[dict[str, Stuck], dict[str, Recovered]]:
    """Who is stuck and who recovered, found by reading row by row."""
    catalogue = load()
    stuck: dict[str, Stuck] = {}
    recovered: dict[str, Recovered] = {}
    for row in attempts.to_dict("records"):
        user, at = row["user"], row["at"].to_pydatetime()
        if row["result"] == "Succeeded" and user in stuck:
            case = stuck.pop(user)
            recovered[user] = Recovered(case.cause, case.since, at)
        elif row["result"] in FAILURES:
            detail = catalogue.match(row["detail"])
            before = stuck.get(user)
            since, tries = (before.since, before.tries) if before else (at, 0)
            stuck[user] = Stuck(detail.cause if detail else UNRECOGNISED, since, tries + 1)
    return stuck, recovered


@pytest.fixture(params=MOMENTS, ids=str)
def tenant(request: pytest.FixtureRequest) -> SampleTenant:
    return sample_tenant(request.param)


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    assert sample_tenant(NOON) == sample_tenant(NOON)
    assert sample_tenant(NOON).reset_csv() != sample_tenant(NOON, seed=8).reset_csv()


@pytest.mark.parametrize("seed", range(1, 6))
def test_what_is_said_to_be_stuck_and_recovered_is_what_the_rows_say(seed: int) -> None:
    tenant = sample_tenant(NOON, seed=seed)
    stuck, recovered = cases(rows(tenant.reset_csv()))
    assert stuck == tenant.truth.stuck
    assert recovered == tenant.truth.recovered


def test_the_truth_holds_at_any_moment_of_the_day_and_year(tenant: SampleTenant) -> None:
    attempts = rows(tenant.reset_csv())
    stuck, recovered = cases(attempts)
    assert (stuck, recovered) == (tenant.truth.stuck, tenant.truth.recovered)
    assert Counter(attempts["result"]) == tenant.truth.results
    assert attempts["user"].nunique() == tenant.truth.people
    assert attempts["at"].between(tenant.now - timedelta(weeks=9, days=1), tenant.now, inclusive="left").all()


def test_registrations_have_gaps_of_every_kind(tenant: SampleTenant) -> None:
    data = rows(tenant.registration_csv()).groupby("user")["datum"].nunique()
    assert set(data.index[data == 1]) == tenant.truth.one_datum
    assert set(data.index[data > 1]) == tenant.truth.two_data
    assert not set(data.index) & tenant.truth.unregistered
    assert min(map(len, (tenant.truth.one_datum, tenant.truth.two_data, tenant.truth.unregistered))) > 40


def test_all_documented_details_occur_and_one_that_is_not() -> None:
    tenant = sample_tenant(NOON)
    said = set(rows(tenant.reset_csv())["detail"])
    documented = {detail.text for detail in load().details.values() if detail.on_page}
    assert len(documented) == 35
    assert said == documented | {tenant.truth.unknown_detail}
    assert load().match(tenant.truth.unknown_detail) is None


def test_the_outage_is_one_afternoon_and_most_people_recovered() -> None:
    truth = sample_tenant(NOON).truth
    assert len(truth.outage.people) == 38
    assert truth.outage.end - truth.outage.start < timedelta(hours=4)
    assert len(truth.outage.people & truth.recovered.keys()) == 33
    assert len(truth.license.people & truth.stuck.keys()) == 4


def test_one_person_is_blocked_still_and_dana_recovered() -> None:
    tenant = sample_tenant(NOON)
    assert tenant.truth.stuck[tenant.truth.blocked].cause == "throttled"
    assert tenant.truth.blocked_until == NOON + timedelta(hours=21, minutes=15)
    dana = tenant.truth.recovered["dana@contoso.com"]
    assert dana.cause == "methods_missing"
    assert dana.at - dana.since > timedelta(days=3)


def test_hostile_user_ids_come_as_they_were_typed() -> None:
    tenant = sample_tenant(NOON)
    users = set(read("sample.csv", io.BytesIO(tenant.reset_csv())).frame["user"])
    assert tenant.truth.hostile <= users
    assert {"<!channel>", "=cmd|' /C calc'!A0"} <= tenant.truth.hostile


def test_people_type_their_names_in_any_letter_case() -> None:
    users = {row.user for row in sample_tenant(NOON).attempts}
    assert len(users) > len({user.casefold() for user in users})


def test_administrators_pass_two_gates() -> None:
    admins = [row for row in sample_tenant(NOON).attempts if row.role != "User" and row.result == "Succeeded"]
    assert len(admins) > 10
    assert {row.methods for row in admins} == {"Alternate Email + Mobile Phone"}


def test_the_next_day_brings_recoveries_someone_back_again_and_new_cases(tenant: SampleTenant) -> None:
    truth = tenant.truth
    before, _ = cases(rows(tenant.reset_csv()))
    after, recovered = cases(rows(tenant.reset_csv(), tenant.next_day(1)[0][1]))
    assert before.keys() - after.keys() == truth.tomorrow.recovered
    assert after.keys() - before.keys() == truth.tomorrow.back_again | truth.tomorrow.newly_stuck
    (back,) = truth.tomorrow.back_again
    assert truth.recovered[back].cause == after[back].cause
    assert recovered.keys() >= truth.tomorrow.recovered


def test_the_day_after_brings_an_incident_that_ends_on_the_third() -> None:
    tenant = sample_tenant(NOON)
    files = [content for name, content in tenant.next_days(3) if "registration" not in name]
    incident = tenant.truth.new_incident
    second, _ = cases(rows(tenant.reset_csv(), *files[:2]))
    third, _ = cases(rows(tenant.reset_csv(), *files))
    assert {second[person].cause for person in incident.people} == {incident.cause} == {"onprem_refused"}
    assert not incident.people & third.keys()


def test_files_of_the_days_to_come_join_without_gap_or_overlap() -> None:
    tenant = sample_tenant(NOON)
    files = tenant.next_days(7)
    assert len({name for name, _ in files}) == 14
    assert files[0][0] == "password-reset-2026-11-25.csv"
    later = rows(*(content for name, content in files if "registration" not in name))
    assert len(later) + len(rows(tenant.reset_csv())) == len(tenant.attempts)
    assert len(rows(tenant.reset_csv(since=NOON - timedelta(days=7)))) < len(rows(tenant.reset_csv()))


def test_the_branch_office_fails_as_its_story_says(tenant: SampleTenant) -> None:
    branch = tenant.truth.branch
    attempts, data = rows(tenant.reset_csv()), rows(tenant.registration_csv())
    before = data[data["at"] < tenant.now - timedelta(days=31)].groupby("user")["datum"].nunique()
    assert set(before.index[before == 1]) == branch.one_method
    assert set(before.index[before > 1]) == branch.two_methods
    recent = attempts[attempts["at"] >= tenant.now - timedelta(days=30)]
    failing = set(recent.loc[recent["result"].isin(FAILURES), "user"])
    assert failing & (branch.one_method | branch.two_methods) == branch.failed
    done = {row.target: row.at for row in tenant.audited if row.target}
    assert done.keys() == branch.helped
    recovered = {user: tenant.truth.recovered[user].at for user in branch.failed}
    in_time = {user for user, at in done.items() if timedelta(0) < recovered[user] - at <= timedelta(days=7)}
    assert in_time == branch.helped_in_time
    since = {user: tenant.truth.recovered[user].since for user in branch.failed - branch.helped}
    assert {user for user, at in since.items() if recovered[user] - at <= timedelta(days=9)} == branch.others_in_time
