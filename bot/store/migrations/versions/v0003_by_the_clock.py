"""What is sent by the clock, and what people practise.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    _subscriptions()
    _posts()
    _rounds()
    _votes()
    _practice()


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("direct", sa.Boolean, nullable=False),
        sa.Column("at_minute", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("tips", sa.String(16), nullable=False),
        sa.Column("quizzes", sa.String(16), nullable=False),
        sa.Column("practice", sa.String(16), nullable=False),
        sa.Column("reveal_minute", sa.Integer, nullable=False),
        sa.Column("themes", sa.Text, nullable=False),
        sa.Column("exam", sa.String(64), nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("trouble", sa.String(64), nullable=False),
        sa.Column("trouble_at", sa.Double, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
    )


def _posts() -> None:
    op.create_table(
        "scheduled_post",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("moment", sa.BigInteger, nullable=False),
        sa.Column("lesson", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scheduled_id", sa.String(64), nullable=False),
        sa.Column("sure_at", sa.Double, nullable=False),
        sa.Column("dropped", sa.Boolean, nullable=False),
        sa.Column("ts", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.Double, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
    )
    op.create_index("scheduled_post_workspace", "scheduled_post", ["dropped", "workspace", "moment"])
    op.create_index("scheduled_post_kind", "scheduled_post", ["kind", "moment"])


def _rounds() -> None:
    op.create_table(
        "round",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("due_at", sa.Double, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
    )
    op.create_index("ix_round_due_at", "round", ["due_at"])
    op.create_table(
        "worker_beat",
        sa.Column("worker", sa.String(16), primary_key=True),
        sa.Column("beat_at", sa.Double, nullable=False),
    )


def _votes() -> None:
    op.create_table(
        "vote",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("letters", sa.String(16), nullable=False),
        sa.Column("voted_at", sa.Double, nullable=False),
    )
    op.create_index("ix_vote_voted_at", "vote", ["voted_at"])


def _practice() -> None:
    op.create_table(
        "learner",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("board", sa.Boolean, nullable=False),
        sa.Column("chart_digest", sa.String(64), nullable=False),
        sa.Column("chart_file", sa.String(64), nullable=False),
    )
    op.create_table(
        "card",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("scenario", sa.String(64), primary_key=True),
        sa.Column("due", sa.Double, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("reviewed_at", sa.Double, nullable=False),
    )
    op.create_index("ix_review_reviewed_at", "review", ["reviewed_at"])
    op.create_index("review_person", "review", ["workspace", "person", "reviewed_at"])
