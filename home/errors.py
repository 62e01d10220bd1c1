"""What the services of this app refuse, in French words meant for the person who asked."""

from people.humans.views import TooOften


class HomeError(Exception):
    """A rule says no; the message is shown as it stands."""


class TooManyLinks(HomeError, TooOften):
    def __init__(self) -> None:
        super().__init__("Beaucoup de demandes viennent de votre connexion. Réessayez dans une heure, ou écrivez-nous.")


class TooManyWords(HomeError):
    def __init__(self) -> None:
        super().__init__("Vous avez envoyé beaucoup de textes aujourd’hui. Gardez celui-ci, et renvoyez-le demain.")


class NoRoomForSheets(HomeError):
    def __init__(self) -> None:
        super().__init__("Ce site ne reçoit pas de fiches pour l’instant. Écrivez-nous.")


class NotHeld(HomeError):
    """This page is not one that the holder of the link wrote."""

    def __init__(self) -> None:
        super().__init__("Cette page n’est pas, ou n’est plus, la vôtre.")
