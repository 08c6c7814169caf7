"""The one answer path: text and earlier messages in, an answer out."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from bot.answering.answer import Answer
from bot.answering.lookup import FORM_WORDS, Form, explain, list_for, look_up, matrix_for, overview, place_name
from bot.answering.names import Names
from bot.answering.respond import respond
from bot.catalog.cache import cached, fingerprint
from bot.catalog.files import lesson_files, shipped
from bot.catalog.lesson_model import About, Lessons
from bot.catalog.model import Catalog
from bot.parsing.index import Index
from bot.parsing.parser import Parser
from bot.parsing.question import Question
from bot.parsing.vocabulary import Link


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

    def __init__(self, built: Built, teach: Callable[[], Lessons] = Lessons) -> None:
        self.catalog = built.catalog
        self._teach = teach
        self._parser = Parser(built.catalog, built.index)
        self.names = Names(built.catalog)

    @cached_property
    def lessons(self) -> Lessons:
        """Tips and quiz questions; read when they are first wanted, since no question needs them."""
        return self._teach()

    def parse(self, text: str, context: Sequence[str] = ()) -> Question:
        """What the parser makes of a text."""
        return self._parser.parse(text, context)

    def ask(self, text: str, context: Sequence[str] = ()) -> Answer:
        """Answers one message; `context` holds the earlier messages of its thread, oldest first."""
        picked = self.names.task_at_place(text)
        if picked:
            return self.look_up(*picked)
        form, _, rest = text.strip().partition(" ")
        found = self.overview(FORM_WORDS[form.casefold()], rest) if form.casefold() in FORM_WORDS else None
        return found or respond(self.catalog, self.parse(text, context))

    def overview(self, form: Form, text: str) -> Answer | None:
        """A text as a matrix, comparison or list; None where it names too little or too much for one."""
        task = self.names.task(text)
        if form == "list" and task:
            # Its own name means the task, whatever else the words would fit.
            return self.services_left(task)
        place = self.names.place(text)
        if form == "matrix" and place:
            return self.matrix(place)
        found = overview(self.catalog, self.parse(text), form)
        # An everyday word that is a service too ("config", "batch") is one here, as it is after "AWS".
        named = " ".join(f"AWS {word}" for word in text.split())
        return found or overview(self.catalog, self.parse(named), form)

    def place_name(self, place: Link) -> str:
        """The name of a service or variant as people read it.

        Raises:
            LookupError: there is none of that id.
        """
        return place_name(self.catalog, place)

    def look_up(self, place: Link | None, target: str) -> Answer:
        """The answer on a topic or duty at a service or variant, or in general, all by id.

        Raises:
            LookupError: there is none of that id.
        """
        return look_up(self.catalog, place, target)

    def about(self, about: About) -> Answer:
        """The answer on the place in the knowledge that a lesson is about.

        Raises:
            LookupError: it is not there, in other knowledge than the lesson's.
        """
        if about.concept is not None:
            return explain(self.catalog, about.concept)
        place = Link(about.service, about.variant) if about.service else None
        return look_up(self.catalog, place, about.target or "")

    def matrix(self, place: Link) -> Answer:
        """The whole picture of a service or variant.

        Raises:
            LookupError: there is none of that id.
        """
        return matrix_for(self.catalog, place)

    def services_left(self, target: str) -> Answer:
        """The services that leave a topic or duty to the customer.

        Raises:
            LookupError: there is none of that id.
        """
        return list_for(self.catalog, target)

    def tokens(self, text: str) -> tuple[str, ...]:
        """What the vocabulary knows of a text: concepts, services and classes, without the words that were typed."""
        question = self.parse(text)
        units = [unit for one in (question.parts or (question,)) for unit in one.units if unit.known]
        told = [[unit.concept or "", unit.class_ or "", *(link.service for link in unit.links)] for unit in units]
        return tuple(dict.fromkeys(token for tokens in told for token in tokens if token))


def load_engine(overlays: Sequence[Path] = (), cache: Path | None = None) -> Engine:
    """The engine over the shipped knowledge and the overlays, from the cache where nothing changed.

    Raises:
        KnowledgeError: a file cannot be used.
    """
    folders = (shipped(), *overlays)

    def teach() -> Lessons:
        return cached(Lessons, fingerprint(folders, lesson_files), cache, lambda: read_lessons(folders))

    return Engine(cached(Built, fingerprint(folders), cache, lambda: build(folders)), teach)


def read_lessons(folders: Sequence[Path]) -> Lessons:
    """Reads the tips and quiz questions of knowledge folders.

    Raises:
        KnowledgeError: a file cannot be used.
    """
    from bot.catalog.load import load_lessons

    return load_lessons(folders)
