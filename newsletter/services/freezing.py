"""What leaves is frozen: its words, its pictures, its links, and what the archive will show for years."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from outbox.sender import current_sender

from ..addresses import is_ours, our_links
from ..following.lines import Line
from ..models import AnnouncedPage, AnnouncedSeed, Dispatch, Grounds, MailedLink, Segment
from ..models.segments import digest_of
from ..permanence import targets_of
from ..references import agreements_of, people_quoted, references_of, seeds_named
from ..rendering import DIGEST_HEADER, Composition, leaving_headers


def letter_headers(composition: Composition) -> dict[str, str]:
    """What every variant of a letter carries: how to leave, and the hash of the body they share."""
    return {**leaving_headers(current_sender()), DIGEST_HEADER: digest_of(composition.body)}


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
    _keep_grounds(dispatch)
    pages = references_of(dispatch.letter).pages.values()
    AnnouncedPage.objects.bulk_create(
        AnnouncedPage(dispatch=dispatch, page=page, title=page.title, url=(page.full_url or "")[:500]) for page in pages
    )
    seeds = {seed.pk: seed for seed in seeds_named(dispatch.letter)}
    AnnouncedSeed.objects.bulk_create(
        AnnouncedSeed(dispatch=dispatch, seed=seed, state=seed.state) for seed in seeds.values()
    )
    keep_addresses(html=composition.mail().html, root_url=dispatch.root_url, dispatch=dispatch)


def _keep_grounds(dispatch: Dispatch) -> None:
    """What each passage rests on: the agreement of who is quoted."""
    quoted = people_quoted(dispatch.letter)
    agreed = agreements_of(quoted.values()) if quoted else {}
    segments = dispatch.segments.filter(block_id__in=quoted).order_by("position")
    known = ((segment, agreed.get(quoted[segment.block_id].pk)) for segment in segments)
    Grounds.objects.bulk_create(Grounds(segment=segment, consent=consent) for segment, consent in known if consent)


def keep_addresses(*, html: str, root_url: str, dispatch: Dispatch | None = None) -> None:
    """Remember where each link of a mail to this site leads, so that it never answers 404 (letters.md, moonshot 5).

    Leaving links are not among them: their places are filled later, and their views answer for ever.
    """
    _keep(our_links(html, root_url), dispatch)


def keep_lines(*, lines: Iterable[Line], root_url: str, dispatch: Dispatch | None = None) -> None:
    """The same for what followers are told, in a digest or at the end of a letter."""
    links = {urlsplit(line.teaser.url).path: line.teaser.title for line in lines if is_ours(line.teaser.url, root_url)}
    _keep(links, dispatch)


def _keep(links: Mapping[str, str], dispatch: Dispatch | None) -> None:
    links = {path: words for path, words in links.items() if path and len(path) <= 500}
    targets = targets_of(links)
    MailedLink.objects.bulk_create(
        (
            MailedLink(dispatch=dispatch, path=path, title=words[:255], target=targets.get(path))
            for path, words in links.items()
        ),
        ignore_conflicts=True,
    )
