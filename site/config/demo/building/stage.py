"""What the builders share: the house, the calendar, and everything already made, by its key."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from wagtail.models import Page

from cms.models import BasePage, Image, Territory, Topic
from cms.typography import typo_text
from config.first_run.tree import House
from people.models import Person
from tests.factories.cms import ImageFactory
from tests.factories.people import PersonFactory
from tests.factories.pictures import CATALOGUE, Drawing, draw

from ..content import names
from ..content.calendar import Calendar
from ..content.entries import Entry, Link, Picture

# Any fixed value: block ids derive from it, so that two runs write the same bodies.
NAMESPACE = uuid.UUID("6f0c3b9e-6a43-4d2f-9a55-0d1f1e5e5c01")
CREDIT = "Image générée pour la démonstration"


@dataclass
class Stage:
    """The demonstration while it is built. `scale` shrinks the pictures, for tests."""

    house: House
    calendar: Calendar
    scale: float = 1.0
    pages: dict[str, BasePage] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    _pictures: dict[str, Image] = field(default_factory=dict)
    _people: dict[int, Person] = field(default_factory=dict)

    def picture(self, name: str) -> Image:
        if name not in self._pictures:
            drawing = CATALOGUE[name]
            self._pictures[name] = ImageFactory(
                title=drawing.title,
                file=ContentFile(draw(name, scale=self.scale), name=f"{name}.jpg"),
                alt_text=drawing.alt,
                credit=CREDIT,
                **self._focal_point(drawing),
            )
        return self._pictures[name]

    def _focal_point(self, drawing: Drawing) -> dict[str, int]:
        """What must stay when a template cuts the picture: a third of it around its focus."""
        width, height = (round(side * self.scale) for side in drawing.size)
        return {
            "focal_point_x": round(drawing.focus[0] * width),
            "focal_point_y": round(drawing.focus[1] * height),
            "focal_point_width": width // 3,
            "focal_point_height": height // 3,
        }

    def person(self, rank: int) -> Person:
        if rank not in self._people:
            given, family = names.person(rank)
            self._people[rank] = PersonFactory(given_name=given, family_name=family, email=names.address(rank))
        return self._people[rank]

    @staticmethod
    def key(name: str) -> uuid.UUID:
        """An identifier that is the same at each run."""
        return uuid.uuid5(NAMESPACE, name)

    def page(self, key: str) -> Page:
        return self.pages[key]

    @staticmethod
    def fresh(page: Page) -> Any:
        """`page` as the tree has it now: its path and number of children change as pages come."""
        return type(page)._default_manager.get(pk=page.pk)

    def values(self, entry: Entry, model: type[models.Model]) -> dict[str, Any]:
        """The fields of `entry` as its factory takes them: typographic French, pages instead of links."""
        shared = {
            "title": typo_text(entry.title),
            "summary": typo_text(entry.summary),
            "listing_image": self.picture(entry.picture) if entry.picture else None,
            "territory": self.territories[entry.territory] if entry.territory else None,
        }
        return {**shared, **{name: self._value(model, name, value) for name, value in entry.fields.items()}}

    def _value(self, model: type[models.Model], name: str, value: Any) -> Any:
        if isinstance(value, Link):
            return self.page(value.key)
        column = model._meta.get_field(name)
        is_prose = isinstance(column, models.CharField | models.TextField) and not column.choices
        return typo_text(value) if is_prose and type(value) is str else value

    def body(self, key: str, blocks: Any) -> str:
        """`blocks` in StreamField's own form. Ids depend on the page and the place: the same at each run."""
        return json.dumps(
            [
                {"type": kind, "value": self._raw(value), "id": str(uuid.uuid5(NAMESPACE, f"{key}:{place}"))}
                for place, (kind, value) in enumerate(blocks)
            ]
        )

    def _raw(self, value: Any) -> Any:
        match value:
            case Link(key):
                return self.page(key).pk
            case Picture(name):
                return self.picture(name).pk
            case Mapping():
                return {name: self._raw(inside) for name, inside in value.items()}
            case list() | tuple():
                return [self._raw(inside) for inside in value]
            case _:
                return value
