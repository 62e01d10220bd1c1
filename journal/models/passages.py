"""What the people who are named in an article answered about it (chain-ideas.md, M4)."""

import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from cms.enums import Licence
from cms.prose.differences import Stretch, differences
from people.enums import Answer
from people.words import words_alone

from ..enums import SignatureRole

# What is left of a refusal once the person is erased: where, and the hash of the words. `person` comes last, so that
# a row whose columns are emptied one after the other never breaks `cited_passage_anonymous`.
ANONYMOUS: dict[str, Any] = {
    "answer": Answer.REFUSED,
    "agreed_hash": "",
    "agreed_words": "",
    "words": "",
    "wish": "",
    "consent": None,
    "asked_at": None,
    "answered_at": None,
    "times_asked": 0,
    "person": None,
}
# The same once they agreed to other words of that place: only the words they had refused stay out, wherever they are.
WORDS_ONLY: dict[str, Any] = {**ANONYMOUS, "block_id": "", "code": "", "words_hash": ""}
# Refused, or agreed to and taken back since.
NO_LONGER_AGREED = Q(answer=Answer.REFUSED) | (
    Q(answer=Answer.AGREED) & (Q(consent=None) | Q(consent__withdrawn_at__isnull=False))
)
# Some words of that place were refused, whatever they say of those of today.
REFUSED_ONCE = ~Q(refused_hashes=[])


def keep_refusals(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Passages go with the person, except what this person refused or took back: it stays refused, by nobody."""
    refusals = {row.pk: row for row in rows.filter(NO_LONGER_AGREED)}
    formerly = {row.pk: row for row in rows.filter(REFUSED_ONCE) if row.pk not in refusals}
    models.CASCADE(collector, field, rows.exclude(pk__in=[*refusals, *formerly]), using)
    for kept, left in ((refusals, ANONYMOUS), (formerly, WORDS_ONLY)):
        if kept:
            for name, value in left.items():
                collector.add_field_update(CitedPassage._meta.get_field(name), value, list(kept.values()))


class CitedPassageQuerySet(models.QuerySet["CitedPassage"]):
    def of_somebody(self) -> "CitedPassageQuerySet":
        """Those whose person the house still knows, and may ask."""
        return self.filter(person__isnull=False)

    def in_the_text(self) -> "CitedPassageQuerySet":
        """Those of somebody whose passage the draft still holds."""
        return self.of_somebody().filter(is_gone=False)

    def against(self) -> "CitedPassageQuerySet":
        """Those that keep some words out: refused today, taken back, or refused before others were written."""
        return self.filter(NO_LONGER_AGREED | REFUSED_ONCE)

    def forget_person(self) -> int:
        """Erase these rows; refusals stay, without the person nor any word. Returns the number of rows touched."""
        kept = self.filter(NO_LONGER_AGREED).update(**ANONYMOUS)
        kept += self.of_somebody().filter(REFUSED_ONCE).update(**WORDS_ONLY)
        return kept + self.of_somebody().delete()[0]


class CitedPassage(models.Model):
    """The words of one block that a person must agree to. Their agreement holds for these words only.

    `words_hash` is that of the words they were last asked about, `agreed_hash` of those they agreed to;
    `refused_hashes` those of all the words they said no to, which may still be on line when others are in the draft.
    `code` is the code of the provenance of the block, empty for a block written here.
    `is_gone`: the draft no longer holds the block; what is on line, or an older draft, may.
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
    # The words behind `agreed_hash`, kept to show what was changed in them since.
    agreed_words = models.TextField("passage accepté", blank=True)
    agreed_hash = models.CharField("empreinte acceptée", max_length=64, blank=True)
    refused_hashes: Any = models.JSONField("empreintes refusées", default=list, blank=True)
    is_gone = models.BooleanField("n’est plus dans le texte", default=False)
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
                    agreed_words="",
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

    @property
    def says_no(self) -> bool:
        """They refused, or took their agreement back (`NO_LONGER_AGREED`)."""
        return self.answer == Answer.REFUSED or (self.answer == Answer.AGREED and not self.stands)

    @property
    def changes(self) -> list[Stretch]:
        """Between the words they agreed to and those they are asked about now; nothing the first time."""
        if not self.agreed_words or self.agreed_hash == self.words_hash:
            return []
        return differences(self.agreed_words, self.words)

    @cached_property
    def said(self) -> str:
        return words_alone(self.words)


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
