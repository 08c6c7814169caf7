"""Word stems, so that "patching" and "patches" meet."""

from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

_stemmer = snowballstemmer.stemmer("english")

NO_PLURAL = frozenset(("ours", "yours", "theirs", "does"))
SHORTEST = 4
"""Shorter words are left alone: they are mostly abbreviations (ECS, EBS, DNS)."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one lower-case word; words with digits stay as they are."""
    if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
        return word
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """A name without its plural s; names are matched by this, since stems would merge "manager" and "management"."""
    if len(word) < SHORTEST or word in NO_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]
