"""« Importer un texte »: give it, read what would be kept, save a draft. Nothing is written before the last button."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.prose import differences
from people.models import User

from .errors import TextRefused
from .forms import GiveForm, ReviewForm
from .in_hand import album_of, in_hand_of, take_in_hand
from .pictures import Album
from .saving import already_imported, blocks_of, save_text
from .sessions import read_sessions


class ImportTextView(WagtailAdminTemplateMixin, View):
    """GET asks for the text. POST reads it, reads it again after a change, or saves the draft."""

    page_title = "Importer un texte"
    header_icon = "upload"
    template_name = "config/import_text.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=GiveForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "original" in request.POST:
            return self.again(request, ReviewForm(request.POST))
        form = GiveForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form, status=422)
        read = form.document
        known = {"original": read.original, "markdown": read.text, "title": read.title}
        if read.album.found:
            known["in_hand"] = take_in_hand(content=form.content, by=self.user).digest
        same = already_imported(read.original)
        return self.review(ReviewForm(initial=known), read.original, read.text, read.album, notes=read.notes, same=same)

    def again(self, request: HttpRequest, form: ReviewForm) -> HttpResponse:
        """The text came back, changed or not: save it, or show once more what it gives."""
        is_whole = form.is_valid()
        said = form.cleaned_data
        original, markdown = said.get("original", ""), said.get("markdown", "")
        in_hand = in_hand_of(self.user, said.get("in_hand", ""))
        album = album_of(in_hand) if in_hand else Album()
        if not is_whole or "save" not in request.POST:
            return self.review(form, original, markdown, album, status=200 if is_whole else 422)
        try:
            page = save_text(
                title=said["title"],
                markdown=markdown,
                original=original,
                kind=said["kind"],
                dates=form.ticked(),
                in_hand=in_hand,
                by=self.user,
            )
        except TextRefused as refusal:
            form.add_error(None, str(refusal))
            return self.review(form, original, markdown, album, status=409)
        messages.success(request, f"« {page.title} » est un brouillon : relisez-le, puis publiez-le.")
        return redirect("wagtailadmin_pages:edit", page.pk)

    @property
    def user(self) -> User:
        assert isinstance(self.request.user, User)  # `dispatch` lets nobody else through
        return self.request.user

    def review(
        self, form: ReviewForm, original: str, markdown: str, album: Album, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        made = blocks_of(markdown, album)
        proposed, unread = read_sessions(markdown, form.usual)
        self.template_name = "config/review_text.html"
        return self.show(
            form=form,
            stretches=differences(original, markdown),
            set_aside=[block["value"] for block in made.blocks if block["type"] == "set_aside"],
            pictures=album.previews,
            dates=[(one, form.ticks(one)) for one in proposed],
            unread=unread,
            status=status,
            **{"notes": made.notes, "same": None, **more},
        )

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


def may_import(user: Any) -> bool:
    """Whoever may add a page somewhere. Where exactly is asked again when the draft is saved."""
    return bool(user.is_active and PagePermissionPolicy().user_has_permission(user, "add"))
