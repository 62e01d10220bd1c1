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
    MOVED = "moved", "adresse changée"
    REPLY = "reply", "demande faite en répondant à un courriel"
    ERASURE = "erasure", "données effacées à la demande de la personne"
    SILENCE = "silence", "sans nouvelles depuis trois ans, et sans réponse"


class FaultKind(models.TextChoices):
    """What the preflight finds. Those of `WARNINGS` are listed; every other stops the departure."""

    NOT_PUBLISHED = "not-published", "La lettre n’est pas publiée."
    UNPUBLISHED_CHANGES = (
        "unpublished-changes",
        "Des modifications ne sont pas publiées : c’est la version publiée qui partirait.",
    )
    REPUBLISHED = (
        "republished",
        "La lettre a changé depuis qu’elle a été relue pour cet envoi : relisez-la.",
    )
    NOT_APPROVED = "not-approved", "Personne n’a encore approuvé cette version de la lettre."
    APPROVED_ALONE = "approved-alone", "La lettre a été écrite et approuvée par la même personne."
    TOO_LATE = "too-late", "L’heure prévue est passée depuis longtemps : confirmez le départ."
    PRIVATE_LETTER = "private-letter", "La lettre a un accès restreint : son lien « lire en ligne » ne s’ouvrirait pas."
    EMPTY = "empty", "La lettre est vide."
    NOBODY = "nobody", "Personne n’est encore abonné à l’infolettre."

    DRAFT_PAGE = "draft-page", "Une page annoncée n’est pas publiée."
    EXPIRED_PAGE = "expired-page", "Une page annoncée a été retirée à sa date de fin."
    PRIVATE_PAGE = "private-page", "Une page annoncée a un accès restreint."
    MISSING_PAGE = "missing-page", "Une page annoncée n’existe plus."
    HIDDEN_SEED = "hidden-seed", "Une graine vient d’un atelier ou d’une formation que le public ne voit pas."
    MOVED_PAGE = "moved-page", "Un lien suit l’ancienne adresse d’une page."
    DEAD_LINK = "dead-link", "Un lien mène à une page du site qui n’existe pas."
    PREVIEW_LINK = "preview-link", "Un lien mène à l’administration, à un aperçu ou à une machine d’essai."
    BROKEN_ADDRESS = "broken-address", "L’adresse d’un lien est incomplète."
    BARE_LINK = "bare-link", "Les mots d’un lien ne disent pas où il mène."

    PAST_EVENT = "past-event", "Un rendez-vous annoncé est passé."
    CANCELLED_EVENT = "cancelled-event", "Un rendez-vous annoncé est annulé."
    CANCELLED_MENTION = "cancelled-mention", "Un texte mène à un rendez-vous annulé."
    FULL_EVENT = "full-event", "Un rendez-vous annoncé est complet."
    CLOSED_CALL = "closed-call", "Un appel annoncé est clos."
    WRONG_WEEKDAY = "wrong-weekday", "Un jour de la semaine ne correspond pas à sa date."
    PLACEHOLDER = "placeholder", "Un passage reste à compléter."
    CHANGED_PAGE = "changed-page", "Une page a changé depuis qu’elle est dans la lettre."
    ALREADY_SENT = "already-sent", "Une page a déjà été annoncée dans une lettre."

    MISSING_ALT = "missing-alt", "Une image n’a pas de texte de remplacement."
    NO_AGREEMENT = "no-agreement", "Une personne citée n’a pas donné son accord, ou l’a retiré."
    IMAGE_WITHOUT_RIGHTS = "image-without-rights", "Une image montre des personnes dont l’accord n’est pas recueilli."
    REMOTE_IMAGE = "remote-image", "Une image serait chargée depuis un autre site : elle ferait connaître qui ouvre."
    NO_TEXT = "no-text", "La version texte ne dit rien de la lettre."
    NO_LANGUAGE = "no-language", "Le courriel ne dit pas dans quelle langue il est écrit."
    LOW_CONTRAST = "low-contrast", "Un texte se détache mal de son fond."
    HEADING_ORDER = "heading-order", "Les titres sautent un niveau."
    TOO_HEAVY = "too-heavy", "Le courriel dépasse 102 ko : Gmail le couperait."
    NO_LEAVING_LINK = "no-leaving-link", "Le courriel n’a pas de lien pour ne plus le recevoir."
    LOW_LEAVING_LINK = "low-leaving-link", "Le lien pour ne plus recevoir la lettre est après la coupure de Gmail."
    NO_LEAVING_HEADER = "no-leaving-header", "Le courriel n’a pas l’en-tête du désabonnement en un clic."

    @property
    def is_warning(self) -> bool:
        return self in WARNINGS


# Said, and left to the editor.
WARNINGS = frozenset(
    {
        FaultKind.MOVED_PAGE,
        FaultKind.BARE_LINK,
        FaultKind.CANCELLED_MENTION,
        FaultKind.FULL_EVENT,
        FaultKind.CHANGED_PAGE,
        FaultKind.ALREADY_SENT,
        FaultKind.HEADING_ORDER,
    }
)


class RedactionReason(models.TextChoices):
    """Why a passage of a letter that left is no longer shown; the label is what its tombstone says."""

    CONSENT = "consent", "une personne a retiré son accord"
    IMAGE = "image", "le droit de montrer une image a pris fin"
    ERROR = "error", "ce passage était inexact"
    LAW = "law", "une obligation légale demande ce retrait"


class SequelKind(models.TextChoices):
    """What may be written again about a letter that left."""

    ERRATUM = "erratum", "rectification"
    LATER = "later", "envoi complémentaire"


class Fate(models.TextChoices):
    """What became of a page whose address was mailed."""

    MOVED = "moved", "Cette page a changé d’adresse."
    UNPUBLISHED = "unpublished", "Cette page n’est plus en ligne pour l’instant."
    EXPIRED = "expired", "Cette page était faite pour un temps, qui est passé."
    DELETED = "deleted", "Cette page n’existe plus."


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
    REMINDER = "reminder", "rappel d’une date de clôture"
    SEED = "seed", "étape d’une graine"
    SEED_NEWS = "seed-news", "nouvelle d’un groupe-action"


# Of a seed; all the others are of a page.
OF_SEEDS = [NoveltyKind.SEED, NoveltyKind.SEED_NEWS]


class Route(models.TextChoices):
    """By which mail somebody was told."""

    LETTER = "letter", "infolettre"
    DIGEST = "digest", "récapitulatif"
    ALERT = "alert", "alerte"
    REMINDER = "reminder", "rappel"


class MoveEnd(models.TextChoices):
    """The two mailboxes of a change of address."""

    OLD = "old", "ancienne adresse"
    NEW = "new", "nouvelle adresse"


class DemandKind(models.TextChoices):
    """What a form of the site may ask."""

    SUBSCRIBE = "subscribe", "recevoir ou suivre"
    PREFERENCES = "preferences", "retrouver ses choix"


class ListOrigin(models.TextChoices):
    """Whose export a list is."""

    SHEET = "sheet", "tableau"
    BREVO = "brevo", "export de Brevo"
    MAILCHIMP = "mailchimp", "export de Mailchimp"
    SYMPA = "sympa", "export de Sympa"


class ImportMode(models.TextChoices):
    """What becomes of people who come by a list."""

    ASK = "ask", "leur demander de confirmer, par un courriel"
    CONFIRMED = "confirmed", "les inscrire : ils et elles ont déjà confirmé depuis leur adresse"


class ImportVerdict(models.TextChoices):
    """What one row of a list does."""

    NEW = "new", "nouvelle"
    KNOWN = "known", "déjà connue : rien ne change"
    LEFT = "left", "refusée : cette personne a quitté l’infolettre"
    OPPOSED = "opposed", "refusée : cette adresse ne veut plus rien recevoir"
    LEFT_ELSEWHERE = "left-elsewhere", "refusée : le fichier dit qu’elle est partie ; son refus est retenu"
    BAD = "bad", "refusée : ce n’est pas une adresse"
    TWICE = "twice", "en double dans le fichier"


class SelectionGround(models.TextChoices):
    """Why somebody is in a selection. What they read is not known, on purpose."""

    FOLLOWS = "follows", "suit"
    REGISTERED = "registered", "est inscrit ou inscrite à un rendez-vous"
    TOOK_PART = "took-part", "a participé à un rendez-vous"
