"""Modals, and what people fill in or pick in them, as Block Kit has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.limits import INPUT_LABEL, MODAL_TITLE, OPTION_LABEL, OPTIONS, VIEW_BLOCKS
from bot.slack.views.blocks import Block, plain_text


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select, or one of several radio buttons or checkboxes."""

    label: str
    value: str
    description: str = ""

    def json(self) -> Block:
        """As Block Kit has it."""
        option: Block = {"text": plain_text(self.label, OPTION_LABEL), "value": self.value}
        return {**option, "description": plain_text(self.description, OPTION_LABEL)} if self.description else option


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of a select under a heading."""

    label: str
    options: tuple[Option, ...]

    def json(self) -> Block:
        """As Block Kit has it."""
        return {
            "label": plain_text(self.label, OPTION_LABEL),
            "options": [option.json() for option in self.options[:OPTIONS]],
        }


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "",
    metadata: str = "",
    submit: str = "",
    close: str = "Close",
) -> Block:
    """A modal.

    Args:
        title: cut to 24 characters.
        blocks: no more than a modal takes are shown.
        callback_id: what listeners know its submission by.
        metadata: handed back at its submission; at most 3,000 characters.
        submit: what the button that submits it says; none, where there is nothing to submit.
        close: what the button that closes it says.
    """
    view: Block = {
        "type": "modal",
        "title": plain_text(title, MODAL_TITLE),
        "close": plain_text(close),
        "blocks": list(blocks[:VIEW_BLOCKS]),
    }
    more = {"callback_id": callback_id, "private_metadata": metadata}
    view |= {name: value for name, value in more.items() if value}
    return {**view, "submit": plain_text(submit)} if submit else view


def input_block(block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """Something to fill in or pick, under a label."""
    block: Block = {"type": "input", "block_id": block_id, "label": plain_text(label, INPUT_LABEL), "element": element}
    if hint:
        block["hint"] = plain_text(hint, INPUT_LABEL)
    return {**block, "optional": True} if optional else block


def typed_select(action_id: str, placeholder: str) -> Block:
    """A select whose options are asked for while someone types."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder),
        "min_query_length": 0,
    }
