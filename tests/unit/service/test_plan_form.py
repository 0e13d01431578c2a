"""A plan as a form and back."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.answers import Filters
from bot.digests.plan import EVERY_DAY, Empty, Frequency, SubscriptionPlan
from bot.knowledge.catalogue import load
from bot.local_slack.block_kit.surfaces import check_view
from bot.privacy import Visibility
from bot.questions.timezones import zones_by_region
from bot.render.views import subscription_modal
from bot.service.digests.plan_form import Complaints, fill, read_form

KNOWN = load()
PLAN = SubscriptionPlan(Frequency.DAILY, "Europe/Berlin", time(9), EVERY_DAY[:5])
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def plans(draw: st.DrawFn) -> SubscriptionPlan:
    frequency = draw(st.sampled_from(Frequency))
    days = draw(st.sets(st.sampled_from(EVERY_DAY), min_size=1, max_size=1 if frequency is Frequency.WEEKLY else 7))
    quiet = draw(st.none() | st.tuples(TIMES, TIMES).filter(lambda ends: ends[0] != ends[1]))
    holidays = draw(st.sets(st.dates(date(2017, 1, 1), date(2030, 1, 1)), max_size=60))
    filters = Filters(
        result=draw(st.none() | st.sampled_from(["Failed", "Blocked"])),
        cause=draw(st.none() | st.sampled_from(KNOWN.cause_words())),
        method=draw(st.none() | st.just("Mobile Phone")),
        role=draw(st.none() | st.just("Global Administrator")),
        domain=draw(st.none() | st.just("contoso.com")),
    )
    zone = draw(st.sampled_from(["Europe/Berlin", "America/New_York", "Etc/GMT+3", "UTC"]))
    if frequency is Frequency.SIGNS:
        signs = SubscriptionPlan(frequency, zone, None, show=draw(st.sampled_from(Visibility)), empty=Empty.SILENT)
        return replace(signs, quiet=quiet, holidays=tuple(sorted(holidays)), recovery_marks=False)
    return SubscriptionPlan(
        frequency=frequency,
        zone=zone,
        at=None if frequency is Frequency.HOURLY else draw(TIMES),
        days=tuple(day for day in EVERY_DAY if day in days),
        filters=filters,
        show=draw(st.sampled_from(Visibility)),
        empty=draw(st.sampled_from(Empty)),
        quiet=quiet,
        holidays=tuple(sorted(holidays)),
        unfinished=draw(st.booleans()),
        recovery_marks=draw(st.booleans()),
    )


@given(plan=plans())
def test_the_form_of_a_plan_means_the_same_plan(plan: SubscriptionPlan) -> None:
    assert read_form(fill(plan), catalogue=KNOWN) == plan


@given(plan=plans(), number=st.none() | st.integers(1, 10**9))
def test_every_form_keeps_slacks_rules_and_shows_the_plan(plan: SubscriptionPlan, number: int | None) -> None:
    view = subscription_modal.view(
        fill(plan), catalogue=KNOWN, zones=zones_by_region(), channel="C0HELP", number=number
    )
    assert check_view(view) == []
    zone = next(block for block in view["blocks"] if block.get("block_id") == "tz")["element"]
    assert zone["initial_option"]["value"] == plan.zone


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": ()}, "days"),
        ({"rhythm": "weekly"}, "days"),
        ({"tz": "Mars/Olympus"}, "tz"),
        ({"quiet_to": "07:00"}, "quiet_from"),
        ({"quiet_from": "20:00"}, "quiet_to"),
        ({"holidays": "soon"}, "holidays"),
        ({"holidays": ",".join(f"2017-01-{day:02}" for day in range(1, 32)) + ",2017-02-30"}, "holidays"),
        ({"role": "x" * 101}, "role"),
        ({"domain": "<!channel>"}, "domain"),
        ({"cause": "weather"}, "cause"),
        ({"result": "maybe"}, "result"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(change: dict[str, Any], field: str) -> None:
    told = read_form({**fill(PLAN), **change}, catalogue=KNOWN)
    assert isinstance(told, Complaints)
    assert list(told.by_field) == [field]


def test_equal_quiet_hours_mean_none() -> None:
    told = read_form({**fill(PLAN), "quiet_from": "00:00", "quiet_to": "00:00"}, catalogue=KNOWN)
    assert told == PLAN


def test_no_menu_of_zones_is_too_long_and_none_is_lost() -> None:
    groups = zones_by_region()
    assert all(0 < len(zones) <= 100 for zones in groups.values())
    assert {"UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo"} <= {
        one for zones in groups.values() for one in zones
    }


def test_the_short_form_says_what_it_leaves_as_it_is() -> None:
    view = subscription_modal.short_view(fill(PLAN), channel="C0HELP")
    assert check_view(view) == []
    assert "Mon, Tue, Wed, Thu, Fri, time zone Europe/Berlin" in str(view)
