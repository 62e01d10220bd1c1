"""What someone agreed to, in which words: the proof outlives every change of the text (law.md C-02, C-04)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from people.enums import Audience, ConsentMethod, ConsentPurpose
from people.models import Consent, ConsentText
from people.services import ConsentTextMissing, current_consent_text, record_consent, withdraw_consent
from tests.factories.people import ConsentTextFactory, PersonFactory

pytestmark = pytest.mark.django_db


def agree(**kwargs: object) -> Consent:
    return record_consent(
        **{"person": PersonFactory(), "purpose": ConsentPurpose.LETTER, "source": "/abonnement/", **kwargs}
    )


def test_a_consent_pins_the_words_that_were_shown() -> None:
    text = ConsentTextFactory(label="J’accepte.", notice="Pour ceci.")
    consent = agree()
    text.refresh_from_db()
    assert consent.text_revision == text.live_revision
    assert consent.wording_hash == text.wording_hash
    text.label = "J’accepte tout."
    text.save_revision().publish()
    consent.refresh_from_db()
    assert consent.text_revision.as_object().label == "J’accepte."
    assert consent.text_revision.as_object().wording_hash == consent.wording_hash
    assert agree().text_revision.as_object().label == "J’accepte tout."


def test_autosave_never_overwrites_words_somebody_agreed_to() -> None:
    text = ConsentTextFactory(label="J’accepte.")
    consent = agree()
    pinned = consent.text_revision
    text.label = "J’accepte tout."
    saved = text.save_revision(overwrite_revision=pinned)
    assert saved.pk != pinned.pk
    pinned.refresh_from_db()
    assert pinned.as_object().label == "J’accepte."


def test_autosave_still_overwrites_a_draft_nobody_saw() -> None:
    text = ConsentTextFactory()
    draft = text.save_revision()
    text.label = "Autre brouillon"
    assert text.save_revision(overwrite_revision=draft).pk == draft.pk


def test_a_draft_of_the_text_is_not_what_people_agree_to() -> None:
    text = ConsentTextFactory(label="Publié")
    text.label = "Brouillon"
    text.save_revision()
    consent = agree()
    assert consent.text_revision.as_object().label == "Publié"
    assert consent.wording_hash == consent.text_revision.as_object().wording_hash


def test_words_somebody_agreed_to_cannot_be_deleted() -> None:
    ConsentTextFactory()
    consent = agree()
    with pytest.raises(ProtectedError):
        consent.text_revision.delete()


def test_words_somebody_agreed_to_keep_their_purpose() -> None:
    text = ConsentTextFactory()
    text.purpose = ConsentPurpose.QUOTE
    text.full_clean()
    text.purpose = ConsentPurpose.LETTER
    agree()
    text.label = "Mieux dit"
    text.full_clean()
    text.purpose = ConsentPurpose.QUOTE
    with pytest.raises(ValidationError, match="sa finalité ne change plus"):
        text.full_clean()


@pytest.mark.parametrize("publish", [None, False])
def test_nothing_is_collected_without_published_words(publish: bool | None) -> None:
    if publish is False:
        ConsentText.objects.create(purpose=ConsentPurpose.LETTER, label="Brouillon", live=False)
    with pytest.raises(ConsentTextMissing, match="infolettre"):
        current_consent_text(ConsentPurpose.LETTER)
    with pytest.raises(ConsentTextMissing):
        agree()
    assert not Consent.objects.exists()


def test_agreeing_twice_keeps_one_proof() -> None:
    ConsentTextFactory()
    person = PersonFactory()
    assert agree(person=person) == agree(person=person)


def test_each_purpose_and_each_audience_is_its_own_agreement() -> None:
    """C-02, C-10"""
    for purpose in (ConsentPurpose.LETTER, ConsentPurpose.ADDRESS_BOOK):
        ConsentTextFactory(purpose=purpose)
    person = PersonFactory()
    letter = agree(person=person)
    web = agree(person=person, purpose=ConsentPurpose.ADDRESS_BOOK, audience=Audience.WEB)
    agree(person=person, purpose=ConsentPurpose.ADDRESS_BOOK, audience=Audience.PRINT)
    withdraw_consent(consent=web)
    assert set(Consent.objects.given().values_list("purpose", "audience")) == {
        (letter.purpose, ""),
        (ConsentPurpose.ADDRESS_BOOK, Audience.PRINT),
    }


def test_withdrawing_keeps_the_proof_and_its_first_date() -> None:
    ConsentTextFactory()
    consent = agree(method=ConsentMethod.PAPER)
    withdraw_consent(consent=consent)
    consent.refresh_from_db()
    first = consent.withdrawn_at
    assert first is not None
    withdraw_consent(consent=consent)
    consent.refresh_from_db()
    assert consent.withdrawn_at == first
    assert agree(person=consent.person) != consent


def test_the_database_refuses_two_standing_agreements() -> None:
    ConsentTextFactory()
    consent = agree()
    consent.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        consent.save()
