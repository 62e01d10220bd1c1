"""Writing one's own sheet without an account: a mailed link opens a space to write pages and take them back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.headers import private_link
from people.humans.forms import HumanForm
from people.humans.views import HumanView
from people.links import LinkExpired, LinkInvalid

from .errors import HomeError, NotHeld, TooManyWords
from .forms.holders import NewsSheetForm, ProjectSheetForm, SheetForm
from .models import HeldPage, Holder
from .services import sheets
from .services.holders import ask_for_link, holder_of

FORMS: dict[str, type[ProjectSheetForm | NewsSheetForm]] = {"projet": ProjectSheetForm, "actualite": NewsSheetForm}
EXPIRED = (
    "Ce lien datait de plus de trente jours, ou son adresse a été oubliée. Demandez-en un autre : il part aussitôt."
)


class ProposeView(HumanView):
    """The form that asks for the link."""

    template_name = "home/propose.html"

    def empty_form(self) -> HumanForm:
        return HumanForm(initial=self.initial())

    def posted_form(self) -> HumanForm:
        return HumanForm(self.request.POST)

    def accept(self, form: HumanForm, *, ip: str) -> None:
        ask_for_link(email=form.cleaned_data["email"], ip=ip)

    def done(self) -> HttpResponse:
        return redirect("home:link_sent")


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """What to do next: the same words whoever asked (law.md C-08)."""
    return render(request, "home/link_sent.html")


def with_holder(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view whose link it was. Its token is the proof, so no cookie is needed."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        try:
            holder = holder_of(token)
        except LinkInvalid as error:
            raise Http404 from error
        except LinkExpired:
            holder = None
        if holder is None:
            return render(request, "410.html", {"message": EXPIRED}, status=410)
        try:
            return view(request, token=token, holder=holder, **kwargs)
        except NotHeld as error:
            raise Http404 from error

    return csrf_exempt(private_link(wrapped))  # type: ignore[return-value]


@with_holder
@require_safe
def space(request: HttpRequest, *, token: str, holder: Holder) -> HttpResponse:
    """The pages of the holder, where each stands, and what may be written."""
    pages = list(HeldPage.objects.filter(holder=holder).select_related("page").order_by("-sent_at", "-pk"))
    context = {"token": token, "holder": holder, "pages": pages, "kept": request.GET.get("envoye") == "1"}
    return render(request, "home/space.html", context)


@with_holder
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, *, token: str, holder: Holder, kind: str, key: UUID | None = None) -> HttpResponse:
    """A sheet, new or written again. 422 when something is to be corrected, 429 beyond what one writes in a day."""
    if kind not in FORMS:
        raise Http404
    held = sheets.held_by(holder, key, kind=FORMS[kind].page_kind) if key else None
    form = FORMS[kind](request.POST or None, request.FILES or None, holder=holder, held=held)
    if request.method != "POST":
        return _show(request, form, token=token, kind=kind)
    if not form.is_valid():
        return _show(request, form, token=token, kind=kind, status=422)
    try:
        if held:
            sheets.rewrite(holder=holder, key=held.uuid, sheet=form.sheet)
        else:
            sheets.propose(holder=holder, sheet=form.sheet)
    except HomeError as refusal:
        status = 429 if isinstance(refusal, TooManyWords) else 409
        return _show(request, form, token=token, kind=kind, status=status, refusal=refusal)
    return redirect(f"{_space(token)}?envoye=1")


@with_holder
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, *, token: str, holder: Holder, key: UUID) -> HttpResponse:
    """Take a page off the site: GET says what will happen, POST does it (law.md L-04)."""
    held = sheets.held_by(holder, key)
    if request.method != "POST":
        return render(request, "home/retire.html", {"token": token, "held": held})
    sheets.retire(holder=holder, key=key)
    return redirect(_space(token))


def _show(
    request: HttpRequest,
    form: SheetForm,
    *,
    token: str,
    kind: str,
    status: int = 200,
    refusal: HomeError | None = None,
) -> HttpResponse:
    context = {"form": form, "token": token, "kind": kind, "held": form.held, "refusal": refusal}
    return render(request, "home/write.html", context, status=status)


def _space(token: str) -> str:
    return reverse("home:space", args=[token])
