"""What the page asks a person to do, as acts of the workspace's people."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.demo.filling import LeftEmpty
from bot.demo.model import JSON, Message, View
from bot.demo.page.asked import Asked, Refused
from bot.demo.page.composing import as_sent
from bot.demo.page.declared import Declared
from bot.demo.page.inspecting import Action, acting
from bot.demo.page.places import Places
from bot.demo.page.reading import Reading
from bot.demo.page.told import outcome
from bot.demo.workspace import LocalWorkspace

LONGEST_TEXT = 40_000
"""Characters of a message, as at Slack."""
FOR_APP = frozenset({"command", "click", "suggest", "submit", "shortcut", "message_shortcut"})
"""Acts that the app must answer within three seconds, and that nothing sends again."""
Act = Callable[[Asked], Awaitable[JSON]]


class Acting(Places):
    """Every act by name.

    Args:
        workspace: where.
        reading: what people have read.
        app: what the app's manifest declares.
    """

    def __init__(self, workspace: LocalWorkspace, reading: Reading, app: Declared) -> None:
        super().__init__(workspace, reading)
        self._app = app
        self._tasks: set[asyncio.Task[Any]] = set()
        self.begun = asyncio.Event()
        """Set once the app has been started, or none is: what it must answer at once waits until then."""
        self._acts: dict[str, Act] = {
            **self.places(),
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "command": self._command,
            "click": self._click,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "message_shortcut": self._message_shortcut,
            "open_home": self._open_home,
            "open_panel": self._open_panel,
            "look_at": self._look_at,
            "advance": self._advance,
        }

    async def act(self, name: str, body: JSON) -> JSON:
        """Does one thing for a person; ``{"ok": false, …}`` says why it cannot be done, in words for them."""
        acting.set(Action())
        try:
            if name not in self._acts:
                raise Refused("unknown_act", f"nobody can {name!r}")
            if name in FOR_APP:
                await self.begun.wait()
            return {"ok": True, **await self._acts[name](Asked(self._workspace, body))}
        except LeftEmpty as empty:
            told = "Please complete this required field."
            return {"ok": False, "error": "left_empty", "detail": told, "errors": dict.fromkeys(empty.blocks, told)}
        except Refused as refusal:
            return {"ok": False, "error": refusal.code, "detail": str(refusal)}
        except (ValueError, LookupError) as error:
            return {"ok": False, "error": "not_possible", "detail": str(error.args[0] if error.args else error)}

    async def _say(self, asked: Asked) -> JSON:
        thread = asked.maybe("thread_ts")
        text = self._typed(asked)
        channel = asked.channel()
        state = self._workspace.state
        if thread is not None and not (state.message(channel.id, thread) or state.replies(channel.id, thread)):
            raise Refused("thread_not_found", "the thread is gone")
        message = self._workspace.post(channel, asked.user, self._as_sent(text), thread_ts=thread)
        absent = [
            one.id for one in state.users.values() if one.mention in message.text and one.id not in channel.members
        ]
        return {"ts": message.ts, "channel": channel.id, "not_in_channel": absent}

    async def _edit(self, asked: Asked) -> JSON:
        self._later(self._workspace.edit(asked.own_message(), self._as_sent(self._typed(asked))))
        return {}

    async def _delete(self, asked: Asked) -> JSON:
        message = asked.message()
        if message.ephemeral_for is None:
            message = asked.own_message()
        self._workspace.take_back(message)
        return {}

    async def _react(self, asked: Asked) -> JSON:
        self._workspace.react(asked.user, asked.message(), asked.text("name").strip(":"))
        return {}

    async def _command(self, asked: Asked) -> JSON:
        command, _, text = asked.text("text").strip().partition(" ")
        if not self._app.has_command(command):
            raise Refused("unknown_command", f"{command} is not a valid command.")
        return outcome(await self._workspace.command(asked.user, asked.channel(), command, text.strip()), command)

    async def _click(self, asked: Asked) -> JSON:
        where: Message | View = asked.view() if asked.maybe("view_id") else asked.message()
        ack = await self._workspace.click(
            asked.user,
            where,
            action_id=asked.text("action_id"),
            block_id=asked.maybe("block_id"),
            value=asked.entry("value"),
            values=asked.values(),
        )
        return outcome(ack, "")

    async def _suggest(self, asked: Asked) -> JSON:
        where: Message | View = asked.view() if asked.maybe("view_id") else asked.message()
        try:
            ack = await self._workspace.suggest(
                asked.user, where, action_id=asked.text("action_id"), query=asked.maybe("query") or ""
            )
        except ValueError:
            return {"options": []}  # not yet enough is typed for the app to be asked
        return {**(ack.body if ack.ok else {}), **outcome(ack, "")}

    async def _submit(self, asked: Asked) -> JSON:
        ack = await self._workspace.submit(asked.user, asked.view(), asked.values())
        if ack.ok and isinstance(ack.body, dict) and ack.body.get("response_action") == "errors":
            return {"ok": False, "error": "errors", "errors": ack.body["errors"]}
        return outcome(ack, "")

    async def _close(self, asked: Asked) -> JSON:
        self._later(self._workspace.close_view(asked.user, asked.view()))
        return {}

    async def _shortcut(self, asked: Asked) -> JSON:
        name = self._shortcut_name(asked.text("callback_id"), "global")
        return outcome(await self._workspace.shortcut(asked.user, asked.text("callback_id")), name)

    async def _message_shortcut(self, asked: Asked) -> JSON:
        name = self._shortcut_name(asked.text("callback_id"), "message")
        message = asked.message()
        if message.ephemeral_for is not None:
            raise Refused("ephemeral", "messages that only you can see have no shortcuts")
        return outcome(await self._workspace.message_shortcut(asked.user, message, asked.text("callback_id")), name)

    async def _open_home(self, asked: Asked) -> JSON:
        self._later(self._workspace.open_home(asked.user))
        return {"channel": self._workspace.dm(asked.user).id}

    async def _open_panel(self, asked: Asked) -> JSON:
        self._later(self._workspace.open_home(asked.user, "messages"))
        return {"channel": self._workspace.dm(asked.user).id}

    async def _look_at(self, asked: Asked) -> JSON:
        self._later(self._workspace.look_at(asked.user, asked.channel() if asked.maybe("channel") else None))
        return {}

    async def _advance(self, asked: Asked) -> JSON:
        self._workspace.clock.advance(asked.seconds())
        return {"now": self._workspace.clock.now(), "offset": self._workspace.clock.ahead}

    async def close(self) -> None:
        """Ends what still runs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _later(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Lets the app be told without waiting for it: redeliveries take minutes."""
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    def _typed(asked: Asked) -> str:
        text = asked.text("text")
        if not text.strip():
            raise Refused("no_text", "there is nothing to send")
        if len(text) > LONGEST_TEXT:
            raise Refused("msg_too_long", f"a message has at most {LONGEST_TEXT:,} characters")
        return text

    def _as_sent(self, text: str) -> str:
        state = self._workspace.state
        return as_sent(text, state.users.values(), state.channels.values())

    def _shortcut_name(self, callback_id: str, kind: str) -> str:
        if not self._app.has_shortcut(callback_id, kind):
            raise Refused("unknown_shortcut", f"the app has no {kind} shortcut {callback_id!r}")
        known = [one for one in self._app.shortcuts or () if one["callback_id"] == callback_id]
        return str(known[0]["name"]) if known else callback_id
