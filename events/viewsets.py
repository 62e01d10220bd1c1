"""The menu « Ateliers »: what workshops produced, and who registered."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import CreateView, InspectView, SnippetViewSet

from cms.menus import PermittedMenuItem
from cms.numbers import number_in
from cms.viewsets import CarefulDeleteView

from .accompaniment.admin import OfferedServiceViewSet
from .books import RESERVED, opened_fields
from .forms.outputs import ActionGroupForm, ContactForm, DiagnosisItemForm, SeedForm
from .learning_viewsets import LEARNING
from .models import ActionGroup, Contact, DiagnosisItem, EventPage, Seed, TrainingPage, WorkshopPage
from .panels import GroupPanel
from .registers import registrations
from .registration_viewsets import GROUND
from .workshop_viewsets import AROUND

WORKSHOP = PageChooserPanel("workshop", "events.WorkshopPage")
AGREEMENT_HELP = (
    "Sans accord, le nom n’est montré à personne. Notez ici un accord reçu sur papier ou de vive voix : la phrase "
    "publiée ce jour-là en sera la preuve."
)


class CreateInEventView(CreateView):
    """« Ajouter », with the workshop of `?workshop=`, or the training of `?training=`, already chosen; an unknown
    number leaves the choice open."""

    parents: dict[str, type[EventPage]] = {"workshop": WorkshopPage}

    def get_initial_form_instance(self) -> Any:
        for name, model in self.parents.items():
            number = number_in(self.request.GET.get(name, ""))
            if number and (event := model.objects.filter(pk=number).first()):
                return self.model(**{name: event})
        return super().get_initial_form_instance()


class CreateSeedView(CreateInEventView):
    parents = {"workshop": WorkshopPage, "training": TrainingPage}


class InspectContactView(InspectView):
    """Whoever does not run the address book reads, of a card, what its person opened to somebody (C-10, C-11)."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if not value or field_name not in RESERVED or self.user_has_permission("change"):
            return value
        return self.opened[field_name] or "montré à personne"

    @cached_property
    def opened(self) -> dict[str, str]:
        return opened_fields(self.object)


class OutputViewSet(SnippetViewSet):
    """What the screens of outputs share."""

    menu_item_is_registered = True  # in the group below, so that Wagtail shows no second menu, « Fragments »
    list_filter: Any = ["workshop"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    add_view_class = CreateInEventView
    delete_view_class = CarefulDeleteView

    def get_queryset(self, request: Any) -> Any:
        return self.model._default_manager.select_related("workshop")


class DiagnosisItemViewSet(OutputViewSet):
    model = DiagnosisItem
    icon = "list-ul"
    menu_label = "État des lieux"
    list_display = [Column("text", label="Ce qui a été dit"), Column("kind", label="Type", accessor="get_kind_display")]
    list_display += ["workshop", Column("phase", label="Recueilli", accessor="get_phase_display")]
    list_filter = ["workshop", "kind", "phase", "state", "source"]
    search_fields = ["text"]
    edit_handler = ObjectList(
        [
            WORKSHOP,
            FieldRowPanel([FieldPanel("kind"), FieldPanel("phase"), FieldPanel("state")]),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("topic"), FieldPanel("territory")]),
            MultiFieldPanel(
                [HelpPanel(f"<p>{AGREEMENT_HELP}</p>"), FieldPanel("author"), FieldPanel("agreement")],
                heading="Qui l’a dit ?",
            ),
        ],
        base_form_class=DiagnosisItemForm,
    )


class ContactViewSet(OutputViewSet):
    model = Contact
    icon = "group"
    menu_label = "Carnet d’adresses"
    inspect_view_class = InspectContactView
    list_display = ["__str__", "what", "workshop", Column("state", label="État", accessor="get_state_display")]
    list_display += [BooleanColumn("is_public", label="Sur le site")]
    list_display += [DateColumn("confirmed_at", label="Dite juste", sort_key="confirmed_at")]
    search_fields = ["organisation_name", "what", "person__given_name", "person__family_name"]
    edit_handler = ObjectList(
        [
            WORKSHOP,
            MultiFieldPanel(
                [
                    HelpPanel(f"<p>{AGREEMENT_HELP}</p>"),
                    FieldPanel("person"),
                    FieldPanel("role"),
                    FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                    FieldPanel("address"),
                    FieldPanel("agreement"),
                    FieldRowPanel([FieldPanel("to"), FieldPanel("shown")]),
                    FieldPanel("agreed_on"),
                ],
                heading="Une personne",
            ),
            MultiFieldPanel(
                [PageChooserPanel("organisation", "home.OrganisationPage"), FieldPanel("organisation_name")],
                heading="Une structure",
            ),
            FieldPanel("website"),
            FieldPanel("what"),
        ],
        base_form_class=ContactForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("person", "organisation", "consent")


class SeedViewSet(OutputViewSet):
    model = Seed
    icon = "snippet"
    menu_label = "Graines de projet"
    add_view_class = CreateSeedView
    list_display = ["title", Column("state", label="État", accessor="get_state_display")]
    list_display += [Column("event", label="Née de"), DateColumn("sown_on", label="Semée le", sort_key="sown_on")]
    list_filter = ["workshop", "training", "state", "kind"]
    search_fields = ["title", "need", "description"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    HelpPanel("<p>D’un atelier, ou d’une formation dont le groupe continue : l’un des deux.</p>"),
                    WORKSHOP,
                    PageChooserPanel("training", "events.TrainingPage"),
                ],
                heading="D’où vient-elle ?",
            ),
            FieldPanel("title"),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("state"), FieldPanel("sown_on")]),
            FieldPanel("need"),
            FieldPanel("description"),
        ],
        base_form_class=SeedForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Seed.objects.select_related("workshop", "training")


class ActionGroupViewSet(SnippetViewSet):
    menu_item_is_registered = True
    model = ActionGroup
    icon = "group"
    menu_label = "Groupes-action"
    list_display = ["name", "seed", DateColumn("heard_at", label="Dernier signe", sort_key="heard_at"), "help_wanted"]
    search_fields = ["name", "seed__title"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("seed"), FieldPanel("name"), FieldPanel("first"), GroupPanel(heading="Où en est le groupe")],
        base_form_class=ActionGroupForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return ActionGroup.objects.select_related("seed")


class EventListing(PageListingViewSet):
    """Every event, to find its dates without walking through the tree."""

    model = EventPage
    icon = "date"
    menu_label = "Rendez-vous"
    add_to_admin_menu = False
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titre", sort_key="title", classname="title"),
        Column("kind", label="Type", accessor=lambda page: page.specific_class.teaser_kind_label),
        DateColumn("latest_revision_created_at", label="Modifié", sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label="État", sort_key="live"),
    ]


class EventsGroup(ViewSetGroup):
    """One menu for everything about workshops; the register of registrations stands in it too."""

    menu_label = "Ateliers"
    menu_icon = "group"
    menu_name = "ateliers"
    menu_order = 120
    items = (
        EventListing("events_listing", url_prefix="ateliers/rendez-vous"),
        DiagnosisItemViewSet(),
        ContactViewSet(),
        SeedViewSet(),
        ActionGroupViewSet(),
        *GROUND,
        *LEARNING,
        *AROUND,
        OfferedServiceViewSet(),
    )

    def get_submenu_items(self) -> list[MenuItem]:
        first, *rest = super().get_submenu_items()
        url, may_look = reverse("events_calendar"), ("events.view_session",)
        month = PermittedMenuItem("Calendrier", url, permissions=may_look, icon_name="calendar-alt", order=1)
        line = PermittedMenuItem(
            "Préparations",
            reverse("events_timeline"),
            permissions=("events.view_preparation",),
            icon_name="tasks",
            order=1,
        )
        files = PermittedMenuItem(
            "Accompagnements",
            reverse("accompaniments"),
            permissions=("events.view_accompaniment",),
            icon_name="group",
            order=3,
        )
        return [first, month, line, registrations.get_menu_item(order=2), files, *rest]
