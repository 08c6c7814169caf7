"""The Web API methods that act on a workspace, by name."""

from __future__ import annotations

from collections.abc import Callable

from bot.demo.arguments import Args
from bot.demo.methods import apps, assistant, chat, conversations, files, functions, lists, scheduled, views
from bot.demo.methods.context import Context
from bot.demo.model import JSON

METHODS: dict[str, Callable[[Context, Args], JSON]] = {
    "apps.uninstall": apps.uninstall,
    "assistant.threads.setStatus": assistant.set_status,
    "assistant.threads.setSuggestedPrompts": assistant.set_suggested_prompts,
    "auth.revoke": apps.revoke,
    "auth.test": conversations.auth_test,
    "chat.delete": chat.delete,
    "chat.deleteScheduledMessage": scheduled.delete,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.scheduleMessage": scheduled.schedule,
    "chat.scheduledMessages.list": scheduled.list_,
    "chat.update": chat.update,
    "conversations.history": lists.history,
    "conversations.info": conversations.info,
    "conversations.join": conversations.join,
    "conversations.list": lists.channels,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_,
    "conversations.replies": lists.replies,
    "files.completeUploadExternal": files.complete_upload,
    "files.delete": files.delete,
    "files.getUploadURLExternal": files.get_upload_url,
    "functions.completeError": functions.complete_error,
    "functions.completeSuccess": functions.complete_success,
    "reactions.add": chat.react,
    "reactions.remove": chat.take_reaction_back,
    "users.conversations": conversations.of_bot,
    "users.info": conversations.users_info,
    "users.list": lists.users,
    "views.open": views.open_,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}
