"""The screens of what trainings and series live by: topics, tools, tasks, remarks and proposals."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy

from .models import HomeTask, Proposal, SeriesRemark, Session, ToolReview, ToolSheet, TopicProposal, VideoWorkshopPage
from .registration_viewsets import GroundViewSet

TRAINING = PageChooserPanel("training", "events.TrainingPage")


class OfTrainingForm(WagtailAdminModelForm):
    """Its sessions and modules are those of the training."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        training = self.instance.training_id
        if "session" in self.fields and training:
            self.fields["session"].queryset = Session.objects.filter(event=training).select_related("event")


class NobodyAdds(ModelPermissionPolicy):
    """What participants wrote: the team reads it over, and nobody, administrators included, writes it for them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class WrittenByParticipants(GroundViewSet):
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> NobodyAdds:
        return NobodyAdds(self.model)


class TopicProposalViewSet(WrittenByParticipants):
    """The participants propose and choose; the team only says at which session it is worked on."""

    model = TopicProposal
    icon = "help"
    menu_label = "Sujets de formation"
    list_display = ["title", "training", Column("chosen", label="Choix", accessor=lambda row: row.backers.count())]
    list_filter = ["training"]
    edit_handler = ObjectList(
        [FieldPanel("title", read_only=True), FieldPanel("session")], base_form_class=OfTrainingForm
    )


class ToolSheetViewSet(GroundViewSet):
    model = ToolSheet
    icon = "cog"
    menu_label = "Outils de formation"
    list_display = ["name", "training", "found_in", "tried_in"]
    list_filter = ["training"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            TRAINING,
            *(FieldPanel(name) for name in ("name", "use", "website")),
            FieldRowPanel([FieldPanel("found_in"), FieldPanel("tried_in")]),
        ]
    )


class ToolReviewViewSet(WrittenByParticipants):
    """What structures wrote, read here before anybody may: the team keeps it or sets it aside, and rewrites nothing."""

    model = ToolReview
    icon = "comment"
    menu_label = "Avis sur les outils"
    list_display = ["tool", "structure", "advantages", "limits"]
    list_display += [Column("state", label="État", accessor="get_state_display", sort_key="state")]
    list_filter = ["state", "tool__training"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                "<p>« Retenu » : l’avis paraît dans la comparaison publique. « Écarté » : plus personne ne le lit.</p>"
            ),
            FieldPanel("state"),
            *(FieldPanel(name, read_only=True) for name in ("tool", "structure", "advantages", "limits")),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        return ToolReview.objects.select_related("tool")


class HomeTaskViewSet(GroundViewSet):
    model = HomeTask
    icon = "tasks"
    menu_label = "Travaux entre deux séances"
    list_display = ["title", "training", "session"]
    list_filter = ["training"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [TRAINING, FieldPanel("session"), FieldPanel("title"), FieldPanel("text")], base_form_class=OfTrainingForm
    )


class SeriesRemarkViewSet(GroundViewSet):
    """Without the author: what matters is what was met."""

    model = SeriesRemark
    icon = "comment"
    menu_label = "Forces et faiblesses"
    list_display = ["text", Column("kind", label="Nature", accessor="get_kind_display"), "session"]
    list_filter = ["kind"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("session"), FieldPanel("kind"), FieldPanel("text")])


class ProposalForm(WagtailAdminModelForm):
    """A proposal rests on remarks of its own series, and leads to a date of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series = self.instance.series if self.instance.series_id else None
        dates = VideoWorkshopPage.objects.child_of(series) if series else VideoWorkshopPage.objects.all()
        self.fields["remarks"].queryset = SeriesRemark.objects.filter(session__event__in=dates)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        series, remarks = cleaned.get("series"), cleaned.get("remarks")
        if series and remarks:
            dates = set(VideoWorkshopPage.objects.child_of(series).values_list("pk", flat=True))
            if any(remark.session.event_id not in dates for remark in remarks.select_related("session")):
                self.add_error("remarks", "Choisissez des remarques faites pendant ce cycle.")
        return cleaned


class ProposalViewSet(GroundViewSet):
    model = Proposal
    icon = "pick"
    menu_label = "Propositions des cycles"
    list_display = ["title", Column("kind", label="Nature", accessor="get_kind_display"), "series"]
    list_display += [DateColumn("made_at", label="Proposée le", sort_key="made_at")]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            PageChooserPanel("series", "events.SeriesPage"),
            *(FieldPanel(name) for name in ("kind", "title", "description", "remarks")),
            PageChooserPanel("event", "events.VideoWorkshopPage"),
        ],
        base_form_class=ProposalForm,
    )


LEARNING = (
    TopicProposalViewSet(),
    ToolSheetViewSet(),
    ToolReviewViewSet(),
    HomeTaskViewSet(),
    SeriesRemarkViewSet(),
    ProposalViewSet(),
)
