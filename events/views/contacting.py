"""« Contacter l’organisateur »: a form on each event, so that no address is shown to robots."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..forms.contacting import ContactForm
from ..services.contacting import TooManyQuestions, ask_organiser
from .registering import page_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, page_id: int) -> HttpResponse:
    """422 when something is to be corrected, 429 when too many arrive: what was typed is kept."""
    page = page_or_404(request, page_id)
    form = ContactForm(request.POST or None)
    context = {"page": page, "form": form, "sent": request.GET.get("envoye") == "1", "refusal": ""}
    if request.method != "POST":
        return render(request, "events/contact.html", context)
    done = HttpResponseRedirect(f"{reverse('events:contact', args=[page.pk])}?envoye=1")
    if form.is_trapped:
        return done
    if not form.is_valid():
        return render(request, "events/contact.html", context, status=422)
    try:
        ask_organiser(page=page, question=form.question)
    except TooManyQuestions as refusal:
        return render(request, "events/contact.html", {**context, "refusal": refusal.text}, status=429)
    return done
