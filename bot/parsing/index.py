"""Everything the parser needs of the knowledge, built once and kept in the cache."""

from msgspec import Struct

from bot.parsing.cues import CueIndex
from bot.parsing.phrases import PhraseIndex
from bot.parsing.samples import SampleIndex
from bot.parsing.second import LinearModel
from bot.parsing.vocabulary import Vocabulary


class Index(Struct, frozen=True):
    """The built form of a catalog's words and phrases."""

    vocabulary: Vocabulary
    phrases: PhraseIndex
    second: LinearModel
    samples: SampleIndex
    english: bytes
    """English words that are no slips; see `spelling`."""
    cues: CueIndex
    """Labels: an intent, `refuse:<id>`, `unless:<id>`, `claim:<side>`, `negation`, `exclusive`,
    `whose`, `first_person`, `automatic`, `unasked`, `settled`, `whole`."""
