from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from .text import INLINE_FEATURES


class TableValue(blocks.StructValue):
    @property
    def has_headings(self) -> bool:
        """Whether at least one column has a name: a row of empty names says nothing."""
        return any(str(column["heading"]).strip() for column in self["table"].columns)


class TableBlock(blocks.StructBlock):
    """Rows and columns that have names, for those who hear a table as for those who see it (RGAA 5.6, 5.7)."""

    table = TypedTableBlock(
        [("text", blocks.RichTextBlock(label="Texte", required=False, features=INLINE_FEATURES))],
        label="Tableau",
    )
    row_headings = blocks.BooleanBlock(label="La première colonne nomme les lignes", required=False)

    class Meta:
        label = "Tableau"
        icon = "table"
        group = "Texte"
        template = "cms/blocks/table.html"
        value_class = TableValue
        description = "Des lignes et des colonnes nommées, jamais de la mise en page."
        preview_value = {
            "table": {
                "caption": "Où et quand",
                "columns": [{"type": "text", "heading": "Lieu"}, {"type": "text", "heading": "Jour"}],
                "rows": [{"values": ["<p>Maison des associations</p>", "<p>mardi</p>"]}],
            },
            "row_headings": True,
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        is_named = all(str(column["heading"]).strip() for column in cleaned["table"].columns)
        if not is_named and not cleaned["row_headings"]:
            message = "Nommez chaque colonne, ou dites que la première colonne nomme les lignes."
            raise blocks.StructBlockValidationError(block_errors={"row_headings": ValidationError(message)})
        return cleaned
