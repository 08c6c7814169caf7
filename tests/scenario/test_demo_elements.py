"""What can be clicked, chosen and typed in a message on the demo's page, with the mouse and with the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from blocks_of_all_kinds import input_block, mrkdwn, option, plain
from drawing import Drawing

SERVICES = [option(name, name.lower()) for name in ("Amazon RDS", "Amazon S3", "AWS Lambda")]
CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("*All* of it"), "confirm": plain("Do it"), "deny": plain("Keep")}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "press", "text": plain("Press"), "value": "1", **more}


async def drawn_actions(drawn: Drawing, *elements: dict[str, Any]) -> None:
    await drawn.draw([{"type": "actions", "block_id": "row", "elements": list(elements)}])


async def test_a_click_says_which_button_and_what_else_was_entered(drawn: Drawing) -> None:
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": SERVICES}
    await drawn_actions(drawn, button(), {**boxes, "initial_options": SERVICES[:1]})
    await drawn.page.get_by_label("AWS Lambda").check()
    await drawn.page.get_by_role("button", name="Press").click()
    changed, clicked = await drawn.acts()
    chosen = ["amazon rds", "aws lambda"]
    assert changed == {
        "name": "click", "action_id": "boxes", "block_id": "row", "value": chosen, "values": {"boxes": chosen}
    }  # fmt: skip
    assert (clicked["action_id"], clicked["value"], clicked["values"]) == ("press", "1", {"boxes": chosen})


async def test_a_button_may_ask_first(drawn: Drawing) -> None:
    await drawn_actions(drawn, button(confirm=CONFIRM))
    for answer, acts in (("Escape", 0), ("Keep", 0), ("Do it", 1)):
        await drawn.page.get_by_role("button", name="Press").click()
        asked = drawn.page.get_by_role("dialog", name="Sure?")
        assert await asked.locator("strong").inner_text() == "All"
        if answer == "Escape":
            await drawn.page.keyboard.press("Escape")
        else:
            await asked.get_by_role("button", name=answer).click()
        await drawn.page.wait_for_function("() => !document.querySelector('dialog')")
        assert len(await drawn.acts()) == acts


async def test_trouble_is_told_and_goes_with_the_next_try(drawn: Drawing) -> None:
    await drawn.answers("click", {"ok": False, "error": "operation_timeout", "detail": "The app took too long."})
    await drawn_actions(drawn, button())
    await drawn.page.get_by_role("button", name="Press").click()
    assert await drawn.page.get_by_role("alert").inner_text() == "The app took too long."
    await drawn.answers("click", {"ok": True})
    await drawn.page.get_by_role("button", name="Press").click()
    await drawn.page.get_by_role("alert").wait_for(state="detached")


async def test_a_button_with_an_address_opens_it_and_tells_the_app(drawn: Drawing) -> None:
    await drawn_actions(
        drawn, button(url="https://aws.amazon.com/"), button(action_id="bad", url="javascript:alert(1)")
    )
    link = drawn.page.get_by_role("link", name="Press")
    assert await link.get_attribute("rel") == "noopener noreferrer"
    await link.evaluate("(node) => node.addEventListener('click', (event) => event.preventDefault())")
    await link.click()
    await drawn.page.get_by_role("button", name="Press").click()
    assert [act["action_id"] for act in await drawn.acts()] == ["press", "bad"]


@pytest.mark.parametrize("kind", ["static_select", "multi_static_select"])
async def test_a_select_is_found_by_typing_and_chosen_by_keys(drawn: Drawing, kind: str) -> None:
    await drawn_actions(
        drawn, {"type": kind, "action_id": "which", "placeholder": plain("Service"), "options": SERVICES}
    )
    box = drawn.page.get_by_role("combobox", name="Service")
    await box.focus()
    await drawn.page.keyboard.type("ama")
    offered = drawn.page.get_by_role("option")
    await offered.nth(1).wait_for()
    assert await offered.count() == 2
    await drawn.page.keyboard.press("ArrowDown")
    active = await box.get_attribute("aria-activedescendant")
    assert "S3" in await drawn.page.locator(f"#{active}").inner_text()
    await drawn.page.keyboard.press("Enter")
    value = ["amazon s3"] if kind.startswith("multi") else "amazon s3"
    assert [act["value"] for act in await drawn.acts()] == [value]
    await drawn.page.keyboard.press("Escape")
    assert await box.get_attribute("aria-expanded") == "false"


async def test_escape_takes_back_what_was_typed_into_a_select(drawn: Drawing) -> None:
    menu = {"type": "static_select", "action_id": "which", "placeholder": plain("Service"), "options": SERVICES}
    await drawn_actions(drawn, {**menu, "initial_option": SERVICES[0]})
    box = drawn.page.get_by_role("combobox")
    await box.fill("zebra")
    await drawn.page.get_by_text("No results").wait_for()
    await drawn.page.keyboard.press("Escape")
    assert await box.input_value() == "Amazon RDS"
    assert await drawn.acts() == []


async def test_a_select_asks_the_app_when_typing_pauses(drawn: Drawing) -> None:
    await drawn.answers("suggest", {"ok": True, "option_groups": [{"label": plain("Found"), "options": SERVICES}]})
    menu = {"type": "external_select", "action_id": "name", "placeholder": plain("Name"), "min_query_length": 2}
    await drawn_actions(drawn, menu)
    box = drawn.page.get_by_role("combobox")
    await box.click()
    await drawn.page.get_by_text("Type 2 or more characters").wait_for()
    await box.press_sequentially("rds", delay=20)
    await drawn.page.get_by_role("group", name="Found").get_by_role("option", name="Amazon RDS").click()
    suggested, chosen = await drawn.acts()
    assert suggested == {"name": "suggest", "action_id": "name", "block_id": "row", "query": "rds"}
    assert (chosen["value"], chosen["values"]) == ("amazon rds", {"name": "amazon rds"})
    assert await box.input_value() == "Amazon RDS"


async def test_late_options_of_an_earlier_query_are_not_shown(drawn: Drawing) -> None:
    await drawn.page.evaluate("""() => { answers.suggest = ({ query }) => new Promise((done) => {
        const options = [{ text: { type: "plain_text", text: `found ${query}` }, value: query }];
        setTimeout(() => done({ ok: true, options }), query === "a" ? 900 : 50);
    }); }""")
    await drawn_actions(drawn, {"type": "external_select", "action_id": "name", "min_query_length": 1})
    box = drawn.page.get_by_role("combobox")
    await box.press_sequentially("a")
    await drawn.page.wait_for_function("() => acts.length === 1")
    await box.press_sequentially("b")
    await drawn.page.get_by_role("option", name="found ab").wait_for()
    await drawn.page.wait_for_timeout(900)
    assert await drawn.page.get_by_role("option").all_inner_texts() == ["found ab"]


async def test_people_and_places_are_chosen_by_name(drawn: Drawing) -> None:
    kinds = ("users_select", "conversations_select", "channels_select", "multi_users_select")
    await drawn_actions(drawn, *({"type": kind, "action_id": kind, "placeholder": plain(kind)} for kind in kinds))
    for kind, name, value in zip(
        kinds, ("@bob", "#security", "#general", "@ada"), ("U2", "C2", "C1", ["U1"]), strict=True
    ):
        await drawn.page.get_by_role("combobox", name=kind, exact=True).click()
        await drawn.page.get_by_role("option", name=name).click()
        assert (await drawn.acts())[-1]["value"] == value
        await drawn.page.keyboard.press("Escape")


async def test_chips_are_taken_away_one_by_one_and_no_more_than_allowed(drawn: Drawing) -> None:
    menu = {"type": "multi_static_select", "action_id": "many", "options": SERVICES, "max_selected_items": 2}
    await drawn_actions(drawn, {**menu, "initial_options": SERVICES[:2]})
    await drawn.page.get_by_role("combobox").click()
    await drawn.page.get_by_role("option", name="AWS Lambda").click()
    assert await drawn.acts() == []
    await drawn.page.get_by_role("button", name="Remove Amazon RDS").click()
    await drawn.page.keyboard.press("Backspace")
    assert [act["value"] for act in await drawn.acts()] == [["amazon s3"], []]


async def test_an_overflow_menu_is_walked_with_arrows(drawn: Drawing) -> None:
    await drawn_actions(drawn, {"type": "overflow", "action_id": "more", "options": SERVICES})
    await drawn.page.get_by_role("button", name="More actions").press("Enter")
    await drawn.page.keyboard.press("ArrowUp")
    await drawn.page.keyboard.press("Enter")
    assert [(act["action_id"], act["value"]) for act in await drawn.acts()] == [("more", "aws lambda")]
    assert not await drawn.page.get_by_role("menuitem").count()


async def test_dates_and_times_are_told_once_they_stand(drawn: Drawing) -> None:
    await drawn_actions(
        drawn,
        {"type": "datepicker", "action_id": "date", "placeholder": plain("Day"), "initial_date": "2026-11-27"},
        {"type": "timepicker", "action_id": "time", "placeholder": plain("Hour")},
        {"type": "datetimepicker", "action_id": "both"},
    )
    for name, typed in (("Day", "2026-12-24"), ("Hour", "09:30"), ("Date and time", "2026-12-24T09:30")):
        await drawn.page.get_by_label(name, exact=True).fill(typed)
        await drawn.page.keyboard.press("Enter")
    # Ada is in Berlin.
    assert [act["value"] for act in await drawn.acts()] == ["2026-12-24", "09:30", "1798101000"]


async def test_enter_tells_a_text_where_the_app_wants_it(drawn: Drawing) -> None:
    box = {"type": "plain_text_input", "action_id": "ask", "max_length": 20}
    await drawn.draw(
        [input_block("box", box, "Ask", dispatch_action=True), input_block("silent", {**box, "action_id": "no"})]
    )
    await drawn.page.get_by_label("Label").fill("quiet")
    await drawn.page.keyboard.press("Enter")
    await drawn.page.get_by_label("Ask").fill("who patches RDS?")
    await drawn.page.keyboard.press("Enter")
    (act,) = await drawn.acts()
    assert (act["value"], act["values"]) == ("who patches RDS?", {"ask": "who patches RDS?", "no": "quiet"})


async def test_feedback_stays_pressed(drawn: Drawing) -> None:
    sides = {f"{side}_button": {"text": plain(side), "value": side} for side in ("positive", "negative")}
    await drawn.draw(
        [
            {
                "type": "context_actions",
                "block_id": "b",
                "elements": [{"type": "feedback_buttons", "action_id": "f", **sides}],
            }
        ]
    )
    await drawn.page.get_by_role("button", name="negative").click()
    assert [act["value"] for act in await drawn.acts()] == ["negative"]
    assert await drawn.page.get_by_role("button", name="negative").get_attribute("aria-pressed") == "true"


async def test_what_was_entered_stays_when_blocks_come_again(drawn: Drawing) -> None:
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": SERVICES}
    await drawn_actions(drawn, boxes)
    await drawn.page.get_by_label("AWS Lambda").check()
    await drawn_actions(drawn, boxes, button())
    assert await drawn.page.get_by_label("AWS Lambda").is_checked()
    await drawn_actions(drawn, {**boxes, "options": SERVICES[:2]})
    assert not await drawn.page.get_by_role("checkbox", checked=True).count()
