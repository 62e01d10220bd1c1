"""The papers of an issue: for its editors, and those that readers may take."""

from dataclasses import dataclass

from cms.visibility import if_public

from ..enums import EditionKind, EditionState, Output
from ..models import Edition, EditionFile, IssuePage
from ..services.editions import agreements_stand, is_good_to_print

# What readers may take home; the printer's file is for the printer.
FOR_READERS = (Output.SCREEN, Output.BOOKLET, Output.EPUB)


@dataclass(frozen=True)
class Workshop:
    """What the screen of an issue's papers shows. `may_order` gives the kinds that can be asked for now."""

    issue: IssuePage
    editions: list[Edition]
    under_way: Edition | None
    good_to_print: bool

    @property
    def may_order(self) -> bool:
        return self.under_way is None


def papers_of(issue: IssuePage) -> Workshop:
    """Every making of the papers of `issue`, newest first, with its files."""
    editions = list(Edition.objects.filter(issue=issue).prefetch_related("files").select_related("asked_by"))
    under_way = next((edition for edition in editions if edition.is_under_way), None)
    return Workshop(issue, editions, under_way, is_good_to_print(issue))


def files_for_readers(issue: IssuePage) -> list[EditionFile]:
    """The files of the newest final edition of a public issue; nothing once an agreement it rests on is withdrawn."""
    if not issue.pk or if_public(issue) is None:
        return []
    newest = Edition.objects.filter(issue=issue, kind=EditionKind.FINAL, state=EditionState.DONE).order_by("-number")
    edition = newest.prefetch_related("files").first()
    if edition is None or not agreements_stand(edition):
        return []
    return [file for file in edition.files.all() if file.output in FOR_READERS]
