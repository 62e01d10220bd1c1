"""Action groups run themselves: no staff, no account (S3-27, S3-31, M5)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import group_mails
from events.enums import MembershipState, SeedState
from events.models import ActionGroup, GroupFile, GroupNews, Membership, Seed, WorkshopPage
from events.services import groups
from events.services.silence import nudge_silent_groups, purge_requests
from outbox.models import Message
from tests.events.conftest import ripe_stamp
from tests.factories.events import SeedFactory
from tests.factories.people import PersonFactory, UserFactory

ANSWERS = {"given_name": "Bob", "family_name": "Col", "email": "bob@valclair.example", "message": "J’ai un vélo."}


@pytest.fixture
def seed(workshop: WorkshopPage) -> Seed:
    return SeedFactory(workshop=workshop, title="Covoiturage du marché")


@pytest.fixture
def lead(seed: Seed) -> Membership:
    group = ActionGroup.objects.create(seed=seed, name="Les pédaleurs")
    return groups.start_group(group=group, lead=PersonFactory(given_name="Ada", email="ada@valclair.example"))


@pytest.fixture
def member(lead: Membership) -> Membership:
    person = PersonFactory(given_name="Cléo", email="cleo@valclair.example")
    return Membership.objects.create(group=lead.group, person=person, state=MembershipState.MEMBER)


def told() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk").values_list("address", "dedup_key")
    return [(address.split("@")[0], key.split(":")[2]) for address, key in rows]


def space(membership: Membership) -> str:
    return "/" + group_mails.member_url(membership).split("/", 3)[3]


def post(client: Client, membership: Membership, order: str, **data: object) -> int:
    return client.post(space(membership), {"order": order, **data}).status_code


def last_link(word: str) -> str:
    text = Message.objects.select_related("content").order_by("-pk")[0].content.text
    return re.findall(rf"https?://[^/\s]+(/{word}/\S+)", text)[-1]


def ask(client: Client, seed: Seed, **answers: str) -> int:
    sent = {**ANSWERS, "stamp": ripe_stamp(), **answers}
    return client.post(f"/graines/{seed.slug}/rejoindre/", sent).status_code


def test_one_asks_confirms_and_the_group_answers_without_any_account(
    client: Client, seed: Seed, lead: Membership
) -> None:
    assert ask(client, seed) == 302
    request = Membership.objects.asking().get()
    assert (told()[-1], request.message) == (("bob", "confirm"), "J’ai un vélo.")
    link = last_link("groupe/confirmer")
    client.get(link)
    assert told()[-1] == ("bob", "confirm")
    assert [client.post(link).status_code for _ in range(2)] == [200, 200]
    assert told()[2:] == [("ada", "request")]
    assert "J’ai un vélo." in client.get(space(lead)).content.decode()
    assert post(client, lead, "accept", row=request.uuid) == 303
    assert (told()[-1], set(Membership.objects.members())) == (("bob", "welcome"), {lead, request})
    assert client.get(last_link("groupe")).status_code == 200
    assert post(client, lead, "refuse", row=request.uuid) == 409


def test_nobody_is_asked_for_by_somebody_else_and_a_refusal_is_told(
    client: Client, seed: Seed, lead: Membership
) -> None:
    ask(client, seed)
    request = Membership.objects.asking().get()
    assert post(client, lead, "accept", row=request.uuid) == 409
    groups.confirm_request(request=request)
    post(client, lead, "refuse", row=request.uuid)
    assert (told()[-1], Membership.objects.members().count()) == (("bob", "refused"), 1)
    assert client.get(space(request)).status_code == 410


def test_asking_says_the_same_to_a_member_and_to_anybody(client: Client, seed: Seed, lead: Membership) -> None:
    assert ask(client, seed, given_name=lead.person.given_name, family_name=lead.person.family_name,
               email="ada@valclair.example") == 302  # fmt: skip
    assert (Membership.objects.count(), {kind for _who, kind in told()}) == (1, {"welcome"})
    assert ask(client, seed, email="pas-une-adresse") == 422
    assert client.post(f"/graines/{seed.slug}/rejoindre/", ANSWERS).status_code == 200  # without its stamp: shown again
    assert Membership.objects.count() == 1
    assert client.get("/graines/nulle-part/rejoindre/").status_code == 404


def test_members_tell_meet_share_and_say_where_the_seed_is(client: Client, seed: Seed, lead: Membership) -> None:
    day = timezone.localdate() + timedelta(days=3)
    assert post(client, lead, "news", **{"news-text": "Premier trajet samedi."}) == 303
    assert post(client, lead, "meeting", **{"meeting-on": day.isoformat(), "meeting-words": "18 h, au Lavoir"}) == 303
    assert post(client, lead, "state", **{"state-state": "flowering"}) == 303
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4")
    assert post(client, lead, "file", **{"file-title": "Le plan", "file-file": file}) == 303
    page = client.get(seed.get_absolute_url()).content.decode()
    assert all(words in page for words in ("Premier trajet samedi.", "au Lavoir", "En fleur"))
    assert "Premier trajet samedi." in client.get(f"{seed.get_absolute_url()}nouvelles.xml").content.decode()
    shared = GroupFile.objects.get()
    answer = client.get(f"{space(lead)}fichiers/{shared.uuid}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    for close in answer._resource_closers:  # the response closed whole would close the database of the test too
        close()
    assert (answer.status_code, answer["Content-Disposition"]) == (200, 'attachment; filename="Le plan.pdf"')
    assert ("Le plan" in page, post(client, lead, "news", **{"news-text": " "})) == (False, 422)
    assert post(client, lead, "meeting", **{"meeting-on": "2020-01-01"}) == 409
    assert post(client, lead, "remove-news", row=GroupNews.objects.get().uuid) == 303
    assert post(client, lead, "remove-file", row=shared.uuid) == 303
    assert (GroupNews.objects.count(), GroupFile.objects.count()) == (0, 0)
    assert [post(client, lead, "danser"), post(client, lead, "accept", row="x")] == [400, 404]


def test_the_lead_hands_over_before_leaving_and_the_last_to_leave_puts_the_seed_to_sleep(
    client: Client, seed: Seed, lead: Membership, member: Membership
) -> None:
    assert post(client, member, "lead", **{"lead-to": member.pk}) == 409
    assert post(client, lead, "leave") == 409
    assert post(client, lead, "lead", **{"lead-to": member.pk}) == 303
    assert (told()[-1], Membership.objects.get(leads=True)) == (("cleo", "lead"), member)
    assert post(client, lead, "leave") == 303
    assert client.get(space(lead)).status_code == 410
    assert post(client, member, "leave") == 303
    seed.refresh_from_db()
    assert seed.state == SeedState.DORMANT
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=member.pk).update(leads=True)


def test_a_link_dies_with_the_address_and_one_group_cannot_touch_another(
    client: Client, workshop: WorkshopPage, lead: Membership, member: Membership
) -> None:
    other = ActionGroup.objects.create(seed=SeedFactory(workshop=workshop), name="Autres")
    stranger = groups.start_group(group=other, lead=PersonFactory(email="eve@valclair.example"))
    request = Membership.objects.create(group=lead.group, person=PersonFactory(), confirmed_at=timezone.now())
    assert post(client, stranger, "accept", row=request.uuid) == 404
    old = space(member)
    member.person.email = "ailleurs@valclair.example"
    member.person.save()
    assert (client.get(old).status_code, client.get("/groupe/abc/").status_code) == (404, 404)


def test_a_year_of_a_seed_gives_these_mails_states_and_nothing_else(seed: Seed, lead: Membership) -> None:
    start = timezone.now()
    story: list[tuple[int, str, list[tuple[str, str]]]] = []
    for day in range(0, 366, 5):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            before, state = len(told()), SeedState(Seed.objects.get().state)
            if day == 200:
                lead.refresh_from_db()
                groups.tell_news(by=lead, text="On repart.")
            for _ in range(2):  # a tick that comes twice does nothing more
                nudge_silent_groups(timezone.now())
            now = SeedState(Seed.objects.get().state)
            if told()[before:] or now != state:
                story.append((day, now.value, told()[before:]))
    assert story == [
        (60, "sown", [("ada", "nudge")]),
        (90, "dormant", [("ada", "asleep")]),
        (200, "growing", []),
        (260, "growing", [("ada", "nudge")]),
        (290, "dormant", [("ada", "asleep")]),
    ]


def test_a_harvested_seed_is_left_in_peace_and_requests_never_confirmed_go(seed: Seed, lead: Membership) -> None:
    groups.change_state(by=lead, state=SeedState.HARVESTED)
    Membership.objects.create(group=lead.group, person=PersonFactory())
    later = timezone.now() + timedelta(days=400)
    assert (nudge_silent_groups(later), purge_requests(later), Membership.objects.count()) == (0, 1, 1)


def test_typing_somebody_s_address_again_does_not_undo_their_request(
    client: Client, seed: Seed, lead: Membership
) -> None:
    groups.ask_to_join(group=lead.group, **ANSWERS)
    groups.confirm_request(request=Membership.objects.asking().get())
    groups.ask_to_join(group=lead.group, **{**ANSWERS, "message": "Oubliez."})
    asking = Membership.objects.asking().get()
    assert (asking.confirmed_at is not None, asking.message) == (True, ANSWERS["message"])
    assert [kind for _who, kind in told()].count("confirm") == 1


def test_the_association_reads_the_state_of_a_seed_and_its_group_alone_says_it(
    client: Client, seed: Seed, lead: Membership
) -> None:
    """S3-27: before there is a group, an editor sows it; after, they decide nothing in its place."""
    client.force_login(UserFactory(groups=["Animation"]))
    url = reverse("wagtailsnippets_events_seed:edit", args=[seed.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"state": SeedState.DORMANT, "need": "Rouler."}
    assert client.post(url, data).status_code == 302
    seed.refresh_from_db()
    assert (seed.state, seed.need) == (SeedState.SOWN, "Rouler.")
    lead.delete()
    assert client.post(url, data).status_code == 302
    seed.refresh_from_db()
    assert seed.state == SeedState.DORMANT
