"""What the tests of the outbox are made of."""

from collections.abc import Iterable

from django.db import transaction

from outbox import fence
from outbox.holds import Finished, Held
from outbox.models import Content, Mailing, Message, Permit
from outbox.services import (
    Recipient,
    create_mailing,
    freeze_content,
    grant_permit,
    release_mailing,
    send_transactional,
)

LEAVE_HEADERS = {
    "List-Unsubscribe": "<https://asso.example/quitter/%%leave%%>, <mailto:quitter@asso.example>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def a_content(subject: str = "La lettre de mars", **changes: object) -> Content:
    given = {
        "subject": subject,
        "html": '<p>Bonjour %%name%%</p><a href="https://asso.example/quitter/%%leave%%">Quitter</a>',
        "text": "Bonjour %%name%%\nhttps://asso.example/quitter/%%leave%%",
        "headers": LEAVE_HEADERS,
        **changes,
    }
    return freeze_content(**given)


def recipients(count: int, *, start: int = 0) -> Iterable[Recipient]:
    for number in range(start, start + count):
        address = f"lectrice{number}@exemple.example"
        permit = grant_permit(address=address, purpose="letter")
        yield Recipient(address, permit, {"name": f"Lectrice {number}", "leave": f"jeton{number}"})


def a_mailing(count: int = 3, *, release: bool = True, reference: str = "letter:1") -> Mailing:
    mailing = create_mailing(
        label="La lettre de mars",
        reference=reference,
        content=a_content(),
        purpose="letter",
        recipients=recipients(count),
    )
    return release_mailing(mailing=mailing) if release else mailing


def a_confirmation(
    key: str = "registration:1:confirmed:1",
    *,
    to: str = "inscrite@exemple.example",
    permit: Permit | None = None,
    **more: object,
) -> Message:
    with transaction.atomic():
        return send_transactional(
            to=to,
            subject="Votre inscription",
            text="C’est noté.",
            dedup_key=key,
            scope="registration",
            permit=permit,
            **more,
        )


def departs(held: Held, *, previous: Finished | None = None) -> bool:
    """Whether a page of one message passes the fence."""
    return fence.depart([held], previous=[previous] if previous else []) == {held.pk}


def states(mailing: Mailing) -> dict[str, int]:
    """How many messages in each state."""
    found: dict[str, int] = {}
    for state in mailing.messages.order_by("pk").values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found
