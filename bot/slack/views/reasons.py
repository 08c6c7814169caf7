"""The modal that asks what was wrong with an answer."""

from typing import Any

REASON = "feedback-reason"
"""Callback id of the modal, and the id of its one block and element."""
REASONS = {
    "owner": "It names the wrong owner",
    "service": "It speaks of the wrong service",
    "unclear": "It is unclear",
    "other": "Something else",
}


def reasons_modal(metadata: str) -> dict[str, Any]:
    """The modal.

    Args:
        metadata: which answer it is about, handed back at submission; at most 3,000 characters.
    """
    options = [{"text": _plain(label), "value": value} for value, label in REASONS.items()]
    return {
        "type": "modal",
        "callback_id": REASON,
        "private_metadata": metadata,
        "title": _plain("What was wrong?"),
        "submit": _plain("Send"),
        "close": _plain("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": REASON,
                "label": _plain("Your answer helps to mend it"),
                "element": {"type": "radio_buttons", "action_id": REASON, "options": options},
            }
        ],
    }


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}
