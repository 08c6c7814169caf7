"""What people do in the workspace: write, run commands, click, fill in modals, open the bot's Home."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.demo.answers import accept_command, accept_options, accept_submission, user_error
from bot.demo.delivery import Deliverer
from bot.demo.filling import STATEFUL, Entry, action_json, find_element, view_values
from bot.demo.functions import Execution
from bot.demo.methods.context import Context
from bot.demo.model import JSON, Ack, Channel, Delivery, Envelope, Message, Said, User, View
from bot.demo.payloads import interaction, message_json, slash_command, view_json, where_in_message, where_in_view


class People:
    """The acts of a workspace's people, each delivered to the app and awaited until acknowledged or given up."""

    def __init__(self, context: Context, deliverer: Deliverer, response_url: Callable[[str], str]) -> None:
        self._context = context
        self._state = context.state
        self._deliverer = deliverer
        self._response_url = response_url

    async def say(self, channel: Channel, user: User, text: str, *, thread_ts: str | None = None) -> Said:
        """A user writes a message; ``text`` is as Slack sends it (``<@U…>`` mentions, ``&amp;``)."""
        self._must_be_in(channel, user)
        if (posters := self._state.channels[channel.id].posters) is not None and user.id not in posters:
            raise ValueError(f"{user.name} may not post to #{channel.name}")
        message = Message(channel.id, self._state.new_ts(), user.id, text, thread_ts=thread_ts)
        message = self._state.add_message(message)
        return Said(message, await self._deliverer.deliver_all(self._context.events.posted(message)))

    async def edit(self, message: Message, text: str) -> Said:
        """A user edits a message."""
        after = self._state.replace_message(replace(message, text=text, edited=self._state.new_ts()))
        return Said(after, await self._deliverer.deliver_all(self._context.events.changed(message, after)))

    async def command(self, user: User, channel: Channel, command: str, text: str = "") -> Ack:
        """A user runs a slash command."""
        self._must_be_in(channel, user)
        self._must_be_installed()
        url = self._response_url(self._context.grants.new_response_url(channel.id, user.id))
        trigger = self._context.grants.new_trigger(user.id)
        envelope = slash_command(
            user, channel, command, text, self._state.identity, trigger_id=trigger, response_url=url
        )
        return accept_command(self._context, await self._deliverer.deliver(envelope), channel.id, user.id)

    async def click(
        self,
        user: User,
        where: Message | View,
        *,
        action_id: str,
        value: Entry | None = None,
        values: Mapping[str, Entry] | None = None,
    ) -> Ack:
        """A user clicks a button or chooses an option.

        Args:
            user: who.
            where: the message (as it stands now), modal or Home tab.
            action_id: the element's.
            value: which of several buttons with this action id; the option, for a select; the text, for an input.
            values: what else stands in the view's or message's inputs, by action id.
        """
        blocks = where.blocks if isinstance(where, Message) else tuple(where.content["blocks"])
        block, element = find_element(blocks, action_id, value if isinstance(value, str) else None)
        entries = dict(values or {})
        if value is not None and element["type"] in STATEFUL:
            entries[action_id] = value
        state = view_values(blocks, entries, complete=False)
        action = action_json(block, element, value, self._state.new_ts())
        fields: JSON = {"actions": [action], "state": {"values": state}, **self._where(user, where, state)}
        if isinstance(where, Message):
            key = self._context.grants.new_response_url(where.channel, user.id, where)
            fields["response_url"] = self._response_url(key)
        fields["trigger_id"] = self._context.grants.new_trigger(user.id)
        return await self._interact("block_actions", user, fields)

    async def suggest(self, user: User, where: Message | View, *, action_id: str, query: str) -> Ack:
        """A user types into an external select; the options are the acknowledgement's body."""
        blocks = where.blocks if isinstance(where, Message) else where.content["blocks"]
        block, element = find_element(blocks, action_id)
        fields = {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
        return accept_options(
            await self._interact("block_suggestion", user, {**fields, **self._where(user, where, {})})
        )

    async def submit(self, user: User, view: View, values: Mapping[str, Entry] | None = None) -> Ack:
        """A user fills in a modal (by action id) and submits it."""
        state = view_values(view.content["blocks"], values or {})
        fields: JSON = {"view": view_json(view, self._state.identity, state), "response_urls": []}
        fields["trigger_id"] = self._context.grants.new_trigger(user.id)
        return accept_submission(self._context, await self._interact("view_submission", user, fields), view)

    async def close_view(self, user: User, view: View) -> Ack | None:
        """A user dismisses a modal; None when the app did not ask to be told."""
        stack = self._state.modals[user.id]
        stack[:] = [one for one in stack if one != view.id]
        if not view.content.get("notify_on_close"):
            return None
        fields = {"view": view_json(view, self._state.identity), "is_cleared": False}
        return await self._interact("view_closed", user, fields)

    async def shortcut(self, user: User, callback_id: str) -> Ack:
        """A user runs a global shortcut."""
        fields = {"callback_id": callback_id, "trigger_id": self._context.grants.new_trigger(user.id)}
        return await self._interact("shortcut", user, {**fields, "action_ts": self._state.new_ts()})

    async def message_shortcut(self, user: User, message: Message, callback_id: str) -> Ack:
        """A user runs a shortcut on a message."""
        key = self._context.grants.new_response_url(message.channel, user.id, message)
        fields = where_in_message(message, self._state.channels[message.channel], self._state.identity)
        fields |= {
            "callback_id": callback_id,
            "trigger_id": self._context.grants.new_trigger(user.id),
            "response_url": self._response_url(key),
            "message": message_json(message, self._state.identity),
            "message_ts": message.ts,
            "action_ts": self._state.new_ts(),
        }
        fields.pop("container")
        return await self._interact("message_action", user, fields)

    async def open_home(self, user: User, tab: str = "home") -> Delivery:
        """A user opens the bot's Home (``tab="home"``) or its agent panel (``tab="messages"``)."""
        channel = self._state.direct_message(user.id)
        event: JSON = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
        home = self._state.views.get(self._state.homes.get(user.id, ""))
        if tab == "home" and home is not None:
            event["view"] = view_json(home, self._state.identity)
        return await self.happen({**event, "event_ts": self._state.new_ts()})

    async def happen(self, event: JSON) -> Delivery:
        """Delivers any other event, subscribed to or not."""
        return await self._deliverer.deliver(self._context.events.callback(event))

    async def run_step(self, callback_id: str, inputs: JSON, user: User | None = None) -> Execution:
        """A workflow reaches a step that runs one of the app's functions.

        Args:
            callback_id: the function's, as the manifest declares it.
            inputs: what the workflow's author filled in, by parameter.
            user: who set the workflow off; it is not told to the app unless an input says so.

        Returns:
            The execution as it stands once the event was delivered; :meth:`execution` tells how it goes on.
        """
        self._must_be_installed()
        if user is not None:
            self._must_be_active(user)
        functions, identity = self._context.functions, self._state.identity
        functions.check_inputs(callback_id, inputs)
        if not self._context.events.sends("function_executed"):
            raise ValueError("the app is not subscribed to function_executed")
        execution_id = self._state.new_id("Fx")
        token = self._context.installations.new_step_token(identity.team_id, execution_id)
        execution = functions.begin(Execution(execution_id, self._state.new_id("Wx"), callback_id, inputs, token))
        event: JSON = {
            "type": "function_executed",
            "function": functions.describe(callback_id, identity.app_id, int(self._state.clock.now())),
            "inputs": inputs,
            "function_execution_id": execution.id,
            "workflow_execution_id": execution.workflow_id,
            "event_ts": self._state.new_ts(),
            "bot_access_token": token,
        }
        await self.happen(event)
        return functions.executions[execution.id]

    def execution(self, execution_id: str) -> Execution:
        """A function's execution as it stands now."""
        return self._context.functions.executions[execution_id]

    async def redeliver(self, delivery: Delivery, times: int = 1, *, at_once: bool = False) -> tuple[Delivery, ...]:
        """Sends a delivered event again under its event id, one after the other or all at once."""
        if at_once:
            return await self._deliverer.deliver_all([delivery.envelope] * times)
        return tuple([await self._deliverer.deliver(delivery.envelope) for _ in range(times)])

    async def together(self, channel: Channel, said: list[tuple[User, str]]) -> tuple[Said, ...]:
        """Several people write at the same moment."""
        return tuple(await asyncio.gather(*(self.say(channel, user, text) for user, text in said)))

    async def verify_url(self) -> Ack:
        """Slack checks the URL, as when it is first entered; ``error`` tells when the challenge is not echoed."""
        challenge = f"challenge-{self._state.new_id('')}"
        payload = {
            "token": self._state.identity.verification_token,
            "challenge": challenge,
            "type": "url_verification",
        }
        delivery = await self._deliverer.deliver(Envelope("events_api", payload))
        body = delivery.attempts[-1].body
        echoed = body.get("challenge") if isinstance(body, dict) else body
        return Ack(delivery, error=None if delivery.acknowledged and echoed == challenge else "challenge_failed")

    def _where(self, user: User, where: Message | View, state: JSON) -> JSON:
        if isinstance(where, View):
            return where_in_view(where, self._state.identity, state)
        if where.ephemeral_for not in (None, user.id):
            raise ValueError(f"{user.name} does not see this ephemeral message")
        return where_in_message(where, self._state.channels[where.channel], self._state.identity)

    async def _interact(self, kind: str, user: User, fields: JSON) -> Ack:
        self._must_be_installed()
        self._must_be_active(user)
        delivery = await self._deliverer.deliver(interaction(kind, user, self._state.identity, **fields))
        return Ack(delivery, error=user_error(delivery))

    def _must_be_installed(self) -> None:
        identity = self._state.identity
        if not self._context.installations.present(identity.team_id):
            raise ValueError(f"the app is not installed in {identity.team_domain}")

    def _must_be_active(self, user: User) -> None:
        if self._state.users[user.id].deleted:
            raise ValueError(f"{user.name} is deactivated")

    def _must_be_in(self, channel: Channel, user: User) -> None:
        self._must_be_active(user)
        if self._state.channels[channel.id].archived:
            raise ValueError(f"#{channel.name} is archived")
        if user.id not in self._state.channels[channel.id].members:
            raise ValueError(f"{user.name} is not a member of #{channel.name}")
