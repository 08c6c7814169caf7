"""What turned each version's tables into the next one's, run by Alembic."""
