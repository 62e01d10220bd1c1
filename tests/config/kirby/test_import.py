"""A Kirby site comes in whole or not at all, once, with a report of every doubt (issue 8 item 8, S1)."""

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from cms.models import Image
from config.bringing_in import Done, ImportRefused, Report
from config.kirby.folders import Reading, UnreadableFolder
from config.kirby.importing import Wish, import_kirby
from config.models import ImportedSource
from events.models import Session, TrainingPage
from home.enums import ProgrammeFamily
from home.models import FindingEntry, NewsPage, ProgrammePage, StandardPage
from tests.config.kirby.site import TRAINING, page, picture
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
SEED = Path(__file__).resolve().parents[4] / "shared/seeds/formation-loire-atlantique.txt"


def bring(root: Path, **wish: Any) -> Report:
    return import_kirby(Wish(Reading(root), **wish))


def shapes(page: Any) -> list[tuple[str, Any]]:
    """The blocks of a page: a heading by its words, a list by its length, a text by its paragraphs."""
    measure = {
        "heading": lambda value: value["text"],
        "list": lambda value: len(value["items"]),
        "text": lambda value: value.count("<p>"),
    }
    return [(block["type"], measure[block["type"]](block["value"])) for block in page.body.raw_data]


def test_a_training_programme_keeps_its_meaning(house: House, tmp_path: Path) -> None:
    source = tmp_path / "formation.txt"
    source.write_text(TRAINING, encoding="utf-8")
    report = bring(source)
    programme = ProgrammePage.objects.get()
    assert (programme.title, programme.family, programme.shows_quotations, programme.live) == (
        "Se former ensemble",
        ProgrammeFamily.TRAINING,
        True,
        True,
    )
    assert shapes(programme) == [
        ("text", 3),
        ("heading", "Objectifs de la formation"),
        ("list", 2),
        ("heading", "Compétences attendues"),
        ("text", 1),
        ("list", 2),
        ("heading", "Profil des participants"),
        ("list", 1),
    ]
    first = programme.body.raw_data[0]["value"]
    assert "paragraphe précis" in first
    assert first.count("<br/>") == 1
    assert [str(line.message) for line in report.warnings] == [
        "image de présentation introuvable : capture.png",
        "Mot recollé\u00a0: para- graphe → paragraphe",
        "Intertitre proposé\u00a0: Compétences attendues",
    ]


@pytest.mark.skipif(not SEED.exists(), reason="the source documents are not beside this checkout")
def test_the_seed_gives_the_result_stated_in_the_specification(house: House) -> None:
    report = bring(SEED)
    programme = ProgrammePage.objects.get()
    assert shapes(programme) == [
        ("text", 3),
        ("heading", "Objectifs de la formation"),
        ("list", 4),
        ("heading", "Compétences attendues"),
        ("text", 1),
        ("list", 4),
        ("heading", "Profil des participants"),
        ("list", 2),
    ]
    assert programme.shows_quotations is True
    joined = [line.message.rpartition(" → ")[2] for line in report.warnings if "recollé" in line.message]
    assert joined == [
        *("action", "projets", "indispensable", "interconnaissance", "différents"),
        *("expérimentation", "destinées", "opérationnelle", "médico"),
    ]


def test_typed_fields_of_a_programme_fill_its_parts(house: House, tmp_path: Path) -> None:
    """S1-09"""
    fields = {
        "Title": "Se former",
        "Contexte": "Un début. (link: https://ex.example text: Voir)",
        "Objectifs": "**Ensemble**\n• se connaître\n• agir",
        "Compétences attendues": "1. écouter\n2. accompagner",
        "Publics": "Toutes et tous,\nd’ici.",
        "Durée": "Deux jours",
        "Modalités": "Sur place.\n\n(image: absente.jpg)",
        "Évaluation": "Un tour de table.",
        "Accessibilité": "Salle de plain-pied.",
        "Periode": "x" * 121,
        "Text": "La suite.",
    }
    source = tmp_path / "formation.txt"
    source.write_text("\n\n----\n\n".join(f"{key}: {value}" for key, value in fields.items()), encoding="utf-8")
    report = bring(source)
    programme = ProgrammePage.objects.get()
    assert {
        name: getattr(programme, name) for name in ("context", "objectives", "skills", "methods", "evaluation")
    } == {
        "context": '<p>Un début. <a href="https://ex.example">Voir</a></p>',
        "objectives": "<p><b>Ensemble</b></p><ul><li>se connaître</li><li>agir</li></ul>",
        "skills": "<ol><li>écouter</li><li>accompagner</li></ol>",
        "methods": "<p>Sur place.</p>",
        "evaluation": "<p>Un tour de table.</p>",
    }
    assert (programme.accessibility, programme.audience) == ("<p>Salle de plain-pied.</p>", "Toutes et tous,\nd’ici.")
    assert (programme.duration, programme.period) == ("Deux jours", "")
    kept = [(block["type"], block["value"]) for block in programme.body.raw_data]
    assert kept == [
        ("heading", {"text": "Modalités", "level": "2"}),
        ("set_aside", {"reason": "Image introuvable", "content": "absente.jpg"}),
        ("heading", {"text": "Période", "level": "2"}),
        ("text", f"<p>{'x' * 121}</p>"),
        ("text", "<p>La suite.</p>"),
    ]
    assert "Image introuvable" in " ".join(line.message for line in report.warnings)
    source.write_text(source.read_text().replace("Deux jours", "Trois jours"), encoding="utf-8")
    bring(source)
    programme.refresh_from_db()
    assert (programme.duration, programme.evaluation) == ("Trois jours", "<p>Un tour de table.</p>")


def test_pages_files_links_drafts_and_addresses_come_with_their_order(house: House, tmp_path: Path) -> None:
    page(tmp_path / "2_second", title="Second", text="Voir (link: premier text: le premier).")
    first = page(tmp_path / "1_premier", title="Premier", uuid="abc", text="(image: salle.jpg caption: La salle)")
    picture(first / "salle.jpg", alt="Une salle claire", photographer="Ana")
    page(first / "_drafts" / "brouillon", title="Pas encore", text="Bientôt. (link: page://abc text: Retour)")
    page(tmp_path / "a-part", title="À part", text="Sans numéro.")
    report = bring(tmp_path)
    pages = list(StandardPage.objects.child_of(house.home).order_by("path"))
    assert [(one.title, one.live, one.show_in_menus) for one in pages] == [
        ("Premier", True, True),
        ("Second", True, True),
        ("À part", True, False),
    ]
    premier, second, _apart = pages
    draft = StandardPage.objects.child_of(premier).get()
    assert (draft.title, draft.live) == ("Pas encore", False)
    image = Image.objects.get()
    assert (image.alt_text, image.credit) == ("Une salle claire", "Ana")
    block = premier.body.raw_data[0]["value"]
    assert (block["image"]["image"], block["caption"]) == (image.pk, "La salle")
    assert f'<a linktype="page" id="{premier.pk}">le premier</a>' in second.body.raw_data[0]["value"]
    assert report.warnings == []


def test_a_second_import_changes_nothing(house: House, tmp_path: Path) -> None:
    one = page(tmp_path / "1_un", title="Un", text="Texte")
    picture(one / "p.jpg", alt="Un pré")
    bring(tmp_path)
    before = (Page.objects.count(), Image.objects.count(), Page.objects.get(title="Un").latest_revision_id)
    report = bring(tmp_path)
    assert dict(report.done) == {Done.FILE_KEPT: 1, Done.PAGE_KEPT: 1}
    assert (Page.objects.count(), Image.objects.count(), Page.objects.get(title="Un").latest_revision_id) == before


def test_a_change_over_there_comes_in_unless_the_page_was_edited_here(house: House, tmp_path: Path) -> None:
    page(tmp_path / "1_un", title="Un", text="Texte")
    bring(tmp_path)
    page(tmp_path / "1_un", title="Un et demi", text="Texte")
    assert dict(bring(tmp_path).done) == {Done.PAGE_UPDATED: 1}
    here = StandardPage.objects.get(title="Un et demi")
    here.title = "Notre titre"
    here.save_revision().publish()
    page(tmp_path / "1_un", title="Deux", text="Texte")
    report = bring(tmp_path)
    here.refresh_from_db()
    assert (here.title, here.get_latest_revision_as_object().title) == ("Notre titre", "Deux")
    assert "brouillon" in report.warnings[0].message


def test_what_was_deleted_here_stays_deleted(house: House, tmp_path: Path) -> None:
    page(tmp_path / "1_un", title="Un", text="Texte")
    bring(tmp_path)
    StandardPage.objects.get(title="Un").delete()
    bring(tmp_path)
    assert not StandardPage.objects.filter(title="Un").exists()


def test_old_addresses_lead_to_the_new_pages(house: House, client: Client, tmp_path: Path) -> None:
    page(tmp_path / "1_blog", title="Blog")
    page(tmp_path / "1_blog" / "20210316_mars", "article", title="Mars", date="2021-03-16", text="Du neuf")
    bring(tmp_path)
    news = NewsPage.objects.get()
    assert news.date.isoformat() == "2021-03-16"
    answer = client.get("/blog/mars")
    assert (answer.status_code, answer["Location"]) == (301, news.relative_url(None))
    assert Redirect.objects.count() == 1


def test_a_dated_training_becomes_an_event_with_its_session(house: House, tmp_path: Path) -> None:
    page(tmp_path / "f", "formation", title="En mars", date="2021-03-16 14:00", end="2021-03-16 17:00", text="À vivre")
    bring(tmp_path)
    session = Session.objects.get()
    assert session.event.specific == TrainingPage.objects.get(title="En mars")
    assert session.starts_at.isoformat() == "2021-03-16T13:00:00+00:00"


def test_blocks_of_every_kind_are_kept_the_hidden_and_unknown_for_editors_only(
    house: House, client: Client, tmp_path: Path
) -> None:
    blocks = [
        {"type": "heading", "content": {"level": "h2", "text": "Le lieu"}, "isHidden": False},
        {"type": "text", "content": {"text": "<p>Du <strong>gras</strong><script>x()</script></p>"}},
        {"type": "quote", "content": {"text": "On se parle.", "citation": "Une voisine"}},
        {"type": "text", "content": {"text": "<p>motcaché</p>"}, "isHidden": True},
        {"type": "carte", "content": {"lat": "44.5"}},
        {"type": "video", "content": {"url": "https://video.example/1", "caption": "Le film"}},
    ]
    page(tmp_path / "p", title="Blocs", text=json.dumps(blocks))
    report = bring(tmp_path)
    made = StandardPage.objects.get(title="Blocs")
    kinds = [block["type"] for block in made.body.raw_data]
    assert kinds == ["heading", "text", "quote", "set_aside", "set_aside", "text"]
    html = client.get(made.relative_url(None)).content.decode()
    assert "motcaché" not in html
    assert "x()" not in html
    assert '<a href="https://video.example/1">Le film</a>' in html
    assert client.get("/recherche/", {"q": "motcaché"}).content.decode().count("Blocs") == 0
    assert len(report.warnings) == 2


def test_unknown_fields_templates_and_files_are_told_and_kept(house: House, tmp_path: Path) -> None:
    folder = page(tmp_path / "p", "labo", title="Labo", text="Ici", etat="encours")
    (folder / "vue.svg").write_text("<svg/>")
    (folder / "faux.jpg").write_text("pas une image")
    report = bring(tmp_path)
    made = StandardPage.objects.get(title="Labo")
    assert made.body.raw_data[1]["value"] == {"reason": "Champ « etat »", "content": "encours"}
    assert sorted(line.message for line in report.warnings) == [
        "Champ « etat »\u00a0: encours",
        "image illisible, pas reprise",
        "les fichiers « .svg » ne sont pas repris",
        "modèle « labo » inconnu : page de texte (--map pour choisir)",
    ]
    assert bring(tmp_path, kinds={"labo": "projet"}).done[Done.PAGE_KEPT] == 1


def test_the_language_wanted_falls_back_field_by_field(house: House, tmp_path: Path) -> None:
    page(tmp_path / "p", "default.fr", title="Bonjour", text="Texte en français")
    page(tmp_path / "p", "default.en", title="Hello")
    import_kirby(Wish(Reading(tmp_path, language="en")))
    made = StandardPage.objects.get(title="Hello")
    assert "Texte en français" in made.body.raw_data[0]["value"]


@pytest.mark.parametrize("wish", [{"dry_run": True}, {"strict": True}])
def test_a_rehearsal_or_a_doubt_in_strict_leaves_no_trace(house: House, tmp_path: Path, wish: dict[str, bool]) -> None:
    folder = page(tmp_path / "p", "labo", title="Labo")
    picture(folder / "p.jpg", alt="Un pré")
    before = Page.objects.count()
    if "strict" in wish:
        with pytest.raises(ImportRefused, match=r"Doutes.: 1"):
            bring(tmp_path, **wish)
    else:
        assert bring(tmp_path, **wish).done[Done.PAGE_MADE] == 1
    assert (Page.objects.count(), ImportedSource.objects.count(), Image.objects.count()) == (before, 0, 0)


def test_a_folder_that_leads_elsewhere_is_refused(house: House, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    page(outside / "secret", title="Secret")
    root = page(tmp_path / "content", "site", title="Site")
    (root / "1_lien").symlink_to(outside / "secret")
    with pytest.raises(UnreadableFolder, match="hors du dossier"):
        bring(root)


@pytest.mark.parametrize(
    ("content", "reason"), [(b"Title: \xff\xfe", "UTF-8"), ("Title: A".encode("utf-16-le"), "UTF-8")]
)
def test_a_text_that_is_none_is_refused_with_its_reason(
    house: House, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "1_p").mkdir()
    (tmp_path / "1_p" / "default.txt").write_bytes(content)
    with pytest.raises(UnreadableFolder, match=reason):
        bring(tmp_path)


def test_a_link_to_a_folder_inside_is_refused_since_it_would_have_no_end(house: House, tmp_path: Path) -> None:
    one = page(tmp_path / "1_un", title="Un")
    (one / "retour").symlink_to(tmp_path)
    with pytest.raises(UnreadableFolder, match="lien vers un autre dossier"):
        bring(tmp_path)


@pytest.mark.parametrize("name", [b"1_\xff\xfe", b"/".join([b"a" * 200] * 3)], ids=["no letters", "too long"])
def test_a_name_that_cannot_be_written_is_refused(house: House, tmp_path: Path, name: bytes) -> None:
    page(tmp_path / os.fsdecode(name), title="Un")
    with pytest.raises(UnreadableFolder, match="trop long"):
        bring(tmp_path)


def test_values_cut_short_are_set_aside_and_told(house: House, tmp_path: Path) -> None:
    page(tmp_path / "a", title="A", cover="- [", tags="- [", related="- [")
    page(tmp_path / "b", title="B", text='[{"type":"image","content":{"image":"- ["}}]')
    page(tmp_path / "c", title="C", text='[{"type":"text","content":{"text":"\\ud800"}}]')
    page(tmp_path / "d", title="D" * 300)
    report = bring(tmp_path)
    assert [line.place for line in report.warnings] == ["a", "a", "a", "b", "c", "d"]
    assert {block["type"] for one in StandardPage.objects.filter(title__in="ABC") for block in one.body.raw_data} == {
        "set_aside"
    }


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("[]", []),
        ('[{"columns":[{"width":"1/1","blocks":[]}],"id":"l"}]', []),
        ('[\n  {"type": "text", "content": {"text": "<p>a</p>"}}\n]', ["text"]),
        ('[{"content":{"text":"a"}},{"type":"text","content":{"text":"b"}}]', ["set_aside", "text"]),
    ],
    ids=["no block", "empty column", "written over lines", "a block without its type"],
)
def test_no_page_ever_shows_the_code_of_its_blocks(house: House, tmp_path: Path, text: str, kinds: list[str]) -> None:
    page(tmp_path / "p", title="Blocs", text=text)
    bring(tmp_path)
    made = StandardPage.objects.get(title="Blocs")
    assert [block["type"] for block in made.body.raw_data] == kinds
    assert "columns" not in str(made.body.raw_data[:])


def test_texts_and_words_left_behind_are_told(house: House, tmp_path: Path) -> None:
    folder = page(tmp_path / "1_p", "default.fr", title="Bonjour")
    page(folder, "default.en", title="Hello")
    page(folder, "absente.jpg", alt="Une image partie")
    page(tmp_path / "error", title="Perdu")
    picture(folder / "s.jpg", alt="Un pré" * 60, lieu="Briançon")
    told = [line.message for line in bring(tmp_path).lines]
    assert told == [
        "page d’erreur de l’ancien site, non reprise : celle d’ici la remplace",
        "champ « lieu » du fichier, non repris : Briançon",
        "description de plus de 250 signes, coupée",
        "absente.jpg.txt : texte non repris, default.fr.txt est la page",
        "default.en.txt : texte non repris, default.fr.txt est la page",
    ]


@pytest.mark.parametrize(
    ("folders", "slugs"),
    [
        (["1_un", "2021-bilan"], ["2021-bilan", "un"]),
        (["1-un", "abc_def"], ["abc-def", "un"]),
        (["1_un", "abc_def"], ["def", "un"]),
    ],
    ids=["Kirby 3 and a year", "Kirby 2", "letters for a number"],
)
def test_one_sign_follows_the_numbers_of_a_site(
    house: House, tmp_path: Path, folders: list[str], slugs: list[str]
) -> None:
    for name in folders:
        page(tmp_path / name, title="Trouvée")
    bring(tmp_path)
    assert sorted(StandardPage.objects.filter(title="Trouvée").values_list("slug", flat=True)) == slugs


@pytest.mark.parametrize("dates", [("2021-03-16 17:00", "2021-03-16 14:00"), ("bientôt", "2021")])
def test_dates_that_make_no_session_are_kept_for_an_editor(
    house: House, tmp_path: Path, dates: tuple[str, str]
) -> None:
    page(tmp_path / "f", "formation", title="En mars", date=dates[0], end=dates[1])
    report = bring(tmp_path, kinds={"formation": "formation"})
    assert [block["value"]["content"] for block in TrainingPage.objects.get().body.raw_data] == list(dates)
    assert len(report.warnings) == 2
    assert not Session.objects.exists()


def test_the_command_shows_the_report(house: House, tmp_path: Path) -> None:
    page(tmp_path / "p", "labo", title="Labo")
    out = StringIO()
    call_command("import_kirby", str(tmp_path), "--dry-run", stdout=out)
    assert out.getvalue().splitlines() == [
        "! p\u00a0: modèle « labo » inconnu : page de texte (--map pour choisir)",
        "Essai, rien n’est écrit\u00a0: 1\u00a0page créée.",
        "À vérifier (lignes « ! »)\u00a0: 1.",
    ]


def test_the_command_refuses_what_it_does_not_know(house: House, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ni un dossier"):
        call_command("import_kirby", str(tmp_path / "absent"))
    with pytest.raises(CommandError, match="les sortes sont"):
        call_command("import_kirby", str(tmp_path), "--map", "labo=robot")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_long_import_says_how_far_it_is(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    for rank in range(3):
        page(tmp_path / f"{rank + 1}_page-{rank}", title=f"Page {rank}", text="Un texte.")
    monkeypatch.setattr("config.management.commands.import_kirby._Bar.EVERY", 2)
    out = StringIO()
    out.isatty = lambda: is_terminal
    call_command("import_kirby", str(tmp_path), stdout=out)
    told = [f"{'█' * 40} 3 / 3 pages", f"{'█' * 13}{'░' * 27} 1 / 3 pages"] if is_terminal else ["2 pages sur 3…"]
    assert [words for words in told if words not in out.getvalue()] == []


def test_an_import_is_found_and_known_by_what_it_cites(house: House, tmp_path: Path) -> None:
    """The indexes are written once, at the end: nothing of them may be missing then."""
    first = page(tmp_path / "1_premier", title="Premier", text="(image: salle.jpg)\n\n(link: second text: suite)")
    picture(first / "salle.jpg", alt="Une salle")
    page(tmp_path / "2_second", title="Marmottes", text="Un texte.")
    bring(tmp_path)
    second = StandardPage.objects.get(title="Marmottes")
    assert [user.title for user, _uses in ReferenceIndex.get_grouped_references_to(second)] == ["Premier"]
    assert [user.title for user, _uses in Image.objects.get().get_usage()] == ["Premier"]
    assert [found.title for found in Page.objects.search("Marmottes")] == ["Marmottes"]
    assert FindingEntry.objects.filter(title__in=("Premier", "Marmottes")).count() == 2
    later = StandardPage(title="Chamois", slug="chamois")
    house.home.add_child(instance=later)
    assert [found.title for found in Page.objects.search("Chamois")] == ["Chamois"]
