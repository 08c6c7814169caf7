"""What must outlive a request: which events were answered, and what a thread asked before."""

from bot.store.claims import Claims, Taken
from bot.store.database import Store, open_store
from bot.store.questions import Questions

__all__ = ["Claims", "Questions", "Store", "Taken", "open_store"]
