"""What an app's manifest declares, as the workspace enforces it and its page offers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.demo.events import DEFAULT_EVENTS
from bot.demo.model import JSON
from bot.demo.scopes import ALL_SCOPES, EVENT_SCOPES
from bot.errors import DemoError


@dataclass(frozen=True, slots=True)
class Declared:
    """An app; what is left out here belongs to one whose manifest is not known, which may do everything."""

    name: str = "app"
    events: frozenset[str] = DEFAULT_EVENTS | frozenset(EVENT_SCOPES)
    scopes: frozenset[str] = ALL_SCOPES
    functions: JSON = field(default_factory=dict)
    agent_view: bool = True
    commands: tuple[JSON, ...] | None = None
    """None where nobody knows which there are, so that every one is sent."""
    shortcuts: tuple[JSON, ...] | None = None

    def has_command(self, command: str) -> bool:
        """Whether the app has a slash command, as far as is known."""
        return self.commands is None or any(one.get("command") == command for one in self.commands)

    def has_shortcut(self, callback_id: str, kind: str) -> bool:
        """Whether the app has a global or message shortcut, as far as is known."""
        known = self.shortcuts
        return known is None or any((one["callback_id"], one["type"]) == (callback_id, kind) for one in known)


def read_manifest(file: Path) -> Declared:
    """What a manifest file declares, YAML or JSON.

    Raises:
        DemoError: it cannot be read, or is no manifest.
    """
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DemoError(f"{file} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DemoError(f"{file} is neither YAML nor JSON: {' '.join(str(error).split())}.") from error
    try:
        return declared(read)
    except (AttributeError, TypeError, KeyError) as error:
        raise DemoError(f"{file} is no app manifest.") from error


def declared(manifest: Mapping[str, Any]) -> Declared:
    """What a manifest declares.

    Args:
        manifest: after https://docs.slack.dev/reference/app-manifest.
    """
    features: JSON = manifest.get("features") or {}
    settings: JSON = manifest.get("settings") or {}
    scopes: JSON = (manifest.get("oauth_config") or {}).get("scopes") or {}
    bot: JSON = features.get("bot_user") or {}
    name = bot.get("display_name") or (manifest.get("display_information") or {}).get("name") or "app"
    return Declared(
        name=str(name),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        scopes=frozenset(scopes.get("bot") or ()),
        functions=manifest.get("functions") or {},
        agent_view="agent_view" in features,
        commands=tuple(features.get("slash_commands") or ()),
        shortcuts=tuple(features.get("shortcuts") or ()),
    )
