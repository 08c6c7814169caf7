"""What was picked has a text that asks for it again."""

from __future__ import annotations

import pytest

from bot.engine import Engine
from bot.parsing.vocabulary import Link


def test_every_task_and_place_is_known_by_its_name_and_id(shipped_engine: Engine) -> None:
    names, catalog = shipped_engine.names, shipped_engine.catalog
    for topic in catalog.topics.values():
        assert names.task(topic.name.upper()) == names.task(topic.id) == topic.id
        for duty in topic.duties:
            target = f"{topic.id}/{duty.id}"
            assert names.task(target) == target
            assert names.task(f" {duty.name}  ") in (target, topic.id)
    for service in catalog.services.values():
        assert names.place(service.id) == Link(service.id)
        assert names.place(service.name) == Link(service.id)
        assert shipped_engine.ask(shipped_engine.matrix(Link(service.id)).text).headline.startswith(
            "Who does what for "
        )


def test_what_was_picked_is_found_again_in_words(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    asked = 0
    for service in catalog.services.values():
        for target in (*catalog.topics, "guest_os_patching/apply_os_patches"):
            picked = shipped_engine.look_up(Link(service.id), target)
            assert shipped_engine.ask(picked.text) == picked
            asked += 1
    assert asked > 5000


@pytest.mark.parametrize("target", ["guest_os_patching", "guest_os_patching/apply_os_patches"])
def test_a_list_that_was_picked_is_found_again_in_words(shipped_engine: Engine, target: str) -> None:
    picked = shipped_engine.services_left(target)
    assert shipped_engine.ask(picked.text).headline == picked.headline


@pytest.mark.parametrize("text", ["", " for ", "backup for", "for Amazon RDS", "x for y for z", "a for " * 10_000])
def test_what_names_no_task_at_a_place_is_a_question_like_others(shipped_engine: Engine, text: str) -> None:
    assert shipped_engine.names.task_at_place(text) is None
