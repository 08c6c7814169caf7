"""Word stems, so that "patching" and "patches" meet."""

import snowballstemmer  # type: ignore[import-untyped]

from bot.parsing.remembered import Remembered

_stemmer = snowballstemmer.stemmer("english")

NO_PLURAL = frozenset(("ours", "yours", "theirs", "does"))
SHORTEST = 4
"""Shorter words are left alone: they are mostly abbreviations (ECS, EBS, DNS)."""
CACHED = 20_000
"""Words of which it is kept."""


def _stemmed(word: str) -> str:
    """The stem of one lower-case word; words with digits stay as they are."""
    if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
        return word
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


def _without_plural(word: str) -> str:
    """A name without its plural s; names are matched by this, since stems would merge "manager" and "management"."""
    if len(word) < SHORTEST or word in NO_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]


stem = Remembered(_stemmed, CACHED).__getitem__
"""The stem of one lower-case word."""
singular = Remembered(_without_plural, CACHED).__getitem__
"""A name without its plural s."""
