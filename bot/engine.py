"""The one answer path: text and earlier messages in, an answer out."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from bot.answering.answer import Answer
from bot.answering.respond import respond
from bot.catalog.cache import cached, fingerprint
from bot.catalog.files import shipped
from bot.catalog.model import Catalog
from bot.parsing.index import Index
from bot.parsing.parser import Parser
from bot.parsing.question import Question


class Built(Struct, frozen=True):
    """A catalog with its index, as the cache keeps them."""

    catalog: Catalog
    index: Index


def build(folders: Sequence[Path]) -> Built:
    """Loads knowledge folders and builds their index.

    Raises:
        KnowledgeError: a file cannot be used.
    """
    # Only a cold cache needs YAML and what builds the index.
    from bot.catalog.load import load_yaml
    from bot.parsing.building import build_index

    catalog = load_yaml(folders)
    return Built(catalog, build_index(catalog))


class Engine:
    """Answers questions from one catalog; every surface calls `ask`."""

    def __init__(self, built: Built) -> None:
        self.catalog = built.catalog
        self._parser = Parser(built.catalog, built.index)

    def parse(self, text: str, context: Sequence[str] = ()) -> Question:
        """What the parser makes of a text."""
        return self._parser.parse(text, context)

    def ask(self, text: str, context: Sequence[str] = ()) -> Answer:
        """Answers one message; `context` holds the earlier messages of its thread, oldest first."""
        return respond(self.catalog, self.parse(text, context))


def load_engine(overlays: Sequence[Path] = (), cache: Path | None = None) -> Engine:
    """The engine over the shipped knowledge and the overlays, from the cache where nothing changed.

    Raises:
        KnowledgeError: a file cannot be used.
    """
    folders = (shipped(), *overlays)
    return Engine(cached(Built, fingerprint(folders), cache, lambda: build(folders)))
