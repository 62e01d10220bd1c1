"""What a picture must say about itself (law.md A-01)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.models import Image
from tests.factories.cms import ImageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("alt_text", "is_decorative", "valid"),
    [("Une vallée", False, True), ("", True, True), ("", False, False), ("Une vallée", True, False)],
)
def test_a_picture_is_either_described_or_decorative(alt_text: str, is_decorative: bool, valid: bool) -> None:
    image = ImageFactory()
    image.alt_text, image.is_decorative = alt_text, is_decorative
    if valid:
        image.full_clean()
    else:
        with pytest.raises(ValidationError):
            image.full_clean()


def test_the_database_refuses_a_described_decoration() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ImageFactory(alt_text="Une vallée", is_decorative=True)


def test_a_picture_gives_its_own_words_to_templates() -> None:
    assert ImageFactory(alt_text="Une vallée").default_alt_text == "Une vallée"
    assert ImageFactory(alt_text="", is_decorative=True).default_alt_text == ""


def test_a_described_picture_is_rendered_with_its_description() -> None:
    html = ImageFactory(alt_text="Une vallée").get_rendition("width-32").img_tag()
    assert 'alt="Une vallée"' in html
    assert 'alt=""' in ImageFactory(alt_text="", is_decorative=True).get_rendition("width-32").img_tag()


def test_a_new_picture_grants_nothing_nobody_said() -> None:
    """G-17"""
    image = Image(title="Sans rien")
    assert (image.licence, image.image_rights) == ("all-rights", "missing")


@pytest.mark.parametrize(
    ("credit", "licence", "expected"),
    [
        ("Ana", "all-rights", "©\u00a0Ana, tous droits réservés"),
        ("Ana", "by-sa", "Ana, CC BY-SA 4.0"),
        ("Ana", "cc0", "Ana, CC0 1.0"),
        ("", "all-rights", ""),
    ],
)
def test_only_reserved_rights_bear_their_sign(credit: str, licence: str, expected: str) -> None:
    """M-05: a work given to everybody has no « © »."""
    assert Image(credit=credit, licence=licence).credit_line == expected
