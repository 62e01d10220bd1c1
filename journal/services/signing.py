"""Several signatures: whoever is invited to sign accepts or refuses (S3-30, LI-05)."""

from django.db import transaction
from django.utils import timezone

from people.enums import Answer
from people.models import Person

from ..enums import SignatureRole
from ..errors import JournalError
from ..mails import invite_to_sign
from ..models import ArticlePage, CoSignature, Signature
from .drafting import locked_article

ANSWERED = "Votre réponse est déjà notée : écrivez-nous pour en changer."


@transaction.atomic
def invite_signature(*, article: ArticlePage, person: Person, role: SignatureRole, name: str = "") -> CoSignature:
    """Ask `person` by mail to sign `article` under `name`. Asked again after a refusal, they may change their mind.

    Raises JournalError when they have no address, or have accepted already.
    """
    if not person.email:
        raise JournalError(f"{person} n’a pas d’adresse : l’invitation ne peut pas être envoyée.")
    values = {"name": name.strip() or person.full_name, "asked_at": timezone.now(), "answer": Answer.WAITING}
    if not values["name"]:
        raise JournalError("Indiquez le nom à imprimer.")
    known = CoSignature.objects.filter(article=article, person=person, role=role).first()
    if known and known.answer == Answer.AGREED:
        raise JournalError(f"{person} a déjà accepté de signer.")
    signature, _ = CoSignature.objects.update_or_create(
        article=article, person=person, role=role, defaults={**values, "answered_at": None}
    )
    invite_to_sign(signature)
    return signature


@transaction.atomic
def answer_signature(*, signature: CoSignature, answer: Answer, name: str = "") -> None:
    """Accept (the name joins the signatures of the draft, and the licence is agreed to) or refuse.

    Raises JournalError when it was answered before.
    """
    CoSignature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
    row = CoSignature.objects.select_related("article").get(pk=signature.pk)
    if row.answer != Answer.WAITING:
        raise JournalError(ANSWERED)
    row.answer, row.answered_at = answer, timezone.now()
    if answer == Answer.AGREED:
        row.name = name.strip()[:120] or row.name
        row.licence = row.article.licence
        _sign(row)
    row.save(update_fields=["answer", "answered_at", "name", "licence"])


def _sign(row: CoSignature) -> None:
    """Add the name to the draft, once."""
    article = locked_article(row.article)
    draft: ArticlePage = article.get_latest_revision_as_object()
    signatures = list(draft.signatures.all())
    if any(known.name == row.name and known.role == row.role for known in signatures):
        return
    draft.signatures.add(Signature(name=row.name, role=row.role, sort_order=len(signatures)))
    draft.save_revision(log_action=True)
