"""What a person keeps in their own calendar: the personal feed, and the code to show at the door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cms.qr import qr_svg_uri

from ..ical import dates_file
from ..links import url_for
from ..models import PrivateFeed, Registration
from ..services import submission_of
from ..services.feeds import open_feed, renew_feed
from .signed import signed


@signed("own_calendar")
def own_calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET shows the address of the calendar, if it was opened; POST opens it, or gives it another address."""
    if request.method == "POST":
        renew_feed(registration=registration) if "renouveler" in request.POST else open_feed(registration=registration)
    feed = PrivateFeed.objects.filter(address=registration.contact_email).first()
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:private_calendar', args=[feed.key])}" if feed else ""
    context = {"registration": registration, "address": address, "code": qr_svg_uri(url_for(registration, "presence"))}
    return render(request, "events/own_calendar.html", context)


@signed("own_calendar")
def own_dates(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The dates of the form where they have a place, as a file; `?rappel=1` adds an alarm the day before (I19)."""
    mine = [row for row in submission_of(registration) if row.person_id == registration.person_id]
    kept = [row for row in mine if row.holds_a_place and not row.has_lapsed(timezone.now())]
    dates = [(row.session, url_for(row, "join")) for row in kept]
    content = dates_file(dates, alarm=request.GET.get("rappel") == "1")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mes-dates.ics"'
    return response


@signed("presence")
def presence(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What the QR code of a registration opens on any telephone: nothing but what to do with it."""
    return render(request, "events/presence.html", {"registration": registration})
