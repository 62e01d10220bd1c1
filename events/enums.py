"""Closed lists of the events app, with the groups of states that rules speak of."""

from django.db import models


class Modality(models.TextChoices):
    """S0-09."""

    ON_SITE = "on-site", "sur place"
    ONLINE = "online", "en visioconférence"
    HYBRID = "hybrid", "sur place et en visioconférence"


class PriceKind(models.TextChoices):
    """S0-21."""

    FREE = "free", "gratuit"
    PAY_WHAT_YOU_CAN = "pay-what-you-can", "prix libre"
    AMOUNT = "amount", "payant"


class SessionState(models.TextChoices):
    """What the team decided about a date. « Complet » and « brouillon » are derived, never stored."""

    ANNOUNCED = "announced", "annoncé"
    OPEN = "open", "inscriptions ouvertes"
    CLOSED = "closed", "inscriptions closes"
    POSTPONED = "postponed", "reporté"
    CANCELLED = "cancelled", "annulé"
    TOOK_PLACE = "took-place", "a eu lieu"


class RegistrationState(models.TextChoices):
    """registration.md section 3."""

    HELD = "held", "tenue"
    CONFIRMED = "confirmed", "confirmée"
    WAITING = "waiting", "en attente"
    OFFERED = "offered", "proposée"
    CANCELLED = "cancelled", "annulée"
    EXPIRED = "expired", "expirée"


# A held or offered place counts like a confirmed one: an address confirmed later must never overbook.
HOLDING_A_PLACE = [RegistrationState.HELD, RegistrationState.CONFIRMED, RegistrationState.OFFERED]
ACTIVE = [*HOLDING_A_PLACE, RegistrationState.WAITING]


class RegistrationSource(models.TextChoices):
    WEB = "web", "formulaire du site"
    EDITOR = "editor", "ajout par l’équipe"


class WishKind(models.TextChoices):
    """What someone who registers may also ask for; other apps listen (S3-12)."""

    LETTER = "letter", "recevoir l’infolettre"
    WRITE = "write", "écrire pour le journal"
    PHOTOGRAPH = "photograph", "photographier pour le journal"
    PROOFREAD = "proofread", "relire le journal"
    DISTRIBUTE = "distribute", "distribuer le journal"


class DiagnosisKind(models.TextChoices):
    """The typed items of an état des lieux (S3-07, S0-11)."""

    BRAKE = "brake", "frein"
    LEVER = "lever", "levier"
    MEANS = "means", "moyen"
    EXPECTATION = "expectation", "attente"
    NEED = "need", "besoin"
    DESIRE = "desire", "envie"
    RESOURCE = "resource", "ressource"
    INITIATIVE = "initiative", "initiative"
    PREVIOUS_WORK = "previous-work", "travaux précédents"
    POINT_OF_VIEW = "point-of-view", "point de vue"
    STRENGTH = "strength", "force"
    WEAKNESS = "weakness", "faiblesse"


# Only those that do not take a simple « s ».
_PLURALS = {DiagnosisKind.PREVIOUS_WORK: "travaux précédents", DiagnosisKind.POINT_OF_VIEW: "points de vue"}


def diagnosis_heading(kind: DiagnosisKind, count: int) -> str:
    """« Frein », « Points de vue »: the name of a kind above its items."""
    label = str(kind.label) if count < 2 else _PLURALS.get(kind, f"{kind.label}s")
    return label[0].upper() + label[1:]


class Phase(models.TextChoices):
    """When an item was gathered (S3-20)."""

    BEFORE = "before", "en amont"
    MORNING = "morning", "le matin"


class SeedKind(models.TextChoices):
    """S3-28."""

    EVENT = "event", "événement"
    TOOL = "tool", "outil ou ressource"
    ARTICLE = "article", "article"
    OTHER = "other", "autre"


class SeedState(models.TextChoices):
    """S3-27."""

    SOWN = "sown", "semée"
    GROWING = "growing", "en pousse"
    FLOWERING = "flowering", "en fleur"
    HARVESTED = "harvested", "récoltée"
    DORMANT = "dormant", "en dormance"
