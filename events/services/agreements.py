"""What an editor notes of somebody's agreement to be named or quoted (law.md C-02, C-10)."""

from django.db import transaction

from people.enums import Audience, ConsentMethod, ConsentPurpose
from people.models import User
from people.services import record_consent, withdraw_consent

from ..models import DiagnosisItem, EventPerson

SOURCE = "noté par l’équipe dans l’administration"


@transaction.atomic
def agree_to_be_quoted(*, item: DiagnosisItem, method: ConsentMethod, by: User) -> None:
    """The author of `item` agreed, on paper or aloud, to be named beside it. Raises ConsentTextMissing."""
    if item.author is None:
        return
    item.quote_consent = record_consent(
        person=item.author, purpose=ConsentPurpose.QUOTE, method=method, source=SOURCE, recorded_by=by
    )
    item.save(update_fields=["quote_consent"])


@transaction.atomic
def agree_to_be_named(*, role: EventPerson, method: ConsentMethod, by: User) -> None:
    """The person of `role` agreed to be named in the programme (C-14). Raises ConsentTextMissing."""
    role.consent = record_consent(
        person=role.person,
        purpose=ConsentPurpose.NAMED,
        audience=Audience.WEB,
        method=method,
        source=SOURCE,
        recorded_by=by,
    )
    role.save(update_fields=["consent"])


@transaction.atomic
def withdraw_agreement(*, about: DiagnosisItem | EventPerson) -> None:
    """The person changed their mind: the proof stays, the name goes."""
    consent = about.quote_consent if isinstance(about, DiagnosisItem) else about.consent
    if consent:
        withdraw_consent(consent=consent)
        consent.refresh_from_db()
