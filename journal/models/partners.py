"""What a partner puts in an issue: an advert, or a page of their own (look.md 1, « maison de papier »)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.blocks.text import INLINE_FEATURES

from ..enums import PartnerFormat

SIGNS_OF_A_PAGE = 3000


class PartnerSpace(models.Model):
    """A place in the paper. Its nature is always printed above it, so that nobody takes it for an article."""

    issue = models.ForeignKey(
        "journal.IssuePage", on_delete=models.CASCADE, related_name="partner_spaces", verbose_name="numéro"
    )
    format = models.CharField("format", max_length=10, choices=PartnerFormat.choices, default=PartnerFormat.BANNER)
    partner = models.CharField("partenaire", max_length=120)
    title = models.CharField("titre", max_length=120, blank=True)
    text = RichTextField("texte", blank=True, features=INLINE_FEATURES)
    picture = models.ForeignKey(
        "cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="image"
    )
    url = models.URLField("adresse", blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=1)

    panels = [
        FieldPanel("issue"),
        FieldPanel("format"),
        FieldPanel("partner"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("picture"),
        FieldPanel("url"),
        FieldPanel("position"),
    ]

    class Meta:
        verbose_name = "espace partenaire"
        verbose_name_plural = "espaces partenaires"
        ordering = ["issue", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.partner} ({self.get_format_display()})"

    @property
    def signs(self) -> int:
        return len(strip_tags(self.text))

    def clean(self) -> None:
        super().clean()
        if self.signs > SIGNS_OF_A_PAGE:
            raise ValidationError(
                {"text": f"Une page de partenaire tient en 3 000 signes : ce texte en a {self.signs}."}
            )
        if not (self.text or self.picture):
            raise ValidationError({"text": "Écrivez un texte ou choisissez une image."})
