"""Who loses reset when, held against a walk through the same people."""

from datetime import UTC, datetime
from itertools import count

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.roster.cutoffs import count_losing, cutoffs
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
