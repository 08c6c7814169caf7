"""The demo's page for everybody: in light and dark, on a phone, by keyboard alone, and as axe-core judges it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe import grave
from browsing import visit
from demo_page import SENDING, DemoPage
from demo_running import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
OUTLINE = """() => { const style = getComputedStyle(document.activeElement);
                     return style.outlineStyle !== 'none' || style.boxShadow !== 'none' }"""
"""Whether something shows where the focus is."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_one_is_chosen(browser: Browser, demo: Running, scheme: str) -> None:
    demo.close_forms()
    with visit(browser, color_scheme=scheme) as watched:
        page = DemoPage(watched.open(demo.address))
        assert is_dark(page) is (scheme == "dark")
        other = "Light" if scheme == "dark" else "Dark"
        page.page.get_by_label("Theme").select_option(label=other)
        assert is_dark(page) is (other == "Dark")
        page.page.reload()
        assert is_dark(DemoPage(page.page)) is (other == "Dark")


def is_dark(page: DemoPage) -> bool:
    """Whether what stands behind the messages is dark."""
    colour = page.main.evaluate(
        """node => { while (node && getComputedStyle(node).backgroundColor === 'rgba(0, 0, 0, 0)')
               node = node.parentElement;
             return getComputedStyle(node || document.documentElement).backgroundColor }"""
    )
    return sum(map(int, re.findall(r"\d+", colour)[:3])) < 384


def test_a_phone_shows_one_column(browser: Browser, demo: Running) -> None:
    demo.close_forms()
    with visit(browser, **PHONE) as watched:
        page = DemoPage(watched.open(demo.address))
        page.page.get_by_role("button", name=re.compile("sidebar|channels|menu", re.IGNORECASE)).first.click()
        page.go("general")
        page.workspace.wait_for(state="hidden")
        answer = page.ask("who patches Lambda?")
        assert answer.is_visible()
        assert not page.composer.is_visible(), "the thread takes the whole width"
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
        page.page.get_by_role("button", name=re.compile("back|close", re.IGNORECASE)).filter(visible=True).first.click()
        page.composer.wait_for()
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_keyboard_is_enough(page: DemoPage) -> None:
    keyboard = page.page.keyboard

    def focus(reached: str) -> None:
        for _ in range(150):
            keyboard.press("Tab")
            if page.page.evaluate(f"() => {{ const node = document.activeElement; return {reached} }}"):
                return
        raise AssertionError(f"Tab never reaches {reached}")

    page.composer.focus()
    keyboard.type("@whosejob who patches Fargate?")
    keyboard.press("Enter")
    page.message("who patches Fargate?").get_by_role("button", name=re.compile("repl")).wait_for(timeout=SENDING)
    page.page.evaluate("document.activeElement.blur()")
    focus(r"/\d+ repl/.test(node.textContent) && node.closest('[data-ts]')?.textContent.includes('Fargate')")
    assert page.page.evaluate(OUTLINE), "nothing shows where the focus is"
    keyboard.press("Enter")
    page.thread.locator("[data-ts]").nth(1).wait_for(timeout=SENDING)
    focus("/^Whole picture/.test(node.textContent)")
    keyboard.press("Enter")
    page.message("Who does what for", page.thread)
    keyboard.press("Escape")  # from the button to its message
    keyboard.press("Escape")
    page.thread.wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, demo: Running, scheme: str) -> None:
    demo.close_forms()
    with visit(browser, color_scheme=scheme) as watched:
        page = DemoPage(watched.open(demo.address))
        page.go("general")
        page.ask("who patches EKS nodes?")
        page.inspect()
        found = {"channel, thread, inspector": grave(page.page)}
        page.go("whosejob")
        page.tab("Home")
        page.main.get_by_role("heading", name="Whose job is it?").wait_for(timeout=SENDING)
        found["home"] = grave(page.page)
        page.go("general")
        page.say("/whosejob tips")
        page.dialog("Daily tips and quizzes")
        found["form"] = grave(page.page)
        assert not any(found.values()), found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_a_phone(browser: Browser, demo: Running, scheme: str) -> None:
    demo.close_forms()
    with visit(browser, **PHONE, color_scheme=scheme) as watched:
        page = DemoPage(watched.open(demo.address))
        page.message("who patches the operating system of our RDS databases")
        found = {"channel": grave(page.page)}
        page.page.get_by_role("button", name="Open sidebar").click()
        found["sidebar"] = grave(page.page)
        page.go("general")
        page.say("/whosejob tips")
        page.dialog("Daily tips and quizzes")
        found["form"] = grave(page.page)
        page.page.keyboard.press("Escape")
        page.inspect()
        found["inspector"] = grave(page.page)
        assert not any(found.values()), found
