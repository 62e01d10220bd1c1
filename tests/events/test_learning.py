"""Topics chosen, tools carried over, work between sessions; what a series teaches (S4-04 to S4-11, S0-11)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.first_run.tree import House
from events.enums import ProposalKind, RemarkKind, SessionState
from events.enums_workshop import ItemState
from events.keeping import reasons_to_keep
from events.links import token_for
from events.models import (
    ActionGroup,
    HomeReport,
    HomeTask,
    Proposal,
    Registration,
    Seed,
    SeriesRemark,
    Session,
    ToolReview,
    ToolSheet,
    TopicProposal,
    TrainingPage,
)
from events.services.learning import remind_of_tasks
from outbox.models import Message
from tests.factories.events import (
    ModuleFactory,
    RegistrationFactory,
    SeedFactory,
    SeriesPageFactory,
    SessionFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
)
from tests.factories.people import UserFactory

REVIEW = {"review-structure": "La Régie", "review-advantages": "Simple.", "review-limits": ""}


@pytest.fixture
def training(house: House) -> TrainingPage:
    """Two modules: the first began, the second comes in two days."""
    page = TrainingPageFactory(parent=house.agenda, title="Les outils à distance")
    first, second = (ModuleFactory(training=page, title=f"Module {n}", position=n) for n in (1, 2))
    SessionFactory(event=page, module=first, past=True)
    SessionFactory(event=page, module=second, open=True, days=2)
    return page


@pytest.fixture
def ada(training: TrainingPage) -> Registration:
    session = training.sessions.order_by("-starts_at")[0]
    return RegistrationFactory(session=session, contact_email="ada@valclair.example")


def post(client: Client, who: Registration, order: str, **data: object) -> int:
    return client.post(reverse("events:learn", args=[token_for(who, "learn")]), {"order": order, **data}).status_code


def space_of(who: Registration) -> str:
    return reverse("events:learn", args=[token_for(who, "learn")])


def test_topics_are_proposed_chosen_and_kept_among_participants(
    client: Client, training: TrainingPage, ada: Registration
) -> None:
    bob = RegistrationFactory(session=ada.session)
    assert post(client, ada, "topic", **{"topic-title": "Un public qui décroche"}) == 303
    topic = TopicProposal.objects.get()
    assert post(client, bob, "choose", row=topic.uuid) == 303
    assert topic.backers.count() == 2
    assert [post(client, bob, "choose", row=topic.uuid), topic.backers.count()] == [303, 1]
    assert "décroche" not in client.get(training.url).content.decode()
    topic.session = ada.session
    topic.save()
    assert [post(client, bob, "choose", row=topic.uuid), post(client, ada, "topic")] == [409, 422]
    assert [post(client, ada, "danser"), post(client, ada, "choose", row="x")] == [400, 404]


def test_a_tool_found_in_module_1_is_tried_in_module_2_and_compared_by_structure(
    client: Client, training: TrainingPage, ada: Registration
) -> None:
    compared = reverse("events:tools", args=[training.pk])
    assert client.get(compared).status_code == 404
    assert post(client, ada, "tool", **{"tool-name": "Le pad", "tool-use": "Écrire à plusieurs"}) == 303
    tool = ToolSheet.objects.get()
    assert tool.found_in.title == "Module 1"
    assert "Module 2" in client.get(space_of(ada)).content.decode()
    assert post(client, ada, "review", row=tool.uuid, **{**REVIEW, "review-advantages": ""}) == 409
    assert [post(client, ada, "review", row=tool.uuid, **REVIEW) for _ in range(2)] == [303, 303]
    review = ToolReview.objects.get()
    space, page = (client.get(url).content.decode() for url in (space_of(ada), compared))
    assert [("Simple." in shown, "à relire par l’équipe" in shown) for shown in (space, page)] == [
        (True, True),
        (False, False),
    ]
    client.force_login(UserFactory(groups=["Animation"]))
    waiting = f"?tool__training={training.pk}&amp;state=new"
    edit = reverse("wagtailadmin_pages:edit", args=[training.pk])
    assert waiting in client.get(edit).content.decode()
    listing = client.get(f"{reverse('wagtailsnippets_events_toolreview:list')}?tool__training={training.pk}&state=new")
    assert "La Régie" in listing.content.decode()
    assert client.get(reverse("wagtailsnippets_events_toolreview:add")).status_code == 302  # nobody writes for others
    decide = reverse("wagtailsnippets_events_toolreview:edit", args=[review.pk])
    assert client.post(decide, {"state": "kept", "advantages": "Réécrit."}).status_code == 302
    page = client.get(compared).content.decode()
    assert ("La Régie" in page, "Simple." in page, str(ada.person) in page) == (True, True, False)
    assert compared in client.get(training.url).content.decode()
    post(client, ada, "review", row=tool.uuid, **REVIEW)
    assert "Simple." in client.get(compared).content.decode()
    post(client, ada, "review", row=tool.uuid, **{**REVIEW, "review-advantages": "Simple, et laid."})
    assert "Simple" not in client.get(compared).content.decode()
    ToolReview.objects.update(state=ItemState.ASIDE)
    assert "Simple" not in client.get(space_of(ada)).content.decode()


def test_work_between_sessions_is_recalled_once_and_reported(
    client: Client, training: TrainingPage, ada: Registration
) -> None:
    task = HomeTask.objects.create(training=training, session=ada.session, title="Tenir une réunion à distance")
    assert [remind_of_tasks(timezone.now()) for _ in range(2)] == [1, 0]
    assert "Tenir une réunion" in Message.objects.select_related("content").get().content.text
    report = {"report-tried": "Une réunion à six.", "report-inside": "On s’écoute mieux."}
    assert [post(client, ada, "report", row=task.uuid, **report), post(client, ada, "report", row=task.uuid)] == [
        303,
        422,
    ]
    assert HomeReport.objects.get().inside == "On s’écoute mieux."
    bob = RegistrationFactory(session=ada.session)
    assert "réunion à six" in client.get(reverse("events:learn", args=[token_for(bob, "learn")])).content.decode()


def test_only_participants_of_a_training_open_its_space(client: Client, house: House) -> None:
    series = SeriesPageFactory(parent=house.agenda)
    elsewhere = RegistrationFactory(session__event=VideoWorkshopPageFactory(parent=series))
    assert client.get(reverse("events:learn", args=[token_for(elsewhere, "learn")])).status_code == 404


def test_strengths_and_weaknesses_of_a_series_lead_to_a_proposal_that_keeps_where_it_comes_from(
    client: Client, house: House
) -> None:
    series = SeriesPageFactory(parent=house.agenda)
    session = SessionFactory(event=VideoWorkshopPageFactory(parent=series), past=True)
    who = RegistrationFactory(session=session)
    url = reverse("events:remark", args=[token_for(who, "remark")])
    said = {"kind": "weakness", "text": "Personne ne se connaît."}
    assert [client.post(url, said).status_code for _ in range(2)] == [200, 200]
    assert client.post(url, {"kind": "weakness", "text": ""}).status_code == 422
    remark = SeriesRemark.objects.get()
    assert (remark.kind, remark.author) == (RemarkKind.WEAKNESS, who.person)
    assert "se connaît" not in client.get(series.url).content.decode()
    client.force_login(UserFactory(groups=["Animation"]))
    add = reverse("wagtailsnippets_events_proposal:add")
    form = {"series": series.pk, "kind": ProposalKind.DATE, "title": "Une date pour se rencontrer", "description": ""}
    other = SeriesRemark.objects.create(
        session=SessionFactory(event=VideoWorkshopPageFactory(parent=SeriesPageFactory(parent=house.agenda))),
        kind=RemarkKind.STRENGTH,
        text="Ailleurs.",
    )
    assert client.post(add, {**form, "remarks": [other.pk]}).status_code == 200
    assert client.post(add, {**form, "remarks": [remark.pk]}).status_code == 302
    assert list(Proposal.objects.get().remarks.all()) == [remark]
    page = client.get(series.url).content.decode()
    assert ("Une date pour se rencontrer" in page, "née de 1 remarque" in page.replace("\u00a0", " ")) == (True, True)


class TestAfterwards:
    """A group goes on after the training, and runs itself like those of workshops (S4-11, S3-27)."""

    @pytest.fixture
    def seed(self, training: TrainingPage) -> Seed:
        seed: Seed = SeedFactory(workshop=None, training=training, title="S’écouter à distance")
        ActionGroup.objects.create(seed=seed, name="Les oreilles")
        return seed

    def test_it_is_shown_where_it_was_born_and_anybody_may_ask_to_join(
        self, client: Client, training: TrainingPage, ada: Registration, seed: Seed
    ) -> None:
        for place in (training.url, space_of(ada), seed.get_absolute_url()):
            assert "S’écouter à distance" in client.get(place).content.decode()
        assert "Née de la formation" in client.get(seed.get_absolute_url()).content.decode()
        assert client.get(reverse("events:group_join", args=[seed.slug])).status_code == 200

    def test_it_is_hidden_with_the_training_which_it_keeps_from_going_away(
        self, client: Client, training: TrainingPage, seed: Seed
    ) -> None:
        Registration.objects.all().delete()
        assert reasons_to_keep([training]) == ["1 graine de projet"]
        training.unpublish()
        assert client.get(seed.get_absolute_url()).status_code == 404
        assert not Seed.objects.public().exists()

    def test_it_is_born_of_one_thing_only(self, training: TrainingPage, seed: Seed) -> None:
        workshop = SeedFactory(workshop__parent=training.get_parent()).workshop
        for both in ({"workshop": workshop, "training": training}, {"workshop": None, "training": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Seed.objects.filter(pk=seed.pk).update(**both)

    def test_editors_sow_it_from_the_training(self, client: Client, training: TrainingPage) -> None:
        client.force_login(UserFactory(groups=["Animation"]))
        add = f"{reverse('wagtailsnippets_events_seed:add')}?training={training.pk}"
        assert f'name="training" value="{training.pk}"' in client.get(add).content.decode()
        sown = {"title": "Un pad de veille", "slug": "", "kind": "tool", "state": "sown", "sown_on": "", "need": ""}
        form = {**sown, "description": "", "workshop": "", "training": ""}
        refused = client.post(add, form)
        assert (refused.status_code, "choisissez l’un des deux" in refused.content.decode()) == (200, True)
        assert client.post(add, {**form, "training": training.pk}).status_code == 302
        assert [seed.event for seed in Seed.objects.all()] == [training]
        assert training.title in client.get(reverse("wagtailsnippets_events_seed:list")).content.decode()


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.POSTPONED])
def test_nothing_is_recalled_before_a_session_that_will_not_be_held(ada: Registration, state: SessionState) -> None:
    HomeTask.objects.create(training_id=ada.session.event_id, session=ada.session, title="Tenir une réunion")
    Session.objects.filter(pk=ada.session_id).update(state=state)
    assert remind_of_tasks(timezone.now()) == 0
