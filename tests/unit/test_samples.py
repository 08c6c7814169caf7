"""Sample questions: which tasks a question is like, from an overlay's files to an answer."""

from pathlib import Path

import pytest

from bot.catalog.check import check
from bot.catalog.model import Fitted
from bot.engine import Engine, build
from bot.parsing.samples import NEAR, Samples, build_samples, features

SAMPLES = """
samples:
  patching/apply_patches:
    - "a hole was found in the kernel last night, who closes it on our fleet?"
    - "closing kernel holes across the fleet"
    - "whose work is mending holes in the kernel?"
    - "Holes on our fleet: who closes them?"
    - "holes in a library: who closes them?"
  patching/choose_window:
    - "at what hour of the night may the nodes restart?"
    - "picking the hour of restarts"
out_of_scope:
  - "which song do they play at the garage?"
  - "which garage is open?"
"""


def overlay(folder: Path, text: str = SAMPLES) -> Path:
    """A knowledge folder that holds samples only."""
    (folder / "samples").mkdir(parents=True)
    (folder / "samples" / "own.yaml").write_text(text, encoding="utf-8")
    return folder


def taught(copy: Path, folder: Path) -> Engine:
    """An engine that knows the samples."""
    return Engine(build([copy, overlay(folder / "own")]))


def test_the_task_whose_samples_are_most_like_it_comes_first(copy: Path, tmp_path: Path) -> None:
    alike = taught(copy, tmp_path).parse("holes in the kernel: closing them across our RDS fleet, who?").alike
    assert alike[0].target == "patching/apply_patches"
    assert 0 < alike[0].score <= 1
    assert [like.score for like in alike] == sorted((like.score for like in alike), reverse=True)


def test_samples_are_enough_for_an_answer(copy: Path, tmp_path: Path) -> None:
    text = "Kernel holes on our RDS fleet: who closes them?"
    assert Engine(build([copy])).ask(text).owner is None
    assert taught(copy, tmp_path).ask(text).owner == "aws"


def test_words_that_no_sample_has_are_like_none(copy: Path, tmp_path: Path) -> None:
    assert taught(copy, tmp_path).parse("penguins napping").alike == ()


def test_a_task_without_samples_is_known_by_its_phrases(copy: Path, tmp_path: Path) -> None:
    engine = taught(copy, tmp_path)
    (phrase, *_) = next(
        duty.phrases
        for topic in engine.catalog.topics.values()
        for duty in topic.duties
        if f"{topic.id}/{duty.id}" not in engine.catalog.samples
    )
    (best, *_) = engine.parse(phrase).alike
    assert best.target not in engine.catalog.samples


def test_how_strange_a_message_sounds_is_told_by_all_its_words(copy: Path, tmp_path: Path) -> None:
    engine = taught(copy, tmp_path)
    asked, strange = engine.parse("who closes the holes?"), engine.parse("which song is it at the garage?")
    assert asked.bearing < strange.bearing
    assert strange.bearing > 0


def test_without_samples_nothing_is_heard(copy: Path) -> None:
    question = Engine(build([copy])).parse("who closes the holes?")
    assert (question.alike, question.bearing) == ((), 0.0)


def test_a_target_that_does_not_exist_is_told(copy: Path, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "own", "samples:\n  patching/apply_plasters:\n    - who brings plasters?\n")
    (fault,) = check([copy, folder])
    assert (fault.line, fault.message) == (2, "no such topic or duty")


def test_a_text_of_any_length_is_heard_word_by_word() -> None:
    words = [f"w{number}x" for number in range(400)]
    targets = ["a/b", "c/d", "e/f"]
    texts = {"a/b": [words[:250]], "c/d": [words[200:]]}
    sizes = {feature: (number % 100, -50, 127) for number, feature in enumerate(features(words))}
    weights = {
        feature: bytes(byte for at in range(3) for byte in (at, size[at] % 256)) for feature, size in sizes.items()
    }
    fitted = Fitted(
        digest="",
        targets=targets,
        bias=[-0.5, 0.1, -0.9],
        rarity=dict.fromkeys(weights, 2.0),
        unit=0.02,
        weights=weights,
    )
    for further in ({}, texts):
        index = build_samples(fitted, frozenset(targets), further)
        found = {like.target: like.score for like in Samples(index).heard(words).alike}
        length = sum(index.rarity[feature] ** 2 for feature in sizes) ** 0.5
        scores = list(index.bias)
        for feature, size in sizes.items():
            for number, strength in (*enumerate(one * 0.02 for one in size), *index.taught.get(feature, ())):
                scores[number] += strength / length
        expected = {target: (score + 1) / 2 for target, score in zip(targets, scores, strict=True)}
        nearest = {target: score for target, score in expected.items() if score > max(expected.values()) - NEAR / 2}
        assert found == pytest.approx(
            {target: min(1.0, max(0.0, score)) for target, score in nearest.items()}, abs=1e-3
        )


def test_a_message_on_what_a_third_party_runs_is_told_by_samples() -> None:
    theirs = ["payroll", "firm", "hosts", "its", "product", "servers", "there", "patched"]
    texts = {"a/b": [["who", "patches", "our", "nodes"]], "at shop/saas": [theirs]}
    samples = Samples(build_samples(None, frozenset(texts), texts))
    assert samples.heard(theirs).place == "shop/saas"
    assert samples.heard(["who", "patches", "our", "nodes"]).place is None
    assert [like.target for like in samples.heard(theirs).alike] == ["a/b"]


def test_a_place_that_no_third_party_runs_is_told(copy: Path, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "own", "places:\n  rds/nowhere:\n    - who patches the vendor's servers?\n")
    (fault,) = check([copy, folder])
    assert "no such variant of a third party" in fault.message


def test_what_asks_for_both_parts_is_told_by_samples(copy: Path, tmp_path: Path) -> None:
    asked = ["patching", "hosts", "and", "guests", "together", "whose"]
    texts = {"a/b": [["who", "patches", "our", "nodes"]], "whole": [asked]}
    samples = Samples(build_samples(None, frozenset(texts), texts))
    assert samples.heard(["who", "patches", "our", "nodes"]).whole < 0 < samples.heard(asked).whole
    assert "whole" not in [like.target for like in samples.heard(asked).alike]
    folder = overlay(tmp_path / "own", "whole:\n  - guests and hosts in one go, whose?\n")
    whole, part = (
        Engine(build([copy, folder])).parse(text).wholeness
        for text in ("guests and hosts in one go: whose is it?", "who patches the hosts?")
    )
    assert part < whole
