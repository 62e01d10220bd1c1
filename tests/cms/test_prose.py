"""Text from elsewhere becomes clean blocks, each step of the cleaning told (kirby.md 4.1)."""

import pytest

from cms.prose import blocks_from_html, blocks_from_text, clean
from cms.prose.cleaning import mark_items, tidy_emphasis, unify_characters


def test_characters_are_composed_and_french_ones_kept() -> None:
    assert unify_characters("\ufeffe\u0301te\u0301\r\nl’œuvre « d’ici »\r") == "été\nl’œuvre « d’ici »\n"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("son ac- tion", "son action"),
        ("mé- dico-sociaux", "médico-sociaux"),
        ("pré- et postnatal", "pré- et postnatal"),
        ("9h à 9h05 - Connexion", "9h à 9h05 - Connexion"),
    ],
)
def test_cut_words_are_joined_and_dashes_left(text: str, joined: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == joined
    assert len(cleaned.notes) == int(text != joined)


def test_emphasis_lets_its_spaces_out() -> None:
    assert tidy_emphasis("**Objectifs\n**• agir ** ici ** là") == "**Objectifs**\n• agir  **ici**  là"


@pytest.mark.parametrize("bullet", ["• ", "-> ", "→ ", "> "])
def test_each_kind_of_bullet_is_an_item(bullet: str) -> None:
    assert mark_items(f"Avant\n{bullet}un\n{bullet}deux", angle_is_list=True) == "Avant\n\n- un\n- deux"


def test_numbered_dashes_are_a_numbered_list() -> None:
    blocks = blocks_from_text("- 1. Un carnet\n- 2. Un état des lieux").blocks
    assert blocks == [
        {
            "type": "list",
            "value": {"title": "", "ordered": True, "items": ["<p>Un carnet</p>", "<p>Un état des lieux</p>"]},
        }
    ]


def test_a_quotation_stays_one_when_the_text_is_markdown() -> None:
    assert blocks_from_text("> On se parle.").blocks == [
        {"type": "quote", "value": {"text": "On se parle.", "author": "", "role": ""}}
    ]


def test_what_no_block_can_say_is_set_aside_and_told() -> None:
    made = blocks_from_html(
        "<table><tr><td>Lieu</td><td><table><tr><td>Foyer</td></tr></table></td></tr></table>"
        "<pre>a  b</pre><iframe src='https://x.example/'>"
    )
    assert [block["value"]["content"] for block in made.blocks] == ["Lieu\tFoyer\nFoyer", "a  b", "https://x.example/"]
    assert [note.what for note in made.notes] == [
        "Tableau à refaire",
        "Texte à chasse fixe",
        "Contenu venu d’un autre site",
    ]


def test_html_of_anybody_gives_clean_blocks() -> None:
    made = blocks_from_html(
        "<div><h1>Titre</h1>Des mots <b>gras</b><p style='x'>et <em>penchés</em><br></p>"
        "<ul><li>un<ul><li>dedans</li></ul></li></ul><script>x()</script>"
        "<a href='javascript:x()'>piège</a> <a href='https://ex.example/?a=1&b=2'>lien</a></div>"
    )
    assert made.blocks == [
        {"type": "heading", "value": {"text": "Titre", "level": "2"}},
        {
            "type": "text",
            "value": "<p>Des mots <b>gras</b></p><p>et <i>penchés</i></p><ul><li>un<ul><li>dedans</li></ul></li></ul>"
            '<p>piège <a href="https://ex.example/?a=1&amp;b=2">lien</a></p>',
        },
    ]


def test_a_picture_nobody_finds_is_kept_in_words() -> None:
    made = blocks_from_html("<figure><img src='a.jpg' alt='Un pré'><figcaption>Au printemps</figcaption></figure>")
    assert made.blocks == [
        {"type": "set_aside", "value": {"reason": "Image introuvable", "content": "a.jpg — Un pré — Au printemps"}}
    ]


def test_a_table_is_read_whatever_its_cells_hold() -> None:
    made = blocks_from_html(
        "<table><caption>Qui, où</caption><tr><th>Qui</th><th>Où</th></tr>"
        "<tr><th rowspan='2'>Ana</th><td><ul><li>foyer</li><li>salle</li></ul><img src='a.jpg' alt=''></td></tr>"
        "<tr><td>gare</td></tr></table>"
    )
    assert made.blocks[0] == {
        "type": "table",
        "value": {
            "table": {
                "caption": "Qui, où",
                "columns": [{"type": "text", "heading": "Qui"}, {"type": "text", "heading": "Où"}],
                "rows": [{"values": ["<p>Ana</p>", "<p>foyer<br/>salle</p>"]}, {"values": ["", "<p>gare</p>"]}],
            },
            "row_headings": False,
        },
    }
    assert [block["value"]["content"] for block in made.blocks[1:]] == ["a.jpg"]
    assert [note.what for note in made.notes] == ["Cellules fusionnées d’un tableau, à vérifier", "Image introuvable"]


def test_a_table_that_lays_a_page_out_comes_apart() -> None:
    made = blocks_from_html("<table><tr><td><p>À gauche.</p></td><td><p>À droite.</p></td></tr></table>")
    assert made.blocks == [{"type": "text", "value": "<p>À gauche.</p><p>À droite.</p>"}]


@pytest.mark.parametrize("spans", ["colspan='99999999'", "colspan='²'", "rowspan='-1'", "colspan='0'"])
def test_a_cell_that_claims_too_much_makes_no_giant(spans: str) -> None:
    made = blocks_from_html(f"<table><tr><td {spans}>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert [block["type"] for block in made.blocks] in (["table"], ["set_aside"])


@pytest.mark.parametrize(
    "html",
    [
        "<p>Avant <a href='grand.jpg'><img src='a.jpg' alt=''></a> après</p>",
        "<p>Avant <b><i><img src='a.jpg' alt=''></i></b> après</p>",
        "<span>Avant <img src='a.jpg' alt=''></span> après",
    ],
)
def test_a_picture_inside_words_is_not_lost(html: str) -> None:
    """WordPress puts each picture in a link to a larger copy."""
    made = blocks_from_html(html)
    assert [(block["type"], block["value"]) for block in made.blocks] == [
        ("text", "<p>Avant</p>"),
        ("set_aside", {"reason": "Image introuvable", "content": "a.jpg"}),
        ("text", "<p>après</p>"),
    ]


def test_a_picture_in_a_heading_follows_it_and_its_link_is_told() -> None:
    made = blocks_from_html("<h2>Titre <a href='https://ex.example/'><img src='a.jpg' alt=''></a></h2>")
    assert [block["type"] for block in made.blocks] == ["heading", "set_aside"]
    linked = blocks_from_html("<p><a href='https://ex.example/'><img src='a.jpg' alt=''></a></p>")
    assert [note.what for note in linked.notes] == ["Lien posé sur une image, à refaire", "Image introuvable"]
