"""A spreadsheet of what was said becomes items: a dry run first, each mistake with its line, once (S3-23)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.csv_files import FileUnreadable
from events.captured_files import COLUMNS, read_captured
from events.enums import DiagnosisKind, Phase
from events.enums_workshop import ItemSource, ItemState
from events.models import DiagnosisItem, RoomCard, WorkshopPage
from events.services.importing_items import judge_items
from people.models import Consent, User
from tests.factories.people import UserFactory
from tests.factories.workshop import RoomCardFactory, RoomFactory

pytestmark = pytest.mark.django_db
GOOD = """type;texte;phase;fiche;prenom;nom;structure;accord
Freins;Le dernier car part à 19 heures.;;1;Ada;Durand;Régie;oui
besoin;"Savoir la veille
qui part.";amont;;;;;
LEVIER;Un minibus dort au garage.;matin;1;Ada;Durand;;
"""


@pytest.fixture
def facilitator(house: object) -> User:
    return UserFactory(groups=["Animation"])


@pytest.fixture
def client(client: Client, facilitator: User) -> Client:
    client.force_login(facilitator)
    return client


def send(client: Client, workshop: WorkshopPage, content: str | bytes, **data: str) -> Any:
    body = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("releve.csv", body, content_type="text/csv")
    return client.post(reverse("events_import_items", args=[workshop.pk]), {"file": file, **data})


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_it_is_shown_first_then_brought_in_once(client: Client, workshop: WorkshopPage, facilitator: User) -> None:
    seen = send(client, workshop, GOOD)
    assert (seen.status_code, "Savoir la veille qui part." in words_of(seen)) == (200, True)
    assert (DiagnosisItem.objects.count(), RoomCard.objects.count()) == (0, 0)
    assert [send(client, workshop, GOOD, importer="1").status_code for _ in range(2)] == [302, 302]
    again = GOOD.replace("LEVIER", "levier").replace("Un minibus", "  un  MINIBUS") + "attente;Repartir à deux.\n"
    assert "1 élément à ajouter, 3 lignes déjà là" in words_of(send(client, workshop, again))
    rows = DiagnosisItem.objects.order_by("pk")
    assert [(row.kind, row.text, row.phase, str(row.author or "")) for row in rows] == [
        (DiagnosisKind.BRAKE, "Le dernier car part à 19 heures.", Phase.MORNING, "Ada Durand"),
        (DiagnosisKind.NEED, "Savoir la veille qui part.", Phase.BEFORE, ""),
        (DiagnosisKind.LEVER, "Un minibus dort au garage.", Phase.MORNING, "Ada Durand"),
    ]
    assert {(row.state, row.source) for row in rows} == {(ItemState.NEW, ItemSource.FILE)}
    assert [row.may_name_author for row in rows] == [True, False, True]
    card, consent = RoomCard.objects.get(), Consent.objects.get()
    assert (card.sheet_number, card.organisation_name) == (1, "Régie")
    assert (consent.method, consent.recorded_by) == ("paper", facilitator)


def test_words_reworded_or_set_aside_do_not_come_back(client: Client, workshop: WorkshopPage) -> None:
    send(client, workshop, GOOD, importer="1")
    DiagnosisItem.objects.update(text="Autrement dit.", state=ItemState.ASIDE)
    send(client, workshop, GOOD, importer="1")
    assert set(DiagnosisItem.objects.values_list("text", "state")) == {("Autrement dit.", ItemState.ASIDE)}


def test_each_mistake_is_told_with_its_line_and_nothing_is_written(client: Client, workshop: WorkshopPage) -> None:
    RoomCardFactory(room=RoomFactory(workshop=workshop), sheet_number=7, person__given_name="Bob")
    bad = (
        "texte,type,phase,fiche,nom,accord\n"
        "Bien.,frein,,,,\n"
        ",frein,,,,\n"
        "Mal.,souci,soir,x,,peut-être\n"
        "Signé.,frein,,,,oui\n"
        f"{'x' * 801},frein,,,,\n"
        "Autre.,frein,,7,Durand,\n"
    )
    orders: tuple[dict[str, str], ...] = ({}, {"importer": "1"})
    for order in orders:
        answer = send(client, workshop, bad, **order)
        assert answer.status_code == 422
        for words in (
            "Rien n’est importé : 8 corrections",
            "Ligne 3 : elle ne dit rien",
            "Ligne 4 : « souci » n’est pas un type d’élément",
            "Ligne 4 : « soir » n’est pas une phase",
            "Ligne 4 : « x » n’est pas un numéro de fiche",
            "Ligne 4 : la colonne « accord »",
            "Ligne 5 : un accord pour être cité ou citée demande un nom",
            "Ligne 6 : plus de 800 caractères",
            "Ligne 7 : la fiche 7 est déjà saisie sous un autre nom",
        ):
            assert words in words_of(answer)
    assert DiagnosisItem.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "n’est pas un CSV"),
        (b"\xff\xfet\x00y\x00", "n’est pas un CSV"),
        (b"nom;idee\nAda;Le car.\n", "il manque : type, texte"),
        (b"type;texte\n", "ne dit rien"),
        (b"   \n", "il manque"),
        (b'type;texte\nfrein;"' + b"x" * 140_000, "ne se lit pas"),
        (b"type;texte\n" + b"frein;Le car.\n" * 2001, "plus de 2000 lignes"),
        (b"type;texte\n" + b"x" * (2 * 1024 * 1024), "dépasse 2 Mo"),
    ],
    ids=["workbook", "utf-16", "other columns", "heading only", "blank", "open quote", "too long", "too heavy"],
)
def test_what_is_no_such_file_is_refused_with_the_reason(
    client: Client, workshop: WorkshopPage, content: bytes, reason: str
) -> None:
    with pytest.raises(FileUnreadable, match=reason):
        read_captured(content)
    assert (send(client, workshop, content, importer="1").status_code, DiagnosisItem.objects.count()) == (422, 0)


def test_excel_in_france_is_read_and_its_model_is_a_good_file(client: Client, workshop: WorkshopPage) -> None:
    assert read_captured("type;texte\nenvie;Être à l’heure.\n".encode("cp1252")).lines[0].text == "Être à l’heure."
    model = client.get(reverse("events_import_items", args=[workshop.pk]), {"modele": "1"})
    reading = read_captured(model.content)
    assert (len(reading.lines), reading.faults) == (2, [])
    assert model.content.decode("utf-8-sig").splitlines()[0] == ";".join(COLUMNS)


def test_queries_do_not_grow_with_the_lines(workshop: WorkshopPage, django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        rows = "".join(f"frein;Le car {n}.;{n}\n" for n in range(1, number + 1))
        reading = read_captured(f"type;texte;fiche\n{rows}".encode())
        with django_assert_num_queries(2):
            assert len(judge_items(workshop=workshop, reading=reading).new) == number


def test_only_who_facilitates_may(client: Client, workshop: WorkshopPage) -> None:
    client.force_login(UserFactory())
    assert send(client, workshop, GOOD, importer="1").status_code in (302, 403)
    assert DiagnosisItem.objects.count() == 0
