"""What volunteers, writers, people cited and co-signers see, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.enums import Answer, ConsentPurpose
from people.services import ConsentTextMissing, wording_of

from ..enums import AssignmentState, LinkPurpose
from ..errors import DraftMoved, JournalError
from ..forms.writers import DraftForm, NameForm, RemarkForm, WishForm
from ..links import ASSIGNMENT, DRAFT, PASSAGE, SIGNATURE
from ..models import Assignment, CitedPassage, CoSignature, DraftLink, Volunteer
from ..selectors.writers import draft_page_of, drafts_of_person, is_behind, neighbours_of
from ..services import (
    answer_passage,
    answer_signature,
    answer_task,
    leave_remark,
    pin_again,
    save_words,
    stop_volunteering,
    suggest,
)
from .secret import gone, opened_by_link

DONE = {
    "save": "Votre texte est enregistré. Vous pouvez continuer, ou fermer cette page et revenir par le même lien.",
    "suggest": "Vos propositions sont transmises à la rédaction.",
    "remark": "Votre remarque est transmise à la rédaction.",
    "pin": "Voici le texte tel qu’il est maintenant.",
}
NO_MORE = "no-more"  # an answer to the task that is about all the others


@opened_by_link(ASSIGNMENT, Assignment, "person", "issue", "slot__article")
def assignment_view(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """GET tells the task; POST accepts, declines, says that it is done, or that no other is wanted."""
    refusal, status = "", 200
    wanted = request.POST.get("answer", "")
    stops = request.method == "POST" and wanted == NO_MORE
    if stops:
        stop_volunteering(person=assignment.person)
    elif request.method == "POST" and wanted in AssignmentState.values:
        try:
            assignment = answer_task(assignment=assignment, state=AssignmentState(wanted))
        except JournalError as error:
            refusal, status = str(error), 409
    context = {
        "assignment": assignment,
        "refusal": refusal,
        "links": drafts_of_person(assignment),
        "offers": Volunteer.objects.offering().filter(person=assignment.person).exists(),
        "stops": stops,
    }
    return render(request, "journal/writers/assignment.html", context, status=status)


@opened_by_link(DRAFT, DraftLink, "person", "article", "version")
def draft_view(request: HttpRequest, link: DraftLink) -> HttpResponse:
    """GET shows the version of the link; POST writes, suggests, remarks, or brings the link to the latest version."""
    if not link.is_standing:
        return gone(request)
    if request.method != "POST":
        return _draft(request, link)
    order = request.POST.get("order", "")
    if order == "remark":
        return _remark(request, link)
    if order == "pin":
        return _do_pin(request, link)
    form = DraftForm(request.POST, link=link)
    if not form.is_valid():
        return _draft(request, link, form=form, status=422)
    return _write(request, link, form)


def _write(request: HttpRequest, link: DraftLink, form: DraftForm) -> HttpResponse:
    try:
        if link.purpose == LinkPurpose.WRITE:
            save_words(link=link, version_hash=form.cleaned_data["version"], words=form.words)
            done = "save"
        else:
            done = "suggest" if suggest(link=link, words=form.words) else ""
    except DraftMoved as moved:
        return _draft(request, link, form=form, refusal=str(moved), status=409, moved=True)
    except JournalError as error:
        return _draft(request, link, form=form, refusal=str(error), status=409)
    return _draft(request, _fresh(link), done=done)


def _remark(request: HttpRequest, link: DraftLink) -> HttpResponse:
    remark = RemarkForm(request.POST)
    if not remark.is_valid():
        return _draft(request, link, remark=remark, status=422)
    try:
        leave_remark(link=link, text=remark.cleaned_data["text"])
    except JournalError as error:
        return _draft(request, link, remark=remark, refusal=str(error), status=409)
    return _draft(request, link, done="remark")


def _do_pin(request: HttpRequest, link: DraftLink) -> HttpResponse:
    try:
        pin_again(link=link)
    except JournalError as error:
        return _draft(request, link, refusal=str(error), status=409)
    return _draft(request, _fresh(link), done="pin")


def _fresh(link: DraftLink) -> DraftLink:
    return DraftLink.objects.select_related("person", "article", "version").get(pk=link.pk)


def _draft(
    request: HttpRequest,
    link: DraftLink,
    *,
    form: DraftForm | None = None,
    remark: RemarkForm | None = None,
    done: str = "",
    refusal: str = "",
    moved: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "link": link,
        "form": form or DraftForm(link=link),
        "remark": remark or RemarkForm(),
        "done": DONE.get(done, ""),
        "refusal": refusal,
        "is_behind": is_behind(link),
        "moved": moved,
        "around": draft_page_of(link, latest=moved),
    }
    return render(request, "journal/writers/draft.html", context, status=status)


@opened_by_link(PASSAGE, CitedPassage, "person", "article", "consent")
def passage_view(request: HttpRequest, passage: CitedPassage) -> HttpResponse:
    """GET shows the words as they would be printed; POST agrees, refuses, or asks for others."""
    if passage.person is None:
        return gone(request)
    form = WishForm(request.POST if request.method == "POST" else None, initial={"words_hash": passage.words_hash})
    refusal, status = "", 200
    wanted = {"agree": Answer.AGREED, "refuse": Answer.REFUSED, "other": Answer.WAITING}
    answer = wanted.get(request.POST.get("answer", ""))
    if request.method == "POST" and answer and form.is_valid():
        values = form.cleaned_data
        try:
            answer_passage(passage=passage, answer=answer, words_hash=values["words_hash"], wish=values["wish"])
        except (JournalError, ConsentTextMissing) as error:
            refusal, status = str(error), 409
        passage = CitedPassage.objects.select_related("person", "article").filter(pk=passage.pk).first() or passage
    elif request.method == "POST" and form.errors:
        status = 422
    if status == 409:
        form = WishForm(initial={"words_hash": passage.words_hash, "wish": request.POST.get("wish", "")})
    context = {
        "passage": passage,
        "around": neighbours_of(passage),
        "form": form,
        "refusal": refusal,
        "wording": wording_of(ConsentPurpose.QUOTE),
    }
    return render(request, "journal/writers/passage.html", context, status=status)


@opened_by_link(SIGNATURE, CoSignature, "person", "article")
def signature_view(request: HttpRequest, signature: CoSignature) -> HttpResponse:
    """GET tells what is asked; POST accepts or refuses to sign."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": signature.name})
    refusal, status = "", 200
    answer = {"accept": Answer.AGREED, "refuse": Answer.REFUSED}.get(request.POST.get("answer", ""))
    if request.method == "POST" and answer and form.is_valid():
        try:
            answer_signature(signature=signature, answer=answer, name=form.cleaned_data["name"])
        except JournalError as error:
            refusal, status = str(error), 409
        signature.refresh_from_db()
    elif request.method == "POST" and form.errors:
        status = 422
    context = {"signature": signature, "form": form, "refusal": refusal}
    return render(request, "journal/writers/signature.html", context, status=status)
