"""PostgreSQL's own wall between tenants: a transaction sees the rows of the tenant alone that it has named."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = (
    "access_log", "attempts", "decisions", "deliveries", "delivery_cases", "delivery_parts", "erasures", "follows",
    "given_causes", "interventions", "kept_answers", "load_inputs", "loads", "locks", "notices", "object_ids",
    "owner_notices", "people", "pull_checkpoints", "pulled_spans", "registrations", "rejected_rows", "retentions",
    "roster", "roster_counts", "shared_answers", "sign_reviews", "slots", "step_origins", "steps", "subscriptions",
    "tenant_work", "withdrawn", "words",
)  # fmt: skip
# As subqueries, which are worked out once a statement and not for each row.
SHOWN = "(SELECT current_setting('sspr.tenant', true))"
OWN = f"{SHOWN} = '*' OR tenant = (SELECT id FROM tenants WHERE name = {SHOWN})"  # noqa: S608 - words of our own


def upgrade() -> None:
    """Make the policies; they count for the owner of the tables as well, but never for a superuser."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _guard("tenants", f"{SHOWN} = '*' OR name = {SHOWN}")
    for table in TABLES:
        _guard(table, OWN)


def _guard(table: str, rule: str) -> None:
    op.execute(f"CREATE POLICY sspr_tenant ON {table} USING ({rule}) WITH CHECK ({rule})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Take them away again."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (*TABLES, "tenants"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY sspr_tenant ON {table}")
