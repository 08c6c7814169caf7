"""A task at a service, both by the names that people type: where they fill in fields instead of asking."""

from bot.answering.answer import Answer
from bot.answering.lookup import task_name
from bot.engine import Engine
from bot.parsing.vocabulary import Link


def places_named(engine: Engine, text: str) -> tuple[Link, ...]:
    """The services and variants that a text names, by id or as people call them."""
    known = engine.names.place(text)
    if known:
        return (known,)
    question = engine.parse(text)
    if question.links or question.refusal:
        return question.links
    # An everyday word that is a service too ("config", "batch") is one here, as it is after "AWS".
    return engine.parse(f"AWS {text}").links


def look_up_named(engine: Engine, place: Link | None, task: str) -> Answer | None:
    """The answer on a task at a place, or by the general model where none is given.

    A task in other words than its own is asked for like a question, so that a doubtful one is not guessed at.

    Returns:
        None where the words of the task name a place of their own.
    """
    target = engine.names.task(task)
    if place is None:
        return engine.ask(task_name(engine.catalog, target) if target else task)
    if target:
        return engine.look_up(place, target)
    answer = engine.ask(f"{task} for {engine.place_name(place)}")
    return answer if answer.service in (None, place.service) and not answer.several else None
