"""What forms without an account share: shown with a stamp, posted once they were read, answered alike to everybody."""

from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from ..models import ConsentText
from .forms import AGAINST_ROBOTS, HumanForm
from .stamps import make_stamp


class NotNow(Exception):
    """A rule says no to a form without mistakes. The message is shown as it stands, with what was typed."""

    status = 409


class TooOften(NotNow):
    """Beyond what one visitor, or one mailbox, may ask in a while."""

    status = 429


class HumanView(View):
    """A form that asks something for an address. Subclasses say which, and with which words."""

    template_name = ""
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
            self.accept(form, ip=get_client_ip_address(request) or "")
        except NotNow as refusal:
            return self.show(form, status=refusal.status, refusal=refusal)
        return self.done()

    def empty_form(self) -> HumanForm:
        raise NotImplementedError

    def posted_form(self) -> HumanForm:
        raise NotImplementedError

    def accept(self, form: HumanForm, *, ip: str) -> None:
        """Do what `form`, valid, asks. Raises NotNow, TooOften."""
        raise NotImplementedError

    def done(self) -> HttpResponse:
        raise NotImplementedError

    def initial(self) -> dict[str, str]:
        """What was typed elsewhere, or too quickly, with a stamp of now."""
        email = str(self.request.POST.get("email", ""))[:254].replace("\x00", "")
        return {"email": email, "stamp": make_stamp(self.wording)}

    def with_what_was_typed(self, form: HumanForm) -> HumanForm:
        """`form`, empty, filled with what was posted too quickly: for forms that take long to write."""
        for name, field in form.fields.items():
            typed = field.widget.value_from_datadict(self.request.POST, self.request.FILES, name)
            if typed not in (None, "", []) and name not in AGAINST_ROBOTS:
                form.initial[name] = typed
        return form

    def show(
        self,
        form: HumanForm,
        *,
        status: int = 200,
        checking: bool = False,
        refusal: NotNow | None = None,
        **context: Any,
    ) -> HttpResponse:
        if form.is_bound:
            # The bound form keeps what was typed; only its stamp starts again.
            data = form.data.copy()  # type: ignore[attr-defined]
            data["stamp"] = make_stamp(self.wording)
            form.data = data
        shown = {"form": form, "wording": self.wording, "checking": checking, "refusal": refusal, **context}
        return render(self.request, self.template_name, shown, status=status)
