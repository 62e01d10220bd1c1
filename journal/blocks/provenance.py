from wagtail import blocks

from ..enums import SourceKind


class ProvenanceBlock(blocks.StructBlock):
    """Where a block came from: kind and uuid of the output, and the hash of its words when it was quoted.

    The rest (workshop, contributor, consent) is looked up live from the uuid, so that a withdrawn consent is obeyed.
    An empty `uuid` means that the block was written here.
    """

    kind = blocks.ChoiceBlock(choices=SourceKind.choices, required=False, label="Origine")
    uuid = blocks.CharBlock(required=False, label="Identifiant")
    text_hash = blocks.CharBlock(required=False, label="Empreinte du texte repris")

    class Meta:
        label = "Provenance"
        icon = "history"
