"""Words and runs of words become concepts, services, classes, fillers, or stay unknown."""

import pytest

from bot.engine import Built
from bot.parsing.reader import Reader, Unit


@pytest.fixture(scope="module")
def reader(built: Built) -> Reader:
    return Reader(built.index.vocabulary)


def read(reader: Reader, text: str) -> list[Unit]:
    return reader.read(tuple(text.split()))


def only(reader: Reader, text: str) -> Unit:
    (unit,) = read(reader, text)
    return unit


@pytest.mark.parametrize("word", ["patch", "patches", "patching", "hotfix", "hotfixes", "update"])
def test_synonyms_and_their_inflections_are_one_concept(reader: Reader, word: str) -> None:
    assert only(reader, word).concept == "patch"


@pytest.mark.parametrize("run", ["operating system", "operating systems", "data center", "data centers"])
def test_synonyms_of_several_words_are_one_unit(reader: Reader, run: str) -> None:
    assert only(reader, run).concept in ("os", "data_center")


def test_fillers_carry_nothing(reader: Reader) -> None:
    assert [unit.concept for unit in read(reader, "who is the")] == [None, None, None]


def test_unknown_words_are_marked(reader: Reader) -> None:
    unit = only(reader, "fnord")
    assert (unit.known, unit.concept) == (False, "fnord")


@pytest.mark.parametrize("text", ["who patches config", "do we patch config", "patched by aws config"])
def test_an_everyday_name_is_the_service_where_only_a_service_can_stand(reader: Reader, text: str) -> None:
    assert [link.service for unit in read(reader, text) for link in unit.links] == ["config"]


@pytest.mark.parametrize(
    "text", ["who updates config", "patch config", "who patches config files", "who needs a patch config"]
)
def test_elsewhere_it_is_the_everyday_word(reader: Reader, text: str) -> None:
    assert [unit.links for unit in read(reader, text) if unit.links] == []


def test_aws_is_a_side_or_a_place(reader: Reader) -> None:
    assert read(reader, "does amazon patch")[1].words == ("amazon",)
    where = read(reader, "our app on aws")[-1]
    assert where.concept is None


def test_numbers_alone_say_nothing_of_the_task(reader: Reader) -> None:
    assert only(reader, "1.30").concept is None


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("rds", "rds"),
        ("relational database service", "rds"),
        ("virtual machines", "ec2"),
        ("rds custom", "rds-custom"),
        ("aws config", "config"),
    ],
)
def test_names_are_found_in_singular_and_plural(reader: Reader, name: str, service: str) -> None:
    links = [link for unit in read(reader, name) for link in unit.links]
    assert [link.variant or link.service for link in links] == [service]


def test_the_longest_name_wins(reader: Reader) -> None:
    assert [len(unit.words) for unit in read(reader, "rds on outposts")] == [3]


def test_everyday_words_are_services_only_beside_a_cue(reader: Reader) -> None:
    assert not any(unit.links for unit in read(reader, "our config"))
    assert any(unit.links for unit in read(reader, "config recorder"))
    assert any(unit.links for unit in read(reader, "amazon config"))


def test_words_of_a_class_name_the_class(reader: Reader) -> None:
    assert only(reader, "managed database").class_ == "managed"


def test_an_official_name_is_marked(reader: Reader) -> None:
    assert only(reader, "relational database service").official
    assert not only(reader, "kubernetes").official


def test_purpose_clauses_are_marked(reader: Reader) -> None:
    marked = {unit.concept: unit.purpose for unit in read(reader, "patch database to meet encryption")}
    assert (marked["patch"], marked["database"], marked["encrypt"]) == (False, False, True)


def test_a_subject_before_its_verb_is_no_concept(reader: Reader) -> None:
    assert read(reader, "service encrypt database")[0].concept is None
