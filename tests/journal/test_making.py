"""« Fabrication » and « Personnes » in the admin, as an editor in a hurry uses them (items 1, 3 and 4)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import GroupPagePermission, TaskState

from config.first_run.tree import House
from events.models import DiagnosisItem, WorkshopPage
from journal.enums import IssueState, LinkPurpose, Stage
from journal.models import (
    ArticlePage,
    Assignment,
    CitedPassage,
    CoSignature,
    DraftLink,
    IssuePage,
    JournalPage,
    Production,
    Slot,
    Volunteer,
)
from journal.selectors.plan import plan_of
from journal.services import (
    answer_passage,
    ask_cited_people,
    attach_article,
    ensure_rubrics,
    leave_remark,
    mark_ready,
    open_link,
    plan_slot,
    prepare_dossier,
    start_layout,
    suggest,
)
from people.enums import Answer
from people.models import User
from people.services import withdraw_consent
from tests.factories.events import SeedFactory
from tests.factories.journal import IssuePageFactory, SlotFactory, VolunteerFactory
from tests.factories.people import PersonFactory, UserFactory

from .test_editor import fields, state_of
from .writing import TEXT, an_article, draft, mails, text_of, words


def messages_of(response: Any) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [words(item) for item in page.select(".messages li")]


@pytest.fixture
def url(issue: IssuePage) -> str:
    return reverse("journal_making", args=[issue.pk])


@pytest.fixture
def do(admin: Client, url: str) -> Callable[..., list[str]]:
    """Press a button of « Fabrication », and read what it says."""

    def do(order: str, **data: Any) -> list[str]:
        response = admin.post(url, {"order": order, **data}, follow=True)
        assert response.status_code == 200
        return messages_of(response)

    return do


def faults_shown(admin: Client, url: str) -> list[str]:
    page = BeautifulSoup(admin.get(url).content, "html.parser")
    return [words(item) for item in page.select(".journal-faults li")]


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


class TestPlanning:
    def test_an_idea_becomes_a_commission_then_a_draft(
        self, admin: Client, url: str, do: Callable[..., list[str]], issue: IssuePage
    ) -> None:
        rubric = ensure_rubrics()["Semer"]
        idea = {"slot-title": "Le marché", "slot-rubric": rubric.pk, "slot-quota": 3000, "slot-brief": ""}
        assert do("plan", **idea) == ["Le sujet est au plan."]
        slot = Slot.objects.get()
        writer = VolunteerFactory(person=PersonFactory(given_name="Nour", family_name="Ferry"))
        order = {"order": "commission", "order-due_on": day(9), "order-person": writer.person.pk}
        answer = admin.post(reverse("journal_slot", args=[issue.pk, slot.pk]), order, follow=True)
        assert messages_of(answer) == ["La commande est passée."]
        row = BeautifulSoup(admin.get(url).content, "html.parser").select_one(".journal-plan tbody tr")
        assert [words(cell) for cell in row.select("td")][:4] == [
            "Semer",
            "Commande",
            "3 000 prévus",
            words(BeautifulSoup(f"<i>{words(row.select('td')[3])}</i>", "html.parser")),
        ]
        assert words(row.select("td")[4]) == "Nour Ferry (écrire, proposée)"
        admin.post(url, {"order": "draft", "row": slot.pk})
        slot.refresh_from_db()
        assert slot.article is not None
        assert len(mails()) == 2

    def test_a_faulty_idea_is_asked_again_and_kept(self, admin: Client, url: str) -> None:
        response = admin.post(url, {"order": "plan", "slot-title": "Le marché", "slot-quota": "12"})
        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 422
        assert page.select_one("#id_slot-title")["value"] == "Le marché"
        assert "Un emplacement compte au moins 100 signes." in words(page)
        assert Slot.objects.count() == 0

    def test_a_task_goes_to_anybody_by_name(self, do: Callable[..., list[str]]) -> None:
        lea = {"task-given_name": "Léa", "task-family_name": "Martin", "task-email": "lea@valclair.example"}
        assert do("task", **lea, **{"task-role": "photograph", "task-due_on": day(3), "task-note": ""}) == [
            "La tâche est proposée."
        ]
        assert (str(Assignment.objects.get().person), mails()[0][0]) == ("Léa Martin", "lea@valclair.example")

    def test_a_task_without_anybody_is_asked_again(self, admin: Client, url: str) -> None:
        response = admin.post(url, {"order": "task", "task-role": "write", "task-due_on": day(-1)})
        page = words(BeautifulSoup(response.content, "html.parser"))
        assert response.status_code == 422
        assert "Cette date est passée : choisissez-en une autre." in page

    def test_loose_articles_and_seeds_take_their_place(
        self, do: Callable[..., list[str]], issue: IssuePage, workshop: WorkshopPage
    ) -> None:
        article = an_article(issue)
        seed = SeedFactory(workshop=workshop, kind="article", title="Écrire ensemble")
        assert do("article", row=article.pk) == ["L’article a son emplacement."]
        assert do("seed", row=seed.pk) == ["La graine a son emplacement."]
        assert list(Slot.objects.values_list("title", flat=True)) == ["Le dernier car", "Écrire ensemble"]
        plan = plan_of(issue)
        assert (plan.loose, plan.seeds) == ((), ())
        slot = Slot.objects.get(seed=seed)
        do("up", row=slot.pk)
        assert list(Slot.objects.values_list("title", flat=True)) == ["Écrire ensemble", "Le dernier car"]
        assert do("drop", row=slot.pk) == ["Le sujet est retiré du plan."]

    def test_a_seed_that_a_published_article_tells_waits_no_more(
        self, issue: IssuePage, workshop: WorkshopPage
    ) -> None:
        seed = SeedFactory(workshop=workshop, kind="article", title="Écrire ensemble")
        told = prepare_dossier(workshop=workshop, issue=issue, user=None)[-1]
        assert plan_of(issue).seeds == (seed,)
        told.get_latest_revision().publish()
        assert plan_of(issue).seeds == ()

    def test_another_issue_s_slot_is_not_found(self, admin: Client, url: str, house: House) -> None:
        other = SlotFactory(issue=an_issue(house))
        for row in (other.pk, "abc", "99999999999999999999"):
            assert admin.post(url, {"order": "drop", "row": row}).status_code == 404
        assert Slot.objects.count() == 1

    def test_each_stage_is_told(self, issue: IssuePage, editor: User) -> None:
        rubric = ensure_rubrics()["Semer"]

        def stage(article: ArticlePage) -> Stage:
            return next(line.stage for line in plan_of(issue).lines if line.slot.article_id == article.pk)

        article = an_article(issue)
        attach_article(slot=plan_slot(issue=issue, rubric=rubric, title="Le car"), article=article)
        assert stage(article) == Stage.WRITING
        article.get_workflow().start(article, editor)
        assert stage(article) == Stage.WRITING
        for expected in (Stage.PROOFREADING, Stage.READY):
            state = TaskState.objects.get(status="in_progress")
            state.task.specific.on_action(state, editor, "approve")
            assert stage(ArticlePage.objects.get(pk=article.pk)) == expected
        article.get_latest_revision().publish()
        assert stage(article) == Stage.OUT

    def test_queries_do_not_grow_with_the_slots(self, issue: IssuePage) -> None:
        rubric = ensure_rubrics()["Semer"]

        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                plan_of(issue)
            return len(queries)

        def add() -> None:
            attach_article(slot=plan_slot(issue=issue, rubric=rubric, title="x"), article=an_article(issue))

        add()
        one = count()
        for _ in range(2):
            add()
        assert count() == one


def an_issue(house: House) -> IssuePage:
    made: IssuePage = IssuePageFactory(parent=house.journal, number=12)
    return made


class TestPress:
    def test_what_stops_it_is_listed_in_words_and_the_button_waits(
        self, admin: Client, url: str, do: Callable[..., list[str]], issue: IssuePage
    ) -> None:
        an_article(issue)
        assert do("layout") == ["Le numéro passe en maquette."]
        page = BeautifulSoup(admin.get(url).content, "html.parser")
        assert faults_shown(admin, url) == [
            "L’ours n’est pas complet : il manque « Impression ».",
            "L’ours n’est pas complet : il manque « Dépôt légal ».",
            "Le dernier car : Le texte n’a pas fini son circuit, ou il a changé depuis : il attend la relecture et "
            "l’accord des personnes citées.",
        ]
        assert page.select_one("button[value=press]").has_attr("disabled")
        assert do("press") == ["Le bon à tirer attend : 3 points restent à régler."]
        assert Production.objects.get().state == IssueState.LAYOUT

    def test_all_the_way(self, admin: Client, do: Callable[..., list[str]], issue: IssuePage) -> None:
        JournalPage.objects.update(printer="Imprimé par nos soins")
        IssuePage.objects.update(legal_deposit_on=issue.date)
        article = an_article(issue)
        mark_ready(article=article)
        said = [do(order) for order in ("layout", "press", "reopen")]
        assert said[1:] == [
            ["Le bon à tirer est donné : les textes sont figés."],
            ["Dites pourquoi : c’est noté dans l’historique du numéro."],
        ]
        assert do("reopen", reason="Une coquille.") == ["Le numéro est rouvert."]
        assert [do("press"), do("out")][1] == ["Le numéro est paru."]
        assert ArticlePage.objects.get(pk=article.pk).live

    def test_an_agreement_withdrawn_once_it_is_out_is_told(
        self, admin: Client, url: str, issue: IssuePage, workshop: WorkshopPage, add_item: Callable[..., DiagnosisItem]
    ) -> None:
        item = add_item("On attend le car.", author=PersonFactory(given_name="Léa", family_name="Martin"), agrees=True)
        article = prepare_dossier(workshop=workshop, issue=issue, user=None)[0]
        ask_cited_people(article=article)
        row = CitedPassage.objects.get()
        answer_passage(passage=row, answer=Answer.AGREED, words_hash=row.words_hash)
        now = timezone.now()
        Production.objects.create(issue=issue, state=IssueState.OUT, press_at=now, out_at=now)
        assert faults_shown(admin, url) == []
        withdraw_consent(consent=item.quote_consent)
        assert faults_shown(admin, url) == [
            "Se déplacer sans voiture : L’accord de Léa Martin manque pour un passage tel qu’il est écrit maintenant."
        ]

    def test_who_may_edit_plans_and_who_may_publish_gives_the_press(
        self, client: Client, house: House, issue: IssuePage, url: str
    ) -> None:
        start_layout(issue=issue, user=None)
        user = UserFactory()
        assert client.get(url).status_code == 302
        group = user.groups.create(name="Petites mains")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert client.get(url)["Location"] == reverse("wagtailadmin_home")
        change = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group, page=issue, permission=change)
        client.force_login(type(user).objects.get(pk=user.pk))
        assert client.get(url).status_code == 200
        assert client.post(url, {"order": "press"})["Location"] == reverse("wagtailadmin_home")
        assert Production.objects.get().state == IssueState.LAYOUT


class TestGuard:
    def publish(self, admin: Client, article: ArticlePage) -> Any:
        latest = draft(article)
        blocks = [(block["type"], block["value"], block["id"]) for block in state_of(latest)[:1]]
        data = fields(latest, blocks)
        edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
        return admin.post(edit, {**data, "action-publish": "1"})

    def test_publier_leads_to_what_is_missing_and_asks_why(self, admin: Client, issue: IssuePage) -> None:
        article = an_article(issue)
        answer = self.publish(admin, article)
        guard = reverse("journal_publish", args=[article.pk])
        assert answer["Location"] == guard
        assert not ArticlePage.objects.get(pk=article.pk).live
        assert admin.get(guard).status_code == 200
        assert admin.post(guard, {"reason": " "}).status_code == 422
        admin.post(guard, {"reason": "Une alerte."})
        assert ArticlePage.objects.get(pk=article.pk).live

    def test_no_reason_excuses_a_missing_agreement(
        self, admin: Client, issue: IssuePage, workshop: WorkshopPage, add_item: Callable[..., DiagnosisItem]
    ) -> None:
        add_item("On attend le car.", author=PersonFactory(), agrees=True)
        article = prepare_dossier(workshop=workshop, issue=issue, user=None)[0]
        guard = reverse("journal_publish", args=[article.pk])
        assert admin.post(guard, {"reason": "Une alerte."}).status_code == 409
        assert not ArticlePage.objects.get(pk=article.pk).live

    def test_once_the_issue_is_out_corrections_go_through_and_new_articles_do_not(
        self, admin: Client, issue: IssuePage
    ) -> None:
        article, new = an_article(issue, live=True), an_article(issue, title="Nouveau")
        now = timezone.now()
        Production.objects.create(issue=issue, state=IssueState.OUT, press_at=now, out_at=now)
        assert self.publish(admin, article)["Location"] == reverse("wagtailadmin_explore", args=[issue.pk])
        assert self.publish(admin, new)["Location"] == reverse("journal_publish", args=[new.pk])
        assert not ArticlePage.objects.get(pk=new.pk).live

    def test_one_approval_is_one_step_even_when_the_autosave_says_it_again(
        self, admin: Client, issue: IssuePage, editor: User
    ) -> None:
        article = an_article(issue)
        article.get_workflow().start(article, editor)
        blocks = [(block["type"], block["value"], block["id"]) for block in state_of(draft(article))[:1]]
        step = article.current_workflow_task_state.pk
        order = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-step": step}
        edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
        data = {**fields(draft(article), blocks), **order}
        assert admin.post(edit, data, headers={"accept": "application/json"}).status_code == 400
        assert admin.post(edit, data, headers={"accept": "text/html"}).status_code == 302
        steps = TaskState.objects.order_by("pk").values_list("task__name", "status")
        assert list(steps) == [("Écriture", "approved"), ("Relecture", "in_progress")]

    def test_a_second_click_approves_nothing_more(self, admin: Client, issue: IssuePage, editor: User) -> None:
        """Sent as the screen was before the first click: neither the next step, nor a workflow that is over."""
        article = an_article(issue)
        article.get_workflow().start(article, editor)
        edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
        blocks = [(block["type"], block["value"], block["id"]) for block in state_of(draft(article))[:1]]

        def approve(step: str) -> list[tuple[str, str]]:
            order = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-step": step}
            assert admin.post(edit, {**fields(draft(article), blocks), **order}).status_code == 302
            return list(TaskState.objects.order_by("pk").values_list("task__name", "status"))

        def on_screen() -> str:
            page = BeautifulSoup(admin.get(edit).content, "html.parser")
            return page.select_one("#page-edit-form input[name=workflow-step]")["value"]

        first = on_screen()
        once = [("Écriture", "approved"), ("Relecture", "in_progress")]
        assert (approve(first), approve(first)) == (once, once)
        assert "rien n’a été approuvé" in admin.get(edit).content.decode()
        second = on_screen()
        over = [("Écriture", "approved"), ("Relecture", "approved"), ("Accord des personnes citées", "approved")]
        assert (approve(second), approve(second), on_screen()) == (over, over, "")

    def test_of_two_orders_at_once_one_is_obeyed(self, admin: Client, issue: IssuePage, editor: User) -> None:
        """The first one has taken the step and is not done: neither it nor the next is approved by the second."""
        article = an_article(issue)
        article.get_workflow().start(article, editor)
        blocks = [(block["type"], block["value"], block["id"]) for block in state_of(draft(article))[:1]]
        step = article.current_workflow_task_state.pk
        order = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-step": step}
        edit, data = reverse("wagtailadmin_pages:edit", args=[article.pk]), {**fields(draft(article), blocks), **order}
        TaskState.objects.update(finished_at=timezone.now())
        admin.post(edit, data)
        steps = TaskState.objects.order_by("pk").values_list("status", flat=True)
        assert list(steps) == ["in_progress"]
        with time_machine.travel(timezone.now() + timedelta(seconds=11)):  # it died there
            admin.post(edit, data)
        assert list(steps.all()) == ["approved", "in_progress"]

    def test_nothing_is_published_in_bulk(self, admin: Client, issue: IssuePage) -> None:
        article = an_article(issue)
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        answer = admin.post(f"{bulk}?id={article.pk}", follow=True)
        assert any("ne se publient pas par lot" in text for text in messages_of(answer))
        assert not ArticlePage.objects.get(pk=article.pk).live

    def test_nor_by_what_stands_above_published_with_all_that_is_under_it(
        self, admin: Client, issue: IssuePage
    ) -> None:
        article = an_article(issue)
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        answer = admin.post(f"{bulk}?id={issue.get_parent().pk}", {"include_descendants": "on"}, follow=True)
        assert any("ne se publient pas par lot" in text for text in messages_of(answer))
        assert not ArticlePage.objects.get(pk=article.pk).live

    def test_nor_for_later_unseen(self, admin: Client, issue: IssuePage) -> None:
        article = an_article(issue)
        latest = draft(article)
        latest.go_live_at = timezone.now() + timedelta(days=3)
        latest.save_revision()
        answer = admin.post(reverse("journal_publish", args=[article.pk]), {"reason": "Une alerte."})
        assert (answer.status_code, "est programmé pour plus tard" in answer.content.decode()) == (409, True)
        assert not ArticlePage.objects.get(pk=article.pk).live
        assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()

    @pytest.mark.parametrize("how", ["publish_copies", "alias"])
    def test_a_copy_is_a_draft(self, admin: Client, issue: IssuePage, how: str) -> None:
        article = an_article(issue, live=True)
        url = reverse("wagtailadmin_pages:copy", args=[article.pk])
        data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(issue.pk)}
        answer = admin.post(url, {**data, how: "on"}, follow=True)
        assert any("reste un brouillon" in text for text in messages_of(answer))
        admin.post(url, data)
        assert list(ArticlePage.objects.filter(slug="copie").values_list("live", flat=True)) == [False]

    @pytest.mark.parametrize("action", PagesAdminAPIViewSet.actions)
    def test_nor_by_the_programming_interface_of_the_admin(self, admin: Client, issue: IssuePage, action: str) -> None:
        article = an_article(issue)
        api = f"{reverse('wagtailadmin_home')}api/main/pages/{article.pk}/"
        assert (admin.get(api).status_code, admin.post(f"{api}action/{action}/").status_code) == (200, 404)
        assert list(ArticlePage.objects.values_list("pk", "live")) == [(article.pk, False)]

    def test_only_who_may_publish_may_publish_so(self, client: Client, house: House, issue: IssuePage) -> None:
        article = an_article(issue)
        user = UserFactory()
        group = user.groups.create(name="Petites mains")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        GroupPagePermission.objects.create(
            group=group, page=issue, permission=Permission.objects.get(codename="change_page")
        )
        client.force_login(user)
        client.post(reverse("journal_publish", args=[article.pk]), {"reason": "Moi."})
        assert not ArticlePage.objects.get(pk=article.pk).live


class TestPeople:
    @pytest.fixture
    def article(self, issue: IssuePage) -> ArticlePage:
        return an_article(issue)

    @pytest.fixture
    def press(self, admin: Client, article: ArticlePage) -> Callable[..., list[str]]:
        def press(order: str, **data: Any) -> list[str]:
            answer = admin.post(
                reverse("journal_article_people", args=[article.pk]), {"order": order, **data}, follow=True
            )
            assert answer.status_code == 200
            return messages_of(answer)

        return press

    def somebody(self, prefix: str) -> dict[str, str]:
        return {
            f"{prefix}-given_name": "Léa",
            f"{prefix}-family_name": "Martin",
            f"{prefix}-email": "lea@valclair.example",
        }

    def test_a_link_is_given_then_revoked(self, press: Callable[..., list[str]]) -> None:
        assert press("link", **self.somebody("link"), **{"link-purpose": "write"}) == ["Le lien part par courriel."]
        link = DraftLink.objects.get()
        assert press("revoke", row=link.pk) == ["Ce lien n’ouvre plus rien."]
        link.refresh_from_db()
        assert not link.is_standing

    def test_suggestions_and_remarks_are_settled(
        self, admin: Client, press: Callable[..., list[str]], article: ArticlePage
    ) -> None:
        person = PersonFactory(given_name="Nour", family_name="Ferry")
        link = open_link(article=article, person=person, purpose=LinkPurpose.PROOFREAD, user=None)
        first, second = suggest(link=link, words={str(TEXT["id"]): "Le car est passé.", "summary": "Un matin."})
        remark = leave_remark(link=link, text="Quelle heure ?")
        page = BeautifulSoup(admin.get(reverse("journal_article_people", args=[article.pk])).content, "html.parser")
        assert [(words(item.select_one("strong")), [words(q) for q in item.select("blockquote")])
                for item in page.select(".journal-suggestion")] == [
            ("Nour Ferry", ["Le car est parti.", "Le car est passé."]),
            ("Nour Ferry", ["Un soir.", "Un matin."]),
            ("Nour Ferry", ["Quelle heure ?"]),
        ]  # fmt: skip
        assert press("accept", row=first.pk) == ["La proposition est reprise dans le brouillon."]
        assert press("refuse", row=second.pk) == ["La proposition est écartée."]
        assert press("settle", row=remark.pk) == ["La remarque est réglée."]
        assert text_of(article) == "<p>Le car est passé.</p>"

    def test_somebody_cited_is_linked_asked_and_noted(self, press: Callable[..., list[str]]) -> None:
        cited = {**self.somebody("cite"), "cite-place": str(TEXT["id"])}
        assert press("cite", **cited) == ["La personne est liée à ce passage."]
        assert press("ask") == ["Une personne est sollicitée par courriel."]
        assert press("ask") == ["Personne n’est à solliciter par courriel."]
        row = CitedPassage.objects.get()
        assert press("note", row=row.pk, answer="agreed", method="paper") == ["La réponse est notée."]
        row.refresh_from_db()
        assert (row.answer, row.consent.method) == ("agreed", "paper")

    def test_somebody_is_invited_to_sign(self, press: Callable[..., list[str]]) -> None:
        said = press("sign", **self.somebody("sign"), **{"sign-role": "photo", "sign-name": ""})
        assert said == ["L’invitation part par courriel."]
        assert str(CoSignature.objects.get()) == "Léa Martin (sans réponse)"

    @pytest.mark.parametrize("order", ["link", "cite", "sign"])
    def test_nobody_is_nobody(self, admin: Client, article: ArticlePage, order: str) -> None:
        answer = admin.post(reverse("journal_article_people", args=[article.pk]), {"order": order})
        assert answer.status_code == 422
        assert "Choisissez quelqu’un, ou écrivez son nom." in answer.content.decode()

    def test_an_unknown_order_says_so(self, press: Callable[..., list[str]]) -> None:
        assert press("danser") == ["Il n’y a rien à faire ici."]


def test_a_volunteer_met_at_a_workshop_is_noted_with_their_consent(admin: Client, house: House) -> None:
    assert admin.get(reverse("journal_volunteers:index")).status_code == 200
    data = {"given_name": "Nour", "family_name": "Ferry", "email": "", "role": "proofread", "note": "Le soir."}
    assert admin.post(reverse("journal_volunteers:add"), data).status_code == 200
    assert Volunteer.objects.count() == 0
    admin.post(reverse("journal_volunteers:add"), {**data, "agreed": "on"})
    row = Volunteer.objects.get()
    assert (str(row.person), row.role, row.note, row.consent.method) == (
        "Nour Ferry",
        "proofread",
        "Le soir.",
        "spoken",
    )
    admin.post(reverse("journal_volunteers:edit", args=[row.pk]), {"note": "Le matin.", "stopped_at": day(0)})
    assert Volunteer.objects.filter(stopped_at=None).count() == 0
