"""What the clock does for the newsletter, in this order: what came out is noted before anybody is told of it."""

from collections.abc import Callable
from datetime import datetime

from .services import (
    forget_moves,
    forget_novelties,
    handle_demands,
    handle_lost_wishes,
    note_novelties,
    purge,
    remind,
    send_due_letters,
    write_alerts,
    write_digests,
    write_late_mails,
)
from .services.deadlines import remind_deadlines
from .services.importing import forget_imports, work_on_imports
from .services.redacting import redact_refused, redact_withdrawn
from .services.replies import forget_replies
from .services.staying import ask_silent, forget_silent

CHORES: dict[str, Callable[[datetime], int]] = {
    "souhaits d’infolettre à reprendre": handle_lost_wishes,
    "demandes d’abonnement à traiter": handle_demands,
    "abonnements à proposer plus tard": write_late_mails,
    "abonnements à rappeler": remind,
    "nouveautés à noter": note_novelties,
    "alertes à écrire": write_alerts,
    "dates de clôture à rappeler": remind_deadlines,
    "infolettres programmées": send_due_letters,
    "récapitulatifs à écrire": write_digests,
    "abonnements à oublier": purge,
    "personnes silencieuses à interroger": ask_silent,
    "personnes silencieuses à oublier": forget_silent,
    "passages sans accord à retirer": redact_withdrawn,
    "annonces d’articles refusées à retirer": redact_refused,
    "listes à relire ou à importer": work_on_imports,
    "nouveautés à oublier": forget_novelties,
    "changements d’adresse à oublier": forget_moves,
    "listes importées à oublier": forget_imports,
    "réponses à oublier": forget_replies,
}
