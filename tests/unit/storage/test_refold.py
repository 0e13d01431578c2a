"""A database that an earlier rule of folding has filled says the same as a new one, once it is brought up to date."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text

from bot.reports.receipt import Folded
from bot.storage import migrations
from bot.storage.database import open_database, reading, writing
from bot.storage.ledger.ledger import Ledger
from bot.storage.tables import attempts, interventions, metadata, tenants
from tests.support.snapshots import reader_of
from tests.support.steps_table import audit_report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LOG = """
    08:00:00 | dana | c1 | flow   | ok | User submitted their user ID
    08:00:30 | dana | c1 | flow   | ok | User started the email verification option
    08:01:00 | dana | c1 | reset  | no | A system error has occurred.
    08:03:00 | dana | c1 | unlock | ok | Success
    09:00:00 | bob  | c2 | flow   | ok | User started the mobile SMS verification option
    09:01:00 | bob  | c2 | flow   | no | User cancelled before submitting a new password
    09:02:00 | bob  | c2 | flow   | ok | User submitted their user ID
    09:03:00 | bob  | c2 | reset  | ok | Successfully completed reset.
    10:00:00 | eve  | c3 | reset  | ok | Successfully completed reset.
"""


def formerly(connection: Connection) -> None:
    """As the rule before left it: the unlock lost, cancel and success one, nothing known of methods begun last."""
    for sql in (
        "DELETE FROM interventions",
        "DELETE FROM attempts WHERE event LIKE '% reset c2 2026-11-20T09:02:00'",
        """UPDATE attempts SET detail = (SELECT detail FROM attempts WHERE event LIKE '% reset c3'),
           result = (SELECT result FROM attempts WHERE event LIKE '% reset c3') WHERE event LIKE '% reset c2'""",
        "UPDATE tenants SET position = 4",
    ):
        assert connection.execute(text(sql)).rowcount, sql
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes.update(connection=connection, target_metadata=metadata)
    command.downgrade(config, "0010")


def test_what_an_earlier_rule_has_folded_is_folded_again(ledger: Ledger) -> None:
    ledger.record(audit_report(LOG), "audit.csv", NOW)
    right = said(ledger)
    with writing(ledger.tenant.engine) as connection:
        formerly(connection)
    open_database(ledger.tenant.engine.url.render_as_string(hide_password=False)).dispose()
    assert said(ledger) == right
    with reading(ledger.tenant.engine) as connection:
        found = connection.execute(select(attempts.c.position).order_by(attempts.c.position)).scalars().all()
        unlock = connection.execute(select(interventions.c.position)).scalar_one()
        newest = connection.execute(select(tenants.c.position)).scalar_one()
    assert (found, unlock, newest) == ([1, 2, 4, 5], 6, 6)  # what fell apart comes late; all else stays where it was
    receipt = ledger.record(audit_report(LOG), "audit.csv", NOW)
    assert (receipt.new, receipt.folded) == (0, Folded(0, 0, 0))


def said(ledger: Ledger) -> list[list[object]]:
    """Everything but where it stands."""
    snapshot = reader_of(ledger).snapshot(NOW)
    told = snapshot.attempts.pandas[["at", "user", "methods", "started", "result", "detail"]].astype(str)
    other = snapshot.interventions.pandas[["at", "user", "kind", "result"]].astype(str)
    return sorted([*told.to_numpy().tolist(), *other.to_numpy().tolist()])
