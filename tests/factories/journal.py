"""Pages of the journal. `parent=`: a JournalPage under the home page, an IssuePage under it, an ArticlePage under it.

`ArticlePageFactory(body=[…])` takes blocks in StreamField’s own form: `[{"type": "text", "value": "<p>…</p>"}]`.
"""

import datetime as dt
import json
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms.slugs import french_slug
from journal.enums import VolunteerRole
from journal.models import ArticlePage, IssuePage, JournalPage, Rubric, Slot, Volunteer
from people.enums import ConsentPurpose

from .cms import BasePageFactory
from .people import ConsentFactory, PersonFactory


class RubricFactory(DjangoModelFactory):
    class Meta:
        model = Rubric

    name = factory.Sequence(lambda n: f"Rubrique {n}")
    slug = factory.LazyAttribute(lambda rubric: french_slug(rubric.name))
    position = factory.Sequence(lambda n: 10 + n)


class JournalPageFactory(BasePageFactory):
    class Meta:
        model = JournalPage

    title = "Le Dirigeable"


class IssuePageFactory(BasePageFactory):
    class Meta:
        model = IssuePage

    number = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda issue: f"Numéro {issue.number}")
    slug = factory.LazyAttribute(lambda issue: f"numero-{issue.number}")
    season = "Printemps 2026"
    date = dt.date(2026, 3, 21)


class ArticlePageFactory(BasePageFactory):
    class Meta:
        model = ArticlePage

    title = factory.Sequence(lambda n: f"Article {n}")
    rubric = factory.SubFactory(RubricFactory)

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        body = kwargs.get("body")
        return {**kwargs, "body": json.dumps(body)} if isinstance(body, list) else kwargs


class SlotFactory(DjangoModelFactory):
    """A place in an issue: `issue=`."""

    class Meta:
        model = Slot

    rubric = factory.SubFactory(RubricFactory)
    title = factory.Sequence(lambda n: f"Sujet {n}")


class VolunteerFactory(DjangoModelFactory):
    class Meta:
        model = Volunteer

    person = factory.SubFactory(PersonFactory)
    role = VolunteerRole.WRITE
    consent = factory.SubFactory(
        ConsentFactory, purpose=ConsentPurpose.VOLUNTEER, person=factory.SelfAttribute("..person")
    )
    offered_at = factory.LazyFunction(timezone.now)
