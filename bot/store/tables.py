"""The tables, as SQLite and PostgreSQL both take them.

Every time is seconds since the epoch. What is of a workspace has a column `workspace`, by which it is forgotten.
A change here needs a migration; a test compares the two.
"""

from sqlalchemy import Boolean, Column, Double, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

KEY = 64
"""Characters of a workspace, a person or a digest (64 hexadecimal digits)."""
LONG_KEY = 128
"""Characters of what names a thread or a message."""
WORD = 16
"""Characters of a word from a short list: a kind, a verdict, a language."""

CLAIMS = Table(
    "event_claim",
    METADATA,
    Column("event_id", String(KEY), primary_key=True),
    Column("workspace", String(KEY), nullable=False),
    Column("claimed_at", Double, nullable=False, index=True),
    Column("done", Boolean, nullable=False),
)
"""Slack events that some process answers or has answered."""

QUESTIONS = Table(
    "thread_question",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(KEY), nullable=False),
    Column("thread", String(LONG_KEY), nullable=False),
    Column("person", String(KEY), nullable=False),
    Column("asked_at", Double, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Index("thread_question_thread", "workspace", "thread", "id"),
)
"""The latest questions of each thread, for follow-ups such as “and on Fargate?”."""

RECENTS = Table(
    "recent_question",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("person", String(KEY), primary_key=True),
    Column("digest", String(KEY), primary_key=True),
    Column("asked_at", Double, nullable=False, index=True),
    Column("text", Text, nullable=False),
)
"""The latest questions of each person, once each; the digest is that of the text without case and spacing."""

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("message", String(LONG_KEY), primary_key=True),
    Column("person", String(KEY), primary_key=True),
    Column("verdict", String(WORD), nullable=False),
    Column("reason", String(LONG_KEY), nullable=False),
    Column("digest", String(KEY), nullable=False),
    Column("given_at", Double, nullable=False, index=True),
)
"""What a person, known by keyed digest only, thought of an answer; `digest` is that of the question."""

GAPS = Table(
    "gap",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("kind", String(WORD), primary_key=True),
    Column("digest", String(KEY), primary_key=True),
    Column("text", Text, nullable=False),
    Column("tokens", Text, nullable=False),
    Column("first_at", Double, nullable=False),
    Column("last_at", Double, nullable=False, index=True),
)
"""Questions that were not answered, or wrongly; `text` is empty where none may be kept, spaces join `tokens`."""

GAP_ASKERS = Table(
    "gap_asker",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("kind", String(WORD), primary_key=True),
    Column("digest", String(KEY), primary_key=True),
    Column("person", String(KEY), primary_key=True),
)
"""Who asked what became a gap, by keyed digest, so that each person counts once."""

PREFERENCES = Table(
    "workspace_preferences",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("public", Boolean, nullable=False),
    Column("language", String(WORD), nullable=False),
    Column("gaps_text", Boolean, nullable=False),
)
"""What a workspace's administrators have chosen."""

TIPS = Table(
    "tip_given",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("place", String(KEY), primary_key=True),
    Column("tip", String(KEY), primary_key=True),
    Column("given_at", Double, nullable=False),
)
"""When a channel or person was last given each tip; at most as many rows of a place as there are tips."""

STATES = Table(
    "oauth_state",
    METADATA,
    Column("state", String(KEY), primary_key=True),
    Column("expires_at", Double, nullable=False, index=True),
)
"""Installations that were begun and not finished."""

SECRETS = Table(
    "secret",
    METADATA,
    Column("name", String(KEY), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Keys of the store's own, encrypted."""
