from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.text import INLINE_FEATURES

# What players of every browser and podcast applications read.
MEDIA_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg"}


class AudioBlock(blocks.StructBlock):
    """Something to listen to, with all its words: whoever does not hear reads them (law.md A-01; RGAA 4.1)."""

    file = DocumentChooserBlock(label="Fichier audio", help_text="De préférence un MP3.")
    title = blocks.CharBlock(label="Titre", max_length=120)
    minutes = blocks.IntegerBlock(label="Durée en minutes", min_value=1, max_value=600)
    transcript = blocks.RichTextBlock(
        label="Transcription",
        features=INLINE_FEATURES,
        help_text="Tout ce qui s’entend, dans l’ordre, avec le nom de qui parle.",
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        document = cleaned.get("file")
        if document and document.file_extension.lower() not in MEDIA_TYPES:
            known = ", ".join(sorted(extension.upper() for extension in MEDIA_TYPES))
            message = f"Ce fichier n’est pas un son que l’on sait faire entendre : choisissez parmi {known}."
            raise blocks.StructBlockValidationError(block_errors={"file": ValidationError(message)})
        return cleaned

    class Meta:
        label = "À écouter"
        icon = "media"
        group = "Images et fichiers"
        template = "journal/blocks/audio.html"
        description = "Un enregistrement et sa transcription. Il paraît aussi dans le balado du journal."
        preview_value = {
            "title": "Une heure au bord de la route",
            "minutes": 12,
            "transcript": "<p>On entend un car qui s’éloigne.</p>",
        }
