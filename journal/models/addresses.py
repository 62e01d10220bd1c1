"""Short addresses printed beside a QR code. They never die: what they led to may (issue item 9, PR-06)."""

from django.db import models
from django.urls import reverse

from ..enums import AddressKind


class ShortAddress(models.Model):
    """`/r/n4-7`: the seventh thing that issue n° 4 sent to the web. The code keeps its meaning for ever."""

    code = models.SlugField("code", max_length=20, unique=True)
    kind = models.CharField("nature", max_length=10, choices=AddressKind.choices)
    title = models.CharField("ce qui était annoncé", max_length=255)
    issue = models.ForeignKey(
        "journal.IssuePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="short_addresses",
        verbose_name="numéro",
    )
    article = models.ForeignKey(
        "journal.ArticlePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="short_addresses",
        verbose_name="article",
    )
    seed = models.ForeignKey(
        "events.Seed",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="short_addresses",
        verbose_name="graine",
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    checked_at = models.DateTimeField("suivie le", null=True, blank=True, editable=False)
    dead_since = models.DateTimeField("ne mène à rien depuis", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "adresse courte"
        verbose_name_plural = "adresses courtes"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"],
                condition=models.Q(kind=AddressKind.ISSUE),
                name="short_address_once_per_issue",
                violation_error_message="Ce numéro a déjà son adresse courte.",
            ),
            models.UniqueConstraint(
                fields=["issue", "article"],
                condition=models.Q(article__isnull=False),
                name="short_address_once_per_article",
                violation_error_message="Cet article a déjà son adresse courte dans ce numéro.",
            ),
            models.UniqueConstraint(
                fields=["issue", "seed"],
                condition=models.Q(seed__isnull=False),
                name="short_address_once_per_seed",
                violation_error_message="Cette graine a déjà son adresse courte dans ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"/r/{self.code}"

    def get_absolute_url(self) -> str:
        return reverse("journal:short", args=[self.code])
