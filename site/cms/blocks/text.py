from wagtail import blocks

INLINE_FEATURES = ["bold", "italic", "link", "superscript"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the page. Level 1 is the page's title, so editors choose between 2 and 3."""

    text = blocks.CharBlock(label="Intertitre", max_length=120)
    level = blocks.ChoiceBlock(label="Niveau", choices=[("2", "Partie"), ("3", "Sous-partie")], default="2")

    class Meta:
        label = "Intertitre"
        icon = "title"
        group = "Texte"
        template = "cms/blocks/heading.html"
        description = "Annonce une partie ou une sous-partie."
        preview_value = {"text": "Ce qui s’est dit le matin", "level": "2"}


class TextBlock(blocks.RichTextBlock):
    """Running text: paragraphs, bold, italic, links, bulleted and numbered lists."""

    class Meta:
        label = "Texte"
        icon = "pilcrow"
        group = "Texte"
        template = "cms/blocks/text.html"
        description = "Des paragraphes, avec gras, italique, liens et listes."
        preview_value = "<p>Une vingtaine de personnes se sont réunies pour parler de mobilité.</p>"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("features", [*INLINE_FEATURES, "ul", "ol"])
        super().__init__(*args, **kwargs)


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label="Citation", help_text="Sans guillemets : ils sont ajoutés.")
    author = blocks.CharBlock(label="Qui parle", required=False, max_length=120)
    role = blocks.CharBlock(label="Fonction ou structure", required=False, max_length=120)

    class Meta:
        label = "Citation"
        icon = "openquote"
        group = "Texte"
        template = "cms/blocks/quote.html"
        description = "Une parole mise en valeur, avec la personne qui l’a dite."
        preview_value = {
            "text": "On se croise depuis dix ans, on ne s’était jamais parlé.",
            "author": "Une participante",
            "role": "",
        }


class ListBlock(blocks.StructBlock):
    """A list with an optional title, read as a list by screen readers."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    ordered = blocks.BooleanBlock(label="Numérotée", required=False)
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE_FEATURES, label="Élément"), label="Éléments")

    class Meta:
        label = "Liste"
        icon = "list-ul"
        group = "Texte"
        template = "cms/blocks/list.html"
        description = "Des éléments à puces ou numérotés, avec un titre."
        preview_value = {
            "title": "À apporter",
            "ordered": False,
            "items": ["<p>De quoi écrire</p>", "<p>Un plat à partager</p>"],
        }
