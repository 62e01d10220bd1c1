"""What the services of events refuse, in French words meant for the person who asked."""

from typing import ClassVar


class EventsError(Exception):
    """A rule says no. `message` is shown as it stands."""

    message: ClassVar[str] = "Cette action n’est pas possible."

    def __init__(self, message: str = "") -> None:
        self.text = message or self.message
        super().__init__(self.text)


class RegistrationClosed(EventsError):
    """Not open yet, or no longer."""

    message = "Les inscriptions à cette séance ne sont pas ouvertes."


class SessionPast(RegistrationClosed):
    message = "Cette séance a déjà commencé : on ne peut plus s’y inscrire."


class SessionCancelled(RegistrationClosed):
    message = "Cette séance est annulée."


class DatesFull(EventsError):
    """All the dates were asked for, or none, and one of them is full."""

    message = "Il manque de la place à l’une des dates : rien n’est enregistré."


class NotWaiting(EventsError):
    """Only somebody on the waiting list can be moved up it."""

    message = "Cette personne n’est pas sur la liste d’attente."


class ProfileFull(EventsError):
    """A registration cannot become one of that profile: its places are taken."""

    message = "Il n’y a plus de place pour ce profil : votre inscription garde celui qu’elle avait."


class AddressTaken(EventsError):
    """Two registrations of one person at one date cannot have the same address."""

    message = "Cette personne est déjà inscrite à l’une de ces dates avec cette adresse."


class TooManyAddresses(EventsError):
    """Strangers are not to be written to at will (law.md C-09)."""

    message = "Vous avez déjà demandé plusieurs fois aujourd’hui. Réessayez demain."


class AlreadyCancelled(EventsError):
    message = "Cette inscription était déjà annulée."


class SessionUnusable(EventsError):
    """An edit of a session that its registrations or its own dates forbid."""

    message = "Cette séance ne peut pas être modifiée ainsi."


class TooBusy(EventsError):
    """The rows stayed locked through every try."""

    message = "Beaucoup de personnes s’inscrivent en ce moment. Rien n’est perdu : réessayez dans quelques secondes."
