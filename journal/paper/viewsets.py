"""The menu of paper: print runs, places, rounds, post, partners, short addresses."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.viewsets import CarefulDeleteView
from people.viewsets import ReadOnlyPermissionPolicy

from ..models import Delivery, DropOffPoint, PartnerSpace, PostalSubscriber, PrintRun, Round, ShortAddress
from ..selectors.addresses import destination_of


class PrintRunViewSet(ModelViewSet):
    model = PrintRun
    icon = "doc-full-inverse"
    menu_label = "Impressions"
    list_display = ["issue", "copies", "printer", DateColumn("received_on", label="Reçu le")]
    copy_view_enabled = False


class DropOffPointViewSet(ModelViewSet):
    model = DropOffPoint
    icon = "site"
    menu_label = "Points de dépôt"
    list_display = ["name", "territory", "usual_copies", BooleanColumn("is_active", label="Servi")]
    list_filter = ["is_active", "territory"]
    search_fields = ["name", "address"]
    search_backend_name = None
    copy_view_enabled = False
    delete_view_class = CarefulDeleteView


class RoundViewSet(SnippetViewSet):
    model = Round
    icon = "order"
    base_url_path = "papier/tournees"
    menu_label = "Tournées"
    menu_item_is_registered = True
    list_display = ["name", "carrier"]
    copy_view_enabled = False


class DeliveryViewSet(ModelViewSet):
    model = Delivery
    icon = "success"
    menu_label = "Dépôts"
    list_display = ["issue", "point", "copies", DateColumn("delivered_on", label="Déposés le"), "left_over"]
    list_filter = ["issue"]
    copy_view_enabled = False


class PostalIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("person")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(label="Ajouter un abonnement", url=reverse("journal_add_postal"), icon_name="plus"),
            HeaderButton(label="Étiquettes (CSV)", url=reverse("journal_labels"), icon_name="download"),
        ]


class PostalInspectView(generic.InspectView):
    def get_ended_on_display_value(self) -> Any:
        return self.object.ended_on or "en cours"


class PostalSubscriberViewSet(ModelViewSet):
    model = PostalSubscriber
    icon = "mail"
    menu_label = "Abonnements postaux"
    list_display = ["person", "postal_code", "town", "copies", DateColumn("ended_on", label="Terminé le")]
    search_fields = ["person__family_name", "town"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["person", "address", "postal_code", "town", "copies", "started_on", "ended_on"]
    inspect_template_name = "journal/admin/postal.html"
    index_view_class = PostalIndexView
    inspect_view_class = PostalInspectView
    permission_policy = ReadOnlyPermissionPolicy(PostalSubscriber)
    # No form is ever shown; Wagtail asks for its fields all the same.
    form_fields = ["copies"]


class PartnerSpaceViewSet(ModelViewSet):
    model = PartnerSpace
    icon = "group"
    menu_label = "Partenaires et publicités"
    list_display = ["partner", "issue", "format"]
    list_filter = ["issue", "format"]
    copy_view_enabled = False


class ShortAddressViewSet(ModelViewSet):
    """Printed addresses: read only, for they never die."""

    model = ShortAddress
    icon = "link"
    menu_label = "Adresses courtes"
    list_display = [
        "code",
        "title",
        Column("leads", label="Mène à", accessor=lambda row: destination_of(row).url or "rien pour le moment"),
    ]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["code", "title", "kind", "created_at"]
    permission_policy = ReadOnlyPermissionPolicy(ShortAddress)
    form_fields = ["title"]


class PaperGroup(ViewSetGroup):
    menu_label = "Papier"
    menu_icon = "doc-full-inverse"
    menu_name = "papier"
    menu_order = 135
    items: tuple[ViewSet, ...] = (
        PrintRunViewSet("journal_print_runs", url_prefix="papier/impressions"),
        PartnerSpaceViewSet("journal_partners", url_prefix="papier/partenaires"),
        DropOffPointViewSet("journal_points", url_prefix="papier/points-de-depot"),
        RoundViewSet(),
        DeliveryViewSet("journal_deliveries_list", url_prefix="papier/depots"),
        PostalSubscriberViewSet("journal_postal", url_prefix="papier/abonnements-postaux"),
        ShortAddressViewSet("journal_addresses", url_prefix="papier/adresses-courtes"),
    )
