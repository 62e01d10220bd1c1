import pytest

from newsletter.models import LetterPage
from tests.factories.newsletter import LetterPageFactory
from tests.factories.tree import House


@pytest.fixture
def letter(house: House) -> LetterPage:
    """A published letter with one short editorial."""
    made: LetterPage = LetterPageFactory(parent=house.letters, title="La lettre de mars", slug="mars")
    return made
