"""What readers reach from paper, and the papers they take."""

from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from ..blocks import sources_of_each
from ..blocks.sourced import DATES_SHOWN
from ..enums import Output
from ..models import EditionFile, IssuePage, JournalPage
from ..selectors.addresses import all_addresses, destination_of
from ..selectors.dates import next_sessions
from ..selectors.distribution import points_for_readers
from ..selectors.editions import files_for_readers
from ..selectors.issues import entries_of

MEDIA_TYPES = {Output.EPUB: "application/epub+zip"}


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """`/r/n4-7`: lead to the living page. What is printed never dies: if the page did, say so and help.

    Nothing is counted nor written: a phone that scans a code asks by GET.
    """
    address = get_object_or_404(all_addresses(), code=code.lower())
    where = destination_of(address)
    if where.url:
        return HttpResponseRedirect(where.url)
    return TemplateResponse(request, "journal/short_gone.html", {"where": where}, status=410)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Where paper waits for readers, by territory, each with the way to a map."""
    journal = JournalPage.objects.live().public().order_by("path").first()
    return TemplateResponse(request, "journal/places.html", {"journal": journal, "places": points_for_readers()})


def _public_issue(number: int) -> IssuePage:
    """The public issue of this number; the newest of two, since a copy published as it is bears that of the other."""
    issue = IssuePage.objects.published().filter(number=number).first()
    if issue is None:
        raise Http404
    return cast(IssuePage, issue)


@require_safe
def issue_file(request: HttpRequest, number: int, output: str) -> HttpResponse | FileResponse:
    """A file of the newest final edition of a public issue, shown rather than downloaded (trap PT-10)."""
    issue = _public_issue(number)
    file = next((file for file in files_for_readers(issue) if file.output == output), None)
    if file is None:
        raise Http404
    return served(file, name=f"le-dirigeable-n{issue.number}")


def served(file: EditionFile, *, name: str) -> FileResponse:
    """`file` as a response, under a name that says what it is."""
    suffix = "epub" if file.output == Output.EPUB else "pdf"
    kind = MEDIA_TYPES.get(Output(file.output), "application/pdf")
    response = FileResponse(file.file.open("rb"), content_type=kind, filename=f"{name}-{file.output}.{suffix}")
    response["ETag"] = f'"{file.sha256}"'
    # Somebody may take an agreement back: whoever keeps a copy asks each time whether it is still there.
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def whole_issue(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that the paper says, on one page: the accessible version of the PDF (RGAA 13.3, trap PT-8)."""
    issue = _public_issue(number)
    entries = entries_of(issue)
    if not entries:
        raise Http404
    articles = [entry.article for entry in entries]
    found = zip(articles, sources_of_each(articles), strict=True)
    texts = [(article, sources.set_apart(article.pk)) for article, sources in found]
    context = {
        "issue": issue,
        "entries": entries,
        "texts": texts,
        "journal": issue.get_parent(),
        "dates_to_come": SimpleLazyObject(lambda: next_sessions(DATES_SHOWN)),
    }
    return TemplateResponse(request, "journal/whole_issue.html", context)
