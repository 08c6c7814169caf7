"""The bot's Home and its agent panel: opening them, and what people look at meanwhile."""

from __future__ import annotations

from bot.demo.acts import Acts
from bot.demo.model import JSON, Channel, Delivery, User
from bot.demo.payloads import view_json

STATUS_SECONDS = 120
"""How long a status is shown when no answer comes."""


class Panel(Acts):
    """What people do with the bot's Home and its agent panel."""

    async def open_home(self, user: User, tab: str = "home") -> Delivery:
        """A user opens the bot's Home (``tab="home"``) or its agent panel (``tab="messages"``)."""
        channel = self._state.direct_message(user.id)
        event: JSON = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
        home = self._state.views.get(self._state.homes.get(user.id, ""))
        if tab == "home" and home is not None:
            event["view"] = view_json(home, self._state.identity)
        if tab == "messages" and user.id in self._state.looking:
            event["context"] = self._state.looking[user.id]
        return await self.happen({**event, "event_ts": self._state.new_ts()})

    async def look_at(self, user: User, channel: Channel | None) -> Delivery | None:
        """A user turns to a channel (or away from all) with the panel open; None when the app is not to be told.

        What they look at then also goes with their messages to the bot, as ``app_context``.
        """
        if not self._context.agent_view:
            return None
        entity = channel and {"type": "slack#/types/channel_id", "value": channel.id}
        context: JSON = {"entities": [{**entity, "team_id": self._state.identity.team_id}]} if entity else {}
        self._state.looking[user.id] = context
        if not self._context.events.sends("app_context_changed"):
            return None
        event: JSON = {"type": "app_context_changed", "user": user.id, "context": context}
        dm = self._state.direct_message(user.id)
        return await self.happen({**event, "channel": dm.id, "event_ts": self._state.new_ts()})

    def prompts(self, user: User) -> list[JSON]:
        """The prompts suggested to a user at the top of the bot's Messages tab."""
        shown = self._state.prompts.get((self._state.direct_message(user.id).id, ""), {})
        return list(shown.get("prompts", ()))

    def status(self, channel: Channel, thread_ts: str) -> str | None:
        """What the bot says that it is doing in a thread; None once it has answered, or after two minutes."""
        shown = self._state.statuses.get((channel.id, thread_ts))
        if shown is None or self._state.clock.now() > shown["at"] + STATUS_SECONDS:
            return None
        return str(shown["status"])
