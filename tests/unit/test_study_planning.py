"""What a place is to be sent: late, moved, changed, closed, paused, and when there is little to choose from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.study.calendar import UnknownZoneError, zone_named
from bot.study.planning import FIRM, allowed, upcoming, wanted
from bot.subscription import SECONDS, WORKING_DAYS, Kind, Post, Subscription
from tests.unit.planned import Place, at, lessons_of, local, scenario, tip

LESSONS = lessons_of({"a": [f"a{n}" for n in range(9)], "b": [f"b{n}" for n in range(9)]}, [f"q{n}" for n in range(9)])
MONDAY = "2026-11-30"
HOUR = 3600
DAY = 24 * HOUR
EVERY_DAY = frozenset(range(7))


def place(now: str = f"{MONDAY} 08:00", **more: object) -> Place:
    told = {"tips": EVERY_DAY, "since": at(now), **more}
    return Place(Subscription(workspace="T1", place="C1", **told), LESSONS, at(now))  # type: ignore[arg-type]


def said(posts: tuple[Post, ...], zone: str = "UTC") -> list[str]:
    return [f"{post.kind} {local(post.moment, zone):%a %H:%M:%S}" for post in posts]


def test_three_days_are_wanted_and_each_kind_has_its_second() -> None:
    posts = place(quizzes=frozenset({0, 3})).wanted()
    assert said(posts) == [
        "tip Mon 09:00:00",
        "quiz Mon 09:00:01",
        "reveal Mon 16:00:02",
        "tip Tue 09:00:00",
        "tip Wed 09:00:00",
    ]
    assert all(post.moment % 60 == SECONDS[post.kind] for post in posts)
    assert posts[1].lesson == posts[2].lesson
    assert not any(post.digest or post.scheduled_id for post in posts)


def test_nothing_is_asked_and_nothing_changes_where_all_is_in_order() -> None:
    here = place(quizzes=EVERY_DAY)
    first = here.reconcile()
    here.asked_for_history = 0
    assert here.wanted() == first
    assert here.asked_for_history == 0


def test_history_is_asked_for_once_a_kind() -> None:
    here = place(quizzes=EVERY_DAY)
    here.reconcile()
    assert here.asked_for_history == 2


def test_none_before_it_was_asked_for_or_its_first_day() -> None:
    assert said(place(f"{MONDAY} 09:00").wanted())[0] == "tip Mon 09:02:00", "asked for at that very second"
    assert said(place(f"{MONDAY} 09:30").wanted())[0] == "tip Tue 09:00:00"
    assert said(place(first=date(2026, 12, 2)).wanted()) == ["tip Wed 09:00:00"]
    assert place(first=date(9999, 12, 31)).wanted() == ()


def test_a_paused_place_is_sent_nothing() -> None:
    here = place()
    here.reconcile()
    here.change(paused=True)
    assert here.reconcile() == ()
    here.tick(here.now + 5 * HOUR)
    here.change(paused=False)
    assert said(here.reconcile())[0] == "tip Tue 09:00:00", "what was missed meanwhile is not made up for"


def test_a_pause_withholds_no_answer_to_a_question_that_people_have_before_them() -> None:
    here = place(quizzes=EVERY_DAY)
    here.reconcile()
    here.tick(at(f"{MONDAY} 12:00"))
    here.change(paused=True)
    assert said(here.reconcile()) == ["reveal Mon 16:00:02"]
    here.run(at("2026-12-03 12:00"), HOUR)
    assert [f"{post.kind} {post.day}" for post in here.posted] == [
        f"{kind} {MONDAY}" for kind in ("tip", "quiz", "reveal")
    ]


def test_a_pause_leaves_what_is_about_to_be_posted() -> None:
    here = place()
    here.reconcile()
    here.tick(at(f"{MONDAY} 08:59:30"))
    here.change(paused=True)
    assert said(here.reconcile()) == ["tip Mon 09:00:00"]


@pytest.mark.parametrize(
    ("hours", "first"),
    [(0, "Mon 09:02:00"), (1, "Mon 10:02:00"), (5.99, "Mon 15:02:00"), (6.001, "Tue 09:00:00"), (23, "Tue 09:00:00")],
)
def test_what_was_missed_comes_late_for_six_hours(hours: float, first: str) -> None:
    here = place(quizzes=EVERY_DAY)
    here.now = at(f"{MONDAY} 09:00") + hours * HOUR
    posts = here.wanted()
    assert said(posts)[0] == f"tip {first}"
    assert said(posts)[1] == f"quiz {first[:-2]}01"


def test_what_comes_late_is_not_put_off_by_the_next_pass_and_comes_once() -> None:
    here = place()
    here.now = at(f"{MONDAY} 10:00:30")
    late = here.reconcile()[0]
    assert said((late,)) == ["tip Mon 10:03:00"]
    while here.now < late.moment + 60:
        assert [post for post in here.reconcile() if post.day == late.day] == ([late] if here.now < late.moment else [])
        here.tick(here.now + 7)
    assert here.posted == [replace(late, digest="d", scheduled_id="Qtip2026-11-30")]


def test_a_row_that_slack_was_never_asked_for_was_not_given() -> None:
    here = place()
    planned = here.wanted()
    here.rows = {(post.kind, post.day): post for post in planned}
    here.now = at(f"{MONDAY} 11:00")
    late = here.wanted()
    assert said(late)[0] == "tip Mon 11:02:00"
    assert [post.lesson for post in late[:3]] == [post.lesson for post in planned]
    here.now = at(f"{MONDAY} 16:00")
    assert here.wanted()[0].day == date(2026, 12, 1), "too late"
    assert here.wanted()[0].lesson == planned[0].lesson, "nobody saw it"


def test_a_changed_time_moves_what_lies_ahead_and_keeps_its_tips() -> None:
    here = place()
    before = here.reconcile()
    here.change(at=time(12, 30))
    after = here.reconcile()
    assert said(after) == ["tip Mon 12:30:00", "tip Tue 12:30:00", "tip Wed 12:30:00"]
    assert [post.lesson for post in after] == [post.lesson for post in before]


def test_a_time_that_has_passed_is_for_tomorrow_and_the_tip_waits() -> None:
    here = place()
    before = here.reconcile()
    here.change(at=time(7))
    after = here.reconcile()
    assert said(after) == ["tip Tue 07:00:00", "tip Wed 07:00:00", "tip Thu 07:00:00"]
    assert [post.lesson for post in after] == [post.lesson for post in before]


def test_what_was_posted_on_a_date_does_not_come_again_on_it() -> None:
    here = place()
    here.reconcile()
    here.tick(at(f"{MONDAY} 10:00"))
    here.change(at=time(11))
    assert said(here.reconcile())[0] == "tip Tue 11:00:00"


def test_what_slack_will_post_in_a_moment_stays_whatever_changes() -> None:
    here = place()
    first = here.reconcile()[0]
    here.tick(first.moment - FIRM + 1)
    here.change(at=time(15), tips=frozenset({0, 1, 2}))
    posts = here.reconcile()
    assert posts[0] == first
    assert said(posts) == ["tip Mon 09:00:00", "tip Tue 15:00:00", "tip Wed 15:00:00"]
    assert len({post.lesson for post in posts}) == 3


def test_a_tip_that_waits_is_not_overtaken_when_dates_come_and_go() -> None:
    here = place(tips=frozenset({0, 2}))
    first, second = (post.lesson for post in here.reconcile())
    here.change(tips=frozenset({0, 1, 2}))
    assert [post.lesson for post in here.reconcile()][:2] == [first, second]
    here.change(tips=frozenset({1, 2}))
    assert [post.lesson for post in here.reconcile()][:2] == [first, second]


def test_tips_that_are_gone_or_not_chosen_any_more_are_replaced() -> None:
    here = place()
    first, second, third = (post.lesson for post in here.reconcile())
    here.lessons = lessons_of({"a": {*LESSONS.themes["a"].tips, *LESSONS.themes["b"].tips} - {second}})
    kept = [post.lesson for post in here.reconcile()]
    assert kept[:2] == [first, third]
    assert len(set(kept)) == 3
    here.lessons = LESSONS
    here.change(themes=frozenset({"b"}))
    assert all(post.lesson.startswith("b") for post in here.reconcile())


def test_two_rows_with_one_tip_become_two_tips_again() -> None:
    """A pass may die between two rows that move up."""
    here = place()
    first, second, _ = here.reconcile()
    here.rows["tip", first.day] = replace(here.rows["tip", first.day], lesson=second.lesson)
    assert len({post.lesson for post in here.reconcile()}) == 3


def test_a_tip_that_was_just_posted_does_not_come_from_a_row_that_was_left_behind() -> None:
    here = place()
    first, second, _ = here.reconcile()
    here.tick(first.moment)
    here.rows["tip", second.day] = replace(here.rows["tip", second.day], lesson=first.lesson)
    assert first.lesson not in {post.lesson for post in here.reconcile()}


def test_tips_of_one_gotcha_keep_apart_in_the_plan() -> None:
    here = place()
    names = [f"t{number}" for number in range(40)]
    here.lessons = lessons_of({"a": names}, (), {name: tip(name, "topic/same") for name in names[:2]})
    here.run(here.now + 40 * DAY, DAY)
    shown = here.shown()
    assert abs(shown.index("t0") - shown.index("t1")) > 9, "of forty, thirty come between, or none are left"


def test_few_tips_come_in_turn_without_a_change_from_pass_to_pass() -> None:
    here = place()
    here.lessons = lessons_of({"a": ["one", "two"]})
    first = here.reconcile()
    assert here.reconcile() == first
    here.run(here.now + 9 * DAY, DAY / 3)
    assert here.shown()[:2] * 5 == [*here.shown(), here.shown()[1]][:10]
    here.lessons = lessons_of({})
    assert here.reconcile() == ()


def test_a_reveal_comes_on_the_next_day_where_its_time_is_not_after_the_question() -> None:
    assert said(place(tips=frozenset(), quizzes=frozenset({0}), reveal=time(9)).wanted()) == [
        "quiz Mon 09:00:01",
        "reveal Tue 09:00:02",
    ]


def test_a_reveal_is_wanted_with_its_question_beyond_the_days_ahead() -> None:
    posts = place(f"{MONDAY} 08:59", tips=frozenset(), quizzes=frozenset({3}), reveal=time(8)).wanted()
    assert posts == ()
    posts = place(f"{MONDAY} 09:01", tips=frozenset(), quizzes=frozenset({3}), reveal=time(8)).wanted()
    assert said(posts) == ["quiz Thu 09:00:01", "reveal Fri 08:00:02"]


def test_a_question_that_was_asked_is_answered_unless_it_was_closed() -> None:
    here = place(tips=frozenset(), quizzes=frozenset({0}))
    _, reveal = here.reconcile()
    here.tick(at(f"{MONDAY} 10:00"))
    here.change(quizzes=frozenset())
    assert here.reconcile() == (reveal,)
    here.change(reveal=time(11))
    assert said(here.reconcile()) == ["reveal Mon 11:00:02"]
    here.change(reveal=time(9, 30))
    assert said(here.reconcile()) == ["reveal Mon 10:02:02"], "its time has passed: at once, but not after 5 minutes"
    name: tuple[Kind, date] = ("quiz", reveal.day)
    here.rows[name] = replace(here.rows[name], closed_at=here.now)
    assert here.reconcile() == ()


def test_a_reveal_stays_away_once_posted_and_when_the_question_was_never_asked() -> None:
    here = place(tips=frozenset(), quizzes=frozenset({0}))
    here.run(at(f"{MONDAY} 17:00"), HOUR)
    assert [post.kind for post in here.posted] == ["quiz", "reveal"]
    assert here.wanted() == ()
    never = place(tips=frozenset(), quizzes=frozenset({0}))
    never.now = at(f"{MONDAY} 17:00")
    assert never.wanted() == ()


def test_people_can_vote_for_an_hour_on_a_question_that_comes_late() -> None:
    here = place(tips=frozenset(), quizzes=frozenset({0}), reveal=time(12))
    here.now = at(f"{MONDAY} 11:30")
    assert said(here.wanted()) == ["quiz Mon 11:32:01", "reveal Mon 12:32:02"]
    short = place(tips=frozenset(), quizzes=frozenset({0}), reveal=time(9, 10))
    short.now = at(f"{MONDAY} 11:30")
    assert said(short.wanted()) == ["quiz Mon 11:32:01", "reveal Mon 11:42:02"]


def test_a_question_that_is_gone_has_no_answer_to_show() -> None:
    here = place(tips=frozenset(), quizzes=frozenset({0}))
    here.reconcile()
    here.tick(at(f"{MONDAY} 10:00"))
    here.lessons = lessons_of({"a": ["a1"]}, ["other"])
    assert [post for post in here.reconcile() if post.kind == "reveal"] == []


def test_a_reminder_comes_only_while_something_is_due() -> None:
    here = place(tips=frozenset(), practice=WORKING_DAYS, direct=True)
    assert here.wanted() == ()
    here.due = (at("2026-12-01 08:00"), at("2026-12-20 08:00"))
    assert said(here.reconcile()) == ["practice Tue 09:00:03", "practice Wed 09:00:03"]
    here.due = (at("2026-12-01 09:30"),)
    assert said(here.reconcile()) == ["practice Wed 09:00:03"]
    here.tick(at("2026-12-02 09:00:03"))
    assert [post.kind for post in here.posted] == ["practice"]
    here.change(at=time(10))
    assert said(here.wanted())[0] == "practice Thu 10:00:03", "one a day"


def test_a_reminder_is_never_late() -> None:
    here = place(tips=frozenset(), practice=WORKING_DAYS, direct=True)
    here.due, here.now = (0.0,), at(f"{MONDAY} 09:01")
    assert said(here.wanted())[0] == "practice Tue 09:00:03"


def test_kinds_have_their_places() -> None:
    everything = {"tips": EVERY_DAY, "quizzes": EVERY_DAY, "practice": EVERY_DAY}
    channel, direct = place(**everything), place(**everything, direct=True)
    channel.due = direct.due = (0.0,)
    assert {post.kind for post in channel.wanted()} == {"tip", "quiz", "reveal"}
    assert {post.kind for post in direct.wanted()} == {"tip", "practice"}


def test_a_row_that_is_dropped_is_as_good_as_gone_unless_it_was_posted() -> None:
    here = place()
    for post in here.reconcile():
        here.rows[post.kind, post.day] = replace(here.rows[post.kind, post.day], dropped=True)
    assert len(here.wanted()) == 3
    here.tick(at(f"{MONDAY} 09:30"))
    here.change(at=time(11))
    assert said(here.wanted())[0] == "tip Tue 11:00:00"


def test_going_back_over_the_date_line_gives_one_tip_a_date() -> None:
    here = place("2026-11-29 18:00", zone="Pacific/Kiritimati")
    here.reconcile()
    here.tick(at("2026-11-30 09:30", "Pacific/Kiritimati"))
    here.change(zone="Pacific/Pago_Pago")
    assert f"{local(here.now, 'Pacific/Pago_Pago'):%a %H:%M}" == "Sun 08:30"
    posts = here.reconcile()
    assert said(posts, "Pacific/Pago_Pago") == ["tip Sun 09:00:00", "tip Tue 09:00:00"], "Monday had its tip"


def test_new_rules_of_a_zone_move_what_lies_ahead_and_what_they_made_late_comes_at_once() -> None:
    here = place(f"{MONDAY} 05:00", zone="Europe/Berlin")
    here.reconcile()
    here.tick(at(f"{MONDAY} 07:30"))
    here.subscription = replace(here.subscription, zone="Europe/Istanbul")  # as if Berlin were two hours ahead of it
    assert said(here.reconcile()) == ["tip Mon 07:32:00", "tip Tue 06:00:00", "tip Wed 06:00:00", "tip Thu 06:00:00"]
    here.tick(at(f"{MONDAY} 07:40"))
    here.subscription = replace(here.subscription, zone="Europe/London")
    assert said(here.reconcile())[0] == "tip Tue 09:00:00", "today had its tip"


def test_a_zone_that_nothing_knows_is_told() -> None:
    for name in ("Middle/Earth", "", "Europe", "../../etc/passwd", "a\x00b", "x" * 500):
        with pytest.raises(UnknownZoneError):
            place(zone=name).wanted()
        with pytest.raises(UnknownZoneError):
            upcoming(place(zone=name).subscription, LESSONS, 0.0, 3)
    assert zone_named("Europe/Berlin").key == "Europe/Berlin"
    assert place(zone="Middle/Earth", paused=True).wanted() == ()


def test_upcoming_are_the_next_moments_of_all_kinds() -> None:
    now = at(f"{MONDAY} 09:00")
    subscription = place(quizzes=frozenset({1})).subscription
    found = upcoming(subscription, LESSONS, now, 4)
    assert [(kind, f"{local(moment, 'UTC'):%a %H:%M}") for kind, moment in found] == [
        ("tip", "Tue 09:00"),
        ("quiz", "Tue 09:00"),
        ("tip", "Wed 09:00"),
        ("tip", "Thu 09:00"),
    ]
    assert upcoming(replace(subscription, paused=True), LESSONS, now, 4) == ()
    assert upcoming(replace(subscription, first=date(9999, 12, 31)), LESSONS, now, 4) == ()
    assert upcoming(replace(subscription, tips=frozenset()), lessons_of({}), now, 4) == ()
    rare = upcoming(replace(subscription, tips=frozenset({6}), quizzes=frozenset()), LESSONS, now, 60)
    assert len(rare) == 60
    far = upcoming(replace(subscription, first=date(2030, 1, 5)), LESSONS, now, 1)
    assert local(far[0][1], "UTC").date() == date(2030, 1, 5)
    assert (
        upcoming(replace(subscription, direct=True, practice=frozenset({0})), LESSONS, now - 60, 9)[1][0] == "practice"
    )


def test_allowed_are_those_of_themes_and_exam_or_what_comes_nearest() -> None:
    lessons = lessons_of(
        {"a": ["a1", "a2"], "b": ["b1"]},
        ["q1"],
        {"a1": tip("a1", exams=("security",)), "b1": tip("b1", exams=("cloud_practitioner",))},
    )
    here = place().subscription

    def told(themes: set[str], exam: str, kind: Kind = "tip") -> tuple[str, ...]:
        return allowed(replace(here, themes=frozenset(themes), exam=exam), lessons, kind)

    assert told(set(), "") == ("a1", "a2", "b1")
    assert told({"a"}, "") == ("a1", "a2")
    assert told({"a", "b", "gone"}, "security") == ("a1", "a2")
    assert told({"b"}, "security") == ("a1", "a2"), "none of the theme: all of the exam"
    assert told({"gone"}, "") == ("a1", "a2", "b1")
    assert told(set(), "pilot's licence") == ("a1", "a2", "b1"), "no such exam: all"
    assert told({"b"}, "", "quiz") == told({"a"}, "", "reveal") == ("q1",)
    assert told(set(), "", "practice") == ()
    assert scenario("q1") == lessons.scenarios["q1"]


def test_wanted_takes_rows_of_any_age() -> None:
    here = place()
    old = [
        Post(kind="tip", day=date(2020, 1, day), moment=int(at(f"2020-01-0{day} 09:00")), lesson="a1", digest="d")
        for day in range(1, 8)
    ]
    fresh = wanted(here.subscription, LESSONS, old, here.now, lambda _: [])
    assert len(fresh) == 3
    assert "a1" not in {post.lesson for post in fresh}
