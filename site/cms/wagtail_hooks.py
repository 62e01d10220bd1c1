"""What the admin owes to the ground: reference tables, our colours, the notices that are still missing."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, TaskState

from .exports import EXPORTED
from .legal import missing_notices
from .models import SiteIdentity
from .viewsets import TerritoryChooserViewSet, TerritoryViewSet, TopicViewSet

BEING_OBEYED = timedelta(seconds=10)


@hooks.register("register_admin_viewset")
def register_reference_tables() -> list[ViewSet]:
    return [TopicViewSet("topic"), TerritoryViewSet("territory"), TerritoryChooserViewSet("territory_chooser")]


@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    @actions.register_action(EXPORTED)
    class Exported(LogFormatter):
        label = "Exporter une liste"

        def format_message(self, log_entry: Any) -> str:
            said = log_entry.data
            return f"Liste exportée : {said['list']}, {said['rows']} lignes ({said['columns']})"


class PagesToRead(PagesAdminAPIViewSet):
    """What the menus of the admin read of pages. It publishes, copies and deletes nothing: no screen of Wagtail asks
    it to, and there it would pass beside every hook of the house that asks why, or refuses.
    """

    actions: dict[str, Any] = {}


@hooks.register("construct_admin_api")
def only_read_pages(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesToRead)


@hooks.register("before_edit_page")
def let_no_autosave_approve(request: HttpRequest, page: Page) -> HttpResponse | None:
    """« Approuver » writes its order in the form, then sends it. Wagtail saves a form that changed half a second later:
    when the server is slower than that, the order came twice, and the next step was approved unread.
    """
    if request.accepts("text/html") or "action-workflow-action" not in request.POST:
        return None
    words = "Cette étape est déjà en route."
    return JsonResponse({"success": False, "error_code": "blocked_by_hook", "error_message": words}, status=400)


@hooks.register("before_edit_page")
def approve_only_what_is_on_the_screen(request: HttpRequest, page: Page) -> None:
    """A second click arrives while the first is being obeyed, or later: it would approve the next step, that nobody
    read.

    The order is left out; what was typed is saved all the same.
    """
    if "action-workflow-action" in request.POST and not _is_first_order_for(page.current_workflow_task_state, request):
        posted = request.POST.copy()
        del posted["action-workflow-action"]
        request.POST = posted  # type: ignore[assignment]
        messages.warning(request, "Cette étape était déjà passée : rien n’a été approuvé. Voyez où en est le texte.")


def _is_first_order_for(step: TaskState | None, request: HttpRequest) -> bool:
    """Whether the screen showed `step`, and nobody else is giving it an order at this moment.

    Wagtail reads the step again before it obeys, so comparing is not enough: one request takes the step, by the date
    of its end, which obeying overwrites. A form that was refused leaves it free again a moment later.
    """
    if step is None or request.POST.get("workflow-step") != str(step.pk):
        return False
    now = timezone.now()
    free = Q(finished_at=None) | Q(finished_at__lt=now - BEING_OBEYED)
    mine = TaskState.objects.filter(free, pk=step.pk, status=TaskState.STATUS_IN_PROGRESS)
    return mine.update(finished_at=now) == 1


@hooks.register("insert_global_admin_css")
def dress_the_admin() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class LegalNoticesPanel(Component):
    """A card of the dashboard that lists the compulsory notices nobody has written yet (law.md M-01)."""

    name = "legal_notices"
    template_name = "cms/admin/legal_notices.html"
    order = 90

    def __init__(self, identity: SiteIdentity) -> None:
        self.identity = identity
        self.missing = missing_notices(identity)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"identity": self.identity, "missing": self.missing}


@hooks.register("construct_homepage_panels")
def remind_of_legal_notices(request: HttpRequest, panels: list[Component]) -> None:
    """Only for those who may complete them, and only while something is missing."""
    if request.user.has_perm("cms.change_siteidentity"):
        panel = LegalNoticesPanel(SiteIdentity.for_request(request))
        if panel.missing:
            panels.append(panel)
