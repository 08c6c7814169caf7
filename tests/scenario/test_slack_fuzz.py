"""Two thousand malformed requests; `tests/bench/fuzz.py` sends a hundred thousand of the same."""

from __future__ import annotations

import pytest
from fuzzing import fuzz

from bot.engine import Engine

KINDS = {
    "/whosejob", "app_mention", "message", "app_home_opened", "function_executed", "block_actions", "block_suggestion",
    "view_submission", "view_closed", "shortcut", "message_action", "url_verification", "app_uninstalled",
    "tokens_revoked", "reaction_added", "random",
}  # fmt: skip


@pytest.mark.parametrize("seed", [5])
async def test_nothing_malformed_is_a_server_error_or_gets_in_or_is_logged(engine: Engine, seed: int) -> None:
    findings = await fuzz(engine, 2000, seed)
    assert not findings.failures
    assert not findings.leaks
    assert not findings.let_in
    assert set(findings.kinds) >= KINDS, "every kind of request was malformed"
    statuses = {status for sender, status in findings.statuses if sender == "valid"}
    assert statuses >= {200, 400}
    assert findings.statuses["valid", 200] > 200, "many were well-formed enough to be answered"
