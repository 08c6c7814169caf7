"""The modal in which admins choose how the bot behaves in their workspace, and what others are told."""

from collections.abc import Sequence
from typing import Any

from bot.preferences import Preferences
from bot.slack.views.blocks import Block, plain_text
from bot.slack.views.draft import said
from bot.slack.views.forms import Option, choices, input_block, modal, select

SETTINGS = "settings"
"""Callback id of the modal."""
ANSWERS, LANGUAGE, GAPS = "settings-answers", "settings-language", "settings-gaps"
"""Block ids of the inputs, and the action ids of their one element."""
PRIVATE, PUBLIC = "private", "public"
KEEP = "keep"
LANGUAGES = {"en": "English"}
"""Code of a language -> its own name; one that is not here is shown by its code."""
TEXTS = (
    "Off: of a question that I cannot answer, or answered wrongly, I keep a keyed hash and the words that are in my "
    "vocabulary. On: I keep its text as well, for up to a year, for whoever runs this bot, so that I can be taught it. "
    "Switching it off deletes the texts kept so far."
)

NOT_ADMIN = said(
    "Only admins and owners of this workspace can change how I behave in it. Ask one of them to run "
    "`/whosejob settings`; everything else I do is open to you."
)
NOT_SURE = said("Slack did not tell me in time whether you are an admin here, so I changed nothing. Please try again.")
NOT_READ = said("I could not look up the settings of this workspace just now. Please try again in a moment.")
TOO_LATE = said("That took too long for Slack to open the settings. Please try again.")
NOT_SAVED = "Not saved: something went wrong on my side. Please try again in a moment."
NOT_CHECKED = "Not saved: Slack did not tell me in time whether you are an admin here. Please try again."


def settings_modal(preferences: Preferences, languages: Sequence[str], workspace: str) -> Block:
    """The modal, with what is chosen now.

    Args:
        preferences: what is chosen now.
        languages: codes of those that can be chosen.
        workspace: workspace key; comes back at submission, where Slack may name another team of the enterprise.
    """
    who = "These settings hold for everybody in this workspace. Only its admins and owners can change them."
    blocks = [
        {"type": "section", "text": plain_text(who)},
        input_block(ANSWERS, "Answers to /whosejob", _answers(preferences.public)),
        input_block(LANGUAGE, "Language", _language(preferences.language, languages)),
        input_block(GAPS, "Questions I could not answer", _gaps(preferences.gaps_text), hint=TEXTS, optional=True),
    ]
    return modal("Whosejob settings", blocks, callback_id=SETTINGS, metadata=workspace, submit="Save", close="Cancel")


def chosen(view: dict[str, Any], languages: Sequence[str]) -> Preferences:
    """What was chosen in a submitted modal; what it does not offer counts as not chosen."""
    values = view["state"]["values"]

    def picked(name: str) -> str:
        return str((values[name][name].get("selected_option") or {}).get("value"))

    language = picked(LANGUAGE)
    kept = [option["value"] for option in values[GAPS][GAPS].get("selected_options") or ()]
    return Preferences(
        public=picked(ANSWERS) == PUBLIC,
        language=language if language in languages else Preferences().language,
        gaps_text=KEEP in kept,
    )


def _answers(public: bool) -> Block:
    options = (
        Option("Private", PRIVATE, "Only who asked sees them, and can share them"),
        Option("Public", PUBLIC, "Everybody in the channel sees them"),
    )
    return select(ANSWERS, options, PUBLIC if public else PRIVATE, kind="radio_buttons")


def _language(language: str, languages: Sequence[str]) -> Block:
    return select(LANGUAGE, [Option(LANGUAGES.get(code, code), code) for code in languages], language)


def _gaps(kept: bool) -> Block:
    return choices(GAPS, [Option("Keep their text", KEEP)], {KEEP} if kept else ())
