"""A document becomes Markdown to read again, or is refused with the reason (issue 8 item 9, S0-15, S1-13, S2-20)."""

import re
import zipfile
from datetime import time
from pathlib import Path

import pytest

from cms.prose import blocks_from_html, blocks_to_markdown, differences, paste, to_html
from config.texts import archives
from config.texts.errors import TextRefused
from config.texts.reading import LONGEST_TEXT, read_file, read_paste
from config.texts.sessions import Usual, read_key, read_sessions

from .files import archive, docx, odt, paragraph

SEEDS = Path(__file__).resolve().parents[4] / "shared/seeds"
FROM_PDF = """Se former ensemble

Objectifs :

• apprendre à se con-
naître entre voisins et voisines
• partager des outils *

Un premier paragraphe de cette page, que la colonne
étroite du document a coupé à chaque ligne, sans que
personne ne l’ait voulu. La phrase suivante commence
au milieu, et finit ici.
3
\f** Des outils libres.*

Voir [www. exemple.fr](https://www.exemple.fr).
"""


def test_a_text_copied_from_a_pdf_becomes_clean_markdown() -> None:
    pasted = paste(FROM_PDF)
    assert pasted.title == "Se former ensemble"
    assert pasted.text == (
        "## Objectifs\n\n"
        "- apprendre à se connaître entre voisins et voisines\n"
        "- partager des outils<sup>1</sup>\n\n"
        "Un premier paragraphe de cette page, que la colonne étroite du document a coupé à chaque ligne, sans que "
        "personne ne l’ait voulu. La phrase suivante commence au milieu, et finit ici.\n\n"
        "Voir [www.exemple.fr](https://www.exemple.fr).\n\n"
        "## Notes\n\n1. Des outils libres."
    )
    assert {note.what for note in pasted.notes} == {
        "Mot recollé",
        "Numéro de page retiré",
        "Lignes réunies",
        "Espace retirée d’un lien",
        "Appel et note rapprochés",
        "Première ligne prise comme titre",
        "Intertitre proposé",
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1[^a] et 2[^b]\n\n[^b]: deux\n[^a]: un", "1<sup>1</sup> et 2<sup>2</sup>\n\n## Notes\n\n1. un\n2. deux"),
        ("* un\n* deux", "* un\n* deux"),
        ("Du *penché* et du **gras**.", "Du *penché* et du **gras**."),
        ("Sans suite*", "Sans suite*"),
        ("- -> temps un\n- -> temps deux", "- temps un\n- temps deux"),
    ],
    ids=["numbered", "bullets", "emphasis", "lone star", "double bullets"],
)
def test_stars_are_notes_only_when_they_find_each_other(given: str, kept: str) -> None:
    assert paste(f"Une phrase.\n\n{given}").text == f"Une phrase.\n\n{kept}"


def test_a_word_document_keeps_its_structure_and_its_notes() -> None:
    call = '<w:p><w:r><w:t>Des mots coupés, une ac- tion</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    read = read_file(docx(paragraph("Notre cadre", "Heading1") + call, footnote="Une note."), name="x.docx")
    assert (read.title, read.text) == (
        "Notre cadre",
        "Des mots coupés, une action<sup>1</sup>\n\n## Notes\n\n1. Une note.",
    )
    assert "Mot recollé" in {note.what for note in read.notes}


def test_an_opendocument_text_keeps_its_structure_and_its_notes() -> None:
    body = (
        '<text:h text:outline-level="1">Notre cadre</text:h>'
        '<text:h text:outline-level="2">Objectifs</text:h>'
        '<text:p>Se <text:span text:style-name="T1">connaître</text:span><text:line-break/>et <text:a '
        'xlink:href="https://ex.example/">lire</text:a><text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Une note.</text:p></text:note-body></text:note></text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>un</text:p></text:list-item>'
        "<text:list-item><text:p>deux</text:p></text:list-item></text:list>"
    )
    read = read_file(odt(body))
    assert read.title == "Notre cadre"
    assert read.text == (
        "## Objectifs\n\nSe **connaître**\net [lire](<https://ex.example/>)<sup>1</sup>\n\n1. un\n2. deux\n\n"
        "## Notes\n\n1. Une note."
    )


def test_markdown_says_again_what_the_blocks_said() -> None:
    html = (
        "<h2>Un *titre*</h2><p>Un <b>gras</b> et un <a href='https://ex.example/?a=1&amp;b=2'>lien</a><br>suite</p>"
        "<ul><li>un</li><li>deux <i>penché</i></li></ul><ul><li>a<ul><li>b</li></ul></li></ul>"
        "<blockquote>On se parle.</blockquote>"
    )
    made = blocks_from_html(html)
    again = blocks_from_html(to_html(blocks_to_markdown(made.blocks)).replace("<br />\n", "<br>"))
    assert again.blocks == made.blocks


def test_differences_are_told_word_by_word() -> None:
    told = [
        (stretch.change.value, stretch.text)
        for stretch in differences("une ac- tion\n\nà deux", "une action\n\nà deux")
    ]
    assert told == [("same", "une "), ("gone", "ac- tion "), ("new", "action "), ("same", "\n\nà deux ")]


def test_old_windows_files_keep_their_accents() -> None:
    read = read_file("Été à Noël, c’est « œuvrer ».".encode("cp1252"), name="vieux.txt")
    assert read.text == "Été à Noël, c’est « œuvrer »."
    assert read.notes[0].what == "Ancien codage de Windows, lu comme tel"
    assert read_file("Été.".encode("utf-16")).text == "Été."


BILLION = (
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
)
SHEET = archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
DEEP = "<text:section>" * 400 + "</text:section>" * 400


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 rien de bon", "abîmé"),
        (docx(paragraph("x"))[:300], "abîmé"),
        (docx("<w:p><w:r></w:p>"), "abîmé"),
        (SHEET, "tableur"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "tableur"),
        (archive({"ppt/presentation.xml": "<x/>"}), "diaporama"),
        (archive({"a.txt": "x"}), "ni un document Word"),
        (b"nom;ville;email\nA;B;c@d.example\nE;F;g@h.example\n", "tableur"),
        ("nom;prénom;ville\n".encode() + b'"A;a";B;C\n' * 4, "tableur"),
        (b"nom,prenom,rue,ville,email\n" + b"A,B,C,D,e@f.example\n" * 5, "tableur"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format"),
        (b"{\\rtf1 bonjour}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (bytes(range(32)) * 40, "n’est pas un texte"),
        (b"   \n ", "aucun texte"),
        (b"<p></p>", "aucun texte"),
        (odt("<text:p>x</text:p>", prologue=BILLION), "interdite"),
        (docx(paragraph("x"), **{"word/styles.xml": f"{BILLION}<x>&c;</x>"}), "interdite"),
        (odt(DEEP), "emboîte"),
        (b"<html>" + b"<div>" * 30_000 + b"x", "emboîte"),
        (b"<html><p>" + b"<b>" * 500 + b"x", "emboîte"),
        (docx(paragraph("x"), **{"word/evil.dat": f"{BILLION}<x>&c;</x>"}), "interdite"),
        (docx(paragraph("x"), **{"word/evil.dat": f"{BILLION}<x>&c;</x>".encode("utf-16")}), "interdite"),
        (archive({"mimetype": "x", "../../etc/passwd": "x"}), "hors de lui"),
        (archive({"mimetype": "x", "C:\\x": "x"}), "hors de lui"),
        (archive({"word/document.xml": b"<x>" + b" " * 13_000_000 + b"</x>"}), "énorme"),
        (archive({f"{n}.bin": bytes(9_000_000) for n in range(8)}), "énorme"),
        (archive({f"{n}.xml": "" for n in range(2_001)}), "énorme"),
        (b"x" * (15 * 1024 * 1024 + 1), "15"),
        (b"mot " * (LONGEST_TEXT // 3), "400"),
    ],
)
def test_what_is_no_sound_text_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(TextRefused, match=reason):
        read_file(content, name="document.txt")


def test_numbers_of_a_document_that_are_none_stop_nothing() -> None:
    written = odt(
        '<text:h text:outline-level="x">Titre</text:h>'
        f'<text:p>Un<text:s text:c="deux"/>mot<text:s text:c="{"9" * 5000}"/>.</text:p>'
    )
    assert (read_file(written).title, read_file(written).text) == ("Titre", "Un mot .")


@pytest.mark.parametrize(
    "words",
    [
        "Une femme, un homme, un enfant, un chien, une place.\n" * 6,
        "<html>" + "<p>Une ligne sans fin<li>et une autre<br>" * 300,
        f"<html><script>{'<b>' * 300}</script><p>Un mot.</p>",
    ],
)
def test_what_only_looks_like_a_trap_is_read(words: str) -> None:
    assert read_file(words.encode()).original


def test_brackets_without_end_are_read_in_a_breath() -> None:
    assert "[" * 9 in read_paste(f"Un titre\n\n{'[' * 50_000}").text


def test_a_locked_archive_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = zipfile.ZipInfo("word/document.xml")
    locked.flag_bits = 1
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda self: [locked])
    with pytest.raises(TextRefused, match="mot de passe"):
        archives.opened(docx(paragraph("x")))


def test_french_dates_become_sessions() -> None:
    """S4-03: the very sentences of the training on remote tools."""
    text = (
        "- Module 1 : Le 16 mars 2021 de 14h à 17h\n"
        "- Module 2 : Les 02 et 09 avril ainsi que les 07 et 21 mai 2021 de 10h à 12h\n"
    )
    proposed, unread = read_sessions(text, Usual())
    assert [(f"{one.starts_at:%d/%m %H}", f"{one.ends_at:%H}", one.title) for one in proposed] == [
        ("16/03 14", "17", "Module 1"),
        ("02/04 10", "12", "Module 2"),
        ("09/04 10", "12", "Module 2"),
        ("07/05 10", "12", "Module 2"),
        ("21/05 10", "12", "Module 2"),
    ]
    assert unread == []
    assert read_key(proposed[0].key) == proposed[0].span


def test_dates_without_a_year_wait_for_the_editor() -> None:
    """S0-16, S0-17, S0-20: the year and the hours are said once for all."""
    text = "- 21 janvier\n- 21 janvier - Forces du partenariat ;\nLe bilan du 3 mars est en ligne.\n- 31 février"
    proposed, unread = read_sessions(text, Usual())
    assert (proposed, len(unread)) == ([], 4)
    proposed, unread = read_sessions(text, Usual(2021, time(9), time(10)))
    assert [(one.title, one.is_sure) for one in proposed] == [("Forces du partenariat", True), ("", False)]
    assert [line.reason for line in unread] == ["Le 31 février 2021 n’existe pas."]


@pytest.mark.parametrize("key", ["", "x/y", "2021-01-01T10:00", "2021-01-01T10:00/2021-01-01T09:00"])
def test_a_key_no_proposal_sent_is_nothing(key: str) -> None:
    assert read_key(key) is None


@pytest.mark.skipif(not SEEDS.exists(), reason="the source documents are not beside this checkout")
def test_the_seeds_come_in_clean() -> None:
    """S0-15, S2-20, S3, S4: the four documents that people would really paste."""
    read = {
        name: read_paste((SEEDS / f"{name}.txt").read_text(encoding="utf-8"))
        for name in ("manettes", "manufacture-des-liens", "ateliers-participatifs", "continuite-pedagogique")
    }
    assert {name: (document.title, document.text.count("\n## Notes")) for name, document in read.items()} == {
        "manettes": ("Les rendez-vous de La Mécano", 1),
        "manufacture-des-liens": ("", 0),
        "ateliers-participatifs": ("Cadre 2020 des Atelier Participatif", 1),
        "continuite-pedagogique": (
            "Secteur de la culture : Utiliser les outils à distance pour une continuité pédagogique",
            0,
        ),
    }
    links = read["manufacture-des-liens"].text
    assert "## Un repérage et un partage collectif des enjeux et des besoins\n\n- Diagnostic partagé" in links
    assert re.findall(r"(?m)^#+ .*", read["continuite-pedagogique"].text) == [
        "## Contexte",
        "## Objectifs",
        "## Contenu",
        "### Module 1 : Groupe d'échange de pratiques professionnelles",
        "### Module 2 : Atelier de formation sur les outils numériques",
        "### Module 3 : Groupe d'échange sur « engager un travail en réseau »",
        "## Publics",
        "## Durée",
    ]
    assert len(read_sessions(read["continuite-pedagogique"].text, Usual())[0]) == 6
    assert len(read_sessions(read["manettes"].text, Usual(2021, time(9), time(10)))[0]) == 6
