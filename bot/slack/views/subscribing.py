"""The modal in which people choose what a channel, or they themselves, are sent by the clock."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.catalog.lesson_model import Lessons
from bot.slack.views.actions import Control
from bot.slack.views.blocks import Block, plain_text, section
from bot.slack.views.daily import EXAM_NAMES
from bot.slack.views.forms import Option, block_id, choices, input_block, modal, select, typed_select
from bot.slack.views.subscribed import SURE
from bot.slack.views.subscriptions import DAYS, state_told
from bot.subscription import Subscription

TIPS = "tips"
"""Callback id of the modal."""
WHERE, AT, ZONE = "tips-where", "tips-at", "tips-zone"
TIP_DAYS, QUIZ_DAYS, PRACTICE_DAYS = "tips-days", "tips-quiz-days", "tips-practice-days"
REVEAL, THEMES, EXAM, FIRST = "tips-reveal", "tips-themes", "tips-exam", "tips-first"
"""Action ids of the inputs; `block_id` makes the block's of them."""
PREVIEW, PAUSE, RESUME, END = "tips-preview", "tips-pause", "tips-resume", "tips-end"
"""Action ids of the buttons."""
HERE, DIRECT = "here", "direct"
BOTH = "both"
TITLE = "Daily tips and quizzes"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which form is open; it travels in the modal."""

    workspace: str
    """Workspace key: at submission Slack may name another team of the enterprise."""
    channel: str = ""
    """Where the command was typed; empty in a direct message."""
    direct: bool = False
    """Whether the form is about the direct message with whoever fills it in."""
    turn: int = 0
    """How often the form was put in another's place."""

    def packed(self) -> str:
        """As a modal's metadata."""
        return json.dumps([self.workspace, self.channel, self.direct, self.turn])

    def turned(self, direct: bool) -> "Sheet":
        """The next form."""
        return Sheet(self.workspace, self.channel, direct, self.turn + 1)

    def block(self, name: str) -> str:
        """Names the block of an input."""
        return block_id(name, self.turn)

    @property
    def first_input(self) -> str:
        """The uppermost input; what is wrong with no input in particular is said there."""
        return WHERE if self.channel else AT


def sheet_of(view: dict[str, Any]) -> Sheet:
    """The sheet of a modal that was sent back.

    Raises:
        ValueError, TypeError, LookupError: it is none.
    """
    workspace, channel, direct, turn = json.loads(view["private_metadata"])
    if not (isinstance(workspace, str) and isinstance(channel, str) and isinstance(turn, int)):
        raise TypeError("no sheet")
    if channel and not (channel.isascii() and channel.isalnum()):
        raise ValueError("no channel")
    return Sheet(workspace, channel, bool(direct) or not channel, turn)


def tips_modal(
    sheet: Sheet,
    shown: Subscription,
    zone: Option | None,
    lessons: Lessons,
    now: float,
    *,
    stored: bool = False,
    note: str = "",
) -> Block:
    """The form.

    Args:
        sheet: what it is about.
        shown: what stands in its inputs.
        zone: the zone in them; None where nothing is known of it.
        lessons: whose themes can be chosen.
        now: seconds since the epoch.
        stored: whether that is what the place has.
        note: shown above; mrkdwn.
    """
    status = state_told(shown, lessons, now) if stored else ""
    blocks = [
        *([section(note)] if note else []),
        *_where(sheet),
        *([section(f"Now: {status}")] if status else []),
        *(_input(sheet, *line) for line in _inputs(sheet, shown, zone, lessons)),
        {"type": "actions", "elements": [control.element() for control in _controls(shown, stored)]},
    ]
    return _modal(sheet, blocks, "Save" if stored else "Start")


def refused_modal(sheet: Sheet, why: str) -> Block:
    """The form where somebody may not change what the place has.

    Args:
        sheet: what it is about.
        why: who may; mrkdwn.
    """
    radios = {"type": "actions", "block_id": sheet.block(WHERE), "elements": [_places(sheet)]}
    return _modal(sheet, [*([radios] if sheet.channel else []), section(why)], "")  # with an input it would be sent in


def is_direct(view: Block, sheet: Sheet) -> bool:
    """Whether the direct message is picked in a form, which may not show that yet."""
    picked = inputs_of(view).get(WHERE, {}).get("selected_option") or {}
    return bool(picked["value"] == DIRECT) if picked else sheet.direct


def inputs_of(view: Block) -> dict[str, Any]:
    """Action id -> what stands in the input.

    After an update Slack leaves out inputs that nobody touched (github.com/slackapi/bolt-js/issues/1258): they hold
    what they were made with.
    """
    elements = [block["element"] for block in view.get("blocks") or () if "element" in block]
    made = {element["action_id"]: _initial(element) for element in elements}
    return made | {name: state for block in view["state"]["values"].values() for name, state in block.items()}


def _initial(element: Block) -> dict[str, Any]:
    head = "initial_"
    return {f"selected_{name.removeprefix(head)}": value for name, value in element.items() if name.startswith(head)}


def theme_options(lessons: Lessons) -> tuple[Option, ...]:
    """Themes that there is something on."""
    return tuple(Option(one.name, one.id) for one in lessons.themes.values() if one.tips or one.scenarios)


def _modal(sheet: Sheet, blocks: Sequence[Block], submit: str) -> Block:
    return modal(TITLE, blocks, callback_id=TIPS, metadata=sheet.packed(), submit=submit, close="Cancel")


def _where(sheet: Sheet) -> list[Block]:
    if not sheet.channel:
        return [section("I send these to you, in our direct message.")]
    block = input_block(sheet.block(WHERE), "Where", _places(sheet))
    return [section(f"You are in <#{sheet.channel}>."), {**block, "dispatch_action": True}]


def _places(sheet: Sheet) -> Block:
    options = (
        Option("This channel", HERE, "Tips and quizzes for everybody in it"),
        Option("A direct message to me", DIRECT, "Tips, and reminders of questions that are due"),
    )
    return select(WHERE, options, DIRECT if sheet.direct else HERE, kind="radio_buttons")


def _input(sheet: Sheet, label: str, element: Block, how: dict[str, Any]) -> Block:
    return input_block(sheet.block(element["action_id"]), label, element, **how)


def _inputs(
    sheet: Sheet, shown: Subscription, zone: Option | None, lessons: Lessons
) -> list[tuple[str, Block, dict[str, Any]]]:
    """Label, element and block of each input."""
    zones = typed_select(ZONE, "Type a city, a country or an offset", zone)
    tips = ("Tips on", _days(TIP_DAYS, shown.tips), {"optional": True})
    at: tuple[str, Block, dict[str, Any]] = ("Time", _time(AT, f"{shown.at:%H:%M}"), {})
    lines = [at, ("Time zone", zones, {}), tips]
    if sheet.direct:
        hint = {"hint": "Only when one of the quiz questions that you practise is due.", "optional": True}
        lines.append(("Reminders to practise on", _days(PRACTICE_DAYS, shown.practice), hint))
    else:
        hint = {"hint": "Unless that is later than the time above, they come the next day."}
        lines.append(("Quiz questions on", _days(QUIZ_DAYS, shown.quizzes), {"optional": True}))
        lines.append(("Their answers at", _time(REVEAL, f"{shown.reveal:%H:%M}"), hint))
    return [*lines, *_subjects(shown, lessons)]


def _subjects(shown: Subscription, lessons: Lessons) -> list[tuple[str, Block, dict[str, Any]]]:
    exams = (Option("Both exams", BOTH), *(Option(name, exam) for exam, name in EXAM_NAMES.items()))
    first: Block = {"type": "datepicker", "action_id": FIRST}
    if shown.first:
        first["initial_date"] = shown.first.isoformat()
    lines = [
        ("Exam", select(EXAM, exams, shown.exam or BOTH), {}),
        ("First day", first, {"optional": True, "hint": "Leave it empty to begin at once."}),
    ]
    themes = theme_options(lessons)
    if not themes:
        return lines
    picks = choices(THEMES, themes, shown.themes, kind="multi_static_select")
    picks["placeholder"] = plain_text("All themes")
    return [("Themes", picks, {"optional": True}), *lines]


def _days(action_id: str, days: frozenset[int]) -> Block:
    return choices(action_id, [Option(name, str(day)) for day, name in enumerate(DAYS)], set(map(str, days)))


def _time(action_id: str, at: str) -> Block:
    return {"type": "timepicker", "action_id": action_id, "initial_time": at}


def _controls(shown: Subscription, stored: bool) -> list[Control]:
    preview = Control(PREVIEW, "Preview", "form")
    if not stored:
        return [preview]
    pause = Control(RESUME, "Resume", "form") if shown.paused else Control(PAUSE, "Pause", "form")
    return [preview, pause, Control(END, "Stop", "form", SURE)]
