"""Action groups decide by themselves: who joins, what is told, when they meet, who leads (S3-27, S3-31)."""

from datetime import date

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from people.models import Person
from people.services import find_or_create_person

from .. import group_mails as mails
from ..enums import MembershipState, SeedState
from ..errors import EventsError
from ..models import ActionGroup, GroupFile, GroupNews, Membership, Seed

MOST_FILES = 40


class GroupRefused(EventsError):
    """A rule of the group says no."""


class NotAMember(GroupRefused):
    message = "Vous ne faites plus partie de ce groupe : son espace n’est ouvert qu’à ses membres."


@transaction.atomic
def start_group(*, group: ActionGroup, lead: Person) -> Membership:
    """The first member, who leads. Raises GroupRefused when the group has members already."""
    ActionGroup.objects.select_for_update().get(pk=group.pk)
    if group.memberships.members().exists():
        raise GroupRefused("Ce groupe a déjà des membres : c’est à eux d’accueillir les suivants.")
    now = timezone.now()
    membership, _ = Membership.objects.update_or_create(
        group=group,
        person=lead,
        defaults={"state": MembershipState.MEMBER, "leads": True, "confirmed_at": now, "settled_at": now},
    )
    mails.tell_welcome(membership)
    return membership


@transaction.atomic
def ask_to_join(*, group: ActionGroup, given_name: str, family_name: str, email: str, message: str) -> None:
    """Write down a request, and ask its mailbox to confirm it. A member gets the link to the space again.

    Says nothing of what was known: the page answers alike to everybody (law.md C-08).
    """
    person = find_or_create_person(given_name=given_name, family_name=family_name, email=email)
    row, created = Membership.objects.select_for_update(of=("self",)).get_or_create(
        group=group, person=person, defaults={"message": message.strip()}
    )
    if row.is_member:
        mails.tell_welcome(row)
        return
    if row.state == MembershipState.ASKED and row.confirmed_at:
        # The members have it before them: whoever types that address again takes nothing back.
        return
    if not created:
        # Refused or gone, one may ask again: it is the group that answers.
        row.state, row.message, row.asked_at = MembershipState.ASKED, message.strip(), timezone.now()
        row.confirmed_at = row.settled_at = row.settled_by = None
        row.save()
    mails.ask_confirmation(row)


@transaction.atomic
def confirm_request(*, request: Membership) -> Membership:
    """The mailbox said yes: the members hear of the request. Confirming twice tells nobody again."""
    row = _locked(request)
    if row.state == MembershipState.ASKED and row.confirmed_at is None:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
        mails.tell_request(row)
    return row


@transaction.atomic
def settle_request(*, by: Membership, request: Membership, accept: bool) -> Membership:
    """Any member answers for the group. Raises GroupRefused when it was answered already."""
    member, row = _acting(by), _locked(request)
    if row.group_id != member.group_id or row.state != MembershipState.ASKED or row.confirmed_at is None:
        raise GroupRefused("Cette demande a déjà reçu une réponse.")
    row.state = MembershipState.MEMBER if accept else MembershipState.REFUSED
    row.settled_at, row.settled_by = timezone.now(), member
    row.save(update_fields=["state", "settled_at", "settled_by"])
    _heard(member.group)
    if accept:
        mails.tell_welcome(row)
    else:
        mails.tell_refused(row)
    return row


@transaction.atomic
def tell_news(*, by: Membership, text: str) -> GroupNews:
    """A piece of news on the public page of the seed; a seed that slept wakes up."""
    member = _acting(by)
    if not text.strip():
        raise GroupRefused("Écrivez la nouvelle.")
    _heard(member.group)
    _wake(member.group.seed)
    return GroupNews.objects.create(group=member.group, text=text.strip(), by=member)


@transaction.atomic
def remove_news(*, by: Membership, news: GroupNews) -> None:
    member = _acting(by)
    member.group.news.filter(pk=news.pk).delete()


@transaction.atomic
def set_next_meeting(*, by: Membership, on: date | None, words: str) -> None:
    """When and where the group meets next. Raises GroupRefused for a day that is over."""
    group = _acting(by).group
    if on and on < timezone.localdate():
        raise GroupRefused("Cette date est passée.")
    group.next_on, group.next_meeting = on, words.strip()
    group.save(update_fields=["next_on", "next_meeting"])
    _heard(group)


@transaction.atomic
def share_file(*, by: Membership, title: str, file: File) -> GroupFile:
    member = _acting(by)
    if member.group.files.count() >= MOST_FILES:
        raise GroupRefused(f"Le groupe garde déjà {MOST_FILES} fichiers : retirez-en un d’abord.")
    _heard(member.group)
    return GroupFile.objects.create(group=member.group, title=title.strip(), file=file, by=member)


@transaction.atomic
def remove_file(*, by: Membership, shared: GroupFile) -> None:
    """The row now, the file once the transaction is done."""
    member = _acting(by)
    row = member.group.files.filter(pk=shared.pk).first()
    if row:
        storage, name = row.file.storage, str(row.file.name)
        row.delete()
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def change_state(*, by: Membership, state: SeedState) -> None:
    """Where the seed is: the group says it, nobody in its place."""
    group = _acting(by).group
    group.seed.state = state
    group.seed.save(update_fields=["state"])
    _heard(group)


@transaction.atomic
def hand_over(*, by: Membership, to: Membership) -> None:
    """Who leads hands over to another member; without anybody who leads, any member names one."""
    member, heir = _acting(by), _locked(to)
    lead = member.group.memberships.filter(leads=True).first()
    if lead and lead.pk != member.pk:
        raise GroupRefused("Seule la personne qui porte le groupe peut le confier à une autre.")
    if heir.group_id != member.group_id or not heir.is_member:
        raise NotAMember("Cette personne ne fait pas partie du groupe.")
    member.group.memberships.filter(leads=True).update(leads=False)
    member.group.memberships.filter(pk=heir.pk).update(leads=True)
    _heard(member.group)
    if heir.pk != member.pk:
        mails.tell_lead(heir)


@transaction.atomic
def leave_group(*, by: Membership) -> None:
    """Who leads hands over first, unless nobody is left: then the seed sleeps. Raises GroupRefused."""
    member = _acting(by)
    others = member.group.memberships.members().exclude(pk=member.pk)
    if member.leads and others.exists():
        raise GroupRefused("Vous portez le groupe : confiez-le d’abord à une autre personne.")
    member.state, member.leads, member.settled_at = MembershipState.LEFT, False, timezone.now()
    member.save(update_fields=["state", "leads", "settled_at"])
    if not others.exists():
        Seed.objects.filter(pk=member.group.seed_id).exclude(state=SeedState.HARVESTED).update(state=SeedState.DORMANT)


@transaction.atomic
def ask_for_help(*, by: Membership, words: str) -> None:
    """Said to the association, which may help and decides nothing; empty, the request is over."""
    group = _acting(by).group
    group.help_wanted = words.strip()
    group.save(update_fields=["help_wanted"])
    _heard(group)


def _acting(membership: Membership) -> Membership:
    """The member who acts, as they are now, their group locked. Raises NotAMember."""
    ActionGroup.objects.select_for_update().get(pk=membership.group_id)
    row = Membership.objects.select_related("group__seed", "person").get(pk=membership.pk)
    if not row.is_member:
        raise NotAMember
    return row


def _locked(membership: Membership) -> Membership:
    Membership.objects.select_for_update().get(pk=membership.pk)
    return Membership.objects.select_related("group__seed", "person").get(pk=membership.pk)


def _heard(group: ActionGroup) -> None:
    """A sign of life: the count of silent days starts again."""
    group.heard_at, group.nudged_at = timezone.now(), None
    group.save(update_fields=["heard_at", "nudged_at"])


def _wake(seed: Seed) -> None:
    if seed.state == SeedState.DORMANT:
        seed.state = SeedState.GROWING
        seed.save(update_fields=["state"])
