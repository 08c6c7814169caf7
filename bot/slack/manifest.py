"""The Slack app manifest, ready to paste."""

from pathlib import Path
from typing import Any

import yaml

PATH = "/slack/events"
"""The one path for events, commands, interactivity and what selects offer."""


def manifest(url: str = "") -> dict[str, Any]:
    """The manifest as data: for Socket Mode, or with request URLs at a public address."""
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("manifest.yaml").read_text(encoding="utf-8"))
    if url:
        requests = _requests(url)
        settings = read["settings"]
        settings["socket_mode_enabled"] = False
        settings["event_subscriptions"] = {"request_url": requests, **settings["event_subscriptions"]}
        settings["interactivity"] |= {"request_url": requests, "message_menu_options_url": requests}
        for command in read["features"]["slash_commands"]:
            command["url"] = requests
    return read


def manifest_yaml(url: str = "") -> str:
    """The manifest as YAML.

    Args:
        url: the public address of `whosejob serve`; empty for Socket Mode.
    """
    return yaml.safe_dump(manifest(url), sort_keys=False, allow_unicode=True, width=120)


def _requests(url: str) -> str:
    address = url.strip().rstrip("/").removesuffix(PATH)
    return (address if "://" in address else f"https://{address}") + PATH
