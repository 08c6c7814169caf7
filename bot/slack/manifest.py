"""The Slack app manifest, ready to paste."""

from pathlib import Path
from typing import Any

import yaml

PATH = "/slack/events"
"""The one path for events, commands, interactivity and what selects offer."""
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
"""Where people begin to install the bot, and come back to from Slack."""


def manifest(url: str = "", *, many: bool = False) -> dict[str, Any]:
    """The manifest as data: for Socket Mode, or with request URLs at a public address.

    Args:
        url: the public address of `whosejob serve`; empty for Socket Mode.
        many: whether people install the app in many workspaces by OAuth, which needs an address; also in whole
            organisations, and with tokens that expire.
    """
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("manifest.yaml").read_text(encoding="utf-8"))
    if url:
        address = _address(url)
        requests = address + PATH
        settings = read["settings"]
        settings["socket_mode_enabled"] = False
        settings["event_subscriptions"] = {"request_url": requests, **settings["event_subscriptions"]}
        settings["interactivity"] |= {"request_url": requests, "message_menu_options_url": requests}
        for command in read["features"]["slash_commands"]:
            command["url"] = requests
        if many:
            # First among its siblings, as Slack shows it.
            read["oauth_config"] = {"redirect_urls": [address + REDIRECT], **read["oauth_config"]}
            settings |= {"org_deploy_enabled": True, "token_rotation_enabled": True}
    return read


def manifest_yaml(url: str = "", *, many: bool = False) -> str:
    """The manifest as YAML, of what `manifest` says."""
    return yaml.safe_dump(manifest(url, many=many), sort_keys=False, allow_unicode=True, width=120)


def _address(url: str) -> str:
    address = url.strip().rstrip("/").removesuffix(PATH)
    return address if "://" in address else f"https://{address}"
