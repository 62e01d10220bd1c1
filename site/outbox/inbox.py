"""Reads the mail that the local sink caught. Development only: these pages show everybody's mail to
anybody.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from functools import wraps
from pathlib import Path
from typing import Any, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .sink import MAIL_NAME

PER_PAGE = 50
_SANDBOX = ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"]


@dataclass(frozen=True)
class CaughtMail:
    """One .eml file of the sink."""

    name: str
    content: bytes

    @property
    def parsed(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.content, policy=cast(Any, modern)))

    def header(self, name: str) -> str:
        return str(self.parsed.get(name, ""))

    @property
    def subject(self) -> str:
        return self.header("Subject") or "(sans objet)"

    @property
    def to(self) -> str:
        return self.header("To")

    @property
    def sender(self) -> str:
        return self.header("From")

    @property
    def caught_at(self) -> datetime | None:
        match = MAIL_NAME.fullmatch(self.name)
        return datetime.strptime(match[1], "%Y%m%d-%H%M%S-%f").astimezone() if match else None

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def files(self) -> list[str]:
        return [part.get_filename() or part.get_content_type() for part in self.parsed.iter_attachments()]

    def _body(self, kind: str) -> str:
        part = self.parsed.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""


def folder() -> Path:
    return Path(settings.OUTBOX_MAIL_DIR)


def names() -> list[str]:
    """Names of the mails caught, the newest first."""
    if not folder().is_dir():
        return []
    return sorted((path.name for path in folder().iterdir() if MAIL_NAME.fullmatch(path.name)), reverse=True)


def read(name: str) -> CaughtMail:
    """The mail of that name. Raises Http404; only names the sink gives are looked for, so no path gets
    through.
    """
    if not MAIL_NAME.fullmatch(name):
        raise Http404
    try:
        return CaughtMail(name, (folder() / name).read_bytes())
    except OSError as error:
        raise Http404 from error


View = Callable[..., HttpResponse]


def development_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return require_safe(guarded)


@development_only
def mail_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(names(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outbox/inbox.html", {"page_obj": page, "mails": [read(name) for name in page]})


@development_only
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "outbox/mail.html", {"mail": read(name)})


@csp_replace(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "sandbox": _SANDBOX,
    }
)
@development_only
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, in a sandbox: styles of its own, no script, links that leave the frame."""
    html = read(name).html
    if not html:
        raise Http404
    return HttpResponse(re.sub(r"(?i)<head>", '<head><base target="_top">', html, count=1))


@development_only
def mail_raw(request: HttpRequest, name: str) -> HttpResponse:
    content = read(name).content.decode(errors="replace")
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
