"""The harness itself: what tests/conftest.py promises to every other test."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Origin, Template, engines
from wagtail.models import Collection, Locale, Page, Site

from people.models import User
from tests.strict_templates import UndefinedTemplateVariable

OURS = settings.PROJECT_DIR / "templates" / "imagined.html"
A_LIBRARY_S = settings.PROJECT_DIR / ".venv" / "lib" / "site-packages" / "wagtail" / "imagined.html"


def render(source: str, *, origin: object = OURS, **context: object) -> str:
    engine = engines["django"].engine
    return str(Template(source, origin=Origin(str(origin)), engine=engine).render(Context(context)))


def test_a_variable_nobody_gave_to_one_of_our_templates_fails_the_test() -> None:
    with pytest.raises(UndefinedTemplateVariable, match=r"person\.name is undefined in .*imagined\.html"):
        render("Bonjour {{ person.name }}", person={})


def test_an_undefined_variable_fails_behind_a_filter_and_as_an_argument_too() -> None:
    with pytest.raises(UndefinedTemplateVariable):
        render("{{ name|upper }}")
    with pytest.raises(UndefinedTemplateVariable):
        render("{% with other=name %}{% endwith %}")


def test_what_is_optional_is_said_by_if_or_by_the_default_filter() -> None:
    assert render("{% if name %}{{ name }}{% endif %}{{ name|default:'personne' }}") == "personne"


def test_templates_of_libraries_keep_the_silence_they_count_on() -> None:
    assert render("[{{ name }}{{ name|upper }}{{ name|yesno:'oui,non' }}]", origin=A_LIBRARY_S) == "[non]"


def rows_of_the_migrations() -> dict[str, list[object]]:
    return {
        "pages": list(Page.objects.order_by("pk").values_list("pk", "path", "title", "content_type__model")),
        "sites": list(Site.objects.order_by("pk").values_list("hostname", "root_page_id", "is_default_site")),
        "locales": list(Locale.objects.order_by("pk").values_list("language_code", flat=True)),
        "collections": list(Collection.objects.order_by("pk").values_list("path", flat=True)),
        "groups": sorted(
            Group.objects.values_list("name", "permissions__codename", "page_permissions__permission__codename"),
            key=str,
        ),
    }


@pytest.fixture(scope="module")
def seen() -> list[dict[str, list[object]]]:
    """What the tests below saw, in whichever order they ran."""
    return []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_flushed_database_gets_its_root_page_groups_and_permissions_back(
    turn: int, seen: list[dict[str, list[object]]]
) -> None:
    seen.append(rows_of_the_migrations())
    assert seen[-1] == seen[0]
    assert Page.objects.filter(depth=1).count() == 1
    assert ContentType.objects.get_for_model(Page).pk == Page.objects.get(depth=1).content_type_id
    Page.objects.get(depth=1).add_child(title="Éphémère", slug="ephemere")


@pytest.mark.django_db
def test_rows_nobody_ordered_come_in_another_order_than_they_were_written() -> None:
    for name in ("un", "deux", "trois"):
        User.objects.create_user(f"{name}@dirigeable.example")
    assert [user.email.split("@")[0] for user in User.objects.all()] == ["trois", "deux", "un"]
    assert [user.email.split("@")[0] for user in User.objects.order_by("pk")] == ["un", "deux", "trois"]
