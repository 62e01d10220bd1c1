"""Freezing, preparing, releasing, permitting: what other apps ask of the outbox (S2-2-10, sending.md S1, S2,
S7).
"""

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from outbox import fence
from outbox.enums import MailingState, MessageState, Reason
from outbox.models import Content, Counts, DeliveryEvent, Mailing, Message, Permit, Suppression
from outbox.selectors import attach_counts
from outbox.services import (
    OutboxError,
    Part,
    Recipient,
    cancel_mailing,
    create_mailing,
    erase_address,
    finish_mailings,
    freeze_content,
    grant_permit,
    lift_suppression,
    overtake,
    pause_mailing,
    release_mailing,
    revoke_permit,
    send_transactional,
    suppress,
)

from .builders import a_confirmation, a_content, a_mailing, departs, recipients, states

pytestmark = pytest.mark.django_db


class TestOvertaking:
    """A later mail contradicts one that waits: nobody gets the two in the wrong order."""

    INVITED, OTHER = Part("a.ics", "text/calendar", b"A"), Part("b.ics", "text/calendar", b"B")

    def overtaken(self, message: Message, *, scope: str = "registration") -> list[Message]:
        return overtake(address=message.address, scope=scope, is_void=lambda part: part == self.INVITED)

    def test_it_is_withheld_with_its_reason_and_told_to_who_asked(self) -> None:
        permit = grant_permit(address="inscrite@exemple.example", purpose="registration:1")
        message = a_confirmation(permit=permit, parts=[self.INVITED])
        silent = a_confirmation("registration:1:received:1", permit=permit)
        assert [self.overtaken(message), self.overtaken(message)] == [[message], []]
        message.refresh_from_db()
        silent.refresh_from_db()
        assert (message.state, message.reason) == (MessageState.EXCLUDED, Reason.OVERTAKEN)
        assert (silent.state, message.settled_at is None) == (MessageState.READY, False)

    def test_a_mail_about_several_is_withheld_even_in_the_hands_of_a_worker(self) -> None:
        message = a_confirmation(parts=[self.INVITED, self.OTHER])
        (held,) = fence.lease(worker="w", mailing_id=None, size=1)
        assert self.overtaken(message) == [message]
        message.refresh_from_db()
        assert (message.state, message.enclosed) == (MessageState.EXCLUDED, [self.INVITED, self.OTHER])
        assert not departs(held), "the worker read it before"

    def test_what_is_in_flight_or_of_another_scope_is_left_alone(self) -> None:
        message = a_confirmation(parts=[self.INVITED])
        assert self.overtaken(message, scope="letter") == []
        (held,) = fence.lease(worker="w", mailing_id=None, size=1)
        assert departs(held)
        assert self.overtaken(message) == []
        message.refresh_from_db()
        assert message.state == MessageState.IN_FLIGHT


class TestContent:
    def test_the_same_words_are_frozen_once_whatever_the_order_of_headers(self) -> None:
        first = freeze_content(subject="A", html="", text="b", headers={"X-A": "1", "X-B": "2"})
        second = freeze_content(subject="A", html="", text="b", headers={"X-B": "2", "X-A": "1"})
        assert first == second
        assert Content.objects.count() == 1

    def test_any_change_is_another_content(self) -> None:
        digests = {
            freeze_content(subject="A", html="", text="b", headers={}).digest,
            freeze_content(subject="B", html="", text="b", headers={}).digest,
            freeze_content(subject="A", html="<p>", text="b", headers={}).digest,
            freeze_content(subject="A", html="", text="c", headers={}).digest,
            freeze_content(subject="A", html="", text="b", headers={"X-A": "1"}).digest,
        }
        assert len(digests) == 5

    def test_a_subject_is_one_line(self) -> None:
        content = freeze_content(subject=" Deux\r\nBcc: x@y.example ", html="", text="b", headers={})
        assert content.subject == "Deux Bcc: x@y.example"

    @pytest.mark.parametrize("name", ["To", "bcc", "Date", "Message-ID", "Content-Type", "X Y", "X:Y", "Été"])
    def test_headers_that_are_not_the_callers_to_give_are_refused(self, name: str) -> None:
        with pytest.raises(OutboxError, match="ne peut pas être ajouté"):
            freeze_content(subject="A", html="", text="b", headers={name: "x"})

    def test_a_header_cannot_carry_a_second_one(self) -> None:
        with pytest.raises(OutboxError, match="ne peut pas être ajouté"):
            freeze_content(subject="A", html="", text="b", headers={"X-A": "1\r\nBcc: x@y.example"})

    @pytest.mark.parametrize(("subject", "text"), [("", "b"), ("   ", "b"), ("A", "  \n")])
    def test_subject_and_text_are_required(self, subject: str, text: str) -> None:
        with pytest.raises(OutboxError, match="a besoin d’un objet"):
            freeze_content(subject=subject, html="", text=text, headers={})


class TestTransactionalMail:
    def test_it_is_refused_outside_the_transaction_of_its_fact(self) -> None:
        with pytest.raises(TransactionManagementError, match="S7"):
            send_transactional(to="a@b.example", subject="A", text="b", dedup_key="k", scope="s")
        assert Message.objects.count() == 0

    def test_the_same_key_gives_back_the_same_row(self) -> None:
        first = a_confirmation("registration:1:confirmed:1")
        second = a_confirmation("registration:1:confirmed:1", to="autre@exemple.example")
        assert first == second
        assert second.address == "inscrite@exemple.example"

    def test_a_fact_rolled_back_takes_its_mail_with_it(self) -> None:
        def fact() -> None:
            with transaction.atomic():
                a_confirmation()
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fact()
        assert Message.objects.count() == 0

    def test_the_address_is_normalised(self) -> None:
        message = a_confirmation(to="  Jeanne.Été+test@Exemple-é.FR ")
        assert message.address == "jeanne.été+test@xn--exemple--i1a.fr"

    @pytest.mark.parametrize("to", ["", "sans-arobase", "@b.example", "a@", "a b@c.example", "a\nBcc:x@y.example"])
    def test_an_unusable_address_is_refused_in_french(self, to: str) -> None:
        with pytest.raises(OutboxError, match="ne peut pas recevoir de courrier"):
            a_confirmation(to=to)

    def test_parts_are_kept_byte_for_byte(self) -> None:
        part = Part("atelier.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\n\xff")
        message = a_confirmation(parts=[part])
        message.refresh_from_db()
        assert [Part.from_json(stored) for stored in message.parts] == [part]

    @pytest.mark.parametrize(
        ("filename", "content_type"),
        [('a".ics', "text/calendar"), ("a\r\n.ics", "text/calendar"), ("a.ics", "text"), ("a.ics", "a/b\r\nX: y")],
    )
    def test_a_part_cannot_break_its_headers(self, filename: str, content_type: str) -> None:
        with pytest.raises(ValueError, match="unusable part"):
            Part(filename, content_type, b"")


class TestMailing:
    def test_there_is_one_message_per_normalised_address(self) -> None:
        same = [Recipient(address) for address in ("a@b.example", " A@B.example", "c@b.example")]
        content = freeze_content(subject="A", html="", text="b", headers={})
        mailing = create_mailing(label="L", reference="", content=content, purpose="letter", recipients=same)
        assert sorted(mailing.messages.order_by("pk").values_list("address", flat=True)) == [
            "a@b.example",
            "c@b.example",
        ]
        assert (mailing.audience, mailing.duplicates) == (2, 1)

    def test_an_unusable_address_is_counted_and_excluded_with_its_reason(self) -> None:
        content = freeze_content(subject="A", html="", text="b", headers={})
        mailing = create_mailing(
            label="L",
            reference="",
            content=content,
            purpose="letter",
            recipients=[Recipient("a@b.example"), Recipient("n’importe quoi")],
        )
        assert mailing.counts() == Counts(accepted=0, refused=0, uncertain=0, excluded=1, waiting=1, audience=2)
        assert mailing.exclusions() == {Reason.INVALID: 1}

    def test_a_missing_value_stops_the_whole_preparation(self) -> None:
        incomplete = [*recipients(2), Recipient("c@b.example", None, {"name": "C"})]
        with pytest.raises(OutboxError, match=r"Il manque « leave » pour c@b\.example"):
            create_mailing(label="L", reference="r", content=a_content(), purpose="letter", recipients=incomplete)
        assert (Mailing.objects.count(), Message.objects.count()) == (0, 0)

    def test_the_same_reference_is_prepared_once(self) -> None:
        a_mailing(reference="letter:1")
        with pytest.raises(OutboxError, match="déjà préparé"):
            a_mailing(reference="letter:1")

    def test_writing_to_nobody_is_refused(self) -> None:
        with pytest.raises(OutboxError, match="ne s’adresse à personne"):
            a_mailing(0)

    def test_it_waits_as_a_draft_until_released(self) -> None:
        mailing = a_mailing(release=False)
        assert (mailing.state, mailing.started_at) == (MailingState.DRAFT, None)
        assert mailing.prepared_at is not None
        release_mailing(mailing=mailing)
        assert mailing.state == MailingState.RUNNING
        assert mailing.started_at is not None

    def test_pausing_and_releasing_keep_the_first_start(self) -> None:
        mailing = a_mailing()
        started = mailing.started_at
        pause_mailing(mailing=mailing, note="relecture")
        assert (mailing.state, mailing.state_note) == (MailingState.PAUSED, "relecture")
        release_mailing(mailing=mailing)
        assert (mailing.state, mailing.state_note, mailing.started_at) == (MailingState.RUNNING, "", started)

    def test_cancelling_withholds_what_has_not_left_and_is_final(self) -> None:
        mailing = a_mailing(3)
        cancel_mailing(mailing=mailing)
        assert states(mailing) == {MessageState.EXCLUDED: 3}
        assert mailing.exclusions() == {Reason.CANCELLED: 3}
        assert mailing.counts().balanced
        with pytest.raises(OutboxError, match="ne peut pas repartir"):
            release_mailing(mailing=mailing)

    def test_a_draft_cannot_be_paused(self) -> None:
        with pytest.raises(OutboxError, match="Seul un envoi en cours"):
            pause_mailing(mailing=a_mailing(release=False))

    def test_it_is_done_when_nothing_waits_and_not_before(self) -> None:
        mailing = a_mailing(2)
        assert finish_mailings(timezone.now()) == 0
        mailing.messages.update(state=MessageState.ACCEPTED, settled_at=timezone.now())
        assert finish_mailings(timezone.now()) == 1
        mailing.refresh_from_db()
        assert mailing.state == MailingState.DONE

    @pytest.mark.parametrize("number", [1, 3])
    def test_a_list_of_mailings_is_counted_in_one_query(self, number: int, django_assert_num_queries: object) -> None:
        for reference in range(number):
            a_mailing(2, reference=f"letter:{reference}")
        mailings = list(Mailing.objects.order_by("pk"))
        with django_assert_num_queries(1):
            counts = [mailing.counts().waiting for mailing in attach_counts(mailings)]
        assert counts == [2] * number

    @pytest.mark.parametrize("number", [1, 30])
    def test_preparing_costs_no_query_per_person(self, number: int, django_assert_num_queries: object) -> None:
        content, people = a_content(), list(recipients(number))
        with django_assert_num_queries(8):
            create_mailing(label="L", reference="r", content=content, purpose="letter", recipients=people)


class TestPermits:
    def test_a_purpose_has_one_permit_per_address(self) -> None:
        first = grant_permit(address="A@b.example", purpose="letter")
        assert grant_permit(address=" a@B.example", purpose="letter") == first
        assert grant_permit(address="a@b.example", purpose="registration:1") != first

    def test_revoking_keeps_the_first_reason_and_leaves_messages_to_the_fence(self) -> None:
        mailing = a_mailing(1)
        permit = Permit.objects.get()
        revoke_permit(permit=permit, reason="lien de la lettre")
        revoke_permit(permit=permit, reason="autre")
        permit.refresh_from_db()
        assert (permit.is_standing, permit.revoke_reason) == (False, "lien de la lettre")
        assert states(mailing) == {MessageState.READY: 1}
        assert mailing.counts().balanced

    def test_granting_again_makes_the_permit_stand_again(self) -> None:
        permit = grant_permit(address="a@b.example", purpose="letter")
        revoke_permit(permit=permit, reason="partie")
        assert grant_permit(address="a@b.example", purpose="letter").is_standing
        assert Permit.objects.count() == 1

    def test_a_suppression_takes_the_permits_of_its_scope_and_no_other(self) -> None:
        letter = grant_permit(address="a@b.example", purpose="letter")
        registration = grant_permit(address="a@b.example", purpose="registration:12")
        neighbour = grant_permit(address="a@b.example", purpose="registrations-other")
        suppress(address="A@b.example", scope="registration", reason="plainte")
        standing = {permit.pk: permit.is_standing for permit in Permit.objects.order_by("pk")}
        assert standing == {letter.pk: True, registration.pk: False, neighbour.pk: True}

    def test_a_suppression_everywhere_takes_them_all(self) -> None:
        grant_permit(address="a@b.example", purpose="letter")
        grant_permit(address="a@b.example", purpose="registration:12")
        suppress(address="a@b.example", scope="*", reason="adresse morte")
        assert not Permit.objects.standing().exists()

    def test_suppressing_twice_keeps_the_first_reason_and_holds_no_address(self) -> None:
        suppress(address="a@b.example", scope="letter", reason="plainte")
        suppress(address="a@b.example", scope="letter", reason="autre")
        suppression = Suppression.objects.get()
        assert suppression.reason == "plainte"
        assert "a@b" not in str(vars(suppression))

    def test_lifting_touches_its_scope_only(self) -> None:
        suppress(address="a@b.example", scope="letter", reason="x")
        suppress(address="a@b.example", scope="*", reason="x")
        lift_suppression(address="a@b.example", scope="letter")
        assert list(Suppression.objects.values_list("scope", flat=True)) == ["*"]


class TestErasure:
    def test_nothing_of_the_address_remains_and_the_equation_holds(self) -> None:
        mailing = a_mailing(3)
        a_confirmation(to="lectrice1@exemple.example", parts=[Part("a.ics", "text/calendar", b"lectrice1")])
        message = mailing.messages.get(address="lectrice0@exemple.example")
        DeliveryEvent.objects.create(
            message=message, kind="bounced", at=timezone.now(), detail="lectrice0@exemple.example"
        )
        for number in (0, 1):
            erase_address(address=f"Lectrice{number}@exemple.example")
        held = [
            str(list(model.objects.order_by("pk").values()))
            for model in (Message, Permit, Content, DeliveryEvent, Suppression)
        ]
        assert [text for text in held if "lectrice0" in text or "lectrice1" in text] == []
        assert "inscription" not in held[2]
        assert mailing.counts() == Counts(accepted=0, refused=0, uncertain=0, excluded=2, waiting=1, audience=3)
        assert mailing.exclusions() == {Reason.ERASED: 2}

    def test_erasing_twice_or_an_unknown_address_touches_nothing(self) -> None:
        a_mailing(1)
        assert erase_address(address="lectrice0@exemple.example") == 2
        assert erase_address(address="lectrice0@exemple.example") == 0
        assert erase_address(address="n’importe quoi") == 0

    def test_somebody_erased_can_come_back(self) -> None:
        grant_permit(address="a@b.example", purpose="letter")
        erase_address(address="a@b.example")
        assert grant_permit(address="a@b.example", purpose="letter").is_standing
        assert Permit.objects.count() == 2


class TestInvariants:
    @pytest.mark.parametrize(
        "change",
        [
            {"state": "sent"},
            {"state": MessageState.EXCLUDED},
            {"state": MessageState.ACCEPTED},
            {"settled_at": "2027-03-01T10:00:00Z"},
            {"state": MessageState.LEASED, "worker": "w"},
            {"state": MessageState.UNCERTAIN},
            {"dedup_key": "k"},
        ],
    )
    def test_the_database_refuses_a_message_that_makes_no_sense(self, change: dict[str, str]) -> None:
        message = a_mailing(1).messages.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**change)

    @pytest.mark.parametrize("change", [{"state": "sent"}, {"state": "done"}, {"prepared_at": None}])
    def test_the_database_refuses_a_mailing_that_makes_no_sense(self, change: dict[str, None]) -> None:
        mailing = a_mailing(1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Mailing.objects.filter(pk=mailing.pk).update(**change)

    def test_the_database_refuses_a_revocation_without_a_reason(self) -> None:
        permit = grant_permit(address="a@b.example", purpose="letter")
        with pytest.raises(IntegrityError), transaction.atomic():
            Permit.objects.filter(pk=permit.pk).update(revoked_at=timezone.now())

    def test_a_message_id_is_the_same_each_time_and_cannot_be_forged(self) -> None:
        message = a_confirmation()
        identifier = message.message_id("asso.example")
        assert identifier == Message.objects.get().message_id("asso.example")
        assert list(Message.objects.with_message_id(identifier)) == [message]
        forged = [f"<{message.pk}.0123456789ab@asso.example>", "<abc@d>", "", f"<{'9' * 30}.a@b>", "<²>"]
        assert [list(Message.objects.with_message_id(text)) for text in forged] == [[]] * 5
