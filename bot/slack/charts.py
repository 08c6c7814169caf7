"""Charts of people's progress, kept as files at Slack: drawn where it has changed, deleted where nobody shows them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.slack.caller import Caller
from bot.slack.charting import Chart, draw
from bot.slack.client import failure
from bot.slack.errands import Errands
from bot.slack.logs import origin
from bot.store import Learner, Store

logger = logging.getLogger(__name__)

DELETE_SECONDS = 1.0
"""How long whoever wants to be forgotten waits for Slack to delete their chart."""
REFUSED_SECONDS = 600.0
"""How long a workspace that lets no files be uploaded is not asked again."""
PROCESSING_SECONDS = 60.0
"""How long Slack may take to make a picture of what was uploaded; until then, views with it are refused."""
ALT_CHARACTERS = 1000
"""What a file's own description may have; in Home the picture has a longer one."""
REFUSALS = frozenset({"missing_scope", "no_permission", "not_allowed_token_type", "file_uploads_disabled"})
"""What Slack says where it will say so again: the bot was installed before it asked for `files:write`, say."""
FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError)

Show = Callable[[str], Awaitable[None]]
"""Shows Home with a chart, by its file's id."""


class Charts:
    """Uploads charts behind people's backs, one at a time for each of them."""

    def __init__(self, store: Store, errands: Errands, clock: Callable[[], float]) -> None:
        self._store = store
        self._errands = errands
        self._clock = clock
        self._drawing: set[Caller] = set()
        self._refused: dict[str, float] = {}
        """Workspace -> until when it is not asked."""
        self._uploaded: dict[str, float] = {}
        """File -> when this process uploaded it."""

    def renew(self, caller: Caller, client: AsyncWebClient, learner: Learner, chart: Chart, show: Show) -> None:
        """Begins to draw a chart in the place of an earlier one, and shows it once Slack has it.

        Args:
            caller: whose.
            client: with the workspace's token.
            learner: what is kept of the person, the earlier chart among it.
            chart: what is to be drawn.
            show: shows it.
        """
        if caller in self._drawing or self._clock() < self._refused.get(caller.workspace, 0.0):
            return
        self._drawing.add(caller)
        self._errands.begin("a chart of somebody's progress", self._renewed(caller, client, learner, chart, show))

    def is_fresh(self, file: str) -> bool:
        """Whether a chart was uploaded so lately that Slack may still be at work on it."""
        return self._clock() - self._uploaded.get(file, float("-inf")) < PROCESSING_SECONDS

    async def forget(self, caller: Caller, client: AsyncWebClient) -> None:
        """Deletes a person's charts at Slack, as far as Slack lets it; what is kept of them is the store's to forget.

        Raises:
            StoreError: the database does not say which.
        """
        for file in await self._store.learners.charts(caller.workspace, caller.user):
            await self._delete(client, file)

    async def _renewed(
        self, caller: Caller, client: AsyncWebClient, learner: Learner, chart: Chart, show: Show
    ) -> None:
        try:
            file = await self._upload(caller, client, chart)
            if not file:
                return
            try:
                kept = await self._store.learners.replace_chart(
                    caller.workspace, caller.user, learner.chart_file, chart.digest, file
                )
            except StoreError as error:
                logger.error("a chart was not kept: %s", origin(error))
                kept = False
            if not kept:  # the person was forgotten meanwhile, or another process was quicker
                await self._delete(client, file)
                return
            self._remember(file)
            await show(file)
            if learner.chart_file:
                await self._delete(client, learner.chart_file)
        finally:
            self._drawing.discard(caller)

    async def _upload(self, caller: Caller, client: AsyncWebClient, chart: Chart) -> str:
        """The id of the new file; empty where Slack did not take it."""
        picture = await asyncio.to_thread(draw, chart)
        try:
            answer = await client.files_upload_v2(
                file=picture, filename="progress.png", title="Your progress", alt_txt=chart.told[:ALT_CHARACTERS]
            )
            return str(answer["files"][0]["id"])
        except FAILURES as error:
            # What a failed upload says of itself may quote what Slack answered.
            code = failure(error)
            if code in REFUSALS:
                self._refuse(caller.workspace)
            logger.warning("a chart was not uploaded: %s", code)
        except (LookupError, TypeError):
            logger.warning("a chart was uploaded, and Slack does not say as what")
        return ""

    async def _delete(self, client: AsyncWebClient, file: str) -> None:
        try:
            async with asyncio.timeout(DELETE_SECONDS):
                await client.files_delete(file=file)
        except FAILURES as error:
            # It stays at Slack, seen by nobody; its id is all that could have found it.
            logger.warning("the chart %s could not be deleted: %s", file, failure(error))

    def _refuse(self, workspace: str) -> None:
        now = self._clock()
        self._refused = {one: until for one, until in self._refused.items() if until > now}
        self._refused[workspace] = now + REFUSED_SECONDS

    def _remember(self, file: str) -> None:
        self._uploaded = {one: at for one, at in self._uploaded.items() if self.is_fresh(one)}
        self._uploaded[file] = self._clock()
