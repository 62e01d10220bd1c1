"""The places of a profile. Every function here works on sessions that the caller has locked, quotas included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cms.dates import short_date_text

from ..errors import SessionUnusable
from ..models import Profile, Quota, Session


@dataclass(frozen=True)
class QuotaDraft:
    """What an editor wants: at most `size` places for people of these profiles."""

    size: int
    profiles: Sequence[Profile]

    @property
    def key(self) -> frozenset[int]:
        return frozenset(profile.pk for profile in self.profiles)


def bound_by(session: Session, profile_id: int | None) -> list[Quota]:
    """The quotas that profile falls in."""
    return [quota for quota in session.quota_rows if profile_id in quota.profile_ids]


def has_room(session: Session, profile_id: int | None) -> bool:
    """Somebody of that profile may have a place: neither the total nor any of their quotas is used up."""
    return session.places_left > 0 and all(quota.places_left for quota in bound_by(session, profile_id))


def take(session: Session, profile_id: int | None, *, beyond: bool = False) -> None:
    """Take one place, in the session and in each quota of the profile; `beyond` adds what is missing, counted apart."""
    counters: list[Session | Quota] = [session, *bound_by(session, profile_id)]
    for row in counters:
        if beyond and not row.places_left:
            row.overbooked_by_editor += 1
        row.taken += 1


def give_back(session: Session, profile_id: int | None) -> None:
    """A place that an editor had added beyond a limit disappears with the person it was added for."""
    session.taken -= 1
    session.overbooked_by_editor = max(0, session.taken - session.capacity)
    for quota in bound_by(session, profile_id):
        quota.taken -= 1
        quota.overbooked_by_editor = max(0, quota.taken - quota.size)


def save_quotas(session: Session) -> None:
    for quota in session.quota_rows:
        quota.save(update_fields=["taken", "overbooked_by_editor"])


def write_quotas(session: Session, drafts: Iterable[QuotaDraft]) -> None:
    """Make the quotas of `session` those of the editor, counting who is there already. Raises SessionUnusable."""
    wanted = {draft.key: draft for draft in drafts}
    known = {frozenset(quota.profile_ids): quota for quota in session.quota_rows}
    for key in known.keys() - wanted.keys():
        known[key].delete()
    for key, draft in wanted.items():
        quota = known.get(key) or Quota(session=session)
        taken = session.registrations.holding_a_place().filter(profile__in=key).count()
        if draft.size < taken - quota.overbooked_by_editor:
            raise SessionUnusable(
                f"La séance du {short_date_text(session.starts_at)} a déjà {taken} personnes de ce profil : la limite "
                f"ne peut pas descendre à {draft.size}."
            )
        quota.size, quota.taken, quota.overbooked_by_editor = draft.size, taken, max(0, taken - draft.size)
        quota.save()
        quota.profiles.set(draft.profiles)
    del session.quota_rows
