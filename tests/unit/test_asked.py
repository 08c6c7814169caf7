"""A question as buttons carry it, and as it is without the name by which the bot is called."""

from __future__ import annotations

import pytest

from bot.slack.asked import without_name


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("<@U1> who patches RDS?", "who patches RDS?"),
        ("<@U1|whosejob> who patches RDS?", "who patches RDS?"),
        ("who patches RDS, <@U1>?", "who patches RDS, ?"),
        ("<@U12> who?", "<@U12> who?"),
        ("<@U1|never closed <@U1> who?", "<@U1|never closed  who?"),
    ],
)
def test_the_bots_name_is_no_part_of_a_question(said: str, asked: str) -> None:
    assert without_name(said, "U1") == asked


def test_names_without_an_end_are_not_looked_through_again_and_again() -> None:
    endless = "<@U1|" * 200_000  # took minutes once, in which nobody else was answered
    assert without_name(endless, "U1") == endless
