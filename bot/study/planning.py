"""What a place is to be sent in the days ahead, of what was subscribed to, kept and given before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.catalog.lesson_model import Lessons, Scenario, Tip
from bot.study.calendar import local_date, zone_named
from bot.study.choosing import abouts, next_lesson
from bot.study.moments import DAY, LATE, LEAD, late_moment, moments, reveal_moment
from bot.subscription import Kind, Post, Subscription

AHEAD = timedelta(days=3)
"""How far ahead Slack holds what is to be posted; for as long the bot may be down."""
BEHIND = timedelta(days=3)
"""How far back the moments of `kept` have to reach: a date lasts 50 hours from the first zone to the last, and 6 more
are LATE."""
FIRM = 90.0
"""Seconds before its moment from which a message that Slack was asked for stays as it is: Slack deletes nothing within
60 s, and a pass takes its time."""
LAST_DATE = date(9990, 1, 1)
"""Later ones are nobody's first day, and the calendar ends soon after."""

Given = Callable[[Kind], Sequence[str]]
"""Tells the lessons that a place was given before, oldest first."""


def wanted(
    subscription: Subscription,
    lessons: Lessons,
    kept: Sequence[Post],
    now: float,
    given: Given,
    due: Sequence[float] = (),
    ahead: timedelta = AHEAD,
) -> tuple[Post, ...]:
    """What is to be posted at a place after `now`, by moment; without what Slack said of it (digest, id).

    Of each kind it is one a local date. What was posted on a date is not wanted again on it, whatever was changed
    since. What Slack was asked to post within FIRM stays as it is. Lessons that were chosen keep their order, and so
    their dates, unless a date or lesson before them came or went. A row that Slack was never asked for was never given,
    also when its moment has passed: it is wanted again, late, or its lesson goes to the next date.

    A tip or question whose moment was missed is wanted minutes after `now`, for LATE. An answer is wanted as long as
    its question is, beyond `ahead` too, and late for a day; not once the question was closed. A reminder is wanted
    where a question is due by then, and never late. While paused, only the answers to questions that were asked are.

    Args:
        subscription: of the place.
        lessons: what there is to choose from.
        kept: rows of the place whose moment is not longer ago than BEHIND, or that lie ahead.
        now: seconds since the epoch; right before acting on what is returned.
        given: ids of the lessons of a kind that the place was given, oldest first, with or without those still ahead;
            called at most once a kind, and only where a lesson has to be chosen.
        due: when each question that the person practises is due, in seconds since the epoch.
        ahead: how far ahead to look.

    Raises:
        UnknownZoneError: nothing knows the subscription's zone.
    """
    rows = _rows(kept, now)
    if subscription.paused:
        return _begun(rows, lessons, now)
    plan = _Plan(subscription, lessons, zone_named(subscription.zone), rows, now, now + ahead.total_seconds())
    tips, quizzes = plan.taught("tip", given), plan.taught("quiz", given)
    posts = (*tips, *quizzes, *plan.reveals(quizzes), *plan.reminders(due))
    return tuple(_apart(post for post in posts if post.moment > now))


def upcoming(subscription: Subscription, lessons: Lessons, now: float, count: int) -> tuple[tuple[Kind, float], ...]:
    """The next moments of a subscription, soonest first: tips, questions, reminders (as if something were due).

    Answers are left out, and so is what there are no lessons for; a paused subscription has none.

    Args:
        subscription: whose.
        lessons: what there is to choose from.
        now: seconds since the epoch.
        count: how many at most.

    Raises:
        UnknownZoneError: nothing knows the subscription's zone.
    """
    zone = zone_named(subscription.zone)
    begin = max(local_date(now, zone), subscription.first or date.min)
    if subscription.paused or begin > LAST_DATE:
        return ()
    kinds: list[Kind] = ["practice"]
    kinds += [kind for kind in ("tip", "quiz") if _all(lessons, kind)]
    found: list[tuple[Kind, float]] = []
    for kind in kinds:
        # A week has at least one of them where it has any, but for a date that a zone left out.
        days = moments(subscription, kind, zone, begin, begin + (count + 2) * 7 * DAY)
        found += islice(((kind, float(moment)) for _, moment in days if moment > now), count)
    return tuple(sorted(found, key=lambda one: one[1])[:count])


def allowed(subscription: Subscription, lessons: Lessons, kind: Kind) -> tuple[str, ...]:
    """Ids of the lessons that a place may be given: of its themes and exam.

    Where that leaves none, all of the exam; where those are none, all there are.

    Args:
        subscription: names themes and exam.
        lessons: what there is.
        kind: tip, or quiz or reveal; there are none for a reminder.
    """
    every = _all(lessons, kind)
    exam = subscription.exam
    of_exam = tuple(one for one, lesson in every.items() if not exam or exam in lesson.exams)
    of_themes = _of_themes(subscription.themes, lessons, kind)
    return tuple(one for one in of_exam if one in of_themes) or of_exam or tuple(every)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of a place while its days ahead are planned."""

    subscription: Subscription
    lessons: Lessons
    zone: ZoneInfo
    rows: Mapping[tuple[Kind, date], Post]
    now: float
    end: float

    def taught(self, kind: Kind, given: Given) -> tuple[Post, ...]:
        """Tips or questions: those that stay as they are, already posted ones too, and those still to be."""
        rows = sorted((row for row in self.rows.values() if row.kind == kind), key=lambda row: row.moment)
        firm = {row.day: row for row in rows if self._is_firm(row)}
        shown = [row.lesson for row in firm.values()]
        may = allowed(self.subscription, self.lessons, kind)
        days = [(day, moment) for day, moment in self._days(kind) if day not in firm and may]
        # In their order, whatever dates they were chosen for: one that waits must not be overtaken by one that comes
        # again. Twice it is there after a pass that died in the middle, or where there are few.
        waiting = dict.fromkeys(row.lesson for row in rows if row.day not in firm and row.lesson in may)
        chosen = [lesson for lesson in waiting if lesson not in shown][: len(days)]
        if len(chosen) < len(days):
            before = [lesson for lesson in given(kind) if lesson not in shown and lesson not in chosen]
            chosen += self._next(kind, may, [*before, *shown, *chosen], len(days) - len(chosen))
        posts = zip(days, chosen, strict=True)
        return (*firm.values(), *(Post(kind=kind, day=day, moment=at, lesson=one) for (day, at), one in posts))

    def reveals(self, quizzes: Collection[Post]) -> Iterator[Post]:
        """The answers to questions that were or will be asked."""
        for quiz in quizzes:
            row = self.rows.get(("reveal", quiz.day))
            if quiz.closed_at:
                continue
            if row and self._is_firm(row):
                yield row
            elif quiz.lesson in self.lessons.scenarios:
                moment = reveal_moment(self.subscription, quiz.day, quiz.moment, self.zone)
                still = self._still("reveal", quiz.day, moment, DAY)
                if still is not None:
                    yield Post(kind="reveal", day=quiz.day, moment=still, lesson=quiz.lesson)

    def reminders(self, due: Sequence[float]) -> Iterator[Post]:
        """Reminders of questions that are due."""
        for day, moment in moments(self.subscription, "practice", self.zone, *self._dates()):
            row = self.rows.get(("practice", day))
            held = row if row and asked(row) else None
            reachable = (self.now if held else self.now + LEAD) < moment <= self.end
            posted = held is not None and held.moment <= self.now
            if reachable and not posted and any(one <= moment for one in due):
                yield Post(kind="practice", day=day, moment=moment)

    def _days(self, kind: Kind) -> Iterator[tuple[date, int]]:
        """The dates that can still be served, with their moments."""
        for day, moment in moments(self.subscription, kind, self.zone, *self._dates()):
            still = self._still(kind, day, moment, LATE)
            if still is not None and still <= self.end:
                yield day, still

    def _dates(self) -> tuple[date, date]:
        return local_date(self.now - LATE.total_seconds(), self.zone), local_date(self.end, self.zone)

    def _still(self, kind: Kind, day: date, moment: int, late: timedelta) -> int | None:
        """The moment, or one that can still be kept; None where it is too late."""
        if moment >= self.now + LEAD:
            return moment
        if self.now - moment >= late.total_seconds():
            return None
        row, last = self.rows.get((kind, day)), late_moment(self.now, kind)
        # What is to come late already stays at that, or each pass would put it off.
        return row.moment if row and self.now + LEAD <= row.moment <= last else last

    def _is_firm(self, row: Post) -> bool:
        return _is_firm(row, self.now)

    def _next(self, kind: Kind, may: Sequence[str], shown: Sequence[str], count: int) -> list[str]:
        """The next lessons after those that were or will be shown."""
        about = abouts(_all(self.lessons, kind))
        following: list[str] = []
        for _ in range(count):
            following.append(next_lesson(self.subscription.place, may, [*shown, *following], about))
        return following


def asked(row: Post) -> bool:
    """Whether Slack was asked to hold the post of a row: then it may have been posted once its moment has passed."""
    return bool(row.digest or row.scheduled_id)


def _is_firm(row: Post, now: float) -> bool:
    """Whether a row was posted, or is so soon that it stays as it is."""
    return asked(row) and row.moment <= now + FIRM


def _begun(rows: Mapping[tuple[Kind, date], Post], lessons: Lessons, now: float) -> tuple[Post, ...]:
    """What is still to come while a place is paused: what is about to be posted, and answers to what was asked."""
    firm = {name for name, row in rows.items() if _is_firm(row, now)}
    quizzes = (rows[name] for name in firm if name[0] == "quiz")
    open_ = {quiz.day for quiz in quizzes if not quiz.closed_at and quiz.lesson in lessons.scenarios}
    coming = (row for name, row in rows.items() if name in firm or (row.kind == "reveal" and row.day in open_))
    return tuple(sorted((_bare(row) for row in coming if row.moment > now), key=lambda post: post.moment))


def _rows(kept: Sequence[Post], now: float) -> dict[tuple[Kind, date], Post]:
    """Rows by kind and local date; one that is dropped before its moment is as good as gone."""
    return {(row.kind, row.day): row for row in kept if not row.dropped or row.moment <= now}


def _all(lessons: Lessons, kind: Kind) -> Mapping[str, Tip | Scenario]:
    if kind == "practice":
        return {}
    return lessons.tips if kind == "tip" else lessons.scenarios


def _of_themes(themes: Collection[str], lessons: Lessons, kind: Kind) -> frozenset[str]:
    """Ids of what the themes hold, of all themes where none is named."""
    if not themes:
        return frozenset(_all(lessons, kind))
    chosen = (lessons.themes[theme] for theme in themes if theme in lessons.themes)
    return frozenset(one for theme in chosen for one in (theme.tips if kind == "tip" else theme.scenarios))


def _apart(posts: Iterable[Post]) -> list[Post]:
    """Posts by moment, no two at one: of those that are late together, the later date comes a minute after."""
    taken: set[int] = set()
    apart: list[Post] = []
    for post in sorted(posts, key=lambda post: (not asked(post), post.day)):
        moment = post.moment
        while moment in taken:
            moment += 60
        taken.add(moment)
        apart.append(replace(_bare(post), moment=moment))
    return sorted(apart, key=lambda post: post.moment)


def _bare(post: Post) -> Post:
    """What is wanted of a post, without what was kept of it."""
    return Post(kind=post.kind, day=post.day, moment=post.moment, lesson=post.lesson)
