"""Preparing a workshop backwards from its date (S3-18 to S3-21). Whatever moves the date moves open steps only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from people.models import Person, User
from people.services import find_or_create_person

from .. import preparation_mails as mails
from ..enums_workshop import StepState
from ..errors import EventsError
from ..models import Preparation, PreparationStep, PreparationTemplate, Session, TeamMember, WorkshopPage
from ..models.preparation import NOTICE

# A small team (S3-21: two or three privileged partners, with who carries the workshop).
TEAM_SIZE = 6
# Monday, from 8 o'clock here: what the digest waits for.
DIGEST_WEEKDAY, DIGEST_HOUR = 0, 8
TEAM_KEPT = timedelta(days=365)

# The usual steps, as long as nobody wrote others: days before, title, what it is about (S3-14 to S3-19).
STANDARD: tuple[tuple[int, str, str], ...] = (
    (90, "Choisir l’enjeu et le cadre", "La question qui réunit, et la version du cadre que l’atelier suit."),
    (90, "Réunir les partenaires privilégiés", "Deux ou trois personnes, pas plus : ce sera l’équipe de préparation."),
    (80, "Réserver le lieu", "Accessible en fauteuil et sans voiture ; une cuisine, des murs où afficher."),
    (75, "Rassembler les travaux précédents", "Études, comptes rendus, initiatives : ce qui existe déjà."),
    (70, "Écrire le questionnaire aux acteurs et actrices", "Il donne la première base de l’état des lieux."),
    (60, "Ouvrir les inscriptions et préparer le kit de communication", "Affiche, texte court, image, code QR."),
    (55, "Demander le relais des têtes de réseau", "Un message prêt à transmettre, et la date où l’envoyer."),
    (45, "Envoyer le questionnaire", "Aux personnes concernées, y compris celles qui ne viendront pas."),
    (30, "Organiser le déjeuner", "Disco-soupe, repas partagé ou buffet ; qui apporte quoi."),
    (21, "Relancer les réponses et les inscriptions", "Regarder quels profils et quelles communes manquent."),
    (14, "Préparer l’animation", "Déroulé minuté, qui anime quoi, cartes du tour de table, fiches numérotées."),
    (10, "Mettre en forme l’état des lieux d’amont", "Retenir, réunir les doublons, relier freins et leviers."),
    (3, "Imprimer et rassembler le matériel", "Panneau A3, fiches, codes QR, feuille d’émargement, feutres."),
    (0, "Accueillir", "Ouvrir la salle, projeter le mur, tenir l’accueil."),
    (-7, "Publier la restitution et écrire aux personnes excusées", "Les ressources produites, et comment rejoindre."),
    (-15, "Faire le bilan avec l’équipe de préparation", "Ce que l’on garde, ce que l’on change dans le cadre."),
)

# What is asked of a workshop that was published late without a word: due ninety days before, it is late at once.
REASON_STEP = (
    90,
    "Dire pourquoi moins de trois mois",
    "Écrire le motif, en haut de cet écran : l’atelier a été publié sans.",
)


class ShortNotice(EventsError):
    message = (
        "L’atelier a lieu dans moins de trois mois. La méthode demande quatre-vingt-dix jours de préparation : "
        "pour commencer quand même, écrivez pourquoi."
    )


class NoDay(EventsError):
    message = "Donnez d’abord une date à l’atelier."


class TeamTooLarge(EventsError):
    message = f"L’équipe de préparation reste petite : {TEAM_SIZE} personnes au plus."


class StepGone(EventsError):
    message = "Cette étape n’existe plus : quelqu’un l’a retirée."


@dataclass(frozen=True)
class StepDraft:
    """A step as the editor's screen gives it. `owner` is a member of the team, or nobody."""

    title: str
    due_on: date
    details: str = ""
    owner_id: int | None = None
    pk: int | None = None


def first_day_of(workshop: WorkshopPage) -> date | None:
    """The day of its first standing date."""
    first = Session.objects.standing().filter(event=workshop.pk).order_by("starts_at", "pk").first()
    return first.local_date if first else None


def needs_reason(workshop: WorkshopPage, today: date | None = None) -> bool:
    """Its date is fewer than 90 days away, and nobody wrote why (S3-18). A past date asks nothing more."""
    day, today = first_day_of(workshop), today or timezone.localdate()
    preparation = Preparation.objects.filter(workshop=workshop.pk).first()
    if preparation:
        return preparation.lacks_reason and preparation.day >= today
    return day is not None and today <= day < today + NOTICE


@transaction.atomic
def ask_reason_after(workshop: WorkshopPage, today: date | None = None) -> bool:
    """Called whenever the page is published, by whatever road: without the written reason that S3-18 asks, its
    preparation gets a step that is late at once, on the screens and in the digest. Whether one was added.

    The editor's screen and the newsroom ask before they publish. An approval, a publication of several pages or one at
    a set hour cannot: nobody is there to answer, and the page of others must not fail with it. A page that was
    published in time and is published again asks nothing.
    """
    today = today or timezone.localdate()
    WorkshopPage.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if not needs_reason(workshop, today):
        return False
    row = Preparation.objects.filter(workshop=workshop.pk).first() or _begun_without_reason(workshop, today)
    if row is None or row.steps.open().filter(title=REASON_STEP[1]).exists():
        return False
    days, title, details = REASON_STEP
    _step(row, StepDraft(title, row.day - timedelta(days=days), details)).save()
    return True


def _begun_without_reason(workshop: WorkshopPage, today: date) -> Preparation | None:
    """A preparation with the usual steps, for a page first published fewer than 90 days before its date."""
    day, since = first_day_of(workshop), today
    if workshop.first_published_at:
        since = timezone.localdate(workshop.first_published_at)
    if day is None or day - since >= NOTICE:
        return None
    row = Preparation.objects.create(workshop_id=workshop.pk, day=day, opened_on=today)
    _write_steps(row, STANDARD)
    return row


@transaction.atomic
def open_preparation(
    *,
    workshop: WorkshopPage,
    day: date | None = None,
    reason: str = "",
    template: PreparationTemplate | None = None,
    by: User | None = None,
    today: date | None = None,
) -> Preparation:
    """Start preparing `workshop`, with the steps of `template` or the usual ones; started twice, started once.

    `day` is that of its first date when it has one. Raises NoDay, ShortNotice.
    """
    today = today or timezone.localdate()
    existing = Preparation.objects.filter(workshop=workshop).first()
    if existing:
        return existing
    day = first_day_of(workshop) or day
    if day is None:
        raise NoDay
    preparation = Preparation(workshop=workshop, day=day, opened_on=today)
    _write_reason(preparation, reason, by)
    preparation.save()
    _write_steps(preparation, _steps_of(template))
    return preparation


@transaction.atomic
def move_preparation(*, preparation: Preparation, day: date, reason: str = "", by: User | None = None) -> Preparation:
    """Prepare for another day: open steps move with it, finished ones stay, the team is told once. Raises ShortNotice
    when fewer than 90 days are left in all and nobody wrote why."""
    row = Preparation.objects.select_for_update(of=("self",)).get(pk=preparation.pk)
    moved, row.day = row.day != day, day
    _write_reason(row, reason or row.short_notice_reason, by)
    row.save(update_fields=["short_notice_reason", "short_notice_by"])
    _settle_reason(row)
    return _move(row, day) if moved else row


def follow_dates(workshop: WorkshopPage) -> bool:
    """Called when the dates of a workshop were written: its preparation moves with the first. Whether it did.

    The date is decided elsewhere and holds; a reason that is now missing is asked for on the screens.
    """
    day = first_day_of(workshop)
    row = Preparation.objects.select_for_update(of=("self",)).filter(workshop=workshop.pk).first()
    if row is None or day is None or row.day == day:
        return False
    _move(row, day)
    return True


def follow_all_dates(now: datetime) -> int:
    """The same, for whatever changed a date without saying so."""
    rows = Preparation.objects.filter(day__gte=timezone.localdate(now)).select_related("workshop").order_by("pk")
    late = [row for row in rows if first_day_of(row.workshop) not in (None, row.day)]
    with transaction.atomic():
        return sum(follow_dates(row.workshop) for row in late)


def _move(row: Preparation, day: date) -> Preparation:
    row.day, row.moves = day, row.moves + 1
    row.save(update_fields=["day", "moves"])
    _settle_reason(row)
    steps = list(row.steps.open().order_by("pk"))
    for step in steps:
        step.due_on = day - timedelta(days=step.days_before)
    PreparationStep.objects.bulk_update(steps, ["due_on"])
    mails.tell_moved(row)
    return row


def _settle_reason(row: Preparation) -> None:
    """Nobody has to say why once it is written, or once three months are left."""
    if row.lacks_reason:
        return
    state = StepState.DONE if row.short_notice_reason else StepState.POINTLESS
    row.steps.open().filter(title=REASON_STEP[1]).update(state=state, settled_on=timezone.localdate())


def _write_reason(preparation: Preparation, reason: str, by: User | None) -> None:
    reason = reason.strip()
    if preparation.is_short and not reason:
        raise ShortNotice
    if reason != preparation.short_notice_reason:
        preparation.short_notice_reason, preparation.short_notice_by = reason, by


@transaction.atomic
def explain_short_notice(*, preparation: Preparation, reason: str, by: User | None = None) -> None:
    """Write, or correct, why there are fewer than 90 days. Raises ShortNotice when it is empty and needed."""
    row = Preparation.objects.select_for_update(of=("self",)).get(pk=preparation.pk)
    _write_reason(row, reason, by)
    row.save(update_fields=["short_notice_reason", "short_notice_by"])
    _settle_reason(row)


@transaction.atomic
def save_steps(*, preparation: Preparation, drafts: Sequence[StepDraft], delete: Iterable[int] = ()) -> None:
    """Write the steps as the screen gives them. One without a number is new; a date moved by hand keeps its distance
    to the workshop from then on. Raises StepGone."""
    mine = {step.pk: step for step in preparation.steps.select_for_update(of=("self",)).order_by("pk")}
    team = set(preparation.team.order_by("pk").values_list("pk", flat=True))
    for draft in drafts:
        if draft.pk and draft.pk not in mine:
            raise StepGone
        step = _step(preparation, draft, mine.get(draft.pk or 0))
        step.owner_id = draft.owner_id if draft.owner_id in team else None
        step.save()
    preparation.steps.filter(pk__in=[pk for pk in delete if pk in mine]).delete()


@transaction.atomic
def settle_step(*, step: PreparationStep, state: StepState, today: date | None = None) -> None:
    """Done, pointless, or to be done again. Raises StepGone."""
    settled = None if state == StepState.OPEN else (today or timezone.localdate())
    if not PreparationStep.objects.filter(pk=step.pk).update(state=state, settled_on=settled):
        raise StepGone


@transaction.atomic
def add_member(
    *, preparation: Preparation, given_name: str, family_name: str, email: str, organisation_name: str = ""
) -> TeamMember:
    """Somebody joins the team; a mail gives them their link. Raises TeamTooLarge, ValueError on an unusable address."""
    person: Person = find_or_create_person(given_name=given_name, family_name=family_name, email=email)
    Preparation.objects.select_for_update(of=("self",)).get(pk=preparation.pk)
    member = preparation.team.filter(person=person).first()
    if member:
        return member
    if preparation.team.count() >= TEAM_SIZE:
        raise TeamTooLarge
    member = TeamMember.objects.create(preparation=preparation, person=person, organisation_name=organisation_name)
    mails.tell_welcome(member)
    return member


@transaction.atomic
def remove_member(*, member: TeamMember) -> None:
    """Their link opens nothing any more; their steps are nobody's."""
    member.delete()


def send_digests(now: datetime) -> int:
    """On Monday morning, to each member: what is late, what comes within two weeks. Returns how many were written.

    Nothing to say, or a workshop whose dates are all cancelled, nothing sent. Written once a week, whenever the clock
    comes by after 8 on Monday.
    """
    here = timezone.localtime(now)
    if here.weekday() == DIGEST_WEEKDAY and here.hour < DIGEST_HOUR:
        return 0
    week = here.date() - timedelta(days=here.weekday())
    coming = Preparation.objects.going_on().filter(day__gte=here.date() - timedelta(days=30)).select_related("workshop")
    with transaction.atomic():
        return sum(mails.tell_digest(preparation, week, here.date()) for preparation in coming.order_by("pk"))


def forget_teams(now: datetime) -> int:
    """A year after the workshop nobody needs to know who prepared it."""
    return TeamMember.objects.filter(preparation__day__lt=timezone.localdate(now) - TEAM_KEPT).delete()[0]


def _steps_of(template: PreparationTemplate | None) -> list[tuple[int, str, str]]:
    if template is None:
        return list(STANDARD)
    rows = template.steps.order_by("-days_before", "sort_order", "pk")
    return [(row.days_before, row.title, row.details) for row in rows]


def _write_steps(preparation: Preparation, steps: Iterable[tuple[int, str, str]]) -> None:
    for days, title, details in steps:
        _step(preparation, StepDraft(title, preparation.day - timedelta(days=days), details)).save()


def _step(preparation: Preparation, draft: StepDraft, step: PreparationStep | None = None) -> PreparationStep:
    step = step or PreparationStep(preparation=preparation)
    step.title, step.details, step.due_on = draft.title, draft.details, draft.due_on
    step.days_before = (preparation.day - draft.due_on).days
    return step
