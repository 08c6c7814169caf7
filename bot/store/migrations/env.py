"""Alembic's environment: runs migrations on the connection that it is given, within that connection's transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
