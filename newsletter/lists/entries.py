"""What each row says, whoever exported it: Brevo, Mailchimp, Sympa, or a plain sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..enums import ListOrigin
from .reading import Row

EMAIL = ("email", "e-mail", "email address", "adresse e-mail", "adresse email", "adresse", "courriel", "mail")
GIVEN = ("prenom", "prénom", "firstname", "first name", "given_name")
FAMILY = ("nom", "lastname", "last name", "family_name")
# Columns that only exist for who left, bounced or complained.
GONE_COLUMNS = ("unsub_time", "clean_time", "unsub_date", "unsub_reason", "clean_campaign_title")
# Columns that say it in a word.
GONE_WORDS = {
    "blacklisted": ("1", "true", "yes", "oui", "blacklisted"),
    "email_blacklisted": ("1", "true", "yes", "oui"),
    "blocklisted": ("1", "true", "yes", "oui"),
    "emailblacklisted": ("1", "true", "yes", "oui"),
    "status": ("unsubscribed", "cleaned", "blocklisted", "désabonné", "désinscrit", "inactive"),
    "statut": ("unsubscribed", "cleaned", "blocklisted", "désabonné", "désinscrit", "inactif", "bloqué"),
    "etat": ("désabonné", "désinscrit", "inactif"),
}


@dataclass(frozen=True)
class Entry:
    """One line of a list. `is_gone`: the file itself says that this person left, or that the address is dead."""

    email: str
    given_name: str = ""
    family_name: str = ""
    is_gone: bool = False


def origin_of(rows: list[Row]) -> ListOrigin:
    """Who exported these rows, by the columns only they use."""
    names = set(rows[0]) if rows else set()
    if {"optin_time", "member_rating", "leid", "euid", "confirm_time"} & names:
        return ListOrigin.MAILCHIMP
    if {"gecos", "reception", "visibility"} & names:
        return ListOrigin.SYMPA
    if {"contact id", "email_blacklisted", "blocklisted", "emailblacklisted", "added_time", "double_opt-in"} & names:
        return ListOrigin.BREVO
    return ListOrigin.SHEET


def entries_of(rows: Iterable[Row]) -> list[Entry]:
    return [_entry(row) for row in rows]


def _entry(row: Row) -> Entry:
    given, family = _first(row, GIVEN), _first(row, FAMILY)
    if not (given or family):
        given, _, family = row.get("gecos", "").strip('" ').partition(" ")
    return Entry(email=_first(row, EMAIL), given_name=given[:80], family_name=family[:80], is_gone=_is_gone(row))


def _first(row: Row, names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _is_gone(row: Row) -> bool:
    if any(row.get(name, "").strip() for name in GONE_COLUMNS):
        return True
    return any(row.get(name, "").strip().lower() in words for name, words in GONE_WORDS.items())
