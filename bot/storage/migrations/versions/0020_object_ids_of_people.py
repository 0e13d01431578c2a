"""The object id of everybody in the directory's list, and a way to find whose an id of the audit log is.

Until now the ids of changed policies were kept as those of who changed them: these ids go, and come back with the next
rows of these people.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_OF_POLICIES = """
DELETE FROM object_ids WHERE EXISTS (
    SELECT 1 FROM steps JOIN words ON words.tenant = steps.tenant AND words.id = steps.activity
    WHERE words.kind = 'activity' AND words.word = 'policy change'
    AND steps.tenant = object_ids.tenant AND steps.person = object_ids.person
)
"""


def upgrade() -> None:
    """Add the column and the index."""
    op.add_column("roster", sa.Column("object_id", sa.String(length=36), server_default="", nullable=False))
    op.create_index("ix_object_ids_person", "object_ids", ["tenant", "person"])
    op.execute(_OF_POLICIES)


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_object_ids_person", table_name="object_ids")
    op.drop_column("roster", "object_id")
