"""Who loses reset when, held against a walk through the same people."""

from datetime import UTC, datetime
from itertools import count

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.answers import Filters
from bot.analysis.roster.cutoffs import count_losing, cutoffs
from bot.analysis.roster.losing import losing
from bot.knowledge.catalogue import load
from tests.support import slow_cutoffs
from tests.support.frames import Row, snapshot

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
METHODS = (
    "mobilePhone", "alternateMobilePhone", "officePhone", "email", "securityQuestion", "softwareOneTimePasscode",
    "microsoftAuthenticatorPush", "hardwareOneTimePasscode", "passKeyDeviceBound", "windowsHelloForBusiness",
)  # fmt: skip
yes_or_no = st.sampled_from(("yes", "yes", "no"))
people = st.fixed_dictionaries(
    {
        "registered": yes_or_no,
        "enabled": yes_or_no,
        "admin": st.sampled_from(("no", "no", "yes")),
        "guest": st.sampled_from(("no", "no", "yes")),
        "methods": st.lists(st.sampled_from(METHODS), max_size=4, unique=True).map(" + ".join),
    }
)


@settings(deadline=None, max_examples=200)
@given(st.lists(people, max_size=8))
def test_who_loses_reset_is_what_a_walk_finds(drawn: list[dict[str, str]]) -> None:
    rows: list[Row] = [{"user": f"p{number}@contoso.com", **row} for number, row in zip(count(), drawn, strict=False)]
    answer = cutoffs(snapshot(roster=rows), None, catalogue=load(), now=NOW)
    assert {one.shown: (str(one.on), one.missing) for one in answer.losing} == slow_cutoffs.losing(rows)
    assert answer.required == slow_cutoffs.required(rows)
    assert sum(cutoff.people for cutoff in answer.cutoffs) == sum(number for _, number in answer.domains)
    enabled = [row for row in rows if row["enabled"] == "yes"]
    assert answer.passkey_only == sum(bool(row["methods"]) and not slow_cutoffs.usable(row) for row in enabled)
    columns = ("user", "methods", "enabled", "admin", "guest", "registered")
    listed = pd.DataFrame(
        [[row[name] if name in ("user", "methods") else row[name] == "yes" for name in columns] for row in rows],
        columns=pd.Index(columns),
    )
    assert count_losing(listed, load()) == len(answer.losing)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(people, st.sampled_from(("contoso.com", "fabrikam.com"))), max_size=10))
def test_of_a_domain_it_is_as_if_the_others_had_not_lost_it(drawn: list[tuple[dict[str, str], str]]) -> None:
    rows: list[Row] = [{"user": f"p{n}@{home}", **row} for n, (row, home) in enumerate(drawn)]
    whole, loaded = slow_cutoffs.losing(rows), snapshot(roster=rows)
    answer = cutoffs(loaded, None, filters=Filters(domain="fabrikam.com"), catalogue=load(), now=NOW)
    assert {one.shown for one in answer.losing} == {user for user in whole if user.endswith("@fabrikam.com")}
    assert answer.people == sum(row["enabled"] == "yes" and home == "fabrikam.com" for row, home in drawn)
    parts = [
        losing(loaded, None, filters=Filters(domain=home), catalogue=load()) for home in ("contoso.com", "fabrikam.com")
    ]
    assert sum(parts) == losing(loaded, None, catalogue=load())


@settings(deadline=None, max_examples=100)
@given(st.lists(people, max_size=12))
def test_of_the_members_who_can_reset_as_many_lose_it_as_a_walk_finds(drawn: list[dict[str, str]]) -> None:
    rows: list[Row] = [
        {
            "user": f"p{number}@contoso.com",
            **row,
            "capable": "yes" if row["registered"] == row["enabled"] == "yes" else "no",
        }
        for number, row in zip(count(), drawn, strict=False)
    ]
    able = [
        row["user"]
        for row in rows
        if row["capable"] == "yes"
        and row["guest"] == "no"
        and (row["admin"] == "no" or slow_cutoffs.counted(row, slow_cutoffs.usable(row)) >= 2)
    ]
    found = slow_cutoffs.losing(rows)
    later = [user for user in able if user in found and found[user][0] != "2026-11-09"]
    assert losing(snapshot(roster=rows), None, catalogue=load()) == len(later)
