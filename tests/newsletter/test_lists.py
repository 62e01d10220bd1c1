"""Lists that come from elsewhere (issue item 8; law.md G-11, G-13): dry run, refusals, proof, formats."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.csv_files import FileUnreadable
from newsletter.enums import ImportMode, ImportVerdict, ListOrigin, SubscriberState
from newsletter.lists.entries import Entry, entries_of, origin_of
from newsletter.lists.reading import read_rows
from newsletter.models import ListImport, Subscriber
from newsletter.services import erase, importing, purge
from newsletter.services.importing import ImportOver, discard_import, forget_imports, prepare_import, run_import
from outbox.models import Message, Suppression
from outbox.services import suppress
from people.models import Consent
from tests.factories.newsletter import SubscriberFactory
from tests.factories.people import UserFactory

PROOF = "Feuilles signées à la fête du 12 juin, « je veux la lettre », classeur vert du bureau."

BREVO = """Contact ID;EMAIL;PRENOM;NOM;EMAIL_BLACKLISTED;ADDED_TIME
1;ada@valclair.example;Ada;Brun;0;2024-01-01
2;partie@valclair.example;Bo;Roy;1;2024-01-01
"""
MAILCHIMP = """Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME
ada@valclair.example,Ada,Brun,2,2024-01-01 10:00:00,2024-01-01 10:02:00,
partie@valclair.example,Bo,Roy,2,2024-01-01 10:00:00,2024-01-01 10:02:00,2025-03-03 09:00:00
"""
SYMPA_REVIEW = "ada@valclair.example\tAda Brun\npartie@valclair.example\n"
SYMPA_DUMP = """email ada@valclair.example
gecos Ada Brun
date 1704103200
reception mail

email bo@valclair.example
reception nomail
"""
SHEET = "Prénom,Nom,Courriel\nAda,Brun,ada@valclair.example\n"


def workbook(rows: list[list[Any]]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "origin", "gone"),
    [
        (BREVO, ListOrigin.BREVO, [False, True]),
        (MAILCHIMP, ListOrigin.MAILCHIMP, [False, True]),
        (SYMPA_REVIEW, ListOrigin.SYMPA, [False, False]),
        (SYMPA_DUMP, ListOrigin.SYMPA, [False, False]),
        (SHEET, ListOrigin.SHEET, [False]),
    ],
)
def test_each_export_is_recognised_and_read(content: str, origin: ListOrigin, gone: list[bool]) -> None:
    rows = read_rows(content.encode(), name="liste.csv")
    entries = entries_of(rows)
    assert origin_of(rows) == origin
    assert entries[0] == Entry("ada@valclair.example", "Ada", "Brun")
    assert [entry.is_gone for entry in entries] == gone


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_whatever_excel_did(encoding: str) -> None:
    (row,) = read_rows("email;prénom\na@b.example;Zoé\n".encode(encoding), name="x.csv")
    assert row == {"email": "a@b.example", "prénom": "Zoé"}


def test_a_workbook_is_read_as_a_sheet() -> None:
    content = workbook([["Courriel", "Prénom"], ["ada@valclair.example", "Ada"], [None, None]])
    assert entries_of(read_rows(content, name="L.XLSX")) == [Entry("ada@valclair.example", "Ada")]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.csv", "vide"),
        (b"pas un classeur", "x.xlsx", "ne s’ouvre pas"),
        (b"a@b.example;Ada\nc@d.example;Bo", "x.csv", "nom des colonnes"),
        (b"email\n" + b"a@b.example\n" * 100_001, "x.csv", "100\u202f000 lignes"),
        (b'email;nom\n"a@b.example;Ada\n' + b"c@d.example;Bo\n" * 10_000, "x.csv", "guillemet y est ouvert"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, name: str, words: str) -> None:
    with pytest.raises(FileUnreadable, match=words):
        read_rows(content, name=name)


@pytest.mark.parametrize("spoil", [b"", b"<a", b"<a/>"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_spoilt_workbook_is_said_too(part: str, spoil: bytes) -> None:
    made = workbook([["Courriel"], ["ada@valclair.example"]])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as good, zipfile.ZipFile(buffer, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, spoil if name == part else good.read(name))
    cut = bytearray(made)
    cut[300:340] = bytes(40)
    for content in (buffer.getvalue(), bytes(cut)):
        with pytest.raises(FileUnreadable):
            read_rows(content, name="x.xlsx")


@pytest.mark.django_db
@pytest.mark.usefixtures("house")
class TestImporting:
    def prepare(self, *lines: str, mode: ImportMode = ImportMode.CONFIRMED) -> ListImport:
        content = "\n".join(["email;prénom;statut", *lines]).encode()
        by = UserFactory()
        return prepare_import(
            content=content, file_name="l.csv", mode=mode, proof=PROOF, collected_on=date(2026, 6, 12), by=by
        )

    def run(self, listed: ListImport) -> ListImport:
        return run_import(listed=listed, by=UserFactory())

    def test_a_dry_run_says_what_each_row_would_do_and_writes_nobody(self) -> None:
        SubscriberFactory(email="connue@valclair.example")
        SubscriberFactory(email="partie@valclair.example", state=SubscriberState.LEFT)
        suppress(address="opposee@valclair.example", scope="letter", reason="plainte")
        listed = self.prepare(
            "neuve@valclair.example;Ada;",
            "Connue@valclair.example;;",
            "partie@valclair.example;;",
            "opposee@valclair.example;;",
            "ailleurs@valclair.example;;unsubscribed",
            "pas une adresse;;",
            "NEUVE@valclair.example;;",
        )
        assert [row[4] for row in listed.rows] == [
            verdict.value
            for verdict in (
                ImportVerdict.NEW,
                ImportVerdict.KNOWN,
                ImportVerdict.LEFT,
                ImportVerdict.OPPOSED,
                ImportVerdict.LEFT_ELSEWHERE,
                ImportVerdict.BAD,
                ImportVerdict.TWICE,
            )
        ]
        assert set(listed.counts.values()) == {1}
        assert Subscriber.objects.count() == 2

    def test_people_come_in_with_the_proof_and_without_a_consent_they_never_gave_here(self) -> None:
        listed = self.run(self.prepare("ada@valclair.example;Ada;"))
        one = Subscriber.objects.get()
        assert (one.state, one.imported_from, one.consent) == (SubscriberState.CONFIRMED, listed, None)
        assert (one.permit.address, one.person.given_name) == ("ada@valclair.example", "Ada")
        assert (listed.rows, Consent.objects.count(), Message.objects.count()) == ([], 0, 0)

    def test_or_are_asked_to_confirm(self) -> None:
        self.run(self.prepare("ada@valclair.example;Ada;", mode=ImportMode.ASK))
        assert Subscriber.objects.get().state == SubscriberState.PENDING
        assert Message.objects.get().address == "ada@valclair.example"

    @pytest.mark.parametrize("moment", ["before", "between"])
    def test_nobody_who_left_comes_back(self, moment: str) -> None:
        """law.md G-11: even once the row is forgotten, or erased at their request; and even after the dry run."""
        left = SubscriberFactory(email="partie@valclair.example", state=SubscriberState.LEFT)
        erased = SubscriberFactory(email="effacee@valclair.example")
        listed = None
        if moment == "between":
            Subscriber.objects.all().delete()
            listed = self.prepare(f"{left.email};;", f"{erased.email};;")
            Suppression.objects.all().delete()
            for address in (left.email, erased.email):
                suppress(address=address, scope="letter", reason="départ")
        else:
            erase(erased.email)
            purge(timezone.now() + timedelta(days=31))
            assert not Subscriber.objects.exists()
            listed = self.prepare(f"{left.email};;", f"{erased.email};;")
        done = self.run(listed)
        assert (done.counts["new"], done.counts["opposed"]) == (0, 2)
        assert not Subscriber.objects.exists()

    def test_a_refusal_written_in_the_file_is_remembered_by_its_fingerprint_only(self) -> None:
        self.run(self.prepare("ailleurs@valclair.example;;unsubscribed"))
        assert Suppression.objects.of_address("ailleurs@valclair.example").count() == 1
        assert not Subscriber.objects.exists()
        assert self.prepare("ailleurs@valclair.example;;").counts["opposed"] == 1

    def test_a_list_is_written_once_and_a_dropped_one_never(self) -> None:
        done, dropped = self.prepare("a@valclair.example;;"), self.prepare("b@valclair.example;;")
        self.run(done)
        discard_import(listed=dropped)
        discard_import(listed=done)
        for listed in (done, dropped):
            with pytest.raises(ImportOver):
                self.run(listed)
        assert Subscriber.objects.count() == ListImport.objects.count() == 1

    def test_the_screen_renews_itself_while_lines_are_worked_through_and_then_stops(
        self, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, client: Client
    ) -> None:
        monkeypatch.setattr(importing, "AT_ONCE", 0)
        with django_capture_on_commit_callbacks(execute=False):
            listed = self.prepare("neuve@valclair.example;;")
        client.force_login(UserFactory(groups=["Modération"]))
        screen = reverse("newsletter_admin:review_import", args=[listed.uuid])
        under_way = client.get(screen)
        assert (under_way.headers["Refresh"], "0 ligne sur 1" in under_way.content.decode()) == ("5", True)
        importing.work_on(listed)
        assert "Refresh" not in client.get(screen).headers

    def test_a_long_list_is_worked_through_in_the_background_each_line_once(
        self, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        """Over some thousand lines nobody waits for the page; a job that runs twice, or never, changes nothing."""
        monkeypatch.setattr(importing, "AT_ONCE", 4)
        monkeypatch.setattr(importing, "PAGE", 3)
        lines = [f"neuve{number % 7}@valclair.example;;" for number in range(10)]
        with django_capture_on_commit_callbacks(execute=False) as callbacks:
            listed = self.prepare(*lines)
        assert (len(callbacks), listed.is_working, listed.worked) == (1, True, 0)
        with pytest.raises(ImportOver):
            self.run(listed)
        assert importing._next_page(listed.pk) == 3  # a job that dies after its first page
        assert importing.work_on_imports(timezone.now()) == 7
        listed.refresh_from_db()
        assert (listed.is_working, listed.counts["new"], listed.counts["twice"]) == (False, 7, 3)
        with django_capture_on_commit_callbacks(execute=False):
            assert self.run(listed).is_working
        with pytest.raises(ImportOver):
            self.run(listed)
        discard_import(listed=listed)
        assert importing._next_page(listed.pk) == 3
        assert Subscriber.objects.count() == 3
        importing.go_on_with_import.call(listed.pk)
        importing.go_on_with_import.call(listed.pk)
        listed.refresh_from_db()
        assert (Subscriber.objects.count(), listed.rows, listed.done_at is None) == (7, [], False)
        assert (listed.counts["new"], listed.counts["twice"]) == (7, 3)

    def test_its_page_says_how_far_it_is(self, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
        monkeypatch.setattr(importing, "AT_ONCE", 1)
        listed = self.prepare("a@valclair.example;;", "b@valclair.example;;")
        client.force_login(UserFactory(is_superuser=True))
        page = client.get(reverse("newsletter_admin:review_import", args=[listed.uuid])).content.decode()
        assert "en cours de lecture : 0 ligne sur 2" in page
        assert 'name="run"' not in page

    def test_what_waits_or_serves_nobody_is_forgotten(self) -> None:
        waiting, done = self.prepare("a@valclair.example;;"), self.prepare("b@valclair.example;;")
        self.run(done)
        later = timezone.now() + timedelta(days=8)
        assert forget_imports(later) == 1
        assert not ListImport.objects.filter(pk=waiting.pk).exists()
        Subscriber.objects.all().delete()
        assert forget_imports(later) == 1


@pytest.mark.django_db
class TestScreens:
    @pytest.fixture
    def desk(self, client: Client, house: object) -> Client:
        client.force_login(UserFactory(groups=["Modération"]))
        return client

    def upload(self, desk: Client, **changes: Any) -> Any:
        file = SimpleUploadedFile("brevo.csv", BREVO.encode(), "text/csv")
        said = {"file": file, "mode": "confirmed", "proof": PROOF, "collected_on": "2026-06-12", "sworn": "on"}
        return desk.post(reverse("newsletter_admin:import"), {**said, **changes})

    def test_from_the_file_to_the_subscribers(self, desk: Client) -> None:
        assert desk.get(reverse("newsletter_admin:import")).status_code == 200
        review = self.upload(desk)["Location"]
        page = BeautifulSoup(desk.get(review).content, "html.parser").text
        assert "export de Brevo" in page
        assert "partie@valclair.example" in page
        assert not Subscriber.objects.exists()
        assert "Nouvelles adresses importées" in desk.post(review, {"run": ""}, follow=True).content.decode()
        assert Subscriber.objects.get().email == "ada@valclair.example"
        assert "ada@" not in desk.get(review).content.decode()

    def test_a_list_may_be_dropped(self, desk: Client) -> None:
        desk.post(self.upload(desk)["Location"], {"discard": ""})
        assert (ListImport.objects.count(), Subscriber.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"proof": "ok"}, "Dites-en un peu plus"),
            ({"sworn": ""}, "on n’importe que des personnes"),
            ({"collected_on": "2099-01-01"}, "pas encore passée"),
            ({"file": SimpleUploadedFile("x.xlsx", b"x")}, "ne s’ouvre pas"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_kept(
        self, desk: Client, changes: dict[str, Any], words: str
    ) -> None:
        response = self.upload(desk, **changes)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert not ListImport.objects.exists()

    def test_who_only_reads_imports_nothing(self, client: Client, house: object) -> None:
        client.force_login(UserFactory(groups=["Rédaction"]))
        assert self.upload(client).status_code == 302
        assert not ListImport.objects.exists()

    def test_the_history_of_somebody_tells_their_arrival_and_departure(self, desk: Client) -> None:
        desk.post(self.upload(desk)["Location"], {"run": ""})
        one = Subscriber.objects.get()
        desk.post(reverse("newsletter_admin:unsubscribe", args=[one.pk]))
        page = desk.get(f"/admin/newsletter/subscriber/history/{one.pk}/").content.decode()
        assert "Arrivée par une liste importée" in page
        assert "Départ" in page
