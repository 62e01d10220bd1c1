"""System checks: what a configuration that starts should still be told. Missing variables stop the start earlier."""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http.request import validate_host

from config.environment import is_local_sink


@register(Tags.database)
def sqlite_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without these two, two people get the last seat, or a visitor gets « database is locked »."""
    found: list[CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        if not database["ENGINE"].endswith("sqlite3"):
            continue
        if database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
            found.append(
                Error(f"La base SQLite « {alias} » doit avoir transaction_mode=IMMEDIATE.", id="dirigeable.E001")
            )
        if database.get("ATOMIC_REQUESTS"):
            found.append(
                Error(
                    f"ATOMIC_REQUESTS sur la base SQLite « {alias} » : chaque page prendrait le verrou d’écriture.",
                    id="dirigeable.E002",
                )
            )
    return found


@register(Tags.files)
def folders_can_be_written(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"Le dossier {folder} ne peut pas être écrit (DIRIGEABLE_VAR_DIR).", id="dirigeable.E003")
        for folder in (settings.VAR_DIR, settings.MEDIA_ROOT, settings.OUTBOX_MAIL_DIR)
        if not _can_be_written(Path(folder))
    ]


@register(Tags.urls, deploy=True)
def site_answers_at_its_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    found: list[CheckMessage] = []
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        found.append(
            Error(
                f"DIRIGEABLE_BASE_URL désigne {address.hostname}, que DIRIGEABLE_ALLOWED_HOSTS n’admet pas : "
                "les liens des courriels mèneraient à une erreur.",
                id="dirigeable.E004",
            )
        )
    if address.scheme != "https":
        found.append(Warning("DIRIGEABLE_BASE_URL n’est pas en https.", id="dirigeable.W001"))
    return found


@register(Tags.security, deploy=True)
def mail_can_leave(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if is_local_sink(settings.OUTBOX_TRANSPORT):
        found.append(
            Warning(
                "DIRIGEABLE_MAIL_TRANSPORT est un serveur de cette machine, sans compte : "
                "vérifiez que ce n’est pas la boîte aux lettres d’essai.",
                id="dirigeable.W002",
            )
        )
    _name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    try:
        validate_email(email)
    except ValidationError:
        found.append(Error("DIRIGEABLE_FROM_EMAIL n’est pas une adresse d’expédition.", id="dirigeable.E005"))
    if email.endswith(".example"):
        found.append(
            Warning(
                "DIRIGEABLE_FROM_EMAIL est une adresse d’exemple : personne n’y répondra.",
                id="dirigeable.W003",
            )
        )
    return found


def _can_be_written(folder: Path) -> bool:
    """Whether `folder`, or the first of its parents that exists, accepts files."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)
