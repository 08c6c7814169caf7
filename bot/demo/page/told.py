"""What Slack's client tells a person when an app does not do its part."""

from __future__ import annotations

from bot.demo.model import JSON, Ack


def outcome(ack: Ack, what: str) -> JSON:
    """How an action ended, for the page.

    Args:
        ack: how the app acknowledged it.
        what: the command or shortcut, as people know it; empty for clicks and submissions.
    """
    if ack.ok:
        return {"ok": True}
    return {"ok": False, "error": ack.error, "detail": _words(str(ack.error), what), "problems": list(ack.problems)}


def _words(error: str, what: str) -> str:
    if what.startswith("/") and error == "dispatch_failed":
        return f"{what} failed because the app did not respond."
    if what:
        return f"{what} failed with the error “{error}”."
    if error == "operation_timeout":
        return "The app took too long to respond: Slack waits three seconds."
    if error == "dispatch_failed":
        return "We had some trouble connecting. Try again?"
    return f"The app's answer could not be used ({error})."
