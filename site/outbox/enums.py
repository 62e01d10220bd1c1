"""The closed lists of the outbox, and the groups of states that rules talk about."""

from django.db import models


class MessageState(models.TextChoices):
    """The eight states of sending.md section 3. Their meaning is fixed; the French words are what editors
    read.
    """

    READY = "ready", "prêt à partir"
    LEASED = "leased", "pris en charge"
    IN_FLIGHT = "in_flight", "en train de partir"
    ACCEPTED = "accepted", "accepté par le serveur suivant"
    REFUSED = "refused", "refusé"
    RETRY = "retry", "à réessayer"
    UNCERTAIN = "uncertain", "incertain"
    EXCLUDED = "excluded", "écarté"


# A message that will still move by itself (S10, S12).
WAITING = (MessageState.READY, MessageState.LEASED, MessageState.IN_FLIGHT, MessageState.RETRY)
# What a worker may take.
CLAIMABLE = (MessageState.READY, MessageState.RETRY)
# Nothing has left for sure, so the message may still be withheld.
WITHHOLDABLE = (MessageState.READY, MessageState.LEASED, MessageState.RETRY)
# A worker holds it, for a limited time.
HELD = (MessageState.LEASED, MessageState.IN_FLIGHT)
# Its story is over.
SETTLED = (MessageState.ACCEPTED, MessageState.REFUSED, MessageState.EXCLUDED)
# Few among many, and looked for: neither waiting in line nor gone as it should.
UNUSUAL = (
    MessageState.REFUSED,
    MessageState.RETRY,
    MessageState.UNCERTAIN,
    MessageState.EXCLUDED,
)
# Someone may have read it: an erratum goes to these (sending.md section 8).
MAY_HAVE_ARRIVED = (MessageState.ACCEPTED, MessageState.UNCERTAIN)


class MailingState(models.TextChoices):
    DRAFT = "draft", "préparé"
    RUNNING = "running", "en cours"
    PAUSED = "paused", "en pause"
    CANCELLED = "cancelled", "annulé"
    DONE = "done", "terminé"


# A mailing that still has something to do or to be decided.
OPEN_MAILINGS = (MailingState.DRAFT, MailingState.RUNNING, MailingState.PAUSED)


class Priority(models.IntegerChoices):
    """Smaller leaves first: a confirmation never waits behind a letter."""

    TRANSACTIONAL = 0, "courrier attendu"
    SCOUT = 9, "éclaireur d’un envoi groupé"
    MAILING = 10, "envoi groupé"


class Reason(models.TextChoices):
    """Why a message did not leave, was refused, or is not known to have arrived."""

    LEFT = "left", "la personne ne souhaite plus recevoir ce courrier"
    SUPPRESSED = "suppressed", "adresse mise à l’écart"
    INVALID = "invalid", "adresse inutilisable"
    ERASED = "erased", "données effacées à la demande de la personne"
    CANCELLED = "cancelled", "envoi annulé"
    OVERTAKEN = "overtaken", "contredit par un courrier plus récent"
    RECIPIENT = "recipient", "adresse refusée par le serveur"
    SENDER = "sender", "expéditeur refusé par le serveur"
    CONTENT = "content", "message refusé par le serveur"
    UNBUILDABLE = "unbuildable", "message impossible à composer"
    EXHAUSTED = "exhausted", "abandonné après cinq jours d’essais"
    TRANSPORT = "transport", "le serveur d’envoi ne peut rien prendre pour l’instant"
    REPLY_LOST = "reply_lost", "la réponse du serveur s’est perdue"
    WORKER_LOST = "worker_lost", "le programme d’envoi s’est arrêté en plein envoi"
    PERSON = "person", "décidé par une personne"
    LOG = "log", "établi par le journal du serveur d’envoi"
    RESTORED = "restored", "base restaurée d’une sauvegarde : sans doute déjà parti"
    PROVIDER = "provider", "établi par le prestataire d’envoi"


class Phase(models.TextChoices):
    """How far a conversation went. Before `DOT` nothing can have been accepted (sending.md section 5)."""

    COMPOSE = "compose", "composition du message"
    CONNECT = "connect", "connexion"
    AUTH = "auth", "identification"
    SENDER = "sender", "annonce de l’expéditeur"
    RECIPIENT = "recipient", "annonce du destinataire"
    DATA = "data", "annonce du contenu"
    BODY = "body", "envoi du contenu"
    DOT = "dot", "attente de la réponse finale"
    REPLIED = "replied", "réponse finale reçue"


class EventKind(models.TextChoices):
    """What the history of a message is made of. Ordinary departures are read on the message itself."""

    RETRIED = "retried", "refus provisoire, nouvel essai prévu"
    UNCERTAIN = "uncertain", "devenu incertain"
    SETTLED_RECEIVED = "settled_received", "déclaré reçu"
    SETTLED_RESEND = "settled_resend", "à renvoyer"
    DELIVERED = "delivered", "remis au destinataire"
    DEFERRED = "deferred", "retardé par le serveur du destinataire"
    BOUNCED = "bounced", "revenu en erreur : adresse morte"
    SOFT_BOUNCED = "soft_bounced", "revenu en erreur, peut-être pour un temps"
    COMPLAINED = "complained", "signalé comme indésirable"
    OPTED_OUT = "opted_out", "désinscription faite chez le prestataire"
    EVIDENCE = "evidence", "doute levé par une preuve"
    OTHER = "other", "autre événement"


class InboundState(models.TextChoices):
    """What became of a mail that was received."""

    WAITING = "waiting", "à traiter"
    HANDLED = "handled", "traité"
    UNCLAIMED = "unclaimed", "à lire par une personne"
