"""The état des lieux of a workshop: what was said about the stake, by whom, when, and what answers what (S3-07).

The journal cites these rows, so they have a stable uuid, and a workshop that has some cannot be deleted.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from wagtail.search import index

from ..enums import DiagnosisKind, Phase
from ..enums_workshop import ItemSource, ItemState


class DiagnosisItemQuerySet(models.QuerySet["DiagnosisItem"]):
    def standing(self) -> "DiagnosisItemQuerySet":
        """Neither set aside nor told under another item."""
        return self.filter(merged_into=None).exclude(state=ItemState.ASIDE)

    def on_board(self) -> "DiagnosisItemQuerySet":
        """What anybody may read: kept by the facilitators, duplicates told once."""
        return self.filter(merged_into=None, state=ItemState.KEPT)


class DiagnosisItem(index.Indexed, models.Model):
    """One thing said about the stake: a brake, a lever, a need… (S3-07).

    `phase` is when it was gathered; its words may be refined later, the former ones stay in `versions` (S3-20). A
    duplicate keeps its own words and author, and points to the item that speaks for both (`merged_into`).
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(
        "events.WorkshopPage",
        on_delete=models.PROTECT,
        related_name="diagnosis_items",
        verbose_name="atelier",
    )
    kind = models.CharField("type", max_length=15, choices=DiagnosisKind.choices)
    text = models.TextField("ce qui a été dit", max_length=800)
    phase = models.CharField("recueilli", max_length=8, choices=Phase.choices, default=Phase.MORNING)
    # Empty as long as the words are those of the phase it was gathered in.
    reworded_in = models.CharField("reformulé", max_length=8, choices=Phase.choices, blank=True, editable=False)
    state = models.CharField("relecture", max_length=6, choices=ItemState.choices, default=ItemState.KEPT)
    source = models.CharField("origine", max_length=13, choices=ItemSource.choices, default=ItemSource.TEAM)
    author = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="diagnosis_items",
        verbose_name="dit par",
    )
    quote_consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord pour être cité ou citée",
    )
    topic = models.ForeignKey(
        "cms.Topic", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="thème"
    )
    territory = models.ForeignKey(
        "cms.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="territoire"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged", verbose_name="réuni avec"
    )
    cluster = models.ForeignKey(
        "events.NeedCluster",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items",
        verbose_name="groupe de besoins",
    )
    reply = models.ForeignKey(
        "events.QuestionnaireReply",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items",
        editable=False,
        verbose_name="réponse au questionnaire",
    )
    card = models.ForeignKey(
        "events.RoomCard",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items",
        editable=False,
        verbose_name="carte du tour de table",
    )
    # Made by the telephone: what is sent twice, or late, is written once.
    client_id = models.UUIDField("clé d’envoi", null=True, blank=True, unique=True, editable=False)
    sheet_number = models.PositiveSmallIntegerField("fiche", null=True, blank=True, editable=False)
    sheet_line = models.PositiveSmallIntegerField("ligne", null=True, blank=True, editable=False)
    captured_at = models.DateTimeField("noté le", auto_now_add=True)

    objects = DiagnosisItemQuerySet.as_manager()
    search_fields = [index.SearchField("text"), index.AutocompleteField("text"), index.FilterField("kind")]

    class Meta:
        verbose_name = "élément d’état des lieux"
        verbose_name_plural = "éléments d’état des lieux"
        ordering = ["workshop", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="diagnosis_not_its_own_duplicate",
                violation_error_message="Un élément ne peut pas être réuni avec lui-même.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values),
                name="diagnosis_state_known",
                violation_error_message="Cet état de relecture n’existe pas.",
            ),
            models.UniqueConstraint(
                fields=["workshop", "sheet_number", "sheet_line"],
                name="diagnosis_sheet_line_once",
                violation_error_message="Cette ligne de cette fiche est déjà saisie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.text[:60]}"

    @property
    def may_name_author(self) -> bool:
        """The author agreed to be named, and has not changed their mind."""
        consent = self.quote_consent
        return bool(consent and consent.withdrawn_at is None and consent.person_id == self.author_id)


class DiagnosisVersion(models.Model):
    """Words an item had before, and in which phase they were its words."""

    item = models.ForeignKey(DiagnosisItem, on_delete=models.CASCADE, related_name="versions", verbose_name="élément")
    kind = models.CharField("type", max_length=15, choices=DiagnosisKind.choices)
    text = models.TextField("ce qui était écrit", max_length=800)
    phase = models.CharField("au moment", max_length=8, choices=Phase.choices)
    replaced_at = models.DateTimeField("remplacé le")
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="remplacé par",
    )

    class Meta:
        verbose_name = "version d’un élément"
        verbose_name_plural = "versions d’un élément"
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class DiagnosisLink(models.Model):
    """A lever that acts on a brake, a means that answers a need (S3-07, S3-06). Kinds are held by the service."""

    problem = models.ForeignKey(
        DiagnosisItem, on_delete=models.CASCADE, related_name="answer_links", verbose_name="frein ou besoin"
    )
    answer = models.ForeignKey(
        DiagnosisItem, on_delete=models.CASCADE, related_name="problem_links", verbose_name="levier ou moyen"
    )

    class Meta:
        verbose_name = "lien entre éléments"
        verbose_name_plural = "liens entre éléments"
        ordering = ["problem", "answer"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "answer"],
                name="diagnosis_link_once",
                violation_error_message="Ces deux éléments sont déjà liés.",
            ),
            models.CheckConstraint(
                condition=~Q(problem=F("answer")),
                name="diagnosis_link_between_two",
                violation_error_message="Un élément ne se lie pas à lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} / {self.answer}"


class NeedCluster(models.Model):
    """Needs that go together, brought nearer during lunch; a table of the afternoon starts from one (S3-24)."""

    workshop = models.ForeignKey(
        "events.WorkshopPage", on_delete=models.CASCADE, related_name="need_clusters", verbose_name="atelier"
    )
    title = models.CharField("en quelques mots", max_length=160)
    position = models.PositiveSmallIntegerField("ordre", default=1)

    class Meta:
        verbose_name = "groupe de besoins"
        verbose_name_plural = "groupes de besoins"
        ordering = ["workshop", "position", "pk"]

    def __str__(self) -> str:
        return self.title
