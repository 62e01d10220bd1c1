"""Drafts in the hands of people without an account: links pinned to a version, rewriting, suggestions, remarks."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from people.models import Person, User

from ..enums import IssueState, LinkPurpose, SuggestionState
from ..errors import DraftMoved, JournalError
from ..mails import give_link
from ..models import ArticlePage, DraftLink, DraftVersion, Production, Remark, Suggestion
from ..versions import END, Content, apply, draft_of, hash_of, passage_at, passages_of, rewritten

LASTS = timedelta(days=21)
CLOSED = (IssueState.PRESS, IssueState.OUT)
CLOSED_WORDS = "Le numéro est parti à l’impression : ce texte ne change plus par ce lien."
REVOKED = "Ce lien n’est plus valable."


@transaction.atomic
def freeze_draft(*, article: ArticlePage) -> DraftVersion:
    """A copy of the draft as it is now; the same words give the same copy."""
    content = draft_of(article)
    version, _ = DraftVersion.objects.get_or_create(
        article=article,
        content_hash=hash_of(content),
        defaults={"content": content, "taken_at": timezone.now()},
    )
    return version


@transaction.atomic
def mark_ready(*, article: ArticlePage) -> DraftVersion:
    """The workflow approved the draft as it is now: these words, and no others, may go to the layout."""
    version = freeze_draft(article=locked_article(article))
    if version.ready_at is None:
        version.ready_at = timezone.now()
        version.save(update_fields=["ready_at"])
    return version


@transaction.atomic
def mark_proofread(*, article: ArticlePage) -> DraftVersion:
    """« Relecture » ended on the draft as it is now: other words will be proofread before they are ready."""
    version = freeze_draft(article=locked_article(article))
    if version.proofread_at is None:
        version.proofread_at = timezone.now()
        version.save(update_fields=["proofread_at"])
    return version


@transaction.atomic
def open_link(
    *, article: ArticlePage, person: Person, purpose: LinkPurpose, user: User | None, lasts: timedelta = LASTS
) -> DraftLink:
    """Give `person` a link to the draft as it is now, by mail. One that stands for the same purpose is replaced.

    Raises JournalError when nothing can be written to them.
    """
    if not person.email:
        raise JournalError(f"{person} n’a pas d’adresse : le lien ne peut pas être envoyé.")
    now = timezone.now()
    DraftLink.objects.standing(now).filter(article=article, person=person, purpose=purpose).update(revoked_at=now)
    link = DraftLink.objects.create(
        article=article,
        person=person,
        purpose=purpose,
        version=freeze_draft(article=article),
        created_at=now,
        created_by=user,
        expires_at=now + lasts,
    )
    give_link(link)
    return link


def revoke_link(*, link: DraftLink) -> None:
    """It opens nothing from now on. Revoking twice changes nothing."""
    DraftLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def pin_again(*, link: DraftLink) -> DraftVersion:
    """Bring the link to the draft as it is now. Raises JournalError when it no longer stands."""
    article = locked_article(_standing(link).article)
    version = freeze_draft(article=article)
    DraftLink.objects.filter(pk=link.pk).update(version=version)
    return version


@transaction.atomic
def save_words(*, link: DraftLink, version_hash: str, words: Mapping[str, str]) -> DraftVersion:
    """Write in the draft what the holder of `link` typed, by place (`versions.Passage.place`).

    Raises DraftMoved when the draft is not the version of `version_hash` any more, JournalError when the link does
    not let its holder write. Nothing is written then.
    """
    if _standing(link).purpose != LinkPurpose.WRITE:
        raise JournalError("Ce lien permet de proposer, pas d’écrire dans le texte.")
    article = locked_article(link.article)
    before = draft_of(article)
    if hash_of(before) != version_hash:
        raise DraftMoved
    after = rewritten(before, words)
    if hash_of(after) != version_hash:
        write_draft(article, after, user=None)
    return pin_again(link=link)


@transaction.atomic
def suggest(*, link: DraftLink, words: Mapping[str, str]) -> list[Suggestion]:
    """Keep, beside the version of `link`, the passages that `words` would change. Asked twice, kept once."""
    version = _standing(link).version
    now = timezone.now()
    kept = []
    known = {passage.place: passage.words.strip() for passage in passages_of(version.content)} | {END: ""}
    for place, typed in words.items():
        text = typed.replace("\r\n", "\n").strip()
        if place in known and text != known[place]:
            values = {"before": known[place], "after": text, "state": SuggestionState.PENDING}
            suggestion, _ = Suggestion.objects.get_or_create(
                article=link.article, version=version, person=link.person, place=place, **values,
                defaults={"made_at": now},
            )  # fmt: skip
            kept.append(suggestion)
    return kept


@transaction.atomic
def leave_remark(*, link: DraftLink, text: str, place: str = "") -> Remark:
    """A comment, on a passage of the version or on the whole. Raises JournalError when it says nothing."""
    version = _standing(link).version
    if not text.strip():
        raise JournalError("Écrivez votre remarque.")
    if place and passage_at(version.content, place) is None:
        place = ""
    return Remark.objects.create(
        article=link.article,
        version=version,
        person=link.person,
        place=place,
        text=text.strip(),
        made_at=timezone.now(),
    )


@transaction.atomic
def accept_suggestion(*, suggestion: Suggestion, user: User) -> None:
    """Write the suggestion in the draft. Raises JournalError when the passage has changed since."""
    article = locked_article(suggestion.article)
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if suggestion.state != SuggestionState.PENDING:
        raise JournalError("Cette proposition est déjà examinée.")
    content = draft_of(article)
    passage = passage_at(content, suggestion.place)
    if suggestion.place != END and (passage is None or passage.words.strip() != suggestion.before):
        raise JournalError("Le passage a changé depuis cette proposition : reprenez-la à la main, ou écartez-la.")
    write_draft(article, rewritten(content, {suggestion.place: suggestion.after}), user=user)
    _settle(suggestion, SuggestionState.ACCEPTED)


@transaction.atomic
def refuse_suggestion(*, suggestion: Suggestion) -> None:
    """Leave it out. The row stays, so that its author sees what became of it."""
    if suggestion.state == SuggestionState.PENDING:
        _settle(suggestion, SuggestionState.REFUSED)


def settle_remark(*, remark: Remark) -> None:
    Remark.objects.filter(pk=remark.pk, settled_at=None).update(settled_at=timezone.now())


def locked_article(article: ArticlePage) -> ArticlePage:
    """The row of `article`, locked until the end of the transaction, with its latest draft."""
    ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    return ArticlePage.objects.select_related("latest_revision").get(pk=article.pk)


def write_draft(article: ArticlePage, content: Content, *, user: User | None) -> None:
    """A new revision of the draft that says `content`; what is published does not move."""
    draft: ArticlePage = article.get_latest_revision_as_object()
    apply(draft, content).save_revision(user=user, log_action=True)


def _standing(link: DraftLink) -> DraftLink:
    """`link` as it is now. Raises JournalError when it was revoked, expired, or when the issue is closed."""
    now = DraftLink.objects.select_related("article", "version", "person").get(pk=link.pk)
    if not now.is_standing:
        raise JournalError(REVOKED)
    issue = now.article.get_parent()
    if Production.objects.filter(issue=issue.pk, state__in=CLOSED).exists():
        raise JournalError(CLOSED_WORDS)
    return now


def _settle(suggestion: Suggestion, state: SuggestionState) -> None:
    suggestion.state = state
    suggestion.settled_at = timezone.now()
    suggestion.save(update_fields=["state", "settled_at"])
