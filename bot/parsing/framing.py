"""Words around a question that are no part of it: "under the shared responsibility model, …", "…. Correct?"."""

from collections.abc import Sequence

import msgspec

from bot.parsing.polarity import ASKING, TAGS
from bot.parsing.text import Sentence

CONFIRMING = TAGS | {"agree", "agreed", "ok", "okay", "not", "false", "is", "it", "that", "or", "do", "you", "yep"}
"""Words of a sentence that only asks whether the one before it holds."""
OPENING = frozenset(("under", "per", "to", "in", "within", "by", "with", "following", "given", "on", "of", "from"))
"""Words before the name of the model where it opens or closes a question."""
MODEL = ("shared", "responsibility")
NAMING = frozenset(("the", "aws", "amazon", "cloud", "security", "s", "its", "their", "our"))
"""Words between a preposition and the model's name."""
LEADING = frozenset(("according", "per", "as", "line", "in", "based", "thinking", "terms"))
"""Words before that preposition ("according to", "in line with", "in terms of")."""
LEFT = 3
"""Words that a question keeps when the model's name is taken from it: "what falls under the shared …" asks for it."""


def unframed(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences without the model that they are asked under, and with the tags that confirm them as their end."""
    return _tagged([_without_model(sentence) for sentence in sentences])


def _tagged(sentences: list[Sentence]) -> list[Sentence]:
    if len(sentences) < 2 or not CONFIRMING.issuperset(sentences[-1].words) or TAGS.isdisjoint(sentences[-1].words):
        return sentences
    last, tag = sentences[-2], next(word for word in sentences[-1].words if word in TAGS)
    if not ASKING.isdisjoint(last.words):  # 'How do I read "keys are ours". Correct?'
        return sentences
    joined = Sentence((*last.words, tag), True, (*last.breaks, len(last.words)))
    return [*sentences[:-2], joined]


def _without_model(sentence: Sentence) -> Sentence:
    words = sentence.words
    if MODEL[1] not in words:
        return sentence
    at = words.index(MODEL[1]) - 1
    if at < 1 or words[at] != MODEL[0]:
        return sentence
    start = at
    while start and words[start - 1] in NAMING:
        start -= 1
    if not start or words[start - 1] not in OPENING:
        return sentence
    start -= 1
    while start and words[start - 1] in LEADING:
        start -= 1
    end = at + 2
    while end < len(words) and words[end] in ("model", "models", "matrix"):
        end += 1
    if len(words) - (end - start) < LEFT or (start and end < len(words) and end not in sentence.breaks):
        return sentence
    gone = end - start
    breaks = sorted({place if place <= start else max(start, place - gone) for place in sentence.breaks} - {0})
    kept = words[:start] + words[end:]
    return msgspec.structs.replace(sentence, words=kept, breaks=tuple(p for p in breaks if p < len(kept)))
