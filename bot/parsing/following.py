"""What a follow-up leaves out, task or place, filled from the question before it."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

import msgspec

from bot.catalog.model import Catalog
from bot.parsing.entities import sharpen
from bot.parsing.focus import ASKERS, OFFERING, PRONOUNS, SIDES, asks
from bot.parsing.intent import CERTAIN, TASKED
from bot.parsing.outsiders import installs
from bot.parsing.phrases import CONCEPT_MARK
from bot.parsing.places import Place, without_makers
from bot.parsing.question import Question
from bot.parsing.reader import Unit
from bot.parsing.referring import ARTICLES, LEADING, asked_elsewhere, spelled_out, things_of
from bot.parsing.stem import singular, stem
from bot.parsing.text import Sentence, plain, worded
from bot.parsing.understanding import Understanding
from bot.parsing.vocabulary import WHOSE, Link

INSTEAD = "instead"
"""Takes back how the earlier question said that the service is run."""
MEANT = frozenset(("mean", "meant", "ask", "asked", "wonder", "need", "want", "know"))
"""Words by which somebody who speaks of themselves asks all the same."""
KINDS = f"{CONCEPT_MARK}owner_and_category"
"""What "which category?" names by itself."""
ALONE = frozenset(("help", "smalltalk", "concept", "category", "list"))
"""Intents that never need an earlier message."""
DOING = WHOSE | {None, "manage"}
"""What a word means that says of a task only that somebody does it."""
OFFERED = OFFERING | {
    "so", "then", "right", "still", "also", "too", "are", "all", "this", "ok", "not", "none", "nothing", "any",
    "anything",
}  # fmt: skip
"""Words of a message that only supposes who does what was asked before."""
FIXING = frozenset(("fix", "fixes", "fixed", "fixing"))
"""Words that say the same of what has gone wrong."""

SET = frozenset(("enable", "disable", "mode", "auto", "choose"))
"""What words mean by which a mode of a service is told as switched on or off."""
SHORT = 8
"""Units of a message that may say no more than that."""
NAMED_AT_ALL = 0.3
"""Fit from which a follow-up that does not ask who is taken to name something of the field."""


class Following:
    """Understands follow-ups with one catalog; holds no state between them."""

    def __init__(self, catalog: Catalog, understanding: Understanding) -> None:
        self._catalog = catalog
        self._understanding = understanding
        self._reader = understanding.reader

    def filled(self, question: Question, sentences: list[Sentence], before: Question) -> Question:
        """Fills what a question leaves out, task or place, from the one before it."""
        if _asks_of_kind(question) and fit(before) >= TASKED:
            same = self._asked_again(question, before, Place(before.links, before.class_))
            return _with(same, intent="category", category=question.category, whole=before.whole)
        refused = question.intent == "refuse" and question.refusal != "strange"
        explained = question.intent == "concept" and fit(question) < CERTAIN
        if refused or (question.intent in ALONE and not explained):
            return question
        told = self._mode_told(question, sentences, before.links) if self._only_set(question) else ()
        if told:  # "and with auto mode switched on?"
            return self._asked_again(question, before, Place(told))
        elsewhere = asked_elsewhere(sentences, self._told(before), self._reader)
        if elsewhere:
            named = question.links or question.class_
            # "How about with EVS instead?" asks of EVS alone, whatever the question before named.
            lent = Place(question.links, question.class_) if named else Place(before.links, before.class_)
            same = self._understanding.one(question.text, [elsewhere], lent)
            return _with(same, task=worded([elsewhere]), from_context=True)
        links = before.links
        if any(INSTEAD in sentence.words for sentence in sentences):
            links = tuple(dict.fromkeys(Link(link.service) for link in links))
        elif any(installs(sentence.words) for sentence in sentences):
            links = without_makers(links, self._catalog.services)  # what its maker published, the customer rolls out
        lacks_task = self._lacks_task(question, sentences)
        lacks_place = question.hinted or not (question.links or question.class_)
        if not question.links or question.hinted:
            told = self._mode_told(question, sentences, before.links)
            if told and lacks_task:  # "it's an imported one"
                question, lacks_place = _with(question, links=told, hinted=False), False
            elif told:  # "serverless instead, who adds capacity then?"
                links, lacks_place = told, True
        if lacks_task and not lacks_place and not before.bare:
            return self._asked_again(question, before, Place(question.links, question.class_))
        if lacks_task and _asks_of_it(question, sentences):
            return self._asked_again(question, before, Place(before.links, before.class_))
        if question.bare or not lacks_place or _tells(sentences):
            return question
        place = Place(links, before.class_) if links or before.class_ else None
        plainly = self._understanding.one(question.text, sentences, place)
        heard = [*self._spelled_out(plainly, sentences, before, place), plainly]
        best = max(heard, key=sureness)
        if fit(best) < NAMED_AT_ALL and all(ASKERS.isdisjoint(sentence.words) for sentence in sentences):
            return question  # "and the cat?"
        return _with(best, from_context=True)

    def _told(self, before: Question) -> list[Sentence]:
        return self._understanding.mended(plain(before.task).sentences)

    def _lacks_task(self, question: Question, sentences: list[Sentence]) -> bool:
        if question.bare or fit(question) < TASKED:
            return True
        if not any(link.variant for link in question.links):
            return False
        # A mode's name can look like a task of its own: "and if managed updates are enabled?"
        stems = [stem(word) for sentence in sentences for word in sentence.words]
        return not any(map(self._reader.tells, self._understanding.read(sentences, stems)))

    def _only_set(self, question: Question) -> bool:
        """Whether a message says no more than that something is switched on or off."""
        units = question.units
        return len(units) <= SHORT and all(unit.concept in SET or not self._reader.tells([unit]) for unit in units)

    def _spelled_out(
        self, question: Question, sentences: list[Sentence], before: Question, place: Place | None
    ) -> Iterator[Question]:
        """A follow-up with what its pronoun may stand for, where that and its own words name a task together."""
        read = self._understanding.read(sentences, [])
        if any(map(self._reader.tells, read[:-1])):
            return  # it says itself what "it" is
        things = things_of(before.units, self._reader)
        ways = [[*sentences[:-1], one] for one in spelled_out(sentences[-1], read[-1], things, self._reader.tells)]
        own = self._concepts(read[-1])
        told = self._told(before)
        if ways and not any(map(asks, told)):
            thread = [*told, *sentences]
            heard = self._understanding.one(question.text, thread, place)
            lent = self._concepts(heard.units) - own
            if fit(question) < TASKED or (lent and _holds(heard, lent, own)):
                yield _with(heard, task=f"{worded(thread)[:-1]}?")  # no statement to which the next may add
                if fit(heard) >= CERTAIN:
                    return  # the thread reads like one message
        for way in ways:
            heard = self._understanding.one(question.text, way, place)
            said = self._concepts(heard.units)
            if _holds(heard, said - own, said & own):
                yield _with(heard, task=worded(way))

    def _concepts(self, units: Sequence[Unit]) -> set[str | None]:
        return {unit.concept for unit in units if self._reader.tells([unit])}

    def _asked_again(self, question: Question, before: Question, place: Place) -> Question:
        """The task of the question before, asked of a place in the way of the new one."""
        told = self._told(before)
        services = {link.service for link in before.links}
        opening = next((word for unit in question.units for word in unit.words if word not in LEADING), "")
        if opening in ARTICLES and any(link.variant and link.service in services for link in place.links):
            told = self._of_another_part(told, before) or told
        same = self._understanding.one(before.task, told, place)
        return _with(
            same,
            text=question.text,
            claim=question.claim,
            yes_no=question.yes_no,
            negated=question.negated,
            from_context=True,
        )

    def _of_another_part(self, told: list[Sentence], before: Question) -> list[Sentence]:
        """What was asked, less the part of the service it was done to ("and the self-managed nodes?"); none without."""
        things = {thing.concept for thing in things_of(before.units, self._reader)}
        bare = [unit for unit in before.units if not unit.links]  # "the EKS control plane"
        named = {unit.concept for article, unit in pairwise(bare) if article.words[0] in ARTICLES}
        parts = things & named  # "patched" in "who keeps the API server patched" is done to it
        left = [[unit for unit in units if unit.concept not in parts] for units in self._understanding.read(told, [])]
        if not any(map(self._reader.tells, left)):
            return []
        return [
            Sentence(tuple([word for unit in units for word in unit.words]), sentence.asks)
            for sentence, units in zip(told, left, strict=True)
            if units
        ]

    def _mode_told(
        self, question: Question, sentences: Sequence[Sentence], links: tuple[Link, ...]
    ) -> tuple[Link, ...]:
        """The variants of services asked about before that a message tells by their hallmarks or class, if any."""
        words = [tuple(map(singular, sentence.words)) for sentence in sentences]
        bare = tuple(Link(link.service) for link in links)
        told = tuple(link for link in sharpen(bare, words, self._reader.vocabulary) if link.variant)
        if told or not question.class_:
            return told
        named = {word for unit in question.units if unit.class_ for word in unit.words}
        return tuple(
            Link(link.service, variant.id)
            for link in bare
            for variant in self._catalog.services[link.service].variants
            if named.issubset(variant.name.lower().split())
        )


def fit(question: Question) -> float:
    """How well the best target fits a question; 0 where none does."""
    return question.matches[0].score if question.matches else 0.0


def sureness(question: Question) -> float:
    """The same, or how like its samples a question is where that is more."""
    return max(fit(question), question.alike[0].score if question.alike else 0.0)


def _holds(question: Question, *parts: AbstractSet[str | None]) -> bool:
    """Whether the phrase that fits best speaks of each of some parts that say something."""
    best = question.matches[0].phrase if question.matches else ()
    return all(not part or not part.isdisjoint(best) for part in parts)


def _asks_of_kind(question: Question) -> bool:
    """Whether a message only asks which kind of control it was that was spoken of ("and which category is that?")."""
    if question.intent == "category":
        return question.bare
    named = question.matches[0].target if question.matches else ""
    return question.intent == "concept" and named == KINDS and not question.links


def _asks_of_it(question: Question, sentences: Sequence[Sentence]) -> bool:
    """Whether a message only asks who does what was spoken of before ("so who does that part", "who runs it?")."""
    words = [word for sentence in sentences for word in sentence.words]
    if any(sentence.asks for sentence in sentences) and OFFERED.issuperset(words) and not SIDES.isdisjoint(words):
        return True  # "so that's us?"
    doing = all(unit.concept in DOING or FIXING.issuperset(unit.words) for unit in question.units)
    return doing and not ASKERS.isdisjoint(words) and not PRONOUNS.isdisjoint(words)


def _tells(sentences: Sequence[Sentence]) -> bool:
    """Whether a message only tells of its writer ("I lost my keys"), and asks nothing about what came before."""
    return all(
        sentence.words[:1] in (("i",), ("we",))
        and not sentence.asks
        and ASKERS.isdisjoint(sentence.words)
        and MEANT.isdisjoint(sentence.words)
        for sentence in sentences
    )


def _with(question: Question, **changes: object) -> Question:
    return msgspec.structs.replace(question, **changes)
