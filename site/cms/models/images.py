"""Our own Image: what a picture must say about itself before it may be published."""

from django.core.exceptions import ValidationError
from django.db import models
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition

from ..enums import ImageRights, Licence


class Image(AbstractImage):
    """A picture with its text alternative, credit, licence and image rights (law.md A-01, M-05, G-17)."""

    alt_text = models.CharField(
        "texte de remplacement",
        max_length=250,
        blank=True,
        help_text="Ce que l’image apprend à qui ne la voit pas. Laissez vide si l’image est décorative.",
    )
    # Not `decorative`: Wagtail sets an attribute of that name on every image it renders.
    is_decorative = models.BooleanField(
        "image décorative",
        default=False,
        help_text="L’image n’apporte aucune information : les lecteurs d’écran la passeront.",
    )
    credit = models.CharField("crédit", max_length=200, blank=True, help_text="Nom de l’auteur ou de l’autrice.")
    licence = models.CharField("licence", max_length=20, choices=Licence.choices, default=Licence.ALL_RIGHTS)
    image_rights = models.CharField(
        "droit à l’image",
        max_length=10,
        choices=ImageRights.choices,
        default=ImageRights.MISSING,
        help_text="Une photo où l’on reconnaît quelqu’un sans son accord écrit ne peut pas être imprimée.",
    )
    rights_document = models.ForeignKey(
        "cms.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="autorisations écrites",
    )

    tags = TaggableManager("étiquettes", help_text=None, blank=True, related_name="cms_images")

    # What a picture says comes right after the picture. Wagtail's `description` is left out: `alt_text` does its work.
    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "is_decorative",
        "credit",
        "licence",
        "image_rights",
        "rights_document",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"
        # Wagtail’s own Image, still installed, has the same class name.
        default_related_name = "cms_images"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_decorative=False) | models.Q(alt_text=""),
                name="image_decorative_has_no_alt",
                violation_error_message="Une image décorative n’a pas de texte de remplacement.",
            )
        ]

    @property
    def credit_line(self) -> str:
        """Who made it and what may be done with it; « © » only when all rights are reserved. Empty without a credit."""
        mark = "©\u00a0" if self.licence == Licence.ALL_RIGHTS else ""
        return f"{mark}{self.credit}, {self.get_licence_display()}" if self.credit else ""

    def clean(self) -> None:
        super().clean()
        if not self.alt_text and not self.is_decorative:
            raise ValidationError({"alt_text": "Décrivez l’image, ou cochez « image décorative »."})

    @property
    def default_alt_text(self) -> str:
        """What Wagtail writes in `alt` when a template says nothing."""
        return "" if self.is_decorative else self.alt_text


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = "rendu d’image"
        verbose_name_plural = "rendus d’image"
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")
        ]
