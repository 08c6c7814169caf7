"""Builds the parser's index from a catalog: words, phrases, the second opinion, cues."""

from bot.catalog.model import Catalog
from bot.parsing.bearing import build_bearing
from bot.parsing.cues import build_cues
from bot.parsing.index import Index
from bot.parsing.phrases import build_phrases
from bot.parsing.reader import Reader
from bot.parsing.samples import build_samples, read_samples
from bot.parsing.second import fit
from bot.parsing.spelling import english_words
from bot.parsing.text import forget_words
from bot.parsing.vocabulary import build_vocabulary


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
        "unasked": words.unasked,
        "whole": words.whole,
    }
    reader = Reader(vocabulary)
    samples = read_samples(_samples(catalog), reader)
    index = Index(
        vocabulary=vocabulary,
        phrases=build_phrases(catalog, reader),
        second=fit(catalog, vocabulary.fillers),
        samples=build_samples(samples),
        bearing=build_bearing(samples),
        english=english_words(),
        cues=build_cues(labelled),
    )
    forget_words()
    return index


def _samples(catalog: Catalog) -> dict[str, list[str]]:
    """What tells how each task is asked for: its samples; its phrases, where an overlay gives it none."""
    if not catalog.samples:
        return {}
    phrases = {topic.id: topic.phrases for topic in catalog.topics.values()}
    for topic in catalog.topics.values():
        phrases |= {f"{topic.id}/{duty.id}": [duty.name, *duty.phrases] for duty in topic.duties}
    return {**phrases, **catalog.samples}
