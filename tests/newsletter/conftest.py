from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from newsletter.models import LetterPage
from people.enums import ConsentPurpose
from people.humans.stamps import make_stamp
from people.models import ConsentText
from tests.factories.newsletter import LetterPageFactory
from tests.factories.tree import House


@pytest.fixture
def letter(house: House) -> LetterPage:
    """A published letter with one short editorial."""
    made: LetterPage = LetterPageFactory(parent=house.letters, title="La lettre de mars", slug="mars")
    return made


def stamp(*, age: timedelta = timedelta(seconds=20)) -> str:
    """The stamp of a form that was shown a moment ago."""
    with time_machine.travel(timezone.now() - age, tick=False):
        return make_stamp(ConsentText.objects.get(purpose=ConsentPurpose.LETTER))
