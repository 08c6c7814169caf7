"""Duties of carrying out come nearer where something is told as set up already."""

from typing import Any

from msgspec.structs import replace

from bot.catalog.model import Catalog
from bot.engine import Engine
from bot.parsing.carrying import GAIN, Carrying
from bot.parsing.samples import Likeness

CHOOSE, CARRY_OUT = "encryption/choose_encryption", "encryption/carry_out_encryption"


def with_duty(catalog: Catalog, target: str, **fields: Any) -> Catalog:
    topic_id, duty_id = target.split("/")
    topic = catalog.topics[topic_id]
    duties = [replace(duty, **fields) if duty.id == duty_id else duty for duty in topic.duties]
    return replace(catalog, topics={**catalog.topics, topic_id: replace(topic, duties=duties)})


def test_what_is_carried_out_gains(engine: Engine) -> None:
    catalog = with_duty(engine.catalog, CARRY_OUT, carries_out=True)
    first, second = Carrying(catalog).favoured([Likeness(CHOOSE, 0.5), Likeness(CARRY_OUT, 0.45)])
    assert (first.target, first.score) == (CARRY_OUT, 0.45 * (1 + GAIN))
    assert second == Likeness(CHOOSE, 0.5)


def test_it_stands_in_for_what_was_set_up(engine: Engine) -> None:
    catalog = with_duty(engine.catalog, CHOOSE, once_set="carry_out_encryption")
    found = [Likeness(CHOOSE, 0.5), Likeness(CARRY_OUT, 0.4)]
    assert Carrying(catalog).favoured(found) == [Likeness(CARRY_OUT, 0.5)]
