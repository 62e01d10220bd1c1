"""What the people who are named in an article answered about it (chain-ideas.md, M4)."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from cms.enums import Licence
from people.enums import Answer

from ..enums import SignatureRole

# What is left of a refusal once the person is erased: where, and the hash of the words. `person` comes last, so that
# a row whose columns are emptied one after the other never breaks `cited_passage_anonymous`.
ANONYMOUS: dict[str, Any] = {
    "answer": Answer.REFUSED,
    "agreed_hash": "",
    "words": "",
    "wish": "",
    "consent": None,
    "asked_at": None,
    "answered_at": None,
    "times_asked": 0,
    "person": None,
}
# Refused, or agreed to and taken back since.
NO_LONGER_AGREED = Q(answer=Answer.REFUSED) | (
    Q(answer=Answer.AGREED) & (Q(consent=None) | Q(consent__withdrawn_at__isnull=False))
)


def keep_refusals(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Passages go with the person, except what this person refused or took back: it stays refused, by nobody."""
    refusals = list(rows.filter(NO_LONGER_AGREED))
    models.CASCADE(collector, field, rows.exclude(pk__in=[row.pk for row in refusals]), using)
    if refusals:
        for name, value in ANONYMOUS.items():
            collector.add_field_update(CitedPassage._meta.get_field(name), value, refusals)


class CitedPassageQuerySet(models.QuerySet["CitedPassage"]):
    def of_somebody(self) -> "CitedPassageQuerySet":
        """Those whose person the house still knows, and may ask."""
        return self.filter(person__isnull=False)

    def forget_person(self) -> int:
        """Erase these rows; refusals stay, without the person nor any word. Returns the number of rows touched."""
        kept = self.filter(NO_LONGER_AGREED).update(**ANONYMOUS)
        return kept + self.of_somebody().delete()[0]


class CitedPassage(models.Model):
    """The words of one block that a person must agree to. Their agreement holds for these words only.

    `words_hash` is that of the words they were last asked about, `agreed_hash` of those they agreed to.
    `code` is the code of the provenance of the block, empty for a block written here.
    Without a `person`, it is the refusal of somebody erased since: nothing about them is left, and it still holds.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(
        "journal.ArticlePage", on_delete=models.CASCADE, related_name="cited_passages", verbose_name="article"
    )
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=keep_refusals,
        related_name="cited_passages",
        verbose_name="personne",
    )
    block_id = models.CharField("bloc", max_length=36)
    code = models.CharField("origine", max_length=80, blank=True, db_index=True)
    words = models.TextField("passage", blank=True)
    words_hash = models.CharField("empreinte du passage", max_length=64, blank=True)
    agreed_hash = models.CharField("empreinte acceptée", max_length=64, blank=True)
    answer = models.CharField("réponse", max_length=10, choices=Answer.choices, default=Answer.WAITING)
    wish = models.TextField("formulation souhaitée", blank=True, max_length=2000)
    consent = models.ForeignKey(
        "people.Consent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="accord"
    )
    asked_at = models.DateTimeField("demandé le", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    times_asked = models.PositiveSmallIntegerField("demandes", default=0)

    objects = CitedPassageQuerySet.as_manager()

    class Meta:
        verbose_name = "passage à faire approuver"
        verbose_name_plural = "passages à faire approuver"
        ordering = ["article", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "block_id", "person"],
                name="cited_passage_once",
                violation_error_message="Cette personne est déjà liée à ce passage.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.AGREED) | ~Q(agreed_hash=""),
                name="cited_passage_agreed_to_words",
                violation_error_message="Un accord porte sur des mots.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(
                    answer=Answer.REFUSED,
                    agreed_hash="",
                    words="",
                    wish="",
                    consent__isnull=True,
                    asked_at__isnull=True,
                    answered_at__isnull=True,
                ),
                name="cited_passage_anonymous",
                violation_error_message="Le refus de quelqu’un dont les données sont effacées ne garde rien d’autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'Quelqu’un'} : {self.words[:60]}"

    @property
    def stands(self) -> bool:
        """They agreed, and did not take it back since."""
        return self.answer == Answer.AGREED and self.consent is not None and self.consent.withdrawn_at is None


class CoSignature(models.Model):
    """Somebody asked to sign an article with others; their name is added once they accept (S3-30)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(
        "journal.ArticlePage", on_delete=models.CASCADE, related_name="co_signatures", verbose_name="article"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="co_signatures", verbose_name="personne"
    )
    name = models.CharField("nom imprimé", max_length=120)
    role = models.CharField("rôle", max_length=15, choices=SignatureRole.choices, default=SignatureRole.WRITING)
    answer = models.CharField("réponse", max_length=10, choices=Answer.choices, default=Answer.WAITING)
    licence = models.CharField("licence acceptée", max_length=20, choices=Licence.choices, blank=True)
    asked_at = models.DateTimeField("demandée le")
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    class Meta:
        verbose_name = "co-signature"
        verbose_name_plural = "co-signatures"
        ordering = ["article", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person", "role"],
                name="co_signature_once",
                violation_error_message="Cette personne est déjà invitée à signer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_answer_display()})"
