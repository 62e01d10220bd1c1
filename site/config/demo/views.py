"""Erasing the demonstration from the admin."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from config.demo_accounts import ACCOUNTS
from config.models import DemoRun
from people.models import User

from .erasing import DemoMissing, erase_demo, plan_erasure
from .forms import EraseDemoAndKeepAccountForm, EraseDemoForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """GET says what goes, POST makes it go. 403 for anyone but an administrator; 422 when the word is missing."""
    user = request.user
    if not isinstance(user, User) or not user.is_superuser:
        raise PermissionDenied
    run = DemoRun.objects.standing().first()
    if run is None:
        messages.info(request, "La démonstration est déjà effacée.")
        return redirect("wagtailadmin_home")
    form = _form(request, user)
    if request.method == "POST" and form.is_valid():
        return _erase(request, form, user)
    plan = plan_erasure(run, keeping=user)
    return render(
        request,
        "config/erase_demo.html",
        {"form": form, "counts": plan.counts(), "is_demo_account": _is_demo_account(user)},
        status=422 if form.is_bound else 200,
    )


def _form(request: HttpRequest, user: User) -> EraseDemoForm:
    data = request.POST if request.method == "POST" else None
    if _is_demo_account(user):
        return EraseDemoAndKeepAccountForm(data)
    return EraseDemoForm(data)


def _erase(request: HttpRequest, form: EraseDemoForm, user: User) -> HttpResponse:
    try:
        if isinstance(form, EraseDemoAndKeepAccountForm):
            erase_demo(keeping=user, email=form.cleaned_data["email"], password=form.cleaned_data["password"])
            update_session_auth_hash(request, user)
        else:
            erase_demo(keeping=user)
    except DemoMissing as error:
        messages.info(request, str(error))
        return redirect("wagtailadmin_home")
    messages.success(request, "La démonstration est effacée. La maison est à vous.")
    return redirect("wagtailadmin_home")


def _is_demo_account(user: User) -> bool:
    return user.email in {account.email for account in ACCOUNTS}
