"""Answers what someone filled into the form that asks: words, a service, a task, or some of them together."""

from bot.answering.answer import Answer
from bot.parsing.vocabulary import Link
from bot.slack import handling
from bot.slack.asked import Asked
from bot.slack.caller import Caller
from bot.slack.desk import Desk
from bot.slack.picked import place_of
from bot.slack.views import Audience, Message, answer_message
from bot.slack.views.ask import QUESTION, SERVICE, TOPIC, Form

EMPTY = {
    QUESTION: "Ask something here, or pick a service or a task below.",
    SERVICE: "Pick a service, a task, or both, unless you ask in words.",
}
WORDS_AND_TASK = "You picked a task below as well: empty this field, or ask in words alone."
NOT_AT_SERVICE = "I cannot read this for the service that you picked: name the service here, or pick a task instead."
GONE = "I no longer know what you picked. Pick it again."


class FormError(ValueError):
    """The form cannot be answered as it is filled in."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(f"faults in {', '.join(faults)}")
        self.faults = faults
        """Input -> what is wrong, as people read it."""


def answered(desk: Desk, caller: Caller, form: Form) -> Message:
    """The answer, for a view.

    Raises:
        FormError: too little or too much was filled in.
    """
    if form.question and form.topic:
        raise FormError({QUESTION: WORDS_AND_TASK})
    if form.question:
        return desk.answer(caller, _in_words(desk, form), Audience.VIEW).message
    if not form.service and not form.topic:
        raise FormError(EMPTY)
    try:
        answer = _picked(desk, form)
    except LookupError:
        fields = (SERVICE, form.service), (TOPIC, form.topic)
        raise FormError({name: GONE for name, value in fields if value}) from None
    handling.answered(answer)
    return answer_message(answer, Audience.VIEW, Asked(answer.text))


def _in_words(desk: Desk, form: Form) -> Asked:
    """The question, said of the service where one was picked.

    Raises:
        FormError: the words are not read as being about that service, and to answer on another would mislead.
    """
    if not form.service:
        return Asked(form.question)
    picked = place_of(form.service)
    try:
        asked = Asked(f"{desk.engine.place_name(picked)}: {form.question}")
    except LookupError:
        raise FormError({SERVICE: GONE}) from None
    named = desk.engine.parse(form.question).links
    if named not in ((), (picked,)) or not _is_about(desk.replies.to(asked, Audience.VIEW).answer, picked):
        raise FormError({QUESTION: NOT_AT_SERVICE})
    return asked


def _is_about(answer: Answer | None, place: Link) -> bool:
    """Whether an answer claims nothing of any other place."""
    if answer is None or answer.kind == "unknown":
        return True
    # Readings to choose from name their service, and the variant only in their questions.
    variants = (place.variant, None) if answer.kind == "choice" else (place.variant,)
    return answer.service == place.service and answer.variant in variants


def _picked(desk: Desk, form: Form) -> Answer:
    engine = desk.engine
    if form.service and form.topic:
        return engine.look_up(place_of(form.service), form.topic)
    return engine.matrix(place_of(form.service)) if form.service else engine.services_left(form.topic)
