"""What happens is counted, by kinds and never by people."""

from __future__ import annotations

import aiohttp
from bots import Bot, StartBot, over_http
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.demo import Limits


class Counted:
    """How much each counter has gone up since it was made."""

    def __init__(self) -> None:
        self._before = self._now()

    def since(self, name: str, **labels: str) -> float:
        """Of one counter."""
        key = (name, frozenset(labels.items()))
        return self._now().get(key, 0.0) - self._before.get(key, 0.0)

    @staticmethod
    def _now() -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        families = text_string_to_metric_families(metrics.page()[0].decode())
        return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


async def test_answers_refusals_and_requests_are_counted_by_surface(start_bot: StartBot) -> None:
    bot = await start_bot()
    counted = Counted()
    await bot.mention("who patches RDS?")
    await bot.direct("who patches RDS?")
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "who patches RDS?")
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "what does RDS cost?")
    await bot.workspace.command(bot.ada, bot.general, "/whosejob", "who patches RDS?")
    for surface, times in (("mention", 1), ("direct_message", 1), ("slash_command", 2)):
        assert counted.since("whosejob_answers_total", surface=surface, kind="answer", owner="aws") == times
    assert counted.since("whosejob_answers_total", surface="slash_command", kind="unknown", owner="none") == 1
    assert counted.since("whosejob_refusals_total", reason="money") == 1
    assert counted.since("whosejob_request_seconds_count", surface="slash_command", outcome="200") == 3
    # The direct message asks what the mention asked, and the last command what the first did.
    assert counted.since("whosejob_answering_seconds_count") == 3
    assert metrics.REGISTRY.get_sample_value("whosejob_requests_in_hand") == 0


async def test_calls_of_slack_are_counted_by_what_came_of_them(start_bot: StartBot) -> None:
    bot = await start_bot(limits=Limits(ack_seconds=1.0, retry_delays=()))
    counted, faults = Counted(), bot.workspace.faults
    await bot.mention("who patches RDS?")
    for plant in (
        lambda: faults.error("chat.postMessage", "internal_error"),
        lambda: faults.server_error("chat.postMessage"),
        lambda: faults.rate_limit("chat.postMessage", retry_after=60),
        lambda: faults.drop_reply("chat.postMessage"),
    ):
        plant()
        await bot.mention("who patches RDS?")
    for outcome in ("ok", "error", "http_error", "rate_limited", "lost"):
        assert counted.since("whosejob_slack_calls_total", method="chat.postMessage", outcome=outcome) == 1, outcome


async def test_repeated_deliveries_clicks_feedback_and_gaps_are_counted(start_bot: StartBot) -> None:
    bot = await start_bot()
    counted = Counted()
    said = await bot.workspace.say(bot.general, bot.ada, f"{bot.workspace.mention} who encrypts it?")
    await bot.workspace.redeliver(said.deliveries[0], 2)
    assert counted.since("whosejob_duplicates_suppressed_total") == 2
    await bot.workspace.settled()
    [offer] = [one for one in bot.workspace.messages(bot.general) if one.bot_id]
    await bot.workspace.click(bot.ada, offer, action_id="choice-1")
    assert counted.since("whosejob_slack_calls_total", method="response_url", outcome="ok") == 1
    ack = await bot.workspace.command(bot.ada, bot.general, "/whosejob", "who patches RDS?")
    assert ack.message is not None
    await bot.workspace.click(bot.ada, ack.message, action_id="feedback-right")
    await bot.workspace.click(bot.ada, ack.message, action_id="feedback-wrong")
    await bot.workspace.settled()
    assert counted.since("whosejob_feedback_total", verdict="right") == 1
    assert counted.since("whosejob_feedback_total", verdict="wrong") == 1
    assert counted.since("whosejob_gaps_total", kind="wrong") == 1


@over_http
async def test_the_page_is_served_and_tells_of_no_person(start_bot: StartBot) -> None:
    bot: Bot = await start_bot()
    await bot.mention("who patches RDS? marzipan")
    async with aiohttp.ClientSession() as session, session.get(f"{bot.url}/metrics") as response:
        assert response.status == 200
        assert response.content_type == "text/plain"
        told = await response.text()
    assert "whosejob_answers_total{" in told
    for secret in ("marzipan", bot.ada.id, f'"{bot.ada.name}"', bot.general.id, bot.workspace.identity.team_id):
        assert secret not in told
