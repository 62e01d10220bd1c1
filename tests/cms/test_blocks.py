"""Every block says what it is, shows a preview, and refuses what would not read."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail import blocks
from wagtail.blocks import StreamValue

from cms.blocks import BODY_BLOCKS, BodyBlock, CallToActionBlock, PeopleBlock, PictureBlock
from tests.factories.cms import DocumentFactory, ImageFactory
from tests.factories.home import NewsPageFactory, StandardPageFactory
from tests.factories.tree import House
from tests.home.reading import get, main_text, make_private, soup

BLOCKS = dict(BODY_BLOCKS)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_says_what_it_is_in_the_menu(name: str) -> None:
    meta = BLOCKS[name].meta
    assert meta.label
    assert meta.icon not in ("", "placeholder")
    assert meta.group in {"Texte", "Images et fichiers", "Liens", "Repris d’un autre site"}
    assert meta.description.endswith(".")
    assert meta.preview_value
    get_template(meta.template)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_shows_its_preview(house: House, name: str) -> None:
    block = BLOCKS[name]
    html = block.render(block.get_preview_value(), context={"request": RequestFactory().get("/")})
    assert "None" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_the_admin_shows_the_preview_of_each_block(client: Client, house: House, administrator: Any, name: str) -> None:
    client.force_login(administrator)
    body = NewsPageFactory._meta.model._meta.get_field("body")
    child = body.stream_block.child_blocks[name]
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": child.definition_prefix})
    assert response.status_code == 200


def body_of(*parts: tuple[str, Any]) -> StreamValue:
    return StreamValue(BodyBlock(), [{"type": name, "value": value} for name, value in parts], is_lazy=True)


@pytest.mark.django_db
def test_a_body_of_every_block_is_shown(client: Client, house: House) -> None:
    picture, paper = ImageFactory(alt_text="Une vallée", credit="Ana"), DocumentFactory(title="Le cadre")
    announced = NewsPageFactory(parent=house.news, title="Le car démarre")
    image = {"image": picture.pk, "alt_text": "Vue du col", "decorative": False}
    page = StandardPageFactory(
        parent=house.home,
        body=body_of(
            ("heading", {"text": "Le matin", "level": "2"}),
            ("text", "<p>Du texte &amp; rien d’autre.</p>"),
            ("picture", {"image": image, "caption": "Le col.", "width": "wide"}),
            ("quote", {"text": "On se croise.", "author": "Une participante", "role": "bibliothèque"}),
            ("list", {"title": "À apporter", "ordered": True, "items": ["<p>De quoi écrire</p>"]}),
            ("document", {"document": paper.pk, "title": ""}),
            ("call_to_action", {"label": "S’inscrire", "text": "", "page": announced.pk, "url": ""}),
            (
                "people",
                {"title": "L’équipe", "people": [{"name": "Ana", "role": "", "organisation": "", "agreed": True}]},
            ),
            ("page_teaser", {"page": announced.pk, "title": "Un autre titre", "summary": ""}),
            ("table", BLOCKS["table"].meta.preview_value),
        ),
    )
    response = get(client, page)
    text = main_text(response)
    for words in ("Le matin", "Du texte & rien", "Le col.", "On se croise", "À apporter", "Le cadre", "S’inscrire"):
        assert words in text
    assert "Un autre titre" in text
    assert [img["alt"] for img in soup(response).select("main .block-picture img")] == ["Vue du col"]


@pytest.mark.django_db
def test_a_block_does_not_announce_what_is_hidden(client: Client, house: House) -> None:
    draft = NewsPageFactory(parent=house.news, title="Secret un", live=False)
    private = NewsPageFactory(parent=house.news, title="Secret deux")
    make_private(private)
    parts = [("page_teaser", {"page": page.pk, "title": "", "summary": ""}) for page in (draft, private)]
    page = StandardPageFactory(parent=house.home, body=body_of(*parts))
    assert "Secret" not in main_text(get(client, page))


@pytest.mark.django_db
def test_a_block_outlives_what_it_points_to(client: Client, house: House) -> None:
    gone = NewsPageFactory(parent=house.news)
    picture, paper = ImageFactory(), DocumentFactory()
    page = StandardPageFactory(
        parent=house.home,
        body=body_of(
            ("page_teaser", {"page": gone.pk, "title": "", "summary": ""}),
            ("call_to_action", {"label": "Voir", "text": "", "page": gone.pk, "url": ""}),
            ("document", {"document": paper.pk, "title": ""}),
            (
                "picture",
                {"image": {"image": picture.pk, "alt_text": "", "decorative": True}, "caption": "", "width": "text"},
            ),
        ),
    )
    for thing in (gone, picture, paper):
        thing.delete()
    get(client, page)


def test_a_call_to_act_leads_somewhere() -> None:
    block = CallToActionBlock()
    value = block.to_python({"label": "S’inscrire", "text": "", "page": None, "url": ""})
    with pytest.raises(blocks.StructBlockValidationError) as refusal:
        block.clean(value)
    assert refusal.value.block_errors["page"].messages == ["Choisissez une page du site ou écrivez une adresse."]
    block.clean(block.to_python({"label": "S’inscrire", "text": "", "page": None, "url": "https://ours.example/"}))


@pytest.mark.django_db
def test_a_picture_in_a_page_is_described_or_decorative() -> None:
    """A-01"""
    block, image = PictureBlock(), ImageFactory()

    def value(alt_text: str, decorative: bool) -> Any:
        part = {"image": image.pk, "alt_text": alt_text, "decorative": decorative}
        return block.to_python({"image": part, "caption": "", "width": "text"})

    with pytest.raises(ValidationError):
        block.clean(value("", False))
    block.clean(value("Une vallée", False))
    block.clean(value("", True))


def test_nobody_is_named_who_did_not_agree() -> None:
    """C-14"""
    block = PeopleBlock()
    person = {"name": "Ana", "role": "", "organisation": "", "photo": None, "agreed": False}
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"title": "", "people": [person]}))


@pytest.mark.parametrize(
    ("heading", "row_headings", "is_fine"), [("Jour", False, True), ("", True, True), ("", False, False)]
)
def test_a_table_names_its_columns_or_its_rows(heading: str, row_headings: bool, is_fine: bool) -> None:
    """RGAA 5.6"""
    block = BLOCKS["table"]
    columns = [{"type": "text", "heading": "Lieu"}, {"type": "text", "heading": heading}]
    table = {"caption": "", "columns": columns, "rows": [{"values": ["<p>Foyer</p>", "<p>mardi</p>"]}]}
    value = block.to_python({"table": table, "row_headings": row_headings})
    if is_fine:
        assert block.clean(value)["table"].rows
    else:
        with pytest.raises(blocks.StructBlockValidationError):
            block.clean(value)


@pytest.mark.django_db
def test_a_table_is_heard_with_its_names(client: Client, house: House) -> None:
    page = StandardPageFactory(parent=house.home, body=body_of(("table", BLOCKS["table"].meta.preview_value)))
    table = soup(get(client, page)).select_one("main [role=region][tabindex='0'] table")
    assert table is not None
    assert [caption.text for caption in table.select("caption")] == ["Où et quand"]
    assert [cell.text for cell in table.select("th[scope=col]")] == ["Lieu", "Jour"]
    assert [cell.text for cell in table.select("th[scope=row]")] == ["Maison des associations"]


@pytest.mark.parametrize("template", ["cms/blocks/table.html", "print/journal/blocks/table.html"])
def test_a_table_keeps_its_names_on_a_screen_and_on_paper(template: str) -> None:
    block = BLOCKS["table"]
    preview = block.meta.preview_value
    value = block.to_python({**preview, "row_headings": False})
    html = get_template(template).render({"value": value})
    assert '<caption>Où et quand</caption><thead><tr><th scope="col">Lieu</th>' in html
    assert "<td><p>Maison des associations</p></td>" in html
    nameless = {**preview["table"], "columns": [{"type": "text", "heading": ""}] * 2}
    html = get_template(template).render({"value": block.to_python({"table": nameless, "row_headings": True})})
    assert "<thead>" not in html
    assert '<th scope="row"><p>Maison des associations</p></th>' in html
