"""A letter as mail readers show it: 320 and 640 pixels wide, by day and by night, with and without pictures (D-09)."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from newsletter.models import LetterPage
from newsletter.previews import shown
from newsletter.rendering import render_letter
from tests.browser.conftest import barriers
from tests.factories.cms import ImageFactory, flat_picture
from tests.factories.home import NewsPageFactory, ProjectPageFactory
from tests.factories.newsletter import LetterPageFactory, letter_body
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(house: House) -> LetterPage:
    wide = ImageFactory(file=flat_picture(width=1400, height=900), alt_text="Une vallée au petit matin.")
    news = NewsPageFactory(parent=house.news, title="Anticonstitutionnellement, le minibus roule", listing_image=wide)
    project = ProjectPageFactory(parent=house.projects, title="Le Lavoir")
    body = letter_body(
        title="Bonjour",
        text="<p>Voir <a href='https://exemple.org/une/adresse/tres/longue/sans/espace'>leur site</a>.</p>",
        rubrics=[("Au fil de l’eau", [news])],
        portrait=project,
        voice=("On se croise depuis dix ans.", "Une participante"),
        button=("Venir à la prochaine rencontre du jeudi soir", project),
    )
    made: LetterPage = LetterPageFactory(parent=house.letters, title="La lettre de mars", body=body)
    return made


def test_a_letter_is_read_at_every_width_by_day_by_night_and_without_pictures(
    page: Page, axe: Axe, letter: LetterPage
) -> None:
    mail = render_letter(letter)
    grounds: dict[str, Any] = {}
    for mode in ("mail", "mail-dark", "mail-bare"):
        html = shown(mail, mode).content.decode()
        # Pictures are not served here: their alternatives must be enough.
        page.route("**/media/**", lambda route: route.abort())
        page.set_content(html)
        for width in (320, 640):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") == width, (mode, width)
            sheet = page.locator(".sheet").bounding_box()
            assert sheet is not None
            assert sheet["width"] == min(600, width - 32)
        assert barriers(axe, page) == [], mode
        assert page.locator("img").get_attribute("alt") == "Une vallée au petit matin."
        grounds[mode] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert grounds == {"mail": "rgb(251, 247, 239)", "mail-dark": "rgb(22, 28, 26)", "mail-bare": "rgb(251, 247, 239)"}
    page.set_viewport_size({"width": 320, "height": 900})
    button = page.locator(".button a").last.bounding_box()
    assert button is not None
    assert button["height"] >= 44
