"""The « ours »: what each copy must say about who makes it, by declared periodicity (law.md P-01 to P-09)."""

import datetime as dt
from dataclasses import dataclass

from wagtail.models import Site

from cms.dates import short_date_text
from cms.models import SiteIdentity

from ..enums import ImprintFact, Periodicity
from ..errors import ImprintIncomplete
from ..issn import is_issn
from ..models import ArticlePage, IssuePage, JournalPage, Signature


@dataclass(frozen=True)
class ImprintLine:
    """One line: the fact it tells, what it says, and whether the law asks for it here."""

    fact: ImprintFact
    value: str
    required: bool

    @property
    def label(self) -> str:
        return str(self.fact.label)


@dataclass(frozen=True)
class Imprint:
    """The whole, for the site, the checks and the paper; `people` are the names that sign the articles of the issue."""

    lines: tuple[ImprintLine, ...]
    people: tuple[str, ...]
    is_free: bool

    @property
    def missing(self) -> list[str]:
        """The French names of the lines that are required and empty, in order."""
        return [line.label for line in self.lines if line.required and not line.value]

    @property
    def filled(self) -> list[ImprintLine]:
        return [line for line in self.lines if line.value]

    def value_of(self, fact: ImprintFact) -> str:
        """What it says of `fact`, empty when nothing is known."""
        return next((line.value for line in self.lines if line.fact == fact), "")


def imprint_of(issue: IssuePage) -> Imprint:
    """The imprint of `issue` as its journal and the site stand now. A bad ISSN counts as none."""
    journal = JournalPage.objects.parent_of(issue).get()
    identity = SiteIdentity.for_site(journal.get_site() or Site.objects.get(is_default_site=True))
    is_periodical = journal.periodicity != Periodicity.ANNUAL
    return Imprint(
        lines=(*_lines_of_the_publisher(identity, is_periodical), *_lines_of_the_issue(issue, journal, identity)),
        people=tuple(_people_of(issue)),
        is_free=journal.price.strip().lower().startswith("gratuit"),
    )


def require_imprint(issue: IssuePage) -> None:
    """Raises ImprintIncomplete when `issue` lacks a line that the law asks for; « bon à tirer » freezes none."""
    missing = imprint_of(issue).missing
    if missing:
        raise ImprintIncomplete(missing)


def _lines_of_the_publisher(identity: SiteIdentity, is_periodical: bool) -> list[ImprintLine]:
    return [
        ImprintLine(ImprintFact.PUBLISHER, identity.name.strip(), True),
        ImprintLine(ImprintFact.LEGAL_FORM, identity.legal_form.strip(), is_periodical),
        ImprintLine(ImprintFact.SEAT, _one_line(identity.postal_address), True),
        ImprintLine(ImprintFact.DIRECTOR, identity.publication_director.strip(), True),
    ]


def _lines_of_the_issue(issue: IssuePage, journal: JournalPage, identity: SiteIdentity) -> list[ImprintLine]:
    is_periodical = journal.periodicity != Periodicity.ANNUAL
    reply = journal.reply_contact.strip() or identity.contact_email.strip()
    return [
        ImprintLine(ImprintFact.EDITOR, journal.editor_in_chief.strip(), is_periodical),
        ImprintLine(ImprintFact.PRINTER, " ".join(journal.printer.split()), True),
        ImprintLine(ImprintFact.OUT_ON, _day(issue.date), True),
        ImprintLine(ImprintFact.DEPOSIT, _day(issue.legal_deposit_on), True),
        ImprintLine(ImprintFact.PERIODICITY, journal.get_periodicity_display() if is_periodical else "", False),
        ImprintLine(ImprintFact.PRICE, journal.price.strip(), is_periodical),
        ImprintLine(ImprintFact.ISSN, journal.issn if is_issn(journal.issn) else "", is_periodical),
        ImprintLine(ImprintFact.REPLY, reply, True),
    ]


def _day(day: dt.date | None) -> str:
    return short_date_text(day) if day else ""


def _one_line(address: str) -> str:
    return ", ".join(" ".join(line.split()) for line in address.splitlines() if line.strip())


def _people_of(issue: IssuePage) -> list[str]:
    articles = ArticlePage.objects.child_of(issue)
    names = Signature.objects.filter(page__in=articles).order_by("page__path", "sort_order")
    return list(dict.fromkeys(names.values_list("name", flat=True)))
