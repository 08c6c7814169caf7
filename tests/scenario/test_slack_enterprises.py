"""A whole enterprise installs the bot: once, for all its workspaces, each of which is told from the others."""

from __future__ import annotations

import time
from dataclasses import replace

from many import KEPT, WHO, Many, fill, key, mention
from slack_bolt.async_app import AsyncBoltContext

from bot.demo.payloads import event_callback
from bot.slack.views.subscribing import EXAM
from bot.subscription import WORKING_DAYS, Subscription


async def test_an_enterprise_is_installed_once_and_every_workspace_of_it_answered(bot: Many) -> None:
    one, two = (bot.slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two"))
    ada, bob = one.add_user("ada"), two.add_user("bob")
    done = await bot.install(ada, "E1")
    assert done.link.endswith("/workspaces/add")
    [row] = await bot.rows("slack_bots")
    assert (row["enterprise_id"], row["team_id"], bool(row["is_enterprise_install"])) == ("E1", None, True)
    for workspace, user in ((one, ada), (two, bob)):
        await fill(bot, workspace, user)
        assert set(await bot.of_workspace(key(workspace))) == KEPT
    assert await bot.of_workspace("E1/") == {"slack_bots": 1, "slack_installations": 1}
    assert len(bot.slack.calls("auth.test")) == 1
    assert all(delivery.acknowledged for delivery in await bot.slack.uninstall("E1"))
    for name in (key(one), key(two), "E1/"):
        assert await bot.of_workspace(name) == {}


async def test_clicks_and_commands_in_an_enterprise_are_of_the_same_workspace_as_its_events(bot: Many) -> None:
    one = bot.slack.add_workspace("one", enterprise_id="E1")
    ada = one.add_user("ada")
    await bot.install(ada, "E1")
    [offer] = await mention(one, ada, "who encrypts it?")
    await one.click(ada, offer, action_id="choice-1")
    [answer] = await mention(one, ada, WHO)
    wrong = str(
        next(
            element["negative_button"]["value"]
            for block in answer.blocks
            for element in block.get("elements", ())
            if element["type"] == "feedback_buttons"
        )
    )
    await one.click(ada, answer, action_id="feedback", value=wrong)
    modal = one.modal(ada)
    assert modal is not None
    assert (await one.submit(ada, modal, {"feedback-reason": "owner"})).ok
    await one.command(ada, one.add_channel("c", members=[ada]), "/whosejob", WHO)
    await bot.one.desk.notes.drain()
    for table in ("thread_question", "recent_question", "event_claim", "feedback", "gap"):
        assert {row["workspace"] for row in await bot.rows(table)} == {key(one)}


async def test_tips_in_an_enterprise_are_of_the_workspace_in_which_they_were_set_up(bot: Many) -> None:
    one, two = (bot.slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two"))
    ada, bob = one.add_user("ada"), two.add_user("bob")
    await bot.install(ada, "E1")
    for workspace, user in ((one, ada), (two, bob)):
        place = workspace.add_channel("c", members=[user], with_bot=False)
        for channel in (place, workspace.dm(user)):
            await workspace.command(user, channel, "/whosejob", "tips")
            form = workspace.modal(user)
            assert form is not None
            assert "errors" not in (await workspace.submit(user, form)).body
        kept = await bot.one.store.subscriptions.of(key(workspace))
        assert {one.place for one in kept} == {place.id, workspace.dm(user).id}


async def test_a_place_that_workspaces_share_is_sent_one_thing_and_stopped_from_each(bot: Many) -> None:
    one, two = (bot.slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two"))
    ada, store = one.add_user("ada"), bot.one.store
    await bot.install(ada, "E1")
    channel = one.add_channel("shared", members=[ada])
    of_two = Subscription(workspace=key(two), place=channel.id, person=ada.id, zone="UTC", tips=WORKING_DAYS)
    for asked in (of_two, replace(of_two, place=one.dm(ada).id, direct=True)):
        await store.subscriptions.put(asked, time.time())
    for where in (channel, one.dm(ada)):
        await one.command(ada, where, "/whosejob", "tips")
        form = one.modal(ada)
        assert form is not None
        assert form.content["submit"]["text"] == "Save", "it has something already"
        assert "errors" not in (await one.submit(ada, form, {EXAM: "security"})).body
    kept = await store.subscriptions.all()
    assert [(found.workspace, found.exam) for found in kept] == [(key(two), "security")] * 2
    listed = await one.command(ada, channel, "/whosejob", "tips list")
    assert listed.message is not None
    assert "2 subscriptions" in listed.message.text
    stopped = await one.command(ada, channel, "/whosejob", "tips stop")
    assert stopped.message is not None
    assert stopped.message.text.startswith("Stopped")
    await one.say(one.dm(ada), ada, "stop")
    assert await store.subscriptions.all() == ()


async def test_an_enterprises_end_is_understood_where_slack_names_a_workspace_with_it(bot: Many) -> None:
    one, two = (bot.slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two"))
    ada, bob = one.add_user("ada"), two.add_user("bob")
    await bot.install(ada, "E1")
    await fill(bot, two, bob)
    gone = event_callback({"type": "app_uninstalled"}, "Ev-gone", time.time(), one.identity)
    assert gone.payload["authorizations"][0]["is_enterprise_install"] is True
    assert (await bot.slack.host.deliverer.deliver(gone)).acknowledged
    for name in (key(one), key(two), "E1/"):
        assert await bot.of_workspace(name) == {}


async def test_a_request_that_does_not_say_so_is_of_the_enterprise_too(bot: Many) -> None:
    one = bot.slack.add_workspace("one", enterprise_id="E1")
    await bot.install(one.add_user("ada"), "E1")
    unsaid = AsyncBoltContext({"enterprise_id": "E1", "team_id": one.identity.team_id})
    assert await bot.one.workspaces.knows(unsaid)
    assert not await bot.one.workspaces.knows(AsyncBoltContext({"team_id": one.identity.team_id}))


async def test_a_workspace_of_an_enterprise_may_have_a_bot_of_its_own(bot: Many) -> None:
    one, two = (bot.slack.add_workspace(name, enterprise_id="E1") for name in ("one", "two"))
    ada, bob = one.add_user("ada"), two.add_user("bob")
    await bot.install(bob, two)
    assert await mention(one, ada, WHO) == []
    await bot.install(ada, "E1")
    assert len(await mention(one, ada, WHO)) == 1
    assert len(await mention(two, bob, WHO)) == 1
    await bot.slack.uninstall("E1")
    assert [row["team_id"] for row in await bot.rows("slack_bots")] == [two.identity.team_id]
    assert len(await mention(two, bob, WHO)) == 1
