"""The history of a subscription, as Wagtail keeps it: what happened, when, by whom; never the address."""

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from people.models import User

from .models import Subscriber

CONFIRMED = "newsletter.confirm"
LEFT = "newsletter.leave"
MOVED = "newsletter.move"
CHOSE = "newsletter.choose"
IMPORTED = "newsletter.import"
STAYED = "newsletter.stay"
# Action, what it is called, what the history says.
STORY = (
    (CONFIRMED, "Confirmer", "Abonnement confirmé depuis l’adresse"),
    (LEFT, "Quitter", "Départ"),
    (MOVED, "Changer d’adresse", "Adresse changée"),
    (CHOSE, "Choisir", "Choix modifiés par la personne"),
    (STAYED, "Rester", "A dit vouloir rester"),
    (IMPORTED, "Importer", "Arrivée par une liste importée"),
)


def note(subscriber: Subscriber, action: str, *, by: User | None = None) -> None:
    log(subscriber, action, user=by, title=f"Abonnement n° {subscriber.pk}")


def forget(subscriber: Subscriber) -> None:
    """The history goes with the person."""
    ModelLogEntry.objects.for_instance(subscriber).delete()
