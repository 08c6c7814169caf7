"""A workflow looks up whose job something is, and goes on with the answer or ends with a reason."""

from __future__ import annotations

import pytest
from bots import MANIFEST, Bot, StartBot, over_http

from bot.answering.wording import CATEGORY_NAME, OWNER_WORD
from bot.demo import Limits
from bot.demo.functions import Execution
from bot.engine import Engine
from bot.slack.listeners.steps import LOOK_UP
from bot.slack.views import step

QUESTION = "who patches the operating system on EC2?"
FINISHING = ("functions.completeSuccess", "functions.completeError")


async def run(bot: Bot, **inputs: str) -> Execution:
    """A workflow reaches the step; the step as it stands when nothing more happens."""
    execution = await bot.workspace.run_step(LOOK_UP, inputs, bot.ada)
    await bot.workspace.settled()
    return bot.workspace.execution(execution.id)


async def test_a_question_is_answered_with_everything_a_workflow_can_use(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    done = await run(bot, question=QUESTION)
    expected = engine.ask(QUESTION)
    assert expected.owner is not None
    assert expected.category is not None
    assert done.status == "completed"
    assert done.outputs == {
        "owner": OWNER_WORD[expected.owner],
        "category": CATEGORY_NAME[expected.category],
        "explanation": expected.explanation,
        "source": expected.sources[0].url,
        "confidence": expected.confidence,
        "answer": expected.headline,
        "service": "Amazon EC2",
        "topic": expected.subject,
    }
    assert done.outputs.keys() == MANIFEST["functions"][LOOK_UP]["output_parameters"].keys()
    [call] = bot.workspace.calls("functions.completeSuccess")
    assert bot.workspace.calls("chat.postMessage") == []
    assert call.error is None


@over_http
@pytest.mark.parametrize(
    ("service", "topic", "place", "owner"),
    [
        ("RDS", "OS patching", "Amazon RDS", "AWS"),
        ("amazon relational database service", "guest_os_patching", "Amazon RDS", "AWS"),
        ("ec2", "Guest operating-system patching", "Amazon EC2", "you"),
        ("EKS on Fargate", "patching the operating system", "EKS on Fargate", "AWS"),
        ("eks-fargate", "guest_os_patching/apply_os_patches", "EKS on Fargate", "AWS"),
        ("config", "physical security", "AWS Config", "AWS"),
        ("", "physical security", "", "AWS"),
        ("", "physical_facilities", "", "AWS"),
    ],
)
async def test_a_service_and_a_topic_are_looked_up_as_people_name_them(
    start_bot: StartBot, service: str, topic: str, place: str, owner: str
) -> None:
    bot = await start_bot()
    done = await run(bot, **{name: value for name, value in (("service", service), ("topic", topic)) if value})
    assert done.status == "completed", done.error
    assert done.outputs is not None
    assert (done.outputs["owner"], done.outputs.get("service", "")) == (owner, place)
    assert str(done.outputs["source"]).startswith("https://")
    assert 0 < float(done.outputs["confidence"]) <= 1


@over_http
@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({}, step.NOTHING_GIVEN),
        ({"question": "  ", "service": " ", "topic": ""}, step.NOTHING_GIVEN),
        ({"service": "RDS"}, step.NO_TOPIC),
        ({"service": "frobnicator", "topic": "patching"}, step.NO_SUCH_SERVICE),
        ({"service": "Salesforce", "topic": "patching"}, step.NO_SUCH_SERVICE),
        ({"service": "RDS and EC2", "topic": "OS patching"}, step.SEVERAL_SERVICES),
        ({"service": "RDS", "topic": "patching the operating system of EC2"}, step.OTHER_SERVICE),
        ({"service": "RDS", "topic": "the color of the sky"}, step.NOT_KNOWN),
        ({"question": "who patches RDS? and who patches EC2?"}, step.SEVERAL_QUESTIONS),
        ({"question": "who frobnicates the quux?"}, step.NOT_KNOWN),
        ({"question": "what is an inherited control?"}, step.NO_TASK),
        ({"question": "matrix Lambda"}, step.NO_TASK),
        ({"question": "hello"}, step.NO_TASK),
    ],
)
async def test_what_cannot_be_answered_ends_with_a_reason(
    start_bot: StartBot, inputs: dict[str, str], reason: str
) -> None:
    bot = await start_bot()
    done = await run(bot, **inputs)
    assert done.status == "failed"
    assert str(done.error).startswith(reason)
    assert "frobn" not in str(done.error), "what was filled in is not said in Slackbot's name"


async def test_the_choices_are_named_where_the_owner_depends(start_bot: StartBot) -> None:
    bot = await start_bot()
    for inputs in ({"question": "who patches EKS nodes?"}, {"service": "EKS", "topic": "guest_os_patching"}):
        done = await run(bot, **inputs)
        assert done.status == "failed"
        assert "EKS on Fargate: AWS; " in str(done.error)
        assert "EKS self-managed nodes: you; " in str(done.error)
        assert "<" not in str(done.error)
    unclear = await run(bot, question="who encrypts it?")
    assert "Which one do you mean?" in str(unclear.error)
    assert "Amazon EC2" in str(unclear.error)


async def test_a_step_ends_once_however_often_it_is_delivered(start_bot: StartBot) -> None:
    bot = await start_bot()
    done = await run(bot, question=QUESTION)
    [delivery] = bot.workspace.deliveries("function_executed")
    again = await bot.workspace.redeliver(delivery, times=4, at_once=True)
    assert all(one.acknowledged for one in again)
    assert bot.workspace.execution(done.id).status == "completed"
    assert [call.method for call in bot.workspace.calls() if call.method in FINISHING] == [FINISHING[0]]


@pytest.mark.parametrize("inputs", [{"question": QUESTION}, {"service": "RDS"}])
@pytest.mark.parametrize("fault", ["drop_reply", "server_error", "refuse", "rate_limit"])
async def test_a_step_ends_whatever_happens_to_the_call(
    start_bot: StartBot, fault: str, inputs: dict[str, str]
) -> None:
    bot = await start_bot(limits=Limits(ack_seconds=1.5, retry_delays=(0.05, 0.1, 0.2)))
    for method in FINISHING:
        getattr(bot.workspace.faults, fault)(method)
    done = await run(bot, **inputs)
    assert done.status == ("completed" if "question" in inputs else "failed")
    [delivery] = bot.workspace.deliveries("function_executed")
    assert delivery.acknowledged
    ended = [call for call in bot.workspace.calls() if call.method in FINISHING and call.performed and not call.error]
    assert len(ended) == 1


@over_http
async def test_a_step_that_is_over_is_left_alone(start_bot: StartBot) -> None:
    bot = await start_bot(limits=Limits(retry_delays=()))
    bot.workspace.faults.error(FINISHING[0], "function_execution_not_found")
    await run(bot, question=QUESTION)
    bot.workspace.faults.error(FINISHING[0], "internal_error")
    await run(bot, question=QUESTION)
    over, failed = bot.workspace.deliveries("function_executed")
    assert over.acknowledged
    assert not failed.acknowledged, "Slack should deliver it again"


@over_http
async def test_a_question_that_workflows_ask_in_vain_is_one_gap(start_bot: StartBot) -> None:
    bot = await start_bot()
    for _ in range(2):
        await run(bot, question="who frobnicates the quux on EC2?")
    await bot.desk.notes.drain()
    [gap] = await bot.store.gaps.all()
    assert (gap.kind, gap.askers) == ("unanswered", 1)
