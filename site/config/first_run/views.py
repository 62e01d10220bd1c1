"""« Premiers pas »: the page behind the one-time link."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .forms import FirstRunForm
from .links import opens
from .services import AlreadyFounded, found_house

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the form, POST founds the house and opens the admin.

    404 with the same words for a link that is wrong, altered or has served; 422 when answers are to be corrected.
    """
    if not opens(token):
        return render(request, "config/first_run_closed.html", status=404)
    if request.method != "POST":
        return _show(request, FirstRunForm())
    form = FirstRunForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        user = found_house(token=token, founding=form.founding)
    except AlreadyFounded:
        return render(request, "config/first_run_closed.html", status=404)
    login(request, user, backend=BACKEND)
    return redirect("wagtailadmin_home")


def _show(request: HttpRequest, form: FirstRunForm, *, status: int = 200) -> HttpResponse:
    return render(request, "config/first_run.html", {"form": form}, status=status)
