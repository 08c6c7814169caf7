"""Modals, and what people fill in or pick in them, as Block Kit has them."""

from collections.abc import Collection, Sequence
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


def block_id(name: str, turn: int) -> str:
    """Names an input's block anew for each turn: Slack keeps what stands in a block that keeps its name."""
    return f"{name}:{turn}"


def typed_select(action_id: str, placeholder: str, initial: Option | None = None) -> Block:
    """A select whose options are asked for while someone types."""
    element = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder),
        "min_query_length": 0,
    }
    return {**element, "initial_option": initial.json()} if initial else element


def select(action_id: str, options: Sequence[Option], initial: str, kind: str = "static_select") -> Block:
    """A select of one, or with `radio_buttons` a choice that shows all of them.

    Args:
        action_id: names it.
        options: all that can be picked.
        initial: value of the one that is picked; the first one, where it is none of them.
        kind: `static_select` or `radio_buttons`.
    """
    picked = next((option for option in options if option.value == initial), options[0])
    return {
        "type": kind,
        "action_id": action_id,
        "options": [option.json() for option in options[:OPTIONS]],
        "initial_option": picked.json(),
    }


def choices(action_id: str, options: Sequence[Option], initial: Collection[str], kind: str = "checkboxes") -> Block:
    """Boxes to check, or with `multi_static_select` a select of several.

    Args:
        action_id: names it.
        options: all that can be picked.
        initial: values of those that are picked.
        kind: `checkboxes` (ten at most) or `multi_static_select`.
    """
    element: Block = {"type": kind, "action_id": action_id, "options": [option.json() for option in options[:OPTIONS]]}
    picked = [option.json() for option in options[:OPTIONS] if option.value in initial]
    # Slack takes no empty list.
    return {**element, "initial_options": picked} if picked else element
