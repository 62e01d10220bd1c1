from io import BytesIO
from typing import Any

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image as Drawing

from cms.enums import ImageRights, Licence, TerritoryKind
from cms.models import Document, Image, Territory, Topic
from cms.slugs import french_slug


class BasePageFactory(wagtail_factories.PageFactory):
    """Any page of the house: live, with a French slug. Takes `parent=`."""

    class Meta:
        abstract = True

    slug = factory.LazyAttribute(lambda page: french_slug(page.title))
    summary = "Deux phrases qui disent de quoi il s’agit. Elles suffisent à une carte."


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Thème {n}")
    slug = factory.LazyAttribute(lambda topic: french_slug(topic.name))


class TerritoryFactory(wagtail_factories.factories.MP_NodeFactory):
    """A territory; `parent=` puts it under another one."""

    class Meta:
        model = Territory

    name = factory.Sequence(lambda n: f"Commune {n}")
    kind = TerritoryKind.COMMUNE
    slug = factory.LazyAttribute(lambda territory: french_slug(territory.name))


def flat_picture(*, width: int = 64, height: int = 40, colour: str = "#1F4D3F") -> ContentFile:
    """A small PNG of one colour, named `image.png`."""
    buffer = BytesIO()
    Drawing.new("RGB", (width, height), colour).save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="image.png")


class ImageFactory(DjangoModelFactory):
    """A picture that may be published: described, credited, nobody to recognise. `file=` replaces the flat one."""

    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"Image {n}")
    file = factory.LazyFunction(flat_picture)
    alt_text = "Une vallée au petit matin."
    credit = "Image de test"
    licence = Licence.CC0
    image_rights = ImageRights.NOBODY


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Document {n}")
    file: Any = factory.LazyFunction(lambda: ContentFile(b"Le cadre des ateliers.", name="cadre.txt"))
    credit = "L’équipe"
    licence = Licence.BY_SA
