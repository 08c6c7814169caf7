"""Everything Whosejob reads from the environment."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from bot.errors import SettingsError


class Settings(Struct, frozen=True):
    """Settings of one process; a value that is not set is empty."""

    slack_bot_token: str = ""
    """Of the one workspace that is answered, unless there are many."""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_redirect_uri: str = ""
    """Where Slack sends people back to; needed only where the app has several redirect URLs."""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = ""
    """SQLite or PostgreSQL; empty keeps everything in memory."""
    secret_keys: tuple[str, ...] = ()
    """Fernet keys for what is encrypted in the database; the first one encrypts, all decrypt."""
    knowledge: tuple[Path, ...] = ()
    """Further knowledge folders, laid over the shipped one in this order."""
    cache: Path | None = None
    """Folder of the knowledge cache; None switches it off."""
    port: int = 3000
    host: str = "127.0.0.1"
    log_format: str = "text"
    """`text`, or `json` for one object a line."""
    display: bool = False
    """Whether there is a screen that a browser can be shown on."""
    metrics_token: str = ""
    """What `/metrics` is shown for; empty shows it to everybody."""

    unusable: tuple[tuple[str, str], ...] = ()
    """(setting, what is wrong with its value); told by `require` when the setting is needed."""

    @property
    def many(self) -> bool:
        """Whether people install the bot in their workspaces by OAuth, instead of one that has a token here."""
        return bool(self.slack_client_id or self.slack_client_secret)

    @property
    def credentials(self) -> tuple[str, ...]:
        """The settings without which no workspace can be answered."""
        return ("slack_client_id", "slack_client_secret", "secret_keys") if self.many else ("slack_bot_token",)

    def require(self, *names: str) -> None:
        """Checks that settings have a usable value.

        Raises:
            SettingsError: one message that names every environment variable that is missing or wrong.
        """
        wrong = dict(self.unusable)
        missing = [VARIABLES[name] for name in names if getattr(self, name) in (None, "", ()) and name not in wrong]
        told = [f"Missing in the environment: {', '.join(missing)}."] if missing else []
        told += [f"{wrong[name]}." for name in names if name in wrong]
        if told:
            raise SettingsError(" ".join([*told, "README.md, “Connect it to Slack”, says where to find each value."]))


VARIABLES = {
    "slack_bot_token": "SLACK_BOT_TOKEN",
    "slack_client_id": "SLACK_CLIENT_ID",
    "slack_client_secret": "SLACK_CLIENT_SECRET",
    "slack_redirect_uri": "SLACK_REDIRECT_URI",
    "slack_app_token": "SLACK_APP_TOKEN",
    "slack_signing_secret": "SLACK_SIGNING_SECRET",
    "slack_api_url": "SLACK_API_URL",
    "database_url": "DATABASE_URL",
    "secret_keys": "WHOSEJOB_SECRET_KEYS",
    "port": "PORT",
}
"""Setting -> environment variable."""

LOG_FORMATS = ("text", "json")

PREFIXES = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-", "slack_api_url": "http"}
"""Setting -> what its value begins with."""


def from_environment(environment: Mapping[str, str] = os.environ, log_format: str | None = None) -> Settings:
    """Reads the settings; what only some commands need is complained of when they ask for it.

    Args:
        environment: the process's variables.
        log_format: the command line's word, which goes before WHOSEJOB_LOG_FORMAT.

    Raises:
        SettingsError: a knowledge folder that does not exist, since every command reads knowledge.
    """
    values = {name: environment.get(variable, "").strip() for name, variable in VARIABLES.items()}
    folders = tuple(Path(part) for part in environment.get("WHOSEJOB_KNOWLEDGE", "").split(os.pathsep) if part)
    lost = [f"WHOSEJOB_KNOWLEDGE names {folder}, which is not a folder" for folder in folders if not folder.is_dir()]
    if lost:
        raise SettingsError("; ".join(lost) + ".")
    port = values.pop("port")
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else -1
    unusable = [
        (name, f"{VARIABLES[name]} must start with {prefix}")
        for name, prefix in PREFIXES.items()
        if values[name] and not values[name].startswith(prefix)
    ]
    if port and not 0 <= number <= 65535:
        unusable.append(("port", "PORT must be a number from 0 to 65535"))
    if values["slack_bot_token"] and (values["slack_client_id"] or values["slack_client_secret"]):
        both = "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many: leave one of them out"
        unusable.append(("slack_client_id", both))
    log_format = log_format or environment.get("WHOSEJOB_LOG_FORMAT", "").strip() or "text"
    if log_format not in LOG_FORMATS:
        unusable.append(("log_format", f"WHOSEJOB_LOG_FORMAT must be one of {', '.join(LOG_FORMATS)}"))
    return Settings(
        slack_bot_token=values["slack_bot_token"],
        slack_client_id=values["slack_client_id"],
        slack_client_secret=values["slack_client_secret"],
        slack_redirect_uri=values["slack_redirect_uri"],
        slack_app_token=values["slack_app_token"],
        slack_signing_secret=values["slack_signing_secret"],
        slack_api_url=values["slack_api_url"] or "https://slack.com/api/",
        database_url=values["database_url"] or f"sqlite+aiosqlite:///{_state_folder(environment)}/whosejob.db",
        secret_keys=tuple(key.strip() for key in values["secret_keys"].split(",") if key.strip()),
        knowledge=folders,
        cache=_cache_folder(environment),
        port=number if port and number >= 0 else 3000,
        host=environment.get("WHOSEJOB_HOST", "").strip() or "127.0.0.1",
        log_format=log_format,
        display=sys.platform in ("darwin", "win32") or any(map(environment.get, ("DISPLAY", "WAYLAND_DISPLAY"))),
        metrics_token=environment.get("WHOSEJOB_METRICS_TOKEN", "").strip(),
        unusable=tuple(unusable),
    )


def _cache_folder(environment: Mapping[str, str]) -> Path | None:
    named = environment.get("WHOSEJOB_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME", "~")).expanduser() / ".cache"
    return Path(base) / "whosejob"


def _state_folder(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_STATE_HOME") or Path(environment.get("HOME", "~")).expanduser() / ".local" / "state"
    return Path(base) / "whosejob"
