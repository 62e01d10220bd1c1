"""The menu « Journal »."""

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from .enums import VolunteerRole
from .forms.volunteers import VolunteerChangeForm, VolunteerForm
from .models import ArticlePage, IssuePage, Rubric, Volunteer
from .services import add_volunteer


class IssueListing(PageListingViewSet):
    model = IssuePage
    icon = "doc-full"
    menu_label = "Numéros"
    add_to_admin_menu = False
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titre", sort_key="title", classname="title"),
        Column("number", label="Numéro", sort_key="number"),
        Column("theme", label="Thème"),
        DateColumn("latest_revision_created_at", label="Modifié", sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label="État", sort_key="live"),
    ]


class ArticleListing(PageListingViewSet):
    model = ArticlePage
    icon = "doc-full-inverse"
    menu_label = "Articles"
    add_to_admin_menu = False
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titre", sort_key="title", classname="title"),
        Column("rubric", label="Rubrique", sort_key="rubric"),
        DateColumn("latest_revision_created_at", label="Modifié", sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label="État", sort_key="live"),
    ]


class RubricViewSet(ModelViewSet):
    """The rubrics, in the order of the sommaire; editors drag them."""

    model = Rubric
    icon = "tag"
    menu_label = "Rubriques"
    list_display = ["name", "promise"]
    search_fields = ["name", "promise"]
    copy_view_enabled = False


class VolunteerCreateView(generic.CreateView):
    """The consent is recorded as given aloud: the form hands everything to a service."""

    def save_instance(self) -> Volunteer:
        values = self.form.cleaned_data
        role = VolunteerRole(values["role"])
        return add_volunteer(person=self.form.someone(), role=role, note=values["note"], user=self.request.user)


class VolunteerViewSet(ModelViewSet):
    """The pool: who offered to write, photograph, proofread or distribute."""

    model = Volunteer
    icon = "group"
    menu_label = "Bénévoles"
    list_display = ["person", "role", "workshop", "offered_at", "stopped_at"]
    list_filter = ["role"]
    search_fields = ["person__given_name", "person__family_name", "note"]
    search_backend_name = None
    form_fields = ["person", "role", "note"]
    copy_view_enabled = False
    add_view_class = VolunteerCreateView

    def get_form_class(self, for_update: bool = False) -> type[VolunteerForm] | type[VolunteerChangeForm]:
        return VolunteerChangeForm if for_update else VolunteerForm


class JournalGroup(ViewSetGroup):
    menu_label = "Journal"
    menu_icon = "doc-full"
    menu_name = "journal"
    menu_order = 130
    items: tuple[ViewSet, ...] = (
        IssueListing("journal_issues", url_prefix="journal/numeros"),
        ArticleListing("journal_articles", url_prefix="journal/articles"),
        RubricViewSet("journal_rubrics", url_prefix="journal/rubriques"),
        VolunteerViewSet("journal_volunteers", url_prefix="journal/benevoles"),
    )
