"""Everything the parser needs of the knowledge, built once and kept in the cache."""

from msgspec import Struct

from bot.catalog.model import Catalog
from bot.parsing.cues import CueIndex, build_cues
from bot.parsing.phrases import PhraseIndex, build_phrases
from bot.parsing.reader import Reader
from bot.parsing.second import LinearModel, fit
from bot.parsing.spelling import english_words
from bot.parsing.vocabulary import Vocabulary, build_vocabulary


class Index(Struct, frozen=True):
    """The built form of a catalog's words and phrases."""

    vocabulary: Vocabulary
    phrases: PhraseIndex
    second: LinearModel
    english: bytes
    """English words that are no slips; see `spelling`."""
    cues: CueIndex
    """Labels: an intent, `refuse:<id>`, `unless:<id>`, `claim:<side>`, `negation`, `exclusive`,
    `whose`, `first_person`, `automatic`."""


def build_index(catalog: Catalog) -> Index:
    """Builds the index of a catalog."""
    vocabulary = build_vocabulary(catalog)
    words = catalog.words
    labelled = {
        **words.intents,
        **{f"refuse:{refusal.id}": refusal.cues for refusal in words.refusals},
        **{f"unless:{refusal.id}": refusal.unless for refusal in words.refusals},
        **{f"claim:{side}": cues for side, cues in words.claims.items()},
        "negation": words.negations,
        "exclusive": words.exclusive,
        "whose": words.whose,
        "first_person": words.first_person,
        "automatic": words.automatic,
    }
    return Index(
        vocabulary=vocabulary,
        phrases=build_phrases(catalog, Reader(vocabulary)),
        second=fit(catalog, vocabulary.fillers),
        english=english_words(),
        cues=build_cues(labelled),
    )
