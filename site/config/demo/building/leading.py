"""Who leads the dates to come: « Avec qui » on their pages, and on the sheets to sign."""

from cms.typography import typo_text
from events.models import EventPerson
from people.enums import Audience, ConsentPurpose

from ..content.leading import PARTS
from .agenda import consent_of
from .stage import Stage

SOURCE = "accord signé en préparant la saison"


def appoint_leaders(stage: Stage) -> None:
    day = stage.calendar.ago(60)
    for part in PARTS:
        EventPerson.objects.create(
            event=stage.page(part.event),
            person=stage.person(part.by),
            role=part.role,
            organisation=stage.page(part.organisation),
            credentials=typo_text(part.credentials),
            consent=consent_of(stage, part.by, ConsentPurpose.NAMED, day=day, audience=Audience.WEB, source=SOURCE),
        )
