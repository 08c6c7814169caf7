"""A task at a service, both by the names that people type: where they fill in fields instead of asking."""

from bot.answering.answer import Answer
from bot.answering.lookup import place_name
from bot.catalog.model import Catalog
from bot.engine import Engine
from bot.parsing.vocabulary import Link


def places_named(engine: Engine, text: str) -> tuple[Link, ...]:
    """The services and variants that a text names, by id or as people call them."""
    word = " ".join(text.split())
    by_id = _by_id(engine.catalog, word.casefold())
    if by_id:
        return (by_id,)
    question = engine.parse(word)
    if question.links or question.refusal:
        return question.links
    # An everyday word that is a service too ("config", "batch") is one here, as it is after "AWS".
    return engine.parse(f"AWS {word}").links


def task_named(catalog: Catalog, text: str) -> str | None:
    """The topic or duty of exactly this id or name, as `Engine.look_up` takes it."""
    word = " ".join(text.split()).casefold()
    for topic in catalog.topics.values():
        if word in (topic.id, topic.name.casefold()):
            return topic.id
        for duty in topic.duties:
            target = f"{topic.id}/{duty.id}"
            if word in (target, duty.name.casefold()):
                return target
    return None


def look_up_named(engine: Engine, place: Link | None, task: str) -> Answer | None:
    """The answer on a task at a place, or by the general model where none is given.

    A task in other words than its own is asked for like a question, so that a doubtful one is not guessed at.

    Returns:
        None where the words of the task name a place of their own.
    """
    target = task_named(engine.catalog, task)
    if place is None:
        return engine.ask(_name(engine.catalog, target) if target else task)
    if target:
        return engine.look_up(place, target)
    answer = engine.ask(f"{task} for {place_name(engine.catalog, place)}")
    return answer if answer.service in (None, place.service) and not answer.several else None


def _by_id(catalog: Catalog, word: str) -> Link | None:
    if word in catalog.services:
        return Link(word)
    for service in catalog.services.values():
        if any(variant.id == word for variant in service.variants):
            return Link(service.id, word)
    return None


def _name(catalog: Catalog, target: str) -> str:
    topic, _, duty = target.partition("/")
    names = {one.id: one.name for one in catalog.topics[topic].duties}
    return names.get(duty, catalog.topics[topic].name)
