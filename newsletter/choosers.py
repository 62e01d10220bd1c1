"""What an editor picks from in a letter, besides pages and pictures."""

from django.db.models import QuerySet
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from events.models import Seed
from people.enums import Audience, ConsentPurpose
from people.models import Consent, Person


class SeedChooserViewSet(ChooserViewSet):
    model = Seed
    icon = "pick"
    choose_one_text = "Choisir une graine"
    choose_another_text = "Choisir une autre graine"
    edit_item_text = "Modifier cette graine"
    per_page = 20
    register_widget = False


seed_chooser = SeedChooserViewSet("seed_chooser")


def quotable() -> QuerySet[Person]:
    """Who agreed to be quoted on the public site: the only ones whom a letter may name, and an editor may list."""
    agreed = Consent.objects.given().filter(purpose=ConsentPurpose.QUOTE, audience=Audience.WEB)
    return Person.objects.filter(pk__in=agreed.order_by().values("person")).order_by("family_name", "given_name", "pk")


class QuotableMixin:
    def get_object_list(self) -> QuerySet[Person]:
        return quotable()


class QuotableChooseView(QuotableMixin, ChooseView):
    pass


class QuotableResultsView(QuotableMixin, ChooseResultsView):
    pass


class PersonChooserViewSet(ChooserViewSet):
    model = Person
    icon = "user"
    choose_one_text = "Choisir une personne"
    choose_another_text = "Choisir une autre personne"
    edit_item_text = "Voir cette personne"
    per_page = 20
    register_widget = False
    choose_view_class = QuotableChooseView
    choose_results_view_class = QuotableResultsView


person_chooser = PersonChooserViewSet("quoted_person_chooser")
