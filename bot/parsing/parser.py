"""Text to question: the steps from words to concepts, services, targets and intent, in order."""

from collections.abc import Sequence

import msgspec

from bot.catalog.model import Catalog
from bot.parsing.cues import find_cues
from bot.parsing.entities import settle, sharpen
from bot.parsing.index import Index
from bot.parsing.phrases import CONCEPT_MARK, Match, Part, score
from bot.parsing.polarity import claim_of, is_yes_no
from bot.parsing.question import Intent, Question
from bot.parsing.reader import Reader, Unit, is_service
from bot.parsing.scope import is_strange, refusal_of
from bot.parsing.second import features, judge
from bot.parsing.spelling import Speller
from bot.parsing.stem import singular, stem
from bot.parsing.text import Sentence, plain
from bot.parsing.vocabulary import CLASS_MARK, WHOSE, Link

TASKED = 0.4
"""Fit from which a question is taken to name a task."""
CERTAIN = 0.9
"""Fit from which not even a cue for help or small talk outweighs the task."""
KEPT_MATCHES = 12
PURPOSE_SHARE = 0.3
"""How much a concept inside a purpose clause counts."""
CATEGORY_WORDS = frozenset(("inherit", "share", "control", "specif", "type", "categori", "class", "sort", "customer"))
"""Concepts that name a control category rather than the control asked about."""
PRONOUNS = frozenset(("it", "that", "this", "them", "those"))
WHOSE_DEMAND = 0.15
"""How much "our" and "AWS" call for being explained: they tell readings apart, yet many questions just contain them."""
INNER_SHARE = 0.3
"""How much the words inside a service's own name count ("Key Management Service")."""


class Parser:
    """Understands questions with one catalog; holds no state between them."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self._catalog = catalog
        self._index = index
        self._reader = Reader(index.vocabulary)
        self._speller = Speller(index.vocabulary)

    def parse(self, text: str, context: Sequence[str] = ()) -> Question:
        """Understands one message.

        Args:
            text: the message as typed, of any length.
            context: earlier messages of the same thread, oldest first; the last one fills gaps of a follow-up.
        """
        read = plain(text)
        if read.too_long:
            return Question(text=text, intent="refuse", refusal="too_long")
        sentences = [Sentence(self._speller.mend(sentence.words), sentence.asks) for sentence in read.sentences]
        if not sentences:
            return Question(text=text, intent="nothing")
        asking = _split([sentence for sentence in sentences if sentence.asks] or sentences[-1:])
        if len(asking) > 1:
            parts = self._several(asking)
            if len(parts) > 1:
                return Question(text=text, intent=parts[0].intent, parts=tuple(parts))
        question = self._one(text, sentences)
        return self._with_context(question, context) if context else question

    def _several(self, asking: list[Sentence]) -> list[Question]:
        parts: list[Question] = []
        for sentence in asking:
            part = self._one(" ".join(sentence.words), [sentence])
            if part.intent in ("smalltalk", "help", "nothing"):
                continue
            if not part.links and parts and part.matches:
                part = self._fill(part, parts[-1])
            parts.append(part)
        return parts if all(part.matches or part.links for part in parts) else []

    def _one(self, text: str, sentences: list[Sentence]) -> Question:
        """Understands sentences as one question; the one that asks decides, the others lend services and words."""
        stems_all = [stem(word) for sentence in sentences for word in sentence.words]
        read = [self._reader.read(sentence.words, stems_all) for sentence in sentences]
        units = [unit for sentence in read for unit in sentence]
        words_all = {singular(word) for sentence in sentences for word in sentence.words}
        links = sharpen(settle(units, self._catalog.services), words_all, self._index.vocabulary)
        main = next((number for number in range(len(sentences) - 1, -1, -1) if sentences[number].asks), None)
        focus = units
        if main is not None and len(sentences) > 1:
            focus = self._focus(read[main], units, links)
        cues: dict[str, int] = {}
        for sentence in sentences:
            for label, place in find_cues(self._index.cues, sentence.words).items():
                cues.setdefault(label, place)
        hinted = False
        if not links:
            links = self._hint(units)
            hinted = bool(links)
        class_ = next((unit.class_ for unit in units if unit.class_), None)
        if class_ and hinted:
            links, hinted = (), False
        if "category" in cues:
            dropped = CATEGORY_WORDS | {"configure"} if "concept" in cues else CATEGORY_WORDS  # "define …"
            focus = [unit for unit in focus if unit.concept not in dropped]
        matches = self._matches(focus, links)
        words = [word for unit in focus for word in unit.words]
        opinions = judge(self._index.second, features(words, self._index.vocabulary.fillers))
        asked = sentences[main] if main is not None else sentences[-1]
        question = Question(
            text=text,
            intent="who",
            links=links,
            class_=class_,
            hinted=hinted,
            matches=tuple(matches[:KEPT_MATCHES]),
            opinions=tuple(opinions),
            claim=claim_of(asked.words, cues, frozenset(unit.words[0] for unit in units if unit.links)),
            yes_no=is_yes_no(asked.words),
            negated="negation" in cues,
            exclusive="exclusive" in cues,
            pronoun=not links and not class_ and bool(PRONOUNS.intersection(asked.words)),
            category=_category(stems_all) if "category" in cues else None,
            trace=tuple(_trace(unit) for unit in units),
        )
        intent = self._intent(question, cues, units)
        if intent not in ("help", "smalltalk"):
            refusal = refusal_of(cues, self._catalog.words.refusals, bool(links) and not hinted)
            if refusal:
                return _with(question, intent="refuse", refusal=refusal)
            if intent == "who" and (hinted or not links) and not class_ and is_strange(units, matches):
                return _with(question, intent="refuse", refusal="strange")
        about = self._about(question) if question.links else None
        if intent == "who" and about and self._asks_for_all(units):
            question = _with(question, matches=(Match(about, 1.0, 1.0, 1.0, ()),), opinions=())
        return _with(question, intent=intent)

    def _focus(self, asking: list[Unit], units: list[Unit], links: tuple[Link, ...]) -> list[Unit]:
        """The units to match: the asking sentence's, or all where that one names no task of its own."""
        own = self._matches(asking, links)
        return asking if own and own[0].score >= 0.5 else units

    def _matches(self, units: Sequence[Unit], links: tuple[Link, ...]) -> list[Match]:
        named = {link.variant or link.service for link in links} | {link.service for link in links}
        named |= {link.service for unit in units for link in unit.links}
        asked: dict[str, Part] = {}
        for unit in units:
            share = PURPOSE_SHARE if unit.purpose else 1.0
            if unit.links:
                feature = any(self._catalog.services[link.service].feature for link in unit.links)
                for link in unit.links:
                    asked[link.concept] = Part(1.0, share if feature else 0.0)
                for concept in self._reader.inner(unit):
                    asked.setdefault(concept, Part(INNER_SHARE, 0.0) if unit.official else Part(1.0, INNER_SHARE))
            elif unit.class_:
                asked[CLASS_MARK + unit.class_] = Part(1.0, 0.0)
            elif unit.concept in WHOSE:
                asked[unit.concept] = Part(1.0, WHOSE_DEMAND)
            elif unit.concept is not None:
                known = asked.get(unit.concept)
                if known is None or known.demand < share:
                    asked[unit.concept] = Part(max(share, PURPOSE_SHARE), share)
        found = score(self._index.phrases, asked, named)
        if links and any(not match.target.startswith(CONCEPT_MARK) for match in found):
            found = [match for match in found if not match.target.startswith(CONCEPT_MARK)]
        return found

    def _hint(self, units: Sequence[Unit]) -> tuple[Link, ...]:
        objects = self._index.vocabulary.objects
        for unit in units:
            service = objects.get(unit.concept or "")
            if service and service in self._catalog.services:
                return (Link(service),)
        return ()

    def _intent(self, question: Question, cues: dict[str, int], units: Sequence[Unit]) -> Intent:
        best = question.matches[0] if question.matches else None
        tasked = best is not None and best.score >= TASKED
        if not question.links and not (best and best.score >= CERTAIN):
            if "help" in cues:
                return "help"
            if "smalltalk" in cues and not tasked:
                return "smalltalk"
        if "category" in cues:
            return "concept" if "concept" in cues and question.category and not tasked else "category"
        if "list" in cues and not question.links:
            return "list"
        if "compare" in cues and len(question.links) > 1:
            return "compare"
        if question.links and not question.hinted and self._asks_for_all(units):
            return "who" if self._about(question) and "matrix" not in cues else "matrix"
        if best and best.target.startswith(CONCEPT_MARK):
            return "concept"
        return "who"

    def _about(self, question: Question) -> str | None:
        """The one task that the bare name of a feature asks about."""
        return self._catalog.services[question.links[0].service].about

    def _asks_for_all(self, units: Sequence[Unit]) -> bool:
        """True where only the service is left beside words such as "responsible", "split" and "left"."""
        known = self._index.vocabulary
        return not any(
            unit.concept not in known.light and unit.concept not in known.overview
            for unit in units
            if unit.concept and not is_service(unit.concept)
        ) and not any(self._reader.inner(unit) for unit in units if unit.links and not unit.official)

    def _with_context(self, question: Question, context: Sequence[str]) -> Question:
        """Fills what a follow-up leaves out from the latest earlier message that has it."""
        if question.intent in ("help", "smalltalk", "concept", "category", "list") or question.parts:
            return question
        lacks_task = not question.matches or question.matches[0].score < TASKED
        lacks_place = not question.links and not question.class_
        if not lacks_task and not (lacks_place or question.hinted):
            return question
        for earlier in reversed(context):
            before = self.parse(earlier)
            before = before.parts[-1] if before.parts else before
            if before.intent in ("refuse", "nothing", "help", "smalltalk"):
                continue
            if lacks_task and (question.links or question.class_) and before.matches:
                return _with(
                    question,
                    intent="who",
                    matches=before.matches,
                    opinions=before.opinions,
                    refusal=None,
                    from_context=True,
                )
            if not lacks_task and (before.links or before.class_):
                return self._fill(question, before)
        return question

    @staticmethod
    def _fill(question: Question, before: Question) -> Question:
        return _with(question, links=before.links, class_=before.class_, hinted=False, from_context=True)


def _split(asking: list[Sentence]) -> list[Sentence]:
    """Sentences that ask two things ("who patches RDS and who backs it up") in two."""
    found: list[Sentence] = []
    for sentence in asking:
        start = 0
        words = sentence.words
        for place in range(1, len(words) - 2):
            if words[place] in ("and", "also") and words[place + 1] in ("who", "whose", "is", "are", "do", "does"):
                found.append(Sentence(words[start:place], True))
                start = place + 1
        found.append(Sentence(words[start:], sentence.asks))
    return found


def _with(question: Question, **changes: object) -> Question:
    return msgspec.structs.replace(question, **changes)


def _category(stems: Sequence[str]) -> str | None:
    """The control category that a question about categories names."""
    for named, category in (("inherit", "inherited"), ("custom", "customer"), ("share", "shared")):
        if named in stems:
            return category
    return None


def _trace(unit: Unit) -> str:
    text = " ".join(unit.words)
    if unit.links:
        return f"{text} → service " + " / ".join(link.variant or link.service for link in unit.links)
    if unit.class_:
        return f"{text} → class {unit.class_}"
    if unit.concept is None:
        return f"{text} → (function word)"
    return f"{text} → {unit.concept}" + ("" if unit.known else " (unknown)")
