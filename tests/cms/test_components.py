"""The pieces every page is made of: base template, components, error pages (law.md A-08 to A-15, A-24)."""

import re
from datetime import time
from itertools import pairwise
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db import connection
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from wagtail.models import Page, PageViewRestriction, Site

from cms.templatetags.cms_tags import main_menu, page_title, page_trail, plural_fr
from cms.views import ICONS, StyleGuideView


@pytest.fixture
def request_(rf, db):
    request = rf.get("/guide-de-style/")
    request.user = AnonymousUser()
    return request


@pytest.fixture
def root(db) -> Page:
    return Site.objects.get(is_default_site=True).root_page


def child(parent: Page, title: str, **fields: object) -> Page:
    parent.refresh_from_db()
    return parent.add_child(instance=Page(title=title, **{"show_in_menus": True, **fields}))


def render(source: str, **context: object) -> BeautifulSoup:
    return BeautifulSoup(Template(source).render(Context(context)), "html.parser")


@pytest.fixture
def guide(request_) -> BeautifulSoup:
    response = StyleGuideView.as_view()(request_)
    return BeautifulSoup(response.render().content, "html.parser")


def test_the_page_says_its_language_and_its_name(guide):
    assert guide.html["lang"] == "fr"
    assert guide.title.string.startswith("Guide de style – ")


def test_the_landmarks_stand_once_and_the_skip_link_leads_to_the_content(guide):
    assert [len(guide.find_all(name)) for name in ("header", "main", "footer")][1:] == [1, 1]
    assert guide.body.find("a")["href"] == "#contenu"
    assert guide.main["id"] == "contenu"


def test_headings_go_down_without_a_gap(guide):
    levels = [int(heading.name[1]) for heading in guide.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert [below - above for above, below in pairwise(levels) if below - above > 1] == []


def test_every_id_is_unique(guide):
    ids = [tag["id"] for tag in guide.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


def test_every_icon_named_exists_in_the_sprite(guide):
    from django.contrib.staticfiles import finders

    with open(finders.find("img/icons.svg")) as sprite:
        drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite.read()))
    used = {use["href"].partition("#")[2] for use in guide.find_all("use")}
    assert used - drawn == set()
    assert set(ICONS) == drawn


def test_decorative_icons_are_silent_and_the_others_have_a_name(guide):
    icons = guide.select("svg.icon")
    assert [icon for icon in icons if not (icon.get("aria-hidden") == "true" or icon.get("aria-label"))] == []


def test_every_field_is_tied_to_its_label_help_and_error(guide):
    ids = {tag["id"] for tag in guide.find_all(id=True)}
    labelled = {label["for"] for label in guide.find_all("label", attrs={"for": True})}
    fields = [f for f in guide.main.select("input, textarea, select") if f.get("type") != "hidden"]
    assert [f["id"] for f in fields if f["id"] not in labelled] == []
    described = [name for tag in guide.select("[aria-describedby]") for name in tag["aria-describedby"].split()]
    assert [name for name in described if name not in ids] == []
    assert len(described) >= 5


class TwoChoices(forms.Form):
    name = forms.CharField(label="Nom")
    day = forms.ChoiceField(label="Jour", choices=[("1", "vendredi")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput)


def test_the_error_summary_leads_to_each_field_and_keeps_the_count():
    soup = render('{% include "components/form_errors.html" with form=form only %}', form=TwoChoices({"name": ""}))
    assert soup.select_one("[role=alert] .notice-title").text.startswith("3 réponses sont à corriger")
    assert [link["href"] for link in soup.find_all("a")] == ["#id_name", "#id_day"]


def test_a_form_without_error_has_no_summary():
    assert (
        render('{% include "components/form_errors.html" with form=form only %}', form=TwoChoices()).text.strip() == ""
    )


def test_choices_are_a_group_with_a_legend():
    soup = render('{% include "components/field.html" with field=form.day only %}', form=TwoChoices())
    assert soup.fieldset.legend.text == "Jour (obligatoire)"


def test_a_help_text_is_escaped():
    form = TwoChoices()
    form.fields["name"].help_text = "<b>gras</b>"
    soup = render('{% include "components/field.html" with field=form.name only %}', form=form)
    assert soup.select_one(".field-help").text == "<b>gras</b>"


@pytest.mark.parametrize(("kind", "role"), [("success", "status"), ("error", "alert"), ("info", None)])
def test_a_notice_is_announced_according_to_its_kind(kind, role):
    """A-09."""
    soup = render('{% include "components/notice.html" with kind=kind title="Bonjour" only %}', kind=kind)
    assert soup.select_one(".notice").get("role") == role
    assert soup.svg["aria-label"] in {"Succès", "Erreur", "Information"}


def test_pagination_keeps_the_filters_of_the_address(rf):
    request = rf.get("/agenda/?theme=lecture&page=2")
    page_obj = Paginator(range(90), 10).page(2)
    source = '{% include "components/pagination.html" %}'
    html = Template(source).render(RequestContext(request, {"page_obj": page_obj}))
    links = [a["href"] for a in BeautifulSoup(html, "html.parser").find_all("a")]
    assert links == ["?theme=lecture&page=1", "?theme=lecture&page=1", *[f"?theme=lecture&page={n}" for n in (3, 9, 3)]]


def test_one_page_needs_no_pagination():
    page_obj = Paginator(range(3), 10).page(1)
    assert render('{% include "components/pagination.html" %}', page_obj=page_obj).text.strip() == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_menu_is_read_in_one_query(request_, root, count):
    for number in range(count):
        child(root, f"Rubrique {number}")
    Site.find_for_request(request_)
    root.get_url(request_)  # the addresses of sites are cached for all requests
    with CaptureQueriesContext(connection) as queries:
        items = main_menu(Context({"request": request_}))["items"]
    assert len(queries) == 1
    assert [item.title for item in items] == [f"Rubrique {number}" for number in range(count)]


def test_the_menu_shows_neither_drafts_nor_private_nor_hidden_pages(request_, root):
    child(root, "Visible")
    child(root, "Brouillon", live=False)
    child(root, "Hors du menu", show_in_menus=False)
    private = child(root, "Privée")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert [item.title for item in main_menu(Context({"request": request_}))["items"]] == ["Visible"]


def test_the_menu_marks_where_we_are(request_, root):
    agenda = child(root, "Agenda")
    child(root, "Projets")
    below = child(agenda, "Un atelier")
    here = main_menu(Context({"request": request_, "page": agenda}))["items"]
    under = main_menu(Context({"request": request_, "page": below}))["items"]
    assert [item.current for item in here] == ["page", ""]
    assert [item.current for item in under] == ["true", ""]


def test_the_title_names_the_page_then_its_section(root):
    """A-10: « Page – Rubrique – Site »."""
    agenda = child(root, "Agenda")
    workshop = child(child(agenda, "2027"), "L'atelier")
    assert page_title(workshop) == "L’atelier – Agenda"
    assert page_title(agenda) == "Agenda"
    assert page_title(None) == ""


@pytest.mark.parametrize("depth", [1, 3])
def test_trail_and_title_share_one_query(root, depth, django_assert_num_queries):
    page = root
    for number in range(depth):
        page = child(page, f"Niveau {number}")
    page = Page.objects.get(pk=page.pk)
    with django_assert_num_queries(1):
        page_trail(page)
        page_title(page)


def test_breadcrumbs_lead_from_the_home_page_to_here(root):
    page = child(child(root, "Agenda"), "L'atelier")
    soup = render('{% include "components/breadcrumbs.html" with page=page only %}', page=page)
    assert [step.text.strip() for step in soup.select("li")] == ["Accueil", "Agenda", "L’atelier"]
    assert soup.select_one("[aria-current]").text == "L’atelier"


def test_the_home_page_has_no_breadcrumbs(root):
    assert render('{% include "components/breadcrumbs.html" with page=page only %}', page=root).text.strip() == ""


def test_two_headings_with_the_same_words_have_two_anchors(rf):
    source = "{% load cms_tags %}{% anchor 'L’été' %} {% anchor 'L’été' %} {% anchor '?' %}"
    assert Template(source).render(Context({"request": rf.get("/")})) == "l-ete l-ete-2 partie"


@pytest.mark.parametrize(("count", "word"), [(0, "place"), (1, "place"), (1.5, "place"), (2, "places"), (-3, "places")])
def test_zero_and_one_are_singular_in_french(count, word):
    assert f"place{plural_fr(count)}" == word


def test_plural_takes_two_forms():
    assert [plural_fr(count, "cheval,chevaux") for count in (1, 2)] == ["cheval", "chevaux"]


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_the_worst_need_neither_request_nor_query(name, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        html = render_to_string(name)
    soup = BeautifulSoup(html, "html.parser")
    assert (soup.html["lang"], len(soup.find_all("h1")), soup.select_one("a.button")["href"]) == ("fr", 1, "/")


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "410.html"])
def test_error_pages_help_to_go_on(name, request_, root):
    soup = BeautifulSoup(render_to_string(name, request=request_), "html.parser")
    assert len(soup.find_all("h1")) == 1
    assert soup.main.select_one('form[role="search"] input[name="q"]') is not None
    assert soup.main.select_one('a[href="/"]').text == "Revenir à l’accueil"


def test_an_unknown_address_answers_in_french(client, root):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert BeautifulSoup(response.content, "html.parser").h1.text == "Cette page est introuvable"


def test_every_page_says_that_no_audit_was_made(guide):
    """A-24: no audit recorded, hence « non conforme »."""
    assert "Accessibilité : non conforme" in [link.text.replace("\u00a0", " ") for link in guide.footer.find_all("a")]


def test_a_timetable_reads_times_and_their_machine_form():
    entries = [SimpleNamespace(starts_at=time(9, 30), title="Accueil", text="")]
    soup = render('{% include "components/timetable.html" with entries=entries only %}', entries=entries)
    assert (soup.time["datetime"], soup.time.text) == ("09:30", "9\u00a0h\u00a030")


def test_a_board_says_brake_and_lever_in_words():
    """A-04."""
    soup = render('{% include "components/board.html" with brakes=b levers=b only %}', b=[])
    assert [heading.get_text(strip=True) for heading in soup.find_all("h3")] == ["Freins", "Leviers"]


def test_a_safe_text_keeps_its_tags_in_a_notice():
    text = SafeString("<a href='/'>ici</a>")
    assert render('{% include "components/notice.html" with kind="info" text=text only %}', text=text).a.text == "ici"
