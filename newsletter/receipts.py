"""The receipt of a consent: what was agreed to, in which words, on which page, when. The person keeps it (C-04)."""

from django.template import loader
from django.template.context import make_context

from outbox.addresses import keyed_hash
from outbox.rendering import tidy
from outbox.sender import current_sender
from people.enums import ConsentPurpose
from people.models import Consent

from .models import Subscriber


def receipt_of(subscriber: Subscriber) -> str:
    """Plain text, sealed: the last line is a fingerprint that only this site can make again from the lines above."""
    consents = Consent.objects.filter(person=subscriber.person_id, purpose=ConsentPurpose.LETTER)
    context = {
        "subscriber": subscriber,
        "consents": consents.select_related("text_revision").order_by("given_at", "pk"),
        "follows": [str(row) for row in subscriber.follows.standing().with_targets()],
        "sender": current_sender(),
    }
    template = loader.get_template("newsletter/receipt.txt").template  # type: ignore[attr-defined]
    text = tidy(template.render(make_context(context, autoescape=False)))
    return f"{text}\nSceau : {keyed_hash(f'receipt:{text}')}\n"
