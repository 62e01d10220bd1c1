"""Filling a letter, taking that back, reading again what changed. The buttons stand in the editing form of the letter.

They post that whole form: what was typed and not saved yet is kept, never lost for having pressed another button.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..models import LetterPage
from ..services import accept_changes, note_insertions, propose_contents, withdraw_proposal
from .letters import LetterView


class ComposingView(LetterView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_edit())
        self.act(self.draft())
        return redirect("wagtailadmin_pages:edit", self.letter.pk)

    def act(self, draft: LetterPage) -> None:
        raise NotImplementedError

    def draft(self) -> LetterPage:
        """The latest draft, with what the form holds when it can be read."""
        draft: LetterPage = self.letter.get_latest_revision_as_object()
        if "body-count" not in self.request.POST:
            return draft
        form_class = LetterPage.get_edit_handler().get_form_class()
        form = form_class(
            self.request.POST,
            self.request.FILES,
            instance=draft,
            parent_page=draft.get_parent(),
            for_user=self.request.user,
        )
        form.defer_required_fields()
        if _can_be_read(form):
            written: LetterPage = form.save(commit=False)
            return written
        messages.warning(
            self.request,
            "Une partie de ce que vous veniez d’écrire était incomplète : le dernier brouillon est repris.",
        )
        fresh: LetterPage = self.letter.get_latest_revision_as_object()
        return fresh


class ProposeView(ComposingView):
    """« Proposer le sommaire »."""

    def act(self, draft: LetterPage) -> None:
        proposal = propose_contents(draft=draft, user=self.request.user)  # type: ignore[arg-type]
        if proposal.is_empty:
            messages.info(self.request, "Rien de neuf n’est paru depuis la dernière lettre qui ne soit déjà ici.")
            return
        said = ", ".join(f"{rubric.label} ({len(rubric.items)})" for rubric in proposal.rubrics)
        messages.success(
            self.request, f"Ajouté au brouillon : {said}. Le bouton « Annuler la proposition » défait tout."
        )


class WithdrawView(ComposingView):
    """« Annuler la proposition »."""

    def act(self, draft: LetterPage) -> None:
        if withdraw_proposal(draft=draft, user=self.request.user):  # type: ignore[arg-type]
            messages.success(self.request, "La proposition est retirée ; ce que vous avez écrit est resté.")
        else:
            messages.info(self.request, "Il n’y avait rien à retirer.")


class AcceptView(ComposingView):
    """« J’ai relu »: the pages as they are today are those the editor knows."""

    def act(self, draft: LetterPage) -> None:
        draft.save_revision(user=self.request.user)
        note_insertions(draft=draft)
        accept_changes(draft=draft)
        messages.success(self.request, "C’est noté : vous avez relu les pages qui avaient changé.")


def _can_be_read(form: Any) -> bool:
    """Whether the form is complete enough; Wagtail's blocks raise KeyError on one that was cut short."""
    try:
        return bool(form.is_valid())
    except KeyError:
        return False
