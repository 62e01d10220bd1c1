"""Sheets and news written by a mailed link, without an account, and read by moderation first (issue 8.3; S3-11)."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState

from cms.models import Image
from cms.registries import personal_data
from home.enums import HeldState, ProjectStage
from home.links import space_token
from home.models import HeldPage, Holder, NewsPage, ProjectPage
from home.personal_data import TREATMENTS
from home.services.holders import MOST_AN_HOUR, erase_holder, forget_holders
from home.services.sheets import MOST_A_DAY
from newsletter.models import LetterPage
from newsletter.proposals import proposal_for
from outbox.models import Message
from people.humans.stamps import make_stamp
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.home import OrganisationPageFactory, ProjectPageFactory
from tests.factories.newsletter import LetterPageFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House
from tests.home.reading import main_text, soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]
ADA = "ada@valclair.example"


def ask(client: Client, email: str = ADA, **changes: str) -> Any:
    with time_machine.travel(timezone.now() - timedelta(seconds=20), tick=False):
        stamp = make_stamp()
    return client.post("/proposer/", {"email": email, "website": "", "stamp": stamp, **changes})


def link_in(message: Message) -> str:
    found = re.search(r"http://testserver(/mes-fiches/\S+)", message.content.text)
    assert found
    return found[1]


def holder(email: str = ADA) -> Holder:
    made, _new = Holder.objects.get_or_create(email=email, defaults={"asked_at": timezone.now()})
    return made


def space(of: Holder) -> str:
    return f"/mes-fiches/{space_token(of)}/"


def project(**changes: Any) -> dict[str, Any]:
    filled = {"title": "Le car du soir", "summary": "Un minibus attend la fin du film.", "stage": "running"}
    return {**filled, "needs": "Deux bras.", "text": "Vendredi.\n\nEt <samedi>.", **changes}


def propose(client: Client, of: Holder, **changes: Any) -> HeldPage:
    assert client.post(f"{space(of)}projet/", project(**changes)).status_code == 302
    return HeldPage.objects.order_by("-pk")[0]


class TestTheLink:
    def test_whoever_asks_gets_one_answer_and_one_mail(self, client: Client) -> None:
        """law.md C-08; GET changes nothing."""
        assert client.get("/proposer/").status_code == 200
        known, unknown = ask(client), ask(client, "autre@valclair.example")
        assert (known["Location"], unknown["Location"]) == ("/proposer/lien-envoye/", "/proposer/lien-envoye/")
        ask(client)
        assert sorted(Message.objects.values_list("address", flat=True)) == [ADA, "autre@valclair.example"]
        response = client.get(link_in(Message.objects.get(address=ADA)))
        assert response.status_code == 200
        assert (response["Referrer-Policy"], "noindex" in response["X-Robots-Tag"]) == ("no-referrer", True)
        assert Holder.objects.get(email=ADA).written_at is None

    def test_robots_and_floods_send_nothing(self, client: Client) -> None:
        ask(client, website="https://spam.example/")
        assert client.post("/proposer/", {"email": ADA}).status_code == 200
        assert ask(client, "pas une adresse").status_code == 422
        assert Holder.objects.count() == Message.objects.count() == 0
        for number in range(MOST_AN_HOUR):
            ask(client, f"n{number}@valclair.example")
        assert ask(client).status_code == 429
        assert Message.objects.filter(address=ADA).count() == 0

    @pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 410)])
    def test_it_lasts_a_month_and_says_what_to_do_then(self, client: Client, days: int, status: int) -> None:
        url = space(holder())
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            assert client.get(url).status_code == status

    def test_another_link_opens_nothing(self, client: Client) -> None:
        held = propose(client, holder())
        stranger = space(holder("intrus@valclair.example"))
        assert client.get("/mes-fiches/pas-un-lien/").status_code == 404
        for path in (f"projet/{held.uuid}/", f"retirer/{held.uuid}/", f"actualite/{held.uuid}/", "autre/"):
            assert client.get(stranger + path).status_code == 404
        assert client.post(f"{stranger}projet/{held.uuid}/", project(title="Volé")).status_code == 404
        assert client.get(f"{space(holder())}actualite/{held.uuid}/").status_code == 404


class TestWriting:
    def test_a_sheet_waits_for_moderation_then_is_public_and_offered_to_the_next_letter(
        self, client: Client, house: House
    ) -> None:
        topic, place = TopicFactory(), TerritoryFactory()
        organisation = OrganisationPageFactory(parent=house.organisations)
        of = holder()
        held = propose(client, of, organisation=organisation.pk, topics=[topic.pk], territory=place.pk)
        page = ProjectPage.objects.get()
        assert (page.live, held.state, page.stage) == (False, HeldState.READING, ProjectStage.RUNNING)
        assert (page.organisation, list(page.topics.all()), page.territory) == (organisation, [topic], place)
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
        assert client.get("/projets/le-car-du-soir/").status_code == 404
        page.get_latest_revision().publish()
        text = main_text(client.get(page.url))
        assert "Vendredi. Et <samedi>." in text
        message = Message.objects.get(address=ADA)
        assert page.full_url in message.content.text
        assert main_text(client.get(space(of))).count("en ligne") == 1
        draft = LetterPage.objects.get(pk=LetterPageFactory(parent=house.letters).pk)
        offered = {item for rubric in proposal_for(draft).rubrics for item in rubric.items}
        assert page in offered

    def test_the_same_link_corrects_it_and_readers_keep_what_was_read(self, client: Client) -> None:
        of = holder()
        held = propose(client, of)
        held.page.get_latest_revision().publish()
        url = f"{space(of)}projet/{held.uuid}/"
        form = soup(client.get(url))
        assert form.select_one("[name=text]").get_text().strip() == "Vendredi.\n\nEt <samedi>."
        assert client.post(url, project(title="Le car de nuit", text="Tous les soirs.")).status_code == 302
        page = ProjectPage.objects.get()
        assert (page.title, page.has_unpublished_changes) == ("Le car du soir", True)
        held.refresh_from_db()
        assert held.state == HeldState.CHANGING
        with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
            page.get_latest_revision().publish()
        assert "Tous les soirs." in main_text(client.get(ProjectPage.objects.get().url))
        assert Message.objects.filter(address=ADA).count() == 2

    def test_a_text_left_empty_at_first_is_written_later(self, client: Client) -> None:
        held = propose(client, holder(), text="")
        url = f"{space(holder())}projet/{held.uuid}/"
        assert soup(client.get(url)).select_one("textarea[name=text]") is not None
        assert client.post(url, project(text="Enfin des mots.")).status_code == 302
        page = held.page.get_latest_revision_as_object()
        assert [(block["value"], block["id"]) for block in page.body.raw_data] == [
            ("<p>Enfin des mots.</p>", str(held.uuid))
        ]

    def test_what_the_team_wrote_around_the_words_stays(self, client: Client) -> None:
        of = holder()
        held = propose(client, of)
        page: Any = held.page.get_latest_revision_as_object()
        page.body = [*page.body.raw_data, {"type": "heading", "value": {"text": "De nous", "level": "2"}, "id": "x"}]
        page.save_revision().publish()
        client.post(f"{space(of)}projet/{held.uuid}/", project(text="Autrement."))
        body = ProjectPage.objects.get().get_latest_revision_as_object().body.raw_data
        assert [block["type"] for block in body] == ["text", "heading"]
        assert "Autrement." in body[0]["value"]
        page = ProjectPage.objects.get().get_latest_revision_as_object()
        page.body = [{"type": "heading", "value": {"text": "Tout de nous", "level": "2"}, "id": "x"}]
        page.save_revision().publish()
        assert soup(client.get(f"{space(of)}projet/{held.uuid}/")).select_one("[name=text]") is None

    def test_news_speak_of_ones_own_project_only(self, client: Client, house: House) -> None:
        of = holder()
        mine, other = propose(client, of).page, ProjectPageFactory(parent=house.projects)
        url = f"{space(of)}actualite/"
        answers = {"title": "Il démarre", "summary": "Vendredi à 18 h 40.", "text": ""}
        assert client.post(url, {**answers, "project": other.pk}).status_code == 422
        assert client.post(url, {**answers, "project": mine.pk}).status_code == 302
        news = NewsPage.objects.get()
        assert (news.project_id, news.live, list(news.body)) == (mine.pk, False, [])

    def test_bad_input_keeps_what_was_typed_and_a_flood_stops(self, client: Client) -> None:
        of = holder()
        response = client.post(f"{space(of)}projet/", project(title="", needs="À garder"))
        assert (response.status_code, ProjectPage.objects.count()) == (422, 0)
        assert "À garder" in response.content.decode()
        assert client.post(f"{space(of)}projet/", project(stage="\x00", topics=["pas"])).status_code == 422
        for number in range(MOST_A_DAY):
            client.post(f"{space(of)}projet/", project(title=f"Projet {number}"))
        assert client.post(f"{space(of)}projet/", project()).status_code == 429

    def test_moderation_asks_for_something_and_the_holder_reads_it(self, client: Client) -> None:
        of = holder()
        held = propose(client, of)
        state = WorkflowState.objects.get()
        moderator = UserFactory(is_superuser=True)
        state.current_task_state.reject(user=moderator, comment="Qui conduit ?")
        held.refresh_from_db()
        assert held.state == HeldState.REWORK
        assert "Qui conduit" in Message.objects.get(address=ADA).content.text
        client.post(f"{space(of)}projet/{held.uuid}/", project(text="Ada conduit."))
        states = WorkflowState.objects.order_by("pk").values_list("status", flat=True)
        assert list(states) == [WorkflowState.STATUS_CANCELLED, WorkflowState.STATUS_IN_PROGRESS]

    def test_without_workflow_the_draft_is_there_all_the_same(self, client: Client) -> None:
        WorkflowPage.objects.all().delete()
        Workflow.objects.all().delete()
        held = propose(client, holder())
        assert (held.page.live, WorkflowState.objects.count()) == (False, 0)

    def test_one_takes_a_page_back_after_reading_what_happens(self, client: Client) -> None:
        """L-04: GET changes nothing."""
        of = holder()
        published, draft = propose(client, of), propose(client, of, title="Jamais lue")
        published.page.get_latest_revision().publish()
        for held in (published, draft):
            url = f"{space(of)}retirer/{held.uuid}/"
            assert client.get(url).status_code == 200
            assert Page.objects.filter(pk=held.page_id).exists()
            assert client.post(url).status_code == 302
        assert not Page.objects.get(pk=published.page_id).live
        assert not Page.objects.filter(pk=draft.page_id).exists()
        published.refresh_from_db()
        assert published.state == HeldState.RETIRED


def photo(width: int = 60, height: int = 40, turned: bool = False) -> SimpleUploadedFile:
    """A JPEG that says where it was taken and, `turned`, that it lies on its side."""
    drawing = Drawing.new("RGB", (width, height), "green")
    exif = drawing.getexif()
    exif[0x0112] = 6 if turned else 1
    exif[0x010F] = "Un téléphone"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    drawing.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("photo.jpg", out.getvalue())


def with_photo(**changes: Any) -> dict[str, Any]:
    said = {"picture_alt": "Un minibus", "picture_credit": "Ada", "picture_agreed": "on", "picture": photo()}
    return project(**{**said, **changes})


class TestPictures:
    def test_it_waits_for_moderation_and_tells_nothing_of_where_it_was_taken(self, client: Client) -> None:
        held = propose(client, holder(), **with_photo(picture=photo(turned=True)))
        image = held.picture
        assert image is not None
        assert (image.alt_text, image.credit, image.image_rights) == ("Un minibus", "Ada", "missing")
        assert (image.width, image.height, image.collection.name) == (40, 60, "Images proposées par lien")
        with image.file.open() as opened, Drawing.open(opened) as drawing:
            assert dict(drawing.getexif()) == {}
        page = held.page.specific
        assert (page.live, page.listing_image) == (False, image)
        page.get_latest_revision().publish()
        html = client.get(page.url).content.decode()
        assert 'alt="Un minibus"' in html
        assert "Ada" in html

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"picture_alt": ""}, "Dites ce que montre l’image"),
            ({"picture_credit": ""}, "Dites qui a fait cette image"),
            ({"picture_agreed": ""}, "Sans ces deux accords"),
            ({"picture": SimpleUploadedFile("photo.jpg", b"<svg onload='x()'/>")}, "n’est pas une image"),
            ({"picture": SimpleUploadedFile("photo.jpg", photo().read()[:-30])}, "abîmée"),
            ({"picture": SimpleUploadedFile("photo.jpg", bytes(10 * 1024 * 1024 + 1))}, "dépasse 10 Mo"),
            ({"title": ""}, "Choisissez de nouveau l’image"),
        ],
    )
    def test_one_that_may_not_be_shown_is_refused_and_the_words_are_kept(
        self, client: Client, changes: dict[str, Any], reason: str
    ) -> None:
        answer = client.post(f"{space(holder())}projet/", with_photo(**changes))
        assert answer.status_code == 422
        assert reason in " ".join(soup(answer).main.get_text().replace("\u00a0", " ").split())
        assert "Un minibus attend la fin du film." in answer.content.decode()
        assert (HeldPage.objects.count(), Image.objects.count()) == (0, 0)

    def test_readers_keep_the_one_they_know_until_the_next_is_accepted(self, client: Client) -> None:
        held = propose(client, holder(), **with_photo())
        held.page.specific.get_latest_revision().publish()
        first = held.picture
        url = f"{space(holder())}projet/{held.uuid}/"
        assert "Retirer l’image de la page" in client.get(url).content.decode()
        assert client.post(url, with_photo(picture=photo(80), picture_alt="Deux minibus")).status_code == 302
        held.refresh_from_db()
        assert held.page.specific.listing_image == first
        second = held.picture
        assert client.post(url, project(drops_picture="on")).status_code == 302
        held.refresh_from_db()
        assert (held.picture, held.page.specific.listing_image) == (None, first)
        assert list(Image.objects.all()) == [first]
        assert second not in (None, first)
        assert held.page.get_latest_revision_as_object().listing_image is None

    def test_it_goes_with_a_page_that_nobody_read_whoever_deletes_it(self, client: Client) -> None:
        thrown, erased, deleted = (propose(client, holder(), **with_photo()) for _time in range(3))
        client.post(f"{space(holder())}retirer/{thrown.uuid}/")
        deleted.page.delete()
        assert Image.objects.get() == erased.picture
        assert erase_holder(ADA) > 0
        assert Image.objects.count() == 0

    def test_what_readers_know_or_the_team_uses_stays(self, client: Client) -> None:
        read, used = (propose(client, holder(), **with_photo()) for _time in range(2))
        read.page.specific.get_latest_revision().publish()
        other = ProjectPageFactory(parent=read.page.get_parent(), listing_image=used.picture)
        client.post(f"{space(holder())}projet/{read.uuid}/", with_photo(picture=photo(90)))
        erase_holder(ADA)
        other.refresh_from_db()
        assert set(Image.objects.all()) == {read.picture, used.picture}
        assert other.listing_image == used.picture


class TestForgetting:
    def test_silence_is_forgotten_after_a_week_and_writing_after_three_years(self, client: Client) -> None:
        """law.md G-07: what was published stays."""
        of, silent = holder(), holder("muette@valclair.example")
        held = propose(client, of)
        held.page.get_latest_revision().publish()
        now = timezone.now()
        assert forget_holders(now + timedelta(days=8)) == 1
        assert not Holder.objects.filter(pk=silent.pk).exists()
        assert forget_holders(now + timedelta(days=3 * 365 + 1)) == 1
        assert (Holder.objects.count(), ProjectPage.objects.live().count()) == (0, 1)

    def test_all_that_is_held_is_exported_and_erased(self, client: Client) -> None:
        """law.md G-10, G-11"""
        of = holder()
        published, draft = propose(client, of), propose(client, of, title="Brouillon")
        published.page.get_latest_revision().publish()
        lines = [line for treatment in TREATMENTS for line in treatment.export(" ADA@valclair.example ")]
        assert [line.get("page") or line.get("adresse") for line in lines] == ["Le car du soir", "Brouillon", ADA]
        assert erase_holder(ADA) > 0
        assert erase_holder(ADA) == erase_holder("pas une adresse") == 0
        assert (Holder.objects.count(), HeldPage.objects.count()) == (0, 0)
        assert list(ProjectPage.objects.values_list("title", flat=True)) == ["Le car du soir"]
        assert {treatment.model for treatment in TREATMENTS} <= {treatment.model for treatment in personal_data}
        assert draft.page_id


def test_an_editor_sees_what_was_proposed_and_changes_nothing_there(client: Client) -> None:
    held = propose(client, holder())
    client.force_login(UserFactory(is_superuser=True))
    assert "Le car du soir" in client.get("/admin/heldpage/").content.decode()
    assert client.get(f"/admin/heldpage/edit/{held.pk}/").status_code == 302


def test_lists_of_projects_and_news_lead_to_the_form(client: Client, house: House) -> None:
    for page in (house.projects, house.news):
        assert "/proposer/" in {a["href"] for a in soup(client.get(page.url)).select("main a")}
