from django.db import models
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from ..enums import Licence


class Document(AbstractDocument):
    """A file to download, with its author and licence."""

    credit = models.CharField("auteur ou autrice", max_length=200, blank=True)
    licence = models.CharField("licence", max_length=20, choices=Licence.choices, default=Licence.ALL_RIGHTS)

    tags = TaggableManager("étiquettes", help_text=None, blank=True, related_name="cms_documents")

    admin_form_fields = (*WagtailDocument.admin_form_fields, "credit", "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
        # Wagtail’s own Document, still installed, has the same class name.
        default_related_name = "cms_documents"
