"""What background work needs of Slack, in its own words."""

from dataclasses import dataclass
from typing import Protocol

from bot.store import Store
from bot.subscription import Post, Subscription


@dataclass(frozen=True, slots=True)
class Held:
    """A message that Slack holds until its moment."""

    id: str
    place: str
    """Channel id."""
    moment: int
    """Seconds since the epoch."""


class RefusedError(Exception):
    """Slack refuses this for one place, and did nothing; `code` is Slack's word, such as `is_archived`."""

    def __init__(self, code: str, *, whole: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.whole = whole
        """Whether the place takes nothing at all, not only not this message."""


class PassedError(Exception):
    """The moment of a post has passed by Slack's clock, which did nothing."""


class LaterError(Exception):
    """Slack cannot be asked now: a rate limit, an outage, or a reply that was lost."""

    def __init__(self, seconds: float, *, done: bool) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds
        """When to ask again."""
        self.done = done
        """Whether Slack may have done what it was asked all the same."""


class LostError(Exception):
    """Slack lets the bot into the workspace no more; `code` is Slack's word, or NOT_INSTALLED."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


NOT_INSTALLED = "not_installed"
"""Code of a `LostError` that is not Slack's: the bot is not, or no more, in the workspace."""


class SlackPort(Protocol):
    """Slack, as background work sees it; every call may raise LaterError and LostError."""

    async def held(self, workspace: str) -> tuple[Held, ...]:
        """Everything of ours that Slack holds in a workspace."""

    async def schedule(self, subscription: Subscription, post: Post) -> str:
        """Has Slack hold a post until its moment; returns Slack's id of it.

        Raises:
            RefusedError: Slack does not take it for this place.
            PassedError: its moment has passed.
        """

    async def cancel(self, workspace: str, place: str, held_id: str) -> None:
        """Has Slack let go of a message; done, too, where it does not hold it (any more).

        Slack says the same of one that it posts within a minute: whoever calls looks at the clock before and after.

        Raises:
            RefusedError: Slack does not say so for this place.
        """

    def digest(self, subscription: Subscription, post: Post) -> str:
        """Digest of a post as it would be sent now."""

    async def tell(self, subscription: Subscription, trouble: str) -> None:
        """Tells the person in their direct message what is wrong with what they subscribed a place to.

        Raises:
            RefusedError: they cannot be told.
        """

    async def settle(self, store: Store, workspace: str, now: float) -> float | None:
        """Turns quiz questions whose time is over into their closed form; what fails is left to the next pass.

        Returns:
            When to do so again, in seconds since the epoch; None where nothing is known of any more.
        """
