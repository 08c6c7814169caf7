"""Practice as people see it: the daily reminder, how a run of what is due ends, and what Home says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.views.actions import Control
from bot.slack.views.blocks import Block, context, header, mrkdwn, section
from bot.slack.views.daily import STOP_THESE
from bot.slack.views.draft import Draft, Message, said
from bot.slack.views.forms import modal
from bot.slack.views.leaderboard import board_switches
from bot.slack.views.mrkdwn import bold, escape, local_moment
from bot.study.progress import Progress, ThemeProgress

PRACTICE_BEGIN = "practice-begin"
"""Action id of the button that begins a run."""
PRACTICE = "practice"
"""Callback id of the modal in which a run goes on."""
REMIND, REMIND_NO_MORE = "practice-remind", "practice-remind-no-more"
TITLE = "Practice"
UNREADABLE = "_I cannot look up your practice at the moment. Practising works._"
NOT_CHANGED = said("Not changed: something went wrong on my side or at Slack's. Please try again in a moment.")
NOT_PERMITTED = said(
    "Not changed: I was installed before I could write to people first. Whoever looks after apps here can install me "
    "again; until then, practise here or with `/whosejob practice`."
)
BEGINNING = (
    "Five quiz questions at a time, in the manner of AWS's exams. What you miss comes again soon, what you know later "
    "and later. Only you see how you do."
)
KNOWN = "A question is known once you have answered it right on different days."
COLUMNS = 2
THEMES = 40
"""Themes that are told; a field of twenty lines is below Slack's 2,000 characters."""


@dataclass(frozen=True, slots=True)
class Practice:
    """What Home shows of one person's practice."""

    due: int
    """Questions that are due now."""
    next_due: float | None
    """When the next one is, in seconds since the epoch; None where none was answered yet."""
    progress: Progress
    reminder: str
    """When they are reminded, in words; empty where they are not."""
    remind_at: str
    """What time of the day they would be reminded at: `09:00`."""
    board: bool
    """Whether they are on the leaderboard."""
    picture: str = ""
    """Slack's id of the chart of their progress; empty while there is none."""
    told: str = ""
    """What the chart shows, in words."""


def reminder_message() -> Message:
    """What Slack posts on a weekday on which questions are due; how many is not known when Slack is given it."""
    draft = Draft()
    draft.section("*Quiz questions are due.* Answered today, they stay known for longer.")
    draft.buttons(Control(PRACTICE_BEGIN, "Practise", "reminder"), STOP_THESE)
    return draft.message()


def nothing_due(next_due: float | None) -> Message:
    """Said to who practises when there is nothing to practise."""
    draft = Draft()
    draft.section("*Nothing is due*, and there is no question that you have not had.", _next_told(next_due))
    return draft.message()


def due_next(due: int, next_due: float | None) -> str:
    """What is still due after a run, or when something will be, as mrkdwn."""
    return f"{_due_told(due)} now." if due else _next_told(next_due)


def practice_modal(message: Message) -> Block:
    """One step of a run as a modal, which tells when it is closed."""
    return {**modal(TITLE, message.blocks, callback_id=PRACTICE), "notify_on_close": True}


def practice_blocks(practice: Practice | None) -> list[Block]:
    """Home's part on practice; None while that cannot be read."""
    if practice is None:
        return [header(TITLE), _begin(UNREADABLE)]
    return [header(TITLE), *_standing(practice), _switches(practice), *_reminder(practice.reminder)]


def known_told(progress: Progress) -> str:
    """How much of everything is known: `57 of 174 questions known`."""
    return f"{progress.known} of {progress.all} questions known"


def streak_told(progress: Progress) -> str:
    """How many days in a row: `4 days in a row`."""
    return f"{progress.streak} day{'' if progress.streak == 1 else 's'} in a row"


def _standing(practice: Practice) -> list[Block]:
    if not practice.progress.answered:
        return [_begin(BEGINNING)]
    done = practice.progress
    nothing = "Nothing is due" + ("; *Practise* asks you new ones. " if done.seen < done.all else ". ")
    due = f"*{_due_told(practice.due)}.*" if practice.due else nothing + _next_told(practice.next_due)
    # The picture says the same of the themes, and has it all in words for those who do not see it.
    themes = _picture(practice) or [_known(done.themes)]
    return [_begin(due), _progress(done), *themes, context(KNOWN)]


def _reminder(reminder: str) -> list[Block]:
    return [context(f"Reminders when something is due: {escape(reminder, 200)}")] if reminder else []


def _begin(text: str) -> Block:
    return {**section(text), "accessory": Control(PRACTICE_BEGIN, "Practise", "home").element()}


def _due_told(due: int) -> str:
    return f"{due} question is due" if due == 1 else f"{due} questions are due"


def _next_told(next_due: float | None) -> str:
    return "" if next_due is None else f"Next due: {local_moment(next_due)}."


def _progress(progress: Progress) -> Block:
    first = f"*{streak_told(progress)}* · {progress.answered} answered · {known_told(progress)}"
    weakest = " · ".join(escape(one.name, 80) for one in progress.weakest)
    return section(f"{first}\nWeakest: {weakest}" if weakest else first)


def _known(themes: Sequence[ThemeProgress]) -> Block:
    """How many questions of each theme are known, in two columns."""
    lines = [f"{bold(one.name, 80)}: {one.known} of {one.all}" for one in themes[:THEMES]]
    long = -(-len(lines) // COLUMNS)
    columns = ["\n".join(lines[start : start + long]) for start in range(0, len(lines), long)]
    return {"type": "section", "fields": [mrkdwn(column) for column in columns]}


def _picture(practice: Practice) -> list[Block]:
    if not practice.picture:
        return []
    return [{"type": "image", "slack_file": {"id": practice.picture}, "alt_text": practice.told}]


def _switches(practice: Practice) -> Block:
    remind = (
        Control(REMIND_NO_MORE, "Remind me no more", "home")
        if practice.reminder
        else Control(REMIND, f"Remind me on weekdays at {practice.remind_at}", "home")
    )
    switches = (remind, *board_switches(practice.board))
    return {"type": "actions", "elements": [one.element() for one in switches]}
