"""Who leads what is open: two people of the valley, who agreed to be named (S0-22, S4-05)."""

from dataclasses import dataclass

from events.enums import EventRole


@dataclass(frozen=True)
class Part:
    """Somebody's part in an event, all along it."""

    event: str
    by: int
    role: EventRole
    organisation: str
    credentials: str


HOST, TEACHER = 41, 44
PARTS = (
    *(
        Part(
            event=f"rappels-{rank}",
            by=HOST,
            role=EventRole.FACILITATOR,
            organisation="cols-reunis",
            credentials="Passe la parole, surveille l’heure, et coupe les micros des poules.",
        )
        for rank in range(1, 6)
    ),
    Part(
        event="rappels-3",
        by=TEACHER,
        role=EventRole.GUEST,
        organisation="cle-des-champs",
        credentials="Raconte comment trois carnets ont fait le tour de neuf villages, et ce qu’on y a lu.",
    ),
    Part(
        event="formation-ouverte",
        by=TEACHER,
        role=EventRole.TRAINER,
        organisation="cle-des-champs",
        credentials="Enseigne le violoncelle depuis douze ans, dont quatre hivers par l’écran quand le col est fermé.",
    ),
)
