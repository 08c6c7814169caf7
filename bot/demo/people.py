"""What people do in the workspace: write, run commands, click, fill in modals, open the bot's Home."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.demo.answers import accept_command, accept_options, accept_submission, user_error
from bot.demo.filling import (
    MIN_QUERY_LENGTH,
    STATEFUL,
    Entry,
    action_json,
    find_element,
    options_in,
    view_values,
    with_options,
)
from bot.demo.model import JSON, Ack, Channel, Message, Said, User, View
from bot.demo.panel import Panel
from bot.demo.payloads import interaction, message_json, slash_command, view_json, where_in_message, where_in_view
from bot.demo.workflows import Workflows


class People(Panel, Workflows):
    """The acts of a workspace's people, each delivered to the app and awaited until acknowledged or given up."""

    async def say(self, channel: Channel, user: User, text: str, *, thread_ts: str | None = None) -> Said:
        """A user writes a message; ``text`` is as Slack sends it (``<@U…>`` mentions, ``&amp;``)."""
        message = self.write(channel, user, text, thread_ts=thread_ts)
        return Said(message, await self._deliverer.deliver_all(self._context.events.posted(message)))

    def post(self, channel: Channel, user: User, text: str, *, thread_ts: str | None = None) -> Message:
        """The same, without waiting for the app: it is told in the background."""
        message = self.write(channel, user, text, thread_ts=thread_ts)
        self._deliverer.spawn(self._context.events.posted(message))
        return message

    def write(self, channel: Channel, user: User, text: str, *, thread_ts: str | None = None) -> Message:
        """A user's message as it then stands in the channel; nobody is told of it."""
        self._must_be_in(channel, user)
        if (posters := self._state.channels[channel.id].posters) is not None and user.id not in posters:
            raise ValueError(f"{user.name} may not post to #{channel.name}")
        message = Message(channel.id, self._state.new_ts(), user.id, text, thread_ts=thread_ts)
        return self._state.add_message(message)

    async def edit(self, message: Message, text: str) -> Said:
        """A user edits a message."""
        after = self._state.replace_message(replace(message, text=text, edited=self._state.new_ts()))
        return Said(after, await self._deliverer.deliver_all(self._context.events.changed(message, after)))

    def react(self, user: User, message: Message, name: str) -> Message:
        """A user adds an emoji to a message or, where theirs is there already, takes it away; the app is told."""
        self._must_be_in(self._state.channels[message.channel], user)
        added = (name, user.id) not in message.reactions
        others = tuple(one for one in message.reactions if one != (name, user.id))
        after = replace(message, reactions=(*others, (name, user.id)) if added else others)
        self._deliverer.spawn(self._context.events.reacted(after, user.id, name, added=added))
        return self._state.replace_message(after)

    def take_back(self, message: Message) -> None:
        """A user deletes a message; the app is told in the background."""
        self._state.remove_message(message)
        self._deliverer.spawn(self._context.events.deleted(message))

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
        block_id: str | None = None,
    ) -> Ack:
        """A user clicks a button or chooses an option.

        Args:
            user: who.
            where: the message (as it stands now), modal or Home tab.
            action_id: the element's.
            value: which of several buttons with this action id; the option, for a select; the text, for an input.
            values: what else stands in the view's or message's inputs, by action id.
            block_id: the element's block, where several have elements of that action id.
        """
        shown = where.blocks if isinstance(where, Message) else tuple(where.content["blocks"])
        blocks = with_options(shown, self._state.suggested)
        block, element = find_element(blocks, action_id, value if isinstance(value, str) else None, block_id)
        entries = dict(values or {})
        if value is not None and element["type"] in STATEFUL:
            entries[action_id] = value
        state = view_values(blocks, entries, complete=False, kept=self._entered(where))
        action = action_json(block, element, value, self._state.new_ts())
        fields: JSON = {"actions": [action], **self._where(user, where, state)}
        if isinstance(where, View):
            self._state.entered[where.id] = state
        else:
            fields["state"] = {"values": state}
            key = self._context.grants.new_response_url(where.channel, user.id, where)
            fields["response_url"] = self._response_url(key)
        fields["trigger_id"] = self._context.grants.new_trigger(user.id)
        return await self._interact("block_actions", user, fields)

    async def suggest(self, user: User, where: Message | View, *, action_id: str, query: str) -> Ack:
        """A user types into an external select; the options are the acknowledgement's body.

        Raises:
            ValueError: the query is shorter than ``min_query_length``, so that Slack would not ask the app.
        """
        blocks = where.blocks if isinstance(where, Message) else where.content["blocks"]
        block, element = find_element(blocks, action_id)
        if len(query) < (least := element.get("min_query_length", MIN_QUERY_LENGTH)):
            raise ValueError(f"{action_id!r} asks the app from {least} characters on")
        fields = {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
        ack = accept_options(await self._interact("block_suggestion", user, {**fields, **self._where(user, where, {})}))
        if ack.ok:
            self._state.suggested[action_id] = options_in(ack.body)
        return ack

    async def submit(self, user: User, view: View, values: Mapping[str, Entry] | None = None) -> Ack:
        """A user fills in a modal (by action id) and submits it."""
        blocks = with_options(view.content["blocks"], self._state.suggested)
        state = self._state.entered[view.id] = view_values(blocks, values or {}, kept=self._entered(view))
        fields: JSON = {"view": view_json(view, self._state.identity, state), "response_urls": []}
        fields["trigger_id"] = self._context.grants.new_trigger(user.id)
        return accept_submission(self._context, await self._interact("view_submission", user, fields), view)

    async def close_view(self, user: User, view: View) -> Ack | None:
        """A user dismisses a modal; None when the app did not ask to be told."""
        everything = bool(view.content.get("clear_on_close"))
        stack = self._state.modals[user.id]
        self._state.set_modals(user.id, () if everything else [one for one in stack if one != view.id])
        if not view.content.get("notify_on_close"):
            return None
        fields = {"view": view_json(view, self._state.identity), "is_cleared": everything}
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

    async def together(self, channel: Channel, said: list[tuple[User, str]]) -> tuple[Said, ...]:
        """Several people write at the same moment."""
        return tuple(await asyncio.gather(*(self.say(channel, user, text) for user, text in said)))

    def _entered(self, where: Message | View) -> JSON | None:
        """What was left in a modal's inputs; messages and Home tabs start anew each time."""
        return self._state.entered.get(where.id) if isinstance(where, View) and where.type == "modal" else None

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
