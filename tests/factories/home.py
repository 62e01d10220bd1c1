"""Pages of the home app. Each takes `parent=` (a page of the house, or any page in the database)."""

import datetime as dt

import factory

from home.models import (
    CallPage,
    HomePage,
    NewsPage,
    OrganisationPage,
    ProgrammePage,
    ProjectPage,
    ResourcePage,
    StandardPage,
    TermPage,
)

from .cms import BasePageFactory


class HomePageFactory(BasePageFactory):
    class Meta:
        model = HomePage

    title = "Accueil"


class StandardPageFactory(BasePageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Page {n}")


class OrganisationPageFactory(BasePageFactory):
    class Meta:
        model = OrganisationPage

    title = factory.Sequence(lambda n: f"Structure {n}")
    mission = "Faire se rencontrer les gens de la vallée."
    contact_email = factory.Sequence(lambda n: f"contact-{n}@valclair.example")


class ProgrammePageFactory(BasePageFactory):
    class Meta:
        model = ProgrammePage

    title = factory.Sequence(lambda n: f"Programme {n}")


class ProjectPageFactory(BasePageFactory):
    class Meta:
        model = ProjectPage

    title = factory.Sequence(lambda n: f"Projet {n}")
    needs = "Un local, et des bras pour le repeindre."


class NewsPageFactory(BasePageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"Actualité {n}")
    date = dt.date(2026, 3, 14)


class TermPageFactory(BasePageFactory):
    class Meta:
        model = TermPage

    title = factory.Sequence(lambda n: f"Mot {n}")


class CallPageFactory(BasePageFactory):
    class Meta:
        model = CallPage

    title = factory.Sequence(lambda n: f"Appel à projets {n}")
    campaign = 2027
    deadline = dt.date(2027, 3, 31)


class ResourcePageFactory(BasePageFactory):
    class Meta:
        model = ResourcePage

    title = factory.Sequence(lambda n: f"Ressource {n}")
