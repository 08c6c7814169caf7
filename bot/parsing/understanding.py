"""Sentences to one question: its services, targets and intent, or why it is out of scope."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from bot.catalog.model import Catalog
from bot.parsing.carrying import Carrying
from bot.parsing.entities import listed
from bot.parsing.focus import ASKERS, PRONOUNS, SIDES, Heard, hearings, main_of, without_bare_sides
from bot.parsing.framing import unframed
from bot.parsing.halves import SUMMED, asks_of_both
from bot.parsing.heeding import Heeding
from bot.parsing.index import Index
from bot.parsing.intent import CATEGORY_WORDS, CERTAIN, FRAMEWORKS, asks_for_all, category_of, intent_of
from bot.parsing.opinions import set_aside
from bot.parsing.outsiders import without_whereabouts
from bot.parsing.phrases import CONCEPT_MARK, Fit, Match, Part, fits, fits_best, ranked
from bot.parsing.places import Place, place_of, run_elsewhere
from bot.parsing.polarity import claim_of, is_negated, is_yes_no
from bot.parsing.question import Question
from bot.parsing.reader import Reader, Unit
from bot.parsing.samples import Samples
from bot.parsing.scope import (
    asks_outright,
    is_selection,
    is_strange,
    is_unknown_place,
    offers_parties,
    refusal_of,
    says_little,
    speaks_of_other_things,
)
from bot.parsing.second import Second
from bot.parsing.settled import SETTLED, SETTLED_SHARE, is_settled
from bot.parsing.spelling import Speller
from bot.parsing.stem import stem
from bot.parsing.text import Sentence
from bot.parsing.vocabulary import THIRD, Link
from bot.parsing.weighing import weigh

KEPT_MATCHES = 12
VENDOR = "aws"
"""Concept of AWS's own names."""
AUTOMATIC = Unit(("automatic",), "automatic")
"""Stands in a question for any of the ways of saying that nobody asked for a thing."""
AUTOMATIC_SHARE = 1.0
"""How much it counts there."""
NAMED = 0.9
"""Share of a phrase from which on a comparison names a task."""
POINTING = frozenset(("this", "that", "these", "those"))
FAR = 0.5
"""How strange what asks for an explanation may sound at most."""
FEW = 5
"""Words of which one phrase may be made up by chance ("reboot web-02 now")."""
PLAINLY_ALIKE = 0.6
"""Likeness of the likest task from which on a message is about that, whatever a word or two of it sound like."""
WHOSE = ASKERS | SIDES
"""Words by which a message asks whose job something is, or offers who may have it."""
WHOLLY = 0.5
"""How much a message must sound like asking for both parties' parts to be taken so; of samples left out that ask for
one party's hardly one in a thousand does, and of those that ask for both one in six."""
STORY = 12
"""Words from which on how strange a message sounds is told by enough of them."""


class Understanding:
    """Understands sentences with one catalog; holds no state between them."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self._catalog = catalog
        self._index = index
        self._carrying = Carrying(catalog)
        self.reader = Reader(index.vocabulary)
        anywhere = [f"refuse:{refusal.id}" for refusal in catalog.words.refusals if refusal.anywhere]
        self._heeding = Heeding(index.cues, anywhere, catalog.words.intents, self.reader.tells)
        self._second = Second(index.second, index.vocabulary.fillers)
        self._samples = Samples(index.samples)
        self.speller = Speller(index.vocabulary, index.english)

    def one(self, text: str, sentences: list[Sentence], lent: Place | None = None) -> Question:
        """Understands sentences as one question; the one that asks decides, the others lend services and words.

        Args:
            text: the message.
            sentences: its sentences, spelling mended.
            lent: the place to ask about instead of the one the sentences name.
        """
        known = [self.reader.known(sentence.words) for sentence in sentences]
        stems = [word.stem for sentence in known for word in sentence]
        near = frozenset(stems)
        read = [
            self.reader.read(sentence.words, near, breaks=sentence.breaks, known=words)
            for sentence, words in zip(sentences, known, strict=True)
        ]
        read = self._pointed(_taken_up(read))
        saying = [not self._index.vocabulary.saying.isdisjoint(sentence.words) for sentence in sentences]
        if True in saying:
            read = set_aside(read, self._index.vocabulary)
        if lent:  # how the service was run in the question before says nothing of how it is run now
            read = [[unit for unit in sentence if not any(link.variant for link in unit.links)] for sentence in read]
        units = [unit for sentence in read for unit in sentence]
        names = [unit for unit in units if unit.links]
        found = [self._heeding.of_sentence(words, named_in) for words, named_in in zip(known, read, strict=True)]
        main = main_of(sentences, found)
        said = self._samples.heard([word for unit in units for word in unit.words])
        place = lent or self.place(read, sentences, main, said.place)
        refused = main is not None and not self._heeding.refusing_here.isdisjoint(found[main])
        if (
            main is not None
            and refused
            and (place.links or any(unit.links or unit.concept == VENDOR for unit in units))
        ):
            found[main] = self._heeding.less_told(found[main], sentences[main], read[main])
        for number, says in enumerate(saying):  # "head office believes that Amazon maintains it end to end"
            if says and number != main:
                found[number].pop("whole", None)
        cues = self._heeding.counting(found, main, main is None or len(read) == 1 or self._tells_more(read[main]))
        named = _ids(place.links)
        elsewhere = run_elsewhere(place, self._catalog.services)
        if elsewhere:
            read = without_whereabouts([sentence.words for sentence in sentences], read)
            units = [unit for sentence in read for unit in sentence]
        meant = {link.service for unit in names for link in unit.links}
        if names and not lent and not (elsewhere and meant.isdisjoint(link.service for link in place.links)):
            named |= meant
        explained = ("concept" in cues or "category" in cues) and self._explained(
            self._matches([(unit, 1.0) for unit in units], place, named)
        )
        # What a third party runs has no half of AWS's.
        told_both = "whole" in cues or asks_of_both(sentences, main, "category" in cues)
        sounds_both = said.whole > WHOLLY and len(units) > FEW and self.reader.tells(units)
        both = not elsewhere and (told_both or sounds_both)
        if "category" in cues and not explained:
            dropped = CATEGORY_WORDS | {"configure"} if "concept" in cues else CATEGORY_WORDS  # "define …"
            read = [[unit for unit in sentence if unit.concept not in dropped] for sentence in read]
            beside = [[unit for unit in sentence if unit.concept not in FRAMEWORKS] for sentence in read]
            if self.reader.tells([unit for sentence in beside for unit in sentence]):
                read = beside
            if main is not None and not self.reader.tells(read[main]):
                sentences = [Sentence(sentence.words, sentence.asks) for sentence in sentences]
        if both:
            read = [[unit for unit in sentence if unit.concept not in SUMMED] for sentence in read]
        extra = [(AUTOMATIC, AUTOMATIC_SHARE)] if "unasked" in cues else []
        settled = is_settled(sentences, found, main)
        if settled:
            extra.append((SETTLED, SETTLED_SHARE))
        ways = hearings(sentences, read, main, self.reader.tells)
        heard, matches = self._best_heard(ways, extra, place, named)
        passed = THIRD if elsewhere else ""
        words = [word for unit, _ in heard if not unit.purpose and unit.concept != passed for word in unit.words]
        asked = sentences[main if main is not None else -1].words
        opinions = self._second.judge(words)
        yes_no = is_yes_no(asked, cues)
        said = self._samples.heard([word for unit in units for word in unit.words]) if elsewhere else said
        alike, bearing = said.alike, said.bearing
        if settled:
            opinions, alike = self._carrying.favoured(opinions), self._carrying.favoured(alike)
        question = Question(
            text=text,
            task=text,
            intent="who",
            links=place.links,
            class_=None if "category" in cues and place.class_ == "hybrid" else place.class_,
            hinted=place.hinted,
            matches=(Match(place.task, 1.0, 1.0, 1.0),) if place.task else tuple(matches[:KEPT_MATCHES]),
            opinions=() if place.task else tuple(opinions),
            alike=tuple(alike),
            bearing=bearing,
            wholeness=said.whole,
            claim=claim_of(asked, cues, frozenset([unit.words[0] for unit in names])) if yes_no else None,
            yes_no=yes_no,
            negated=is_negated(asked, cues),
            exclusive="exclusive" in cues,
            whole=both and (told_both or not _is_one_duty(matches)),  # what is named outright is not only heard
            listed=len(names) > 1 and listed(units),
            pronoun=not place.links and not place.class_ and not PRONOUNS.isdisjoint(asked),
            category=category_of(stems) if "category" in cues else None,
            bare=not any(map(self.reader.tells, read)) and not any(map(self._is_feature, names)),
            units=tuple(units),
        )
        return self._judged(question, cues, names, read[main if main is not None else -1], lent is not None)

    def _pointed(self, read: list[list[Unit]]) -> list[list[Unit]]:
        """The units where "this key" after "the AWS managed key aws/s3" is that key, and no key of one's own.

        Only features are taken up so: they tell tasks apart, where "these instances" say the same as their service.
        """
        if len(read) < 2:
            return read
        features = [unit for sentence in read for unit in sentence if self._is_feature(unit)]
        if not features:
            return read
        named = {stem(unit.words[-1]): unit for unit in features}
        return [
            [
                named.get(stem(unit.words[-1]), unit) if not unit.links and _points(sentence, place) else unit
                for place, unit in enumerate(sentence)
            ]
            for sentence in read
        ]

    def _tells_more(self, units: Sequence[Unit]) -> bool:
        """Whether units name a task beside words such as "one" and "whole"."""
        return self.reader.tells([unit for unit in units if unit.concept not in SUMMED])

    def _is_feature(self, unit: Unit) -> bool:
        """Whether a unit names parts of services that are tasks of their own, such as security groups."""
        return bool(unit.links) and all(self._catalog.services[link.service].feature for link in unit.links)

    def mended(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """Sentences without what frames the question, their spelling mended."""
        return [self.speller.mend(sentence) for sentence in without_bare_sides(unframed(sentences))]

    def read(self, sentences: Sequence[Sentence], stems: Sequence[str]) -> list[list[Unit]]:
        """The units of each sentence; `stems` are those of all of them."""
        near = frozenset(stems)
        return [self.reader.read(sentence.words, near, breaks=sentence.breaks) for sentence in sentences]

    def _judged(
        self,
        question: Question,
        cues: dict[str, int],
        names: Sequence[Unit],
        asked: Sequence[Unit],
        threaded: bool,
    ) -> Question:
        """The question with its intent, or with the reason for which it is out of scope.

        Args:
            question: what was understood so far.
            cues: labels of the cues that count.
            names: those of its units that name services.
            asked: the units of the sentence that asks.
            threaded: True where its place is lent; "what about backups?" only sounds strange by itself.
        """
        units = question.units
        whole = bool(names or question.links) and asks_for_all(units, self.reader)
        if ("concept" in cues or "category" in cues) and self._explained(question.matches):
            return msgspec.structs.replace(question, intent="concept")
        about = self._about(question, names) if whole else None
        intent = intent_of(question, cues, whole, about)
        if intent in ("help", "smalltalk"):
            return msgspec.structs.replace(question, intent=intent)
        named = bool(question.links) and not question.hinted
        best = question.matches[0] if question.matches else None
        if best and best.target.startswith(CONCEPT_MARK) and best.score >= CERTAIN and intent == "concept":
            return msgspec.structs.replace(question, intent=intent)
        limits = self._catalog.framework.thresholds
        familiar = limits.familiar_story if len(units) >= STORY else limits.familiar
        said = [word for unit in asked for word in unit.words]
        refusal: str | None = None
        if not self._heeding.refusing.isdisjoint(cues):
            whose = not WHOSE.isdisjoint(said)
            alike = question.alike[0].score if question.alike else 0.0
            plainly = whose and question.bearing < limits.strange and alike >= PLAINLY_ALIKE
            if question.bearing < familiar or plainly:
                gone = self._heeding.refusing_here
                cues = {label: at for label, at in cues.items() if label not in gone}
            offers = offers_parties(question.text)
            refusal = refusal_of(cues, self._catalog.words.refusals, named, offers, intent == "category")
        compared = intent == "compare" and not (best and best.coverage >= NAMED)
        if (intent == "who" or compared) and is_selection(units, cues):
            refusal = refusal or "selection"
        nowhere = intent == "who" and not named and not question.class_
        odd = nowhere and (question.bearing > limits.strange or says_little(units))
        if odd and is_strange(units, question.matches, cues, self.speller.is_english):
            refusal = refusal or "strange"
        unplaced = not question.links and not question.class_
        unplaced = unplaced and question.bearing > familiar
        if intent == "who" and unplaced and is_unknown_place(asked, self.speller.is_english):
            refusal = refusal or "unknown_place"
        if intent == "who" and question.bearing > limits.foreign and not threaded:
            spelled = best is not None and best.score >= CERTAIN and (len(units) > FEW or not ASKERS.isdisjoint(said))
            outright = spelled or (named and asks_outright(said))
            beside = [unit for unit in units if not unit.links]  # "who patches … Cost Management Pricing Calculator?"
            if not outright and not says_little(beside) and not offers_parties(question.text):
                refusal = refusal or "strange"
        if intent in ("category", "concept") and question.bearing > FAR and speaks_of_other_things(units):
            refusal = refusal or "strange"  # "inherited and acquired thrombophilia"
        if refusal:
            return msgspec.structs.replace(question, intent="refuse", refusal=refusal)
        if intent == "who" and about:
            return msgspec.structs.replace(question, intent=intent, matches=(Match(about, 1.0, 1.0, 1.0),), opinions=())
        return question if intent == question.intent else msgspec.structs.replace(question, intent=intent)

    def _about(self, question: Question, names: Sequence[Unit]) -> str | None:
        """The one task that bare names ask about: a feature's at its service ("IAM in AWS Batch"), or the service's."""
        if not names and not question.links:
            return None
        named = [self._catalog.services[link.service] for unit in names for link in unit.links]
        feature = next((service.about for service in named if service.feature and service.about), None)
        if feature or not question.links:
            return feature
        return self._catalog.services[question.links[0].service].about

    def _explained(self, matches: Sequence[Match]) -> bool:
        """True where the whole question is one that an explanation answers, and not one of the categories."""
        whole = (match.target for match in matches if match.score >= CERTAIN and match.target.startswith(CONCEPT_MARK))
        return any(self._catalog.concepts[target.removeprefix(CONCEPT_MARK)].category is None for target in whole)

    def place(
        self,
        read: Sequence[list[Unit]],
        sentences: Sequence[Sentence],
        main: int | None = None,
        heard: str | None = None,
    ) -> Place:
        """The place that sentences name.

        Args:
            read: the units of each.
            sentences: the sentences.
            main: number of the one that asks; None where all of them do.
            heard: what samples say that a third party has to do with.
        """
        services, vocabulary = self._catalog.services, self._index.vocabulary
        return place_of(read, sentences, main, services, vocabulary, self.reader.tells, heard)

    def _best_heard(
        self, ways: Iterable[Heard], extra: Heard, place: Place, named: frozenset[str]
    ) -> tuple[Heard, list[Match]]:
        """The way of hearing a message in which its best target fits best, and what fits then; the first of those.

        Args:
            ways: the ways of hearing it, one at least.
            extra: what counts in each of them.
            place: where it is about.
            named: ids whose own phrases count.
        """
        best: tuple[Heard, list[Match]] | None = None
        weighed: list[dict[str, Part]] = []
        for heard in ways:
            asked = self._weighed([*heard, *extra] if extra else heard, place)
            if asked in weighed:
                continue  # ways that differ only by words which weigh nothing
            weighed.append(asked)
            found = fits(self._index.phrases, asked, named)
            if best is not None and SETTLED.concept not in asked and fits_best(found) <= _lead(best[1]):
                continue
            matches = self._fitting(found, asked, place)
            if best is None or _lead(matches) > _lead(best[1]):
                best = heard, matches
        if best is None:
            raise ValueError("a message is heard in one way at least")
        return best

    def _matches(self, heard: Heard, place: Place, named: frozenset[str]) -> list[Match]:
        asked = self._weighed(heard, place)
        return self._fitting(fits(self._index.phrases, asked, named), asked, place)

    def _weighed(self, heard: Heard, place: Place) -> dict[str, Part]:
        return weigh(heard, place, self._catalog.services, self.reader)

    def _fitting(self, fitting: dict[int, Fit], asked: dict[str, Part], place: Place) -> list[Match]:
        """The targets that fit what is asked; a service's question gets no general explanation unless it names it."""
        found = ranked(self._index.phrases, fitting)
        if SETTLED.concept in asked:
            found = self._carrying.favoured(found)
        general = [match for match in found if match.target.startswith(CONCEPT_MARK)] if place.links else []
        if general and len(general) < len(found):
            names = () if place.hinted else {link.concept for link in place.links}
            dropped = [match for match in general if not _asked_for(match, names)]
            found = [match for match in found if match not in dropped] if dropped else found
        return found


def _is_one_duty(matches: Sequence[Match]) -> bool:
    """Whether a phrase of one duty fits certainly."""
    return bool(matches) and matches[0].score >= CERTAIN and "/" in matches[0].target


def _lead(matches: Sequence[Match]) -> float:
    """How well the best target fits; 0 where none does."""
    return matches[0].score if matches else 0.0


def _taken_up(read: list[list[Unit]]) -> list[list[Unit]]:
    """The units where "workspace" after "Managed Grafana workspace" is that one, and no service of its own."""
    names = [unit for sentence in read for unit in sentence if unit.links]
    if len(names) < 2:
        return read
    longer = {unit.words[-1]: unit for unit in names if len(unit.words) > 1}
    if not longer:
        return read

    def meant(unit: Unit) -> Unit:
        named = longer.get(unit.words[0]) if unit.links and len(unit.words) == 1 else None
        other = named and {link.service for link in named.links}.isdisjoint([link.service for link in unit.links])
        return named if named and other else unit

    return [[meant(unit) for unit in sentence] for sentence in read]


def _points(units: Sequence[Unit], place: int) -> bool:
    """Whether a noun comes after "this" or "these"."""
    return place > 0 and units[place - 1].words[-1] in POINTING


def _ids(links: tuple[Link, ...]) -> frozenset[str]:
    """Ids of services and variants, whose own phrases count."""
    return frozenset([name for link in links for name in (link.service, link.variant) if name])


def _asked_for(match: Match, names: Collection[str]) -> bool:
    """Whether an explanation's own words stand in a question, and in them the services that it names, if any."""
    return match.score >= CERTAIN and (not names or any(name in match.phrase for name in names))
