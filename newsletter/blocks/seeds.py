"""How the « graines de projet » are growing (S3-27)."""

from typing import Any

from wagtail import blocks

from ..choosers import seed_chooser
from .groups import SITE

SeedChooserBlock = seed_chooser.get_block_class(name="SeedChooserBlock", module_path="newsletter.blocks.seeds")


class SeedsBlock(blocks.StructBlock):
    """News of some seeds: where each stands, what it needs, when its group meets next."""

    title = blocks.CharBlock(label="Titre de la rubrique", max_length=80, default="Des nouvelles des graines")
    introduction = blocks.CharBlock(label="Phrase d’introduction", required=False, max_length=250)
    seeds = blocks.ListBlock(SeedChooserBlock(label="Graine"), label="Graines")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """`shown` holds the chosen seeds of workshops anyone may read, in the order of the editor.

        `seeds` of the context holds them, fetched at once; without it (the block's own preview), none is known.
        """
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        public = (parent_context or {}).get("seeds") or {}
        return {
            **context,
            "shown": [public[seed.pk] for seed in value.get("seeds") or () if seed and seed.pk in public],
        }

    class Meta:
        label = "Des nouvelles des graines"
        icon = "pick"
        group = SITE
        template = "newsletter/blocks/seeds.html"
        text_template = "newsletter/blocks/seeds.txt"
        description = "Où en sont des graines de projet : leur état, leur besoin, leur prochain rendez-vous."
        preview_value = {"title": "Des nouvelles des graines", "introduction": "Trois mois après l’atelier."}
