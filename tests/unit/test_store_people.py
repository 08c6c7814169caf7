"""Recent questions, feedback, gaps and preferences; and that nothing is left of whom the store forgets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from moments import DAY, NOW, TODAY
from slack_sdk.oauth.installation_store.models import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from stored import rows, tables_naming

from bot.preferences import Preferences
from bot.store import Card, Gap, Learner, Store, Taken, new_key, open_store
from bot.store.slack_tables import BOTS, INSTALLATIONS
from bot.store.tables import FEEDBACK, METADATA
from bot.subscription import WORKING_DAYS, Post, Subscription

QUESTION = "who waters the plants in the data center?"


async def gap(store: Store, workspace: str, user: str, text: str = "", asked: str = QUESTION) -> None:
    """A person meets a gap."""
    digest = await store.digest(asked)
    noted = Gap("unanswered", digest, text, ("water", "plant"))
    await store.gaps.note(workspace, noted, await store.person(workspace, user), NOW)


async def install(store: Store, enterprise: str | None, team: str | None) -> None:
    """The bot is installed in a workspace, or in a whole enterprise."""
    slack = AsyncSQLAlchemyInstallationStore(client_id="1.2", engine=store.engine)
    await slack.async_save(
        Installation(
            app_id="A1",
            enterprise_id=enterprise,
            team_id=team,
            user_id="U9",
            bot_id="B1",
            bot_user_id="U2",
            bot_token=store.keys.encrypt("xoxb-1"),
            is_enterprise_install=team is None,
        )
    )


async def fill(store: Store, workspace: str, user: str) -> None:
    """A person leaves something in every table."""
    await store.claims.take(f"Ev-{workspace}-{user}", NOW, workspace)
    await store.questions.remember(workspace, "C1:1", user, QUESTION, NOW)
    await store.recents.add(workspace, user, QUESTION, NOW)
    await store.tips.give(workspace, user, "a_tip", NOW)
    await store.feedback.put(workspace, "C1:1", user, "no", NOW, "wrong owner", await store.digest(QUESTION))
    await gap(store, workspace, user, QUESTION)
    await store.preferences.put(workspace, Preferences(public=True, gaps_text=True))
    mine = Subscription(workspace=workspace, place=f"D{user}", person=user, direct=True, tips=WORKING_DAYS)
    await store.subscriptions.put(mine, NOW)
    await store.posts.plan(workspace, mine.place, [Post(kind="tip", day=TODAY, moment=int(NOW), lesson="a_tip")])
    await store.votes.put(workspace, "C1", TODAY, user, "A", NOW)
    await store.learners.put(workspace, user, Learner("Europe/Berlin", board=True))
    await store.cards.put(workspace, user, "a_scenario", Card(NOW, "{}"))
    await store.reviews.add(workspace, user, "a_scenario", True, TODAY, NOW)


async def test_recent_questions_come_newest_first_and_once(store: Store) -> None:
    for number in range(12):
        await store.recents.add("T1", "U1", f"q{number}", NOW + number)
    await store.recents.add("T1", "U1", "Q5 ", NOW + 20)
    await store.recents.add("T1", "U2", "another's", NOW)
    latest = await store.recents.latest("T1", "U1", NOW + 20)
    assert latest == ("Q5", "q11", "q10", "q9", "q8", "q7", "q6", "q4", "q3", "q2")
    assert await store.recents.latest("T2", "U1", NOW) == ()
    assert await store.recents.latest("T1", "U2", NOW + 31 * DAY) == ()
    await store.prune(NOW + 31 * DAY)
    assert await store.recents.latest("T1", "U1", NOW) == ()


async def test_recent_questions_are_forgotten_for_one_person(store: Store) -> None:
    for user in ("U1", "U1", "U2"):
        await store.recents.add("T1", user, f"{user} asks", NOW)
    await store.recents.add("T1", "U1", "another", NOW)
    await store.recents.add("T2", "U1", "elsewhere", NOW)
    assert await store.recents.forget("T1", "U1") == 2
    assert await store.recents.latest("T1", "U1", NOW) == ()
    assert await store.recents.latest("T1", "U2", NOW) == ("U2 asks",)
    assert await store.recents.latest("T2", "U1", NOW) == ("elsewhere",)
    assert await store.recents.forget("T1", "U1") == 0


async def test_recent_questions_of_many_are_added_at_once_in_any_order(store: Store) -> None:
    asked = [("T1", f"U{number % 3}", f"q{number}", NOW + number) for number in range(45)]
    await store.recents.add_many([*reversed(asked), ("T1", "U0", "Q42", NOW - 1), ("T1", "U0", "\x00", NOW)])
    await store.recents.add_many([])
    assert await store.recents.latest("T1", "U0", NOW) == tuple(f"q{number}" for number in range(42, 14, -3))
    assert len(await store.recents.latest("T1", "U1", NOW)) == 10


async def test_writers_of_the_same_people_do_not_wait_for_each_other_for_ever(lasting: str) -> None:
    stores = await asyncio.gather(*(open_store(lasting) for _ in range(3)))

    async def write(one: Store, start: int) -> None:
        for turn in range(10):
            people = [(start + turn + number) % 7 for number in range(7)]
            await one.recents.add_many([("T1", f"U{user}", f"q{turn % 3}", NOW + turn) for user in people])

    await asyncio.gather(*(write(one, start) for start, one in enumerate(stores)))
    assert await stores[0].recents.latest("T1", "U1", NOW) == ("q0", "q2", "q1")
    for one in stores:
        await one.close()


async def test_a_later_verdict_takes_the_place_of_an_earlier_one(store: Store) -> None:
    await store.feedback.put("T1", "C1:1", "U1", "yes", NOW)
    await store.feedback.put("T1", "C1:1", "U1", "no", NOW + 1, "wrong owner", "d1")
    await store.feedback.put("T1", "C1:1", "U2", "yes", NOW)
    await store.feedback.put("T1", "C1:2", "U0123ABCD", "yes", NOW)
    kept = await rows(store, FEEDBACK)
    assert sorted((row.message, row.verdict, row.reason, row.digest) for row in kept) == [
        ("C1:1", "no", "wrong owner", "d1"),
        ("C1:1", "yes", "", ""),
        ("C1:2", "yes", "", ""),
    ]
    assert await tables_naming(store, "U0123ABCD") == set()
    await store.prune(NOW + 366 * DAY)
    assert await rows(store, FEEDBACK) == []


async def test_a_gap_counts_each_person_once(store: Store) -> None:
    for user in ("U0123ABCD", "U2", "U0123ABCD"):
        await gap(store, "T1", user)
    await gap(store, "T1", "U1", asked="another question")
    await gap(store, "T2", "U1")
    [first, *others] = await store.gaps.all()
    assert (first.workspace, first.kind, first.askers, first.text) == ("T1", "unanswered", 2, "")
    assert first.tokens == ("water", "plant")
    assert [one.askers for one in others] == [1, 1]
    assert [one.workspace for one in await store.gaps.all("T2")] == ["T2"]
    assert await tables_naming(store, "U0123ABCD", "waters") == set()


async def test_a_gap_goes_when_nobody_meets_it_for_a_year(store: Store) -> None:
    await gap(store, "T1", "U1")
    await store.prune(NOW + 364 * DAY)
    assert len(await store.gaps.all()) == 1
    await store.prune(NOW + 366 * DAY)
    assert await store.gaps.all() == ()
    await gap(store, "T1", "U2")
    assert [one.askers for one in await store.gaps.all()] == [1]


async def test_the_text_of_a_gap_comes_and_goes_with_the_workspaces_will(store: Store) -> None:
    await gap(store, "T1", "U1")
    await store.preferences.put("T1", Preferences(gaps_text=True))
    await gap(store, "T1", "U2", QUESTION)
    await gap(store, "T2", "U2", QUESTION)
    assert {one.text for one in await store.gaps.all()} == {QUESTION}
    await store.preferences.put("T1", Preferences(gaps_text=False))
    assert [one.text for one in await store.gaps.all("T1")] == [""]
    assert [one.text for one in await store.gaps.all("T2")] == [QUESTION]


async def test_texts_that_no_database_takes_are_kept_without_what_it_refuses(store: Store) -> None:
    odd = "who\x00 waters \ud83dplants" + "x" * 5000
    noted = Gap("wrong", "d" * 500, odd, ("a\x00b c", "\ud83d", *("y" * 500 for _ in range(500))))
    await store.gaps.note("T\x00" * 100, noted, "p" * 500, NOW)
    [kept] = await store.gaps.all()
    assert kept.text.startswith("who waters plantsx")
    assert len(kept.text) <= 1000
    assert kept.tokens[0] == "abc"
    assert max(map(len, kept.tokens)) <= 64
    await store.feedback.put("T\x00" * 100, "m\ud83d" * 500, "U\x00", "v\x00" * 100, NOW, "r\ud83d" * 500, "d" * 500)
    await store.recents.add("T\x00", "U\ud83d", "q\x00\ud83d", NOW)
    assert await store.recents.latest("T\x00", "U\ud83d", NOW) == ("q",)
    await store.preferences.put("T\x00" * 100, Preferences(language="\x00\ud83d" * 100))
    assert await store.states.consume("\x00\ud83d" * 500, NOW) is False
    assert await store.forget_person("T\x00" * 100, "U\x00") == 1
    await store.forget_workspace("T\x00" * 100)
    assert await store.gaps.all() == ()


async def test_preferences_are_the_usual_ones_until_chosen(store: Store) -> None:
    assert await store.preferences.of("T1") == Preferences(public=False, language="en", gaps_text=False)
    for chosen in (Preferences(True, "de", True), Preferences(False, "en", True)):
        await store.preferences.put("T1", chosen)
        assert await store.preferences.of("T1") == chosen
    assert await store.preferences.of("T2") == Preferences()


async def test_a_state_is_good_once_and_for_ten_minutes(store: Store) -> None:
    first, second = await store.states.issue(NOW), await store.states.issue(NOW)
    assert first != second
    took = await asyncio.gather(*(store.states.consume(first, NOW + 599) for _ in range(10)))
    assert took.count(True) == 1
    assert await store.states.consume(second, NOW + 600) is False
    assert await store.states.consume("guessed", NOW) is False
    await store.prune(NOW + 601)
    assert await store.states.consume(second, NOW) is False


async def test_a_person_is_forgotten_in_their_enterprise_and_nowhere_else(store: Store) -> None:
    for workspace, user in (("E1/T1", "U1"), ("E1/T2", "U1"), ("E1/T1", "U2"), ("E2/T1", "U1"), ("T1", "U1")):
        await fill(store, workspace, user)
    await gap(store, "E1/T1", "U1", "only U1 asked this", asked="only U1")
    await gap(store, "E1/T1", "U1", asked="only U1, without its text")
    # Ten rows in each of two workspaces, two more askers, and two gaps with a text that nobody else has met.
    assert await store.forget_person("E1/T1", "U1") == 26
    assert await store.forget_person("E1/T1", "U1") == 0
    assert sorted((one.workspace, one.askers, one.text) for one in await store.gaps.all()) == [
        ("E1/T1", 0, ""),
        ("E1/T1", 1, QUESTION),
        ("E2/T1", 1, QUESTION),
        ("T1", 1, QUESTION),
    ]
    assert await store.recents.latest("E1/T1", "U1", NOW) == ()
    assert await store.recents.latest("E1/T1", "U2", NOW) == (QUESTION,)
    assert await store.questions.earlier("E1/T1", "C1:1", NOW) == (QUESTION,)
    assert await store.questions.earlier("E1/T2", "C1:1", NOW) == ()
    assert await store.recents.latest("E2/T1", "U1", NOW) == (QUESTION,)
    assert await store.recents.latest("T1", "U1", NOW) == (QUESTION,)


async def test_a_workspace_is_forgotten_in_every_table(store: Store) -> None:
    for enterprise, team in ((None, "T1"), (None, "T2"), ("E1", "T1")):
        workspace = f"{enterprise}/{team}" if enterprise else str(team)
        await fill(store, workspace, "U1")
        await install(store, enterprise, team)
    await store.forget_workspace("T1")
    assert await workspaces(store) == {"T2", "E1/T1"}
    await store.forget_workspace("E1/T1")
    assert await workspaces(store) == {"T2"}
    await store.forget_workspace("T2")
    assert await left(store) == {}


async def test_a_workspace_that_has_joined_an_enterprise_is_forgotten_by_its_former_name_too(store: Store) -> None:
    for enterprise, team in ((None, "T1"), (None, "T2"), ("E1", "T1")):
        await fill(store, f"{enterprise}/{team}" if enterprise else str(team), "U1")
        await install(store, enterprise, team)
    await store.forget_workspace("E1/T1")
    assert await workspaces(store) == {"T2"}


async def test_an_enterprise_is_forgotten_save_for_workspaces_with_a_bot_of_their_own(store: Store) -> None:
    for workspace in ("E1/", "E1/T1", "E1/T2", "E10/T1", "e1/T1", "T1"):
        await fill(store, workspace, "U1")
    for enterprise, team in (("E1", None), ("E1", "T2"), ("E10", "T1"), (None, "T1")):
        await install(store, enterprise, team)
    await store.claims.take("nobody's", NOW)
    await store.forget_workspace("E1/")
    assert await store.claims.take("nobody's", NOW) is Taken.BUSY
    await store.claims.release("nobody's", NOW)
    assert await workspaces(store) == {"E1/T2", "E10/T1", "e1/T1", "T1"}
    assert sorted(str(row.team_id) for row in await rows(store, BOTS)) == ["T1", "T1", "T2"]
    await store.forget_workspace("E1/T2")
    await store.forget_workspace("E1/")
    assert await workspaces(store) == {"E10/T1", "e1/T1", "T1"}


async def workspaces(store: Store) -> set[str]:
    """Workspaces of which something is kept, the same in each of the store's tables and those of Slack's."""
    kept = {
        table.name: {row.workspace for row in await rows(store, table)}
        for table in METADATA.tables.values()
        if "workspace" in table.c
    }
    found = set.union(*kept.values())
    assert kept == dict.fromkeys(kept, found)
    installed = {
        f"{row.enterprise_id}/{row.team_id}" if row.enterprise_id else row.team_id
        for table in (INSTALLATIONS, BOTS)
        for row in await rows(store, table)
    }
    assert installed <= found
    return found


async def left(store: Store) -> dict[str, int]:
    """How many rows each table still has, the store's own key aside."""
    counts = {table.name: len(await rows(store, table)) for table in METADATA.tables.values()}
    return {name: count for name, count in counts.items() if count and name != "secret"}


async def test_the_tips_of_a_place_are_kept_once_each_the_latest_last(store: Store) -> None:
    for number, tip in enumerate(("a", "b", "c", "a")):
        await store.tips.give("T1", "C1", tip, NOW + number)
    await store.tips.give("T1", "C2", "z", NOW)
    assert await store.tips.given("T1", "C1") == ("b", "c", "a")
    assert await store.tips.given("T2", "C1") == ()
    await store.prune(NOW + 365 * DAY + 1)
    assert await store.tips.given("T1", "C1") == ("c", "a"), "what was given a year ago may come again"


async def test_what_is_forgotten_is_gone_from_the_files_of_sqlite(tmp_path: Path) -> None:
    def files() -> set[str]:
        return {file.name for file in tmp_path.iterdir() if b"marzipan" in file.read_bytes()}

    store = await open_store(f"sqlite:///{tmp_path}/store.db", [new_key()])
    forgettings: list[Callable[[], Awaitable[object]]] = [
        lambda: store.forget_person("T1", "U1"),
        lambda: store.forget_workspace("T1"),
        lambda: store.recents.forget("T1", "U1"),
        lambda: store.prune(NOW + 31 * DAY),
    ]
    for forget in forgettings:
        await store.recents.add("T1", "U1", "who patches the marzipan?", NOW)
        assert files()
        await forget()
        assert files() == set()
    await store.close()
