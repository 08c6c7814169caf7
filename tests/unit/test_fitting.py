"""What sample questions teach: fitted, packed, and heard again."""

from pathlib import Path

import pytest

from bot.catalog.files import FITTED, fitted_file
from bot.catalog.load import load_yaml
from bot.catalog.model import OUT_OF_SCOPE, WHOLE, Fitted
from bot.engine import build
from bot.errors import KnowledgeError
from bot.parsing.fitting import digest_of, fit
from bot.parsing.samples import Samples, build_samples

TEXTS = {
    "patching": [
        "who closes holes in the kernel",
        "closing holes in the kernel of our nodes",
        "holes in the kernel, whose",
    ],
    "backups": ["who copies the data at night", "copying data every night", "nightly copies of data, whose"],
    OUT_OF_SCOPE: ["what does lunch cost", "which lunch is best", "is lunch served at noon"],
}


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    texts = [text.replace(",", "").split() for told in TEXTS.values() for text in told]
    return fit(texts, [target for target, told in TEXTS.items() for _ in told], "of these")


def heard(fitted: Fitted, text: str, *known: str) -> tuple[list[str], float]:
    """The tasks that are heard in a text, and its bearing."""
    said = Samples(build_samples(fitted, frozenset(known), {})).heard(text.split())
    return [like.target for like in said.alike], said.bearing


def test_the_task_whose_samples_are_most_like_it_is_heard_first(fitted: Fitted) -> None:
    assert heard(fitted, "a hole in the kernel", "patching", "backups")[0][0] == "patching"
    assert heard(fitted, "our data copied nightly", "patching", "backups")[0][0] == "backups"


def test_strange_messages_have_a_bearing_above_others(fitted: Fitted) -> None:
    _, asked = heard(fitted, "who closes the holes", "patching", "backups")
    told, strange = heard(fitted, "which lunch is served", "patching", "backups")
    assert asked < 0 < strange
    assert OUT_OF_SCOPE not in told


def test_a_task_that_the_catalog_does_not_have_is_not_told(fitted: Fitted) -> None:
    assert heard(fitted, "a hole in the kernel", "backups")[0] == ["backups"]


def test_further_samples_are_heard_beside_the_fitted(fitted: Fitted) -> None:
    further = {"watering": [["who", "waters", "plants"], ["watering", "the", "plants"]]}
    samples = Samples(build_samples(fitted, frozenset(("patching", "backups", "watering")), further))
    assert samples.heard(["plants", "need", "watering"]).alike[0].target == "watering"
    assert samples.heard(["a", "hole", "in", "the", "kernel"]).alike[0].target == "patching"


def test_samples_that_ask_for_both_parts_are_told_from_those_of_one() -> None:
    both = [
        "closing holes in hosts and guests together",
        "holes in hosts and guests, together or split",
        "split of holes",
    ]
    texts = {
        **TEXTS,
        "patching": [*TEXTS["patching"], *both],
        "topic": ["holes everywhere", "nodes everywhere"],
        WHOLE: both,
    }
    words = [text.replace(",", "").split() for told in texts.values() for text in told]
    outcome = fit(words, [target for target, told in texts.items() for _ in told], "", frozenset(("topic",)))
    samples = Samples(build_samples(outcome, frozenset(texts), {}))
    assert samples.heard(["holes", "in", "hosts", "and", "guests", "together"]).whole > 0
    assert samples.heard(["holes", "in", "the", "kernel", "whose"]).whole < 0
    assert WHOLE not in [like.target for like in samples.heard(["together", "or", "split"]).alike]


def test_the_hash_follows_the_sample_files(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    file = tmp_path / "samples" / "own.yaml"
    file.write_text("samples: {}\n", encoding="utf-8")
    before = digest_of(tmp_path)
    assert digest_of(tmp_path) == before
    file.write_text("samples: { }\n", encoding="utf-8")
    assert digest_of(tmp_path) != before


def test_a_broken_outcome_is_told_with_its_remedy(copy: Path) -> None:
    (copy / FITTED).parent.mkdir(exist_ok=True)
    (copy / FITTED).write_bytes(b"no such thing")
    assert fitted_file(copy) == copy / FITTED
    with pytest.raises(KnowledgeError, match=r"python -m bot\.parsing\.fitting"):
        load_yaml([copy])


def test_without_an_outcome_the_samples_themselves_are_read(copy: Path) -> None:
    assert fitted_file(copy) is None
    assert build([copy]).catalog.fitted is None
