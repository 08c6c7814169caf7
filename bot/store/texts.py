"""Texts as a database takes them: no NUL, no half of a surrogate pair, no more than fits."""

import hashlib
import unicodedata


def clean(text: str) -> str:
    """The text without what PostgreSQL (NUL) or every database (a lone surrogate) refuses."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def short(text: str, longest: int) -> str:
    """The beginning of the text that fits."""
    return clean(text)[:longest]


def key(name: str, longest: int) -> str:
    """A name to look up by; one that is too long becomes its hash, so that different names stay different."""
    name = clean(name)
    return name if len(name) <= longest else hashlib.sha256(name.encode()).hexdigest()


def same(text: str) -> str:
    """What two texts have in common that differ in case, spacing or forms of characters only."""
    return " ".join(unicodedata.normalize("NFKC", clean(text)).casefold().split())
