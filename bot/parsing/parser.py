"""Text to question: the steps from words to concepts, services, targets and intent, in order."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from bot.catalog.model import Catalog
from bot.parsing.cues import find_cues
from bot.parsing.entities import listed
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
from bot.parsing.focus import ASKERS, PRONOUNS, Heard, asking_of, hearings, units_before, without_bare_sides
from bot.parsing.index import Index
from bot.parsing.intent import CATEGORY_WORDS, CERTAIN, FRAMEWORKS, TASKED, asks_for_all, category_of, intent_of
from bot.parsing.phrases import CONCEPT_MARK, Match, score
from bot.parsing.places import Place, place_of, run_elsewhere
from bot.parsing.polarity import claim_of, is_negated, is_yes_no
from bot.parsing.question import Question
from bot.parsing.reader import Reader, Unit
from bot.parsing.scope import is_selection, is_strange, is_unknown_place, refusal_of
from bot.parsing.second import Second
from bot.parsing.spelling import Speller
from bot.parsing.stem import stem
from bot.parsing.text import Sentence, plain, split_questions
from bot.parsing.vocabulary import THIRD, Link
from bot.parsing.weighing import weigh

KEPT_MATCHES = 12
REMEMBERED = 6
"""Earlier messages of a thread that are read."""
AUTOMATIC = Unit(("automatic",), "automatic")
"""Stands in a question for any of the ways of saying that nobody asked for a thing."""
AUTOMATIC_SHARE = 1.0
"""How much it counts there."""
INSTEAD = "instead"
"""Takes back how the earlier question said that the service is run."""
ALONE = frozenset(("help", "smalltalk", "concept", "category", "list"))
"""Intents that never need an earlier message."""
NAMED = 0.9
"""Share of a phrase from which on a comparison names a task."""
CONTROL = "control"
STATING = frozenset(("party", "statement", "divided", "split"))
"""Words of a stem whose options name parties though it does not ask who."""
DUTIES = frozenset(("respons", "task", "duti", "belong", "must", "should", "do", "requir", "remain"))
"""Stems by which a stem asks for tasks, the customer's where it names no side."""
KINDS = frozenset(("whose", "category", "compare", "matrix", "list"))
"""Cues by which a sentence asks without a question mark."""
OF_PLACES = frozenset(("compare", "matrix"))
"""Intents that the sentence which names the places may tell."""
NO_PLACE = frozenset(("refuse", "nothing", "help", "smalltalk"))
"""Intents of messages that a follow-up cannot refer to."""


class Parser:
    """Understands questions with one catalog; holds no state between them."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self._catalog = catalog
        self._index = index
        self._reader = Reader(index.vocabulary)
        self._second = Second(index.second, index.vocabulary.fillers)
        self._speller = Speller(index.vocabulary, index.english)

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
            before = before if question.intent in NO_PLACE else question
        return self._message(text, before)

    def _message(self, text: str, before: Question | None) -> Question:
        read = plain(text)
        if read.too_long:
            return Question(text=text, intent="refuse", refusal="too_long")
        exam = exam_of(text)
        asked = self._exam(text, exam) if exam else None
        if asked:
            return asked
        sentences = self._mended(read.sentences)
        if not sentences:
            return Question(text=text, intent="nothing")
        asking = split_questions(asking_of(sentences))
        if len(asking) > 1:
            asking = [part for part in asking if self._names_task(part)]
        parts = self._several(asking, sentences) if len(asking) > 1 else []
        if len(parts) > 1:
            return Question(text=text, intent=parts[0].intent, parts=tuple(parts))
        question = self._one(text, sentences)
        return self._follow_up(question, sentences, before) if before else question

    def _names_task(self, sentence: Sentence) -> bool:
        return self._reader.tells(self._reader.read(sentence.words, (), breaks=sentence.breaks))

    def _exam(self, text: str, exam: Exam) -> Question | None:
        """A pasted exam question: its options understood at the place that the stem names, or as answers to who."""
        sentences = self._mended(plain(exam.stem).sentences)
        if not sentences:
            return None
        read = self._read(sentences, [])
        main = _asking(sentences, [{}] * len(sentences))
        asking = sentences[main if main is not None else -1].words
        stems = [stem(word) for word in asking]
        category = category_of(stems) if CONTROL in stems else None
        if "both" in asking and {"aws", "customer"} <= {unit.concept for unit in read[main or 0]}:
            category = "shared"
        options = [self._mended(plain(option).sentences) for _, option in exam.options]
        kinds = [category_of([stem(word) for sentence in option for word in sentence.words]) for option in options]
        if not category and ASKERS.isdisjoint(asking) and len(set(kinds) - {None}) > 1:
            asked = _with(self._one(exam.stem, sentences), intent="category")
            return _with(asked, text=text, intent="exam", parts=(asked,), exam=_named(exam, kinds))
        if not category and (not ASKERS.isdisjoint(asking) or not STATING.isdisjoint(asking)):
            doers = not ASKERS.isdisjoint(asking)
            actors = actors_of([sentence.words for sentence in sentences])
            parties = [
                party_of_option(self._clauses(option), actors) if doers else party_stated(self._all(option), actors)
                for option in options
            ]
            if len(set(parties)) > 1:
                asked = _with(self._one(exam.stem, sentences), whole=not doers)
                heads = [next(iter(self._clauses(option)), []) for option in options]
                outright = tuple(is_outright(head, actors) for head in heads)
                exam = msgspec.structs.replace(_named(exam, parties), outright=outright)
                return _with(asked, text=text, intent="exam", parts=(asked,), exam=exam)
        side = cloud_side(exam.stem) or side_asked(read[main if main is not None else -1])
        if side is None and category is None and DUTIES.isdisjoint(stems):
            return None
        place = self._place([unit for sentence in read for unit in sentence], sentences)
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
            units = self._reader.read(sentence.words, (), breaks=sentence.breaks)
            taken = 0
            for place in (*sentence.breaks, len(sentence.words)):
                before = units_before(units, place)
                clauses.append(before[taken:])
                taken = len(before)
        return [clause for clause in clauses if clause]

    def _option(self, text: str, place: Place) -> Question:
        """One option; it is about what it names itself, or about what the stem names."""
        sentences = self._mended(plain(text).sentences) or [Sentence((), False)]
        own = self._one(text, sentences)
        solid = any(not self._catalog.services[link.service].feature for link in own.links)
        return own if solid and not own.hinted else self._one(text, sentences, place)

    def _mended(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        return [self._speller.mend(sentence) for sentence in without_bare_sides(sentences)]

    def _several(self, asking: list[Sentence], sentences: list[Sentence]) -> list[Question]:
        """The single questions of one message; none where one of them cannot stand for itself.

        Args:
            asking: what asks, each with one question.
            sentences: all of the message; they say where, if a question does not.
        """
        units = [unit for sentence in self._read(sentences, []) for unit in sentence]
        common = self._place(units, sentences)
        parts: list[Question] = []
        for sentence in asking:
            text = " ".join(sentence.words)
            part = self._one(text, [sentence])
            if common.links and not parts and not (part.links or part.class_):
                part = self._one(text, [sentence], common)
            if part.intent in ("smalltalk", "help", "nothing"):
                continue
            parts.append(self._follow_up(part, [sentence], parts[-1]) if parts else part)
        return parts if all(part.matches or part.links for part in parts) else []

    def _one(self, text: str, sentences: list[Sentence], lent: Place | None = None) -> Question:
        """Understands sentences as one question; the one that asks decides, the others lend services and words.

        Args:
            text: the message.
            sentences: its sentences, spelling mended.
            lent: the place to ask about instead of the one the sentences name.
        """
        stems = [stem(word) for sentence in sentences for word in sentence.words]
        read = self._read(sentences, stems)
        if lent:  # how the service was run in the question before says nothing of how it is run now
            read = [[unit for unit in sentence if not any(link.variant for link in unit.links)] for sentence in read]
        units = [unit for sentence in read for unit in sentence]
        place = lent or self._place(units, sentences)
        found = [self._cues(sentence, named_in) for sentence, named_in in zip(sentences, read, strict=True)]
        main = _asking(sentences, found)
        cues = self._cues_that_count(found, main)
        named = (
            _ids(place.links) if lent else _ids(place.links) | {link.service for unit in units for link in unit.links}
        )
        explained = {"concept", "category"} & cues.keys() and self._explained(
            self._matches([(unit, 1.0) for unit in units], place, named)
        )
        if "category" in cues and not explained:
            dropped = CATEGORY_WORDS | {"configure"} if "concept" in cues else CATEGORY_WORDS  # "define …"
            read = [[unit for unit in sentence if unit.concept not in dropped] for sentence in read]
            beside = [[unit for unit in sentence if unit.concept not in FRAMEWORKS] for sentence in read]
            if self._reader.tells([unit for sentence in beside for unit in sentence]):
                read = beside
            if main is not None and not self._reader.tells(read[main]):
                sentences = [Sentence(sentence.words, sentence.asks) for sentence in sentences]
        extra = [(AUTOMATIC, AUTOMATIC_SHARE)] if "unasked" in cues else []
        heard, matches = max(
            (
                (heard, self._matches([*heard, *extra], place, named))
                for heard in hearings(sentences, read, main, self._reader.tells)
            ),
            key=lambda one: one[1][0].score if one[1] else 0.0,
        )
        focus = [unit for unit, _ in heard]
        elsewhere = run_elsewhere(place, self._catalog.services)
        words = [
            word
            for unit in focus
            if not unit.purpose and not (elsewhere and unit.concept == THIRD)
            for word in unit.words
        ]
        asked = sentences[main if main is not None else -1].words
        question = Question(
            text=text,
            task=text,
            intent="who",
            links=place.links,
            class_=None if "category" in cues and place.class_ == "hybrid" else place.class_,
            hinted=place.hinted,
            matches=tuple(matches[:KEPT_MATCHES]),
            opinions=tuple(self._second.judge(words)),
            claim=claim_of(asked, cues, frozenset(unit.words[0] for unit in units if unit.links)),
            yes_no=is_yes_no(asked, cues),
            negated=is_negated(asked, cues),
            exclusive="exclusive" in cues,
            whole="whole" in cues,
            listed=listed(units),
            pronoun=not place.links and not place.class_ and bool(PRONOUNS.intersection(asked)),
            category=category_of(stems) if "category" in cues else None,
            bare=not self._reader.tells([unit for sentence in read for unit in sentence]),
            units=tuple(units),
        )
        return self._judged(question, cues, units, read[main if main is not None else -1])

    def _read(self, sentences: Sequence[Sentence], stems: Sequence[str]) -> list[list[Unit]]:
        """The units of each sentence; `stems` are those of all of them."""
        return [self._reader.read(sentence.words, stems, breaks=sentence.breaks) for sentence in sentences]

    def _cues(self, sentence: Sentence, units: Sequence[Unit]) -> dict[str, int]:
        """The cues of one sentence; a service's name refuses nothing ("AWS Budgets", "Chime SDK Meetings")."""
        found = find_cues(self._index.cues, sentence.words)
        if not any(label.startswith("refuse:") for label in found) or not any(unit.links for unit in units):
            return found
        nameless = tuple(word for unit in units for word in (("",) * len(unit.words) if unit.links else unit.words))
        kept = find_cues(self._index.cues, nameless)
        return {label: start for label, start in found.items() if not label.startswith("refuse:") or label in kept}

    def _cues_that_count(self, found: Sequence[Mapping[str, int]], main: int | None) -> dict[str, int]:
        """The cues of a message: what kind of question it is, its asking sentence says."""
        anywhere = {f"refuse:{refusal.id}" for refusal in self._catalog.words.refusals if refusal.anywhere}
        intents = self._catalog.words.intents.keys() - OF_PLACES  # "RDS vs EC2: who does what?"
        counting: dict[str, int] = {}
        for number, labels in enumerate(found):
            for label, start in labels.items():
                kind = label.startswith("refuse:") or label in intents
                if main is None or number == main or not kind or label in anywhere:
                    counting.setdefault(label, start)
        return counting

    def _judged(
        self, question: Question, cues: dict[str, int], units: Sequence[Unit], asked: Sequence[Unit]
    ) -> Question:
        """The question with its intent, or with the reason for which it is out of scope."""
        whole = asks_for_all(units, self._reader)
        if {"concept", "category"} & cues.keys() and self._explained(question.matches):
            return _with(question, intent="concept")
        about = self._about(question, units)
        intent = intent_of(question, cues, whole, about)
        if intent in ("help", "smalltalk"):
            return _with(question, intent=intent)
        named = bool(question.links) and not question.hinted
        best = question.matches[0] if question.matches else None
        if best and best.target.startswith(CONCEPT_MARK) and best.score >= CERTAIN and intent == "concept":
            return _with(question, intent=intent)
        refusal = refusal_of(cues, self._catalog.words.refusals, named)
        best = question.matches[0] if question.matches else None
        compared = intent == "compare" and not (best and best.coverage >= NAMED)
        if (intent == "who" or compared) and is_selection(units, cues):
            refusal = refusal or "selection"
        nowhere = not named and not question.class_
        if intent == "who" and nowhere and is_strange(units, question.matches, cues, self._speller.is_english):
            refusal = refusal or "strange"
        if (
            intent == "who"
            and not question.links
            and not question.class_
            and is_unknown_place(asked, self._speller.is_english)
        ):
            refusal = refusal or "unknown_place"
        if refusal:
            return _with(question, intent="refuse", refusal=refusal)
        if intent == "who" and about and whole:
            return _with(question, intent=intent, matches=(Match(about, 1.0, 1.0, 1.0, ()),), opinions=())
        return _with(question, intent=intent)

    def _about(self, question: Question, units: Sequence[Unit]) -> str | None:
        """The one task that bare names ask about: a feature's at its service ("IAM in AWS Batch"), or the service's."""
        named = [self._catalog.services[link.service] for unit in units for link in unit.links]
        feature = next((service.about for service in named if service.feature and service.about), None)
        if feature or not question.links:
            return feature
        return self._catalog.services[question.links[0].service].about

    def _explained(self, matches: Sequence[Match]) -> bool:
        """True where the whole question is one that an explanation answers, and not one of the categories."""
        whole = (match.target for match in matches if match.score >= CERTAIN and match.target.startswith(CONCEPT_MARK))
        return any(self._catalog.concepts[target.removeprefix(CONCEPT_MARK)].category is None for target in whole)

    def _place(self, units: Sequence[Unit], sentences: Sequence[Sentence]) -> Place:
        return place_of(units, sentences, self._catalog.services, self._index.vocabulary)

    def _matches(self, heard: Heard, place: Place, named: frozenset[str]) -> list[Match]:
        asked = weigh(heard, place, self._catalog.services, self._reader)
        found = score(self._index.phrases, asked, named)
        if place.links and any(not match.target.startswith(CONCEPT_MARK) for match in found):
            # A service's question gets no general explanation, unless one is asked for by words that name the service.
            names = () if place.hinted else {link.concept for link in place.links}
            found = [m for m in found if not m.target.startswith(CONCEPT_MARK) or _asked_for(m, names)]
        return found

    def _follow_up(self, question: Question, sentences: list[Sentence], before: Question) -> Question:
        """Fills what a question leaves out, task or place, from the one before it."""
        if question.intent in ALONE or (question.intent == "refuse" and question.refusal != "strange"):
            return question
        lacks_task = not question.matches or question.matches[0].score < TASKED
        if not lacks_task and any(link.variant for link in question.links):
            # A mode's name can look like a task of its own: "and if managed updates are enabled?"
            stems = [stem(word) for sentence in sentences for word in sentence.words]
            lacks_task = not any(map(self._reader.tells, self._read(sentences, stems)))
        lacks_place = question.hinted or not (question.links or question.class_)
        if lacks_task and not lacks_place:
            place = Place(question.links, question.class_)
            same = self._one(before.task, self._mended(plain(before.task).sentences), place)
            return _with(
                same,
                text=question.text,
                claim=question.claim,
                yes_no=question.yes_no,
                negated=question.negated,
                from_context=True,
            )
        if not lacks_task and lacks_place and (before.links or before.class_):
            links = before.links
            if any(INSTEAD in sentence.words for sentence in sentences):
                links = tuple(dict.fromkeys(Link(link.service) for link in links))
            place = Place(links, before.class_)
            return _with(self._one(question.text, sentences, place), from_context=True)
        return question


def _asking(sentences: Sequence[Sentence], found: Sequence[Mapping[str, int]]) -> int | None:
    """Number of the sentence that asks: the last with a question mark or a word such as "who", else
    the last that speaks of whose job it is.
    """
    last = range(len(sentences) - 1, -1, -1)
    by_mark = next(
        (number for number in last if sentences[number].asks or not ASKERS.isdisjoint(sentences[number].words)), None
    )
    if by_mark is not None or len(sentences) == 1:
        return by_mark or 0
    return next((number for number in last if not KINDS.isdisjoint(found[number])), None)


def _named(exam: Exam, parties: Sequence[str | None]) -> Exam:
    return msgspec.structs.replace(exam, parties=tuple(parties))


def _ids(links: tuple[Link, ...]) -> frozenset[str]:
    """Ids of services and variants, whose own phrases count."""
    return frozenset(name for link in links for name in (link.service, link.variant) if name)


def _with(question: Question, **changes: object) -> Question:
    return msgspec.structs.replace(question, **changes)


def _asked_for(match: Match, names: Collection[str]) -> bool:
    """Whether an explanation's own words stand in a question, and in them the services that it names, if any."""
    return match.score >= CERTAIN and (not names or any(name in match.phrase for name in names))
