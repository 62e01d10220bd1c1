"""Certificates: given to the person on demand, checked by anybody who holds the code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models import Certificate, Registration
from ..papers import certificate_paper, hours_of, sessions_in
from ..services.certificates import NothingAttended, issue_certificate, read_code
from ..standing import place_of
from .signed import signed


@signed("own_certificate")
def own_certificate(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET says what will be in it; POST makes it and answers with the PDF. 409 while nothing is noted."""
    context = {"registration": registration, "place": place_of(registration, timezone.now()), "refusal": ""}
    if request.method != "POST":
        return render(request, "events/own_certificate.html", context)
    try:
        certificate = issue_certificate(person=registration.person, event=registration.session.event)
    except NothingAttended as refusal:
        return render(request, "events/own_certificate.html", {**context, "refusal": refusal.text}, status=409)
    return pdf(certificate_paper(certificate), f"attestation-{certificate.code}.pdf")


@require_safe
def check_certificate(request: HttpRequest) -> HttpResponse:
    """`/attestations/?code=`: where somebody types the code of a paper."""
    typed = read_code(request.GET.get("code", "")[:40])
    if typed:
        return redirect("events:certificate", typed)
    return render(request, "events/certificate.html", {"certificate": None, "typed": ""})


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper of that code says; 404 when there is none."""
    found = Certificate.objects.select_related("event").filter(code=read_code(code)).first()
    context: dict[str, Any] = {"certificate": found, "typed": read_code(code)}
    if found:
        context |= {"sessions": sessions_in(found), "hours": hours_of(found.minutes)}
    response = render(request, "events/certificate.html", context, status=200 if found else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def pdf(content: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
