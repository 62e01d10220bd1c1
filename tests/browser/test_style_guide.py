"""Every component, seen by a browser: barriers, narrow screens, keyboard, no script (law.md A-05, A-09, A-12, A-13)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.factories.tree import make_house

from .conftest import barriers

pytestmark = [pytest.mark.urls("tests.browser.style_guide_urls"), pytest.mark.django_db(transaction=True)]

# WCAG 1.4.12: what a reader may impose on the text without losing any of it.
TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-bottom: 2em !important }"
)
# What has the focus, and whether an outline shows it; a card draws its own on `::after`.
FOCUS = """() => {
    const element = document.activeElement
    const outlined = [null, "::after"].some(part => {
        const style = getComputedStyle(element, part)
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    })
    return [element.tagName, element.outerHTML.slice(0, 80), outlined]
}"""
THIN_SPACE = """async () => {
    await document.fonts.load("16px 'Espace fine'", "\\u202f")
    const span = document.createElement("span")
    span.textContent = "\\u202f".repeat(20)
    document.querySelector(".prose p").append(span)
    return span.getBoundingClientRect().width / 20 / parseFloat(getComputedStyle(span).fontSize)
}"""


@pytest.fixture
def guide(live_server) -> str:
    make_house()
    return f"{live_server.url}/guide-de-style/"


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_no_barrier_and_no_sideways_scroll_in_any_light(page: Page, axe: Axe, guide, no_foreign_requests):
    page.goto(guide)
    found = {}
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            found[scheme, width] = (overflow(page), barriers(axe, page))
    assert found == dict.fromkeys(found, (0, []))
    # print-and-typography.md 5.1: no font of the system lends its own U+202F.
    assert page.evaluate(THIN_SPACE) == pytest.approx(0.17, abs=0.01)


def test_a_narrow_screen_works_without_any_script_and_with_wider_spacing(browser: Browser, guide):
    without_script = browser.new_context(viewport={"width": 320, "height": 900}, java_script_enabled=False)
    page = without_script.new_page()
    page.goto(guide)
    link = page.locator(".menu-list a").first
    assert not link.is_visible()
    page.locator(".menu > summary").press("Enter")
    assert link.is_visible()
    without_script.close()
    spaced = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
    page = spaced.new_page()
    page.goto(guide)
    page.add_style_tag(content=TEXT_SPACING)
    assert overflow(page) == 0
    spaced.close()


def test_the_keyboard_begins_with_the_way_to_the_content_and_each_stop_is_seen(page: Page, guide):
    page.goto(guide)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    stops, unseen = 0, []
    while (stop := page.evaluate(FOCUS))[0] != "BODY":
        stops += 1
        if not stop[2]:
            unseen.append(stop[1])
        page.keyboard.press("Tab")
    assert unseen == []
    assert stops > 30
