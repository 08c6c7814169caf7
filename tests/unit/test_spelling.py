"""Slips are mended towards the vocabulary, and real English words are left alone."""

import pytest

from bot.engine import Built
from bot.parsing.spelling import Speller, edits_allowed


@pytest.fixture(scope="module")
def speller(built: Built) -> Speller:
    return Speller(built.index.vocabulary, built.index.english)


def mended(speller: Speller, text: str) -> str:
    return " ".join(speller.mended(tuple(text.split())))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pathces", "patches"),  # swapped
        ("databse", "database"),  # left out
        ("encrryption", "encryption"),  # doubled
        ("mantenance windwo", "maintenance window"),
        ("opertaing systme", "operating system"),
    ],
)
def test_slips_are_mended(speller: Speller, typed: str, meant: str) -> None:
    assert mended(speller, typed) == meant


def test_glued_words_come_apart(speller: Speller) -> None:
    assert mended(speller, "patchdatabase") == "patch database"


def test_split_words_come_together(speller: Speller) -> None:
    assert mended(speller, "data base") == "database"


@pytest.mark.parametrize(
    "word", ["lunch", "match", "cache", "dates", "fence", "guardian", "batches", "perfume", "physics", "opera"]
)
def test_real_english_words_are_never_changed(speller: Speller, word: str) -> None:
    assert mended(speller, word) == word


@pytest.mark.parametrize(
    "word", ["rds", "rbs", "ec3", "kns", "x", "ecss", "q7", "1.30", "日本語", "a" * 41, "z" * 4000]
)
def test_short_foreign_and_endless_words_are_never_changed(speller: Speller, word: str) -> None:
    assert mended(speller, word) == word


def test_every_word_of_the_vocabulary_stays_as_it_is(speller: Speller, built: Built) -> None:
    assert [word for word in built.index.vocabulary.words if speller.mended((word,)) != (word,)] == []


@pytest.mark.parametrize(("length", "edits"), [(0, 0), (4, 0), (5, 1), (7, 1), (8, 2), (30, 2)])
def test_longer_words_may_hold_more_slips(length: int, edits: int) -> None:
    assert edits_allowed("x" * length) == edits


def test_english_words_are_told_from_all_others(speller: Speller, built: Built) -> None:
    words = built.index.english.decode().split("\n")[1:-1]
    assert words == sorted(words), "they are searched by halves"
    assert all(map(speller.is_english, (words[0], words[1], words[-2], words[-1], *words[::997])))
    for other in ("", "a", "é", "aaaaa", "zzzzzz", f"{words[7]}x", f"{words[7]}\n{words[8]}", words[7].upper()):
        assert not speller.is_english(other), other
