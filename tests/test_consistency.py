"""What no single test would notice: the code, templates, words and vendored files agree with one another."""

import hashlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.models import Field, Model
from django.template import engines
from django.template.base import Origin
from django.template.loader import get_template
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from wagtail.images.models import AbstractRendition
from wagtail.models import get_page_models

from tests.test_architecture import FOLDERS, LAYERS, ROOT, modules, name_of

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "site" / "static"
# Names that Django looks for by itself (django.conf.urls, django.views.csrf).
ASKED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# What a text may name without any request leaving: vocabularies and namespaces, never fetched.
NAMESPACES = {"purl.org", "schema.org", "www.idpf.org", "www.w3.org"}


def template_files() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".xml", ".css", ".mjml"})


def template_name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in LAYERS]


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    autodetector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=set(LAYERS)),
    )
    with override(None):  # as makemigrations does: migrations hold the words of the source
        changes = autodetector.changes(graph=loader.graph)
    assert {app: [str(m.operations) for m in found] for app, found in changes.items() if app in LAYERS} == {}


@pytest.mark.parametrize("path", template_files(), ids=template_name)
def test_each_template_can_be_read(path: Path) -> None:
    get_template(template_name(path))


def test_no_template_is_unused() -> None:
    unused = {template_name(path) for path in template_files()} - ASKED_BY_DJANGO - asked_by_pages() - overrides()
    texts = {path: path.read_text() for path in [*modules(), *template_files()]}
    assert (
        sorted(
            name
            for name in unused
            if not any(mentions(text, path, name) for path, text in texts.items() if path != TEMPLATES / name)
        )
        == []
    )


def asked_by_pages() -> set[str]:
    """Templates that Wagtail derives from the name of a page class."""
    return {str(model.template) for model in get_page_models() if model._meta.app_label in LAYERS}


def overrides() -> set[str]:
    """Templates of a library that we replace by one of the same name."""
    found = set()
    for path in template_files():
        name = template_name(path)
        for loader in engines["django"].engine.template_loaders:
            if any(is_a_library_s(origin) for origin in loader.get_template_sources(name)):
                found.add(name)
    return found


def is_a_library_s(origin: Origin) -> bool:
    path = Path(str(origin.name))
    return path.exists() and not path.is_relative_to(TEMPLATES)


def mentions(text: str, path: Path, name: str) -> bool:
    """Whether `text`, of the file at `path`, names the template: whole or, for a mail, by what its parts share."""
    if name in text:
        return True
    mail = re.fullmatch(r"mail/(?P<app>\w+)/(?P<stem>\w+)(\.subject)?\.(html|txt|mjml)", name)
    if mail is None or mail["app"] not in FOLDERS:
        return False
    return f'"{mail["app"]}/{mail["stem"]}"' in text or (
        path.is_relative_to(FOLDERS[mail["app"]]) and f'"{mail["stem"]}"' in text
    )


@pytest.mark.parametrize("path", template_files(), ids=template_name)
def test_each_library_of_tags_that_a_template_loads_is_used_there(path: Path) -> None:
    text = without_comments(path.read_text())
    engine = engines["django"].engine
    loaded = " ".join(re.findall(r"{% load (.*?) %}", text)).split()
    body = re.sub(r"{% load .*? %}", "", text)
    used = set(re.findall(r"{%-?\s*(\w+)", body)) | set(re.findall(r"\|\s*(\w+)", body))
    idle = []
    for name in loaded:
        library = engine.template_libraries.get(name)
        assert library, f"{name} is no library (write one {{% load %}} for each, without « from »)"
        if not used & ({*library.tags} | {*library.filters}):
            idle.append(name)
    assert idle == []


def test_every_model_is_named_in_lower_case() -> None:
    names = {
        model._meta.label: [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
        for model in our_models()
    }
    assert {label: words for label, words in names.items() if not all(map(starts_low, words))} == {}


def test_every_field_of_ours_is_named_in_french_and_in_lower_case() -> None:
    assert [
        f"{field.model._meta.label}.{field.name}: {field.verbose_name!r}"
        for model in our_models()
        for field in model._meta.local_fields + model._meta.local_many_to_many
        if is_ours(field) and not (getattr(field, "_verbose_name", "") and starts_low(str(field.verbose_name)))
    ] == []


def is_ours(field: Field) -> bool:
    """A field that our code declares and somebody may see: no key, no link of a part to its page, nothing inherited."""
    if field.auto_created or field.primary_key or getattr(field.remote_field, "parent_link", False):
        return False
    if isinstance(field, ParentalKey) or issubclass(field.model, AbstractRendition):
        return False
    return not any(
        field.name in {own.name for own in parent._meta.get_fields(include_parents=False)}
        for parent in field.model.__mro__[1:]
        if hasattr(parent, "_meta") and parent.__module__.split(".")[0] not in LAYERS
    )


def starts_low(words: str) -> bool:
    """« nom », « numéro RNA » and « URL », not « Nom »."""
    first = words.split()[0] if words.split() else ""
    return bool(first) and (first[0].islower() or first[0].isdigit() or (len(first) > 1 and first.isupper()))


def test_no_template_style_or_script_names_another_host() -> None:
    """Only a link that a reader chooses to follow may lead elsewhere: nothing is fetched from another host."""
    ours = (path for path in STATIC.rglob("*") if "vendor" not in path.parts)
    files = [*template_files(), *(path for path in ours if path.suffix in {".css", ".js", ".svg"})]
    assert [
        f"{name_of(path)}: {host}"
        for path in files
        for host in re.findall(r"(?:https?:)?//([\w.-]+\.\w+)", without_links(path.read_text()))
        if host not in NAMESPACES
    ] == []


def without_links(text: str) -> str:
    """`text` without what a reader clicks, nor comments."""
    text = re.sub(r"{#.*?#}|<!--.*?-->|/\*.*?\*/|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    return re.sub(r"<a\b[^>]*>.*?</a>", "", text, flags=re.DOTALL)


def test_no_page_carries_inline_script_or_style() -> None:
    """The content security policy would refuse them; mails, which have no such policy, need theirs inline, and on paper
    a picture keeps in view the point that its editor chose.
    """
    inline = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|javascript:")
    pages = [path for path in template_files() if path.suffix == ".html" and not {"mail", "print"} & {*path.parts}]
    assert [name_of(path) for path in pages if inline.search(without_comments(path.read_text()))] == []


def without_comments(text: str) -> str:
    return re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)


VENDORED = [
    path
    for path in STATIC.rglob("*")
    if path.suffix in {".woff2", ".woff"} or ("vendor" in path.parts and path.is_file() and path.name != "CHECKSUMS")
]


@pytest.mark.parametrize("path", VENDORED, ids=name_of)
def test_each_vendored_file_is_the_one_whose_checksum_was_pinned(path: Path) -> None:
    """A file CHECKSUMS beside it, in the format of `sha256sum`, so that `sha256sum --check` reads it too."""
    pinned = re.findall(r"^([0-9a-f]{64})  (.+)$", (path.parent / "CHECKSUMS").read_text(), re.MULTILINE)
    assert [digest for digest, name in pinned if name == path.name] == [hashlib.sha256(path.read_bytes()).hexdigest()]


def test_each_app_of_the_project_is_installed() -> None:
    assert [name for name in LAYERS if name not in settings.INSTALLED_APPS] == []
