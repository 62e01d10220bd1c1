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


class OpenAgendaDates(models.TextChoices):
    """How dates that belong together stand in OpenAgenda (O2)."""

    TOGETHER = "together", "un seul événement, avec toutes ses dates"
    APART = "apart", "un événement par date"


class SessionState(models.TextChoices):
    """What the team decided about a date. « Complet » is derived, never stored."""

    DRAFT = "draft", "brouillon"
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


# A date in one of these states is no date anybody may come to.
NOT_STANDING = [SessionState.DRAFT, SessionState.CANCELLED]
# A held or offered place counts like a confirmed one: an address confirmed later must never overbook.
HOLDING_A_PLACE = [RegistrationState.HELD, RegistrationState.CONFIRMED, RegistrationState.OFFERED]
ACTIVE = [*HOLDING_A_PLACE, RegistrationState.WAITING]
# These last until a deadline: beyond it the place is somebody else's, whether or not the clock came by.
UNTIL_A_DEADLINE = [RegistrationState.HELD, RegistrationState.OFFERED]


class RegistrationSource(models.TextChoices):
    WEB = "web", "formulaire du site"
    EDITOR = "editor", "ajout par l’équipe"


class EventRole(models.TextChoices):
    """What somebody does at an event (S0-22, S4-05)."""

    FACILITATOR = "facilitator", "anime"
    TRAINER = "trainer", "forme"
    GUEST = "guest", "intervient"


class QuestionTopic(models.TextChoices):
    """What a question is for, beside its own words. The pitch (S0-19) is printed on the sheets of the round table."""

    ORDINARY = "ordinary", "question ordinaire"
    WILL = "will", "pitch : volonté, désir"
    NEEDS = "needs", "pitch : besoins"
    PROGRESS = "progress", "pitch : avancées"
    DIFFICULTIES = "difficulties", "pitch : difficultés"


class AnswerKept(models.IntegerChoices):
    """How many days an answer outlives the last date it was given for (law.md G-04, G-07)."""

    WEEK = 7, "7 jours"
    MONTH = 30, "30 jours"
    HALF_YEAR = 182, "6 mois"
    YEAR = 365, "12 mois"


class NeedKind(models.TextChoices):
    """Sensitive answers, kept apart (law.md G-05)."""

    DIET = "diet", "repas"
    ACCESS = "access", "accessibilité"


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


class ContactState(models.TextChoices):
    """Whether a card may be read at all (C-15)."""

    STANDING = "standing", "au carnet"
    PROPOSED = "proposed", "proposée, en attente d’accord"
    REFUSED = "refused", "refusée"


class MembershipState(models.TextChoices):
    """What the group answered to somebody who wants to join it (S3-31)."""

    ASKED = "asked", "demande en attente"
    MEMBER = "member", "membre"
    REFUSED = "refused", "demande refusée"
    LEFT = "left", "parti ou partie"


class RemarkKind(models.TextChoices):
    """What a series collects at each date (S0-11)."""

    STRENGTH = "strength", "force"
    WEAKNESS = "weakness", "faiblesse"


class ProposalKind(models.TextChoices):
    """What comes out of the strengths and weaknesses of a series (S0-11)."""

    ACTION = "action", "proposition d’action"
    DATE = "date", "nouvelle date"


class Half(models.TextChoices):
    """Half of a day, the unit of attendance sheets (law.md T-01). An evening counts as an afternoon."""

    MORNING = "morning", "matin"
    AFTERNOON = "afternoon", "après-midi"


class PresenceSource(models.TextChoices):
    DOOR = "door", "accueil"
    JOIN = "join", "entrée en visioconférence"
    SHEET = "sheet", "feuille d’émargement"


class CertificateKind(models.TextChoices):
    """law.md T-02."""

    ATTENDANCE = "attendance", "attestation de présence"
    TRAINING = "training", "certificat de réalisation"


class EvaluationKind(models.TextChoices):
    SCORE = "score", "une note de 1 à 5"
    WORDS = "words", "quelques mots"


class MessageAudience(models.TextChoices):
    """Whom a message of the team goes to."""

    EVERYONE = "everyone", "toutes les personnes inscrites, liste d’attente comprise"
    CONFIRMED = "confirmed", "les personnes qui ont une place"
    WAITING = "waiting", "la liste d’attente"
    PRESENT = "present", "les personnes venues"
    ABSENT = "absent", "les personnes inscrites qui ne sont pas venues"
