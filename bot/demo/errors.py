"""What the local workspace raises when Slack would refuse.

CallRefused         a Web API call that Slack answers with ``"ok": false``
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class CallRefused(Exception):
    """A Web API call that Slack answers with HTTP 200 and ``"ok": false``.

    Args:
        code: Slack's name of the error, such as ``channel_not_found``.
        problems: what exactly is wrong and where; becomes ``response_metadata.messages`` as Slack words it.
        details: further keys of the answer, such as ``needed`` and ``provided`` of ``missing_scope``.
    """

    def __init__(self, code: str, problems: Iterable[str] = (), **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.problems = tuple(problems)
        self.details = details

    def to_slack(self) -> dict[str, Any]:
        """The body that Slack sends."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.details}
        if self.problems:
            body["errors"] = list(self.problems)
            body["response_metadata"] = {"messages": [f"[ERROR] {problem}" for problem in self.problems]}
        return body
