"""Looking around in the knowledge: categories, the services of one, the whole picture of a service."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.answering.answer import Answer
from bot.catalog.model import Catalog
from bot.slack.asked import Asked
from bot.slack.limits import ACTIONS, BUTTON_LABEL, OPTION_VALUE, OPTIONS
from bot.slack.picked import place_value, task_value
from bot.slack.views.actions import Audience, Control
from bot.slack.views.answer import answer_message
from bot.slack.views.ask import SERVICE as NAME
from bot.slack.views.blocks import Block, plain_text, section
from bot.slack.views.draft import Message
from bot.slack.views.forms import Option, typed_select
from bot.slack.views.groups import group_name, services_by_group
from bot.slack.views.mrkdwn import bold
from bot.slack.views.paging import PAGE, chunks, page_buttons
from bot.slack.views.told import told_modal

GROUP = "browse-group"
"""Action id of the select of categories."""
SERVICE = "browse-service-"
"""Begins the action id of a service's or variant's button."""
TOPIC = "browse-topic"
"""Action id of the select of topics under a whole picture."""
BROWSE = "browse-"
BROWSE_PAGE = f"{BROWSE}{PAGE}"
"""Begins the action ids of the buttons that page through a category."""
SERVICES = 50
"""Services on one page, in rows of buttons."""


def group_select(catalog: Catalog) -> Block:
    """The select of categories; each says how many services it holds."""
    groups = services_by_group(catalog)
    options = [(f"{group_name(group)} ({len(services)})", group) for group, services in groups.items()]
    return _select(GROUP, "Pick a category", options)


def name_select() -> Block:
    """The select of services by name, which is filled while someone types."""
    return typed_select(NAME, "Or type a name")


def group_modal(catalog: Catalog, group: str, page: int = 0) -> dict[str, Any]:
    """One page of a category's services, a button each.

    Raises:
        LookupError: there is no such category.
    """
    pages = chunks(services_by_group(catalog)[group], SERVICES)
    page %= len(pages)
    named = [(service.name, service.id) for service in pages[page]]
    blocks = [section(bold(group_name(group))), *_buttons(named)]
    if len(pages) > 1:
        blocks += page_buttons(lambda to: f"{to}:{group}", page, len(pages), BROWSE)
    return told_modal("Services", Message(group_name(group), tuple(blocks)))


def picture_modal(catalog: Catalog, answer: Answer) -> dict[str, Any]:
    """The whole picture of a service or variant, its other variants, and a select for one task in detail."""
    service = catalog.services[answer.service or ""]
    said = answer_message(answer, Audience.VIEW, Asked(answer.text))
    blocks = list(said.blocks)
    named = [(one.name, place_value(service.id, one.id)) for one in service.variants if one.id != answer.variant]
    if answer.variant:
        named.insert(0, (service.name, service.id))
    if named:
        blocks += [section("*See also:*"), *_buttons(named)]
    topics = [(row.subject, task_value(service.id, answer.variant, row.topic)) for row in answer.answers if row.topic]
    if topics:
        blocks.append({**section("*Why, and where AWS says so:*"), "accessory": _select(TOPIC, "Pick a task", topics)})
    return told_modal("Whole picture", Message(said.text, tuple(blocks)))


def _buttons(named: Sequence[tuple[str, str]]) -> list[Block]:
    """Names with values as rows of buttons."""
    elements = [
        Control(f"{SERVICE}{number}", name[:BUTTON_LABEL], value).element()
        for number, (name, value) in enumerate(named, 1)
    ]
    return [{"type": "actions", "elements": list(row)} for row in chunks(elements, ACTIONS)]


def _select(action_id: str, placeholder: str, options: Iterable[tuple[str, str]]) -> Block:
    fitting = [Option(label, value) for label, value in options if len(value) <= OPTION_VALUE][:OPTIONS]
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder),
        "options": [option.json() for option in fitting],
    }
