"""Closed lists of what surrounds a participatory workshop: preparation, questionnaire, capture in the room."""

from django.db import models

from .enums import DiagnosisKind


class StepState(models.TextChoices):
    """Where a step of the preparation is. « En retard » is derived, never stored."""

    OPEN = "open", "à faire"
    DONE = "done", "faite"
    POINTLESS = "pointless", "sans objet"


class ItemSource(models.TextChoices):
    """By which way an item reached the état des lieux (S3-07, S3-23)."""

    TEAM = "team", "noté par l’équipe"
    QUESTIONNAIRE = "questionnaire", "questionnaire en amont"
    PHONE = "phone", "téléphone, dans la salle"
    SHEET = "sheet", "fiche papier"
    FILE = "file", "tableur importé"


class ItemState(models.TextChoices):
    """What the facilitators decided of an item. Only kept ones stand on the public board."""

    NEW = "new", "à relire"
    KEPT = "kept", "retenu"
    ASIDE = "aside", "écarté"


# Which kinds face each other, problem first: these and no others can be linked (S3-07).
FACING = {DiagnosisKind.BRAKE: DiagnosisKind.LEVER, DiagnosisKind.NEED: DiagnosisKind.MEANS}
