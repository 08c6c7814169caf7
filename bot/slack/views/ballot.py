"""A channel's quiz question as Slack messages: open, revealed, closed, and what voters alone are told."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.catalog.lesson_model import Scenario
from bot.catalog.model import Source
from bot.slack.views.actions import Control
from bot.slack.views.daily import STOP_THESE
from bot.slack.views.draft import Draft, Message, said
from bot.slack.views.mrkdwn import bold, escape, link
from bot.slack.views.options import DIFFICULTY, LONGEST_QUESTION, ask, explain, lettered, pickers
from bot.slack.views.options import said as verb
from bot.slack.views.quiz import QUIZ_ABOUT
from bot.slack.views.subscriptions import moment_told
from bot.study.ballot import Ballot, voters, votes_for
from bot.study.calendar import zone_named
from bot.study.moments import reveal_moment
from bot.study.quizzing import right_letters
from bot.subscription import Post, Subscription

BALLOT_CHOICE = "ballot-vote-"
"""Begins the action id of each option's button."""
BALLOT_CHECKED = "ballot-checked"
BALLOT_SEND = "ballot-vote"
BALLOT_REVEAL = "ballot-reveal"
BALLOT_TALLY = "ballot-tally"
PICK_ROW = "ballot-row"
"""Block id of what a vote is given with: always the same, so that an update of the message leaves checked boxes be."""
BAR = 10
"""Squares of the bar of an option that everybody chose."""

CHECK_SOME = said("Check the options that you think are right, then click *Vote*.")
NOT_COUNTED = said("Your vote was not counted: something went wrong on my side. Please vote again in a moment.")
NOT_REVEALED = said(
    "I could not show the answer just now. Please try again in a moment; it comes by itself in any case."
)
NOT_SURE = said("Slack did not tell me in time whether you are an admin here. Please try again.")
NOT_LOOKED_UP = said("I could not look that up just now. Please try again in a moment.")
STOPPED = "This quiz was stopped; votes no longer count."


def ballot_message(
    scenario: Scenario, quiz: Post, subscription: Subscription, votes: int = 0, answer_at: int | None = None
) -> Message:
    """The question while people vote on it; how they do is told to those only who have.

    Args:
        scenario: the question.
        quiz: the post with it.
        subscription: of the place.
        votes: how many people have voted so far.
        answer_at: when the answer comes, in seconds since the epoch; as the subscription has it when left out.

    Raises:
        UnknownZoneError: nothing knows the subscription's zone.
    """
    zone = zone_named(subscription.zone)
    answer_at = answer_at or reveal_moment(subscription, quiz.day, quiz.moment, zone)
    value = Ballot(subscription.workspace, quiz.day, scenario.id).packed()
    draft = Draft()
    draft.context(f"Quiz of the day · {DIFFICULTY[scenario.difficulty]}")
    ask(draft, scenario)
    elements = pickers(
        scenario,
        lambda letter: Control(BALLOT_CHOICE + letter.lower(), letter, value),
        BALLOT_CHECKED,
        Control(BALLOT_SEND, "Vote", value),
    )
    draft.controls([{"type": "actions", "block_id": PICK_ROW, "elements": elements}])
    how_many = f"{_people(votes)} voted. " if votes else ""
    draft.context(f"{how_many}The answer comes {when(answer_at, zone)}; until then you can change your vote.")
    draft.buttons(Control(BALLOT_REVEAL, "Show the answer", value), STOP_THESE)
    return draft.message()


def reveal_message(scenario: Scenario, source: Source, day: date, subscription: Subscription) -> Message:
    """The answer, for everybody: what is right, and the reason for every option.

    Args:
        scenario: the question.
        source: what it rests on.
        day: local date of the question.
        subscription: of the place.
    """
    draft = Draft()
    draft.section(f"*The answer to the quiz: {verb(right_letters(scenario))} right.*")
    draft.section(escape(scenario.text, LONGEST_QUESTION))
    explain(draft, scenario, "", "")
    draft.context(f"Source: {link(source)}")
    value = Ballot(subscription.workspace, day, scenario.id).packed()
    draft.buttons(Control(BALLOT_TALLY, "How we voted", value), _about(scenario))
    return draft.message()


def closed_message(scenario: Scenario, source: Source, tally: Mapping[str, int]) -> Message:
    """The question once it was revealed, in place of the one that people voted on.

    Args:
        scenario: the question.
        source: what it rests on.
        tally: letters -> how many people chose just these.
    """
    draft = Draft()
    draft.context(f"Quiz of the day · {DIFFICULTY[scenario.difficulty]} · revealed")
    draft.section(bold(scenario.text, LONGEST_QUESTION))
    _results(draft, scenario, tally, marked=True)
    draft.context(_summary(scenario, tally), f"Source: {link(source)}")
    draft.buttons(_about(scenario))
    return draft.message()


def voted_message(scenario: Scenario, letters: str, tally: Mapping[str, int]) -> Message:
    """For whoever has voted: what they chose, and the votes so far.

    Args:
        scenario: the question.
        letters: what they chose.
        tally: letters -> how many people chose just these.
    """
    draft = Draft()
    draft.section(f"*You voted {' and '.join(letters)}.* {_people(voters(tally))} voted so far:")
    _results(draft, scenario, tally, marked=False)
    draft.context("Until the answer comes, you can change your vote: just vote again.")
    return draft.message()


def tally_message(scenario: Scenario, letters: str, tally: Mapping[str, int]) -> Message:
    """How a channel voted, once that is no secret any more, for whoever asks.

    Args:
        scenario: the question.
        letters: what they chose; empty where they did not vote.
        tally: letters -> how many people chose just these.
    """
    draft = Draft()
    draft.section(_summary(scenario, tally))
    _results(draft, scenario, tally, marked=True)
    if letters:
        draft.context(f"You voted {' and '.join(letters)}.")
    return draft.message()


def late_message(scenario: Scenario, source: Source, letters: str, why: str = "") -> Message:
    """For whoever votes or asks after the end: that it is over, and the answer.

    Args:
        scenario: the question.
        source: what it rests on.
        letters: what they chose in time; empty where they did not vote.
        why: what ended it, if not the reveal.
    """
    draft = Draft()
    right = f"*{verb(right_letters(scenario))} right.*"
    draft.section(f"{why or 'The answer is out; votes no longer count.'} {right}")
    explain(draft, scenario, letters, "your vote")
    draft.context(f"Source: {link(source)}")
    return draft.message()


def not_yours(person: str, answer: str) -> Message:
    """For whoever may not reveal a question: when that happens, and who may.

    Args:
        person: who set the quiz up; empty where nobody knows any more.
        answer: when the answer comes, from `when`.
    """
    who = f"<@{person}> and admins" if person else "admins"
    return said(f"The answer comes {answer}. Only {who} can show it sooner, since everybody here would see it.")


def about_to_come(answer: str) -> Message:
    """For whoever reveals a question that is revealed by itself at any moment.

    Args:
        answer: when the answer comes, from `when`.
    """
    return said(f"The answer comes by itself {answer}; I could not be quicker.")


def when(moment: int, zone: ZoneInfo) -> str:
    """A moment, to each in their own zone; clients that cannot are told the channel's.

    Args:
        moment: seconds since the epoch.
        zone: the channel's.
    """
    told = f"on {moment_told(moment, zone.key)} ({escape(zone.key, 60)})"
    return f"<!date^{moment}^{{date_short_pretty}} at {{time}}|{told}>"


def _results(draft: Draft, scenario: Scenario, tally: Mapping[str, int], *, marked: bool) -> None:
    """Every option with its votes, and where it is no secret any more, whether it is right."""
    total = voters(tally)
    for letter, option in lettered(scenario):
        votes = votes_for(letter, tally)
        mark = ("✓ " if option.right else "✗ ") if marked else ""
        # Any vote at all is a square, since a bar of nothing says that nobody chose it.
        squares = "■" * max(round(BAR * votes / total), 1) + " " if votes else ""
        draft.section(f"{mark}*{letter}.* {escape(option.text)}", f"{squares}{votes}")


def _summary(scenario: Scenario, tally: Mapping[str, int]) -> str:
    all_of_them, right = voters(tally), tally.get(right_letters(scenario), 0)
    if not all_of_them:
        return "Nobody voted."
    if all_of_them == 1:
        return f"1 person voted, and was {'right' if right else 'wrong'}."
    told = "nobody was" if not right else "1 was" if right == 1 else f"{right} were"
    return f"{all_of_them} people voted; {told} right."


def _people(count: int) -> str:
    return f"{count} person has" if count == 1 else f"{count} people have"


def _about(scenario: Scenario) -> Control:
    return Control(QUIZ_ABOUT + "1", "Whose job is it, and why?", scenario.id)
