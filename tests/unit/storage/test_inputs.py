"""What loads have read is kept as they read it, and people can be taken out of it."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.storage.ledger.inputs import forget_people, inputs
from bot.storage.ledger.ledger import Ledger
from bot.storage.tables import load_inputs
from tests.support.reports import drawn_report

NOW = datetime(2017, 3, 1, 12, tzinfo=UTC)
TABLE = """
    user            | at                   | result    | detail
    Ann@contoso.com | 2017-02-27T08:00:00Z | Failed    | User does not have a license.
    bob@contoso.com | 2017-02-28T09:00:00Z | Succeeded | User successfully reset password
"""


def test_a_person_who_is_forgotten_is_in_no_kept_report(ledger: Ledger) -> None:
    for name in ("a.csv", "b.csv"):
        ledger.record(drawn_report(TABLE), name, NOW)
    with ledger.tenant.writing(lock=True) as (connection, tenant):
        assert forget_people(connection, tenant, ["ann@contoso.com"]) == 2
    with ledger.tenant.reading() as (connection, tenant):
        kept = [one.frame["user"].astype("str").tolist() for one in inputs(connection, tenant, after=0, without=0)]
        contents = connection.execute(select(load_inputs.c.content)).scalars().all()
    assert kept == [["bob@contoso.com"]] * 2
    assert not any(b"Ann" in content for content in contents)
