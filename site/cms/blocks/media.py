from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture with its text alternative, or marked decorative (Wagtail's ImageBlock asks for one of the two)."""

    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", required=False, max_length=250)
    width = blocks.ChoiceBlock(
        label="Largeur", choices=[("text", "celle du texte"), ("wide", "toute la page")], default="text"
    )

    class Meta:
        label = "Image"
        icon = "image"
        group = "Images et fichiers"
        template = "cms/blocks/picture.html"
        description = "Une image avec légende et crédit."
        preview_value = {"caption": "Le tour de table du matin.", "width": "text"}


class DocumentBlock(blocks.StructBlock):
    """A file to download; its format and size are written beside the link (law.md A-18)."""

    document = DocumentChooserBlock(label="Document")
    title = blocks.CharBlock(label="Intitulé", required=False, help_text="À défaut, le titre du document.")

    class Meta:
        label = "Document à télécharger"
        icon = "doc-full"
        group = "Images et fichiers"
        template = "cms/blocks/document.html"
        description = "Un lien de téléchargement, avec le format et le poids."
        preview_value = {"title": "Le cadre des ateliers"}
