"""What leaves is frozen: its words, its pictures, its links, and what the archive will show for years."""

from outbox.models import Content
from outbox.rendering import RenderedMail
from outbox.sender import Sender, current_sender
from outbox.services import freeze_content

from ..addresses import our_links
from ..models import AnnouncedPage, AnnouncedSeed, Dispatch, LetterPage, MailedLink, Segment
from ..models.segments import digest_of
from ..permanence import targets_of
from ..references import references_of, seeds_named
from ..rendering import DIGEST_HEADER, Composition, compose_letter, leaving_headers


def freeze_letter(letter: LetterPage) -> Content:
    """The content of `letter` for who follows nothing, its pictures pinned, found again by its hash."""
    composition = compose_letter(letter, pin=True)
    return freeze_variant(composition.mail(), body=composition.body, sender=current_sender())


def freeze_variant(mail: RenderedMail, *, body: str, sender: Sender) -> Content:
    """One variant of a letter. Every variant carries the hash of the body they share."""
    headers = {**leaving_headers(sender), DIGEST_HEADER: digest_of(body)}
    return freeze_content(subject=mail.subject, html=mail.html, text=mail.text, headers=headers)


def keep_for_the_archive(dispatch: Dispatch, composition: Composition) -> None:
    """The segments, what was announced and every address of ours that was mailed, written at the departure."""
    Segment.objects.bulk_create(
        Segment(
            dispatch=dispatch,
            position=position,
            block_id=segment.block_id,
            kind=segment.kind,
            html=segment.html,
            digest=digest_of(segment.html),
        )
        for position, segment in enumerate(composition.segments)
    )
    pages = references_of(dispatch.letter).pages.values()
    AnnouncedPage.objects.bulk_create(
        AnnouncedPage(dispatch=dispatch, page=page, title=page.title, url=(page.full_url or "")[:500]) for page in pages
    )
    seeds = {seed.pk: seed for seed in seeds_named(dispatch.letter)}
    AnnouncedSeed.objects.bulk_create(
        AnnouncedSeed(dispatch=dispatch, seed=seed, state=seed.state) for seed in seeds.values()
    )
    keep_addresses(html=composition.mail().html, root_url=dispatch.root_url, dispatch=dispatch)


def keep_addresses(*, html: str, root_url: str, dispatch: Dispatch | None = None) -> None:
    """Remember where each link of a mail to this site leads, so that it never answers 404 (letters.md, moonshot 5).

    Leaving links are not among them: their places are filled later, and their views answer for ever.
    """
    links = {path: words for path, words in our_links(html, root_url).items() if len(path) <= 500}
    targets = targets_of(links)
    MailedLink.objects.bulk_create(
        (
            MailedLink(dispatch=dispatch, path=path, title=words[:255], target=targets.get(path))
            for path, words in links.items()
        ),
        ignore_conflicts=True,
    )
