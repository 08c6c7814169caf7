"""Which rows are of a workspace or an enterprise."""

from sqlalchemy import ColumnElement, Table, func

from bot.store.tables import KEY
from bot.store.texts import key


def of_workspace(table: Table, workspace: str) -> ColumnElement[bool]:
    """Rows of a workspace; `E1/` stands for every workspace of the enterprise, and what is of none of them."""
    if workspace.endswith("/"):
        # Not LIKE, which takes E1 and e1 for the same in SQLite.
        return func.substr(table.c.workspace, 1, len(workspace)) == workspace
    return table.c.workspace == key(workspace, KEY)
