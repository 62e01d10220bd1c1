"""The notebooks of confidential exchanges, in the admin: each is read by its keepers and by nobody else (S2-17)."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..enums import ConsentMethod, ConsentPurpose
from ..exchange_forms import ExchangeForm, NotedForm, PassageForm
from ..keeping import notebooks_of
from ..models import User, Voice
from ..services import (
    ConsentTextMissing,
    PassageRefused,
    ask_voices,
    note_passage,
    note_voice,
    open_exchange,
    wording_of,
)


class NotebookScreen(WagtailAdminTemplateMixin, View):
    """What the two screens share: the person who keeps, and only their notebooks."""

    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("people.change_exchange"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def kept(self) -> Any:
        return notebooks_of(self.user).order_by("-held_on", "-pk")

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


class NotebooksView(NotebookScreen):
    """The notebooks one keeps, and a new one."""

    template_name = "people/admin/notebooks.html"
    page_title = "Échanges confidentiels"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=ExchangeForm(), exchanges=self.kept())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ExchangeForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, exchanges=self.kept(), status=422)
        exchange = open_exchange(exchange=form.instance, people=form.cleaned_data["people"], by=self.user)
        return redirect("people_notebook", exchange.pk)


class NotebookView(NotebookScreen):
    """One notebook: notes, whose agreement each waits for, and what was said aloud or on paper."""

    template_name = "people/admin/notebook.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Somebody else's notebook is not even known to exist.
        self.exchange = get_object_or_404(notebooks_of(self.user), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.exchange.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("people_notebooks"), "label": NotebooksView.page_title},
            {"url": "", "label": self.exchange.title},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.notebook()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        orders = {"note": self.note, "ask": self.ask, "voice": self.voice, "settings": self.settle}
        order = orders.get(request.POST.get("order", ""))
        try:
            failed = order() if order else None
        except (PassageRefused, ConsentTextMissing) as refusal:
            messages.warning(request, str(refusal))
            return self.notebook(status=409, form=PassageForm(request.POST, exchange=self.exchange))
        return self.notebook(status=422, **failed) if failed else redirect("people_notebook", pk)

    def note(self) -> dict[str, Any] | None:
        form = PassageForm(self.request.POST, exchange=self.exchange)
        if not form.is_valid():
            return {"form": form}
        note_passage(exchange=self.exchange, by=self.user, **form.cleaned_data)
        messages.success(self.request, "Le passage est noté, et fermé.")
        return None

    def ask(self) -> None:
        written = ask_voices(exchange=self.exchange, by=self.user)
        messages.success(self.request, f"Personnes sollicitées par courriel : {written}.")

    def voice(self) -> None:
        form = NotedForm(self.request.POST)
        if not form.is_valid():
            raise PassageRefused("Dites comment cette réponse a été recueillie.")
        said = form.cleaned_data
        row = get_object_or_404(Voice, pk=said["row"], passage__exchange=self.exchange)
        note_voice(voice=row, agrees=bool(said["agrees"]), method=ConsentMethod(said["method"]), by=self.user)

    def settle(self) -> dict[str, Any] | None:
        form = ExchangeForm(self.request.POST, instance=self.exchange)
        if not form.is_valid():
            return {"settings_form": form}
        open_exchange(exchange=form.instance, people=form.cleaned_data["people"], by=self.user)
        return None

    def notebook(self, *, status: int = 200, **context: Any) -> HttpResponse:
        passages = self.exchange.passages.prefetch_related("voices__person").order_by("pk")
        opened = set(self.exchange.passages.opened().values_list("pk", flat=True))
        forms = {
            "form": PassageForm(exchange=self.exchange),
            "settings_form": ExchangeForm(instance=self.exchange),
            "noted_form": NotedForm(),
            "wording": wording_of(ConsentPurpose.CONFIDED),
        }
        shown = {"exchange": self.exchange, "passages": passages, "opened": opened, **forms, **context}
        return self.show(status=status, **shown)
