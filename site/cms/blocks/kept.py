from typing import Any

from wagtail import blocks


class SetAsideBlock(blocks.StructBlock):
    """What an import could not turn into a block: kept under the editors' eyes, never shown to readers."""

    reason = blocks.CharBlock(label="Pourquoi", max_length=200)
    content = blocks.TextBlock(label="Ce qui était écrit")

    class Meta:
        label = "Mis de côté à l’import"
        icon = "warning"
        group = "Repris d’un autre site"
        template = "cms/blocks/set_aside.html"
        description = "Un passage à reprendre à la main. Les lecteurs et lectrices ne le voient pas."
        preview_value = {"reason": "Tableau à refaire", "content": "Lieu\tJour\nMaison des associations\tmardi"}

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: the search engine of the site is for readers."""
        return []
