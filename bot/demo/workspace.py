"""A Slack workspace on loopback: a real HTTP server that a Bolt app talks to as it would to Slack.

async with LocalWorkspace() as workspace:
    ada = workspace.add_user("ada")
    general = workspace.add_channel("general", members=[ada])
    workspace.deliver_to("http://127.0.0.1:3000/slack/events")
    said = await workspace.say(general, ada, f"{workspace.mention} who patches RDS?")
    await workspace.settled()
    answer = workspace.thread(general, said.ts)[-1]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.demo.channels import Channels
from bot.demo.events import DEFAULT_EVENTS, Events
from bot.demo.faults import Faults
from bot.demo.functions import Functions
from bot.demo.grants import Grants
from bot.demo.host import Host
from bot.demo.hosted import Hosted
from bot.demo.installations import Installation
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Call, Channel, Delivery, Identity, Limits, Message, User, View
from bot.demo.oauth import Where
from bot.demo.people import People
from bot.demo.scheduled import Dropped, Pending, Posted, Scheduled
from bot.demo.scopes import ALL_SCOPES, POST_ANYWHERE
from bot.demo.state import State
from bot.demo.uploads import PATH as UPLOADS


class LocalWorkspace(Hosted, Channels, People):
    """A running workspace; people's acts (``say``, ``command``, ``click`` …) are those of :class:`People`.

    Args:
        port: the port on 127.0.0.1; a free one when 0.
        identity: the app's ids, tokens and signing secret.
        limits: Slack's time limits, to shorten them.
        events: the events the app subscribed to; add ``message.channels`` for what a bot in channels overhears.
        scopes: the bot token's scopes; every one a method needs when left out.
        functions: the functions that the app's manifest declares, by callback id.
        agent_view: whether the app's manifest has ``agent_view``.
        installed: whether the app is there from the start.
        host: what it shares with other workspaces (:class:`LocalSlack` passes it); its own when left out.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        identity: Identity | None = None,
        limits: Limits | None = None,
        events: Iterable[str] = DEFAULT_EVENTS,
        scopes: Iterable[str] = ALL_SCOPES,
        functions: JSON | None = None,
        agent_view: bool = True,
        installed: bool = True,
        host: Host | None = None,
    ) -> None:
        identity = identity or Identity()
        own = host is None
        host = host or Host(port, identity, limits or Limits())
        self.state = State(identity, host.clock, host.numbers)
        self.grants = Grants(host.clock, host.limits)
        self.scheduled = Scheduled(lambda pending: host.timetable.add(identity.team_id, pending))
        self.faults = host.faults if own else Faults()
        context = self._context_in(host, frozenset(events), functions or {}, agent_view)
        host.contexts[identity.team_id] = context
        host.alone = context if own else None
        Hosted.__init__(self, host)
        People.__init__(self, context, host.deliverer, lambda key: f"{self.base_url}/hooks/{key}")
        if installed:
            token = identity.bot_token if own else None
            host.oauth.install(Where(identity, frozenset({identity.team_id})), scopes, token)

    def _context_in(self, host: Host, events: frozenset[str], functions: JSON, agent_view: bool) -> Context:
        team, places = self.identity.team_id, host.installations
        return Context(
            state=self.state,
            grants=self.grants,
            scheduled=self.scheduled,
            events=Events(
                self.state,
                events,
                granted=lambda: places.scopes(team),
                installed=lambda: places.present(team),
                numbers=host.event_numbers,
            ),
            limits=host.limits,
            send=host.deliverer.spawn,
            post_anywhere=lambda: POST_ANYWHERE in places.scopes(team),
            files=host.files,
            upload_url=lambda ticket: f"{host.base_url}{UPLOADS}{ticket}",
            faults=self.faults,
            functions=Functions(functions),
            installations=places,
            leave=lambda installation, all_of_it: host.deliverer.spawn(host.end(installation, uninstalled=all_of_it)),
            check_client=host.oauth.check_client,
            agent_view=agent_view,
        )

    # what the app needs to know

    @property
    def identity(self) -> Identity:
        """Who the app is in this workspace."""
        return self.state.identity

    @property
    def limits(self) -> Limits:
        """Slack's time limits as they are here."""
        return self.host.limits

    @property
    def installed(self) -> bool:
        """Whether the app is installed, here or org-wide."""
        return self.host.installations.present(self.identity.team_id)

    @property
    def bot_token(self) -> str:
        """The app's newest bot token (``xoxb-``)."""
        return self._installation().token

    @property
    def mention(self) -> str:
        """The bot as a message's text names it."""
        return f"<@{self.identity.bot_user_id}>"

    # people; places are those of :class:`Channels`

    def add_user(self, name: str, **fields: Any) -> User:
        """Adds a user; ``fields`` are those of :class:`User`."""
        return self.state.add_user(name, **fields)

    def deactivate(self, user: User) -> User:
        """Deactivates a user: they are still there to be looked up."""
        return self.state.change_user(user.id, deleted=True)

    # the app's standing

    def grant(self, scopes: Iterable[str]) -> None:
        """Replaces the bot token's scopes."""
        self._installation().scopes = frozenset(scopes)

    async def revoke_tokens(self) -> Delivery:
        """The bot token stops working, and the app is told."""
        [told] = await self.host.deliverer.deliver_all(self.host.end(self._own_installation(), uninstalled=False))
        return told

    async def uninstall(self) -> tuple[Delivery, Delivery]:
        """Someone removes the app: both events are sent, and its token stops working."""
        revoked, gone = self.host.end(self._own_installation(), uninstalled=True)
        return await self.host.deliverer.deliver(revoked), await self.host.deliverer.deliver(gone)

    # what there is to see

    @property
    def posted(self) -> list[Posted]:
        """The scheduled messages that were posted, oldest first."""
        return self.scheduled.posted

    @property
    def dropped(self) -> list[Dropped]:
        """The scheduled messages whose time came when they could not be posted, oldest first."""
        return self.scheduled.dropped

    def pending(self, channel: Channel | None = None) -> list[Pending]:
        """The scheduled messages that wait for their time, soonest first, of one channel or all."""
        return list(self.scheduled.between((0, ""), None, channel.id if channel else None))

    def files(self) -> dict[str, bytes]:
        """The contents of the app's files that it has not deleted, by id, oldest first."""
        kept = self.host.files.of(self.host.installations.of(self.identity.team_id))
        return {file.id: file.content or b"" for file in kept}

    def file(self, file_id: str) -> bytes:
        """A file's content.

        Raises:
            KeyError: there is no such file, or it was deleted.
        """
        return self.files()[file_id]

    def messages(self, channel: Channel) -> list[Message]:
        """Everything said in a channel, threads' replies among it, oldest first."""
        return self.state.messages(channel.id)

    def thread(self, channel: Channel, ts: str) -> list[Message]:
        """A thread: its first message, then the replies."""
        return [message for message in self.messages(channel) if ts in (message.ts, message.thread_ts)]

    def ephemerals(self, channel: Channel, user: User) -> list[Message]:
        """What only one user sees in a channel, oldest first."""
        return self.state.ephemerals(channel.id, user.id)

    def home(self, user: User) -> View | None:
        """A user's Home tab as the app last published it."""
        return self.state.views.get(self.state.homes.get(user.id, ""))

    def modal(self, user: User) -> View | None:
        """The modal uppermost before a user."""
        return self.state.open_modal(user.id)

    def calls(self, method: str | None = None) -> list[Call]:
        """The requests that the app made here, of one method or all; ``response_url`` counts as a method."""
        team = self.identity.team_id
        return [call for call in self.host.web_api.calls if call.team_id == team and method in (None, call.method)]

    def deliveries(self, name: str | None = None) -> list[Delivery]:
        """What was delivered to the app and how it took it, by event type, command or interaction type."""
        team = self.identity.team_id
        ours = [delivery for delivery in self.host.deliverer.log if delivery.envelope.team_id in (team, "")]
        return [delivery for delivery in ours if name in (None, delivery.envelope.name)]

    def _installation(self) -> Installation:
        installation = self.host.installations.of(self.identity.team_id)
        if installation is None:
            raise ValueError(f"the app is not installed in {self.identity.team_domain}")
        return installation

    def _own_installation(self) -> Installation:
        installation = self._installation()
        if installation.enterprise_id is not None:
            raise ValueError("the app is installed org-wide; LocalSlack.uninstall() removes it")
        return installation
