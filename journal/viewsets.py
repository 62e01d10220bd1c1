"""The menu « Journal »."""

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from .models import ArticlePage, IssuePage, Rubric


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


class JournalGroup(ViewSetGroup):
    menu_label = "Journal"
    menu_icon = "doc-full"
    menu_name = "journal"
    menu_order = 130
    items: tuple[ViewSet, ...] = (
        IssueListing("journal_issues", url_prefix="journal/numeros"),
        ArticleListing("journal_articles", url_prefix="journal/articles"),
        RubricViewSet("journal_rubrics", url_prefix="journal/rubriques"),
    )
