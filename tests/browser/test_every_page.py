"""Every page of the demonstration, in the sizes and inks that readers have."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage

from tests.browser.conftest import barriers

# Contrast changes with the ink and layout with the width: two looks see both, one page load serves them.
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((320, "dark"), (1280, "light"))
# The longest of all tests by far: in parts, so that all processes of the tests end together.
PARTS = 3


@dataclass
class Visit:
    """What went wrong on the way: each complaint once, with the places where it was met."""

    page: Page
    axe: Axe
    complaints: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.page.on("console", self.listen)

    def listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.note(message.location.get("url", ""), [message.text])

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        if not answer or answer.status != 200:
            self.note(address, [f"status {answer and answer.status}"])
        for width, ink in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=ink)
            self.look(f"{address} at {width} px, {ink}")

    def look(self, place: str) -> None:
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.note(place, ["scrolls sideways"])
        self.note(place, barriers(self.axe, self.page))

    def note(self, place: str, complaints: list[str]) -> None:
        for complaint in complaints:
            self.complaints[complaint].append(place)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_the_demonstration_opens_fits_and_shuts_nobody_out(
    live_server: LiveServer, page: Page, axe: Axe, no_foreign_requests: list[str], part: int
) -> None:
    call_command("demo", "--if-empty", verbosity=0)
    visit = Visit(page, axe)
    pages = list(WagtailPage.objects.live().public().filter(depth__gt=1).order_by("path").specific())[part::PARTS]
    assert len(pages) > 20
    for one in pages:
        visit.open(live_server.url + one.relative_url(None))
    assert {complaint: (len(places), places[0]) for complaint, places in visit.complaints.items()} == {}
