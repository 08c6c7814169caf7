"""People install the bot by OAuth: once begun, once ended, in the same browser, and nothing is kept in clear."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bots import SCOPES
from many import Many, many, mention

from bot.engine import Engine

BACK = "/slack/oauth_redirect"


async def nothing_is_installed(bot: Many) -> bool:
    return not await bot.rows("slack_bots") and not await bot.rows("slack_installations")


async def test_installed_and_answered_at_once(bot: Many) -> None:
    acme = bot.slack.add_workspace("acme")
    ada = acme.add_user("ada")
    began = await bot.get("/slack/install")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(began.link).query).items()}
    assert began.status == 200
    assert asked["scope"].split(",") == SCOPES
    assert "user_scope" not in asked
    done = await bot.get(bot.slack.approve(began.link, ada, acme), began.cookie)
    assert done.status == 200
    assert done.link.startswith("https://slack.com/app_redirect?app=A")
    [answer] = await mention(acme, ada, "who patches RDS?")
    assert "AWS" in answer.text
    assert [call.method for call in bot.slack.calls()] == ["oauth.v2.access", "auth.test", "chat.postMessage"]


async def test_the_pages_are_not_kept_framed_or_run(on_sqlite: Many) -> None:
    acme = on_sqlite.slack.add_workspace("acme")
    began = await on_sqlite.get("/slack/install")
    state = began.cookie.partition("=")[2]
    for attribute in ("Secure", "HttpOnly", "Max-Age=600"):
        assert attribute in began.headers["Set-Cookie"]
    done = await on_sqlite.get(on_sqlite.slack.approve(began.link, acme.add_user("ada"), acme), began.cookie)
    failed = await on_sqlite.get(f"{BACK}?code=1&state={state}")
    for page in (began, done, failed):
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert "<script" not in page.text
    assert "slack-app-oauth-state=deleted" in done.headers["Set-Cookie"]


@pytest.mark.parametrize("lost", ["state", "code", "cookie"])
async def test_what_is_missing_installs_nothing(on_sqlite: Many, lost: str) -> None:
    acme = on_sqlite.slack.add_workspace("acme")
    began = await on_sqlite.get("/slack/install")
    back = urlsplit(on_sqlite.slack.approve(began.link, acme.add_user("ada"), acme))
    query = "&".join(f"{name}={value[0]}" for name, value in parse_qs(back.query).items() if name != lost)
    page = await on_sqlite.get(f"{BACK}?{query}", "" if lost == "cookie" else began.cookie)
    assert page.status == 400
    assert 'href="/slack/install"' in page.text
    assert not on_sqlite.slack.calls()
    assert await nothing_is_installed(on_sqlite)


async def test_a_state_that_was_made_up_replayed_or_is_old_installs_nothing(bot: Many) -> None:
    acme = bot.slack.add_workspace("acme")
    ada = acme.add_user("ada")
    began = await bot.get("/slack/install")
    made_up = began.link.replace(began.cookie.partition("=")[2], "made-up")
    page = await bot.get(bot.slack.approve(made_up, ada, acme), "slack-app-oauth-state=made-up")
    assert (page.status, await nothing_is_installed(bot)) == (400, True)

    async with bot.one.store.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE oauth_state SET expires_at = expires_at - 601")
    page = await bot.get(bot.slack.approve(began.link, ada, acme), began.cookie)
    assert (page.status, await nothing_is_installed(bot)) == (400, True)

    began = await bot.get("/slack/install")
    assert (await bot.get(bot.slack.approve(began.link, ada, acme), began.cookie)).status == 200
    before = await bot.rows("slack_bots")
    assert (await bot.get(bot.slack.approve(began.link, ada, acme), began.cookie)).status == 400
    assert await bot.rows("slack_bots") == before
    assert len(bot.slack.calls("oauth.v2.access")) == 1


async def test_another_browser_cannot_end_what_this_one_began(on_sqlite: Many) -> None:
    acme = on_sqlite.slack.add_workspace("acme")
    mine, theirs = await on_sqlite.get("/slack/install"), await on_sqlite.get("/slack/install")
    back = on_sqlite.slack.approve(mine.link, acme.add_user("ada"), acme)
    assert (await on_sqlite.get(back, theirs.cookie)).status == 400
    assert await nothing_is_installed(on_sqlite)
    assert (await on_sqlite.get(back, mine.cookie)).status == 200


async def test_who_refuses_is_told_in_a_friendly_way(on_sqlite: Many) -> None:
    began = await on_sqlite.get("/slack/install")
    page = await on_sqlite.get(on_sqlite.slack.deny(began.link), began.cookie)
    assert page.status == 200
    assert "Nothing was installed" in page.text
    assert await nothing_is_installed(on_sqlite)


async def test_what_stands_in_an_address_is_neither_believed_nor_run(on_sqlite: Many) -> None:
    evil = quote("<script>alert(1)</script>")
    page = await on_sqlite.get(f"{BACK}?error={evil}")
    assert page.status == 400
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    for team in ("T1%26scope%3Dadmin", "%22%3E%3Cscript%3E", "T1%0d%0aX:1", ""):
        page = await on_sqlite.get(f"/slack/install?team={team}")
        assert page.status == 200
        assert parse_qs(urlsplit(page.link).query)["scope"] == [",".join(SCOPES)]
        assert "team" not in parse_qs(urlsplit(page.link).query)
    page = await on_sqlite.get("/slack/install?team=T0ACME")
    assert parse_qs(urlsplit(page.link).query)["team"] == ["T0ACME"]
    assert (await on_sqlite.get(f"{BACK}?state=%00%ff&code=%ed%a0%80", "slack-app-oauth-state=%00")).status == 400
    for path in ("/slack/install", BACK):
        assert (await on_sqlite.get(path, method="POST")).status == 405


async def test_where_slack_or_the_database_fails_it_can_be_begun_again(
    on_sqlite: Many, caplog: pytest.LogCaptureFixture
) -> None:
    acme = on_sqlite.slack.add_workspace("acme")
    ada = acme.add_user("ada")
    on_sqlite.slack.faults.drop_reply("oauth.v2.access")
    assert (await on_sqlite.install(ada, acme)).status == 502
    on_sqlite.slack.faults.error("oauth.v2.access", "bad_client_secret")
    assert (await on_sqlite.install(ada, acme)).status == 400
    on_sqlite.slack.faults.server_error("auth.test")
    assert (await on_sqlite.install(ada, acme)).status == 400
    assert await nothing_is_installed(on_sqlite)
    async with on_sqlite.one.store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE slack_bots RENAME TO away")
    assert (await on_sqlite.install(ada, acme)).status == 503
    async with on_sqlite.one.store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO slack_bots")
    assert (await on_sqlite.install(ada, acme)).status == 200
    assert acme.bot_token not in caplog.text
    assert "SLACK_CLIENT_SECRET" in caplog.text


async def test_who_installs_again_and_again_leaves_one_row_each(bot: Many) -> None:
    acme, other = bot.slack.add_workspace("acme"), bot.slack.add_workspace("other")
    ada, bea, cyd = acme.add_user("ada"), acme.add_user("bea"), other.add_user("cyd")
    for user, where in ((ada, acme), (bea, acme), (ada, acme), (cyd, other), (bea, acme), (ada, acme)):
        assert (await bot.install(user, where)).status == 200
    teams = sorted([acme.identity.team_id, other.identity.team_id])
    assert sorted(row["team_id"] for row in await bot.rows("slack_bots")) == teams
    assert sorted(row["user_id"] for row in await bot.rows("slack_installations")) == sorted([ada.id, bea.id, cyd.id])
    assert len(await mention(acme, ada, "who patches RDS?")) == 1


def written(folder: Path) -> bytes:
    """What SQLite has written, its log included; nothing, where the database is PostgreSQL."""
    return b"".join(file.read_bytes() for file in folder.glob("store.db*"))


async def test_the_database_holds_no_token_in_clear(engine: Engine, lasting: str, tmp_path: Path) -> None:
    async with many(engine, lasting, rotates=True) as bot:
        acme = bot.slack.add_workspace("acme")
        await bot.install(acme.add_user("ada"), acme)
        found = await bot.one.installations.async_find_bot(enterprise_id=None, team_id=acme.identity.team_id)
        assert found is not None
        assert found.bot_token == acme.bot_token
        assert found.bot_refresh_token == acme.host.installations.of(acme.identity.team_id).refresh  # type: ignore[union-attr]
        secrets = (found.bot_token, found.bot_refresh_token)
        rows = str([await bot.rows(table) for table in ("slack_bots", "slack_installations", "oauth_state", "secret")])
        assert found.bot_id in rows
        assert [secret for secret in secrets if secret in rows] == []
        files = written(tmp_path)
    if files:
        assert found.bot_id.encode() in files
        assert [secret for secret in secrets if secret.encode() in files] == []
