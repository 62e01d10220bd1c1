"""What the forms of the infolettre share: shown with a stamp, posted once it was read, answered alike to everybody."""

from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from people.models import ConsentText

from ..enums import DemandKind
from ..forms.subscribing import SOURCE_LENGTH, HumanForm
from ..services.demands import TooManyDemands, put_demand
from ..stamps import make_stamp


class AskingView(View):
    """A form that asks something for an address. Subclasses say which, and with which words."""

    template_name = ""
    kind: DemandKind
    wording: ConsentText | None = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """No cookie is asked of readers: a stranger who posts this form for them only gets them a mail to ignore."""
        return csrf_exempt(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.empty_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.posted_form()
        stamp = form.read_stamp
        if stamp is None or not stamp.is_fit:
            # From another site, too quick to have been read, or from yesterday: the same form, to look at and to send.
            return self.show(self.empty_form(), checking=True)
        if not form.is_valid():
            return self.show(form, status=422)
        if form.is_from_a_robot:
            return self.done()
        try:
            ip = get_client_ip_address(request) or ""
            put_demand(kind=self.kind, email=form.cleaned_data["email"], ip=ip, **self.asked(form))
        except TooManyDemands as refusal:
            return self.show(form, status=429, refusal=refusal)
        return self.done()

    def empty_form(self) -> HumanForm:
        raise NotImplementedError

    def posted_form(self) -> HumanForm:
        raise NotImplementedError

    def done(self) -> HttpResponse:
        raise NotImplementedError

    def asked(self, form: HumanForm) -> dict[str, Any]:
        """What the demand says besides its address."""
        return {"source": self.request.path}

    def initial(self) -> dict[str, str]:
        """What was typed elsewhere, or too quickly, with a stamp of now."""
        email = str(self.request.POST.get("email", ""))[:254].replace("\x00", "")
        return {"email": email, "source": self.source(), "stamp": make_stamp(self.wording)}

    def source(self) -> str:
        """The page that held the form; for one on another site, that site as the browser names it."""
        origin = self.request.headers.get("Origin", "")
        here = f"{self.request.scheme}://{self.request.get_host()}"
        if origin not in ("", "null", here):
            return origin[:SOURCE_LENGTH]
        posted = str(self.request.POST.get("source", ""))[:SOURCE_LENGTH].replace("\x00", "")
        return posted or self.request.path

    def show(
        self,
        form: HumanForm,
        *,
        status: int = 200,
        checking: bool = False,
        refusal: TooManyDemands | None = None,
        **context: Any,
    ) -> HttpResponse:
        if form.is_bound:
            # The bound form keeps what was typed; only its stamp starts again.
            form.data = {**form.data.dict(), "stamp": make_stamp(self.wording)}  # type: ignore[attr-defined]
        shown = {"form": form, "wording": self.wording, "checking": checking, "refusal": refusal, **context}
        return render(self.request, self.template_name, shown, status=status)
