"""Places by profile, together with a total (S1-05, registration.md section 4)."""

from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from events import services
from events.errors import ProfileFull, SessionUnusable
from events.models import Profile, Quota, Registration, Session
from events.services import Details, Participant, QuotaDraft, SessionDraft
from tests.events.saving import save_date
from tests.factories.events import ProfileFactory, QuotaFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

Come = Callable[[str, Profile | None], Registration]


@pytest.fixture
def social(db: None) -> Profile:
    return ProfileFactory(name="du social")


@pytest.fixture
def culture(db: None) -> Profile:
    return ProfileFactory(name="de la culture")


@pytest.fixture
def come(session: Session) -> Come:
    def register(name: str, profile: Profile | None) -> Registration:
        who = Participant(name, "Durand", f"{name}@valclair.example", profile_id=profile.pk if profile else None)
        return services.register_people(sessions=[session], people=[who], submission_key=uuid4(), source="")[0]

    return register


def states(session: Session) -> list[str]:
    return list(session.registrations.order_by("rank").values_list("state", flat=True))


def widen(session: Session, capacity: int) -> None:
    save_date(session, capacity=capacity)


def test_a_profile_stops_at_its_quota_and_the_other_at_the_total(
    session: Session, come: Come, social: Profile, culture: Profile
) -> None:
    widen(session, 3)
    quota = QuotaFactory(session=session, size=1, profiles=[social])
    for number in range(2):
        come(f"s{number}", social)
    for number in range(3):
        come(f"c{number}", culture)
    assert states(session) == ["held", "waiting", "held", "held", "waiting"]
    session.refresh_from_db()
    quota.refresh_from_db()
    assert (session.taken, quota.taken) == (3, 1)


def test_a_place_freed_goes_to_the_first_in_rank_who_may_have_it(
    session: Session, come: Come, social: Profile, culture: Profile
) -> None:
    QuotaFactory(session=session, size=1, profiles=[social])
    rows = [come(name, profile) for name, profile in (("a", social), ("b", culture), ("c", social), ("d", culture))]
    services.cancel(registration=rows[1])
    assert states(session) == ["held", "cancelled", "waiting", "held"]
    services.cancel(registration=rows[0])
    assert states(session) == ["cancelled", "cancelled", "held", "held"]


def test_one_registration_takes_a_place_in_every_quota_its_profile_falls_in(
    session: Session, come: Come, social: Profile, culture: Profile
) -> None:
    widen(session, 5)
    narrow = QuotaFactory(session=session, size=2, profiles=[social])
    wide = QuotaFactory(session=session, size=2, profiles=[social, culture])
    for name, profile in (("a", social), ("b", culture), ("c", social), ("d", None)):
        come(name, profile)
    narrow.refresh_from_db()
    wide.refresh_from_db()
    assert (states(session), narrow.taken, wide.taken) == (["held", "held", "waiting", "held"], 1, 2)


def test_another_profile_is_a_move_under_the_same_lock(
    session: Session, come: Come, social: Profile, culture: Profile
) -> None:
    """Two edits toward one last place: one (registration.md section 6, the hole of pretix)."""
    widen(session, 4)
    QuotaFactory(session=session, size=1, profiles=[social])
    first, second = come("a", culture), come("b", culture)
    services.change_details(registration=first, details=Details(profile_id=social.pk), source="")
    with pytest.raises(ProfileFull):
        services.change_details(registration=second, details=Details(profile_id=social.pk, message="x"), source="")
    second.refresh_from_db()
    assert (second.profile, second.message) == (culture, "")
    services.change_details(registration=first, details=Details(profile_id=culture.pk), source="")
    services.change_details(registration=second, details=Details(profile_id=social.pk), source="")
    assert Quota.objects.get().taken == 1


def draft_of(session: Session, *quotas: QuotaDraft) -> SessionDraft:
    session.refresh_from_db()
    return SessionDraft(
        pk=session.pk,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        state=session.state,
        capacity=session.capacity,
        quotas=quotas,
    )


def test_quotas_written_late_count_who_is_there_and_widened_they_let_people_in(
    session: Session, come: Come, social: Profile
) -> None:
    widen(session, 4)
    for name in "ab":
        come(name, social)
    services.save_sessions(event=session.event, drafts=[draft_of(session, QuotaDraft(2, [social]))])
    come("c", social)
    assert (Quota.objects.get().taken, states(session)) == (2, ["held", "held", "waiting"])
    with pytest.raises(SessionUnusable, match="a déjà 2 personnes de ce profil"):
        services.save_sessions(event=session.event, drafts=[draft_of(session, QuotaDraft(1, [social]))])
    services.save_sessions(event=session.event, drafts=[draft_of(session, QuotaDraft(3, [social]))])
    assert (Quota.objects.get().taken, states(session)) == (3, ["held"] * 3)
    services.save_sessions(event=session.event, drafts=[draft_of(session)])
    assert Quota.objects.count() == 0


def test_the_database_itself_refuses_one_more(session: Session, social: Profile) -> None:
    quota = QuotaFactory(session=session, size=1, profiles=[social])
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=quota.pk).update(taken=2)


def test_counters_recomputed_from_the_rows_show_no_difference(
    session: Session, come: Come, social: Profile, caplog: pytest.LogCaptureFixture
) -> None:
    quota = QuotaFactory(session=session, size=1, profiles=[social])
    row = come("a", social)
    come("b", None)
    assert services.recount(row.registered_at) == 0
    Session.objects.filter(pk=session.pk).update(taken=1)
    Quota.objects.filter(pk=quota.pk).update(taken=0)
    assert services.recount(row.registered_at) == 2
    assert [record.levelname for record in caplog.records if record.name.endswith("recounting")] == ["ERROR"] * 2


def test_no_profile_is_ever_exceeded_nor_a_place_left_while_somebody_may_have_it(
    session: Session, come: Come, social: Profile, culture: Profile
) -> None:
    """Acceptance (e): sixty demands and withdrawals drawn from a fixed sequence, two quotas and a total."""
    widen(session, 6)
    quotas = [QuotaFactory(session=session, size=size, profiles=[who]) for size, who in ((2, social), (3, culture))]
    profiles = (social, culture, social, None)
    for number in range(60):
        if number % 3 == 2:
            row = session.registrations.active().order_by("rank").first()
            services.cancel(registration=row)
        else:
            come(f"p{number}", profiles[number % 4])
        session.refresh_from_db()
        for quota in quotas:
            quota.refresh_from_db()
            assert quota.taken <= quota.size
        assert session.taken <= session.capacity
        assert not [row for row in session.registrations.waiting() if may_enter(session, quotas, row)]
    assert services.recount(session.starts_at) == 0
    ranks = list(session.registrations.order_by("rank").values_list("rank", flat=True))
    assert all(after == before + 1 for before, after in pairwise(ranks))


def may_enter(session: Session, quotas: list[Quota], row: Registration) -> bool:
    bound = [quota for quota in quotas if row.profile_id in quota.profile_ids]
    return session.taken < session.capacity and all(quota.taken < quota.size for quota in bound)


def test_an_editor_may_add_beyond_both_limits_and_it_is_counted_apart(session: Session, social: Profile) -> None:
    quota = QuotaFactory(session=session, size=0, profiles=[social])
    RegistrationFactory.create_batch(2, session=session)
    who = Participant("Ada", "Durand", profile_id=social.pk)
    row = services.add_by_editor(session=session, participant=who, beyond_capacity=True)
    session.refresh_from_db()
    quota.refresh_from_db()
    assert (row.state, session.overbooked_by_editor, quota.overbooked_by_editor) == ("confirmed", 1, 1)
    services.cancel(registration=row, by_editor=True)
    session.refresh_from_db()
    quota.refresh_from_db()
    assert (session.overbooked_by_editor, quota.overbooked_by_editor, quota.taken) == (0, 0, 0)
