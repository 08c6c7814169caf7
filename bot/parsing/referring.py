"""What a follow-up refers to of the question before: the things that "it" stands for, or all but where it is asked."""

from collections.abc import Iterator, Sequence

from bot.parsing.focus import ASKERS, JOINING, POINTING, PRONOUNS, Tells
from bot.parsing.reader import Reader, Unit
from bot.parsing.text import Sentence

COUNTING = frozenset(("one", "ones"))
REFERRING = PRONOUNS | COUNTING | {"they", "its", "their", "theirs"}
"""Words that may stand for a thing of the question before, owned things among them."""
NAMED_AGAIN = frozenset(("it", "its", "them", "they", "their"))
"""Those that stand for what their own sentence names before them, where it names anything."""
STANDING_ALONE = POINTING | COUNTING
"""Those that stand for nothing where a thing is named behind them ("that failover", "one role")."""
DOERS = ASKERS | {"we", "i", "you", "they", "to", "aws", "amazon", "must", "should", "will", "can", "gets", "us"}
"""Words right before what is done, which is no thing."""
ARTICLES = frozenset(("the", "a", "an", "our", "my", "their", "its", "all"))
"""Words that, right behind a verb, open what it is done to ("Amplify hosts our site")."""
SETTING = frozenset(
    (
        "with", "on", "onto", "in", "into", "at", "to", "for", "from", "by", "about", "behind", "under", "between",
        "over", "against", "inside", "across", "through",
    )
)  # fmt: skip
"""Words right before a pronoun that only says where or with what ("the library we zipped in with it")."""
WHEREABOUTS = frozenset(("below", "beneath", "underneath", "behind"))
"""Words for what lies under a service that may only say where a thing stands ("a room below the hall")."""
LEADING = frozenset(("and", "ok", "so", "what", "how", "about", "but", "then", "same", "also"))
"""Words before what a follow-up names instead."""
THINGS = 4
"""Things that are tried, those named last."""


def asked_elsewhere(sentences: Sequence[Sentence], before: Sequence[Sentence], reader: Reader) -> Sentence | None:
    """What was asked before, of what a follow-up names instead ("and at the application layer?"); None for others.

    Args:
        sentences: of the follow-up.
        before: those of the earlier question.
        reader: tells whether words name a task.
    """
    words = [word for sentence in sentences for word in sentence.words]
    while words and words[0] in LEADING:
        words = words[1:]
    asked = next((sentence.words for sentence in before if not ASKERS.isdisjoint(sentence.words)), ())
    if not words or words[0] not in SETTING or not asked or not ASKERS.isdisjoint(words):
        return None
    start = next(place for place, word in enumerate(asked) if word in ASKERS)
    places = range(start + 2, len(asked))
    same = [place for place in places if asked[place] == words[0]]
    other = [place for place in places if asked[place] == "of" or (asked[place] in SETTING and words[0] != "for")]
    end = (same or other or [start + 2])[-1]
    if not reader.tells(reader.read(asked[start:end])):
        return None
    if words[0] == "for" and not (same or other):
        words = words[1:]  # "same for the container image?" names what it is done to
    return Sentence((*asked[start:end], *words), True)


def things_of(units: Sequence[Unit], reader: Reader) -> list[Unit]:
    """The things that a question speaks of, without what is done to them, in order; "WAF rules" are rules."""
    found: dict[str | None, Unit] = {}
    for number in range(len(units) - 1, -1, -1):
        unit = units[number]
        inner = reader.inner(unit)
        if inner:
            found.setdefault(inner[-1], Unit(unit.words[-1:], inner[-1]))
        if _is_done(units, number):
            continue
        if unit.known and not unit.purpose and WHEREABOUTS.isdisjoint(unit.words) and reader.tells([unit]):
            found.setdefault(unit.concept, unit)
        elif _is_done(units, number - 1) and all(one.words[0] in SETTING for one in units[number + 1 : number + 2]):
            found.setdefault(unit.words[0], unit)  # "we train models on …", though models alone tell no task
    return list(found.values())[:THINGS][::-1]


def _is_done(units: Sequence[Unit], number: int) -> bool:
    """Whether a unit says what somebody does."""
    if number < 1 or units[number].concept is None or units[number].links:
        return False
    served = bool(units[number - 1].links) and not ARTICLES.isdisjoint(_first(units, number + 1))
    return served or units[number - 1].words[-1] in DOERS


def _first(units: Sequence[Unit], number: int) -> tuple[str, ...]:
    """The first word of a unit, where there is one."""
    return units[number].words[:1] if number < len(units) else ()


def spelled_out(sentence: Sentence, units: Sequence[Unit], things: Sequence[Unit], tells: Tells) -> Iterator[Sentence]:
    """A sentence with each of some things in place of the pronoun that may stand for it.

    Args:
        sentence: the follow-up.
        units: its units.
        things: what was spoken of before.
        tells: whether units name a task.
    """
    place = 0
    for number, unit in enumerate(units):
        within = not unit.links and not REFERRING.isdisjoint(unit.words[1:-1])
        if within:  # "turn that on"
            place += len(unit.words) - 1
        if within or _stands_for(units, number, tells):
            for thing in things:
                yield _put(sentence, place, (unit.words[-1], *thing.words) if within else thing.words)
            return
        place += len(unit.words)


def _stands_for(units: Sequence[Unit], number: int, tells: Tells) -> bool:
    """Whether a unit is a pronoun for something of another sentence."""
    word, following = units[number].words[0], units[number + 1 : number + 2]
    if word in COUNTING and _first(units, number + 1) == ("of",):
        return False  # "when one of the servers dies"
    before = units[:number]
    if word in NAMED_AGAIN and any(
        one.words[0] == "the" and tells(before[at + 1 : at + 2]) and at + 2 < number for at, one in enumerate(before)
    ):
        return False  # "and the appliance itself, racking it and watching its health?"
    if word not in REFERRING or (number and units[number - 1].words[-1] in SETTING):
        return False
    if word in JOINING and not DOERS.isdisjoint(_first(units, number + 1)):
        return False  # "the libraries that we ship"
    joined = number and units[number - 1].words[-1] in JOINING
    if joined and word not in COUNTING and tells(units[: number - 1]):
        return False  # "our code when it has a bug"
    return word not in STANDING_ALONE or not tells(following)


def _put(sentence: Sentence, place: int, words: tuple[str, ...]) -> Sentence:
    """The sentence with words in place of one."""
    breaks = tuple(at + len(words) - 1 if at > place else at for at in sentence.breaks)
    return Sentence((*sentence.words[:place], *words, *sentence.words[place + 1 :]), sentence.asks, breaks)
