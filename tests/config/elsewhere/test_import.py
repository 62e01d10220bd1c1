"""A WordPress or SPIP site comes in whole or not at all, once, with a report of every doubt (issue 8 item 9)."""

import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import Image, Topic
from config.elsewhere.items import Item
from config.models import ImportedSource
from home.models import NewsPage, StandardPage
from journal.models import ArticlePage
from tests.config.texts.files import png
from tests.factories.journal import IssuePageFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
NAMESPACES = (
    'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def item(number: int, content: str, *, kind: str = "post", status: str = "publish", more: str = "") -> str:
    return (
        f"<item><title>Titre {number}</title><link>https://ancien.example/2021/titre-{number}/</link>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[<p>Chapô {number}</p>]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2021-03-16 14:00:00</wp:post_date>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def written(path: Path, *items: str, start: str = "<?xml version='1.0' encoding='UTF-8'?>") -> Path:
    path.write_text(f"{start}<rss {NAMESPACES}><channel>{''.join(items)}</channel></rss>", encoding="utf-8")
    return path


def bring(command: str, source: Path, **options: Any) -> str:
    out = StringIO()
    call_command(command, str(source), stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def export(house: House, tmp_path: Path) -> Path:
    Topic.objects.create(name="Mobilité", slug="mobilite")
    topics = '<category domain="category"><![CDATA[mobilité]]></category><category>Autre</category>'
    return written(
        tmp_path / "export.xml",
        item(1, "Une phrase\nsur deux lignes.\n\n[gallery ids='1']Une <b>autre</b>.", more=topics),
        item(2, "<!-- wp:paragraph --><p>Bonjour.</p><!-- /wp:paragraph -->", kind="page"),
        item(3, "<p>À finir.</p>", status="draft"),
        item(4, "<p>Secret.</p>", more="<wp:post_password>x</wp:post_password><wp:comment/>"),
        item(5, "", kind="attachment"),
        item(6, "<p>Jeté.</p>", status="trash"),
    )


def test_articles_become_news_and_pages_stay_pages(export: Path) -> None:
    told = bring("import_wordpress", export)
    first = NewsPage.objects.get(title="Titre 1")
    assert (first.live, first.date, first.summary) == (True, date(2021, 3, 16), "Chapô 1")
    assert first.body.raw_data[0]["value"] == "<p>Une phrase<br/>sur deux lignes.</p><p>Une <b>autre</b>.</p>"
    assert [topic.name for topic in first.topics.all()] == ["Mobilité"]
    assert {page.title: page.live for page in NewsPage.objects.all()} == {
        "Titre 1": True,
        "Titre 3": False,
        "Titre 4": False,
    }
    assert StandardPage.objects.get(title="Titre 2").live
    assert Redirect.objects.get(old_path="/2021/titre-1").redirect_page_id == first.pk
    for doubt in ("codes de WordPress non repris", "« Autre »", "mot de passe", "commentaires non repris"):
        assert doubt in told


def test_a_second_import_changes_nothing_and_a_correction_one_page(export: Path) -> None:
    bring("import_wordpress", export)
    before = ImportedSource.objects.count()
    assert "4\u00a0pages inchangées" in bring("import_wordpress", export)
    export.write_text(export.read_text(encoding="utf-8").replace("Bonjour.", "Bonsoir."), encoding="utf-8")
    NewsPage.objects.get(title="Titre 1").delete()
    told = bring("import_wordpress", export)
    assert "1\u00a0page mise à jour" in told
    assert "supprimé depuis le premier import" in told
    assert ImportedSource.objects.count() == before
    assert "Bonsoir" in StandardPage.objects.get(title="Titre 2").body.raw_data[0]["value"]


def test_what_an_editor_changed_here_is_not_overwritten(export: Path) -> None:
    bring("import_wordpress", export)
    page = StandardPage.objects.get(title="Titre 2")
    page.summary = "Écrit ici."
    page.save_revision().publish()
    export.write_text(export.read_text(encoding="utf-8").replace("Bonjour.", "Bonsoir."), encoding="utf-8")
    assert "brouillon à comparer" in bring("import_wordpress", export)
    page.refresh_from_db()
    assert "Bonjour" in page.body.raw_data[0]["value"]
    assert page.has_unpublished_changes


def test_articles_can_go_to_the_issue_under_way(export: Path, house: House) -> None:
    IssuePageFactory(parent=house.journal)
    bring("import_wordpress", export, comme="article")
    assert (ArticlePage.objects.count(), ArticlePage.objects.live().count()) == (3, 0)


def test_a_rehearsal_or_a_doubt_writes_nothing(export: Path) -> None:
    before = Page.objects.count()
    assert "Essai, rien n’est écrit" in bring("import_wordpress", export, dry_run=True)
    with pytest.raises(CommandError, match="Rien n’a été importé"):
        bring("import_wordpress", export, strict=True)
    assert (Page.objects.count(), ImportedSource.objects.count(), Redirect.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss><channel><item>", "XML lisible"),
        ("\x00\x01 rien", "XML lisible"),
        ("<!DOCTYPE x [<!ENTITY a 'aa'>]><rss>&a;</rss>", "DTD"),
        (
            f"<rss {NAMESPACES}><channel>{item(1, '<p>Un.</p>')}<item><oups></channel></rss>",
            "XML lisible",
        ),
    ],
)
def test_a_rotten_export_leaves_nothing_half_written(house: House, tmp_path: Path, content: str, reason: str) -> None:
    source = tmp_path / "export.xml"
    source.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=reason):
        bring("import_wordpress", source)
    assert (NewsPage.objects.count(), ImportedSource.objects.count()) == (0, 0)


def test_the_feed_of_a_spip_site(house: House, tmp_path: Path) -> None:
    whole = (
        "<item><title> Une  brève </title><link>https://ancien.example/spip.php?article12</link>"
        "<guid>https://ancien.example/spip.php?article12</guid><dc:date>2021-03-16T10:00:00Z</dc:date>"
        "<content:encoded>&lt;p&gt;Des mots.&lt;/p&gt;</content:encoded></item>"
    )
    short = (
        "<item><title>Un extrait</title><link>https://ancien.example/spip.php?article13</link>"
        "<pubDate>Tue, 16 Mar 2021 10:00:00 +0100</pubDate><description>Le début</description></item>"
    )
    told = bring("import_spip", written(tmp_path / "backend", whole, short))
    assert {page.title: page.date for page in NewsPage.objects.all()} == {
        "Une brève": date(2021, 3, 16),
        "Un extrait": date(2021, 3, 16),
    }
    assert "le fil ne donne qu’un extrait" in told
    assert Redirect.objects.filter(old_path="/spip.php?article12").exists()


ARTICLE = """<html><head><title>Site</title></head><body><nav>Menu du site, à ne pas reprendre</nav>
<main><h1 class="crayon">Une rencontre</h1><p class="publication">Publié le 16 mars 2021</p>
<div class="chapo">Le chapô.</div><div class="texte"><h3>Intertitre</h3><p>Des mots qui disent quelque chose.</p>
<img src="IMG/photo.jpg" alt="Un pré"></div></main></body></html>"""


def test_the_saved_pages_of_a_spip_site(house: House, tmp_path: Path) -> None:
    (tmp_path / "une").mkdir()
    (tmp_path / "une" / "rencontre.html").write_text(ARTICLE, encoding="latin-1")
    (tmp_path / "vide.html").write_text("<html><title>Plan</title><body><main></main></body></html>")
    told = bring("import_spip", tmp_path)
    news = NewsPage.objects.get()
    assert (news.title, news.date, news.summary) == ("Une rencontre", date(2021, 3, 16), "Le chapô.")
    assert [block["type"] for block in news.body.raw_data] == ["heading", "text", "set_aside"]
    assert "Image introuvable" in told
    assert Redirect.objects.filter(old_path="/une/rencontre.html", redirect_page=news).exists()


def test_a_link_out_of_the_folder_is_refused(house: House, tmp_path: Path) -> None:
    outside = tmp_path / "secret.html"
    outside.write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "piege.html").symlink_to(outside)
    with pytest.raises(CommandError, match="hors du dossier"):
        bring("import_spip", tmp_path / "site")
    assert NewsPage.objects.count() == 0


@pytest.mark.parametrize(
    "content", ["<!-- wp:", "[caption ", "[abc ", "<div>"], ids=["comment", "caption", "code", "nest"]
)
def test_what_never_ends_is_read_in_a_breath(house: House, tmp_path: Path, content: str) -> None:
    bring("import_wordpress", written(tmp_path / "export.xml", item(1, content * 50_000)))
    assert NewsPage.objects.count() == 1


def test_addresses_that_are_none_and_words_too_long_stop_nothing(house: House, tmp_path: Path) -> None:
    source = written(tmp_path / "export.xml", item(1, "<img src='http://[::1'>"))
    text = source.read_text(encoding="utf-8").replace("Titre 1", "x" * 300)
    source.write_text(re.sub(r"<link>[^<]*</link>", "<link>http://[::1</link>", text), encoding="utf-8")
    told = bring("import_wordpress", source, images=saved_site(tmp_path))
    assert "titre de plus de 255 signes, coupé" in told
    assert NewsPage.objects.get().title == "x" * 255


def test_an_address_too_long_to_be_kept_is_told(house: House, tmp_path: Path) -> None:
    one = item(1, "<p>Bonjour.</p>").replace("titre-1/", f"{'x' * 300}/")
    assert "ancienne adresse trop longue" in bring("import_wordpress", written(tmp_path / "export.xml", one))
    assert (NewsPage.objects.count(), Redirect.objects.count()) == (1, 0)


def test_two_articles_whose_long_names_only_end_otherwise_stay_two() -> None:
    first, second = (Item(key=f"spip:{'x' * 600}{end}", title="", html="") for end in "ab")
    assert (len(first.path), first.path == second.path) == (500, False)


def test_a_page_that_cannot_be_read_is_refused(house: House, tmp_path: Path) -> None:
    (tmp_path / "perdue.html").symlink_to(tmp_path / "rien.html")
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        bring("import_spip", tmp_path)
    (tmp_path / "perdue.html").unlink()
    (tmp_path / "page.html").write_bytes(ARTICLE.replace("chapô", "cha\0pô").encode())
    with pytest.raises(CommandError, match="pas une page de texte"):
        bring("import_spip", tmp_path)


def test_a_source_that_does_not_exist_is_said(house: House, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’existe pas"):
        bring("import_spip", tmp_path / "rien.xml")


def saved_site(tmp_path: Path) -> Path:
    """The files of a WordPress site: two pictures of one name, and one that is none."""
    uploads = tmp_path / "uploads"
    for place, colour in (("2021/03", "green"), ("2022/01", "red")):
        (uploads / place).mkdir(parents=True)
        (uploads / place / "col.png").write_bytes(png(colour=colour))
    (uploads / "2021/03/faux.png").write_bytes(b"MZ rien")
    return uploads


def test_pictures_come_from_the_folder_that_holds_them(house: House, tmp_path: Path) -> None:
    site = "https://ancien.example/wp-content/uploads"
    source = written(
        tmp_path / "export.xml",
        item(1, f"<p><a href='{site}/2021/03/col.png'><img src='{site}/2021/03/col-300x200.png' alt='Un col'></a></p>"),
        item(2, f"<img src='{site}/2022/01/col.png' alt=''><img src='{site}/2021/03/faux.png'>"),
        item(3, f"<img src='{site}/2021/03/col.png' alt='Le même'><img src='https://ailleurs.example/x.png'>"),
    )
    told = bring("import_wordpress", source, images=saved_site(tmp_path))
    green, red = Image.objects.order_by("pk")
    assert [(one.title, one.alt_text) for one in (green, red)] == [("col", "Un col"), ("col", "")]
    shown = {
        page.title: [block["value"]["image"]["image"] for block in page.body.raw_data if block["type"] == "picture"]
        for page in NewsPage.objects.all()
    }
    assert shown == {"Titre 1": [green.pk], "Titre 2": [red.pk], "Titre 3": [green.pk]}
    assert "image non reprise\u00a0: faux.png" in told
    assert "https://ailleurs.example/x.png" in told


def test_a_rehearsal_leaves_no_picture_and_a_wrong_folder_is_refused(house: House, tmp_path: Path) -> None:
    source = written(tmp_path / "export.xml", item(1, "<img src='/wp-content/uploads/2021/03/col.png'>"))
    uploads = saved_site(tmp_path)
    (uploads / "2021/03/col.png").rename(uploads / "2021/03/essai-a-blanc.png")
    source.write_text(source.read_text().replace("col.png", "essai-a-blanc.png"), encoding="utf-8")
    bring("import_wordpress", source, images=uploads, dry_run=True)
    assert Image.objects.count() == 0
    kept = default_storage.listdir("original_images")[1] if default_storage.exists("original_images") else []
    assert [name for name in kept if name.startswith("essai-a-blanc")] == []
    with pytest.raises(CommandError, match="n’est pas un dossier"):
        bring("import_wordpress", source, images=tmp_path / "absent")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(house: House, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "lien.png").symlink_to(tmp_path / "secret.png")
    source = written(tmp_path / "export.xml", item(1, "<img src='/uploads/lien.png'>"))
    bring("import_wordpress", source, images=uploads)
    assert Image.objects.count() == 0
