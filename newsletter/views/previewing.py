"""The letter as somebody would receive it: narrow or wide, by day or by night, in text, as a chosen subscriber."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from ..forms import PreviewForm
from ..previews import shown
from ..variants import mail_for
from .letters import LetterView


class PreviewScreen(LetterView):
    template_name = "newsletter/admin/preview.html"
    page_title = "Aperçu du courriel"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_edit())
        form = PreviewForm(request.GET or None)
        chosen = form.cleaned_data if form.is_bound and form.is_valid() else PreviewForm.DEFAULTS
        query = request.GET.urlencode() if form.is_bound and form.is_valid() else ""
        return self.show(form=form, letter=self.letter, chosen=chosen, query=query)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewFrame(LetterView):
    """The mail itself, for the frame of the screen. Its leaving links remove nobody."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_edit())
        form = PreviewForm(request.GET)
        chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else PreviewForm.DEFAULTS
        mail = mail_for(self.letter.get_latest_revision_as_object(), chosen["subscriber"])
        return shown(mail, chosen["mode"] or "mail")
