"""Everything Whosejob reads from the environment."""

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from bot.errors import SettingsError


class Settings(Struct, frozen=True):
    """Settings of one process; a value that is not set is empty."""

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = ""
    """SQLite or PostgreSQL; empty keeps everything in memory."""
    knowledge: tuple[Path, ...] = ()
    """Further knowledge folders, laid over the shipped one in this order."""
    cache: Path | None = None
    """Folder of the knowledge cache; None switches it off."""
    port: int = 3000
    host: str = "127.0.0.1"

    def require(self, *names: str) -> None:
        """Checks that settings have a value.

        Raises:
            SettingsError: one message that names every missing environment variable.
        """
        missing = [VARIABLES[name] for name in names if not getattr(self, name)]
        if missing:
            raise SettingsError(
                f"Missing in the environment: {', '.join(missing)}. "
                "README.md, “Connect it to Slack”, says where to find each value."
            )


VARIABLES = {
    "slack_bot_token": "SLACK_BOT_TOKEN",
    "slack_app_token": "SLACK_APP_TOKEN",
    "slack_signing_secret": "SLACK_SIGNING_SECRET",
    "slack_api_url": "SLACK_API_URL",
    "database_url": "DATABASE_URL",
}
"""Setting -> environment variable."""

PREFIXES = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads the settings.

    Raises:
        SettingsError: one message that names every value of the wrong form.
    """
    wrong: list[str] = []
    values: dict[str, str] = {
        name: environment[variable].strip()
        for name, variable in VARIABLES.items()
        if environment.get(variable, "").strip()
    }
    for name, prefix in PREFIXES.items():
        if name in values and not values[name].startswith(prefix):
            wrong.append(f"{VARIABLES[name]} must start with {prefix}")
    values.setdefault("database_url", f"sqlite+aiosqlite:///{_state_folder(environment)}/whosejob.db")
    port = environment.get("PORT", "3000")
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        wrong.append("PORT must be a number from 0 to 65535")
    folders = tuple(Path(part) for part in environment.get("WHOSEJOB_KNOWLEDGE", "").split(os.pathsep) if part)
    wrong += [f"WHOSEJOB_KNOWLEDGE names {folder}, which is not a folder" for folder in folders if not folder.is_dir()]
    if wrong:
        raise SettingsError("; ".join(wrong) + ".")
    return Settings(
        **values,
        knowledge=folders,
        cache=_cache_folder(environment),
        port=int(port),
        host=environment.get("WHOSEJOB_HOST", "127.0.0.1"),
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
