"""Builds the parser's index from a catalog: words, phrases, the second opinion, cues."""

from bot.catalog.model import AT, WHOLE, Catalog
from bot.parsing.cues import build_cues
from bot.parsing.index import Index
from bot.parsing.phrases import build_phrases
from bot.parsing.reader import Reader
from bot.parsing.samples import SampleIndex, build_samples
from bot.parsing.second import fit
from bot.parsing.spelling import english_words
from bot.parsing.text import forget_words, plain
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
        "settled": words.settled,
        "whole": words.whole,
    }
    reader = Reader(vocabulary)
    index = Index(
        vocabulary=vocabulary,
        phrases=build_phrases(catalog, reader),
        second=fit(catalog, vocabulary.fillers),
        samples=sample_index(catalog),
        english=english_words(),
        cues=build_cues(labelled),
    )
    forget_words()
    return index


def sample_index(catalog: Catalog) -> SampleIndex:
    """What tells how each task is asked for: its samples; its phrases, where an overlay gives it none."""
    fitted, told = catalog.fitted, catalog.samples
    known = frozenset(fitted.targets) if fitted else frozenset()
    phrases = {topic.id: topic.phrases for topic in catalog.topics.values()}
    for topic in catalog.topics.values():
        phrases |= {f"{topic.id}/{duty.id}": [duty.name, *duty.phrases] for duty in topic.duties}
    if fitted or told:
        told = {**{target: said for target, said in phrases.items() if target not in known}, **told}
    places = {
        f"{AT}{service.id}/{variant.id}"
        for service in catalog.services.values()
        for variant in service.variants
        if variant.third_party
    }
    return build_samples(
        fitted,
        frozenset(phrases) | places | {WHOLE},
        {target: [_words(text) for text in texts] for target, texts in told.items()},
    )


def _words(text: str) -> list[str]:
    return [word for sentence in plain(text).sentences for word in sentence.words]
