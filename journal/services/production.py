"""From the drafts to the readers: layout, « bon à tirer », issue out. The only code that moves an issue."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.models import User

from ..enums import IssueState
from ..errors import FrozenTextGone, JournalError, NotReadyForPress
from ..models import ArticlePage, DraftVersion, IssuePage, Production
from ..selectors.imprint import require_imprint
from ..selectors.press import drafts_of, faults_of
from ..versions import AROUND, front_of, signers_hash
from .drafting import freeze_draft

FOR_LATER = "« {title} » est programmé pour plus tard : retirez cette date, puis publiez."
MOVED = "journal.production"
PUBLISHED_DIRECTLY = "journal.publish_directly"
CHANGED_SINCE = (
    "« {title} » a changé depuis le bon à tirer (texte, image, rubrique, licence ou signatures). "
    "Revenez à la maquette, puis donnez un nouveau bon à tirer."
)
FRONT_CHANGED_SINCE = (
    "La couverture ou l’édito a changé depuis le bon à tirer. "
    "Revenez à la maquette, puis donnez un nouveau bon à tirer."
)


@transaction.atomic
def start_layout(*, issue: IssuePage, user: User | None) -> Production:
    """The texts go to the layout. Raises JournalError when the issue is further on."""
    row = _locked(issue)
    _require(row, IssueState.PREPARING)
    return _move(row, IssueState.LAYOUT, user, layout_at=timezone.now())


@transaction.atomic
def pass_for_press(*, issue: IssuePage, user: User | None) -> Production:
    """Give « bon à tirer »: the texts are frozen as they are.

    Raises NotReadyForPress with everything that still stops it, JournalError from another state.
    """
    row = _locked(issue)
    _require(row, IssueState.LAYOUT)
    faults = faults_of(issue)
    if faults:
        raise NotReadyForPress(faults)
    return _move(
        row,
        IssueState.PRESS,
        user,
        press_at=timezone.now(),
        press_by=user,
        frozen=_freeze(row),
        front=_front(row.issue),
    )


@transaction.atomic
def reopen(*, issue: IssuePage, user: User | None, reason: str) -> Production:
    """Take « bon à tirer » back, or the layout. Raises JournalError without a reason, or once the issue is out."""
    row = _locked(issue)
    if not reason.strip():
        raise JournalError("Dites pourquoi : c’est noté dans l’historique du numéro.")
    if row.state not in (IssueState.LAYOUT, IssueState.PRESS):
        raise JournalError(f"Ce numéro est « {row.get_state_display()} » : il n’y a rien à rouvrir.")
    if row.state == IssueState.PRESS:
        row.versions.clear()
        return _move(row, IssueState.LAYOUT, user, reason.strip(), press_at=None, press_by=None, frozen=[], front={})
    return _move(row, IssueState.PREPARING, user, reason=reason.strip(), layout_at=None)


@transaction.atomic
def publish_issue(*, issue: IssuePage, user: User | None) -> Production:
    """The issue is out: it and its articles go live as the « bon à tirer » has them, and as it checked them.

    Raises JournalError when one changed since or has a later date, when the ours is no longer complete, or from another
    state.
    """
    row = _locked(issue)
    _require(row, IssueState.PRESS)
    require_imprint(row.issue)
    articles = drafts_of(issue)
    _require_unchanged(row, articles)
    _publish(issue, user)
    for article in articles:
        _publish(article, user)
    return _move(row, IssueState.OUT, user, out_at=timezone.now())


@transaction.atomic
def publish_directly(*, page: IssuePage | ArticlePage, user: User, reason: str) -> None:
    """Publish the latest draft outside the way to paper, for a reason that stays in the history.

    Raises JournalError without one, or when the draft has a later date.
    """
    if not reason.strip():
        raise JournalError("Dites pourquoi : c’est noté dans l’historique.")
    log(instance=page, action=PUBLISHED_DIRECTLY, user=user, data={"reason": reason.strip()})
    _publish(page, user)


def production_of(issue: IssuePage) -> Production:
    """Where `issue` stands, saved or not: an issue that nobody moved is being prepared."""
    return Production.objects.filter(issue=issue).first() or Production(issue=issue)


def _require_unchanged(row: Production, articles: list[ArticlePage]) -> None:
    """What was frozen before a fact was kept says nothing of it."""
    if not row.front.items() <= _front(row.issue).items():
        raise JournalError(FRONT_CHANGED_SINCE)
    frozen = {text["article"]: text for text in row.frozen}
    here = {article.pk for article in articles}
    gone = [text["title"] for key, text in frozen.items() if key not in here]
    if gone:
        raise FrozenTextGone(gone)
    for article in articles:
        now = _listed(freeze_draft(article=article))
        if article.pk not in frozen or not frozen[article.pk].items() <= now.items():
            raise JournalError(CHANGED_SINCE.format(title=article.title))


def _front(issue: IssuePage) -> dict[str, Any]:
    return front_of(issue.get_latest_revision_as_object())


def _freeze(row: Production) -> list[dict[str, Any]]:
    """Keep the texts of the issue as they are now, and what stands around them; gives their list, which outlives them.

    Names are pinned by their hash: a list that nobody reads keeps none.
    """
    versions = [freeze_draft(article=article) for article in drafts_of(row.issue)]
    row.versions.set(versions)
    return [_listed(version) for version in versions]


def _listed(version: DraftVersion) -> dict[str, Any]:
    draft = version.article.get_latest_revision_as_object()
    around = {name: getattr(draft, name) for name in AROUND}
    words = {"article": version.article_id, "hash": version.content_hash, "title": version.content["title"]}
    return {**words, **around, "signed": signers_hash(draft)}


def _locked(issue: IssuePage) -> Production:
    Production.objects.get_or_create(issue=issue)
    return Production.objects.select_for_update(of=("self",)).get(issue=issue)


def _require(row: Production, state: IssueState) -> None:
    if row.state != state:
        raise JournalError(f"Ce numéro est « {row.get_state_display()} » : il doit être « {state.label} » pour cela.")


def _move(row: Production, state: IssueState, user: User | None, reason: str = "", **fields: Any) -> Production:
    row.state = state
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])
    log(instance=row.issue, action=MOVED, user=user, data={"state": state.value, "reason": reason})
    return row


def _publish(page: IssuePage | ArticlePage, user: User | None) -> None:
    revision = page.get_latest_revision() or page.save_revision(user=user)
    later = revision.as_object().go_live_at
    if later and later > timezone.now():
        # Wagtail would only note the date, and whoever publishes would believe it done.
        raise JournalError(FOR_LATER.format(title=page.title))
    revision.publish(user=user, skip_permission_checks=True)
