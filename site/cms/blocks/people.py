from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label="Prénom et nom", max_length=120)
    role = blocks.CharBlock(label="Rôle", required=False, max_length=120)
    organisation = blocks.CharBlock(label="Structure", required=False, max_length=120)
    photo = ImageChooserBlock(label="Portrait", required=False)
    agreed = blocks.BooleanBlock(
        label="Cette personne a accepté que son nom soit publié",
    )

    class Meta:
        label = "Personne"
        icon = "user"


class PeopleBlock(blocks.StructBlock):
    """People who agreed to be named: a team, facilitators, guests."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    people = blocks.ListBlock(PersonBlock(), label="Personnes")

    class Meta:
        label = "Personnes"
        icon = "group"
        group = "Liens"
        template = "cms/blocks/people.html"
        description = "Une équipe, des invités ou des invitées, qui ont accepté d’être nommés."
        preview_value = {
            "title": "L’équipe",
            "people": [{"name": "Camille Vasseur", "role": "coordination", "organisation": "", "agreed": True}],
        }
