"""The one mail a questionnaire sends: thanks, and a link to see, unname or take back one's answers (law.md C-06)."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from outbox.addresses import keyed_hash
from outbox.models import Message
from outbox.services import write_mail
from people.links import LinkInvalid, make_token, read_token
from people.secret import uuid_in

from .models import QuestionnaireReply

SCOPE = "questionnaire"
# As long as it is known who answered.
LINK_LIVES = timedelta(days=400)


def replies_url(reply: QuestionnaireReply) -> str:
    assert reply.person is not None
    token = make_token("replies", [reply.questionnaire_id, str(reply.person.uuid)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:own_replies', args=[token])}"


def read_replies_token(token: str) -> tuple[int, UUID]:
    """Questionnaire and person. Raises LinkInvalid, LinkExpired."""
    value = read_token("replies", token, max_age=LINK_LIVES)
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], int):
        raise LinkInvalid
    return value[0], uuid_in(value[1])


def tell_thanks(reply: QuestionnaireReply) -> bool:
    """Once for each address and questionnaire, however often somebody types that address (C-09)."""
    assert reply.person is not None
    address = reply.person.email
    key = f"questionnaire:{reply.questionnaire_id}:thanks:{keyed_hash(f'questionnaire:{address}')[:20]}"
    if not address or Message.objects.filter(dedup_key=key).exists():
        return False
    context = {"workshop": reply.questionnaire.workshop, "person": reply.person, "url": replies_url(reply)}
    write_mail("events/questionnaire_thanks", context, to=address, dedup_key=key, scope=SCOPE)
    return True
