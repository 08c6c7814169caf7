"""The local workspace runs an app's functions as Workflow Builder does, over both ways of telling how it went."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from serving import serving
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import LocalWorkspace

FUNCTIONS = {
    "lookup": {
        "title": "Look up whose job it is",
        "description": "Asks",
        "input_parameters": {
            "question": {"type": "string", "title": "Question", "is_required": True},
            "loud": {"type": "boolean"},
        },
        "output_parameters": {"owner": {"type": "string", "is_required": True}, "confidence": {"type": "number"}},
    }
}


@pytest.fixture
async def workspace() -> AsyncIterator[LocalWorkspace]:
    """A workspace whose app answers, fails, says nothing or gives back too much, as the question says."""
    async with LocalWorkspace(functions=FUNCTIONS, events={"function_executed"}) as workspace:
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        app = AsyncApp(client=client, signing_secret=workspace.signing_secret, process_before_response=True)

        @app.function("lookup")
        async def lookup(inputs: dict[str, Any], complete: Any, fail: Any) -> None:
            match inputs["question"]:
                case "unknown":
                    await fail("I do not know")
                case "wrong":
                    try:
                        await complete({"owner": "aws", "colour": "red"})
                    except SlackApiError as error:
                        await fail(error.response["error"])
                case "silent":
                    return
                case _:
                    await complete({"owner": "aws", "confidence": 1})

        async with serving(AsyncSlackRequestHandler(app)) as url:
            workspace.deliver_to(f"{url}/slack/events")
            yield workspace


async def test_a_step_completes_with_its_outputs(workspace: LocalWorkspace) -> None:
    step = await workspace.run_step("lookup", {"question": "who patches RDS?"})
    assert (step.status, step.outputs) == ("completed", {"owner": "aws", "confidence": 1})
    [delivery] = workspace.deliveries("function_executed")
    event = delivery.envelope.payload["event"]
    assert event["function"]["callback_id"] == "lookup"
    assert event["function"]["input_parameters"][0] == {
        "type": "string",
        "name": "question",
        "description": "",
        "title": "Question",
        "is_required": True,
    }
    assert event["bot_access_token"].startswith("xwfp-")
    assert workspace.calls("functions.completeSuccess")[0].performed


@pytest.mark.parametrize(
    ("question", "error"), [("unknown", "I do not know"), ("wrong", "parameter_validation_failed")]
)
async def test_a_step_fails_with_a_reason(workspace: LocalWorkspace, question: str, error: str) -> None:
    step = await workspace.run_step("lookup", {"question": question})
    assert (step.status, step.error) == ("failed", error)


async def test_a_step_is_ended_once_and_only_by_its_own_token(workspace: LocalWorkspace) -> None:
    one = await workspace.run_step("lookup", {"question": "silent"})
    two = await workspace.run_step("lookup", {"question": "silent"})
    assert one.status == "running"

    async def end(token: str, execution_id: str) -> str:
        client = AsyncWebClient(token=token, base_url=workspace.api_url)
        try:
            await client.functions_completeSuccess(function_execution_id=execution_id, outputs={"owner": "aws"})
        except SlackApiError as error:
            return str(error.response["error"])
        return "ok"

    assert await end(one.token, two.id) == "access_denied"
    assert await end(one.token, one.id) == "ok"
    assert await end(one.token, one.id) == "execution_not_in_running_state"
    assert await end(workspace.bot_token, two.id) == "ok"
    assert await end(workspace.bot_token, "Fx404") == "function_execution_not_found"
    assert workspace.execution(one.id).status == "completed"
    spent = AsyncWebClient(token=one.token, base_url=workspace.api_url)
    with pytest.raises(SlackApiError, match="token_expired"):
        await spent.auth_test()


async def test_a_workflow_cannot_run_what_is_not_declared(workspace: LocalWorkspace) -> None:
    with pytest.raises(LookupError, match="lookup"):
        await workspace.run_step("fly", {})
    for inputs, problem in (({}, "missing"), ({"question": 1}, "of type"), ({"question": "x", "y": 1}, "unknown")):
        with pytest.raises(ValueError, match=problem):
            await workspace.run_step("lookup", inputs)
    workspace.grant(set())
    assert (await workspace.run_step("lookup", {"question": "x"})).status == "completed", "it needs no scope"
