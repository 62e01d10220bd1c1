"""The screens of what registrations rest on: questionnaires, profiles, déroulés, people who facilitate."""

from typing import Any

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.viewsets import CarefulDeleteView

from .forms.outputs import EventPersonForm
from .models import EventPerson, Profile, QuestionForm, TimetableTemplate

NAMED_HELP = (
    "Sans accord, le nom n’est montré à personne. Notez ici un accord reçu sur papier ou de vive voix : la phrase "
    "publiée ce jour-là en sera la preuve."
)


class GroundViewSet(SnippetViewSet):
    """In the menu « Ateliers », so that Wagtail shows no second one, « Fragments »."""

    menu_item_is_registered = True
    search_backend_name = None
    copy_view_enabled = True
    delete_view_class = CarefulDeleteView


class QuestionFormViewSet(GroundViewSet):
    model = QuestionForm
    icon = "form"
    menu_label = "Questionnaires d’inscription"
    list_display = ["name"]
    search_fields = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("introduction"),
            HelpPanel(
                "<p>Le prénom, le nom et l’adresse sont déjà demandés. Chaque question dit pourquoi elle est posée et "
                "combien de temps sa réponse est gardée. Ne demandez rien sur la santé de quiconque : les repas et "
                "l’accueil ont leurs propres champs.</p>"
            ),
            InlinePanel("questions", heading="Questions", label="question"),
        ]
    )


class ProfileViewSet(GroundViewSet):
    model = Profile
    icon = "group"
    menu_label = "Profils"
    list_display = ["name", Column("position", label="Ordre")]
    edit_handler = ObjectList([FieldRowPanel([FieldPanel("name"), FieldPanel("position")])])


class TimetableTemplateViewSet(GroundViewSet):
    model = TimetableTemplate
    icon = "list-ol"
    menu_label = "Déroulés types"
    list_display = ["name", Column("length", label="Durée")]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("text")])


class EventPersonViewSet(GroundViewSet):
    model = EventPerson
    icon = "user"
    menu_label = "Intervenantes et intervenants"
    list_display = [
        "person",
        Column("role", label="Rôle", accessor="get_role_display"),
        "event",
        BooleanColumn("may_be_named", label="Sur le site"),
    ]
    list_filter = ["role"]
    search_fields = ["person__given_name", "person__family_name", "credentials"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            PageChooserPanel("event", "events.EventPage"),
            FieldRowPanel([FieldPanel("role"), FieldPanel("session")]),
            PageChooserPanel("organisation", "home.OrganisationPage"),
            FieldPanel("credentials"),
            MultiFieldPanel(
                [HelpPanel(f"<p>{NAMED_HELP}</p>"), FieldPanel("person"), FieldPanel("agreement")],
                heading="Qui ?",
            ),
        ],
        base_form_class=EventPersonForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return EventPerson.objects.select_related("person", "event", "consent")


GROUND = (QuestionFormViewSet(), ProfileViewSet(), TimetableTemplateViewSet(), EventPersonViewSet())
