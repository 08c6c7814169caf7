"""Text to question: one message, several questions in one, an exam question, a follow-up."""

from collections.abc import Sequence
from itertools import takewhile

import msgspec

from bot.catalog.model import Catalog
from bot.parsing.exam import (
    Exam,
    actors_of,
    cloud_side,
    exam_of,
    is_outright,
    party_of_option,
    party_stated,
    side_asked,
)
from bot.parsing.focus import ASKERS, asking_of, asks, main_of, units_before
from bot.parsing.following import Following, fit
from bot.parsing.index import Index
from bot.parsing.intent import TASKED, category_of
from bot.parsing.places import Place
from bot.parsing.question import Question
from bot.parsing.reader import Unit
from bot.parsing.stem import stem
from bot.parsing.text import Sentence, plain, split_questions
from bot.parsing.understanding import Understanding

REMEMBERED = 6
"""Earlier messages of a thread that are read."""
ACKNOWLEDGING = frozenset(
    (
        "ok", "okay", "k", "cool", "great", "nice", "fine", "good", "perfect", "right", "sure", "yes", "yep", "yeah",
        "ah", "aha", "oh", "hm", "hmm", "omg", "lol", "wow", "noted", "understood", "alright", "got", "it",
        "makes", "sense", "thanks", "thx", "cheers",
    )
)  # fmt: skip
"""Words of a message by which somebody in a thread only takes note of an answer."""
CONTROL = "control"
STATING = frozenset(("party", "statement", "divided", "split"))
"""Words of a stem whose options name parties though it does not ask who."""
BY = ("by",)
"""How a stem ends whose options say who does it ("edge locations are maintained by")."""
DUTIES = frozenset(("respons", "task", "duti", "belong", "must", "should", "do", "requir", "remain"))
"""Stems by which a stem asks for tasks, the customer's where it names no side."""
NO_PLACE = frozenset(("refuse", "nothing", "help", "smalltalk"))
"""Intents of messages that a follow-up cannot refer to."""


class Parser:
    """Understands questions with one catalog; holds no state between them."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self._catalog = catalog
        self._understanding = Understanding(catalog, index)
        self._reader = self._understanding.reader
        self._following = Following(catalog, self._understanding)

    def parse(self, text: str, context: Sequence[str] = ()) -> Question:
        """Understands one message.

        Args:
            text: the message as typed, of any length.
            context: earlier messages of the same thread, oldest first; they fill gaps of a follow-up.
        """
        before: Question | None = None
        for earlier in context[-REMEMBERED:]:
            question = self._message(earlier, before)
            question = question.parts[-1] if question.parts else question
            if question.intent not in NO_PLACE:
                nowhere = before is not None and not (question.links or question.class_)
                remark = (nowhere or question.from_context) and _is_remark(question)
                if remark or (nowhere and question.bare):
                    continue  # "ok, us then": what was asked before is still spoken of
                # A remark that names no place is made on the one spoken of: "OpenSearch is next", "access is ours".
                before = _with(question, links=before.links, class_=before.class_) if before and nowhere else question
            elif question.links and not question.hinted:  # "RDS is next on my sheet": nothing is asked, yet of RDS
                before = _with(before, links=question.links, class_=None) if before else question
        return self._message(text, before)

    def _message(self, text: str, before: Question | None) -> Question:
        read = plain(text)
        if read.too_long:
            return Question(text=text, intent="refuse", refusal="too_long")
        exam = exam_of(text)
        asked = self._exam(text, exam) if exam else None
        if asked:
            return asked
        sentences = self._understanding.mended(read.sentences)
        noted = before is not None and all(ACKNOWLEDGING.issuperset(sentence.words) for sentence in sentences)
        if not sentences:
            return Question(text=text, intent="nothing")
        if noted:  # thanks are answered all the same
            said = self._understanding.one(text, sentences)
            return said if said.intent == "smalltalk" else Question(text=text, intent="nothing")
        asking = split_questions(asking_of(sentences) if len(sentences) > 1 else sentences)
        if len(asking) > 1:
            asking = [part for part in asking if self._names_task(part)]
        parts = self._several(asking, sentences, before) if len(asking) > 1 else []
        if len(parts) > 1:
            return Question(text=text, intent=parts[0].intent, parts=tuple(parts))
        question = self._understanding.one(text, sentences)
        return self._following.filled(question, sentences, before) if before else question

    def _names_task(self, sentence: Sentence) -> bool:
        return self._reader.tells(self._reader.read(sentence.words, breaks=sentence.breaks))

    def _exam(self, text: str, exam: Exam) -> Question | None:
        """A pasted exam question: its options understood at the place that the stem names, or as answers to who."""
        sentences = self._understanding.mended(plain(exam.stem).sentences)
        if not sentences:
            return None
        read = self._understanding.read(sentences, [])
        main = main_of(sentences, [{}] * len(sentences))
        asking = sentences[main if main is not None else -1].words
        stems = [stem(word) for word in asking]
        category = category_of(stems) if CONTROL in stems else None
        if "both" in asking and {"aws", "customer"} <= {unit.concept for unit in read[main or 0]}:
            category = "shared"
        options = [self._understanding.mended(plain(option).sentences) for _, option in exam.options]
        kinds = [category_of([stem(word) for sentence in option for word in sentence.words]) for option in options]
        if not category and ASKERS.isdisjoint(asking) and len(set(kinds) - {None}) > 1:
            asked = _with(self._understanding.one(exam.stem, sentences), intent="category")
            return _with(asked, text=text, intent="exam", parts=(asked,), exam=_named(exam, kinds))
        doers = not ASKERS.isdisjoint(asking) or asking[-1:] == BY
        if not category and (doers or not STATING.isdisjoint(asking)):
            actors = actors_of([sentence.words for sentence in sentences])
            parties = [
                party_of_option(self._clauses(option), actors) if doers else party_stated(self._all(option), actors)
                for option in options
            ]
            if len(set(parties)) > 1:
                asked = _with(self._understanding.one(exam.stem, sentences), whole=not doers)
                heads = [next(iter(self._clauses(option)), []) for option in options]
                outright = tuple(is_outright(head, actors) for head in heads)
                exam = msgspec.structs.replace(_named(exam, parties), outright=outright)
                return _with(asked, text=text, intent="exam", parts=(asked,), exam=exam)
        side = cloud_side(exam.stem) or side_asked(read[main if main is not None else -1])
        if side is None and category is None and DUTIES.isdisjoint(stems):
            return None
        place = self._understanding.place(read, sentences)
        return Question(
            text=text,
            task=text,
            intent="exam",
            links=place.links,
            class_=place.class_,
            parts=tuple(self._option(option, place) for _, option in exam.options),
            claim=None if category else side or "customer",
            category=category,
            negated=exam.negated,
            exam=exam,
        )

    def _all(self, option: Sequence[Sentence]) -> list[Unit]:
        return [unit for sentence in option for unit in self._reader.read(sentence.words)]

    def _clauses(self, option: Sequence[Sentence]) -> list[list[Unit]]:
        """The units of an option, clause by clause."""
        clauses: list[list[Unit]] = []
        for sentence in option:
            units = self._reader.read(sentence.words, breaks=sentence.breaks)
            taken = 0
            for place in (*sentence.breaks, len(sentence.words)):
                before = units_before(units, place)
                clauses.append(before[taken:])
                taken = len(before)
        return [clause for clause in clauses if clause]

    def _option(self, text: str, place: Place) -> Question:
        """One option; it is about what it names itself, or about what the stem names."""
        sentences = self._understanding.mended(plain(text).sentences) or [Sentence((), False)]
        own = self._understanding.one(text, sentences)
        solid = any(not self._catalog.services[link.service].feature for link in own.links)
        return own if solid and not own.hinted else self._understanding.one(text, sentences, place)

    def _several(self, asking: list[Sentence], sentences: list[Sentence], before: Question | None) -> list[Question]:
        """The single questions of one message; none where one of them cannot stand for itself.

        Args:
            asking: what asks, each with one question.
            sentences: all of the message; they say where, if a question does not.
            before: what was asked before in the thread.
        """
        common = self._understanding.place(self._understanding.read(sentences, []), sentences)
        begin = sentences.index(asking_of(sentences)[0])
        told = list(takewhile(lambda sentence: not asks(sentence), sentences[:begin]))
        parts: list[Question] = []
        for number, sentence in enumerate(asking):
            text = " ".join(sentence.words)
            spoken = [sentence] if number else [*told, sentence]
            part = self._understanding.one(text, spoken)
            if common.links and not parts and not (part.links or part.class_):
                part = self._understanding.one(text, spoken, common)
            if part.intent in ("smalltalk", "help", "nothing"):
                continue
            if ASKERS.isdisjoint(sentence.words) and not _answerable(part):
                continue  # "where do they go, and who sets that up?" asks for one task
            earlier = parts[-1] if parts else before
            parts.append(self._following.filled(part, [sentence], earlier) if earlier else part)
        return parts if all(part.matches or part.links for part in parts) else []


def _is_remark(question: Question) -> bool:
    """Whether an earlier message neither asks nor names a task ("us, fine")."""
    return fit(question) < TASKED and not any(map(asks, plain(question.text).sentences))


def _answerable(part: Question) -> bool:
    """Whether a part of a message asks for something of its own that has an answer."""
    return part.intent != "refuse" and (part.intent != "who" or fit(part) >= TASKED)


def words_of(question: Question) -> list[str]:
    """The words of a message as they were read, spelling mended, those of all its questions in order."""
    return [word for one in question.parts or (question,) for unit in one.units for word in unit.words]


def _named(exam: Exam, parties: Sequence[str | None]) -> Exam:
    return msgspec.structs.replace(exam, parties=tuple(parties))


def _with(question: Question, **changes: object) -> Question:
    return msgspec.structs.replace(question, **changes)
