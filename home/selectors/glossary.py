"""The words that trades share, as pages show them."""

from dataclasses import dataclass

from ..models import Definition, GlossaryPage, OrganisationPage, ProgrammePage, Quotation, TermPage
from ..search.stems import plain


@dataclass(frozen=True)
class Word:
    """A word, who defines it how, and what was said of it; no quotation where they are hidden (S1-03)."""

    term: TermPage
    definitions: list[Definition]
    quotations: list[Quotation]


def letters_of(glossary: GlossaryPage) -> list[tuple[str, list[TermPage]]]:
    """The public words by their first letter, whatever its accent: « É » stands with « E »."""
    terms = TermPage.objects.child_of(glossary).live().public()
    letters: dict[str, list[TermPage]] = {}
    for term in sorted(terms.order_by("pk"), key=lambda term: (plain(term.title), term.pk)):
        letters.setdefault(plain(term.title)[:1].upper(), []).append(term)
    return list(letters.items())


def words_of_programme(programme: ProgrammePage) -> list[Word]:
    """The words that the page at hand shares, in its order. The same number of queries whatever their number."""
    keys = [shared.term_id for shared in programme.shared_words.all()]
    terms = TermPage.objects.live().public().prefetch_related("definitions", "quotations").in_bulk(keys)
    return _words([terms[key] for key in keys if key in terms], quotes=programme.shows_quotations)


def word_of(term: TermPage) -> Word:
    """What the page of a word says; read from its own children, so that a preview shows the draft."""
    (word,) = _words([term], quotes=True)
    return word


def programmes_sharing(term: TermPage) -> list[ProgrammePage]:
    """The public programmes that share this word."""
    pages = ProgrammePage.objects.filter(shared_words__term=term.pk).values("pk")
    return list(ProgrammePage.objects.live().public().filter(pk__in=pages).order_by("title"))


def _words(terms: list[TermPage], *, quotes: bool) -> list[Word]:
    """Each word with its definitions, under the name of an organisation only when that one is public."""
    definitions = {term.pk: list(term.definitions.all()) for term in terms}
    every = [one for ones in definitions.values() for one in ones]
    public = OrganisationPage.objects.live().public().in_bulk({one.organisation_id for one in every})
    for one in every:
        one.organisation = public.get(one.organisation_id or 0)
    return [Word(term, definitions[term.pk], list(term.quotations.all()) if quotes else []) for term in terms]
