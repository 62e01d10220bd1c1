"""Places by profile typed as text, one limit a line, and written back the same way: « 8 : du social + bénévoles »."""

import re
from collections.abc import Iterable

from people.services import fold

from .models import Profile, Quota
from .services import QuotaDraft

_LINE = re.compile(r"^(?P<size>\d{1,6})\s*:\s*(?P<names>.+)$")


class QuotasUnreadable(ValueError):
    """The message names the line, for the person who typed it."""


def read_quotas(text: str) -> list[QuotaDraft]:
    """The limits of `text`. Raises QuotasUnreadable; a profile must exist already, however it is written."""
    known = {fold(profile.name): profile for profile in Profile.objects.all()} if text.strip() else {}
    drafts = [_read_line(number, line, known) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len({draft.key for draft in drafts}) < len(drafts):
        raise QuotasUnreadable("Deux lignes limitent les mêmes profils : gardez-en une.")
    return drafts


def write_quotas_text(quotas: Iterable[Quota]) -> str:
    return "\n".join(str(quota) for quota in quotas)


def _read_line(number: int, line: str, known: dict[str, Profile]) -> QuotaDraft:
    found = _LINE.match(line.replace("\u00a0", " ").strip())
    if found is None:
        raise QuotasUnreadable(f"Ligne {number} : écrivez par exemple « 8 : du social ».")
    names = [name.strip() for name in found["names"].split("+")]
    missing = [name for name in names if fold(name) not in known]
    if missing:
        raise QuotasUnreadable(
            f"Ligne {number} : le profil « {missing[0]} » n’existe pas. Ajoutez-le dans « Profils »."
        )
    return QuotaDraft(int(found["size"]), [known[fold(name)] for name in names])
