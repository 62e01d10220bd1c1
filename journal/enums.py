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
    """The accent of an issue. Each value names a colour of tokens.css, `--issue-<value>`, checked for contrast."""

    FIR = "sapin", "sapin"
    BRICK = "brique", "brique"
    GENTIAN = "gentiane", "gentiane"
    BERRY = "myrtille", "myrtille"
    RASPBERRY = "framboise", "framboise"
    PEAT = "tourbe", "tourbe"
    LARCH = "melezin", "mélèze"
    LICHEN = "lichen", "lichen"


# Named after one issue in eight, so that two issues in a row never look the same.
COLOURS_IN_TURN = list(IssueColour)
