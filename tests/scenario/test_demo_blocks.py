"""The demo's page shows every block that the bot sends, and nothing in a message becomes HTML."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from blocks_of_all_kinds import every_block, mrkdwn, plain
from bots import StartBot, over_http
from drawing import Drawing, drawing

from bot.demo import Message, View

HOSTILE = (
    "<img src=x onerror=hacked=1>",
    "<script>hacked=1</script>",
    '"><svg onload=hacked=1>',
    "<javascript:hacked=1|click>",
    "[click](javascript:hacked=1) <a href='javascript:hacked=1'>click</a>",
    "![x](https://example.com/x.png) <https://example.com|<img src=x onerror=hacked=1>>",
    "constructor __proto__ :constructor: :__proto__: {constructor}",
    "&lt;img src=x onerror=hacked=1&gt; &amp;lt;img&amp;gt;",
)


@pytest.mark.parametrize("words", HOSTILE)
async def test_no_text_becomes_html(drawn: Drawing, words: str) -> None:
    await drawn.message({"text": words, "blocks": every_block(words), "attachments": [{"text": words, "title": words}]})
    assert await drawn.page.evaluate("() => window.hacked === undefined")
    assert not await drawn.page.locator(
        "#root :is(script, svg:not(.b-icon), iframe, object, img:not(.b-image))"
    ).count()
    assert not await drawn.page.locator("#root :is([onerror], [onload], [style*=url], a[href^=java])").count()
    assert html.unescape(words) in html.unescape(await drawn.text())


@pytest.mark.parametrize("words", HOSTILE)
async def test_no_text_of_a_view_becomes_html(drawn: Drawing, words: str) -> None:
    view = {"id": "V1", "hash": "1", "title": plain(words), "submit": plain(words), "close": plain(words)}
    await drawn.modals({**view, "type": "modal", "blocks": every_block(words)})
    await drawn.home({"id": "V2", "hash": "1", "type": "home", "blocks": every_block(words)})
    assert await drawn.page.evaluate("() => window.hacked === undefined")
    assert not await drawn.page.locator("img:not(.b-image), script, [onerror]").count()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "*bold* _italic_ ~strike~ `*code*`",
            "<strong>bold</strong> <em>italic</em> <s>strike</s> <code>*code*</code>",
        ),
        ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
        ("*<https://a.b|c>*", "<strong><a>c</a></strong>"),
        ("2*3*4 snake_case_name a~b~", "2*3*4 snake_case_name a~b~"),
        ("* a * _ b _ **", "* a * _ b _ **"),
        ("*one\ntwo*", "*one\ntwo*"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("<@U2> <@U404|carol> <#C1> <#C404|old> <!here>", "@bob @carol #general #old @here"),
        ("<mailto:a@b.c|write> <ftp://x|no>", "<a>write</a> &lt;ftp://x|no&gt;"),
        ("see https://a.b/c_d_e.", "see <a>https://a.b/c_d_e</a>."),
        (":wave: :wave::skin-tone-3: :nothing: 10:30:00", "👋 👋🏼 :nothing: 10:30:00"),
        ("a\n&gt; q *b*\n&gt; r\nz", "a<blockquote>q <strong>b</strong>\nr</blockquote>z"),
        ("&gt;&gt;&gt; q\nr", "<blockquote>q\nr</blockquote>"),
        ("a\n```\nx *y*\n```\nb", "a<pre>x *y*</pre>b"),
        ("<!date^1795780800^{date_num} {time}|then>", "2026-11-27 1:00 PM"),
        ("<!date^1795867200^{date_short_pretty} at {time}|then>", "Tomorrow at 1:00 PM"),
        ("<!date^1798372800^{date_long} {nonsense}|then>", "Sunday, December 27, 2026 {nonsense}"),
        ("<!date^x^{date}|then>", "then"),
    ],
)
async def test_mrkdwn_reads_as_at_slack(drawn: Drawing, text: str, shown: str) -> None:
    made = re.sub(r"</?(span|time)[^>]*>", "", await drawn.html(text))
    assert re.sub(r"<(\w+) [^>]*>", r"<\1>", made) == shown


async def test_links_open_elsewhere_and_tell_nothing(drawn: Drawing) -> None:
    await drawn.draw([{"type": "section", "text": mrkdwn("<https://a.b/?x=1&amp;y=2|c>")}])
    link = drawn.page.get_by_role("link", name="c")
    assert await link.get_attribute("href") == "https://a.b/?x=1&y=2"
    assert await link.get_attribute("target") == "_blank"
    assert "noopener" in str(await link.get_attribute("rel"))


@pytest.mark.parametrize(
    "text", ["*a ", "*_~", "<", "`", ":a", "&gt;", "> ", "[", "**a", "_a*", "<!date^1^", "http://"]
)
async def test_no_text_takes_long(drawn: Drawing, text: str) -> None:
    blocks = [{"type": "section", "text": mrkdwn(text * (40_000 // len(text)))}]
    blocks.append({"type": "markdown", "text": text * (12_000 // len(text))})
    await drawn.draw(blocks)
    took = "(blocks) => { const from = performance.now(); draw(blocks); return performance.now() - from; }"
    assert await drawn.page.evaluate(took, blocks) < 1500


@over_http
async def test_everything_that_the_bot_sends_is_shown(start_bot: StartBot) -> None:
    bot = await start_bot()
    shown = await _everything(bot)
    users = [{"id": one.id, "name": one.name, "tz": "UTC"} for one in bot.workspace.state.users.values()]
    channels = [{"id": bot.general.id, "name": "general", "kind": "public"}]
    kinds = set()
    async with drawing(users, channels) as drawn:
        for one in shown:
            blocks = one.blocks if isinstance(one, Message) else one.content["blocks"]
            kinds |= {block["type"] for block in blocks}
            if isinstance(one, Message):
                await drawn.message({"text": one.text, "blocks": list(blocks)})
            elif one.type == "home":
                await drawn.home({**one.content, "id": one.id, "hash": one.hash})
            else:
                await drawn.modals({**one.content, "id": one.id, "hash": one.hash})
            assert not await drawn.page.locator(".b-unknown, .b-noimage").count()
            shown_words = _words(await drawn.text())
            assert [words for words in _texts(blocks) if _words(words) not in shown_words] == []
            await drawn.modals()
    assert kinds >= {"actions", "context", "context_actions", "divider", "header", "input", "section", "table"}


async def _everything(bot: Any) -> list[Message | View]:
    """The messages and views that Ada gets to see of the bot."""
    workspace, ada = bot.workspace, bot.ada
    shown: list[Message | View] = []
    for question in (
        "who patches RDS?",
        "who encrypts it?",
        "what does AWS do for Lambda?",
        "compare EC2 and RDS",
        "lunch?",
    ):
        shown += await bot.mention(question)
    for line in ("who patches EC2?", "quiz", "tips", "help", "whole picture of RDS", "settings", "practice"):
        await workspace.command(ada, bot.general, "/whosejob", line)
        await workspace.settled()
        if (view := workspace.modal(ada)) is not None:
            shown.append(view)
            await workspace.close_view(ada, view)
    shown += workspace.ephemerals(bot.general, ada)
    await workspace.open_home(ada)
    await workspace.shortcut(ada, "ask")
    await workspace.settled()
    return [*shown, *filter(None, (workspace.home(ada), workspace.modal(ada)))]


def _texts(blocks: Any) -> list[str]:
    """The plain words of blocks, without what Slack's markup makes of others."""
    if isinstance(blocks, (list, tuple)):
        return [text for one in blocks for text in _texts(one)]
    if not isinstance(blocks, dict):
        return []
    if blocks.get("type") in ("plain_text", "raw_text"):
        return [blocks["text"]]
    if blocks.get("type") == "mrkdwn":
        return [html.unescape(part) for part in re.split(r"<[^>]*>|[*_~`]|\n|:\w+:|&gt; ", blocks["text"])]
    hidden = ("placeholder", "options", "initial_option", "confirm", "positive_button", "negative_button")
    return [text for name, part in blocks.items() if name not in hidden for text in _texts(part)]


def _words(text: str) -> str:
    return "".join(text.split())
