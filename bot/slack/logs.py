"""Logging that names what failed and where, and never a message's text, a token or a ticket."""

import json
import logging
import re
import time
from functools import lru_cache
from typing import Any

from bot.origin import origin as origin  # for whoever logs in the Slack app
from bot.slack.handling import in_hand

SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|xwfp-[\w-]+"
    r"|(?<=ticket=)[^&\s'\"]+|(?<=code=)[^&\s'\"]+|(?<=state=)[^&\s'\"]+|(?<=_secret=)[^&\s'\"]+|(?<=_token=)[^&\s'\"]+"
    r"|(?<=://)hooks\.[^\s'\"]+|(?<=/)hooks/[^\s'\"]+|(?<=/commands/)[^\s'\"]+"
    r"|(?<=://)[^/\s@'\"]+(?=@)"
)
"""Tokens, one-time codes, response URLs, and who connects to a database."""
HINTS = ("xox", "xapp-", "xwfp-", "ticket=", "code=", "state=", "_secret=", "_token=", "://", "hooks/", "/commands/")
"""One of them stands in every text that holds a secret; looking for them takes a twentieth of the time."""


class Discreet(logging.Formatter):
    """One line for each record, without secrets, and exceptions without their words."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line: time, level, logger, message, request and what is known of it."""
        request = in_hand()
        told = f"{_time(record)} {record.levelname} {record.name}: {_one_line(_message(record))}"
        if request is not None:
            fields = "".join(f" {name}={value}" for name, value in request.fields.items())
            told = f"{told} [request={request.id}{fields}]"
        return _discreet(f"{told} ({_error(record)})" if record.exc_info else told)

    def formatException(self, ei: object) -> str:
        """The exception's type and where it was raised; its message may quote what someone wrote."""
        error = ei[1] if isinstance(ei, tuple) else None
        return origin(error) if isinstance(error, BaseException) else ""


class JsonLines(logging.Formatter):
    """One JSON object for each record, with the same in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line of JSON."""
        told: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if record.exc_info:
            told["error"] = _error(record)
        request = in_hand()
        if request is not None:
            told = {**told, "request": request.id, **request.fields}
        # Before it is encoded: a secret cut out of JSON could take a quotation mark's backslash with it.
        clean = {name: _discreet(value) if isinstance(value, str) else value for name, value in told.items()}
        return json.dumps(clean)


def configure(form: str = "text") -> None:
    """Logs to standard error from INFO on; Slack's libraries, which are chatty, from WARNING on.

    Args:
        form: `text` or `json`.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else Discreet())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # Neither format shows them, and finding them out takes as long as the rest of a record.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for chatty in ("slack_bolt", "slack_sdk", "sqlalchemy", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _discreet(text: str) -> str:
    return SECRETS.sub("***", text) if any(hint in text for hint in HINTS) else text


def _time(record: logging.LogRecord) -> str:
    """RFC 3339, in UTC, to the millisecond."""
    return f"{_second(int(record.created))}.{int(record.msecs):03d}Z"


@lru_cache(maxsize=1)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    # asyncio adds what it knows of a lost task, the words of its exception among it.
    return message.partition("\n")[0] if record.name == "asyncio" else message


def _error(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return origin(error) if error is not None else ""


def _one_line(text: str) -> str:
    """The text without line breaks, by which a line could be made to look like another's."""
    return text.replace("\r", "\\r").replace("\n", "\\n")
