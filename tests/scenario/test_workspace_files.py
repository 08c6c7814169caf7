"""The local workspace takes files and shows them in blocks, as Slack does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Channel, Limits, LocalSlack, LocalWorkspace, User

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
SECONDS = 2.0


def image(**named: str) -> list[dict[str, Any]]:
    """Blocks that show a file."""
    return [{"type": "image", "alt_text": "A chart.", "slack_file": named}]


@dataclass
class Desk:
    """A client of a workspace with one user and one channel."""

    workspace: LocalWorkspace
    client: AsyncWebClient
    ada: User
    general: Channel

    async def upload(self, content: bytes = PNG, name: str = "chart.png") -> str:
        """Uploads a file; its id."""
        answer = await self.client.files_upload_v2(filename=name, content=content, title="Progress", alt_txt="A chart.")
        return str(answer["file"]["id"])

    async def refusal(self, method: str, **args: Any) -> Any:
        with pytest.raises(SlackApiError) as caught:
            await self.client.api_call(method, json=args)
        return caught.value.response.data

    async def shown(self, *blocks: dict[str, Any]) -> Any:
        """What Slack says to blocks in a message: its errors, or nothing."""
        try:
            await self.client.chat_postMessage(channel=self.general.id, text="x", blocks=blocks)
        except SlackApiError as error:
            return error.response["errors"]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with LocalWorkspace(limits=Limits(file_seconds=SECONDS)) as workspace:
        ada = workspace.add_user("ada")
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        yield Desk(workspace, client, ada, workspace.add_channel("general", members=[ada]))


async def test_a_file_is_uploaded_shown_and_deleted(desk: Desk) -> None:
    name = await desk.upload()
    assert desk.workspace.file(name) == PNG
    assert await desk.shown(*image(id=name)) == ["invalid slack file [json-pointer:/blocks/0/slack_file]"], "too soon"
    desk.workspace.clock.advance(SECONDS)
    assert await desk.shown(*image(id=name)) is None
    home = {"type": "home", "blocks": [{"type": "divider"}, *image(id=name)]}
    await desk.client.views_publish(user_id=desk.ada.id, view=home)
    context = {"type": "context", "elements": image(id=name)}
    assert await desk.shown(context) is None
    await desk.client.files_delete(file=name)
    assert desk.workspace.files() == {}
    assert (await desk.refusal("files.delete", file=name))["error"] == "file_deleted"
    refusal = await desk.refusal("views.publish", user_id=desk.ada.id, view=home)
    assert refusal["error"] == "invalid_blocks"
    assert refusal["errors"] == ["invalid slack file [json-pointer:/view/blocks/1/slack_file]"]
    assert await desk.shown(context) == ["invalid slack file [json-pointer:/blocks/0/elements/0/slack_file]"]


async def test_only_images_that_are_there_are_shown(desk: Desk) -> None:
    text = await desk.upload(b"not a picture", "chart.png")
    desk.workspace.clock.advance(SECONDS)
    fault = ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    assert await desk.shown(*image(id=text)) == fault
    assert await desk.shown(*image(id="F0")) == fault
    assert await desk.shown(*image(id=text, url="https://x")) == [
        "must define exactly one of `id` or `url` [json-pointer:/blocks/0/slack_file]"
    ]
    good = await desk.upload()
    [_, kept] = (await desk.client.files_completeUploadExternal(files=[{"id": text}, {"id": good}]))["files"]
    desk.workspace.clock.advance(SECONDS)
    assert await desk.shown(*image(url=kept["url_private"])) is None


async def test_an_upload_must_be_whole(desk: Desk) -> None:
    begun = await desk.client.files_getUploadURLExternal(filename="chart.png", length=len(PNG))
    files = [{"id": begun["file_id"], "title": "Progress"}]
    assert (await desk.refusal("files.completeUploadExternal", files=files))["error"] == "file_not_found"
    assert await desk.shown(*image(id=begun["file_id"])) is not None
    form = aiohttp.FormData()
    form.add_field("file", PNG, filename="chart.png")
    async with aiohttp.ClientSession() as session:
        for content, status in ((PNG[:-1], 400), (form, 200), (PNG, 400)):
            async with session.post(begun["upload_url"], data=content) as response:
                assert response.status == status
    await desk.client.files_completeUploadExternal(files=files)
    assert desk.workspace.files() == {begun["file_id"]: PNG}
    assert (await desk.refusal("files.delete", file="F0"))["error"] == "file_not_found"
    assert (await desk.refusal("files.getUploadURLExternal", filename="x", length=0))["error"] == "missing_argument"
    desk.workspace.grant({"chat:write"})
    assert (await desk.refusal("files.delete", file=begun["file_id"]))["error"] == "missing_scope"


async def test_faults_strike_uploads_too(desk: Desk) -> None:
    desk.workspace.faults.server_error("upload")
    with pytest.raises(SlackRequestError):
        await desk.upload()
    assert [call.performed for call in desk.workspace.calls("upload")] == [False]
    await desk.upload()
    assert len(desk.workspace.files()) == 1


async def test_another_workspaces_files_are_not_shown() -> None:
    async with LocalSlack() as slack:
        one, other = (slack.add_workspace(name, installed=True) for name in ("one", "other"))
        mine, theirs = (AsyncWebClient(token=each.bot_token, base_url=slack.api_url) for each in (one, other))
        name = (await mine.files_upload_v2(filename="chart.png", content=PNG))["file"]["id"]
        home = {"type": "home", "blocks": image(id=name)}
        with pytest.raises(SlackApiError, match="invalid slack file"):
            await theirs.views_publish(user_id=other.add_user("eve").id, view=home)
        await mine.views_publish(user_id=one.add_user("ada").id, view=home)
        assert [list(each.files()) for each in (one, other)] == [[name], []]
        assert [len(each.calls("upload")) for each in (one, other)] == [1, 0]
