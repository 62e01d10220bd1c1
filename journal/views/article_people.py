"""« Personnes » of an article: who writes, proofreads, is cited, signs; all of them without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from people.enums import Answer, ConsentMethod

from ..enums import LinkPurpose, SignatureRole
from ..forms.article_people import CiteForm, LinkForm, NotedAnswerForm, SignatureForm
from ..models import ArticlePage
from ..selectors.article_people import people_around
from ..services import (
    accept_suggestion,
    ask_cited_people,
    cite,
    follow_passages,
    invite_signature,
    note_answer,
    open_link,
    refuse_suggestion,
    revoke_link,
    settle_remark,
)
from ..versions import draft_of
from .screens import PageScreen

NOBODY = "Personne n’est à solliciter par courriel."


class ArticlePeopleView(PageScreen):
    model = ArticlePage
    template_name = "journal/admin/article_people.html"
    page_title = "Personnes"
    header_icon = "group"
    page: ArticlePage
    done = {
        "link": "Le lien part par courriel.",
        "revoke": "Ce lien n’ouvre plus rien.",
        "accept": "La proposition est reprise dans le brouillon.",
        "refuse": "La proposition est écartée.",
        "settle": "La remarque est réglée.",
        "cite": "La personne est liée à ce passage.",
        "note": "La réponse est notée.",
        "sign": "L’invitation part par courriel.",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        forms = {
            "link_form": LinkForm(prefix="link"),
            "cite_form": CiteForm(prefix="cite", content=draft_of(self.page)),
            "signature_form": SignatureForm(prefix="sign"),
            "answer_form": NotedAnswerForm(),
        }
        return {**context, "article": self.page, "around": people_around(self.page), **forms, **kwargs}

    def do_link(self) -> HttpResponse | None:
        form = LinkForm(self.request.POST, prefix="link")
        if not form.is_valid():
            return self.show(link_form=form, status=422)
        purpose = LinkPurpose(form.cleaned_data["purpose"])
        open_link(article=self.page, person=form.someone(), purpose=purpose, user=self.user)
        return None

    def do_revoke(self) -> None:
        revoke_link(link=self.row(self.page.draft_links.all()))

    def do_accept(self) -> None:
        accept_suggestion(suggestion=self.row(self.page.suggestions.all()), user=self.user)

    def do_refuse(self) -> None:
        refuse_suggestion(suggestion=self.row(self.page.suggestions.all()))

    def do_settle(self) -> None:
        settle_remark(remark=self.row(self.page.remarks.all()))

    def do_ask(self) -> None:
        written = ask_cited_people(article=self.page)
        words = "Une personne est sollicitée" if written == 1 else f"{written} personnes sont sollicitées"
        messages.info(self.request, f"{words} par courriel." if written else NOBODY)

    def do_follow(self) -> None:
        follow_passages(article=self.page)

    def do_cite(self) -> HttpResponse | None:
        form = CiteForm(self.request.POST, prefix="cite", content=draft_of(self.page))
        if not form.is_valid():
            return self.show(cite_form=form, status=422)
        cite(article=self.page, place=form.cleaned_data["place"], person=form.someone())
        return None

    def do_note(self) -> HttpResponse | None:
        form = NotedAnswerForm(self.request.POST)
        if not form.is_valid():
            return self.show(answer_form=form, status=422)
        passage = self.row(self.page.cited_passages.all())
        answer, method = Answer(form.cleaned_data["answer"]), ConsentMethod(form.cleaned_data["method"])
        note_answer(passage=passage, answer=answer, method=method, user=self.user)
        return None

    def do_sign(self) -> HttpResponse | None:
        form = SignatureForm(self.request.POST, prefix="sign")
        if not form.is_valid():
            return self.show(signature_form=form, status=422)
        role, name = SignatureRole(form.cleaned_data["role"]), form.cleaned_data["name"]
        invite_signature(article=self.page, person=form.someone(), role=role, name=name)
        return None
