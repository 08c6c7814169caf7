"""Logging that names what failed and where, and never a message's text, a token or a ticket."""

import logging
import re
import traceback
from pathlib import Path

SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[^&\s'\"]+|(?<=/)hooks/[^\s'\"]+|(?<=/commands/)[^\s'\"]+"
)
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Discreet(logging.Formatter):
    """Formats records without secrets, and exceptions without their words."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        return SECRETS.sub("***", super().format(record))

    def formatException(self, ei: object) -> str:
        """The exception's type and where it was raised; its message may quote what someone wrote."""
        error = ei[1] if isinstance(ei, tuple) else None
        return origin(error) if isinstance(error, BaseException) else ""


def configure() -> None:
    """Logs to standard error from INFO on; Slack's libraries, which are chatty, from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet(FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("slack_bolt", "slack_sdk", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def origin(error: BaseException) -> str:
    """`KeyError at parser.py:120`."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
