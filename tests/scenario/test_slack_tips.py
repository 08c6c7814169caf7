"""People read tips, one after the other, and what each is about."""

from __future__ import annotations

import pytest
from bots import Bot, StartBot, over_http

from bot.demo import Message
from bot.engine import Engine
from bot.slack.views.tips import TIP_ABOUT, TIP_NEXT


async def tip(bot: Bot) -> Message:
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", "tip")
    assert ack.message is not None
    return ack.message


def headline(message: Message) -> str:
    return message.text.splitlines()[0]


async def test_each_tip_is_another_one_with_its_page(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    seen = {headline(await tip(bot)) for _ in range(8)}
    assert len(seen) == 8
    shown = await tip(bot)
    for part in ("*Why it matters:* ", "*In the exam:* ", "Source: <https://", ", AWS documentation, checked "):
        assert part in shown.text
    assert len(await bot.store.tips.given(bot.workspace.identity.team_id, bot.ada.id)) == 9
    assert len(engine.lessons.tips) >= 180


async def test_another_tip_takes_the_place_of_the_first(start_bot: StartBot) -> None:
    bot = await start_bot()
    first = await tip(bot)
    assert (await bot.workspace.click(bot.ada, first, action_id=TIP_NEXT)).ok
    await bot.workspace.settled()
    [second] = bot.workspace.ephemerals(bot.general, bot.ada)
    assert second.ts == first.ts
    assert headline(second) != headline(first)


async def test_the_whole_picture_of_a_tip_is_what_it_is_about(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    shown = await tip(bot)
    assert (await bot.workspace.click(bot.ada, shown, action_id=TIP_ABOUT)).ok
    await bot.workspace.settled()
    [_, answer] = bot.workspace.ephemerals(bot.general, bot.ada)
    [about] = [one for one in engine.lessons.tips.values() if headline(shown).strip("*").startswith(one.fact[:20])]
    assert engine.about(about.about).headline in answer.text.replace("*", "")


@over_http
async def test_forgetting_a_person_forgets_their_tips(start_bot: StartBot) -> None:
    bot = await start_bot()
    await tip(bot)
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", "forget me")
    assert ack.message is not None
    assert "deleted" in ack.message.text
    assert await bot.store.tips.given(bot.workspace.identity.team_id, bot.ada.id) == ()


def test_every_lesson_leads_to_an_answer(engine: Engine) -> None:
    lessons = engine.lessons
    for lesson in (*lessons.tips.values(), *lessons.scenarios.values()):
        answer = engine.about(lesson.about)
        assert answer.kind in ("answer", "concept", "choice"), lesson.id
        assert answer.sources, lesson.id
        if lesson.about.owner and answer.kind == "answer":
            assert answer.owner == lesson.about.owner, lesson.id


@pytest.mark.parametrize("target", ["no_such_topic", "guest_os_patching/no_such_duty"])
def test_what_is_not_there_is_no_answer(engine: Engine, target: str) -> None:
    with pytest.raises(LookupError):
        engine.look_up(None, target)


@over_http
@pytest.mark.parametrize("words", ["tip", "quiz"])
async def test_a_database_that_hangs_holds_up_neither_tips_nor_quizzes(start_bot: StartBot, words: str) -> None:
    bot = await start_bot()
    async with bot.store.engine.connect():  # the only connection there is
        ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", words)
    assert ack.ok, ack.problems
    assert ack.message is not None
