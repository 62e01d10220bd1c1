"""Freezing what a programme says at a date."""

from datetime import date

from django.db import transaction

from ..models import ProgrammePage, ProgrammeVersion
from ..versions import PARTS


@transaction.atomic
def freeze_version(
    *, programme: ProgrammePage, name: str, dated: date, changes: str = "", contributors: str = ""
) -> ProgrammeVersion:
    """Keep the typed parts of `programme` as readers see them now, under `name` (S1-07).

    Frozen again under the same name, the words about the version change and its parts do not.
    """
    live = ProgrammePage.objects.get(pk=programme.pk)
    version, _made = ProgrammeVersion.objects.update_or_create(
        programme=live,
        name=name,
        defaults={"dated": dated, "changes": changes, "contributors": contributors},
        create_defaults={
            "dated": dated,
            "changes": changes,
            "contributors": contributors,
            "parts": {part: str(getattr(live, part)) for part in PARTS},
        },
    )
    return version
