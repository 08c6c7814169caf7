"""A modal is put into the place of the one that was clicked, where it can be told which that was."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.modals import put
from bot.slack.shapes import ShapeError


@pytest.mark.parametrize("view", [{}, {"id": "", "hash": "1"}, {"id": "V1"}, {"hash": "1"}])
async def test_a_modal_without_a_name_is_the_requests_fault(view: dict[str, Any]) -> None:
    client = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/")
    with pytest.raises(ShapeError, match="the modal that was clicked"):
        await put(client, {"view": {"type": "modal", **view}}, {"type": "modal"})
