"""Paper reaches people: print runs, places, rounds, post (issue item 5; S3-12 « distribuer »)."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.registries import personal_data
from journal.models import (
    Delivery,
    DropOffPoint,
    IssuePage,
    PartnerSpace,
    PostalSubscriber,
    PrintRun,
    Round,
    RoundStop,
)
from journal.personal_data_paper import ALL, POINTS, POST, ROUNDS
from journal.printing.content import gather
from journal.selectors.copies import copies_of
from journal.selectors.distribution import distribution_of, envelopes, points_for_readers
from journal.services.distribution import (
    DistributionRefused,
    forget_contacts_of_closed_points,
    forget_postal_subscribers,
    plan_deliveries,
    stop_post,
    subscribe_by_post,
)
from people.enums import Audience, ConsentMethod, ConsentPurpose
from people.models import Consent
from people.services import withdraw_consent
from tests.factories.people import PersonFactory


def place(name: str = "Le Fournil", *, copies: int = 20, **fields: Any) -> DropOffPoint:
    return DropOffPoint.objects.create(name=name, address="Place du Four", usual_copies=copies, **fields)


def posted(*, email: str = "ada@cols.example", copies: int = 1, town: str = "Sainte-Ourse") -> PostalSubscriber:
    return subscribe_by_post(
        person=PersonFactory(given_name="Ada", family_name="Roy", email=email),
        address="3 montée du Four",
        postal_code="05100",
        town=town,
        method=ConsentMethod.PAPER,
        source="bulletin",
        copies=copies,
    )


def printed(issue: IssuePage, copies: int) -> PrintRun:
    return PrintRun.objects.create(issue=issue, copies=copies)


# --- places and rounds ----------------------------------------------------------------------------


def test_each_place_served_gets_its_usual_copies_once(issue: IssuePage) -> None:
    printed(issue, 300)
    fournil, _closed = place(copies=20), place("La Gare", is_active=False)
    assert [(row.point, row.copies) for row in plan_deliveries(issue=issue)] == [(fournil, 20)]
    place("La Mairie", copies=30)
    assert [row.copies for row in plan_deliveries(issue=issue)] == [30]
    assert plan_deliveries(issue=issue) == []


def test_nothing_is_planned_without_a_print_run_nor_beyond_it(issue: IssuePage, house: Any) -> None:
    place(copies=20)
    with pytest.raises(DistributionRefused, match="combien d’exemplaires"):
        plan_deliveries(issue=issue)
    printed(issue, 21)
    posted(copies=2)
    with pytest.raises(DistributionRefused, match="Il faudrait 22 exemplaires"):
        plan_deliveries(issue=issue)
    assert Delivery.objects.count() == 0


def test_a_round_takes_its_places_in_the_order_of_the_road(
    issue: IssuePage, house: Any, django_assert_num_queries: Any
) -> None:
    printed(issue, 100)
    way = Round.objects.create(name="La vallée haute")
    for rank, name in enumerate(["Zinal", "Arvieux"]):
        RoundStop.objects.create(round=way, point=place(name, copies=10), sort_order=rank)
    place("Ailleurs", copies=5)
    posted(copies=3)
    plan_deliveries(issue=issue)
    with django_assert_num_queries(3):
        found = distribution_of(issue)
    assert [(sheet.round, [row.point.name for row in sheet.deliveries]) for sheet in found.sheets] == [
        (way, ["Zinal", "Arvieux"]),
        (None, ["Ailleurs"]),
    ]
    assert (found.copies, found.delivered, found.posted, found.left) == (100, 25, 3, 72)


def test_readers_are_told_only_the_places_that_wish_it(house: Any, issue: IssuePage, client: Client) -> None:
    """On the site with the way to a map, and on paper; who is to be warned there is told to nobody."""
    shown = place("Le Fournil & fils", contact_name="Nour Secrète")
    place("Discret", is_shown=False)
    place("Fermé", is_active=False)
    assert list(points_for_readers()) == [shown]
    page = client.get(reverse("journal:places")).content.decode()
    assert [name in page for name in ("Le Fournil &amp; fils", "Nour Secrète", "Discret", "Fermé")] == [True] + [
        False
    ] * 3
    assert "https://www.openstreetmap.org/search?query=Le%20Fournil%20%26%20fils" in page
    assert gather(issue, audience=Audience.PRINT).places == (shown,)
    shown.delete()
    assert "Aucun lieu n’est encore indiqué." in client.get(reverse("journal:places")).content.decode()


def test_more_copies_cannot_remain_than_were_left(issue: IssuePage) -> None:
    delivery = Delivery(issue=issue, point=place(), copies=10, left_over=11)
    with pytest.raises(ValidationError, match="Il ne peut pas rester plus"):
        delivery.full_clean()


def test_print_runs_add_up(issue: IssuePage) -> None:
    assert copies_of(issue) is None
    printed(issue, 300)
    printed(issue, 50)
    assert copies_of(issue) == 350


def test_a_partner_holds_in_three_thousand_signs(issue: IssuePage) -> None:
    space = PartnerSpace(issue=issue, partner="Le Fournil", text=f"<p>{'a' * 3001}</p>")
    with pytest.raises(ValidationError, match="ce texte en a 3001"):
        space.full_clean()


# --- post -----------------------------------------------------------------------------------------


def test_whoever_asks_for_the_post_leaves_a_proof(house: Any) -> None:
    subscriber = posted()
    assert subscriber.consent
    assert (subscriber.consent.purpose, subscriber.consent.method) == (ConsentPurpose.POST, ConsentMethod.PAPER)
    with pytest.raises(DistributionRefused, match="déjà le journal"):
        subscribe_by_post(
            person=subscriber.person,
            address="Ailleurs",
            postal_code="05100",
            town="Gap",
            method=ConsentMethod.PAPER,
            source="bulletin",
        )


def test_nothing_is_sent_once_it_is_stopped_or_the_agreement_withdrawn(house: Any) -> None:
    first, second = posted(), posted(email="noe@cols.example")
    assert envelopes().count() == 2
    stop_post(subscriber=first)
    stop_post(subscriber=first)
    withdraw_consent(consent=second.consent)
    assert envelopes().count() == 0
    assert Consent.objects.given().filter(purpose=ConsentPurpose.POST).count() == 0


def test_whoever_withdrew_may_ask_again_at_once(house: Any) -> None:
    first = posted()
    withdraw_consent(consent=first.consent)
    again = subscribe_by_post(
        person=first.person,
        address="3 montée du Four",
        postal_code="05100",
        town="Gap",
        method=ConsentMethod.SPOKEN,
        source="au téléphone",
    )
    assert list(PostalSubscriber.objects.current()) == [again]
    first.refresh_from_db()
    assert first.ended_on == timezone.localdate()


def test_it_is_forgotten_two_months_later(house: Any) -> None:
    stop_post(subscriber=posted())
    assert forget_postal_subscribers(timezone.now() + dt.timedelta(days=59)) == 0
    assert forget_postal_subscribers(timezone.now() + dt.timedelta(days=62)) == 1
    assert PostalSubscriber.objects.count() == 0


def test_the_contact_of_a_closed_place_is_forgotten(db: None) -> None:
    open_, closed = (
        place(name, contact_name="Ada", contact_phone="01 99 00 00 01", is_active=active)
        for name, active in (("Ouvert", True), ("Fermé", False))
    )
    assert forget_contacts_of_closed_points(timezone.now()) == 1
    open_.refresh_from_db()
    closed.refresh_from_db()
    assert (open_.contact_name, closed.contact_name, closed.contact_phone) == ("Ada", "", "")


# --- the register of processing -------------------------------------------------------------------


def test_what_paper_knows_about_people_is_declared_exported_and_erased(house: Any) -> None:
    assert set(ALL) <= set(personal_data)
    subscriber = posted()
    place(contact_email="Ada@cols.example", contact_name="Ada", contact_phone="01 99 00 00 01")
    Round.objects.create(name="La vallée haute", carrier=subscriber.person)
    email = "ada@cols.example"
    assert [list(line.export(email)) for line in (POST, POINTS, ROUNDS)] == [
        [
            {
                "adresse": "3 montée du Four, 05100 Sainte-Ourse",
                "exemplaires": 1,
                "depuis le": timezone.localdate().isoformat(),
                "jusqu’au": "",
            }
        ],
        [{"point de dépôt": "Le Fournil", "nom": "Ada", "téléphone": "01 99 00 00 01"}],
        [{"tournée": "La vallée haute"}],
    ]
    assert [line.erase(email) for line in (POST, POINTS, ROUNDS)] == [1, 1, 1]
    assert [list(line.export(email)) for line in (POST, POINTS, ROUNDS)] == [[], [], []]


# --- screens --------------------------------------------------------------------------------------


def test_labels_are_what_a_mail_merge_reads(admin: Client, house: Any) -> None:
    posted(town="=Sainte-Ourse")
    response = admin.get(reverse("journal_labels"))
    text = response.content.decode()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]), delimiter=";")) == [
        ["Nom", "Adresse", "Code postal", "Ville", "Exemplaires"],
        ["Ada Roy", "3 montée du Four", "05100", "'=Sainte-Ourse", "1"],
    ]


def test_an_editor_plans_and_reads_the_sheet_of_a_round(admin: Client, issue: IssuePage) -> None:
    address = reverse("journal_deliveries", args=[issue.pk])
    assert "Rien n’est encore prévu" in admin.get(address).content.decode()
    assert admin.post(address).status_code == 409
    printed(issue, 100)
    place(contact_name="Ada", hours="Le matin")
    assert admin.post(address).status_code == 302
    page = admin.get(address).content.decode()
    assert all(words in page for words in ("Le Fournil", "Le matin", "Ada", "Sans tournée"))


def test_on_a_telephone_each_thing_of_a_sheet_bears_the_name_of_its_column(admin: Client, issue: IssuePage) -> None:
    """Rows are stacked there, and the head of the table is not seen; what is empty says nothing."""
    printed(issue, 100)
    place(hours="Le matin")
    plan_deliveries(issue=issue)
    page = BeautifulSoup(admin.get(reverse("journal_deliveries", args=[issue.pk])).content, "html.parser")
    table = page.select_one("table.journal-sheet")
    names = [head.get_text() for head in table.select("thead th")]
    row = table.select_one("tbody tr")
    assert [row.th.get_text(), *(cell["data-label"] for cell in row("td"))] == ["Le Fournil", *names[1:]]
    assert [cell["data-label"] for cell in row("td") if not cell.contents] == ["À prévenir", "Déposés le", "Restants"]


def test_a_subscription_is_noted_with_its_words_and_stopped(admin: Client, house: Any) -> None:
    address = reverse("journal_add_postal")
    assert "mon adresse serve à m’envoyer le journal" in admin.get(address).content.decode()
    typed = {
        "given_name": "Ada",
        "family_name": "Roy",
        "address": "3 montée du Four",
        "postal_code": "05100",
        "town": "Gap",
        "copies": "2",
        "method": "paper",
    }
    refused = admin.post(address, typed)
    assert (refused.status_code, "3 montée du Four" in refused.content.decode()) == (422, True)
    assert admin.post(address, {**typed, "agreed": "on"}).status_code == 302
    subscriber = PostalSubscriber.objects.get()
    assert (subscriber.copies, subscriber.consent.source) == (2, "administration, abonnements postaux")
    assert admin.get(reverse("journal_postal:inspect", args=[subscriber.pk])).status_code == 200
    assert admin.post(reverse("journal_stop_postal", args=[subscriber.pk])).status_code == 302
    assert envelopes().count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "journal_print_runs:index",
        "journal_partners:index",
        "journal_points:index",
        "journal_points:add",
        "wagtailsnippets_journal_round:add",
        "journal_deliveries_list:index",
        "journal_postal:index",
        "journal_addresses:index",
    ],
)
def test_the_screens_of_paper_open(admin: Client, house: Any, name: str) -> None:
    assert admin.get(reverse(name)).status_code == 200


def test_somebody_without_an_e_mail_is_told_what_is_known_and_forgotten_at_once(admin: Client) -> None:
    """law.md G-10, G-11: no address names them, their own screen does."""
    subscriber = posted(email="")
    page = admin.get(reverse("journal_postal:inspect", args=[subscriber.pk])).content.decode()
    given = admin.get(reverse("journal_postal_data", args=[subscriber.pk]))
    assert reverse("journal_postal_data", args=[subscriber.pk]) in page
    assert given.json() == {
        "personne": "Ada Roy",
        "abonnements": [
            {
                "adresse": "3 montée du Four, 05100 Sainte-Ourse",
                "exemplaires": 1,
                "depuis le": timezone.localdate().isoformat(),
                "jusqu’au": "",
            }
        ],
    }
    erase = reverse("journal_erase_postal", args=[subscriber.pk])
    assert erase in page
    assert admin.get(erase).status_code == 405
    assert admin.post(erase).status_code == 302
    assert (PostalSubscriber.objects.count(), Consent.objects.given().count()) == (0, 0)
    assert admin.post(erase).status_code == 404
