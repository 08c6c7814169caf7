"""People practise with five questions, and see why each option is right or wrong."""

from __future__ import annotations

import json

import pytest
from bots import Bot, StartBot, over_http

from bot.catalog.lesson_model import Scenario
from bot.demo import Ack, Message
from bot.engine import Engine
from bot.slack.quizzes import scenarios_on
from bot.slack.views.quiz import QUIZ_ABOUT, QUIZ_AGAIN, QUIZ_ANSWER, QUIZ_CHECKED, QUIZ_CHOICE, QUIZ_NEXT
from bot.study.quizzing import LETTERS, Run, right_letters, unpacked


async def begin(bot: Bot, about: str = "") -> Message:
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", f"quiz {about}".strip())
    assert ack.message is not None
    return ack.message


def shown(bot: Bot) -> Message:
    return bot.workspace.ephemerals(bot.general, bot.ada)[-1]


def asked(engine: Engine, message: Message) -> Scenario:
    values = [e.get("value") for block in message.blocks if block["type"] == "actions" for e in block["elements"]]
    run = unpacked(next(value for value in values if value and value.startswith("[")), engine.lessons)[1]
    return engine.lessons.scenarios[run.current]


async def click(bot: Bot, action_id: str, **more: object) -> Ack:
    ack = await bot.workspace.click(bot.ada, shown(bot), action_id=action_id, **more)  # type: ignore[arg-type]
    await bot.workspace.settled()
    assert ack.ok, ack
    return ack


async def give(bot: Bot, scenario: Scenario, letters: str) -> None:
    """Ada answers the question that she sees."""
    if len(scenario.right) > 1:
        await click(bot, QUIZ_ANSWER, values={QUIZ_CHECKED: list(letters)})
    else:
        await click(bot, QUIZ_CHOICE + letters.lower())


async def test_a_run_of_five_ends_with_what_to_look_at_again(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await begin(bot)
    missed = []
    for number in range(1, 6):
        question = shown(bot)
        assert f"Question {number} of 5" in question.text
        scenario = asked(engine, question)
        right = right_letters(scenario)
        wrong = next(letter for letter in LETTERS if letter not in right)
        await give(bot, scenario, wrong if number in (2, 4) else right)
        answer = shown(bot)
        assert ("✗ Not right" in answer.text) is (number in (2, 4))
        for option in scenario.options:
            assert option.because.split("&")[0][:40] in answer.text.replace("&amp;", "&").replace("&gt;", ">")
        assert "(your answer)" in answer.text
        assert "Source: <https://" in answer.text
        missed += [scenario] if number in (2, 4) else []
        await click(bot, QUIZ_NEXT)
    result = shown(bot)
    assert "3 of 5 right." in result.text
    assert result.text.count("• ") == 2
    await click(bot, f"{QUIZ_ABOUT}1")
    assert engine.about(missed[0].about).headline in shown(bot).text.replace("*", "")
    assert not bot.workspace.messages(bot.general), "a quiz is private"
    given = await bot.store.tips.given(bot.workspace.identity.team_id, bot.ada.id)
    assert len(given) == 5


@over_http
async def test_another_run_has_other_questions(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    seen = set()
    await begin(bot)
    for _ in range(2):
        for _ in range(5):
            scenario = asked(engine, shown(bot))
            seen.add(scenario.id)
            await give(bot, scenario, right_letters(scenario))
            await click(bot, QUIZ_NEXT)
        assert "5 of 5 right." in shown(bot).text
        await click(bot, QUIZ_AGAIN)
    assert len(seen) == 10


async def test_several_right_options_are_checked_and_none_is_no_answer(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    several = next(one for one in engine.lessons.scenarios.values() if len(one.right) > 1)
    run = Run((several.id, several.id))
    await begin(bot)
    # From the answer to another question on, the run goes to one with two right options.
    question = shown(bot)
    changed = json.loads(json.dumps(question.blocks))
    for block in changed:
        for element in block.get("elements", []):
            if "value" in element:
                element["value"] = run.packed()
                element["action_id"] = QUIZ_NEXT
                block["elements"] = [element]
                break
    bot.workspace.state.replace_message(type(question)(**{**_fields(question), "blocks": tuple(changed)}))
    await click(bot, QUIZ_NEXT)
    await click(bot, QUIZ_ANSWER)
    assert "Check the options" in shown(bot).text
    first = bot.workspace.ephemerals(bot.general, bot.ada)[0]
    await bot.workspace.click(
        bot.ada, first, action_id=QUIZ_ANSWER, values={QUIZ_CHECKED: list(right_letters(several))}
    )
    await bot.workspace.settled()
    assert "✓ Right." in bot.workspace.ephemerals(bot.general, bot.ada)[0].text


def _fields(message: Message) -> dict[str, object]:
    return {name: getattr(message, name) for name in message.__slots__}


@pytest.mark.parametrize("about", ["RDS", "rds", "cloud practitioner", "security", "containers", "encryption at rest"])
def test_a_quiz_is_on_what_was_named(engine: Engine, about: str) -> None:
    found = scenarios_on(engine, about)
    assert found
    assert len(found) <= len(engine.lessons.scenarios)


def test_a_theme_by_its_short_name_goes_before_those_that_list_the_word(engine: Engine) -> None:
    assert scenarios_on(engine, "storage") == engine.lessons.themes["storage"].scenarios


@pytest.mark.parametrize("about", ["cheese", "lunch", "the weather"])
def test_words_that_are_only_like_a_theme_are_none(engine: Engine, about: str) -> None:
    assert scenarios_on(engine, about) == ()


@over_http
async def test_a_quiz_on_nothing_known_names_the_themes(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    message = await begin(bot, "knitting <!channel>")
    assert "no quiz questions on that" in message.text
    for theme in engine.lessons.themes.values():
        assert theme.short in message.text
        assert len(theme.scenarios) * 0.9 <= len(scenarios_on(engine, theme.short)) <= len(theme.scenarios)
    assert "<!" not in message.text


@pytest.mark.parametrize(
    "value", ["", "x", "[]", "[1,2,3,4]", '["A",[],[],"",1]', '["A",["nothing"],[],""]', '["A",[],[],""]', "{}"]
)
def test_a_value_of_another_version_is_no_run(engine: Engine, value: str) -> None:
    with pytest.raises(LookupError):
        unpacked(value, engine.lessons)


def test_a_run_of_an_earlier_version_goes_on(engine: Engine) -> None:
    scenario = next(iter(engine.lessons.scenarios))
    choice, run = unpacked(json.dumps(["A", [scenario, scenario], ["B"], "s3"]), engine.lessons)
    assert (choice, run) == ("A", Run((scenario, scenario), ("B",), "s3"))
    later = Run((scenario,), practice=True, number=17)
    assert unpacked(later.packed("C"), engine.lessons) == ("C", later)


@over_http
async def test_what_no_button_can_carry_is_no_subject_of_a_quiz(start_bot: StartBot) -> None:
    bot = await start_bot()
    message = await begin(bot, "s3 " * 900)
    assert "I have no quiz questions on that." in message.text
