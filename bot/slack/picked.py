"""What someone picked or checked, as the value of a button or an option, and back."""

from typing import Any

from bot.parsing.vocabulary import Link
from bot.slack.shapes import taking_apart


def place_value(service: str, variant: str | None) -> str:
    """A service or variant: `rds`, `rds/rds-custom-oracle`."""
    return f"{service}/{variant}" if variant else service


def place_of(value: str) -> Link:
    """The service or variant in a value."""
    service, _, variant = value.partition("/")
    return Link(service, variant or None)


def task_value(service: str, variant: str | None, target: str) -> str:
    """A task at a service or variant: `rds:backup_restore`."""
    return f"{place_value(service, variant)}:{target}"


def task_of(value: str) -> tuple[Link, str]:
    """The place and the task in a value."""
    place, _, target = value.partition(":")
    return place_of(place), target


def option_of(action: dict[str, Any]) -> str:
    """The value of the option that was picked in a select.

    Raises:
        ShapeError: there is none.
    """
    with taking_apart("a choice"):
        return str(action["selected_option"]["value"])


def checked_in(body: dict[str, Any], action_id: str) -> str:
    """The letters of the boxes that are checked in the message or modal that was clicked.

    Args:
        body: of the click.
        action_id: the boxes'.

    Raises:
        ShapeError: what stands in it cannot be read.
    """
    with taking_apart("what is checked"):
        values = (body.get("view") or body).get("state", {}).get("values", {})
        boxes = [element for block in values.values() for name, element in block.items() if name == action_id]
        options = [option for box in boxes for option in box.get("selected_options") or ()]
        return "".join(str(option.get("value", ""))[:1] for option in options)
