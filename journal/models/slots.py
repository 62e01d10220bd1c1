"""What an issue will hold, planned before any draft exists."""

from django.db import models
from django.db.models import Q

from ..enums import SlotState

USUAL_QUOTA = 3000


class Slot(models.Model):
    """A place in an issue: an idea, then a commission, then the article that came out of it."""

    issue = models.ForeignKey(
        "journal.IssuePage", on_delete=models.CASCADE, related_name="slots", verbose_name="numéro"
    )
    rubric = models.ForeignKey(
        "journal.Rubric", on_delete=models.PROTECT, related_name="slots", verbose_name="rubrique"
    )
    title = models.CharField("sujet", max_length=160, help_text="De quoi il s’agit ; le titre viendra plus tard.")
    brief = models.TextField(
        "ce que l’on attend",
        blank=True,
        max_length=1200,
        help_text="L’angle, les personnes à voir, ce qu’il ne faut pas oublier.",
    )
    quota = models.PositiveIntegerField(
        "longueur en signes", default=USUAL_QUOTA, help_text="Espaces comprises. 3 000 signes font une page illustrée."
    )
    due_on = models.DateField("à rendre le", null=True, blank=True)
    state = models.CharField("état", max_length=15, choices=SlotState.choices, default=SlotState.IDEA, editable=False)
    article = models.OneToOneField(
        "journal.ArticlePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="slot",
        verbose_name="article",
    )
    seed = models.ForeignKey(
        "events.Seed",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="née de la graine",
    )
    position = models.PositiveSmallIntegerField("ordre", default=1, editable=False)

    class Meta:
        verbose_name = "emplacement"
        verbose_name_plural = "emplacements"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quota__gte=100),
                name="slot_has_room",
                violation_error_message="Un emplacement compte au moins 100 signes.",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(state=SlotState.COMMISSIONED),
                name="slot_with_article_is_commissioned",
                violation_error_message="Un article suppose une commande.",
            ),
            models.UniqueConstraint(
                fields=["issue", "seed"],
                condition=Q(seed__isnull=False),
                name="slot_once_per_seed",
                violation_error_message="Cette graine a déjà sa place dans ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
