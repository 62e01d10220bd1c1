"""Reads DIRIGEABLE_* variables and, when some are wrong or missing, says so about all of them at once."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, ValidationError

PREFIX = "DIRIGEABLE_"
WEB_SCHEMES = {"http", "https"}
SMTP_SCHEMES = {"smtp", "smtp+starttls", "smtps"}
IMAP_SCHEMES = {"imap", "imap+starttls", "imaps"}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
SHORTEST_SECRET_KEY = 50


class Environment(Env):
    """Environment variables whose faults are collected, to be reported together by `refuse_faults`."""

    def __init__(self) -> None:
        super().__init__(eager=False, prefix=PREFIX)

    def refuse_faults(self, *, required: Mapping[str, str] | None = None) -> None:
        """Stop the start of the site unless every variable read is valid and every required one is set.

        `required` gives, for each name without its prefix, what the person who runs the site should put there.
        Raises ImproperlyConfigured with one line per fault.
        """
        faults = [
            f"{PREFIX}{name} manque : {advice}"
            for name, advice in (required or {}).items()
            if not self.str(name, "").strip()
        ]
        # Not `seal()`: Django may import the settings again to show the error, and would then meet a sealed object.
        for name, messages in self._errors.items():
            faults.append(f"{name} : {' '.join(dict.fromkeys(messages))}")
        if faults:
            raise ImproperlyConfigured(
                "La configuration est incomplète (voir docs/installer.md) :\n"
                + "".join(f"  - {fault}\n" for fault in faults)
            )


def web_address(value: str) -> None:
    """Refuse what is not the bare address of a site, such as https://asso.example."""
    address = urlsplit(value)
    if address.scheme not in WEB_SCHEMES or not address.hostname or value.endswith("/") or address.query:
        raise ValidationError("attendu : une adresse comme https://www.asso.example, sans barre oblique à la fin.")


def mail_transport(value: str) -> None:
    """Refuse what is neither smtp(s)://host:port nor the dotted path of an e-mail backend."""
    address = urlsplit(value)
    is_smtp = address.scheme in SMTP_SCHEMES and bool(address.hostname)
    is_dotted = "://" not in value and "." in value and all(part.isidentifier() for part in value.split("."))
    if not (is_smtp or is_dotted):
        raise ValidationError(
            "attendu : smtps://serveur:465, smtp+starttls://serveur:587 "
            "ou un module comme anymail.backends.brevo.EmailBackend."
        )


def mailbox(value: str) -> None:
    """Refuse what is not the address of an IMAP mailbox with its account, or would show its password in clear."""
    address = urlsplit(value)
    complete = address.scheme in IMAP_SCHEMES and address.hostname and address.username and address.password
    if value and (not complete or (address.scheme == "imap" and address.hostname not in THIS_MACHINE)):
        raise ValidationError("attendu : imaps://compte:secret@serveur ou imap+starttls://compte:secret@serveur.")


def database_address(value: str) -> None:
    """Refuse what dj-database-url cannot read."""
    try:
        dj_database_url.parse(value)
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ValidationError("attendu : postgres://compte:secret@serveur:5432/base ou sqlite:////chemin.") from error


def port_number(value: int) -> None:
    if not 0 < value < 65536:
        raise ValidationError("attendu : un numéro de port entre 1 et 65535.")


def secret_key(value: str) -> None:
    """Refuse a key too short to sign anything (Django's security.W009)."""
    if value and (len(value) < SHORTEST_SECRET_KEY or len(set(value)) < 5):
        raise ValidationError(f"attendu : au moins {SHORTEST_SECRET_KEY} caractères tirés au hasard.")


def is_local_sink(transport: str) -> bool:
    """Whether mail goes to the catcher on this very machine, hence reaches nobody."""
    address = urlsplit(transport)
    return address.scheme in SMTP_SCHEMES and address.hostname in THIS_MACHINE and not address.username
