"""The access log holds what was asked for and lets a name be erased; what people do waits for no load."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing. Lines that are there keep their hash, and scheme 1, by which it is made."""
    op.create_table(
        "locks",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "part", name=op.f("pk_locks")),
    )
    with op.batch_alter_table("access_log") as table:
        table.alter_column("reference", existing_type=sa.String(length=40), type_=sa.Text(), existing_nullable=False)
        table.add_column(sa.Column("scope", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("rows", sa.Integer()))
        table.add_column(sa.Column("salt", sa.String(length=32), nullable=False, server_default=""))
        table.add_column(sa.Column("commitment", sa.String(length=64), nullable=False, server_default=""))
        table.add_column(sa.Column("scheme", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("access_log") as table:
        for name in ("scheme", "commitment", "salt", "rows", "scope"):
            table.drop_column(name)
        table.alter_column("reference", existing_type=sa.Text(), type_=sa.String(length=40), existing_nullable=False)
    op.drop_table("locks")
