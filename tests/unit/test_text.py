"""Raw text becomes sentences of plain lower-case words, whatever it holds."""

import time

import pytest

from bot.parsing.text import MAX_CHARACTERS, plain, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<@U012AB3CD> who patches RDS?", "who patches rds"),
        ("<@U012AB3CD|whosejob> who patches RDS?", "who patches rds"),
        ("<!channel> <!subteam^S1|@ops> patch it", "patch it"),
        ("ask in <#C024BE7LR|cloud-help> first", "ask in cloud help first"),
        ("see <https://aws.amazon.com/x|the page> on RDS", "see the page on rds"),
        ("see <https://aws.amazon.com/x> on RDS", "see on rds"),
        ("see https://aws.amazon.com/who/patches?x=1 on RDS", "see on rds"),
        ("RDS &amp; EC2 &lt;now&gt;", "rds ec2 now"),
        (":wave: who patches RDS :question:", "who patches rds"),
        ("*who* _patches_ `RDS`", "who patches rds"),
    ],
)
def test_slack_markup_leaves_only_the_words(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who's patching it", "who is patching it"),
        ("don’t we patch it", "do not we patch it"),
        ("AWS can't patch it", "aws can not patch it"),
        ("AWS won't patch it", "aws won not patch it"),
        ("we're patching AWS's hosts", "we patching aws hosts"),
        ("what's our job", "what is our job"),
    ],
)
def test_contractions_come_apart(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pa\u200btch R\u200dDS", "patch rds"),
        ("\ufeffpatch\x00 RDS\x07", "patch rds"),
        ("\u202epatch RDS\u202c", "patch rds"),
        ("pat\u00adch", "patch"),
        ("ｐａｔｃｈ ＲＤＳ", "patch rds"),  # full width
        ("patch\u00a0RDS", "patch rds"),
        ("🎉 patch 🎉 RDS 👩‍👩‍👧", "patch rds"),
    ],
)
def test_what_cannot_be_seen_does_not_split_or_join_words(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize("text", ["", " \t\n ", "🎉🎉", "?!… --", "\x00\x01\x02", "\u202e\u200f", "<@U1>", ":tada:"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert plain(text).sentences == ()


def test_right_to_left_letters_are_words() -> None:
    assert len(words("من يقوم بالتحديث")) == 3


def test_sentences_end_where_people_end_them() -> None:
    read = plain("We run RDS. Who patches it? Hello!")
    assert [sentence.words for sentence in read.sentences] == [
        ("we", "run", "rds"),
        ("who", "patches", "it"),
        ("hello",),
    ]
    assert [sentence.asks for sentence in read.sentences] == [False, True, False]


@pytest.mark.parametrize("text", ["“Who patches RDS?”", "(Who patches RDS?)", "*Who patches RDS?*"])
def test_a_wrapped_question_still_asks(text: str) -> None:
    assert [sentence.asks for sentence in plain(text).sentences] == [True]


def test_version_numbers_stay_whole() -> None:
    assert words("between 1.29 and 1.30.") == ("between", "1.29", "and", "1.30")


def test_going_from_one_version_to_another_is_an_upgrade() -> None:
    assert "upgrade" in words("who takes it from Kafka 2.8 to 3.6?")
    assert "upgrade" not in words("keep copies from 7 to 14 days")


def test_a_text_over_the_limit_says_so() -> None:
    assert not plain("a" * MAX_CHARACTERS).too_long
    assert plain("a" * (MAX_CHARACTERS + 1)).too_long


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "<",
        "<@",
        "<https://",
        "<https://x|",
        ":",
        "'",
        "n't ",
        "&amp;",
        "&",
        "1.",
        "?",
        "\n",
        "\u200b",
        "ﷺ",
        "🎉",
        "`",
        "<#C",
        "who's ",
    ],
)
def test_reading_takes_time_linear_in_the_length(piece: str) -> None:
    def took(length: int) -> float:
        text = piece * (length // len(piece))
        best = 1.0
        for _ in range(5):
            began = time.perf_counter()
            plain(text)
            best = min(best, time.perf_counter() - began)
        return best

    # Twenty-five times the text; a square would be six hundred times the work.
    assert took(25 * MAX_CHARACTERS) < 50 * max(took(MAX_CHARACTERS), 2e-5)


def test_thanks_at_the_end_are_no_sentence_of_their_own() -> None:
    assert [sentence.words for sentence in plain("Who patches it? Thanks!").sentences] == [("who", "patches", "it")]
    assert [sentence.words for sentence in plain("Thanks!").sentences] == [("thanks",)]
