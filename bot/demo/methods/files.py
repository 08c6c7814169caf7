"""``files.*``: the app announces a file, says that it has uploaded it, and deletes it; none is shared to a channel."""

from __future__ import annotations

from bot.demo.arguments import Args
from bot.demo.checking import Problems, items, record, string
from bot.demo.errors import CallRefused
from bot.demo.files import file_json
from bot.demo.installations import Installation
from bot.demo.methods.context import Context
from bot.demo.model import JSON

ALT_CHARACTERS = 1000
_FILES = items(record({"id": string()}, {"title": string(), "highlight_type": string()}))


def get_upload_url(context: Context, args: Args) -> JSON:
    """Announces a file; its content then goes to the address given."""
    name, length, alt = args.text("filename"), args.number("length"), args.maybe("alt_txt") or ""
    if not length:
        raise CallRefused("missing_argument", ["length must be more than 0"])
    if len(alt) > ALT_CHARACTERS:
        raise CallRefused("alt_txt_too_large")
    file = context.files.begin(_owner(args), name, length, alt)
    return {"upload_url": context.upload_url(file.ticket), "file_id": file.id}


def complete_upload(context: Context, args: Args) -> JSON:
    """Makes what was uploaded a file that blocks can show."""
    problems: Problems = []
    files = args.structure("files")
    _FILES(files, "/files", problems)
    if problems:
        raise CallRefused("invalid_arguments", problems)
    if args.maybe("channel_id") or args.maybe("channels"):
        raise CallRefused("fatal_error", ["the local workspace shares no files to channels"])
    done = [context.files.complete(_owner(args), file["id"], file.get("title", "")) for file in files]
    return {"files": [file_json(file) for file in done]}


def delete(context: Context, args: Args) -> JSON:
    """Deletes a file."""
    context.files.delete(_owner(args), args.text("file"))
    return {}


def _owner(args: Args) -> Installation:
    if args.access is None:
        raise CallRefused("not_authed")
    return args.access.installation
