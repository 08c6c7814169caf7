"""Tables of what people practise: their cards, their answers, and what they have chosen."""

from sqlalchemy import Boolean, Column, Date, Double, Index, Integer, String, Table, Text

from bot.store.tables import KEY, METADATA

LEARNERS = Table(
    "learner",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("person", String(KEY), primary_key=True),
    Column("zone", String(KEY), nullable=False),
    Column("board", Boolean, nullable=False),
    Column("chart_digest", String(KEY), nullable=False),
    Column("chart_file", String(KEY), nullable=False),
)
"""A person's time zone, whether they are on the leaderboard, and the chart of their progress that Slack keeps."""

CARDS = Table(
    "card",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("person", String(KEY), primary_key=True),
    Column("scenario", String(KEY), primary_key=True),
    Column("due", Double, nullable=False),
    Column("state", Text, nullable=False),
)
"""When each question is to come again for a person, and how well they know it; at most one row a question."""

REVIEWS = Table(
    "review",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(KEY), nullable=False),
    Column("person", String(KEY), nullable=False),
    Column("scenario", String(KEY), nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("day", Date, nullable=False),
    Column("reviewed_at", Double, nullable=False, index=True),
    Index("review_person", "workspace", "person", "reviewed_at"),
)
"""Every answer of a person; `day` is their local date."""
