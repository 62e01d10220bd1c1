"""What is written to people about the words they confided: rows of the outbox, in the transaction of the question."""

from datetime import timedelta

from django.urls import reverse

from outbox.sender import current_sender
from outbox.services import write_mail

from .links import make_token
from .models import Voice

SCOPE = "passage"
VOICE = "people:voice"
# A no is taken for years: what opened may be closed again.
MAX_AGE = timedelta(days=3650)


def voice_url(voice: Voice) -> str:
    """The absolute address where this person answers about this passage."""
    return current_sender().base_url + reverse("people:voice", args=[make_token(VOICE, str(voice.uuid))])


def ask_about_passages(voices: list[Voice]) -> None:
    """One mail for all the passages of one exchange that concern one person, each with its own link.

    The words stay behind the link: a mailbox may be shared, and mails are kept by the outbox.
    """
    first = voices[0]
    context = {
        "person": first.person,
        "exchange": first.passage.exchange,
        "urls": [voice_url(voice) for voice in voices],
        "until": first.deadline,
        "again": any(voice.times_asked > 1 for voice in voices),
    }
    rounds = "-".join(f"{voice.pk}.{voice.times_asked}" for voice in voices)
    write_mail("people/passages", context, to=first.person.email, dedup_key=f"passage:{rounds}", scope=SCOPE)
