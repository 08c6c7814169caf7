"""The chart of one's progress in Home: drawn, uploaded, shown, replaced and deleted."""

from __future__ import annotations

import pytest
from bots import SCOPES, StartBot, over_http
from practised import command, home, names, picture, press, tables_naming
from running import complete, in_message, settled
from slack_sdk.web.async_client import AsyncWebClient
from test_slack_home import elements, opened, said, standing

from bot.demo import Limits
from bot.engine import Engine
from bot.slack.caller import Caller
from bot.slack.charting import Bar, Chart
from bot.slack.views.leaderboard import BOARD_JOIN, BOARD_LEAVE
from bot.store import Learner


async def test_a_chart_is_drawn_once_and_again_when_progress_changes(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    assert not picture(await home(bot)), "there is nothing to be drawn"
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    first = picture(await home(bot))
    png = bot.workspace.file(first)
    assert png.startswith(b"\x89PNG")
    assert len(png) <= 20_000
    assert picture(await home(bot)) == first
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1
    shown = standing(bot.workspace.home(bot.ada))
    [image] = [block for block in shown.content["blocks"] if block["type"] == "image"]
    assert "questions known" in image["alt_text"]
    assert not any("fields" in block for block in shown.content["blocks"]), "nothing is said twice"
    assert all(theme.short in image["alt_text"] for theme in engine.lessons.themes.values() if theme.scenarios)
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    second = picture(await home(bot))
    assert second not in ("", first)
    assert list(bot.workspace.files()) == [second], "the old one is deleted"


@over_http
async def test_a_chart_comes_to_the_open_home_once_slack_is_done_with_it(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot(Limits(file_seconds=1.0))
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    assert picture(await home(bot)) in bot.workspace.files()
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1


@over_http
async def test_home_does_without_a_chart_that_slack_is_still_at_work_on(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot(Limits(file_seconds=5.0))
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    assert not picture(await home(bot))
    assert not picture(await home(bot)), "nor is it drawn anew"
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1
    bot.workspace.clock.advance(10.0)
    assert picture(await home(bot))
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1


@over_http
async def test_a_chart_that_somebody_deleted_is_drawn_anew(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    await home(bot)
    learner = await bot.store.learners.of(*names(bot))
    await bot.store.learners.replace_chart(*names(bot), learner.chart_file, learner.chart_digest, "F0GONE")
    assert picture(await home(bot)) in bot.workspace.files()


@over_http
async def test_a_chart_that_comes_late_puts_no_older_home_back(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    bot.workspace.faults.delay("files.completeUploadExternal", 2.5)
    # Not until it is quiet: that is when the chart has come.
    assert (await bot.workspace.open_home(bot.ada)).acknowledged
    first = standing(bot.workspace.home(bot.ada))
    assert not picture(first)
    await press(bot, first, BOARD_JOIN)
    assert elements(standing(bot.workspace.home(bot.ada)), BOARD_LEAVE)
    assert picture(await home(bot))
    assert len(bot.workspace.calls("files.completeUploadExternal")) == 1


@over_http
async def test_an_older_installation_has_no_chart_and_no_errors(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    bot.workspace.grant(set(SCOPES) - {"files:write"})
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    for _ in range(2):
        view = await home(bot)
        assert "5 answered" in said(view)
        assert not picture(view)
    assert len(bot.workspace.calls("files.getUploadURLExternal")) == 1, "Slack is not asked again and again"


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
@over_http
async def test_an_upload_that_fails_leaves_home_as_it_is(start_bot: StartBot, engine: Engine, method: str) -> None:
    bot = await start_bot()
    bot.workspace.faults.server_error(method)
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    assert not picture(await home(bot))
    assert picture(await home(bot)), "the next opening has one"


@over_http
async def test_a_chart_that_comes_after_its_person_was_forgotten_goes_too(start_bot: StartBot, engine: Engine) -> None:
    bot = await start_bot()
    await command(bot, "quiz")
    await complete(bot, engine, in_message(bot))
    bot.workspace.faults.delay("files.completeUploadExternal", 2.5)
    await opened(bot)
    assert "Done. I deleted" in (await command(bot, "forget me")).text
    await settled(bot)
    assert await tables_naming(bot.store, bot.ada.id) == set()
    assert bot.workspace.files() == {}


async def test_a_chart_that_is_begun_after_its_person_was_forgotten_is_not_kept(start_bot: StartBot) -> None:
    """Home was read right before."""
    bot = await start_bot()

    async def show(_: str) -> None:
        raise AssertionError("shown")

    client = AsyncWebClient(token=bot.workspace.bot_token, base_url=bot.workspace.api_url)
    bot.desk.charts.renew(
        Caller(*names(bot)), client, Learner(), Chart("3 known", "", (Bar("Identity", 1, 2, 3),)), show
    )
    await settled(bot)
    assert await tables_naming(bot.store, bot.ada.id) == set()
    assert bot.workspace.files() == {}
