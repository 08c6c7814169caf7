"""Modals on the demo's page: stacked, validated, usable by keyboard, and keeping what was typed."""

from __future__ import annotations

from typing import Any

from blocks_of_all_kinds import input_block, mrkdwn, option, plain
from drawing import Drawing

TEXT = {"type": "plain_text_input", "action_id": "text"}
OPTIONS = [option("Easy", "easy"), option("Hard", "hard")]


def modal(*blocks: dict[str, Any], id: str = "V1", hash: str = "1", title: str = "Ask", **more: Any) -> dict[str, Any]:
    view = {"id": id, "hash": hash, "type": "modal", "title": plain(title), "submit": plain("Send")}
    return {**view, "blocks": list(blocks), **more}


async def test_a_modal_is_filled_in_and_submitted_by_keyboard(drawn: Drawing) -> None:
    level = {"type": "radio_buttons", "action_id": "level", "options": OPTIONS}
    which = {"type": "static_select", "action_id": "which", "options": OPTIONS}
    await drawn.modals(
        modal(input_block("q", TEXT, "Question"), input_block("l", level, "Level"), input_block("w", which, "Which"))
    )
    assert await drawn.page.get_by_role("dialog", name="Ask").get_attribute("aria-modal") == "true"
    await drawn.page.keyboard.type("who patches RDS?")
    for key in ("Tab", "Space", "ArrowDown", "Tab", "ArrowDown", "ArrowDown", "Enter"):
        await drawn.page.keyboard.press(key)
        await drawn.page.wait_for_timeout(30)
    assert await drawn.page.get_by_label("Which").input_value() == "Hard"
    await drawn.page.get_by_label("Question").press("Enter")
    values = {"text": "who patches RDS?", "level": "hard", "which": "hard"}
    assert await drawn.acts() == [{"name": "submit", "view_id": "V1", "values": values}]


async def test_what_is_missing_is_said_at_its_input(drawn: Drawing) -> None:
    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "max_value": "5"}
    least = {**TEXT, "action_id": "least", "min_length": 4}
    await drawn.modals(
        modal(
            input_block("q", TEXT, "Question"),
            input_block("o", {**TEXT, "action_id": "o"}, "Other", optional=True),
            input_block("n", number, "Number"),
            input_block("least", least, "Least"),
        )
    )
    await drawn.page.get_by_label("Number").fill("7")
    await drawn.page.get_by_label("Least").fill("abc")
    await drawn.page.get_by_role("button", name="Send").click()
    told = await drawn.page.get_by_role("alert").filter(has_text="Please").all_inner_texts()
    assert [words.split(" ")[1] for words in told] == ["complete", "enter", "enter"]
    asked = drawn.page.get_by_label("Question")
    assert await asked.get_attribute("aria-invalid") == "true"
    assert await asked.evaluate("(node) => node === document.activeElement")
    assert await drawn.acts() == []


async def test_the_apps_errors_stand_at_their_inputs(drawn: Drawing) -> None:
    await drawn.answers("submit", {"ok": False, "error": "errors", "errors": {"q": "Too vague.", "gone": "Elsewhere."}})
    await drawn.modals(modal(input_block("q", TEXT, "Question")))
    await drawn.page.get_by_label("Question").fill("x")
    await drawn.page.get_by_role("button", name="Send").click()
    await drawn.page.get_by_role("alert").filter(has_text="Too vague.").first.wait_for()
    assert "Elsewhere." in await drawn.text()
    await drawn.answers("submit", {"ok": False, "error": "operation_timeout", "detail": "Slack waits three seconds."})
    await drawn.page.get_by_role("button", name="Send").click()
    await drawn.page.get_by_role("alert").filter(has_text="three seconds").wait_for()
    assert "Too vague." not in await drawn.text()


async def test_modals_lie_on_each_other_and_escape_closes_the_uppermost(drawn: Drawing) -> None:
    first, second = modal(input_block("q", TEXT, "Question")), modal(id="V2", title="More", submit=None)
    await drawn.modals(first)
    await drawn.page.get_by_label("Question").fill("kept")
    await drawn.modals(first, second)
    await drawn.page.get_by_role("dialog", name="More").wait_for()
    await drawn.page.keyboard.press("Escape")
    assert await drawn.acts() == [{"name": "close", "view_id": "V2"}]
    # News from before it was closed does not bring it back.
    await drawn.modals(first, second)
    assert await drawn.page.get_by_role("dialog").count() == 1
    assert await drawn.page.get_by_label("Question").input_value() == "kept"
    await drawn.page.get_by_role("button", name="Cancel").click()
    assert not await drawn.page.get_by_role("dialog").count()


async def test_escape_closes_the_options_before_the_modal(drawn: Drawing) -> None:
    await drawn.modals(
        modal(input_block("w", {"type": "static_select", "action_id": "w", "options": OPTIONS}, "Which"))
    )
    await drawn.page.get_by_label("Which").click()
    await drawn.page.get_by_role("option", name="Easy").wait_for()
    await drawn.page.keyboard.press("Escape")
    assert await drawn.page.get_by_role("dialog").count() == 1
    await drawn.page.keyboard.press("Escape")
    assert not await drawn.page.get_by_role("dialog").count()


async def test_what_was_typed_stays_when_the_app_changes_the_modal(drawn: Drawing) -> None:
    asked = input_block("q", TEXT, "Question")
    await drawn.modals(modal(asked))
    await drawn.page.keyboard.type("who")
    await drawn.modals(modal({"type": "section", "block_id": "s", "text": mrkdwn("News")}, asked, hash="2"))
    await drawn.page.keyboard.type(" patches")
    assert await drawn.page.get_by_label("Question").input_value() == "who patches"
    await drawn.modals(modal({**asked, "block_id": "q:2"}, hash="3"))
    assert await drawn.page.get_by_label("Question").input_value() == ""


async def test_a_modal_shows_what_the_server_kept(drawn: Drawing) -> None:
    kept = {"values": {"q": {"text": {"type": "plain_text_input", "value": "from before"}}}}
    await drawn.modals(modal(input_block("q", TEXT, "Question"), state=kept))
    assert await drawn.page.get_by_label("Question").input_value() == "from before"


async def test_the_focus_stays_in_the_modal(drawn: Drawing) -> None:
    await drawn.draw(
        [
            {
                "type": "actions",
                "block_id": "a",
                "elements": [{"type": "button", "action_id": "b", "text": plain("Behind")}],
            }
        ]
    )
    await drawn.page.get_by_role("button", name="Behind").focus()
    await drawn.modals(modal(input_block("q", TEXT, "Question")))
    for _ in range(8):
        await drawn.page.keyboard.press("Tab")
        inside = "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert await drawn.page.evaluate(inside)
    await drawn.page.keyboard.press("Escape")
    assert await drawn.page.evaluate("() => document.activeElement.textContent") == "Behind"


async def test_home_keeps_what_is_typed_and_tells_the_app(drawn: Drawing) -> None:
    box = input_block("ask-0", TEXT, "Ask", dispatch_action=True, optional=True)
    home = {"id": "V9", "type": "home", "hash": "1", "blocks": [box]}
    await drawn.home(home)
    await drawn.page.get_by_label("Ask").fill("who patches RDS?")
    await drawn.page.get_by_label("Ask").press("Enter")
    (act,) = await drawn.acts()
    assert (act["view_id"], act["value"]) == ("V9", "who patches RDS?")
    await drawn.home({**home, "hash": "2"})
    assert await drawn.page.get_by_label("Ask").input_value() == "who patches RDS?"
    await drawn.home({**home, "hash": "3", "blocks": [{**box, "block_id": "ask-1"}]})
    assert await drawn.page.get_by_label("Ask").input_value() == ""
