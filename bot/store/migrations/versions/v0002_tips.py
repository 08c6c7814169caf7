"""Tips that channels and people were given.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "tip_given",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("tip", sa.String(64), primary_key=True),
        sa.Column("given_at", sa.Double, nullable=False),
    )
