"""Pages that no editor writes: search, map of the site, notices made from settings, files for robots."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.legal import missing_notices
from cms.models import SiteIdentity
from cms.registries import personal_data

from .atlas.drawing import as_geojson, draw
from .atlas.places import places_on_map
from .questions import asked_text
from .search.directory import directory_page, exported, read_question
from .search.exports import as_csv, as_json, as_vcards
from .search.results import QUESTION_LENGTH, search_pages
from .site_tree import site_tree

FILES = {"csv": ("text/csv", as_csv), "json": ("application/json", as_json), "vcf": ("text/vcard", as_vcards)}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the site says about the words asked by `?q=`."""
    found = search_pages(
        asked_text(request.GET, "q", max_length=QUESTION_LENGTH),
        page_number=request.GET.get("page"),
    )
    return render(request, "home/search.html", {"found": found, "question_length": QUESTION_LENGTH})


# The tiles of a reader who asks for them, and nobody else's: the page itself draws what the site holds.
@csp_update({"img-src": [settings.MAP_TILES_HOST]})
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """« Qui fait quoi »: the sheets asked for, and what may be asked from there (S0-03, S2-06, S3-05)."""
    shown = directory_page(request.GET)
    drawing = draw(places_on_map(shown.territories, request.GET))
    context = {"directory": shown, "asked": request.GET, "drawing": drawing, "tiles": settings.MAP_TILES}
    return render(request, "home/directory.html", context)


@require_safe
def directory_map(request: HttpRequest) -> HttpResponse:
    """The places of the map, for the script that makes it move."""
    places = places_on_map(directory_page(request.GET).territories, request.GET)
    return JsonResponse(as_geojson(places, reverse("home:directory")))


@require_safe
def directory_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same sheets for another program: `csv`, `json` or `vcf`, with the filters of the page."""
    if form not in FILES:
        raise Http404
    content_type, write = FILES[form]
    asked = exported(read_question(request.GET))
    sheets = ({**sheet, "adresse": request.build_absolute_uri(sheet["adresse"])} for sheet in asked)
    response = HttpResponse(write(sheets), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="annuaire.{form}"'
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The second way through the site, beside the menu (law.md A-15)."""
    return render(request, "home/sitemap.html", {"tree": site_tree(Site.find_for_request(request))})


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, who hosts: read from the settings, never typed twice (law.md M-01 to M-06)."""
    identity = SiteIdentity.for_request(request)
    return render(
        request,
        "home/legal.html",
        {"identity": identity, "missing": missing_notices(identity) if _is_editor(request) else []},
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Each treatment of personal data, from the register every app fills (law.md G-01, G-03)."""
    return render(
        request,
        "home/privacy.html",
        {"identity": SiteIdentity.for_request(request), "treatments": list(personal_data)},
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The declaration, in seven parts; without an audit the site is not compliant (law.md A-23, A-24)."""
    return render(request, "home/accessibility.html", {"identity": SiteIdentity.for_request(request)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything public, and no result of a search."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /django-admin/",
        f"Disallow: {reverse('home:search')}",
        f"Sitemap: {request.build_absolute_uri(reverse('home:sitemap_xml'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look without being told."""
    return redirect(static("img/favicon.svg"))


def _is_editor(request: HttpRequest) -> bool:
    return request.user.has_perm("wagtailadmin.access_admin")
