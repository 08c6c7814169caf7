"""What a person types, as Slack writes it: mentions, channels and links in its markup, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.demo.model import Channel, User

_URL = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?)\]}'\"]")
_NAME = re.compile(r"(?<![\w@#&/])(?P<sign>[@#])(?P<name>[\w][\w.\-]*)")


def as_sent(text: str, users: Iterable[User], channels: Iterable[Channel]) -> str:
    """A typed text as a message holds it.

    Args:
        text: as it was typed: ``@ada``, ``#general``, ``a & b``.
        users: who can be mentioned.
        channels: which can be named.
    """
    people = {user.name.lower(): user.mention for user in users}
    places = {one.name.lower(): f"<#{one.id}|{one.name}>" for one in channels if one.kind != "im"}
    parts, end = [], 0
    for url in _URL.finditer(text):
        parts += [_named(text[end : url.start()], people, places), f"<{_escaped(url[0])}>"]
        end = url.end()
    return "".join([*parts, _named(text[end:], people, places)])


def _named(text: str, people: dict[str, str], places: dict[str, str]) -> str:
    def mark(found: re.Match[str]) -> str:
        known = people if found["sign"] == "@" else places
        # A name may end in a full stop, but a sentence does so more often.
        name = next((one for one in (found["name"], found["name"].rstrip(".-")) if one.lower() in known), None)
        return known[name.lower()] + found["name"][len(name) :] if name else found[0]

    return _NAME.sub(mark, _escaped(text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
