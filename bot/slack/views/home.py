"""App Home: ask, practise, the model at a glance, browse, recent questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.wording import mark
from bot.catalog.model import Catalog, OwnerId
from bot.slack.asked import Asked
from bot.slack.views.actions import Control
from bot.slack.views.ask import ECHO
from bot.slack.views.blocks import Block, context, header, plain_text, section
from bot.slack.views.browse import group_select, name_select
from bot.slack.views.forms import input_block
from bot.slack.views.mrkdwn import bold, escape, link
from bot.slack.views.practice import Practice, practice_blocks

ASK = "home-ask"
"""Action id of the ask box."""
AGAIN = "home-again-"
"""Begins the action id of the button that asks a recent question again."""
FORGET = "home-forget"
SETTINGS = "home-settings"

GLANCE: tuple[OwnerId, ...] = ("aws", "customer", "shared")
ELSEWHERE = (
    "In a channel, mention me. Anywhere, `/whosejob who patches RDS?` answers you alone. Under *Messages*, just ask."
)
UNREADABLE = "_I cannot look up your recent questions at the moment. Asking works._"
CHANGE = "Change: `/whosejob tips` in the channel, or in a direct message to me. Stop: `/whosejob tips list`, anywhere."
SUBSCRIBED = 30
"""Lines of what is subscribed; a Home takes 100 blocks."""


@dataclass(frozen=True, slots=True)
class Person:
    """What Home shows of the one person who sees it."""

    recents: tuple[str, ...] | None = ()
    """Their latest questions; None while they cannot be read."""
    subscribed: tuple[str, ...] = ()
    """What is delivered to them or their channels, a line of mrkdwn each."""
    practice: Practice | None = None
    """What they practise; None while it cannot be read."""


def home_view(catalog: Catalog, person: Person, stamp: int = 0) -> dict[str, Any]:
    """The Home tab.

    Args:
        catalog: what can be browsed.
        person: who sees it.
        stamp: another one than before empties the ask box: Slack keeps what was typed under a block's id.
    """
    blocks = [
        header("Whose job is it?"),
        _ask_box(stamp),
        *practice_blocks(person.practice),
        *_glance(catalog),
        header("Browse services"),
        {"type": "actions", "elements": [group_select(catalog), name_select()]},
        *_recent(person.recents),
        *_subscribed(person.subscribed),
        {"type": "divider"},
        _row(Control(SETTINGS, "Settings, for admins", "open")),
        context(ELSEWHERE),
    ]
    return {"type": "home", "blocks": blocks}


def _ask_box(stamp: int) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": ASK,
        "placeholder": plain_text("who patches RDS?"),
        "max_length": 1900,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    box = input_block(f"{ASK}-{stamp}", "Ask about a task on AWS, and press Enter", element, optional=True)
    return {**box, "dispatch_action": True}


def _glance(catalog: Catalog) -> list[Block]:
    """The owners by shape, word and definition, and the page they come from."""
    owners = catalog.framework.owners
    lines = [f"{bold(mark(owner))}: {escape(owners[owner].definition, 300)}" for owner in GLANCE]
    return [
        header("The model at a glance"),
        section("\n".join(lines)),
        context(f"Source: {link(catalog.framework.source)}"),
    ]


def _recent(recents: Sequence[str] | None) -> list[Block]:
    if recents is None:
        return [header("Your recent questions"), section(UNREADABLE)]
    if not recents:
        return []
    return [
        header("Your recent questions"),
        *(_asked(number, text) for number, text in enumerate(recents, 1)),
        _row(Control(FORGET, "Forget these", "all")),
    ]


def _asked(number: int, text: str) -> Block:
    block: Block = {"type": "section", "text": plain_text(text, ECHO)}
    value = Asked(text).value()
    if value:
        block["accessory"] = Control(f"{AGAIN}{number}", "Ask again", value).element()
    return block


def _subscribed(lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    more = len(lines) - SUBSCRIBED
    rest = [context(f"{more} more: `/whosejob tips list` shows all of them.")] if more > 0 else []
    return [header("Subscribed"), *map(section, lines[:SUBSCRIBED]), *rest, context(CHANGE)]


def _row(control: Control) -> Block:
    return {"type": "actions", "elements": [control.element()]}
