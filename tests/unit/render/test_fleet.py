"""All tenants beside each other: what was asked is answered first, and what is not known is never 0."""

from dataclasses import replace
from datetime import UTC

import pytest

from bot.analysis.fleet.fleet import FleetAnswer, FleetGroup
from bot.analysis.fleet.numbers import FleetRow
from bot.render.blocks.data_table import rows_of
from bot.render.blocks.message import Message
from bot.render.tenants import fleet
from tests.unit.render.sample import WEEK, ago

ROWS = (
    FleetRow("Contoso", ago(minutes=20), stuck=9, failing=14, incidents=1, losing=3),
    FleetRow("Fabrikam", ago(minutes=20), stuck=1, failing=0, incidents=0),
    FleetRow("Wingtip", ago(days=12), stuck=0, stale=True),
    FleetRow("Lucerne"),
)

UNNAMED = FleetGroup("", "No method that the data names", 8, 9, (("Contoso", 8),))
PHONE = FleetGroup("Mobile Phone", "Mobile Phone", 2, 2, (("Contoso", 2),))


def message(about: str, rows: tuple[FleetRow, ...] = ROWS) -> Message:
    return fleet.message(FleetAnswer(WEEK, about, rows), zone=UTC)


def says(about: str, rows: tuple[FleetRow, ...] = ROWS) -> str:
    return message(about, rows).text


@pytest.mark.parametrize(
    ("about", "text"),
    [
        (
            "stuck",
            ":x: *10 people are stuck* at 2 of 4 tenants: *Contoso* (9) and *Fabrikam* (1). Of 2 it is not told.",
        ),
        (
            "failures",
            ":x: *14 people failed* in the last 7 days at 1 of 4 tenants: *Contoso* (14). Of 2 it is not told.",
        ),
        ("incidents", ":x: *1 incident* in the last 7 days at 1 of 4 tenants: *Contoso* (1). Of 2 it is not told."),
        ("cutoffs", ":x: *3 people will lose reset* at 1 of 4 tenants: *Contoso* (3). Of 3 it is not told."),
        ("data", ":x: *3 of 4 tenants need a look*"),
        ("", ":x: *3 of 4 tenants need a look*"),
    ],
)
def test_what_the_tenants_are_ordered_by_is_said_first(about: str, text: str) -> None:
    assert says(about).startswith(text)


def test_where_no_tenant_has_a_directory_s_list_who_loses_reset_is_not_told() -> None:
    assert says("cutoffs", ROWS[1:]) == (
        ":grey_question: *Who will lose reset is not told* of any of 3 tenants: it takes the directory's list of each."
    )


def test_that_there_is_none_is_no_all_clear() -> None:
    assert says("incidents", ROWS[1:]) == (
        ":information_source: *No incident* in the last 7 days at 1 of 3 tenants, as far as their data goes."
        " Of 2 it is not told."
    )


@pytest.mark.parametrize(
    ("groups", "text"),
    [
        (
            (UNNAMED, PHONE),
            ":x: *Mobile Phone* is where most people fail whose method is named in the last 7 days: 2 people",
        ),
        (
            (UNNAMED,),
            ":information_source: *Where people fail is not told* in the last 7 days: the data names no method of",
        ),
    ],
)
def test_a_method_that_no_row_names_is_none(groups: tuple[FleetGroup, ...], text: str) -> None:
    answer = FleetAnswer(WEEK, "method", ROWS, groups)
    assert fleet.message(answer, zone=UTC).text.startswith(text)


def test_that_nobody_is_stuck_is_not_known_by_old_data_and_that_somebody_is() -> None:
    (table,) = (block for block in message("").blocks if block["type"] == "data_table")
    stuck = {texts[0]: texts[1] for texts, _ in rows_of(table)[1]}
    assert stuck == {"Contoso": "9", "Fabrikam": "1", "Wingtip": "-", "Lucerne": "-"}
    assert "2 people are stuck" in says("stuck", (replace(ROWS[2], stuck=2),))
