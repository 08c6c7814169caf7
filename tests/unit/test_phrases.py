"""Phrases are scored by how much of them a question covers and how much of the question they explain."""

import msgspec

from bot.engine import Built, Engine
from bot.parsing.phrases import ENOUGH, Part, Postings, build_phrases, fits
from bot.parsing.reader import Reader


def targets(engine: Engine, text: str) -> list[str]:
    return [match.target for match in engine.parse(text).matches]


def test_the_nearest_phrase_comes_first(engine: Engine) -> None:
    assert targets(engine, "who chooses the maintenance window?")[0] == "patching/choose_window"
    assert targets(engine, "who carries out encryption?")[0] == "encryption/carry_out_encryption"


def test_scores_fall_and_lie_between_nothing_and_a_little_over_one(engine: Engine) -> None:
    scores = [match.score for match in engine.parse("who turns on encryption of the database?").matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < one <= 1.2 for one in scores)


def test_what_is_covered_too_little_does_not_match(engine: Engine) -> None:
    assert all(match.coverage >= ENOUGH for match in engine.parse("who guards the database?").matches)


def test_a_services_own_phrases_count_only_where_it_is_named(engine: Engine) -> None:
    assert "patching/apply_patches" in targets(engine, "who does the minor version on rds?")
    assert "patching/apply_patches" not in targets(engine, "who does the minor version on ec2?")


def test_what_names_a_topic_only_at_services_counts_only_there(engine: Engine) -> None:
    assert targets(engine, "encryption key of rds?")[0] == "encryption"
    assert targets(engine, "encryption key?")[0] == "encryption/choose_encryption"


def test_a_controls_own_name_names_the_topic(engine: Engine) -> None:
    assert targets(engine, "patch management")[0] == "patching"


def test_unknown_words_lower_the_fit(engine: Engine) -> None:
    plain = engine.parse("maintenance window").matches[0]
    crowded = engine.parse("maintenance window fnord blargh").matches[0]
    assert crowded.score < plain.score
    assert crowded.explained < plain.explained


def test_nothing_asked_matches_nothing(built: Built) -> None:
    assert fits(built.index.phrases, {}, ()) == {}
    assert fits(built.index.phrases, {"fnord": Part(1.0, 1.0)}, ()) == {}


def test_the_index_is_the_same_every_time(built: Built) -> None:
    again = build_phrases(built.catalog, Reader(built.index.vocabulary))
    assert again == built.index.phrases


def test_what_keys_lead_to_holds_the_best_phrase_of_every_target(built: Built) -> None:
    index = built.index.phrases
    led_to: dict[str, dict[int, list[int]]] = {}
    for number, phrase in enumerate(index.phrases):
        for concept in phrase.concepts:
            led_to.setdefault(phrase.service, {}).setdefault(concept, []).append(number)
    plainly = msgspec.structs.replace(index, postings={holder: Postings(alone, {}) for holder, alone in led_to.items()})
    for first, second in zip(index.phrases[::29], index.phrases[7::29], strict=False):
        concepts = [index.concepts[number] for number in (*first.concepts, *second.concepts[1:])]
        asked = {concept: Part(1.0, 1.0) for concept in concepts}
        services = [first.service] if first.service else []
        assert fits(index, asked, services) == fits(plainly, asked, services)
