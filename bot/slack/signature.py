"""Tells requests that Slack signed from all others, before anything in them is read."""

import hashlib
import hmac

FRESH_SECONDS = 300
"""Age beyond which a request could be a recorded one played again."""


def refusal(secret: str, timestamp: str, signature: str, body: bytes, now: float) -> str | None:
    """Why a request is not to be trusted; None when it is.

    https://docs.slack.dev/authentication/verifying-requests-from-slack

    Args:
        secret: SLACK_SIGNING_SECRET.
        timestamp: the header X-Slack-Request-Timestamp, or an empty text.
        signature: the header X-Slack-Signature, or an empty text.
        body: as it came.
        now: seconds since the epoch.
    """
    if not timestamp or not signature:
        return "unsigned"
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return "timestamp is not a number"
    if abs(now - int(timestamp)) > FRESH_SECONDS:
        return "stale"
    expected = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={expected}".encode(), signature.encode("utf-8", "replace")):
        return "wrong signature"
    return None
