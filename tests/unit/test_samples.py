"""Sample questions: which are like a question, from an overlay's files to an answer."""

from pathlib import Path

from bot.catalog.check import check
from bot.engine import Engine, build

SAMPLES = """
samples:
  patching/apply_patches:
    - "a hole was found in the kernel last night, who closes it on our fleet?"
    - "closing kernel holes across the fleet"
  patching/choose_window:
    - "at what hour of the night may the nodes restart?"
out_of_scope:
  - "which kernel does the fleet at the garage run?"
"""


def overlay(folder: Path, text: str = SAMPLES) -> Path:
    """A knowledge folder that holds samples only."""
    (folder / "samples").mkdir(parents=True)
    (folder / "samples" / "own.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_nearest_sample_says_what_is_asked(copy: Path, tmp_path: Path) -> None:
    engine = Engine(build([copy, overlay(tmp_path / "own")]))
    alike = engine.parse("holes in the kernel: closing them across our RDS fleet, who?").alike
    assert alike[0].target == "patching/apply_patches"
    assert 0.25 < alike[0].score <= 1
    assert [like.score for like in alike] == sorted((like.score for like in alike), reverse=True)


def test_samples_are_enough_for_an_answer(copy: Path, tmp_path: Path) -> None:
    text = "Kernel holes on our RDS fleet: who closes them?"
    assert Engine(build([copy])).ask(text).owner is None
    assert Engine(build([copy, overlay(tmp_path / "own")])).ask(text).owner == "aws"


def test_a_sample_is_as_like_itself_as_can_be(copy: Path, tmp_path: Path) -> None:
    engine = Engine(build([copy, overlay(tmp_path / "own")]))
    likeness = engine.parse("closing kernel holes across the fleet").alike[0]
    assert (likeness.target, round(likeness.score, 2)) == ("patching/apply_patches", 1.0)


def test_words_that_no_sample_has_are_like_none(copy: Path, tmp_path: Path) -> None:
    assert Engine(build([copy, overlay(tmp_path / "own")])).parse("who waters the plants?").alike == ()


def test_a_target_that_does_not_exist_is_told(copy: Path, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "own", "samples:\n  patching/apply_plasters:\n    - who brings plasters?\n")
    (fault,) = check([copy, folder])
    assert (fault.line, fault.message) == (2, "no such topic or duty")
