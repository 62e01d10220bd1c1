"""The état des lieux: rewording, reading over, bringing together, linking (S3-07, S3-20)."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from events.enums import DiagnosisKind, Phase
from events.enums_workshop import ItemState
from events.models import DiagnosisItem, DiagnosisLink, Session, WorkshopPage
from events.services.diagnosis import (
    CannotLink,
    CannotMerge,
    link,
    merge,
    reword,
    settle_items,
    take_words_back,
    unmerge,
)
from tests.events.test_concurrency import at_once
from tests.factories.events import DiagnosisItemFactory, SessionFactory, WorkshopPageFactory

pytestmark = pytest.mark.django_db


def words(item: DiagnosisItem) -> list[tuple[str, str]]:
    return list(item.versions.order_by("pk").values_list("text", "phase"))


def test_the_morning_refines_what_was_gathered_before_and_keeps_it(session: Session, workshop: WorkshopPage) -> None:
    item = DiagnosisItemFactory(workshop=workshop, text="Le car part trop tôt.", phase=Phase.BEFORE)
    reword(item=item, text="Le car part à 18 h, trop tôt.")
    with time_machine.travel(session.starts_at + dt.timedelta(hours=1), tick=False):
        reword(item=item, text="Le dernier car part avant la fin du cinéma.")
        reword(item=item, text="Le dernier car part avant   la fin du cinéma.")
    item.refresh_from_db()
    assert (item.text, item.phase, item.reworded_in) == (
        "Le dernier car part avant la fin du cinéma.",
        Phase.BEFORE,
        Phase.MORNING,
    )
    assert words(item) == [("Le car part trop tôt.", Phase.BEFORE), ("Le car part à 18 h, trop tôt.", Phase.BEFORE)]


def test_duplicates_are_told_once_and_both_voices_stay(workshop: WorkshopPage) -> None:
    kept, double, third = DiagnosisItemFactory.create_batch(3, workshop=workshop, quoted=True)
    lever = DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.LEVER)
    link(first=lever, second=double)
    merge(into=double, others=[third])
    merge(into=kept, others=[double], text="Le dernier car part trop tôt.")
    assert list(DiagnosisItem.objects.on_board().filter(kind=DiagnosisKind.BRAKE)) == [kept]
    voices = kept.merged.order_by("pk")
    assert [(voice.author, voice.may_name_author) for voice in voices] == [(double.author, True), (third.author, True)]
    assert (voices[0].text, voices[1].text) == (double.text, third.text)
    assert list(DiagnosisLink.objects.values_list("problem", "answer")) == [(kept.pk, lever.pk)]
    unmerge(item=double)
    assert set(DiagnosisItem.objects.on_board().filter(kind=DiagnosisKind.BRAKE)) == {kept, double}


def test_only_what_faces_can_be_linked_and_a_changed_kind_forgets_its_links(workshop: WorkshopPage) -> None:
    brake, lever, need, means = (
        DiagnosisItemFactory(workshop=workshop, kind=kind)
        for kind in (DiagnosisKind.BRAKE, DiagnosisKind.LEVER, DiagnosisKind.NEED, DiagnosisKind.MEANS)
    )
    link(first=lever, second=brake)
    link(first=brake, second=lever)
    link(first=need, second=means)
    assert DiagnosisLink.objects.count() == 2
    elsewhere = DiagnosisItemFactory(kind=DiagnosisKind.LEVER)
    for pair in ((brake, means), (need, lever), (brake, elsewhere)):
        with pytest.raises(CannotLink):
            link(first=pair[0], second=pair[1])
    reword(item=brake, text=brake.text, kind=DiagnosisKind.WEAKNESS)
    assert list(DiagnosisLink.objects.values_list("problem", flat=True)) == [need.pk]


def test_items_of_two_workshops_are_never_brought_together(workshop: WorkshopPage) -> None:
    here, there = DiagnosisItemFactory(workshop=workshop), DiagnosisItemFactory()
    for others in ([there], [here], []):
        with pytest.raises(CannotMerge):
            merge(into=here, others=others)


def test_what_is_set_aside_or_not_read_yet_is_shown_to_nobody(workshop: WorkshopPage) -> None:
    kept, aside, new = DiagnosisItemFactory.create_batch(3, workshop=workshop)
    settle_items(items=[aside], state=ItemState.ASIDE)
    settle_items(items=[new], state=ItemState.NEW)
    assert list(DiagnosisItem.objects.on_board()) == [kept]
    assert set(DiagnosisItem.objects.standing()) == {kept, new}


def test_before_a_date_exists_everything_is_before(workshop: WorkshopPage) -> None:
    item = DiagnosisItemFactory(workshop=workshop, phase=Phase.BEFORE)
    assert reword(item=item, text="Autre chose.").reworded_in == Phase.BEFORE
    SessionFactory(event=workshop, starts_at=timezone.now() - dt.timedelta(hours=1))
    assert reword(item=item, text="Encore autre chose.").reworded_in == Phase.MORNING


def test_who_takes_their_words_back_takes_nobody_else_s(workshop: WorkshopPage) -> None:
    """S3-04: the others who said the same stay on the board, with the lever that answers them."""
    ada, bob, cleo = DiagnosisItemFactory.create_batch(3, workshop=workshop, kind=DiagnosisKind.BRAKE)
    lever = DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.LEVER)
    link(first=ada, second=lever)
    merge(into=ada, others=[bob, cleo], text="Ce qu’Ada a dit pour toutes.")
    take_words_back(items=[ada])
    assert set(DiagnosisItem.objects.on_board()) == {bob, lever}
    assert list(bob.merged.all()) == [cleo]
    assert [(row.problem, row.answer) for row in DiagnosisLink.objects.all()] == [(bob, lever)]
    take_words_back(items=[bob, cleo])
    assert set(DiagnosisItem.objects.on_board()) == {lever}


@pytest.mark.django_db(transaction=True)
def test_two_facilitators_at_once_bring_the_same_two_together_and_nobody_vanishes() -> None:
    one, other = DiagnosisItemFactory.create_batch(2, workshop=WorkshopPageFactory())
    errors = at_once([lambda: merge(into=one, others=[other]), lambda: merge(into=other, others=[one])])
    assert [type(error) for error in errors] == [CannotMerge]
    assert DiagnosisItem.objects.on_board().count() == 1
