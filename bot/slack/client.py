"""The Web API client, and what its errors mean."""

import logging
import re
from collections.abc import Awaitable
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot import metrics
from bot.errors import SettingsError
from bot.settings import Settings

logger = logging.getLogger(__name__)

FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError)
"""What calls of Slack's raise that were refused, got lost, or took too long."""
PASSING = frozenset(
    {"ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable", "request_timeout"}
)
"""Slack's errors that pass by themselves."""
LOST = frozenset(
    {
        *("token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed", "missing_scope"),
        *("not_allowed_token_type", "team_access_not_granted", "org_login_required", "enterprise_is_restricted"),
        *("ekm_access_denied", "accesslimited", "team_added_to_org", "two_factor_setup_required"),
    }
)
"""Slack's errors that are of the whole workspace."""
METHOD = re.compile(r"[a-z]\w*(\.[a-z]\w*)+", re.ASCII)
"""What names of methods look like, and ids of uploads do not."""
REPLY_SECONDS = 10
LONGEST_WAIT = 20
"""Seconds; two tries and the wait between them stay below `TAKEOVER_SECONDS`, so that nobody answers twice."""


class ShortWaits(AsyncRateLimitErrorRetryHandler):
    """Waits for a rate limit that ends soon; for a longer one, Slack's redelivery does the waiting."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        limited = await super()._can_retry_async(state=state, request=request, response=response, error=error)
        if not limited or response is None:
            return False
        waits = [
            value for name, values in response.headers.items() if name.lower() == "retry-after" for value in values
        ]
        return not waits or (waits[0].isdigit() and int(waits[0]) <= LONGEST_WAIT)


class Counted(AsyncRetryHandler):
    """Retries nothing, and counts how each call went.

    Bolt makes a new client for each request, and hands on nothing of the first one but its settings, its retry handlers
    among them; the SDK asks those after every try.
    """

    def __init__(self) -> None:
        super().__init__(max_retry_count=0)

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """No, always."""
        del state
        metrics.called(_method(request.url), _outcome(response, error))
        return False


def _method(url: str) -> str:
    """The method that a URL calls; those that files are uploaded to name none, and each is another one."""
    name = url.partition("?")[0].rpartition("/")[2]
    return name if METHOD.fullmatch(name) else "upload"


def _outcome(response: HttpResponse | None, error: Exception | None) -> str:
    if error is not None:
        never_sent = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
        return "unreachable" if never_sent else "lost"
    if response is None or response.status_code != HTTPStatus.OK:
        limited = response is not None and response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        return "rate_limited" if limited else "http_error"
    return "ok" if isinstance(response.body, dict) and response.body.get("ok") else "error"


def web_client(settings: Settings, token: str | None = None) -> AsyncWebClient:
    """A client that retries after rate limits only.

    The SDK's own retries after a lost connection would post twice when only the reply was lost. Each call has its own
    connection, since one that Slack closes while it waits for use looks just like a lost reply.
    """
    return AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        timeout=REPLY_SECONDS,
        retry_handlers=[Counted(), ShortWaits(max_retry_count=1)],
    )


def job_client(settings: Settings, token: str, team: str | None, seconds: int) -> AsyncWebClient:
    """A client for background work, which retries nothing: whatever fails is looked into by the next pass.

    Args:
        settings: where Slack is.
        token: of a workspace's bot.
        team: the workspace, where the token is that of its whole enterprise.
        seconds: how long a call may take.
    """
    return AsyncWebClient(
        token=token, base_url=settings.slack_api_url, timeout=seconds, team_id=team, retry_handlers=[Counted()]
    )


async def try_token(variable: str, call: Awaitable[object]) -> None:
    """Awaits a call of the Web API that shows whether a token is good.

    An outage or a rate limit tells nothing of the token, and should not keep the process from starting: requests that
    come meanwhile are delivered again.

    Args:
        variable: the environment variable that holds the token.
        call: not awaited yet.

    Raises:
        SettingsError: Slack refused the token.
    """
    try:
        await call
    except SlackApiError as error:
        if error.response.status_code == HTTPStatus.OK:
            raise SettingsError(f"{variable} was refused by Slack ({error_code(error)}).") from None
        logger.warning("Slack could not check %s (%s); going on", variable, error_code(error))
    except (aiohttp.ClientError, TimeoutError) as error:
        logger.warning("Slack could not be reached (%s); going on", type(error).__name__)


def failure(error: BaseException) -> str:
    """Why a call failed, for the log: Slack's name of the error, or else the error's own."""
    return error_code(error) if isinstance(error, SlackApiError) else type(error).__name__


def error_code(error: SlackApiError) -> str:
    """Slack's name of an error, or the HTTP status where it gave none."""
    data = error.response.data if hasattr(error.response, "data") else None
    code = data.get("error") if isinstance(data, dict) else None
    return str(code or f"HTTP {getattr(error.response, 'status_code', '?')}")
