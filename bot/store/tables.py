"""The tables, as SQLite and PostgreSQL both take them."""

from sqlalchemy import Boolean, Column, Double, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

CLAIMS = Table(
    "event_claim",
    METADATA,
    Column("event_id", String(64), primary_key=True),
    Column("claimed_at", Double, nullable=False, index=True),
    Column("done", Boolean, nullable=False),
)
"""Slack events that some process answers or has answered; times are seconds since the epoch."""

QUESTIONS = Table(
    "thread_question",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("thread", String(128), nullable=False),
    Column("asked_at", Double, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Index("thread_question_thread", "thread", "id"),
)
"""The latest questions of each thread, for follow-ups such as “and on Fargate?”."""
