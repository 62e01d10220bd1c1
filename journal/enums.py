from django.db import models


class SignatureRole(models.TextChoices):
    """What someone did for an article."""

    WRITING = "writing", "texte"
    PHOTO = "photo", "photos"
    DRAWING = "drawing", "dessins"
    INTERVIEW = "interview", "entretien"
    PROOFREADING = "proofreading", "relecture"


class SourceKind(models.TextChoices):
    """What a block of an article was made from."""

    WORKSHOP = "workshop", "atelier"
    DIAGNOSIS_ITEM = "diagnosis-item", "élément d’état des lieux"
    CONTACT = "contact", "fiche du carnet d’adresses"
    SEED = "seed", "graine de projet"
    PASSAGE = "passage", "parole confiée"


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


class Periodicity(models.TextChoices):
    """How often the journal comes out: what its imprint must carry depends on it (law.md P-01)."""

    ANNUAL = "annual", "annuel (hors périodique)"
    HALF_YEARLY = "half-yearly", "semestriel"
    QUARTERLY = "quarterly", "trimestriel"
    TWO_MONTHLY = "two-monthly", "bimestriel"
    MONTHLY = "monthly", "mensuel"
    IRREGULAR = "irregular", "irrégulier"


class ImprintFact(models.TextChoices):
    """What an « ours » says, under the name that editors and the site give it (law.md P-03 to P-09)."""

    PUBLISHER = "publisher", "Éditeur"
    LEGAL_FORM = "legal-form", "Forme juridique"
    SEAT = "seat", "Siège"
    DIRECTOR = "director", "Direction de la publication"
    EDITOR = "editor", "Responsable de la rédaction"
    PRINTER = "printer", "Impression"
    OUT_ON = "out-on", "Parution"
    DEPOSIT = "deposit", "Dépôt légal"
    PERIODICITY = "periodicity", "Périodicité"
    PRICE = "price", "Prix"
    ISSN = "issn", "ISSN"
    REPLY = "reply", "Droit de réponse"


class IssueState(models.TextChoices):
    """Where an issue stands on its way to paper. Only services move it."""

    PREPARING = "preparing", "en préparation"
    LAYOUT = "layout", "en maquette"
    PRESS = "press", "bon à tirer"
    OUT = "out", "paru"


class SlotState(models.TextChoices):
    """What is planned before any draft exists."""

    IDEA = "idea", "idée"
    COMMISSIONED = "commissioned", "commande"


class Stage(models.TextChoices):
    """Where a slot stands, from the idea to the reader. Derived, never stored."""

    IDEA = "idea", "idée"
    COMMISSIONED = "commissioned", "commande"
    WRITING = "writing", "écriture"
    PROOFREADING = "proofreading", "relecture"
    CITED_PEOPLE = "cited-people", "accord des personnes citées"
    READY = "ready", "prêt pour la maquette"
    OUT = "out", "paru"


class VolunteerRole(models.TextChoices):
    """What volunteers offer to do (S3-12). The values are those of `events.enums.WishKind`."""

    WRITE = "write", "écrire"
    PHOTOGRAPH = "photograph", "photographier"
    PROOFREAD = "proofread", "relire"
    DISTRIBUTE = "distribute", "distribuer"


class AssignmentState(models.TextChoices):
    """What became of a task that somebody was asked to do."""

    ASKED = "asked", "proposée"
    ACCEPTED = "accepted", "acceptée"
    DECLINED = "declined", "déclinée"
    DONE = "done", "faite"


class LinkPurpose(models.TextChoices):
    """What the holder of a link may do with a draft."""

    WRITE = "write", "écrire"
    PROOFREAD = "proofread", "relire et proposer"


class SuggestionState(models.TextChoices):
    PENDING = "pending", "à examiner"
    ACCEPTED = "accepted", "reprise"
    REFUSED = "refused", "écartée"


class PressFault(models.TextChoices):
    """What stops « Bon à tirer ». The words of each are in templates/journal/includes/fault.html."""

    EMPTY = "empty", "numéro vide"
    IMPRINT = "imprint", "ours incomplet"
    NOT_READY = "not-ready", "article pas encore prêt"
    CONSENT = "consent", "accord manquant"
    SIGNATURE = "signature", "signature en attente"
    RIGHTS = "rights", "droit à l’image manquant"
    ALT = "alt", "texte de remplacement manquant"
    QUOTA = "quota", "texte trop long"


class EditionKind(models.TextChoices):
    """What a making of the files is for."""

    PROOF = "proof", "épreuve"
    FINAL = "final", "bon à tirer"


class EditionState(models.TextChoices):
    """Where a making of the files stands. `withdrawn`: somebody took back an agreement, its files are gone."""

    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "prêt"
    FAILED = "failed", "en échec"
    WITHDRAWN = "withdrawn", "retiré"


class EditionStep(models.TextChoices):
    """What the job is doing, in its order."""

    GATHERING = "gathering", "réunion des textes et des images"
    LAYOUT = "layout", "mise en page"
    FITTING = "fitting", "ajustement des pages"
    SCREEN = "screen", "PDF pour l’écran"
    PRINTER = "printer", "PDF pour l’imprimerie"
    BOOKLET = "booklet", "livret à plier"
    EPUB = "epub", "livre numérique"
    STORING = "storing", "rangement des fichiers"


class Output(models.TextChoices):
    """The files of one edition."""

    SCREEN = "ecran", "PDF à lire à l’écran"
    PRINTER = "imprimeur", "PDF pour l’imprimerie"
    BOOKLET = "livret", "livret à plier (A3)"
    EPUB = "epub", "livre numérique (EPUB)"


class Padding(models.TextChoices):
    """What completes an issue up to a multiple of four pages."""

    NOTES = "notes", "des pages de notes"
    BLANK = "blank", "des pages blanches"


class PartnerFormat(models.TextChoices):
    """The room a partner takes, and what is written above it."""

    BANNER = "banner", "bandeau publicitaire"
    HALF = "half", "demi-page publicitaire"
    PAGE = "page", "page de partenaire"


class AddressKind(models.TextChoices):
    """What a short address was printed for."""

    ISSUE = "issue", "numéro"
    ARTICLE = "article", "article"
    SEED = "seed", "graine de projet"
