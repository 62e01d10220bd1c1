from django.db import models


class SignatureRole(models.TextChoices):
    """What someone did for an article."""

    WRITING = "writing", "texte"
    PHOTO = "photo", "photos"
    DRAWING = "drawing", "dessins"
    PROOFREADING = "proofreading", "relecture"


class SourceKind(models.TextChoices):
    """What a block of an article was made from."""

    WORKSHOP = "workshop", "atelier"
    DIAGNOSIS_ITEM = "diagnosis-item", "élément d’état des lieux"
    CONTACT = "contact", "fiche du carnet d’adresses"
    SEED = "seed", "graine de projet"


class IssueColour(models.TextChoices):
    """The accent of an issue; each is checked for contrast by a test (look.md section 2)."""

    FIR = "fir", "sapin"
    BRICK = "brick", "brique"
    LAKE = "lake", "lac"
    PLUM = "plum", "prune"
    LARCH = "larch", "mélèze"
    SLATE = "slate", "ardoise"
    BERRY = "berry", "myrtille"
    MOSS = "moss", "mousse"
