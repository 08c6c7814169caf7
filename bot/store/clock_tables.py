"""Tables of what is sent by the clock: subscriptions, posts, votes on them, and whose turn a workspace is."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Double, Index, Integer, String, Table, Text

from bot.store.tables import KEY, METADATA, WORD

SUBSCRIPTIONS = Table(
    "subscription",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("place", String(KEY), primary_key=True),
    Column("person", String(KEY), nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("at_minute", Integer, nullable=False),
    Column("zone", String(KEY), nullable=False),
    Column("tips", String(WORD), nullable=False),
    Column("quizzes", String(WORD), nullable=False),
    Column("practice", String(WORD), nullable=False),
    Column("reveal_minute", Integer, nullable=False),
    Column("themes", Text, nullable=False),
    Column("exam", String(KEY), nullable=False),
    Column("first_day", Date),
    Column("since", Double, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("trouble", String(KEY), nullable=False),
    Column("trouble_at", Double, nullable=False),
    Column("told", Boolean, nullable=False),
)
"""What each place is sent; times of day are minutes since midnight, spaces join `themes`."""

POSTS = Table(
    "scheduled_post",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("place", String(KEY), primary_key=True),
    Column("kind", String(WORD), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("moment", BigInteger, nullable=False),
    Column("lesson", String(KEY), nullable=False),
    Column("digest", String(KEY), nullable=False),
    Column("scheduled_id", String(KEY), nullable=False),
    Column("sure_at", Double, nullable=False),
    Column("dropped", Boolean, nullable=False),
    Column("ts", String(KEY), nullable=False),
    Column("closed_at", Double, nullable=False),
    Column("person", String(KEY), nullable=False),
    Index("scheduled_post_workspace", "dropped", "workspace", "moment"),
    Index("scheduled_post_kind", "kind", "moment"),
)
"""What was sent by the clock or is to be; `person` is whose direct message it was, once they have ended it."""

ROUNDS = Table(
    "round",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("due_at", Double, nullable=False, index=True),
    Column("again", Boolean, nullable=False),
    Column("token", String(KEY), nullable=False),
    Column("lease_until", Double, nullable=False),
)
"""When each workspace is to be looked at next, and by whom it is now; `again`: it became due since they took it."""

BEATS = Table(
    "worker_beat",
    METADATA,
    Column("worker", String(WORD), primary_key=True),
    Column("beat_at", Double, nullable=False),
)
"""When a process that only does such rounds last gave a sign of life."""

VOTES = Table(
    "vote",
    METADATA,
    Column("workspace", String(KEY), primary_key=True),
    Column("place", String(KEY), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("person", String(KEY), primary_key=True),
    Column("letters", String(WORD), nullable=False),
    Column("voted_at", Double, nullable=False, index=True),
)
"""What each person, known by keyed digest only, thinks is the answer to a channel's quiz question."""
