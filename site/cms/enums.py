"""Closed lists that several apps share."""

from django.db import models


class Licence(models.TextChoices):
    """Licences offered for texts and pictures (print-and-typography.md, LI-01)."""

    BY_SA = "by-sa", "CC BY-SA 4.0"
    BY = "by", "CC BY 4.0"
    BY_NC_SA = "by-nc-sa", "CC BY-NC-SA 4.0"
    CC0 = "cc0", "CC0 1.0"
    ALL_RIGHTS = "all-rights", "tous droits réservés"


class ImageRights(models.TextChoices):
    """Whether people can be recognised on a picture, and whether they agreed (law.md, G-17)."""

    NOBODY = "nobody", "personne de reconnaissable"
    GRANTED = "granted", "autorisations écrites recueillies"
    MISSING = "missing", "autorisations à recueillir"


class TerritoryKind(models.TextChoices):
    REGION = "region", "région"
    DEPARTMENT = "department", "département"
    INTERCOMMUNALITY = "intercommunality", "intercommunalité"
    DELEGATION = "delegation", "délégation"
    COMMUNE = "commune", "commune"


class InclusiveWriting(models.TextChoices):
    """The convention that the site follows (print-and-typography.md, IN-01)."""

    DOUBLETS = "doublets", "doublets et mots épicènes"
    MIDDLE_DOT = "middle-dot", "point médian"
    NONE = "none", "aucune"
