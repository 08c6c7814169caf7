"""OAuth: how people install the bot in workspaces of theirs, by Bolt's flow over our store."""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from logging import Logger
from urllib.parse import urljoin

import aiohttp
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreError
from bot.settings import Settings
from bot.slack import install_pages as pages
from bot.slack.authorize import Workspaces
from bot.slack.exchange import Application, Event, Receive, Send, respond
from bot.slack.installations import Installations
from bot.slack.logs import origin
from bot.slack.manifest import INSTALL, REDIRECT, manifest
from bot.store import Store
from bot.store.states import GOOD_SECONDS
from bot.workspace_key import workspace_key

logger = logging.getLogger(__name__)
BOLT = logging.getLogger("slack_bolt.whosejob")

TEAM = re.compile(r"T[A-Z0-9]{1,30}", re.ASCII)


class StoredStates(AsyncOAuthStateStore):
    """OAuth's states in our store."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    @property
    def logger(self) -> Logger:
        """For the SDK."""
        return logger

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new state."""
        return await self._store.states.issue(self._clock())

    async def async_consume(self, state: str) -> bool:
        """Whether the state is good; it is for one use."""
        return await self._store.states.consume(state, self._clock())


class Flow(AsyncOAuthFlow):
    """Bolt's flow, with pages of ours, that keeps only installations with a bot."""

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Slack's consent page."""
        [team] = request.query.get("team", [""])[:1]
        # Bolt would append whatever stands there, further parameters included.
        return self.settings.authorize_url_generator.generate(state, team if TEAM.fullmatch(team) else None)

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """The page that it begins with."""
        del request
        return pages.begin(url)

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keeps an installation.

        Raises:
            BoltError: it has no bot.
            StoreError: the database failed.
        """
        if not (installation.bot_token and installation.bot_id and installation.user_id):
            raise BoltError("an installation without a bot")
        await super().store_installation(request, installation)


def oauth_flow(
    settings: Settings,
    store: Store,
    installations: Installations,
    workspaces: Workspaces,
    client: AsyncWebClient,
    clock: Callable[[], float] = time.time,
) -> Flow:
    """The flow for an app with SLACK_CLIENT_ID; it asks for the manifest's scopes.

    Args:
        settings: SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_REDIRECT_URI and SLACK_API_URL are read.
        store: keeps the states.
        installations: keeps the installations.
        workspaces: told where the bot has been installed.
        client: without a token.
        clock: seconds since the epoch.
    """

    async def installed(args: AsyncSuccessArgs) -> BoltResponse:
        installation = args.installation
        team = None if installation.is_enterprise_install else installation.team_id
        workspace = workspace_key(installation.enterprise_id, team)
        workspaces.forget(workspace)
        logger.info("installed in %s", workspace)
        return _response(args.settings, 200, pages.done(installation))

    async def failed(args: AsyncFailureArgs) -> BoltResponse:
        if args.reason == "invalid_code":
            # Bolt keeps Slack's word to itself.
            logger.warning("Slack refused an installation; where it refuses all, see to SLACK_CLIENT_SECRET")
        status, page = pages.problem(args.reason)
        return _response(args.settings, status, page)

    return Flow(
        client=client,
        logger=BOLT,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret,
            scopes=manifest()["oauth_config"]["scopes"]["bot"],
            user_scopes=[],
            redirect_uri=settings.slack_redirect_uri or None,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            callback_options=AsyncCallbackOptions(success=installed, failure=failed),
            authorization_url=urljoin(settings.slack_api_url, "/oauth/v2/authorize"),
            installation_store=installations,
            state_store=StoredStates(store, clock),
            state_expiration_seconds=int(GOOD_SECONDS),
            logger=BOLT,
        ),
    )


def routes(flow: Flow) -> dict[str, tuple[tuple[str, ...], Application]]:
    """The two pages: path -> methods and application."""
    return {
        INSTALL: (("GET",), _served(flow.handle_installation)),
        REDIRECT: (("GET",), _served(flow.handle_callback)),
    }


def _served(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Application:
    async def answer(scope: Event, _: Receive, send: Send) -> None:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        query = scope["query_string"].decode("latin-1")
        response = await _handled(handle, AsyncBoltRequest(body="", query=query, headers=dict(headers)))
        told = pages.HEADERS.items() | {("Set-Cookie", one) for one in response.headers.get("set-cookie", ())}
        sent = [(name.lower().encode(), value.encode()) for name, value in sorted(told)]
        await respond(send, response.status, response.body.encode("utf-8", "replace"), *sent)

    return answer


async def _handled(
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], request: AsyncBoltRequest
) -> BoltResponse:
    try:
        return await handle(request)
    except StoreError as error:
        logger.error("an installation failed: %s", origin(error))
        status, page = pages.problem("database")
    except (aiohttp.ClientError, TimeoutError) as error:
        logger.error("an installation failed: %s", origin(error))
        status, page = pages.problem("unreachable")
    return BoltResponse(status=status, body=page)


def _response(settings: AsyncOAuthSettings, status: int, page: str) -> BoltResponse:
    return BoltResponse(
        status=status, body=page, headers={"Set-Cookie": settings.state_utils.build_set_cookie_for_deletion()}
    )
