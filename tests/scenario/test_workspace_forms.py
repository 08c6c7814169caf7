"""What people pick and type in modals reaches the app as Slack sends it, and stays as Slack keeps it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from serving import serving
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import LocalWorkspace, User, View


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value.upper()), "value": value}


OPTIONS = [option("a"), option("b"), option("c")]
ELEMENTS: dict[str, dict[str, Any]] = {
    "time": {"type": "timepicker", "initial_time": "09:00", "timezone": "Europe/Berlin"},
    "date": {"type": "datepicker", "initial_date": "2026-11-27"},
    "one": {"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[0]},
    "some": {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[:2]},
    "many": {"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 2},
    "menu": {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]},
    "zone": {"type": "external_select", "min_query_length": 2, "initial_option": option("UTC")},
    "place": {"type": "conversations_select", "initial_conversation": "C1"},
    "words": {"type": "plain_text_input", "initial_value": "as it was"},
}


def modal(elements: dict[str, dict[str, Any]] = ELEMENTS, ids: str = "") -> dict[str, Any]:
    """A modal with these inputs, and a button."""
    blocks: list[dict[str, Any]] = [
        {
            "type": "input",
            "block_id": f"{name}{ids}",
            "optional": True,
            "dispatch_action": True,
            "label": plain(name),
            "element": {**element, "action_id": name},
        }
        for name, element in elements.items()
    ]
    button = {"type": "button", "action_id": "preview", "text": plain("Preview"), "value": "now"}
    blocks.append({"type": "actions", "block_id": "buttons", "elements": [button]})
    return {"type": "modal", "title": plain("Tips"), "submit": plain("Save"), "blocks": blocks}


@dataclass
class Form:
    """A modal before a person, and what the app was sent."""

    workspace: LocalWorkspace
    client: AsyncWebClient
    ada: User
    payloads: list[dict[str, Any]]

    @property
    def view(self) -> View:
        found = self.workspace.modal(self.ada)
        assert found is not None
        return found

    async def open(self, view: dict[str, Any]) -> None:
        await self.client.views_open(trigger_id=self.workspace.grants.new_trigger(self.ada.id), view=view)

    def values(self) -> dict[str, Any]:
        """The last payload's values, by action id."""
        return {
            name: state
            for block in self.payloads[-1]["view"]["state"]["values"].values()
            for name, state in block.items()
        }

    async def problems(self, element: dict[str, Any]) -> list[str]:
        """What Slack says to a modal with one element."""
        with pytest.raises(SlackApiError) as caught:
            await self.open(modal({"x": element}))
        return [str(problem) for problem in caught.value.response["errors"]]


@pytest.fixture
async def form() -> AsyncIterator[Form]:
    async with LocalWorkspace() as workspace:
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        app = AsyncApp(client=client, signing_secret=workspace.signing_secret, process_before_response=True)
        form = Form(workspace, client, workspace.add_user("ada"), [])

        @app.action(re.compile("."))
        @app.view(re.compile(".*"))
        async def seen(ack: Any, body: dict[str, Any]) -> None:
            form.payloads.append(body)
            await ack()

        @app.options("zone")
        async def zones(ack: Any) -> None:
            await ack(options=[option("Asia/Tokyo")])

        async with serving(AsyncSlackRequestHandler(app)) as url:
            workspace.deliver_to(f"{url}/slack/events")
            yield form


async def test_what_nobody_touched_has_its_initial_value(form: Form) -> None:
    await form.open(modal())
    await form.workspace.click(form.ada, form.view, action_id="preview")
    payload, values = form.payloads[-1], form.values()
    assert payload["actions"][0]["value"] == "now"
    assert "state" not in payload, "of a view, it is in the view"
    assert values["time"] == {"type": "timepicker", "selected_time": "09:00"}
    assert values["date"] == {"type": "datepicker", "selected_date": "2026-11-27"}
    assert values["one"]["selected_option"] == OPTIONS[0]
    assert values["some"]["selected_options"] == OPTIONS[:2]
    assert values["many"]["selected_options"] == []
    assert values["menu"]["selected_option"] == OPTIONS[1]
    assert values["zone"]["selected_option"]["value"] == "UTC"
    assert values["place"] == {"type": "conversations_select", "selected_conversation": "C1"}
    assert values["words"] == {"type": "plain_text_input", "value": "as it was"}


async def test_what_was_picked_is_sent_and_stays(form: Form) -> None:
    await form.open(modal())
    await form.workspace.suggest(form.ada, form.view, action_id="zone", query="to")
    picks: dict[str, Any] = {"time": "17:30", "one": "c", "some": ["c"], "zone": "Asia/Tokyo"}
    for name, value in picks.items():
        assert (await form.workspace.click(form.ada, form.view, action_id=name, value=value)).ok
    assert form.payloads[0]["actions"][0]["selected_time"] == "17:30"
    assert form.payloads[2]["actions"][0]["selected_options"] == [OPTIONS[2]]
    await form.workspace.submit(form.ada, form.view, {"many": ["a", "b"], "words": "", "place": ""})
    values = form.values()
    assert values["time"]["selected_time"] == "17:30"
    assert values["one"]["selected_option"] == OPTIONS[2]
    assert values["zone"]["selected_option"]["value"] == "Asia/Tokyo"
    assert [one["value"] for one in values["many"]["selected_options"]] == ["a", "b"]
    assert (values["words"]["value"], values["place"]["selected_conversation"]) == (None, None)
    assert form.workspace.modal(form.ada) is None


async def test_an_updated_view_keeps_what_was_entered_where_ids_are_the_same(form: Form) -> None:
    await form.open(modal())
    await form.workspace.click(form.ada, form.view, action_id="time", value="17:30")
    await form.workspace.click(form.ada, form.view, action_id="menu", value="c")
    changed = {
        "time": {**ELEMENTS["time"], "initial_time": "11:11"},
        "menu": {"type": "static_select", "options": OPTIONS[:2], "initial_option": OPTIONS[0]},
    }
    await form.client.views_update(view_id=form.view.id, view=modal(changed))
    await form.workspace.click(form.ada, form.view, action_id="preview")
    assert form.values()["time"]["selected_time"] == "17:30", "the new initial value is not shown"
    assert form.values()["menu"]["selected_option"] == OPTIONS[0], "what was picked is no longer offered"
    await form.client.views_update(view_id=form.view.id, view=modal(changed, ids="-2"))
    await form.workspace.click(form.ada, form.view, action_id="preview")
    assert form.values()["time"]["selected_time"] == "11:11"


async def test_people_cannot_enter_what_slacks_client_does_not_take(form: Form) -> None:
    await form.open(modal())
    for name, value in {"time": "25:00", "date": "27.11.2026", "many": ["a", "b", "c"]}.items():
        with pytest.raises(ValueError, match=name):
            await form.workspace.submit(form.ada, form.view, {name: value})
    with pytest.raises(LookupError, match="no option"):
        await form.workspace.click(form.ada, form.view, action_id="menu", value="z")
    assert form.payloads == []


async def test_initial_values_are_checked(form: Form) -> None:
    where = "[json-pointer:/view/blocks/0/element"
    late = {"type": "timepicker", "initial_time": "24:00"}
    assert await form.problems(late) == [f"must be a time in the form HH:mm {where}/initial_time]"]
    nowhere = {"type": "timepicker", "timezone": "Mars/Olympus"}
    assert await form.problems(nowhere) == [f"must be a valid IANA time zone {where}/timezone]"]
    day = {"type": "datepicker", "initial_date": "2026-13-01"}
    assert await form.problems(day) == [f"must be a date in the form YYYY-MM-DD {where}/initial_date]"]
    for kind, chosen in {
        "static_select": {"initial_option": option("z")},
        "radio_buttons": {"initial_option": {**OPTIONS[0], "text": plain("other words")}},
        "checkboxes": {"initial_options": [OPTIONS[0], option("z")]},
    }.items():
        element = {"type": kind, "options": OPTIONS, **chosen}
        assert await form.problems(element) == [f"initial choices must be among the options {where}]"]


async def test_users_have_time_zones(form: Form) -> None:
    kim = form.workspace.add_user("kim", tz="Asia/Kathmandu")
    told = (await form.client.users_info(user=kim.id))["user"]
    assert (told["tz"], told["tz_offset"]) == ("Asia/Kathmandu", 20_700)


async def test_the_bot_comes_and_goes(form: Form) -> None:
    place = form.workspace.add_channel("tips", members=[form.ada], with_bot=False)
    assert not (await form.client.conversations_info(channel=place.id))["channel"]["is_member"]
    assert "warning" not in (await form.client.conversations_join(channel=place.id)).data
    assert (await form.client.conversations_join(channel=place.id))["warning"] == "already_in_channel"
    said = await form.client.chat_postMessage(channel=place.id, text="hi")
    form.workspace.remove_bot(place)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await form.client.chat_postMessage(channel=place.id, text="hi")
    form.workspace.rename(form.workspace.invite_bot(place), "daily")
    assert (await form.client.conversations_info(channel=place.id))["channel"]["name"] == "daily"
    form.workspace.delete_channel(place)
    for method in ("conversations.info", "conversations.join", "chat.postMessage"):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await form.client.api_call(method, json={"channel": place.id, "text": "hi"})
    with pytest.raises(ValueError, match="deleted"):
        await form.workspace.say(place, form.ada, "hello?")
    assert [message.ts for message in form.workspace.messages(place)] == [said["ts"]]


async def test_a_users_id_stands_for_their_direct_message(form: Form) -> None:
    opened = (await form.client.conversations_open(users=form.ada.id))["channel"]["id"]
    assert (await form.client.chat_postMessage(channel=form.ada.id, text="hi"))["channel"] == opened
