"""What an editor notes of somebody's agreement to stand on the page of their organisation (law.md C-02, C-10)."""

from django.db import transaction

from people.enums import Audience, ConsentMethod, ConsentPurpose
from people.models import User
from people.services import record_consent, withdraw_consent

from ..models import OrganisationPerson

SOURCE = "noté par l’équipe dans l’administration"


@transaction.atomic
def agree_to_be_shown(*, place: OrganisationPerson, method: ConsentMethod, by: User) -> None:
    """The person of `place` agreed, on paper or aloud, to be named on the site. Raises ConsentTextMissing."""
    place.consent = record_consent(
        person=place.person,
        purpose=ConsentPurpose.DIRECTORY,
        audience=Audience.WEB,
        method=method,
        source=SOURCE,
        recorded_by=by,
    )
    place.save(update_fields=["consent"])


@transaction.atomic
def withdraw_place(*, place: OrganisationPerson) -> None:
    """The person changed their mind: the proof stays, the name goes, from the search too."""
    if place.consent:
        withdraw_consent(consent=place.consent)
        place.consent.refresh_from_db()
        place.save(update_fields=["consent"])
