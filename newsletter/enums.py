"""Closed lists of the newsletter app."""

from django.db import models


class SubscriberState(models.TextChoices):
    """Where someone stands. Derived from the permit, never stored."""

    PENDING = "pending", "à confirmer"
    CONFIRMED = "confirmed", "reçoit l’infolettre"
    LEFT = "left", "ne la reçoit plus"


class LeaveReason(models.TextChoices):
    """How somebody left; the label is kept as the reason of the withdrawn permit."""

    LINK = "link", "lien de départ d’un courriel"
    ONE_CLICK = "one-click", "désabonnement en un clic depuis la messagerie"
    TEAM = "team", "demande transmise à l’équipe"
    ERASURE = "erasure", "données effacées à la demande de la personne"


class FaultKind(models.TextChoices):
    """What stops a letter from leaving."""

    NOT_PUBLISHED = "not-published", "La lettre n’est pas publiée."
    UNPUBLISHED_CHANGES = (
        "unpublished-changes",
        "Des modifications ne sont pas publiées : c’est la version publiée qui partirait.",
    )
    REPUBLISHED = (
        "republished",
        "La lettre a été publiée de nouveau depuis l’ouverture de cet écran : relisez-la avant de l’envoyer.",
    )
    PRIVATE_LETTER = "private-letter", "La lettre a un accès restreint : son lien « lire en ligne » ne s’ouvrirait pas."
    EMPTY = "empty", "La lettre est vide."
    DRAFT_PAGE = "draft-page", "Une page annoncée n’est pas publiée."
    PRIVATE_PAGE = "private-page", "Une page annoncée a un accès restreint."
    MISSING_PAGE = "missing-page", "Une page annoncée n’existe plus."
    NOBODY = "nobody", "Personne n’est encore abonné à l’infolettre."


class Stop(models.TextChoices):
    """The three places of the chain, in the order a subject usually goes through them (S3-10)."""

    LETTER = "letter", "infolettre"
    WORKSHOP = "workshop", "atelier"
    JOURNAL = "journal", "journal"


class Rhythm(models.TextChoices):
    """How often somebody wants to be written to. One route at a time, so that nothing comes twice."""

    EACH_LETTER = "letter", "à chaque infolettre"
    MONTHLY = "monthly", "une fois par mois"
    AT_ONCE = "at-once", "dès que quelque chose paraît"


class FollowKind(models.TextChoices):
    """What may be followed, besides the whole letter."""

    TOPIC = "theme", "thème"
    TERRITORY = "territoire", "territoire"
    ORGANISATION = "structure", "structure"
    PROJECT = "projet", "projet"
    SERIES = "cycle", "cycle"
    CALL = "appel", "appel à projets"
    SEED = "graine", "graine de projet"


class NoveltyKind(models.TextChoices):
    """What may come out."""

    PUBLISHED = "published", "parution"
    LETTER = "letter", "infolettre"
    DEADLINE = "deadline", "report d’une date de clôture"
    SEED = "seed", "étape d’une graine"


class Route(models.TextChoices):
    """By which mail somebody was told."""

    LETTER = "letter", "infolettre"
    DIGEST = "digest", "récapitulatif"
    ALERT = "alert", "alerte"
