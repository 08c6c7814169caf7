"""Which part of a message asks, and how much the words around it count."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.parsing.polarity import AUXILIARIES
from bot.parsing.reader import Unit
from bot.parsing.text import Sentence

ASKERS = frozenset(("who", "whose", "whom"))
"""Words that open what is asked wherever they stand."""
OPENING = AUXILIARIES | {"what", "which", "where", "how", "why", "when"}
"""Words with which a question begins."""
BESIDE = 0.5
"""How much the words count that stand in the asking sentence, outside the clause that asks."""
AROUND = 0.35
"""How much the words of the sentences next to it count, where it does not stand alone."""

PRONOUNS = frozenset(("it", "that", "this", "them", "those", "these", "him", "her"))
"""Words that stand for what was said before."""
COUNTS = frozenset(("two", "three", "four", "both", "few", "several"))
"""Words that say how many of them."""
POINTING = frozenset(("that", "this", "those", "these"))
"""Those that stand for nothing where what they point at is named behind them ("that failover")."""
JOINING = frozenset(("so", "that", "and", "when", "if", "once", "until", "because", "then"))
"""Words that join a clause to the one whose thing its "it" stands for."""
SIDES = frozenset(
    (
        "aws", "amazon", "us", "we", "me", "our", "ours", "them", "they", "theirs", "you", "yours", "customer",
        "customers", "client", "vendor", "seller", "partner", "provider", "supplier", "carrier", "both", "shared",
        "either", "neither", "each", "joint", "jointly", "pair", "party", "parties", "split",
    )
)  # fmt: skip
"""Those among whom a question lets one choose ("AWS, us or the vendor?")."""
BETWEEN_SIDES = frozenset(
    (
        "or", "and", "the", "is", "it", "that", "just", "to", "for", "on", "side", "do", "does", "a", "of", "one",
        "two", "alone", "together", "carry", "hold", "have", "lot", "bit", "some", "half", "share", "portion", "part",
    )
)  # fmt: skip
OFFERING = SIDES | BETWEEN_SIDES
"""Words of which an offer consists."""
TURNING = frozenset(("but", "however", "yet", "still", "now"))
"""Words that begin a sentence which leaves behind what was said before it."""
CLOSING = 2
"""Words at the end of a sentence in which an asker closes it."""
LENDERS = 2
"""Other sentences that are tried as what a question without a task of its own refers to."""

KINDS = frozenset(("whose", "category", "compare", "matrix", "list"))
"""Cues by which a sentence asks without a question mark."""

Heard = list[tuple[Unit, float]]
"""Units with how much each counts, 0 to 1."""
Tells = Callable[[Sequence[Unit]], bool]
"""Whether some units name a task."""


def main_of(sentences: Sequence[Sentence], found: Sequence[Mapping[str, int]]) -> int | None:
    """Number of the sentence that asks: the last with a question mark or a word such as "who", else
    the last that speaks of whose job it is.
    """
    if len(sentences) == 1:
        return 0
    last = range(len(sentences) - 1, -1, -1)
    by_mark = next(
        (number for number in last if sentences[number].asks or not ASKERS.isdisjoint(sentences[number].words)), None
    )
    if by_mark is not None:
        return by_mark
    return next((number for number in last if not KINDS.isdisjoint(found[number])), None)


def asking_clause(sentence: Sentence, units: Sequence[Unit], tells: Tells) -> tuple[int, int]:
    """Numbers of the first and behind the last unit of what a sentence asks; all of it where no part stands alone.

    "Cluster got patched in the maintenance window, the team wants to know who applies these patches" asks who applies
    patches; of "backups of the cluster, whose job?" no clause alone names a task.
    """
    found = (0, len(units))
    at = asker_of(sentence)
    if at is None or (at == 0 and not sentence.breaks):
        return found
    starts = [0, *sentence.breaks, len(sentence.words)]
    begin = max(start for start in starts if start <= at)
    if sentence.words[at] in ASKERS:
        begin = at
    for end in starts:
        if end > at:
            clause = _units(units, begin, end)
            if tells(units[clause[0] : clause[1]]):
                return clause
    begin = max(start for start in starts if start <= at)
    if begin < at:  # "fine, but guarding the halls is whose job?"
        clause = _units(units, begin, next((end for end in starts if end > at), len(sentence.words)))
        if tells(units[clause[0] : clause[1]]):
            return clause
    return found


def asker_of(sentence: Sentence) -> int | None:
    """Place of the word that opens what is asked, where something else stands before it."""
    if not ASKERS.isdisjoint(sentence.words):
        return max(place for place, word in enumerate(sentence.words) if word in ASKERS)
    return next((start for start in reversed(sentence.breaks) if sentence.words[start] in AUXILIARIES), None)


def _units(units: Sequence[Unit], begin: int, end: int) -> tuple[int, int]:
    """Numbers of the units that hold the words from `begin` to before `end`."""
    first = last = 0
    place = 0
    for number, unit in enumerate(units):
        if place + len(unit.words) <= begin:
            first = number + 1
        if place < end:
            last = number + 1
        place += len(unit.words)
    return first, last


def without_bare_sides(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences less those that only offer parties ("… patching. us? aws??"): they make the one before a question."""
    if len(sentences) < 2:
        return list(sentences)
    bare = [bool(_sides(sentence)) and OFFERING.issuperset(sentence.words) for sentence in sentences]
    end = len(sentences)
    while end > 1 and bare[end - 1]:
        end -= 1
    if len({side for sentence in sentences[end:] for side in _sides(sentence)}) < 2:
        return list(sentences)
    last = sentences[end - 1]
    return [*sentences[: end - 1], Sentence(last.words, True, last.breaks)]


def _sides(sentence: Sentence) -> frozenset[str]:
    return SIDES.intersection(sentence.words)


def asks(sentence: Sentence) -> bool:
    """Whether a sentence asks, by its mark or by a word such as "who"."""
    return sentence.asks or not ASKERS.isdisjoint(sentence.words)


def asking_of(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that ask by themselves: "I thought AWS does that?!" before the question is no question."""
    asking = [sentence for sentence in sentences if sentence.asks]
    forms = [
        sentence
        for sentence in asking
        if not ASKERS.isdisjoint(sentence.words) or not OPENING.isdisjoint(sentence.words[:2])
    ]
    return forms or asking or list(sentences[-1:])


def hearings(
    sentences: Sequence[Sentence], read: Sequence[list[Unit]], main: int | None, tells: Tells
) -> Iterator[Heard]:
    """The ways in which the units of a message may count, the nearest to what it asks first.

    The asking clause for itself, the whole asking sentence, and where that one names no task or speaks of "it", a
    sentence before it with it ("RDS shows an update. Who applies it?"); last, all of them.

    Args:
        sentences: of the message.
        read: the units of each.
        main: number of the one that asks; None where none does.
        tells: whether units name a task.
    """
    if main is None:
        yield [(unit, 1.0) for sentence in read for unit in sentence]
        return
    asked = _without_options(read[main], tells)
    turn = _turn(sentences, read, main, tells) if main > 1 else 0
    if turn:
        sentences, read, main = sentences[turn:], read[turn:], main - turn
    first, last = asking_clause(sentences[main], asked, tells)
    own = asked[first:last]
    if len(own) < len(asked):
        yield _beside(asked, first, last)
        if _asker_closes(sentences[main]) and len({unit.concept for unit in own if tells([unit])}) > 1:
            yield [(unit, 1.0) for unit in own]
    if len(read) == 1:
        yield [(unit, 1.0) for unit in asked]
        return
    alone = tells(asked) and not _refers_back(sentences[main], asked, own, tells)
    if alone:
        yield [(unit, 1.0) for unit in asked]
    lenders = _lenders(sentences, read, main, tells, alone)
    for number in lenders:
        yield [*_clause(sentences[number], read[number], tells), *((unit, 1.0) for unit in asked)]
    if len(lenders) > 1 and not alone:
        yield [*((unit, 1.0) for number in lenders for unit in read[number]), *((unit, 1.0) for unit in asked)]
    share = 1.0 if len(read) == 2 else AROUND
    yield [(unit, 1.0 if number == main else share) for number, units in enumerate(read) for unit in units]


def _turn(sentences: Sequence[Sentence], read: Sequence[list[Unit]], main: int, tells: Tells) -> int:
    """Number of the last sentence before the asking one that turns from what was said ("But our own …"), else 0."""
    return next((at for at in range(main - 1, 0, -1) if sentences[at].words[0] in TURNING and tells(read[at])), 0)


def _asker_closes(sentence: Sentence) -> bool:
    """Whether the word that asks comes last ("…, but operating those controls is whose job?")."""
    return not ASKERS.isdisjoint(sentence.words[-CLOSING:])


def _refers_back(sentence: Sentence, units: list[Unit], asked: list[Unit], tells: Tells) -> bool:
    """Whether a sentence needs another to be understood: it speaks of "it", or names no more than one thing.

    In "the nightly job, who runs it" the sentence itself says what "it" is.

    Args:
        sentence: the one that asks.
        units: of the sentence.
        asked: those of its clause that asks.
        tells: whether units name a task.
    """
    if any(_stands_for(asked, number, tells) for number in range(len(asked))):
        at = asker_of(sentence)
        return at is None or not tells(units[: _units(units, at, at)[0]])
    return len({unit.concept for unit in units if unit.concept and tells([unit])}) < 2 and not any(
        unit.links for unit in units
    )


def _stands_for(asked: Sequence[Unit], number: int, tells: Tells) -> bool:
    """Whether one unit is a pronoun for something of another sentence."""
    word = asked[number].words[0]
    if word not in PRONOUNS:
        return False
    joined = number and asked[number - 1].words[-1] in JOINING
    if joined and len({unit.concept for unit in asked[:number] if tells([unit])}) > 1:
        return False  # "designing the group so that it survives" says itself what "it" is
    counted = number + 1 < len(asked) and not COUNTS.isdisjoint(asked[number + 1].words)  # "those two things"
    named = [unit for unit in asked[number + 1 + counted : number + 2 + counted] if unit.known]
    return word not in POINTING or not tells(named)


def _clause(sentence: Sentence, units: list[Unit], tells: Tells) -> Heard:
    return _beside(units, *asking_clause(sentence, units, tells))


def _beside(units: list[Unit], first: int, last: int) -> Heard:
    """Units of which those outside a clause count less."""
    return [(unit, 1.0 if first <= number < last else BESIDE) for number, unit in enumerate(units)]


def _lenders(
    sentences: Sequence[Sentence], read: Sequence[list[Unit]], main: int, tells: Tells, alone: bool
) -> list[int]:
    """Numbers of the sentences that may say what is asked, those that ask themselves first ("he asks who …")."""
    order = [number for number in (*range(main - 1, -1, -1), *range(main + 1, len(read))) if tells(read[number])]
    asking = [number for number in order if not ASKERS.isdisjoint(sentences[number].words)]
    if asking and not alone:
        return asking[:LENDERS]
    return list(dict.fromkeys([*order[:LENDERS], *asking[:1]]))


def _without_options(units: list[Unit], tells: Tells) -> list[Unit]:
    """The units less the parties to choose from at the end ("…: AWS, us or the seller?")."""
    end = len(units)
    while end and units[end - 1].words[-1] in OFFERING:
        end -= 1
    if len(units) - end < 2:
        return units
    left = [unit.words[-1] for unit in units[end:]]
    sides = sum(word in SIDES for word in left)
    offered = sides > 2 or (sides == 2 and "or" in left)  # "data of AWS customers" offers none
    return units[:end] if offered and tells(units[:end]) else units


def units_before(units: list[Unit], place: int) -> list[Unit]:
    """The units of the words before a place."""
    return units[: _units(units, 0, place)[1]]
