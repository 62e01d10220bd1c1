"""No health data in a file of cooperation (S2-12, law.md G-06): what looks like one is refused, before it is stored."""

from people.health import tells_health

from ..errors import EventsError


class HealthDataRefused(EventsError):
    message = (
        "Ce texte semble parler de la santé de quelqu’un : rien n’est enregistré. "
        "Dites la situation sans décrire personne."
    )


def refuse_health_data(text: str) -> str:
    """`text`, when it tells nothing of anybody's health. Raises HealthDataRefused."""
    if tells_health(text):
        raise HealthDataRefused
    return text
